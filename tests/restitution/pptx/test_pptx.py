"""PowerPoint files: the pages as slides, all of it text, charts and shapes that can be edited."""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE, PP_PLACEHOLDER
from pptx.oxml.ns import qn
from pptx.util import Emu

from concertation.donnees import load_donnees
from concertation.graphiques.dessin import Barre, Barres, Dessin, Serie
from concertation.graphiques.style import COULEURS, ENCRES, text_width
from concertation.graphiques.style.couleurs import legible
from concertation.recits.blocs import Chiffre, Chiffres, Graphique, Liste, Puce, Tableau, Texte
from concertation.recits.contexte import Contexte
from concertation.restitution.classeur.exports import Cachet
from concertation.restitution.diapos.composition import compose, foot_text
from concertation.restitution.diapos.mise_en_page import HAUT, MARGE, TITRE
from concertation.restitution.diapos.modele import HAUTEUR, LARGEUR, Page
from concertation.restitution.diapos.prets import FEUILLE, REGIONALE, ready_decks
from concertation.restitution.pptx import ModeleInvalide
from concertation.restitution.pptx.document import to_pptx
from concertation.restitution.pptx.template import (
    CORPS,
    MAISON,
    TITRES,
    clean_modele,
    open_gabarit,
    placeholder_of,
)
from tests.graphiques.figures_toutes import every_dessin

JOUR = dt.date(2026, 11, 22)
ATTRIBUT_FR = {"fr-FR"}


@cache
def _pages(cle: str = REGIONALE) -> tuple[Page, ...]:
    donnees = load_donnees(Path("data"))
    return compose(ready_decks(donnees)[cle], Contexte(donnees, JOUR))


@cache
def _deck(cle: str = REGIONALE) -> bytes:
    return to_pptx("Restitution", _pages(cle))


@cache
def _open(contenu: bytes) -> Any:
    """The presentation, which the tests don't change."""
    return Presentation(io.BytesIO(contenu))


def _make(*pages: Page, modele: bytes | None = None) -> Any:
    return _open(to_pptx("Essai", pages, modele=modele))


def _walk(formes: Any) -> Iterator[Any]:
    for forme in formes:
        if forme.shape_type == MSO_SHAPE_TYPE.GROUP:
            yield from _walk(forme.shapes)
        else:
            yield forme


def _texts(diapo: Any) -> list[str]:
    """All that a screen reader says, in its order."""
    dits = []
    for forme in _walk(diapo.shapes):
        if forme.has_text_frame:
            dits += [p.text for p in forme.text_frame.paragraphs]
        elif getattr(forme, "has_table", False) and forme.has_table:
            dits += [c.text for rangee in forme.table.rows for c in rangee.cells]
    return dits


def _said(page: Page) -> list[str]:
    """What a page says in words, in its order; charts are told by their text alternative."""
    dits = [page.titre, page.surtitre, page.chapeau]
    for bloc in (*page.blocs, *page.a_cote):
        if isinstance(bloc, Texte):
            dits += bloc.paragraphes
        elif isinstance(bloc, Liste):
            dits.append(bloc.titre)
            for puce in bloc.puces:
                dits += [puce.texte, *puce.sous]
        elif isinstance(bloc, Chiffres):
            for chiffre in bloc.chiffres:
                dits += [chiffre.valeur, chiffre.libelle, chiffre.note]
        elif isinstance(bloc, Tableau):
            dits += [bloc.titre, *bloc.colonnes]
            dits += [mot for ligne in bloc.lignes for mot in ligne]
    return [mot for mot in [*dits, foot_text(page)] if mot]


def _assert_in_order(attendus: Sequence[str], dits: Sequence[str]) -> None:
    suite = iter(dits)
    for attendu in attendus:
        lignes = attendu.replace("\n", "\v")
        assert any(lignes in dit for dit in suite), f"{attendu!r} is missing or out of order"


