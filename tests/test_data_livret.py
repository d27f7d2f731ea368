"""The files of ``data/`` say what the booklet says, word for word.

``tests/livret/`` holds the booklet's text as its PDF gives it: ``propositions_002.txt`` the pages
of the proposals, ``presentation_002.txt`` all the others. A line break of the PDF is not a
character of the text, so both sides are compared without white space.
"""

import csv
import re
from functools import cache
from pathlib import Path

import pytest

RACINE = Path(__file__).resolve().parents[1]
DATA = RACINE / "data"
LIVRET = RACINE / "tests" / "livret"

THEMES = ["acces", "continuite", "attractivite", "prevention"]
COUNTS = {
    ("acces", "locale"): 15,
    ("acces", "nationale"): 12,
    ("continuite", "locale"): 6,
    ("continuite", "nationale"): 10,
    ("attractivite", "locale"): 14,
    ("attractivite", "nationale"): 15,
    ("prevention", "locale"): 10,
    ("prevention", "nationale"): 13,
}


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def text(name: str) -> str:
    return (LIVRET / name).read_text(encoding="utf-8")


def squeeze(value: str) -> str:
    return re.sub(r"\s", "", value)


def split(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(" | ") if part.strip()]


def bullets() -> list[str]:
    """Each bullet or dash of the proposal pages with what follows it, in the booklet's order."""
    return re.split(r"^(?:•|- )", text("propositions_002.txt"), flags=re.MULTILINE)[1:]


def texts_of_propositions() -> list[str]:
    return [
        part
        for row in rows("propositions")
        for part in [row["intitule"], *split(row["sous_points"])]
    ]


def introductory_points() -> list[str]:
    return [part for row in rows("themes") for part in split(row["points_introductifs"])]


def known_text_of(bullet: str) -> str:
    """The text of ``data/`` that this bullet is: it opens the bullet and covers its paragraph."""
    paragraph = squeeze(re.split(r"\n\s*\n|\n (?=\S)", bullet)[0])
    known = [
        candidate
        for candidate in [*texts_of_propositions(), *introductory_points()]
        if squeeze(bullet).startswith(squeeze(candidate))
        and squeeze(candidate).startswith(paragraph)
    ]
    assert len(known) == 1, f"{len(known)} texts of data/ are this bullet: {bullet!r}"
    return known[0]


@pytest.mark.parametrize("row", rows("propositions"), ids=lambda row: row["id"])
def test_proposition_and_sub_points_occur_verbatim(row: dict[str, str]) -> None:
    page = squeeze(text("propositions_002.txt"))
    for part in [row["intitule"], *split(row["sous_points"])]:
        assert squeeze(part) in page
        assert part == " ".join(part.split())


def test_counts_follow_theme_and_portee() -> None:
    found: dict[tuple[str, str], int] = {}
    for row in rows("propositions"):
        key = (row["theme"], row["portee"])
        found[key] = found.get(key, 0) + 1
    assert found == COUNTS
    assert sum(found.values()) == 95


def test_ids_say_theme_portee_and_rank() -> None:
    for row in rows("propositions"):
        prefix = row["theme"][:3].upper()
        letter = {"locale": "L", "nationale": "N"}[row["portee"]]
        assert row["id"] == f"{prefix}-{letter}-{int(row['ordre']):02d}"


def test_nothing_on_the_proposal_pages_is_left_out() -> None:
    found = [known_text_of(bullet) for bullet in bullets()]
    assert sorted(found) == sorted([*texts_of_propositions(), *introductory_points()])


def test_order_is_the_order_of_the_booklet() -> None:
    introductory = set(introductory_points())
    found = [known for bullet in bullets() if (known := known_text_of(bullet)) not in introductory]
    assert found == texts_of_propositions()


def test_each_list_stands_under_the_heading_of_its_portee() -> None:
    """Eight lists follow each other: by theme, local then national. The headings tell the portée."""
    heading = r"DES 18 ATELIERS POUR (UNE IMPULSION LOCALE|ALIMENTER LES TRAVAUX NATIONAUX)"
    _, *parts = re.split(heading, text("propositions_002.txt"))
    lists = list(zip(parts[::2], parts[1::2], strict=True))
    expected = [(theme, portee) for theme in THEMES for portee in ("locale", "nationale")]
    assert len(lists) == len(expected)
    for (title, content), (theme, portee) in zip(lists, expected, strict=True):
        assert title.endswith("LOCALE") == (portee == "locale")
        for row in rows("propositions"):
            if (row["theme"], row["portee"]) == (theme, portee):
                assert squeeze(row["intitule"]) in squeeze(content), row["id"]


def test_misprints_of_the_booklet_are_kept() -> None:
    by_id = {row["id"]: row["intitule"] for row in rows("propositions")}
    assert "maisons de de santé" in by_id["ACC-L-13"]
    assert "étudiant(e) s formé(e)s" in by_id["ACC-N-12"]
    assert "exercice coordonnée" in by_id["ACC-N-06"]
    assert "gestion prévisionnel des emplois" in by_id["ATT-L-12"]


def test_themes_are_verbatim_with_their_context_and_expected_counts() -> None:
    booklet = squeeze(text("propositions_002.txt") + text("presentation_002.txt"))
    assert [row["id"] for row in rows("themes")] == THEMES
    for row in rows("themes"):
        paragraphs = row["contexte"].split("\n\n")
        for part in [row["nom"], row["defi"], *paragraphs, *split(row["points_introductifs"])]:
            assert squeeze(part) in booklet, part
        assert int(row["nb_locales"]) == COUNTS[row["id"], "locale"]
        assert int(row["nb_nationales"]) == COUNTS[row["id"], "nationale"]


def test_no_paragraph_of_a_theme_introduction_is_left_out() -> None:
    """Between the titles and the lists, all the running text of a page is a theme's context."""
    contexts = [squeeze(part) for row in rows("themes") for part in row["contexte"].split("\n\n")]
    page = text("propositions_002.txt")
    page = re.sub(r"Imaginons des solutions pour\.\.\.\n(?:.+\n){2,4}", "\n", page)
    page = re.sub(
        r"^ ?PROPOSITIONS CONVERGENTES.*\nDES 18 ATELIERS.*\n", "\n", page, flags=re.MULTILINE
    )
    # the layout cuts two bullets with an empty line: what follows begins in lower case
    bullet = r"^(?:•|- )(?:.+\n?)+(?:\n[a-z].+\n(?:.+\n?)*)?"
    page = re.sub(bullet, "\n", page, flags=re.MULTILINE)
    prose = [
        squeeze(paragraph)
        for paragraph in re.split(r"\n\s*\n", page)
        if re.search(r"[a-zé]{3} [a-zé]", paragraph)
    ]
    assert prose == contexts
