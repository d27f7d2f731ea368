"""Marks of free text: what is bold, what leads somewhere, and nothing else."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concertation.recits.riche import Mots, cut_words


@pytest.mark.parametrize(
    ("texte", "mots"),
    [
        ("Sans rien", [Mots("Sans rien")]),
        ("Un **mot** fort", [Mots("Un "), Mots("mot", True), Mots(" fort")]),
        ("[lire](https://a.fr/b?c=1)", [Mots("lire", False, "https://a.fr/b?c=1")]),
        ("**[lire](https://a.fr)**", [Mots("lire", True, "https://a.fr")]),
        ("Voir https://a.fr/b.", [Mots("Voir "), Mots("https://a.fr/b", False, "https://a.fr/b"),
                                  Mots(".")]),
        ("[x](javascript:alert(1))", [Mots("[x](javascript:alert(1))")]),
        ("** pas ** gras, **ni ceci", [Mots("** pas ** gras, **ni ceci")]),
    ],
)  # fmt: skip
def test_marks_are_looks(texte, mots):
    assert list(cut_words(texte)) == mots


@given(st.text(alphabet="a* [](:/h)tps.\n", max_size=60))
def test_no_word_is_lost_and_links_lead_to_sites(texte):
    mots = list(cut_words(texte))
    assert all(not m.lien or m.lien.startswith(("https://", "http://")) for m in mots)
    assert sum(m.texte.count("a") for m in mots) + sum(
        m.lien.count("a") for m in mots if m.lien != m.texte
    ) == texte.count("a")


@pytest.mark.parametrize("signe", ["**a ", "[", "[a](", "https://", "*"])
def test_a_long_text_of_marks_alone_takes_no_time(signe):
    debut = time.process_time()
    list(cut_words(signe * (20_000 // len(signe))))
    assert time.process_time() - debut < 1