@pytest.mark.parametrize("cle", [REGIONALE, FEUILLE])
def test_one_slide_a_page_with_all_its_words_in_reading_order(cle: str) -> None:
    diapos = list(_open(_deck(cle)).slides)
    assert len(diapos) == len(_pages(cle)) > 10
    for diapo, page in zip(diapos, _pages(cle), strict=True):
        assert diapo.shapes.title.text == page.titre
        _assert_in_order(_said(page), _texts(diapo))


def test_the_title_is_the_first_thing_read() -> None:
    for diapo in _open(_deck()).slides:
        lus = [f for f in _walk(diapo.shapes) if f.has_text_frame and f.text_frame.text]
        assert lus[0].is_placeholder
        assert lus[0].placeholder_format.type in (
            PP_PLACEHOLDER.TITLE,
            PP_PLACEHOLDER.CENTER_TITLE,
        )


def _charts(contenu: bytes) -> list[tuple[Graphique, Any]]:
    """Native charts of the regional deck beside those of its pages."""
    trouves = []
    for diapo, page in zip(_open(contenu).slides, _pages(), strict=True):
        blocs = [
            b for b in (*page.blocs, *page.a_cote) if isinstance(b, Graphique) and b.dessin.series
        ]
        formes = [f for f in diapo.shapes if f.has_chart]
        trouves += list(zip(blocs, formes, strict=True))
    return trouves


def test_charts_are_native_with_their_figures_in_a_workbook() -> None:
    graphiques = _charts(_deck())
    assert {bloc.dessin.nature for bloc, _ in graphiques} == {"parts", "barres_opposees"}
    for bloc, forme in graphiques:
        graphique = forme.chart
        series = list(graphique.plots[0].series)
        assert [tuple(abs(v) for v in s.values) for s in series] == [
            s.valeurs for s in bloc.dessin.series
        ]
        assert tuple(graphique.plots[0].categories) == bloc.dessin.categories
        classeur = openpyxl.load_workbook(
            io.BytesIO(graphique.part.chart_workbook.xlsx_part.blob)
        ).active
        assert classeur is not None
        lignes = [list(ligne) for ligne in classeur.iter_rows(values_only=True)]
        assert [ligne[0] for ligne in lignes[1:]] == list(bloc.dessin.categories)
        for rang, serie in enumerate(bloc.dessin.series, 1):
            assert tuple(abs(ligne[rang]) for ligne in lignes[1:]) == serie.valeurs


def test_no_chart_holds_a_negative_count_nor_an_english_name() -> None:
    contenu = _deck()
    for bloc, forme in _charts(contenu):
        attendues = [serie.valeurs for serie in bloc.dessin.series]
        assert [tuple(s.values) for s in forme.chart.plots[0].series] == attendues
    with zipfile.ZipFile(io.BytesIO(contenu)) as archive:
        for nom in archive.namelist():
            lu = archive.read(nom)
            if nom.startswith("ppt/embeddings/"):
                assert openpyxl.load_workbook(io.BytesIO(lu)).sheetnames == ["Données"]
            elif nom.endswith(".xml"):
                assert b"Sheet1" not in lu
                assert b"en-US" not in lu, nom
        propos = archive.read("docProps/app.xml").decode()
    assert f"<Slides>{len(_pages())}</Slides>" in propos
    assert "(16:9)" in propos


def test_words_are_in_the_bodies_of_the_layout_which_the_outline_shows() -> None:
    page = Page("Titre", blocs=(Texte(("À gauche",)),), a_cote=(Liste((Puce("À droite", "1"),)),))
    for modele in (None, _template(12192000)):
        diapo = _make(page, modele=modele).slides[0]
        corps = [f for f in diapo.placeholders if f.placeholder_format.type in CORPS]
        assert [f.text_frame.text for f in corps] == ["À gauche", "À droite"]
        assert corps[0].left < corps[1].left
    vide = _make(Page("Titre", blocs=(Chiffres((Chiffre("4", "Lieux"),)),))).slides[0]
    assert not [f for f in vide.placeholders if f.placeholder_format.type in CORPS]


