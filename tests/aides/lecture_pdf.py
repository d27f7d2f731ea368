"""What a PDF says to who opens it: its text in order, its tags, its alternatives, its fonts."""

import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject


@dataclass
class Lu:
    """A PDF read: the text of each page, the tags by name, the alternatives of its pictures."""

    pages: list[str]
    titre: str
    langue: str
    balise: bool
    signets: list[str]
    balises: Counter[str] = field(default_factory=Counter)
    alternatives: list[str] = field(default_factory=list)
    polices: dict[str, bool] = field(default_factory=dict)

    @property
    def texte(self) -> str:
        """All pages, one space between words."""
        return squeeze(" ".join(self.pages))


def squeeze(texte: str) -> str:
    """One plain space between words."""
    return " ".join(texte.split())


def dense(texte: str) -> str:
    """The signs alone: where lines turn, and what hyphen stands there, is the layout's business."""
    return "".join(texte.replace("-", "").replace("\u200b", "").replace("\u00ad", "").split())


def read_pdf(contenu: bytes) -> Lu:
    """Read a PDF; pypdf raises when it is broken."""
    lecteur = PdfReader(io.BytesIO(contenu), strict=True)
    racine: Any = lecteur.trailer["/Root"]
    lu = Lu(
        pages=[page.extract_text() for page in lecteur.pages],
        titre=str(lecteur.metadata.title) if lecteur.metadata else "",
        langue=str(racine["/Lang"]),
        balise=bool(racine["/MarkInfo"]["/Marked"]),
        signets=list(_bookmarks(lecteur.outline)),
    )
    for element in walk(racine["/StructTreeRoot"]["/K"]):
        lu.balises[str(element["/S"])] += 1
        if element["/S"] == "/Figure":
            lu.alternatives.append(str(element.get("/Alt", "")))
    for page in lecteur.pages:
        for police in page["/Resources"].get("/Font", {}).values():  # type: ignore[attr-defined]
            fille = police.get_object()["/DescendantFonts"][0].get_object()
            descripteur = fille["/FontDescriptor"]
            incluse = any(nom in descripteur for nom in ("/FontFile2", "/FontFile3"))
            lu.polices[str(fille["/BaseFont"])] = incluse
    return lu


def _bookmarks(signets: Any) -> Iterator[str]:
    for signet in signets:
        if isinstance(signet, list):
            yield from _bookmarks(signet)
        else:
            yield str(signet.title)


def walk(element: Any) -> Iterator[DictionaryObject]:
    """The tags under one, in order."""
    element = element.get_object() if isinstance(element, IndirectObject) else element
    if isinstance(element, ArrayObject):
        for enfant in element:
            yield from walk(enfant)
    elif isinstance(element, DictionaryObject):
        if "/S" in element:
            yield element
        if "/K" in element:
            yield from walk(element["/K"])
