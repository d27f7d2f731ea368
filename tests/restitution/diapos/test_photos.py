"""Pictures of one's own: encoded anew, kept with the deck, shown in every form."""

import base64
import datetime as dt
import io
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pptx import Presentation

from concertation.donnees import load_donnees
from concertation.recits.contexte import PUBLIC, Contexte
from concertation.restitution.diapos import gardes
from concertation.restitution.diapos.composition import compose
from concertation.restitution.diapos.html import page_html
from concertation.restitution.diapos.lecture import read_json
from concertation.restitution.diapos.modele import Diapo, Diaporama, DiaporamaInvalide
from concertation.restitution.diapos.photos import OCTETS, read_photo
from concertation.restitution.pdf.formes import to_pdf
from concertation.restitution.pptx.document import to_pptx
from concertation.suivi import Acteur, DroitRefuse, References, Store
from concertation.suivi.personnelles import apply_retention
from concertation.suivi.sauvegarde import restore_backup, write_backup
from tests.aides.lecture_pdf import read_pdf

DIRECTION, ADMIN = Acteur("Claire", "direction"), Acteur("Alix", "administrateur")
JOUR = dt.date(2026, 11, 22)
SECRET = b"Chambre 12, lit de Mme Durand"


def picture(forme: str = "JPEG", taille: tuple[int, int] = (300, 200), **options: object) -> bytes:
    sortie = io.BytesIO()
    image = Image.new("RGB", taille, "#0A4077")
    image.paste("#DD4C16", (0, 0, taille[0] // 2, taille[1] // 2))
    image.save(sortie, forme, **options)
    return sortie.getvalue()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    url = f"sqlite:///{tmp_path / 'suivi.sqlite'}"
    return Store.open(url, References.of_donnees(load_donnees(Path("data"))))


def test_nothing_but_upright_pixels_of_a_bounded_size_comes_in():
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, SECRET.decode()  # turned by a quarter
    lue = read_photo(picture(exif=exif, comment=SECRET, icc_profile=SECRET, taille=(4000, 2000)))
    octets = base64.b64decode(lue.octets)
    assert (lue.nature, lue.largeur, lue.hauteur) == ("jpeg", 800, 1600)
    assert SECRET not in octets
    with Image.open(io.BytesIO(octets)) as image:
        assert not image.getexif()
        assert {"comment", "icc_profile"}.isdisjoint(image.info)
        # What was at the top left is at the top right.
        assert image.getpixel((790, 10))[0] > 150 > image.getpixel((10, 10))[0]


def test_a_logo_stays_clear_and_a_heavy_picture_weighs_less():
    sortie = io.BytesIO()
    Image.new("RGBA", (64, 64), (0, 0, 0, 0)).save(sortie, "PNG")
    with Image.open(io.BytesIO(base64.b64decode(read_photo(sortie.getvalue()).octets))) as logo:
        assert logo.getpixel((5, 5))[3] == 0
    bruit = Image.effect_noise((1600, 1600), 200).convert("RGB")
    bruit.save(sortie := io.BytesIO(), "PNG")
    lourde = read_photo(sortie.getvalue())
    assert lourde.nature == "jpeg"
    assert len(base64.b64decode(lourde.octets)) <= OCTETS


@pytest.mark.parametrize(
    ("contenu", "phrase"),
    [
        (b"", "n’est pas une image"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "n’est pas une image"),
        (picture("GIF"), "n’est pas une image"),
        (picture()[:400], "n’est pas une image"),
        (picture(taille=(8, 30)), "16 de côté au moins"),
        (picture(taille=(16, 300)), "au plus 10 fois"),
        (picture("PNG", (9000, 9000)), "60 millions en tout"),
    ],
)
def test_what_is_no_picture_for_a_slide_is_refused_with_a_sentence(contenu, phrase):
    with pytest.raises(DiaporamaInvalide, match=phrase):
        read_photo(contenu)


@given(st.integers(0, 2000), st.binary(min_size=1, max_size=8))
def test_damage_is_a_sentence_or_a_picture(place, octets):
    contenu = bytearray(picture("PNG"))
    contenu[place : place + len(octets)] = octets
    with suppress(DiaporamaInvalide):
        assert read_photo(bytes(contenu)).largeur > 15


def deck_of(cle: str) -> Diaporama:
    reglages = {"photo": cle, "titre": "Alençon", "alt": "Une salle pleine", "legende": "© Agence"}
    return Diaporama("bilan", "Bilan", (Diapo("d1", "photo", reglages),))


def test_a_picture_is_in_every_form_in_the_frozen_deck_and_in_its_public_edition(store):
    photo = read_photo(picture())
    ligne = gardes.create_saved(store, DIRECTION, deck_of(store.photos.keep(DIRECTION, photo)), "")
    contexte = Contexte(load_donnees(Path("data")), dt.date.today(), PUBLIC, store)
    gardes.freeze_saved(store, DIRECTION, ligne, contexte)
    ligne = store.diaporamas.find(PUBLIC, "bilan")
    (page,) = gardes.read_saved(store, PUBLIC, ligne).pages
    assert page.panne == ""
    vue = page_html(page, 1, 1)
    assert photo.adresse in vue
    assert ">Une salle pleine</desc>" in vue
    (diapo,) = Presentation(io.BytesIO(to_pptx("T", (page,)))).slides
    (image,) = [forme for forme in diapo.shapes if hasattr(forme, "image")]
    assert image.image.blob == base64.b64decode(photo.octets)
    assert image._element.xpath(".//p:cNvPr/@descr") == ["Une salle pleine"]
    assert "Une salle pleine" in read_pdf(to_pdf("T", (page,), jour=JOUR)).alternatives


def test_a_picture_travels_with_its_deck_and_its_backup(store, tmp_path):
    cle = store.photos.keep(DIRECTION, read_photo(picture()))
    fichier = gardes.write_file(store, deck_of(cle))
    assert store.photos.keep(DIRECTION, read_photo(picture())) == cle  # once
    sauvegarde = tmp_path / "sauvegarde.zip"
    write_backup(store, sauvegarde, ADMIN)
    ailleurs = Store.open(f"sqlite:///{tmp_path / 'ailleurs.sqlite'}", store.references)
    restore_backup(ailleurs, sauvegarde, ADMIN)
    assert ailleurs.photos.read(cle) == store.photos.read(cle)
    # Encoded once more where it arrives, the slide knows it by its name there.
    neuve = Store.open(f"sqlite:///{tmp_path / 'neuve.sqlite'}", store.references)
    recu = read_json(fichier)
    gardes.create_saved(neuve, DIRECTION, recu, "")
    arrivee = gardes.read_saved(neuve, PUBLIC, neuve.diaporamas.find(PUBLIC, "bilan"))
    assert arrivee.photos == ()
    for deck, base in ((arrivee, neuve), (recu, None)):
        (page,) = compose(deck, Contexte(load_donnees(Path("data")), JOUR, PUBLIC, base))
        assert page.panne == ""


def test_a_file_may_not_smuggle_anything_as_a_picture(store):
    deck = replace(deck_of("x" * 32), photos=(read_photo(picture()),))
    texte = gardes.to_json(deck)
    for octets in (base64.b64encode(SECRET * 10).decode(), '\\"/><script>', ""):
        with pytest.raises(DiaporamaInvalide):
            read_json(texte.replace(deck.photos[0].octets, octets))


def test_who_may_not_write_decks_keeps_no_picture(store):
    with pytest.raises(DroitRefuse):
        store.photos.keep(Acteur("", "lecteur"), read_photo(picture()))
    orne = Acteur("Paul", "comite", frozenset({"D61"}))
    assert store.photos.keep(orne, read_photo(picture()), "D61")


def test_a_picture_that_no_deck_nor_draft_names_goes_when_what_is_kept_is_looked_over(store):
    nommee, tapee, seule = (
        store.photos.keep(DIRECTION, read_photo(picture(taille=(n, n)))) for n in (20, 30, 40)
    )
    ligne = gardes.create_saved(store, DIRECTION, deck_of(nommee), "")
    store.diaporamas.withdraw(DIRECTION, ligne["id"], ligne["version"])
    store.brouillons.save("claire", "deck", {"deck": gardes.to_json(deck_of(tapee))})
    apply_retention(store, ADMIN)
    lues = [store.photos.read(cle) for cle in (nommee, tapee, seule)]
    assert [lue is not None for lue in lues] == [True, True, False]


@pytest.mark.parametrize(
    ("sans", "phrase"), [("alt", "ce que l’image montre"), ("photo", "Choisissez une image")]
)
def test_a_picture_without_words_is_asked_for_them(store, sans, phrase):
    deck = deck_of(store.photos.keep(DIRECTION, read_photo(picture())))
    reglages = {nom: v for nom, v in deck.diapos[0].parametres.items() if nom != sans}
    deck = replace(deck, diapos=(Diapo("d1", "photo", reglages),))
    (page,) = compose(deck, Contexte(load_donnees(Path("data")), JOUR, PUBLIC, store))
    assert phrase in page.panne