def test_the_sections_of_the_deck_are_those_of_the_file() -> None:
    pages = [Page(nom, section=nom[0]) for nom in ("A1", "A2", "B1")]
    presentation = _make(*pages)
    (sections,) = presentation.part._element.xpath("//*[local-name()='sectionLst']")
    assert [(s.get("name"), len(s[0])) for s in sections] == [("A", 2), ("B", 1)]
    ids = [e.get("id") for e in sections.iter() if e.tag.endswith("}sldId")]
    assert ids == [str(e.id) for e in presentation.slides._sldIdLst]
    assert not _make(Page("A")).part._element.xpath("//*[local-name()='sectionLst']")


def _custom(lateral: bool = False) -> bytes:
    """A template of layouts without a known type, a block in place at its top left; with a title
    beside the page when `lateral`."""
    presentation = Presentation(io.BytesIO(_template(12192000)))
    for layout in presentation.slide_layouts:
        layout._element.attrib.pop("type", None)
        titre = placeholder_of(layout, *TITRES)
        if lateral and titre is not None:
            titre.left, titre.top, titre.width, titre.height = 540000, 1440000, 3240000, 4320000
    maitre = presentation.slide_master
    modele = presentation.slides.add_slide(presentation.slide_layouts[6])
    bloc = modele.shapes.add_shape(1, 288000, 216000, 2376000, 1080000)
    maitre.shapes._spTree.append(bloc._element)
    sortie = io.BytesIO()
    presentation.save(sortie)
    return sortie.getvalue()


@pytest.mark.parametrize("lateral", [False, True])
def test_custom_layouts_are_known_by_their_kinds_and_their_blocks_kept_clear(
    lateral: bool,
) -> None:
    page = Page("Un titre long de plusieurs mots", chapeau="Dessous",
                blocs=(Texte(("Corps",)), Liste((Puce("Un", "1"),))))  # fmt: skip
    couverture = Page("Établissements", chapeau="Suite", disposition="couverture")
    presentation = _make(couverture, page, modele=_custom(lateral))
    premiere, suite = presentation.slides
    assert placeholder_of(premiere.slide_layout, PP_PLACEHOLDER.SUBTITLE) is not None
    assert placeholder_of(suite.slide_layout, PP_PLACEHOLDER.SUBTITLE) is None
    titre = suite.shapes.title
    for forme in suite.shapes:
        if forme.name in ("Texte", "Liste", "Chapeau"):
            sous = forme.top >= 1296000 or forme.left >= 2664000
            assert sous, f"{forme.name} is over the block"
            if lateral:
                assert forme.left >= titre.left + titre.width
    if lateral:
        # No word of the cover is cut in its narrow column.
        cote, gabarit = premiere.shapes.title, open_gabarit(_custom(True))
        (corps,) = {r.font.size for p in cote.text_frame.paragraphs for r in p.runs}
        assert text_width("Établissements", corps / gabarit.px, True) <= cote.width / gabarit.px
        assert (titre.left, titre.top) == (540000, 1440000), "the template's own place"
        assert any("sur le côté" in phrase for phrase in clean_modele(_custom(True))[1])


def test_charts_take_the_colours_of_another_theme() -> None:
    barres = Graphique(every_dessin()["bars_propositions", "toutes"], 700)
    diapo = _make(Page("Barres", blocs=(barres,)), modele=_template()).slides[0]
    (forme,) = [f for f in diapo.shapes if f.has_chart]
    encres = forme.chart._chartSpace.xpath(".//c:ser//a:schemeClr/@val")
    assert {"accent1", "accent2"} <= set(encres)
    assert not forme.chart._chartSpace.xpath(".//c:ser//a:srgbClr")


