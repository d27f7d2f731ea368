"""The look that slides are put in: our own (`maison.pptx`), or that of another presentation."""

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml.ns import qn

from concertation.restitution.diapos.mise_en_page import HAUT, MARGE, TITRE
from concertation.restitution.diapos.modele import HAUTEUR
from concertation.restitution.pptx import ModeleInvalide

MAISON = Path(__file__).with_name("maison.pptx")  # two layouts, one theme, without slides
PIED_HAUT, PIED_HAUTEUR, NUMERO_LARGEUR = 990, 62, 150  # pixels
TAILLE_MAXIMUM = 300 * 1024 * 1024  # of a template, once unpacked
_TITRES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
_TYPE_MODELE = b"presentationml.template.main+xml"
_TYPE_PRESENTATION = b"presentationml.presentation.main+xml"


@dataclass(frozen=True)
class Cadre:
    """A rectangle of the scene, in pixels."""

    gauche: float
    haut: float
    largeur: float
    hauteur: float

    @property
    def bas(self) -> float:
        """Ordinate of its lower edge."""
        return self.haut + self.hauteur


@dataclass(frozen=True)
class Gabarit:
    """A presentation without slides, its two layouts, and where things stand on its scene.

    The scene is `largeur` × `hauteur` pixels of `px` EMU each: 1080 high or 1440 wide at least.
    `maison`: the look is ours, so that what it has may be counted on.
    """

    presentation: Any
    couverture: Any
    page: Any
    px: float
    maison: bool
    titre: Cadre
    taille_titre: float
    pied: Cadre
    numero: Cadre

    @property
    def largeur(self) -> float:
        """Pixels of the scene from left to right."""
        return float(self.presentation.slide_width) / self.px

    @property
    def hauteur(self) -> float:
        """Pixels of the scene from top to bottom."""
        return float(self.presentation.slide_height) / self.px

    def emu(self, pixels: float) -> int:
        """Pixels of the scene as the file counts."""
        return round(pixels * self.px)

    def points(self, pixels: float) -> int:
        """A size of text in hundredths of a point."""
        return max(100, round(pixels * self.px / 127 / 50) * 50)

    def frame_of(self, forme: Any) -> Cadre | None:
        """Where a placeholder stands; None when neither it nor its master says so."""
        if None in (forme.left, forme.top, forme.width, forme.height):
            return None
        return Cadre(
            *(float(v) / self.px for v in (forme.left, forme.top, forme.width, forme.height))
        )


def open_gabarit(modele: bytes | None) -> Gabarit:
    """Our look, or that of the presentation whose bytes are given; raises ModeleInvalide."""
    if modele is None:
        return _measure(Presentation(str(MAISON)), maison=True)
    return _measure(_read(modele), maison=False)


def _read(modele: bytes) -> Any:
    """A presentation without its slides."""
    try:
        with zipfile.ZipFile(io.BytesIO(modele)) as archive:
            if sum(info.file_size for info in archive.infolist()) > TAILLE_MAXIMUM:
                raise ModeleInvalide("Ce modèle est trop lourd : allégez ses images.")
        presentation = Presentation(io.BytesIO(_as_presentation(modele)))
        _drop_slides(presentation)
        # What is broken shows itself here rather than at the first slide.
        [list(layout.placeholders) for layout in presentation.slide_layouts]
    except ModeleInvalide:
        raise
    except Exception as erreur:  # the library raises what comes, from KeyError to those of lxml
        raise ModeleInvalide(
            "Ce modèle n'est pas une présentation PowerPoint : choisissez un .pptx ou un .potx."
        ) from erreur
    return presentation


def _as_presentation(modele: bytes) -> bytes:
    """A PowerPoint template (.potx) differs from a presentation by one word of its contents."""
    with zipfile.ZipFile(io.BytesIO(modele)) as archive:
        types = archive.read("[Content_Types].xml")
        if _TYPE_MODELE not in types:
            return modele
        sortie = io.BytesIO()
        with zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as copie:
            for info in archive.infolist():
                contenu = archive.read(info)
                if info.filename == "[Content_Types].xml":
                    contenu = types.replace(_TYPE_MODELE, _TYPE_PRESENTATION)
                copie.writestr(info.filename, contenu)
    return sortie.getvalue()


def _drop_slides(presentation: Any) -> None:
    racine = presentation.part._element
    for identifiant in list(presentation.slides._sldIdLst):
        presentation.part.drop_rel(identifiant.rId)
        presentation.slides._sldIdLst.remove(identifiant)
    # Sections and custom shows name slides that are no more.
    for balise in ("p:custShowLst", "p:extLst"):
        for element in racine.findall(qn(balise)):
            racine.remove(element)


