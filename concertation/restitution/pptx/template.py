"""The look that slides are put in: our own (`maison.pptx`), or that of another presentation."""

import io
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import CONTENT_TYPE as CT
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.package import PartFactory
from pptx.oxml.ns import qn
from pptx.oxml.shapes.picture import CT_Picture
from pptx.parts.presentation import PresentationPart
from pptx.util import Centipoints

from concertation.restitution.diapos.charte import Charte, current_charte
from concertation.restitution.diapos.mise_en_page import HAUT, MARGE, TITRE
from concertation.restitution.diapos.modele import HAUTEUR
from concertation.restitution.pptx import ModeleInvalide
from concertation.restitution.pptx.epuration import clean_presentation

MAISON = Path(__file__).with_name("maison.pptx")  # two layouts, one theme, without slides
PIED_HAUT, PIED_HAUTEUR, NUMERO_LARGEUR, LOGO = 990, 62, 150, 44  # pixels
TAILLE_MAXIMUM = 300 * 1024 * 1024  # of a template, once unpacked
AIR = 32  # pixels around what a template holds in place
CORPS = (PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.OBJECT)
TITRES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)


class _Modele(PresentationPart):
    """A template (.potx), or one that had macros: by this name alone no presentation."""

    content_type = CT.PML_PRESENTATION_MAIN


for _autre in (CT.PML_TEMPLATE_MAIN, CT.PML_PRES_MACRO_MAIN):
    PartFactory.part_type_for[_autre] = _Modele


@dataclass(frozen=True)
class Cadre:
    """A rectangle of the scene, in pixels."""

    gauche: float
    haut: float
    largeur: float
    hauteur: float

    def clear_of(self, bloc: "Cadre") -> "Cadre":
        """Itself, or its largest part that a block leaves."""
        droite, leur_droite = self.gauche + self.largeur, bloc.gauche + bloc.largeur
        if bloc.gauche >= droite or leur_droite <= self.gauche:
            return self
        if bloc.haut >= self.bas or bloc.bas <= self.haut:
            return self
        parts = (
            replace(self, gauche=leur_droite + AIR, largeur=droite - leur_droite - AIR),
            replace(self, largeur=bloc.gauche - AIR - self.gauche),
            replace(self, haut=bloc.bas + AIR, hauteur=self.bas - bloc.bas - AIR),
            replace(self, hauteur=bloc.haut - AIR - self.haut),
        )
        return max(parts, key=lambda c: max(c.largeur, 0) * max(c.hauteur, 0))

    @property
    def bas(self) -> float:
        """Ordinate of its lower edge."""
        return self.haut + self.hauteur


