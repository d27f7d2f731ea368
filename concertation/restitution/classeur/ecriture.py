"""Excel workbooks written by XlsxWriter: a table, and its stamp on a second sheet."""

import datetime as dt
import io
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from textwrap import shorten

import pandas as pd
import xlsxwriter
from pandas.api import types
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from concertation.donnees.fichiers.textes import escape_formula
from concertation.restitution.classeur import cells

# Rows under a table where its lists of allowed values hold too.
LIGNES_LIBRES = 500
CARACTERES_MAXIMUM = 32_767
NOM_FEUILLE_MAXIMUM = 31
LARGEUR_MINIMUM, LARGEUR_MAXIMUM = 8, 60  # characters
# What one line of A4 holds at a size that one reads; columns share it.
LARGEUR_PAGE = 210
CACHET_LARGEUR = 100
DECIMALES = 6
_CHIFFRES = re.compile(r"-?\d*\.?\d+")
A4 = 9
# What a sheet for reading leaves to its reader.
_PERMIS = ("autofilter", "format_columns", "format_rows", "format_cells")
LIGNE, HAUTEUR_MAXIMUM = 15, 409  # points; the second is Excel's limit
# Excel has no earlier date, or a wrong one (its 1900 is a leap year): those are written as text.
PREMIERE_DATE = pd.Timestamp(1900, 3, 1)
# The same rows must give the same bytes: the day of creation is no information.
CREATION = dt.datetime(2000, 1, 1)
_NOM_INTERDIT = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LUS = ("strings_to_formulas", "strings_to_numbers", "strings_to_urls")
_OPTIONS = {"in_memory": True} | dict.fromkeys(_LUS, False)
# The rule under each row is for paper: no style of a table prints everywhere.
_SOMMET = {"valign": "top", "bottom": 1, "bottom_color": "#C9D0DA"}
_BASE = _SOMMET | {"text_wrap": True}
_JOUR = _SOMMET | {"align": "left"}
STYLES = {
    "texte": _BASE,
    # Kept as text even after somebody edits the cell.
    "texte-formule": _BASE | {"quote_prefix": True},
    "date": _JOUR | {"num_format": "dd/mm/yyyy"},
    "instant": _JOUR | {"num_format": "dd/mm/yyyy hh:mm"},
    "entete": _BASE | {"bold": True, "bg_color": "#F3F5F8"},
}


@dataclass(frozen=True)
class Feuille:
    """A table on its own sheet. `choix`: allowed values of a column, each with its meaning;
    `formats`: how a column shows its numbers; `verrou`: read only, since no import reads it."""

    nom: str
    frame: pd.DataFrame
    choix: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    formats: Mapping[str, str] = field(default_factory=dict)
    verrou: bool = False


def write_feuilles(feuilles: Sequence[Feuille], cachet: Sequence[tuple[str, str]]) -> bytes:
    """A workbook with a table a sheet, then the allowed values if any, then the stamp.

    `cachet` is (label, text) pairs, on a sheet of their own; a mention among them is on each tab
    and at the top of each printed page too. Raises ValueError, in French, for a cell longer than
    what a workbook can hold.
    """
    sortie = io.BytesIO()
    proprietes = dict(cachet)
    mention = proprietes.get(cells.MENTION, "")
    with xlsxwriter.Workbook(sortie, _OPTIONS) as classeur:
        classeur.set_properties(
            {
                "title": proprietes.get("Titre", ""),
                "subject": proprietes.get("Filtres", ""),
                "comments": "\n".join(f"{nom} : {texte}" for nom, texte in cachet)[:2000],
                "created": CREATION,
            }
        )
        styles = {nom: classeur.add_format(aspect) for nom, aspect in STYLES.items()}
        pages = [classeur.add_worksheet(nom) for nom in _sheet_names(feuilles, mention)]
        for rang, (page, feuille) in enumerate(zip(pages, feuilles, strict=True), 1):
            siens = dict(styles)
            for nom, colonne in feuille.frame.items():
                for sorte, aspect in _number_formats(
                    colonne, feuille.formats.get(str(nom))
                ).items():
                    if aspect not in styles:
                        options = _SOMMET | {"align": "right", "indent": 1, "num_format": aspect}
                        styles[aspect] = classeur.add_format(options)
                    siens[f"{sorte} {nom}"] = styles[aspect]
            _write_table(page, feuille.frame, siens, f"Tableau{rang}")
            if feuille.verrou:
                page.protect("", dict.fromkeys(_PERMIS, True))
        if any(feuille.choix for feuille in feuilles):
            listes = classeur.add_worksheet(cells.LISTES)
            _write_choix(listes, list(zip(pages, feuilles, strict=True)), styles)
        if cachet:
            _write_cachet(classeur.add_worksheet(cells.A_PROPOS), cachet, styles)
        for page in classeur.worksheets():
            page.set_landscape()
            page.set_paper(A4)
            page.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
            page.fit_to_pages(1, 0)
            titre = proprietes.get("Titre", "").replace("&", "&&")[:150]
            page.set_footer(f"&L{titre}&R&A – &P / &N")
            if mention:
                page.set_header(f"&C&B{mention.replace('&', '&&')}")
    return sortie.getvalue()


