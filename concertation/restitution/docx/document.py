"""A document as a Word file: real headings, tables and page numbers, in French.

Text of users only ever goes into runs, so nothing of it is markup; control characters were taken
out by the model, and what XML can't hold is taken out here.
"""

import datetime as dt
import io
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from docx import Document as new_document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Pt

from concertation.recits.blocs import Bloc, Chiffres, Liste, Section, Tableau, Texte
from concertation.restitution.diapos.charte import current_charte
from concertation.restitution.documents.modele import Document

# Styles, page and numbers of pages. LibreOffice shows its Calibri as Carlito, of the same widths.
MAISON = Path(__file__).with_name("maison.docx")
FOND_ENTETE = "E8EDF3"
_TRAIT_DE_CODE = re.compile(r"(?<=[A-Z0-9])-(?=[A-Z0-9])")
_HORS_XML = re.compile("[\ufffe\uffff\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff]")


def write_docx(modele: Document) -> bytes:
    """The document as bytes."""
    document = new_document(str(MAISON))
    titre = f"{modele.nature} – {modele.titre}"
    _set_properties(document, modele, titre)
    if modele.mention:
        # Above each page; the template goes on below with the number of the page.
        entete = document.sections[0].header.paragraphs[0]
        entete.add_run(_safe(modele.mention.upper())).bold = True
    pied = document.sections[0].footer.paragraphs[0].runs[0]
    bas = (current_charte().pied, modele.titre, modele.sous_titre, modele.edition, "page\u00a0")
    pied.text = _safe(" – ".join(mots for mots in bas if mots))
    document.add_heading(_safe(titre), 0)
    _write(document, modele.sous_titre, "Subtitle")
    if modele.mention:
        phrase = dict(modele.cachet).get(modele.mention, "")
        _write(document, phrase, gras=f"{modele.mention}\u00a0: ")
    for section in modele.sections:
        titre = document.add_heading(_safe(section.titre), section.niveau)
        titre.paragraph_format.page_break_before = section.annexe or None
        if not section.blocs:
            _write(document, section.vide).runs[-1].italic = True
        for bloc in section.blocs:
            _add_bloc(document, bloc, section)
    document.add_heading("À propos de ce document", 1)
    for libelle, texte in modele.cachet:
        _write(document, texte, "Provenance", f"{libelle}\u00a0: ")
    sortie = io.BytesIO()
    document.save(sortie)
    return sortie.getvalue()


@lru_cache(maxsize=16)
def _style_id(nom: str) -> str:
    return str(new_document(str(MAISON)).styles[nom].style_id)


def _safe(texte: str) -> str:
    return _HORS_XML.sub("", texte)


def _write(document: Any, texte: str = "", style: str | None = None, gras: str = "") -> Any:
    """A paragraph: its words in bold, then the others."""
    paragraphe = document.add_paragraph()
    if style:
        # By its id: the library looks through all styles for a name, four milliseconds a line.
        paragraphe._p.style = _style_id(style)
    if gras:
        paragraphe.add_run(_safe(gras)).bold = True
    if texte:
        paragraphe.add_run(_safe(texte))
    return paragraphe


def _set_properties(document: Any, modele: Document, titre: str) -> None:
    proprietes = document.core_properties
    proprietes.title = _safe(f"{titre}, {modele.sous_titre}")[:255]
    proprietes.author = _safe(modele.titre)[:255]
    proprietes.last_modified_by = ""
    proprietes.subject = _safe(modele.consultation)[:255]
    proprietes.keywords = _safe(modele.mention)
    proprietes.comments = ""
    proprietes.language = "fr-FR"
    proprietes.created = dt.datetime.combine(modele.jour, dt.time())
    proprietes.modified = proprietes.created


def _add_bloc(document: Any, bloc: Bloc, section: Section) -> None:
    if isinstance(bloc, Liste | Tableau) and bloc.titre:
        _write(document, gras=bloc.titre)
    if isinstance(bloc, Texte):
        for texte in bloc.paragraphes:
            _write(document, **{"gras" if bloc.style == "fort" else "texte": texte})
    elif isinstance(bloc, Liste):
        for puce in bloc.puces:
            gras = f"{puce.marque} " * bool(puce.marque) + puce.fort
            _write(document, puce.texte, "List Bullet", gras)
            for sous in puce.sous:
                _write(document, sous, "List Bullet 2")
    elif isinstance(bloc, Chiffres):
        for chiffre in bloc.chiffres:
            mots = (f"{chiffre.libelle}\u00a0: {chiffre.valeur}", chiffre.note)
            _write(document, " – ".join(m for m in mots if m), "List Bullet")
    elif isinstance(bloc, Tableau):
        _add_table(document, bloc, bloc.titre or section.titre)
    else:
        _write(document, bloc.alt)
        if bloc.table.lignes:
            _add_table(document, bloc.table, section.titre)


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
            paragraphe.add_run()._r.append(OxmlElement("w:noBreakHyphen"))
            paragraphe.runs[-1].bold = gras or None
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
