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
from concertation.restitution.diapos.charte import current_charte
from concertation.restitution.images import typst_fonts
from concertation.suivi.socle.textes import clean_text

MODELES = Path(__file__).with_name("modeles")
NORME: Literal["ua-1"] = "ua-1"
POLICES = '("Concertation Sans", "DejaVu Sans Mono")'
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
    charte = current_charte()
    maison = {"accent": charte.accent, "police": charte.police, "logo": charte.large}
    if logo := charte.logo:
        vue = f'width="{logo.largeur}" height="{logo.hauteur}" xmlns="http://www.w3.org/2000/svg"'
        svg = f'<svg {vue}><image {vue} href="{logo.adresse}"/></svg>'
        images = images | {"logo.svg": svg.encode()}
    texte = json.dumps(_clean_all(donnees) | {"maison": maison}, ensure_ascii=False)
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
    polices = typst_fonts(True, *filter(None, [current_charte().dossier]))
    reste |= {"font_paths": polices, "ignore_system_fonts": True, "pdf_standards": [NORME]}
    return bytes(typst.compile(source, format="pdf", **reste))


def _replace_missing(texte: str) -> str:
    """A hollow square for each sign that no font draws."""
    return "".join(s if ord(s) <= 0x24F or _is_drawn(s) else ABSENT for s in texte)


@lru_cache(maxsize=4096)
def _is_drawn(signe: str) -> bool:
    code = f'#set document(title: [x])\n#set text(font: {POLICES})\n#"\\u{{{ord(signe):x}}}"'
    try:
        return bool(_typst(code.encode()))
    except typst.TypstError:
        return False


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
