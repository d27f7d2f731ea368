"""Text of the data and of readers is shown to the letter, never read as markup."""

import html
import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from concertation.analyse.mots.formats import plural
from concertation.analyse.mots.glossaire import Lexique
from concertation.analyse.mots.typographie import typeset
from concertation.donnees import dossier_courant, load_donnees
from concertation.interface.socle.textes import JOINT, escape, rich_text

LEXIQUE = Lexique(load_donnees(dossier_courant()).table("glossaire"))
LIEN = re.compile(r'(?<!\\)\[((?:\\.|[^\]\\])*)\]\((aide\?terme=[^ ]*) "((?:\\.|[^"\\])*)"\)')


def read(markdown: str) -> str:
    """What is left once links, highlights and escapes are taken away."""
    sans_liens = LIEN.sub(lambda lien: lien.group(1), markdown)
    sans_marques = re.sub(r":yellow-background\[((?:\\.|[^\]\\])*)\]", r"\1", sans_liens)
    return re.sub(r"\\(.)", r"\1", sans_marques).replace(JOINT, "").replace("  \n", "\n")


@pytest.mark.parametrize(
    "texte",
    ["**gras**", "<script>alert(1)</script>", "![x](http://exemple.org/x.png)", "`code`", "# titre",
     ":red[rouge]", ":material/home:", "$x$", "| a | b |", "~~non~~", "&lt;", "1. un", "- deux"],
)  # fmt: skip
def test_markup_is_escaped(texte: str) -> None:
    protege = escape(texte)
    for debut in re.finditer(r"[*<>\[\]`#$|~&]", protege):
        assert protege[debut.start() - 1] == "\\"
    assert read(protege) == texte


@pytest.mark.parametrize("texte", ["Seine-Maritime", "St. Lô", "Portée : locale", "R & D"])
def test_names_stay_as_screen_readers_say_them(texte: str) -> None:
    assert escape(texte) == texte


def test_colon_before_a_highlight_stays_a_colon() -> None:
    assert rich_text("a:b", LEXIQUE, [("a:", False), ("b", True)]).startswith("a\\:")


@pytest.mark.parametrize(
    ("texte", "lu"),
    [
        (":heart:", ":heart:"), (":material/home:", ":material"), (":streamlit:", ":streamlit:"),
        ("voir (https://exemple.org)", "(https"), ("a/Www.exemple.org", "/Www."),
    ],
)  # fmt: skip
def test_what_markdown_reads_by_itself_is_cut_and_reads_the_same(texte: str, lu: str) -> None:
    assert lu not in escape(texte).replace("\\", "")
    assert read(escape(texte)) == texte


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60))
def test_any_text_reads_back_the_same(texte: str) -> None:
    assert read(escape(texte)) == typeset(texte).replace(JOINT, "")


MORCEAUX = st.sampled_from(["CPTS", " les ", "IPA", "médecin", "(", "MSP-PSLA", "é"])


@given(st.lists(st.tuples(MORCEAUX, st.booleans()), max_size=8))
def test_acronyms_and_highlights_lose_no_letter(segments: list[tuple[str, bool]]) -> None:
    texte = "".join(partie for partie, _ in segments)
    assert html.unescape(read(rich_text(texte, LEXIQUE, segments))) == texte


def test_acronym_leads_to_its_entry_with_its_expansion() -> None:
    liens = LIEN.findall(rich_text("Créer des CPTS", LEXIQUE))
    assert [(mot, adresse) for mot, adresse, _ in liens] == [("CPTS", "aide?terme=cpts")]
    assert "Communauté professionnelle territoriale de santé" in liens[0][2]


def test_found_words_are_marked_and_others_are_not() -> None:
    rendu = rich_text(
        "un pharmacien là", LEXIQUE, [("un ", False), ("pharmacien", True), (" là", False)]
    )
    assert rendu == "un :yellow-background[pharmacien] là"


def test_text_without_glossary_stays_plain() -> None:
    vide = pd.DataFrame(columns=["id", "terme", "expansion", "definition", "synonymes"], dtype=str)
    assert rich_text("Les CPTS", Lexique(vide)) == "Les CPTS"


@pytest.mark.parametrize(
    ("nombre", "phrase"), [(0, "0 proposition"), (1, "1 proposition"), (2, "2 propositions")]
)
def test_plural_begins_at_two(nombre: int, phrase: str) -> None:
    assert plural(nombre, "proposition") == phrase