def test_the_map_is_one_described_group_of_shapes_with_names() -> None:
    rang = next(i for i, p in enumerate(_pages()) if p.titre.startswith("18 ateliers"))
    diapo = _open(_deck()).slides[rang]
    groupe = next(f for f in diapo.shapes if f.shape_type == MSO_SHAPE_TYPE.GROUP)
    bloc = _pages()[rang].blocs[0]
    assert isinstance(bloc, Graphique)
    assert groupe._element.nvGrpSpPr.cNvPr.get("descr") == bloc.alt
    libres = [f for f in groupe.shapes if f.shape_type == MSO_SHAPE_TYPE.FREEFORM]
    points = [f for f in groupe.shapes if f._element.find(f".//{qn('a:prstGeom')}") is not None
              and f._element.find(f".//{qn('a:prstGeom')}").get("prst") == "ellipse"]  # fmt: skip
    donnees = load_donnees(Path("data"))
    assert len(libres) == len(donnees.geo("departements")["features"])
    assert len(points) == len(donnees.table("ateliers"))
    noms = " ".join(f.text_frame.text.replace("\n", " ") for f in groupe.shapes if f.has_text_frame)
    assert "Le Havre" in noms
    ids = [f.shape_id for f in (*diapo.shapes, *groupe.shapes)]
    assert len(ids) == len(set(ids))
    for forme in groupe.shapes:
        assert forme.left >= groupe.left - 12700
        assert forme.top + forme.height <= groupe.top + groupe.height + 12700


def test_everything_that_is_no_text_has_a_text_alternative() -> None:
    image = Graphique(_drawing("Ce que montre l’image"), 400)
    for presentation in (_open(_deck()), _open(_deck(FEUILLE)), _make(Page("x", blocs=(image,)))):
        for diapo in presentation.slides:
            for forme in diapo.shapes:
                proprietes = forme._element.xpath("./*/p:cNvPr")[0]
                if forme.has_text_frame:
                    continue
                assert len(proprietes.get("descr") or "") > 10, forme.name


def test_strips_are_told_to_say_nothing() -> None:
    presentation = _make(Page("x", blocs=(Texte(("mot",), "citation"),), couleur="#DD4C16"))
    filets = [f for f in presentation.slides[0].shapes if f.name == "Filet"]
    assert len(filets) == 2
    for filet in filets:
        assert "decorative" in etree.tostring(filet._element).decode()


def _drawing(alt: str) -> Dessin:
    barres = Barres((Barre(0, 0, 1, 20, "accent"), Barre(0, 40, 0.5, 20, "accent")))
    return Dessin(alt, pd.DataFrame, 300, (barres,), nature="autre")


def test_a_chart_of_another_nature_is_a_picture() -> None:
    diapo = _make(Page("x", blocs=(Graphique(_drawing("alt"), 400),))).slides[0]
    image = next(f for f in diapo.shapes if f.shape_type == MSO_SHAPE_TYPE.PICTURE)
    assert image.image.content_type == "image/png"
    assert image.width / image.height == pytest.approx(400 / 300, rel=0.01)


def test_a_chart_that_can_t_be_drawn_says_its_alternative() -> None:
    vide = Graphique(Dessin("Un film", pd.DataFrame, 300), 400)
    diapo = _make(Page("x", blocs=(vide,))).slides[0]
    assert "Un film" in _texts(diapo)


def test_bars_keep_a_series_without_colour_of_each_bar() -> None:
    serie = Serie("S", (1.5, 0.0), ("theme:0",))
    dessin = replace(_drawing("alt"), nature="barres", categories=("a", "b"), series=(serie,))
    bloc = Graphique(dessin, 400)
    forme = next(f for f in _make(Page("x", blocs=(bloc,))).slides[0].shapes if f.has_chart)
    assert tuple(forme.chart.plots[0].series[0].values) == (1.5, 0.0)
    assert forme.chart.plots[0].data_labels.number_format == "0.0"


def test_notes_hold_what_is_said_the_sources_and_the_reservations_in_full() -> None:
    presentation = _make(
        Page("a", notes="Dire bonjour.\nPuis rester.", sources=("Livret, 2022",),
             reserves=("R01 – Titre : constat conduite",)),
        Page("b"),
    )  # fmt: skip
    notes = presentation.slides[0].notes_slide.notes_text_frame.text
    assert notes.startswith("Dire bonjour.\nPuis rester.")
    assert "Livret, 2022" in notes
    assert "R01 – Titre : constat conduite" in notes
    assert not presentation.slides[1].has_notes_slide


