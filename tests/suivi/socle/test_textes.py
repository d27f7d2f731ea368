"""Text is kept as typed, minus what could disguise it, and comes back the same."""

import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from concertation.suivi import SaisieInvalide, Store
from concertation.suivi.socle.textes import clean_text
from tests.aides.epreuves import times
from tests.suivi.conftest import ORNE, both_engines
from tests.suivi.saisies import create_action

INTERDITS = {*range(0x202A, 0x202F), *range(0x2066, 0x206A)}
tout = st.text(st.characters(exclude_categories=[]))


@given(tout)
def test_nothing_forbidden_stays_and_nothing_else_goes(texte: str) -> None:
    propre = clean_text(texte)

    def admis(signe: str) -> bool:
        return signe in "\n\t" or (
            unicodedata.category(signe) not in ("Cc", "Cs") and ord(signe) not in INTERDITS
        )

    assert all(map(admis, propre))
    unifie = texte.replace("\r\n", "\n").replace("\r", "\n")
    assert propre == "".join(filter(admis, unifie))
    assert clean_text(propre) == propre
    propre.encode()


@pytest.mark.parametrize(
    "texte",
    [
        "<script>alert(1)</script>",
        "![](http://example.org/x.png)",
        "=HYPERLINK(1)",
        "%s %(a)s :nom ? '; DROP TABLE action; --",
        "  blancs  ",
        "é\u0301\u200d👩‍⚕️\u00a0\u202f",
        "\U00010348" * 20_000,
    ],
)
def test_markup_and_formulas_are_only_text(store: Store, texte: str) -> None:
    ligne = create_action(store, intitule=texte)
    assert store.actions.list(ORNE)["intitule"].iloc[0] == texte
    assert store.journal.list(ORNE)["apres"].iloc[0]["intitule"] == texte
    assert store.actions.get(ORNE, ligne["id"])["intitule"] == texte


def test_the_length_counts_what_is_kept(store: Store) -> None:
    create_action(store, description="\u202e" * 30_000 + "x" * 20_000)
    with pytest.raises(SaisieInvalide, match="20\u202f000"):
        create_action(store, description="x" * 20_001)


@both_engines
@settings(max_examples=times(5), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(description=tout)
def test_any_text_comes_back_as_it_was_kept(store: Store, description: str) -> None:
    ligne = create_action(store, description=description)
    assert store.actions.get(ORNE, ligne["id"])["description"] == clean_text(description)
