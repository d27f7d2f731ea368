"""The files of ``data/`` say what the booklet says, word for word."""

import re

import pytest

from tests.aides.textes_livret import booklet, document, plain, rows, split, squeeze, text

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
    """Eight lists follow each other, by theme, local then national, under a heading each."""
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


def test_workshops_are_named_as_on_the_map_of_the_booklet() -> None:
    assert len(rows("ateliers")) == 18
    for row in rows("ateliers"):
        assert squeeze(row["nom"]) in booklet()


def test_headcount_of_a_workshop_stays_empty_where_nobody_published_it() -> None:
    assert [row["id"] for row in rows("ateliers") if row["participants"]] == []


def test_date_of_a_workshop_has_a_certainty_and_a_source_of_its_own() -> None:
    dated = {row["id"] for row in rows("ateliers") if row["date"]}
    assert dated == {"AT-09", "AT-12", "AT-13", "AT-14", "AT-16"}
    for row in rows("ateliers"):
        assert bool(row["date"]) == bool(row["date_certitude"])
        if row["date_certitude"] not in ("", "certaine"):
            assert set(split(row["source"])) & {
                "france-bleu",
                "paris-normandie",
                "gournay-solidaire",
            }


def test_territories_hold_both_hierarchies() -> None:
    levels = [row["niveau"] for row in rows("territoires")]
    counts = {level: levels.count(level) for level in levels}
    official = {
        level: counts[level] for level in ("region", "departement", "arrondissement", "cts")
    }
    assert official == {"region": 1, "departement": 5, "arrondissement": 17, "cts": 7}
    names = {(row["niveau"], row["nom"]) for row in rows("territoires")}
    codes = {(row["niveau"], row["code"], row["nom"]) for row in rows("territoires")}
    for row in rows("ateliers"):
        assert ("cts", row["cts"]) in names
        assert ("departement", row["code_departement"], row["departement"]) in codes
        assert ("arrondissement", row["code_arrondissement"], row["arrondissement"]) in codes


def test_shares_of_participants_are_those_of_the_booklet_and_add_up() -> None:
    assert sum(float(row["part"]) for row in rows("participation")) == 100
    for row in rows("participation"):
        assert re.search(rf"{row['part']}%(de|d’){row['categorie']}", booklet())


def test_engagements_are_verbatim_both_times_the_booklet_gives_them() -> None:
    assert [row["id"] for row in rows("engagements")] == ["E1", "E2", "E3", "E4", "E5"]
    for row in rows("engagements"):
        assert booklet().count(squeeze(row["intitule"])) == 2
        assert squeeze(row["echeance"]) in booklet()
        assert squeeze(row["suivi"]) in booklet()


def test_engagements_follow_the_order_of_the_booklet() -> None:
    positions = [booklet().index(squeeze(row["intitule"])) for row in rows("engagements")]
    assert positions == sorted(positions)


def test_engagements_split_into_eleven_components() -> None:
    letters = [row["id"] for row in rows("composantes")]
    assert letters == sorted(letters)
    assert len(letters) == 11
    assert all(row["id"][:2] == row["engagement"] for row in rows("composantes"))


@pytest.mark.parametrize("row", rows("reperes"), ids=lambda row: row["id"])
def test_figure_stands_with_the_words_of_its_document(row: dict[str, str]) -> None:
    extract = plain(row["extrait"])
    assert extract in document(row["source"].split(" | ")[0])
    assert plain(row["periode_texte"]) in extract
    spelled = {"4": "quatre", "100": "centaine", "1": "aumoinsun"}
    for value in (row["valeur"], row["valeur_max"]):
        assert value in extract or spelled[value] in extract
    assert row["qualificatif"] in ("", "exact", "environ") or (
        plain(row["qualificatif"]) in extract
    )


def test_every_number_of_the_presentation_pages_is_in_the_data() -> None:
    """Figures, days and years alike; 28 is the other end date, told by a reservation."""
    told = [row["extrait"] for row in rows("reperes")]
    told += [row["part"] for row in rows("participation")]
    told += [row["constat"] for row in rows("reserves") if row["id"] == "R01"]
    told += [row["suivi"] for row in rows("engagements")]
    pattern = r"\d+(?:[ \u00a0]\d{3})*"
    known = {squeeze(number) for part in told for number in re.findall(pattern, part)}
    found = {squeeze(number) for number in re.findall(pattern, text("presentation_002.txt"))}
    assert found - known == set()


def test_what_the_booklet_says_was_done_is_dated_by_the_booklet_alone() -> None:
    """It says, on 8 December 2022, what had been done: no later, and no document says when."""
    faits = [row for row in rows("reperes") if row["groupe"] == "Suites données"]
    assert [row["id"] for row in faits] == ["synthese_ministere", "cts_reunis"]
    for row in faits:
        assert (row["date"], row["date_fin"], row["date_certitude"]) == (
            "", "2022-12-08", "déduite",
        )  # fmt: skip


def test_the_authors_of_the_three_editorials_are_named_with_their_bodies() -> None:
    auteurs = [row["libelle"] for row in rows("reperes") if row["groupe"] == "Éditos"]
    assert [nom.split(",")[0] for nom in auteurs] == [
        "Pierre-André Durand", "Thomas Deroche", "Pascale Despres",
    ]  # fmt: skip
    assert all(", " in nom for nom in auteurs)