class Gabarit:
    """A presentation without slides, its two layouts, and where things stand on its scene.

    The scene is `largeur` × `hauteur` pixels of `px` EMU each: 1080 high or 1440 wide at least.
    `maison`: the look is ours, so that what it has may be counted on. Raises ModeleInvalide.
    """

    def __init__(self, presentation: Any, maison: bool) -> None:
        self.presentation, self.maison = presentation, maison
        self.couverture, self.page, self.double = (_find_layout(presentation, n) for n in range(3))
        largeur, hauteur = presentation.slide_width, presentation.slide_height
        if self.page is None or not largeur or not hauteur:
            raise ModeleInvalide("Ce modèle n’a aucune disposition avec un titre : ajoutez-en une.")
        self.px = min(hauteur / HAUTEUR, largeur / 1440)
        self.largeur, self.hauteur = float(largeur) / self.px, float(hauteur) / self.px
        self.titre, self.taille_titre = self._title_frame(), self._title_size()
        self.pied, self.numero = self._foot_frames()
        self.corps = self._body_frame()

    def emu(self, pixels: float) -> int:
        """Pixels of the scene as the file counts."""
        return round(pixels * self.px)

    def place(self, cadre: Cadre) -> tuple[int, ...]:
        """Left, top, width and height as the file counts."""
        return tuple(map(self.emu, (cadre.gauche, cadre.haut, cadre.largeur, cadre.hauteur)))

    def points(self, pixels: float) -> Centipoints:
        """A size of text, in half points."""
        return Centipoints(max(100, round(pixels * self.px / 127 / 50) * 50))

    def frame_of(self, forme: Any) -> Cadre | None:
        """Where a placeholder stands; None when neither it nor its master says so."""
        if forme is None or None in (forme.left, forme.top, forme.width, forme.height):
            return None
        place = (forme.left, forme.top, forme.width, forme.height)
        return Cadre(*(float(v) / self.px for v in place))

    def _title_frame(self) -> Cadre:
        """Where titles begin: the layout's own place, if it leaves room below for a page."""
        sien = self.frame_of(placeholder_of(self.page, *TITRES))
        self.lateral = sien is not None and (
            sien.largeur < self.largeur * 0.45 and sien.hauteur > self.hauteur * 0.3
        )
        if sien is not None and self.lateral:
            return sien
        if (
            sien is not None
            and sien.largeur > self.largeur * 0.6
            and 0 <= sien.haut < self.hauteur * 0.25
            and 0 <= sien.gauche <= self.largeur - sien.largeur
        ):
            return sien
        return Cadre(MARGE, HAUT, self.largeur - 2 * MARGE, 2 * TITRE)

    def _body_frame(self) -> Cadre:
        """Where a page may stand: beside a lateral title, in the width of the layout's own body,
        clear (the title too) of what the template holds in place."""
        bas, titre = self.pied.haut - 12, self.titre
        cadre = replace(titre, hauteur=bas - titre.haut)
        corps = [p for p in self.page.placeholders if p.placeholder_format.type in CORPS]
        siens = [cadre_lu for p in corps if (cadre_lu := self.frame_of(p))]
        gauche = min((c.gauche for c in siens), default=0)
        large = max((c.gauche + c.largeur for c in siens), default=0) - gauche
        if self.lateral:
            scene = Cadre(MARGE, HAUT, self.largeur - 2 * MARGE, bas - HAUT)
            cadre = scene.clear_of(titre)
        elif not self.maison and self.largeur * 0.4 < large <= self.largeur - gauche:
            cadre = replace(cadre, gauche=gauche, largeur=large)
        for forme in (*self.page.slide_master.shapes, *self.page.shapes):
            bloc = None if forme.is_placeholder else self.frame_of(forme)
            # A ground or a strip across the slide is behind the words, not in their way.
            if bloc and max(bloc.largeur / self.largeur, bloc.hauteur / self.hauteur) < 0.6:
                cadre, self.titre = cadre.clear_of(bloc), self.titre.clear_of(bloc)
        return cadre

    @property
    def unmet(self) -> tuple[str, ...]:
        """French sentences of what this look can't give."""
        sans = placeholder_of(self.page, *CORPS) is None
        dits = {
            "n’a pas de zone de texte : les textes seront dans des zones libres, absentes du plan":
            sans,
            "a son titre sur le côté : les pages tiennent dans la place qu’il laisse": self.lateral,
            "laisse moins de la moitié de la diapositive aux pages : leurs textes seront petits":
            self.corps.largeur * self.corps.hauteur < self.largeur * self.hauteur * 0.4,
        }  # fmt: skip
        nom = f"La disposition « {self.page.name} » du modèle"
        return tuple(f"{nom} {dit}." for dit, vrai in dits.items() if vrai)

    def _title_size(self) -> float:
        """Pixels of the title's text, from the layout or its master."""
        titre, fin = placeholder_of(self.page, *TITRES), f"{qn('a:lvl1pPr')}/{qn('a:defRPr')}"
        for style in (
            titre._element.find(f".//{qn('a:lstStyle')}/{fin}"),
            self.page.slide_master._element.find(f".//{qn('p:titleStyle')}/{fin}"),
        ):
            if style is not None and style.get("sz"):
                return int(style.get("sz")) * 127 / self.px
        return float(TITRE)

    def _foot_frames(self) -> tuple[Cadre, Cadre]:
        """Places of the foot's text and of the slide's number, which share the lowest line."""
        haut = self.hauteur - HAUTEUR + PIED_HAUT
        droite = self.largeur - MARGE
        pied = Cadre(MARGE, haut, droite - MARGE - NUMERO_LARGEUR - 40, PIED_HAUTEUR)
        numero = Cadre(droite - NUMERO_LARGEUR, haut, NUMERO_LARGEUR, PIED_HAUTEUR)
        sien = self.frame_of(placeholder_of(self.page, PP_PLACEHOLDER.SLIDE_NUMBER))
        if self.maison or sien is None or sien.haut < self.hauteur * 0.8:
            return pied, numero
        # On the line of its number, on the side that the number leaves.
        haut = min(sien.haut, haut)
        hauteur = min(max(PIED_HAUTEUR, sien.bas - haut), self.hauteur - haut)
        if sien.gauche > self.largeur / 2:
            return Cadre(MARGE, haut, sien.gauche - MARGE - 20, hauteur), sien
        gauche = max(sien.gauche + sien.largeur + 20, MARGE)
        return Cadre(gauche, haut, droite - gauche, hauteur), sien