def test_each_slide_has_its_number_and_its_foot_in_the_layouts_places() -> None:
    for rang, (diapo, page) in enumerate(zip(_open(_deck()).slides, _pages(), strict=True), 1):
        places = {f.placeholder_format.type: f for f in diapo.placeholders}
        numero = places[PP_PLACEHOLDER.SLIDE_NUMBER]
        champ = numero._element.find(f".//{qn('a:fld')}")
        assert champ.get("type") == "slidenum"
        assert champ.find(qn("a:t")).text == str(rang)
        if foot_text(page):
            assert places[PP_PLACEHOLDER.FOOTER].text_frame.text == foot_text(page)


def test_fictional_data_say_so_on_each_slide() -> None:
    pages = [replace(page, mention="Données fictives") for page in _pages()[:6]]
    for diapo in _make(*pages).slides:
        assert "Données fictives" in _texts(diapo)
    assert all("Données fictives" not in _texts(d) for d in _open(_deck()).slides)


def test_a_list_has_real_bullets_and_numbers() -> None:
    liste = Liste((Puce("un", "3"), Puce("deux", sous=("détail",)), Puce("trois", "ACC-L-01")))
    diapo = _make(Page("x", blocs=(liste,))).slides[0]
    corps = next(f for f in diapo.shapes if f.name == "Liste")._element
    assert corps.find(f".//{qn('a:buAutoNum')}").get("startAt") == "3"
    assert [p.get("char") for p in corps.iter(qn("a:buChar"))] == ["•", "–"]
    textes = ["".join(t.text for t in p.iter(qn("a:t"))) for p in corps.iter(qn("a:p"))]
    assert textes == ["un", "deux", "détail", "ACC-L-01\ttrois"]


def test_a_table_has_a_header_row_and_signs_beside_its_tints() -> None:
    tableau = Tableau(("Lieu", "Météo"), (("Eure", "Compromis"),), (50, 50), ((0, 1, "compromis"),))
    diapo = _make(Page("x", blocs=(tableau,))).slides[0]
    forme = next(f for f in diapo.shapes if f.has_table)
    assert forme.table.first_row
    assert forme.table.cell(1, 1).text == "✕\u00a0Compromis"
    assert forme.table.cell(1, 1)._tc.tcPr.find(qn("a:solidFill")) is not None


def test_all_text_is_french_and_the_document_says_what_it_is() -> None:
    cachet = Cachet("Restitution – Essai", "", None, date_export=JOUR)
    contenu = to_pptx("Restitution", _pages()[:8], cachet=cachet)
    presentation = _open(contenu)
    langues = {
        e.get("lang") for d in presentation.slides for e in d._element.iter() if e.get("lang")
    }
    assert langues == ATTRIBUT_FR
    proprietes = presentation.core_properties
    assert (proprietes.title, proprietes.language) == ("Restitution", "fr-FR")
    assert proprietes.created.date() == JOUR
    with zipfile.ZipFile(io.BytesIO(contenu)) as archive:
        assert not [nom for nom in archive.namelist() if "thumbnail" in nom]


def test_slides_are_wide_and_nothing_leaves_them() -> None:
    for cle in (REGIONALE, FEUILLE):
        presentation = _open(_deck(cle))
        large, haut = presentation.slide_width, presentation.slide_height
        assert (large, haut) == (12192000, 6858000)
        for diapo in presentation.slides:
            for forme in diapo.shapes:
                if forme.is_placeholder and forme.left is None:
                    continue
                assert forme.left >= 0
                assert forme.top >= 0
                assert forme.left + forme.width <= large + 1
                assert forme.top + forme.height <= haut + 1


# fmt: off
HOSTILES = ["\x00\x08\x1b\x0bbas\ufffe\uffff\ud800", "<a:t>&amp;</a:t>", "]]>", "=1+1",
            "x" * 20_000, "mot " * 5_000, "\u202eà l’envers", "ligne\nautre\r\ntab\t",
            "_x0041_", "{0} %s"]
# fmt: on