def _measure(presentation: Any, maison: bool) -> Gabarit:
    page = _find_layout(presentation, "titleOnly", _TITRES)
    couverture = _find_layout(presentation, "title", (PP_PLACEHOLDER.CENTER_TITLE, *_TITRES))
    largeur, hauteur = presentation.slide_width, presentation.slide_height
    if page is None or not largeur or not hauteur:
        raise ModeleInvalide("Ce modèle n'a aucune disposition avec un titre : ajoutez-en une.")
    px = min(hauteur / HAUTEUR, largeur / 1440)
    brut = Gabarit(
        presentation, couverture or page, page, px, maison,
        Cadre(0, 0, 0, 0), TITRE, Cadre(0, 0, 0, 0), Cadre(0, 0, 0, 0),
    )  # fmt: skip
    return Gabarit(
        presentation, couverture or page, page, px, maison,
        _title_frame(brut), _title_size(brut), *_foot_frames(brut),
    )  # fmt: skip


def _find_layout(presentation: Any, type_: str, titres: tuple[Any, ...]) -> Any:
    """The layout of a type, else the one with a title and the least beside it."""
    candidats = [
        layout
        for layout in presentation.slide_layouts
        if any(p.placeholder_format.type in titres for p in layout.placeholders)
    ]
    exacts = [layout for layout in candidats if layout._element.get("type") == type_]
    restants = exacts or sorted(candidats, key=lambda layout: len(list(layout.placeholders)))
    return restants[0] if restants else None


def placeholder_of(layout: Any, *types: Any) -> Any:
    """The first placeholder of one of these types; None without any."""
    return next((p for p in layout.placeholders if p.placeholder_format.type in types), None)


def _title_frame(gabarit: Gabarit) -> Cadre:
    """Where titles begin: the layout's own place, if it leaves room below for a page."""
    sien = gabarit.frame_of(placeholder_of(gabarit.page, *_TITRES))
    convient = (
        sien is not None
        and sien.largeur > gabarit.largeur * 0.6
        and 0 <= sien.haut < gabarit.hauteur * 0.25
        and 0 <= sien.gauche <= gabarit.largeur - sien.largeur
    )
    if sien is None or not convient:
        return Cadre(MARGE, HAUT, gabarit.largeur - 2 * MARGE, 2 * TITRE)
    return sien


def _title_size(gabarit: Gabarit) -> float:
    """Pixels of the title's text, from the layout or its master."""
    titre = placeholder_of(gabarit.page, *_TITRES)
    styles = [
        titre._element.find(f".//{qn('a:lstStyle')}/{qn('a:lvl1pPr')}/{qn('a:defRPr')}"),
        gabarit.page.slide_master._element.find(
            f".//{qn('p:titleStyle')}/{qn('a:lvl1pPr')}/{qn('a:defRPr')}"
        ),
    ]
    for style in styles:
        if style is not None and style.get("sz"):
            return int(style.get("sz")) * 127 / gabarit.px
    return float(TITRE)


def _foot_frames(gabarit: Gabarit) -> tuple[Cadre, Cadre]:
    """Places of the foot's text and of the slide's number, which share the lowest line."""
    haut = gabarit.hauteur - HAUTEUR + PIED_HAUT
    droite = gabarit.largeur - MARGE
    pied = Cadre(MARGE, haut, droite - MARGE - NUMERO_LARGEUR - 40, PIED_HAUTEUR)
    numero = Cadre(droite - NUMERO_LARGEUR, haut, NUMERO_LARGEUR, PIED_HAUTEUR)
    if gabarit.maison:
        return pied, numero
    forme = placeholder_of(gabarit.page, PP_PLACEHOLDER.SLIDE_NUMBER)
    sien = gabarit.frame_of(forme) if forme is not None else None
    if sien is None or sien.haut < gabarit.hauteur * 0.8:
        return pied, numero
    # On the line of its number, on the side that the number leaves.
    haut = min(sien.haut, pied.haut)
    hauteur = min(max(PIED_HAUTEUR, sien.bas - haut), gabarit.hauteur - haut)
    if sien.gauche > gabarit.largeur / 2:
        pied = Cadre(MARGE, haut, sien.gauche - MARGE - 20, hauteur)
    else:
        gauche = max(sien.gauche + sien.largeur + 20, MARGE)
        pied = Cadre(gauche, haut, droite - gauche, hauteur)
    return pied, sien