def _write_table(
    page: Worksheet, frame: pd.DataFrame, styles: dict[str, Format], nom_tableau: str
) -> None:
    noms = [str(nom) for nom in frame.columns]
    if noms and len(frame):
        # An Excel table needs a row; its ids and names must exist before its cells.
        colonnes = [{"header": nom, "header_format": styles["entete"]} for nom in noms]
        options = {"name": nom_tableau, "style": "Table Style Light 1", "columns": colonnes}
        page.add_table(0, 0, len(frame), len(noms) - 1, options)
    elif noms:
        page.autofilter(0, 0, 0, len(noms) - 1)
    textes = [cells.column_text(frame[nom]) for nom in frame.columns]
    largeurs = _fit(noms, [_width(nom, t) for nom, t in zip(noms, textes, strict=True)])
    for rang, nom in enumerate(noms):
        _write_text(page, 0, rang, nom, styles, "entete")
        page.set_column(rang, rang, largeurs[rang])
        colonne = frame[frame.columns[rang]]
        is_date = types.is_datetime64_any_dtype(colonne)
        for ligne, (valeur, texte) in enumerate(zip(colonne, textes[rang], strict=True), 1):
            if not texte:
                page.write_blank(ligne, rang, None, styles["texte"])
            elif is_date and valeur >= PREMIERE_DATE:
                style = "date" if valeur == valeur.normalize() else "instant"
                page.write_datetime(ligne, rang, valeur.to_pydatetime(), styles[style])
            elif cells.is_number(colonne):
                sorte = "entier" if float(valeur).is_integer() else "nombre"
                page.write_number(ligne, rang, valeur, styles[f"{sorte} {nom}"])
            else:
                _write_text(page, ligne, rang, texte, styles)
    if noms:
        page.set_row(0, _height(noms, [large - 2 for large in largeurs]))
    for ligne, cellules in enumerate(zip(*textes, strict=True), 1):
        page.set_row(ligne, _height(cellules, largeurs))
    page.freeze_panes(1, 0)
    page.repeat_rows(0)


def _write_text(
    page: Worksheet,
    ligne: int,
    rang: int,
    texte: str,
    styles: dict[str, Format],
    style: str = "texte",
) -> None:
    """Any text as text: never a formula, a link or markup."""
    texte = texte.encode("utf-8", "replace").decode("utf-8")
    if len(texte.encode("utf-16-le")) // 2 > CARACTERES_MAXIMUM:
        raise ValueError(
            f"Ligne {ligne + 1}, colonne {rang + 1} : le texte dépasse les 32 767 caractères "
            "qu’une cellule Excel peut contenir. Exportez en CSV."
        )
    is_formule = style == "texte" and escape_formula(texte) != texte
    choisi = styles["texte-formule" if is_formule else style]
    if texte.startswith("<r>") and texte.endswith("</r>"):
        # XlsxWriter takes such a text for its own rich markup: give it in two pieces.
        page.write_rich_string(ligne, rang, texte[:2], choisi, texte[2:], choisi)
    else:
        page.write_string(ligne, rang, texte, choisi)


def _write_cachet(
    page: Worksheet, cachet: Sequence[tuple[str, str]], styles: dict[str, Format]
) -> None:
    page.set_column(0, 0, 20)
    page.set_column(1, 1, CACHET_LARGEUR)
    for ligne, (libelle, texte) in enumerate(cachet):
        page.set_row(ligne, _height((texte,), (CACHET_LARGEUR,)))
        page.write_string(ligne, 0, libelle, styles["entete"])
        _write_text(page, ligne, 1, texte[:CARACTERES_MAXIMUM], styles)


