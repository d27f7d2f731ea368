"""The pictures of charts, on the screens."""

import pytest

from concertation.interface.elements.figures import file_name, plain_text
from concertation.interface.socle.textes import escape
from tests.interface.ecrans.test_ecrans import charts, open_ecran


def test_picture_is_offered_only_once_asked_for() -> None:
    at = open_ecran("comprendre/accueil.py")
    avant = charts(at)
    assert not [b for b in at.get("download_button") if "Image (PNG)" in str(b.proto)]
    at.session_state["barres-accueil-image"] = True
    at.run()
    offerts = [b.proto for b in at.get("download_button")]
    assert [b.label for b in offerts] == ["Image (PNG)", "Dessin (SVG)"]
    assert charts(at) == avant


@pytest.mark.parametrize(
    ("titre", "nom"),
    [
        ("Propositions par thème et portée", "propositions-par-theme-et-portee"),
        ("Où se sont tenus les 18 ateliers", "ou-se-sont-tenus-les-18-ateliers"),
        ("« œuvre » / ../../etc", "oeuvre-etc"),
        ("…", "graphique"),
        ("a" * 200, "a" * 60),
        ("mot " * 40, "-".join(["mot"] * 15)),
    ],
)
def test_file_is_named_after_the_chart(titre: str, nom: str) -> None:
    assert file_name(titre) == nom


def test_caption_in_a_picture_has_no_markup() -> None:
    dit = "Livret *2022*, p. 12 [annexe] :fin: <b> 1_000 \\ fin"
    assert plain_text(escape(dit)).replace("\u00a0", " ") == dit
    assert (
        plain_text("**Source** : [le livret](https://exemple.fr/a_b)") == "Source\u00a0: le livret"
    )