@pytest.mark.parametrize("texte", HOSTILES, ids=range(len(HOSTILES)))
def test_hostile_text_breaks_nothing_and_stays_on_the_slide(texte: str) -> None:
    page = Page(
        texte, surtitre=texte[:300], chapeau=texte[:300], notes=texte, couleur="#DD4C16",
        blocs=(
            Texte((texte,)), Liste((Puce(texte[:500], texte[:20], (texte[:500],)),), texte[:60]),
        ),
        a_cote=(Tableau((texte[:50],), ((texte[:500],),), (), (), texte[:60]),),
        sources=(texte,), reserves=(texte,), mention=texte[:30],
    )  # fmt: skip
    presentation = _make(page, replace(page, disposition="couverture", a_cote=(), blocs=()))
    dits = " ".join(_texts(presentation.slides[0]))
    assert "\x00" not in dits
    assert "\u202e" not in dits
    propre = "".join(c for c in texte if c >= " " and c not in "\ufffe\uffff\ud800\u202e")
    assert propre[:20] in dits.replace("\n", "").replace("\v", "").replace("\t", "\t")
    for forme in presentation.slides[0].shapes:
        assert forme.top < presentation.slide_height, forme.name


def test_a_very_long_text_shrinks_to_stay_on_its_slide() -> None:
    diapo = _make(Page("x", blocs=(Texte(("mot " * 5_000,)),))).slides[0]
    boite = next(f for f in diapo.shapes if f.name == "Texte")
    assert boite.text_frame.paragraphs[0].runs[0].font.size.pt < 8
    assert boite.top + boite.height <= 6858000


def _template(largeur: int = 9144000, hauteur: int = 6858000) -> bytes:
    """The library's own look: 4:3, blue titles in the middle, one slide in it."""
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = Emu(largeur), Emu(hauteur)
    presentation.slides.add_slide(presentation.slide_layouts[5]).shapes.title.text = "À ôter"
    sortie = io.BytesIO()
    presentation.save(sortie)
    return sortie.getvalue()


@pytest.mark.parametrize("taille", [(9144000, 6858000), (12192000, 6858000), (6858000, 9144000)])
def test_another_template_gives_its_layouts_and_its_size(taille: tuple[int, int]) -> None:
    pages = (*_pages()[:6], *_pages()[-8:])
    presentation = _make(*pages, modele=_template(*taille))
    assert (presentation.slide_width, presentation.slide_height) == taille
    for diapo, page in zip(presentation.slides, pages, strict=True):
        assert diapo.slide_layout.name in ("Title and Content", "Two Content", "Title Slide")
        assert diapo.shapes.title.text == page.titre
        _assert_in_order([t for t in _said(page) if t != foot_text(page)], _texts(diapo))
        assert "À ôter" not in _texts(diapo)
        for forme in diapo.shapes:
            # What has no place of its own is where the template wants it.
            if not forme.is_placeholder or forme._element.spPr.find(qn("a:xfrm")) is not None:
                assert forme.left >= 0
                assert forme.left + forme.width <= taille[0] + 1
                assert forme.top + forme.height <= taille[1] + 1


def test_our_template_has_the_colours_and_the_places_that_pages_count_on() -> None:
    gabarit = open_gabarit(None)
    with zipfile.ZipFile(MAISON) as archive:
        theme = archive.read("ppt/theme/theme1.xml").decode()
        assert b"16:9" in archive.read("docProps/app.xml")
        xml = b"".join(archive.read(nom) for nom in archive.namelist() if nom.endswith(".xml"))
    assert b"4:3" not in xml
    assert b"Click to edit" not in xml
    encres = ENCRES["light"]
    couleurs = (
        encres["texte"],
        encres["fond"],
        encres["discret"],
        encres["grille"],
        *COULEURS["light"][:6],
    )
    assert re.findall(r'<a:srgbClr val="(\w+)"', theme)[:10] == [c[1:] for c in couleurs]
    assert (gabarit.largeur, gabarit.hauteur) == (LARGEUR, HAUTEUR)
    assert (gabarit.titre.gauche, gabarit.titre.haut) == (MARGE, HAUT)
    assert gabarit.taille_titre == TITRE
    for type_, cadre in (("FOOTER", gabarit.pied), ("SLIDE_NUMBER", gabarit.numero)):
        place = placeholder_of(gabarit.page, PP_PLACEHOLDER[type_])
        assert gabarit.frame_of(place) == cadre