def open_gabarit(modele: bytes | None) -> Gabarit:
    """Our look, or that of the presentation whose bytes are given; raises ModeleInvalide."""
    if modele is None:
        return _dress(Gabarit(Presentation(str(MAISON)), maison=True), current_charte())
    return _read(modele)[0]


def _dress(gabarit: Gabarit, charte: Charte) -> Gabarit:
    """The service's colour, font and logo on our own master."""
    maitre, pied = gabarit.presentation.slide_master, gabarit.pied
    theme = maitre.part.part_related_by(RT.THEME)
    texte = theme.blob.decode().replace(Charte.accent[1:], charte.accent[1:].upper())
    police = f'latin typeface="{charte.police or "Arial"}"'
    theme._blob = texte.replace('latin typeface="Arial"', police).encode()
    if charte.logo:
        large = charte.large * LOGO + 20
        _, rid = maitre.part.get_or_add_image_part(io.BytesIO(charte.image))
        place = gabarit.place(replace(pied, haut=pied.haut - 8, largeur=large - 20, hauteur=LOGO))
        maitre.shapes._spTree.append(CT_Picture.new_pic(99, "Logo", "", rid, *place))
        gabarit.pied = replace(pied, gauche=pied.gauche + large, largeur=pied.largeur - large)
    return gabarit


def clean_modele(modele: bytes) -> tuple[bytes, tuple[str, ...]]:
    """The masters, layouts and theme of a template, and a sentence of what it loses.

    Raises ModeleInvalide.
    """
    gabarit, retires = _read(modele)
    sortie = io.BytesIO()
    gabarit.presentation.save(sortie)
    return sortie.getvalue(), (*retires, *gabarit.unmet)


def _read(modele: bytes) -> tuple[Gabarit, tuple[str, ...]]:
    """The look of a presentation without its slides nor anything that acts; what it lost thus."""
    try:
        with zipfile.ZipFile(io.BytesIO(modele)) as archive:
            if sum(info.file_size for info in archive.infolist()) > TAILLE_MAXIMUM:
                raise ModeleInvalide("Ce modèle est trop lourd : allégez ses images.")
        presentation = Presentation(io.BytesIO(modele))
        _drop_slides(presentation)
        retires = clean_presentation(presentation)
        # What is broken shows itself here rather than at the first slide.
        [list(layout.placeholders) for layout in presentation.slide_layouts]
        gabarit = Gabarit(presentation, maison=False)
    except ModeleInvalide:
        raise
    except Exception as erreur:  # the library raises what comes, from KeyError to those of lxml
        raise ModeleInvalide(
            "Ce modèle n’est pas une présentation PowerPoint : choisissez un .pptx ou un .potx."
        ) from erreur
    return gabarit, retires


def _drop_slides(presentation: Any) -> None:
    racine = presentation.part._element
    for identifiant in list(presentation.slides._sldIdLst):
        presentation.part.drop_rel(identifiant.rId)
        presentation.slides._sldIdLst.remove(identifiant)
    # Sections and custom shows name slides that are no more.
    for balise in ("p:custShowLst", "p:extLst"):
        for element in racine.findall(qn(balise)):
            racine.remove(element)


def _find_layout(presentation: Any, corps: int) -> Any:
    """The layout of pages with as many bodies, of covers for 0: found by its kinds, whatever its
    name; None when none has a title."""

    def distance(layout: Any) -> tuple[int, ...]:
        genres = [p.placeholder_format.type for p in layout.placeholders]
        siens = sum(genre in CORPS for genre in genres)
        sous = PP_PLACEHOLDER.SUBTITLE in genres or PP_PLACEHOLDER.CENTER_TITLE in genres
        exact = layout._element.get("type") == ("title", "obj", "twoObj")[corps]
        # A page without a body is nearer than one with one too many.
        ecart = abs(siens - corps) + (siens > corps)
        return not exact, sous != (not corps), ecart, len(genres)

    candidats = [layout for layout in presentation.slide_layouts if placeholder_of(layout, *TITRES)]
    return min(candidats, key=distance, default=None)


def placeholder_of(layout: Any, *types: Any) -> Any:
    """The first placeholder of one of these types; None without any."""
    return next((p for p in layout.placeholders if p.placeholder_format.type in types), None)
