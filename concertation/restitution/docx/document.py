"""A document as a Word file: real headings, tables and page numbers, in French.

Text of users only ever goes into runs, so nothing of it is markup; control characters were taken
out by the model, and what XML can't hold is taken out here.
"""

import datetime as dt
import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from docx import Document as new_document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Pt

from concertation.recits.blocs import Bloc, Chiffres, Liste, Section, Tableau, Texte
from concertation.restitution.documents.modele import Document

# Styles, page and numbers of pages. LibreOffice shows its Calibri as Carlito, of the same widths.
MAISON = Path(__file__).with_name("maison.docx")
FOND_ENTETE = "E8EDF3"
_TRAIT_DE_CODE = re.compile(r"(?<=[A-Z0-9])-(?=[A-Z0-9])")
_HORS_XML = re.compile("[\ufffe\uffff\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff]")


def write_docx(modele: Document) -> bytes:
    """The document as bytes."""
    document = new_document(str(MAISON))
    _set_properties(document, modele)
    _fill_margins(document, modele)
    document.add_heading(_safe(f"{modele.nature} – {modele.titre}"), 0)
    document.add_paragraph(_safe(modele.sous_titre), "Subtitle")
    if modele.mention:
        _add_mention(document, modele.mention)
    for section in modele.sections:
        _add_section(document, section)
    document.add_heading("À propos de ce document", 1)
    for libelle, texte in modele.cachet:
        paragraphe = document.add_paragraph(style="Provenance")
        paragraphe.add_run(f"{_safe(libelle)}\u00a0: ").bold = True
        paragraphe.add_run(_safe(texte))
    sortie = io.BytesIO()
    document.save(sortie)
    return sortie.getvalue()


def _safe(texte: str) -> str:
    return _HORS_XML.sub("", texte)


def _set_properties(document: Any, modele: Document) -> None:
    proprietes = document.core_properties
    proprietes.title = _safe(f"{modele.nature} – {modele.titre}, {modele.sous_titre}")[:255]
    proprietes.author = _safe(modele.titre)[:255]
    proprietes.last_modified_by = ""
    proprietes.subject = _safe(modele.consultation)[:255]
    proprietes.keywords = _safe(modele.mention)
    proprietes.comments = ""
    proprietes.language = "fr-FR"
    proprietes.created = dt.datetime.combine(modele.jour, dt.time())
    proprietes.modified = proprietes.created


def _fill_margins(document: Any, modele: Document) -> None:
    """The warning above each page, its title below."""
    page = document.sections[0]
    if modele.mention:
        page.header.paragraphs[0].add_run(_safe(modele.mention.upper())).bold = True
    # The template goes on with the number of the page.
    pied = page.footer.paragraphs[0].runs[0]
    pied.text = _safe(f"{modele.titre} – {modele.sous_titre} – page\u00a0")


def _add_mention(document: Any, mention: str) -> None:
    paragraphe = document.add_paragraph()
    paragraphe.add_run(
        _safe(f"{mention}\u00a0: ce document sert à la formation, rien n’y est réel.")
    ).bold = True


def _add_section(document: Any, section: Section) -> None:
    document.add_heading(_safe(section.titre), section.niveau)
    if not section.blocs:
        document.add_paragraph().add_run(_safe(section.vide)).italic = True
    for bloc in section.blocs:
        _add_bloc(document, bloc, section)


def _add_bloc(document: Any, bloc: Bloc, section: Section) -> None:
    if isinstance(bloc, Texte):
        for texte in bloc.paragraphes:
            document.add_paragraph().add_run(_safe(texte)).bold = bloc.style == "fort" or None
    elif isinstance(bloc, Liste):
        _add_heading(document, bloc.titre)
        for puce in bloc.puces:
            paragraphe = document.add_paragraph(style="List Bullet")
            paragraphe.add_run(
                _safe(" ".join(m for m in (puce.marque, puce.fort) if m))
            ).bold = True
            paragraphe.add_run(_safe(puce.texte))
            for sous in puce.sous:
                document.add_paragraph(_safe(sous), "List Bullet 2")
    elif isinstance(bloc, Chiffres):
        for chiffre in bloc.chiffres:
            mots = (f"{chiffre.libelle}\u00a0: {chiffre.valeur}", chiffre.note)
            document.add_paragraph(_safe(" – ".join(m for m in mots if m)), "List Bullet")
    elif isinstance(bloc, Tableau):
        _add_heading(document, bloc.titre)
        _add_table(document, bloc, bloc.titre or section.titre)
    else:
        document.add_paragraph(_safe(bloc.alt))
        if bloc.table.lignes:
            _add_table(document, bloc.table, section.titre)


def _add_heading(document: Any, titre: str) -> None:
    if titre:
        document.add_paragraph().add_run(_safe(titre)).bold = True


def _add_table(document: Any, bloc: Tableau, titre: str) -> None:
    tableau = document.add_table(rows=1, cols=len(bloc.colonnes), style="Tableau")
    tableau.alignment = WD_TABLE_ALIGNMENT.CENTER
    tableau.autofit = False
    # For screen readers; the schema wants it last.
    legende = OxmlElement("w:tblCaption")
    legende.set(qn("w:val"), _safe(titre))
    tableau._tbl.tblPr.append(legende)
    page = document.sections[0]
    total = page.page_width - page.left_margin - page.right_margin
    parts = bloc.largeurs or (1,) * len(bloc.colonnes)
    largeurs = [Emu(total * part // sum(parts)) for part in parts]
    _fill_row(tableau.rows[0], bloc.colonnes, largeurs, entete=True)
    for ligne in bloc.lignes:
        _fill_row(tableau.add_row(), ligne, largeurs, accent=bloc.accent)
    for colonne, largeur in zip(tableau.columns, largeurs, strict=True):
        colonne.width = largeur
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _add_text(paragraphe: Any, texte: str, gras: bool = False) -> None:
    """Text where codes such as `ACC-L-01` stay on one line; line feeds become line breaks."""
    for rang, morceau in enumerate(_TRAIT_DE_CODE.split(texte)):
        if rang:
            run = paragraphe.add_run()
            run._r.append(OxmlElement("w:noBreakHyphen"))
            run.bold = gras or None
        paragraphe.add_run(morceau).bold = gras or None


def _fill_row(
    rangee: Any,
    textes: Sequence[str],
    largeurs: Sequence[int],
    entete: bool = False,
    accent: bool = False,
) -> None:
    reglages = rangee._tr.get_or_add_trPr()
    # A row stays whole on a page, unless its text is longer than one.
    if entete or max(map(len, textes)) < 1200:
        reglages.append(OxmlElement("w:cantSplit"))
    if entete:
        reglages.append(OxmlElement("w:tblHeader"))
    triples = zip(rangee.cells, textes, largeurs, strict=True)
    for rang, (cellule, texte, largeur) in enumerate(triples):
        cellule.width = largeur
        paragraphe = cellule.paragraphs[0]
        paragraphe.style = "Cellule"
        premiere, _, suite = _safe(texte).partition("\n")
        _add_text(paragraphe, premiere, gras=entete or (accent and rang == 0))
        if suite:
            _add_text(paragraphe, f"\n{suite}")
        if entete:
            paragraphe.paragraph_format.keep_with_next = True
            fond = OxmlElement("w:shd")
            for nom, valeur in (("val", "clear"), ("color", "auto"), ("fill", FOND_ENTETE)):
                fond.set(qn(f"w:{nom}"), valeur)
            cellule._tc.get_or_add_tcPr().append(fond)