def _write_choix(
    listes: Worksheet, feuilles: Sequence[tuple[Worksheet, Feuille]], styles: dict[str, Format]
) -> None:
    """A sheet with the allowed values and what they mean, and the cells that choose among them."""
    colonne = 0
    for page, feuille in feuilles:
        noms = [str(nom) for nom in feuille.frame.columns]
        for nom, choix in feuille.choix.items():
            titres = (nom, f"{nom} : libellé")
            for place, (titre, *textes) in enumerate(zip(titres, *choix, strict=True), colonne):
                listes.set_column(place, place, _width(titre, textes))
                listes.write_string(0, place, titre, styles["entete"])
                for ligne, texte in enumerate(textes, 1):
                    _write_text(listes, ligne, place, texte, styles)
            lettre = xl_col_to_name(colonne, col_abs=True)
            page.data_validation(
                1, noms.index(nom), len(feuille.frame) + LIGNES_LIBRES, noms.index(nom),
                {
                    "validate": "list",
                    "source": f"={cells.LISTES}!{lettre}$2:{lettre}${len(choix) + 1}",
                    "error_title": "Valeur inconnue",
                    "error_message": f"Choisissez une valeur de la feuille « {cells.LISTES} ».",
                },
            )  # fmt: skip
            colonne += 2
    listes.freeze_panes(1, 0)


def _width(nom: str, textes: Sequence[str]) -> int:
    """Wide enough for the longest cell, up to a limit; longer ones wrap."""
    # A figure is shown with its thousands and its unit, but never with all its decimals.
    lus = [len(t) if not _CHIFFRES.fullmatch(t) else min(len(t), 8) + 6 for t in textes]
    plus_longue = max(lus, default=0)
    # The arrow of the filter takes room beside the name.
    return min(max(LARGEUR_MINIMUM, len(nom) + 4, plus_longue + 2), LARGEUR_MAXIMUM)


def _fit(noms: Sequence[str], largeurs: list[int]) -> list[int]:
    """The same columns on one page: the widest share what the others leave, no word of a header
    is cut."""
    planchers = [max(map(len, nom.split() or [""])) + 3 for nom in noms]
    serrees = largeurs
    for plafond in range(LARGEUR_MAXIMUM, LARGEUR_MINIMUM, -1):
        paires = zip(largeurs, planchers, strict=True)
        serrees = [min(large, max(plafond, plancher)) for large, plancher in paires]
        if sum(serrees) <= LARGEUR_PAGE:
            break
    return serrees


def _number_formats(colonne: pd.Series, sien: str | None) -> dict[str, str]:
    """How whole figures and others are shown: thousands apart, as many decimals as they have, two
    when these have no end."""
    if sien or not cells.is_number(colonne):
        return {} if not sien else {"entier": sien, "nombre": sien}
    textes = [t for t in cells.column_text(colonne) if t]
    decimales = max((len(t.partition(".")[2]) for t in textes if "e" not in t), default=0)
    milliers = "#,##0" if any(len(t.partition(".")[0]) > 4 for t in textes) else "0"
    fin = "0" * (decimales if decimales <= DECIMALES else 2)
    return {"entier": milliers, "nombre": f"{milliers}.{fin}" if fin else milliers}


def _height(cellules: Sequence[str], largeurs: Sequence[int]) -> int:
    """Room for the longest wrapped cell: Excel would find it alone, LibreOffice doesn't."""
    lignes = max(
        sum(math.ceil(1.15 * max(len(morceau), 1) / largeur) for morceau in cellule.split("\n"))
        for cellule, largeur in zip(cellules, largeurs, strict=True)
    )
    return min(LIGNE * lignes, HAUTEUR_MAXIMUM)


def _sheet_names(feuilles: Sequence[Feuille], mention: str) -> list[str]:
    """A name for each sheet, no two the same."""
    noms: list[str] = []
    for feuille in feuilles:
        nom, rang = _sheet_name(feuille.nom, mention), 2
        while nom.casefold() in map(str.casefold, noms):
            nom, rang = _sheet_name(feuille.nom, mention, f" {rang}"), rang + 1
        noms.append(nom)
    return noms


def _sheet_name(nom: str, mention: str = "", rang: str = "") -> str:
    suite = f" ({mention.lower()})"[:NOM_FEUILLE_MAXIMUM] if mention else ""
    suite = _NOM_INTERDIT.sub(" ", suite)
    suite = rang + suite[: NOM_FEUILLE_MAXIMUM - len(rang)]
    place = NOM_FEUILLE_MAXIMUM - len(suite)
    propre = _NOM_INTERDIT.sub(" ", nom).strip().strip("'")
    propre = shorten(propre, place, placeholder="…") if " " in propre[:place] else propre[:place]
    # « History » is Excel's own, in English and in French; the other two are ours.
    reserves = ("history", cells.A_PROPOS.lower(), cells.LISTES.lower())
    return (propre if propre and propre.lower() not in reserves else "Données") + suite
