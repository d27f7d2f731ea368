"""French typography: hard spaces and apostrophe where they belong, and nothing else changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concertation.analyse.mots.typographie import one_line, typeset


@pytest.mark.parametrize(
    ("tape", "dit"),
    [
        ("Source : « oui » ; 5 % ? 3 € !", "Source~: «~oui~» ; 5~%~? 3~€~!".replace(" ;", "~;")),
        ("L' accès qu'« Orne » d'**ici**", "L’ accès qu’«~Orne~» d’**ici**"),
        ("50 K€ et 2 M€", "50~K€ et 2~M€"),
        ("**gras** : suite :", "**gras**~: suite~:"),
        ("à 10:30, voir :material/link: et :red[x]", "à 10:30, voir :material/link: et :red[x]"),
        ("https://a.fr/l'un ?x=1 :8501", "https://a.fr/l'un ?x=1 :8501"),
        ("'a' != 'b', les années '90", "'a' != 'b', les années '90"),
    ],
)
def test_signs_get_their_space_and_elisions_their_apostrophe(tape: str, dit: str) -> None:
    assert typeset(tape) == dit.replace("~", "\u00a0")


@given(st.text(alphabet="lad'’ «»:;?!%€1/x\n\u00a0"))
def test_places_stay_the_same_and_twice_is_once(texte: str) -> None:
    fait = typeset(texte)
    assert len(fait) == len(texte)
    assert typeset(fait) == fait
    assert fait.replace("\u00a0", " ").replace("’", "'") == (
        texte.replace("\u00a0", " ").replace("’", "'")
    )


def test_one_line_keeps_hard_spaces() -> None:
    assert one_line("  a\n\t b\u00a0: c ") == "a b\u00a0: c"