def test_the_theme_carries_colours_and_fonts_so_that_it_can_be_replaced() -> None:
    themes = []
    for contenu in (_deck(), to_pptx("x", _pages()[:6], modele=_template())):
        with zipfile.ZipFile(io.BytesIO(contenu)) as archive:
            themes.append(archive.read("ppt/theme/theme1.xml").decode())
            diapo = archive.read("ppt/slides/slide6.xml").decode()
        assert "accent1" in diapo or "0A4077" in diapo
        assert "latin" not in diapo
    assert 'val="0A4077"' in themes[0]
    assert "Arial" in themes[0]
    assert "0A4077" not in themes[1]


def test_words_that_stand_out_take_the_colour_of_another_template() -> None:
    page = Page("x", surtitre="Thème", blocs=(Liste((Puce("a", "A-1"),)),), couleur="#DD4C16")
    couleurs = {}
    for nom, modele in (("notre", None), ("autre", _template())):
        diapo = _make(page, modele=modele).slides[0]
        forme = next(f for f in diapo.shapes if f.name == "Surtitre")
        couleurs[nom] = etree.tostring(forme._element).decode()
    assert legible("#DD4C16")[1:] in couleurs["notre"]
    assert legible("#DD4C16")[1:] not in couleurs["autre"]
    assert 'val="accent1"' in couleurs["autre"]


def test_the_mention_covers_no_title() -> None:
    page = Page("Un titre", mention="Données fictives")
    for modele in (None, _template()):
        diapo = _make(page, modele=modele).slides[0]
        mention = next(f for f in diapo.shapes if f.name == "Mention")
        assert mention.top + mention.height <= diapo.shapes.title.top


def test_what_we_wrote_serves_as_a_template() -> None:
    presentation = _make(*_pages()[:3], modele=_deck())
    assert len(presentation.slides) == 3
    assert {d.slide_layout.name for d in presentation.slides} == {"Couverture", "Titre et contenu"}


def test_a_powerpoint_template_file_serves_too() -> None:
    sortie = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_template())) as lu, zipfile.ZipFile(sortie, "w") as ecrit:
        for nom in lu.namelist():
            contenu = lu.read(nom)
            if nom == "[Content_Types].xml":
                contenu = contenu.replace(b"presentation.main+xml", b"template.main+xml")
            ecrit.writestr(nom, contenu)
    assert len(_make(Page("x"), modele=sortie.getvalue()).slides) == 1


def _zip(**fichiers: bytes) -> bytes:
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w") as archive:
        for nom, contenu in fichiers.items():
            archive.writestr(nom, contenu)
    return sortie.getvalue()


def _without_title() -> bytes:
    presentation = Presentation(str(MAISON))
    for layout in presentation.slide_layouts:
        for forme in list(layout.placeholders):
            forme._element.getparent().remove(forme._element)
    sortie = io.BytesIO()
    presentation.save(sortie)
    return sortie.getvalue()


@pytest.mark.parametrize(
    "modele",
    [b"", b"PK", b"%PDF-1.7", _zip(), _zip(mot=b"x"), MAISON.read_bytes()[:9000]],
    ids=["vide", "deux lettres", "pdf", "archive vide", "archive", "coupé"],
)
def test_a_template_that_is_no_presentation_is_refused_with_a_sentence(modele: bytes) -> None:
    with pytest.raises(ModeleInvalide, match=r"n’est pas une présentation PowerPoint"):
        to_pptx("x", [Page("x")], modele=modele)


def test_a_template_without_any_title_is_refused() -> None:
    with pytest.raises(ModeleInvalide, match="aucune disposition avec un titre"):
        to_pptx("x", [Page("x")], modele=_without_title())


def test_progress_is_told_and_may_stop_everything() -> None:
    parts: list[float] = []
    to_pptx("x", _pages()[:5], progression=lambda part, _mot: parts.append(part))
    assert parts == [0, 0.2, 0.4, 0.6, 0.8]

    def stop(_part: float, _mot: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        to_pptx("x", _pages()[:5], progression=stop)
