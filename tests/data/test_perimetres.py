"""A perimeter is the document's words or nothing; a territory is one that the document names."""

import re

import pytest

from tests.aides.textes_livret import DATA, DOCUMENTS, document, plain, rows, split

# Columns that hold a document's words, without change.
MOTS = ("perimetre", "extrait", "periode_texte", "debut_texte", "date_texte", "texte", "bilan")
FICHIERS = sorted(
    path.stem
    for path in DATA.glob("*.csv")
    if path.stem not in {"sources", "feuilles"} and set(MOTS) & set(rows(path.stem)[0])
)


def written(row: dict[str, str], words: str) -> bool:
    """Whether a document of the row writes these words, links left out."""
    textes = [document(s) for s in split(row["source"]) if s in DOCUMENTS]
    nus = [re.sub(r"\[([^]]*)\]\(\)", r"\1", texte) for texte in textes]
    return any(plain(words) in texte for texte in nus)


@pytest.mark.parametrize("fichier", FICHIERS)
def test_words_said_to_be_a_document_s_are_in_it(fichier: str) -> None:
    for row in rows(fichier):
        for colonne in MOTS:
            for paragraphe in (row.get(colonne) or "").split("\n\n"):
                assert written(row, paragraphe), (row["id"], colonne, paragraphe)


def test_files_with_words_are_all_walked() -> None:
    assert {"indicateurs", "financements", "actions", "dispositifs", "reperes"} <= set(FICHIERS)


def test_a_place_that_is_no_territory_is_not_made_one() -> None:
    for fichier in ("indicateurs", "financements", "actions"):
        for row in rows(fichier):
            if "ressort judiciaire" in row["perimetre"] or "est de Orne" in row["perimetre"]:
                assert row["territoire"] == "", row["id"]
    lieux = {row["id"]: row for row in rows("perspectives")}
    assert lieux["PER-18"]["territoire"] == "CTS-76-HAVRE"


def test_workshops_and_consultations_are_told_apart_in_the_words_of_the_review() -> None:
    (bilan,) = (row["bilan"] for row in rows("actions") if row["id"] == "ACT-09")
    avant, sous_titre, apres = bilan.partition("Ateliers enfants parents\n\n")
    assert sous_titre
    assert "813" in avant
    assert apres.startswith("298 inscriptions")


def test_a_relative_period_of_the_other_region_says_what_it_means() -> None:
    relatives = {r["id"]: r["periode_lue"] for r in rows("comparaison_chiffres")}
    assert relatives["aura-2-equipement"].startswith("avril 2023")
    assert relatives["aura-2-installation-medecins"].startswith("premier semestre 2023")
    periodes = {r["id"]: r["periode_texte"] for r in rows("comparaison_chiffres")}
    assert periodes["aura-2-bourses"] == periodes["aura-2-bourses-montant"] == "depuis 2017"
    for row in rows("comparaison_chiffres"):
        relatif = re.search(r"\bce\b|prochain|à ce jour", row["periode_texte"])
        assert bool(relatif) == bool(row["periode_lue"]), row["id"]


def test_a_month_without_its_year_says_which_was_deduced() -> None:
    for table, cle in (("reperes", "phase_pilote"), ("dispositifs", "solidarite-territoriale")):
        (row,) = (r for r in rows(table) if r["periode_lue"])
        assert row["id"] == cle
        assert row["periode_texte"].startswith("dès septembre")
        assert row["periode_lue"].startswith("septembre 2025, année déduite")
