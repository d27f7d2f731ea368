"""From plain data to a PDF: fixed templates draw it, so that no text of users is ever markup.

A template reads `donnees.json` and pictures beside it, all in memory: the compiler is given no
folder to read. What it makes must be PDF/UA-1, tagged for screen readers, or it raises.
"""

import datetime as dt
import json
import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import typst

from concertation.analyse.mots.typographie import typeset
from concertation.restitution.images import typst_fonts
from concertation.suivi.socle.textes import clean_text

MODELES = Path(__file__).with_name("modeles")
NORME: Literal["ua-1"] = "ua-1"
# What no font is drawn for, and what PDF/UA refuses for that reason.
ABSENT = "\u25a1"
_SANS_DESSIN = "could not be displayed with font"
_INVISIBLES = frozenset({"Cc", "Cs", "Cn", "Co"})
# A word that no hyphenation rule cuts must still turn at the end of a line.
_LONG_MOT = re.compile(r"\S{40,}")
COUPURE = "\u200b"
# More marks on one letter than anybody reads; each makes the next ones longer to draw.
_MARQUE = "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]"
_AMAS = re.compile(f"({_MARQUE}{{4}}){_MARQUE}+")


class PdfImpossible(ValueError):
    """A document that can't be made; its text is a French sentence."""


def compile_pdf(
    modele: str, donnees: Mapping[str, Any], images: dict[str, bytes], jour: dt.date
) -> bytes:
    """The PDF that a template makes of plain data, its texts cleaned: same data, same bytes.

    `images` are files by the name that `donnees` gives them; `jour` is the document's date.
    Raises PdfImpossible when the template can't draw them.
    """
    texte = json.dumps(_clean_all(donnees), ensure_ascii=False)
    instant = int(dt.datetime.combine(jour, dt.time(), dt.UTC).timestamp())
    sources = {"main.typ": modele, "commun.typ": "commun.typ"}
    fichiers = {nom: (MODELES / source).read_bytes() for nom, source in sources.items()} | images

    def draw(texte: str) -> bytes:
        return _typst({**fichiers, "donnees.json": texte.encode()}, timestamp=instant)

    try:
        try:
            return draw(texte)
        except typst.TypstError as erreur:
            if _SANS_DESSIN not in str(erreur):
                raise
            return draw(_replace_missing(texte))
    except typst.TypstError as erreur:
        raise PdfImpossible(f"Ce document ne peut pas être mis en page : {erreur}") from erreur


def forget() -> None:
    """Have typst let go of the documents of before: it keeps what its last ten ones used."""
    for _ in range(11):
        _typst(b"#set document(title: [x])")


def _typst(source: Any, **reste: Any) -> bytes:
    """`source` is a template, or files by name of which it is the first."""
    rendu = typst.compile(
        source,
        format="pdf",
        font_paths=typst_fonts(embedded=True),
        ignore_system_fonts=True,
        pdf_standards=[NORME],
        **reste,
    )
    return bytes(rendu)


def _replace_missing(texte: str) -> str:
    """The text where a hollow square stands for each sign that no font draws."""
    rares = sorted({signe for signe in texte if ord(signe) > 0x24F})
    absents = {signe for signe in rares if not _is_drawn(signe)}
    return "".join(ABSENT if signe in absents else signe for signe in texte)


@lru_cache(maxsize=4096)
def _is_drawn(signe: str) -> bool:
    code = f'#set document(title: [x])\n#set text(font: {POLICES})\n#"\\u{{{ord(signe):x}}}"'
    try:
        return bool(_typst(code.encode()))
    except typst.TypstError:
        return False


POLICES = '("Concertation Sans", "DejaVu Sans Mono")'


def _clean_all(plat: Any) -> Any:
    if isinstance(plat, Mapping):
        return {nom: _clean_all(valeur) for nom, valeur in plat.items()}
    if isinstance(plat, list | tuple):
        return [_clean_all(valeur) for valeur in plat]
    return clean(plat) if isinstance(plat, str) else plat


def clean(texte: str) -> str:
    """A text ready to be drawn: without what has no form, with French non-breaking spaces."""
    propre = "".join(
        signe
        for signe in clean_text(texte).replace("\t", " ")
        if signe == "\n" or unicodedata.category(signe) not in _INVISIBLES
    )
    propre, parts = _AMAS.sub(r"\1", propre), re.compile(".{1,30}")
    return _LONG_MOT.sub(lambda mot: COUPURE.join(parts.findall(mot.group())), typeset(propre))
