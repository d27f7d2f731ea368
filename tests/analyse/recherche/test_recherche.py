"""Search: what it finds, what it forgives, what it highlights."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concertation.analyse.mots.textes import fold
from concertation.analyse.recherche.mots import MOTS_VIDES, Vocabulaire, split_mots
from concertation.analyse.recherche.recherche import Recherche
from concertation.donnees import load_donnees
from tests.aides.epreuves import times

DATA = Path(__file__).parents[3] / "data"

THEMES = [
    ("eau", 1, "Protéger l’eau et les rivières de tous", "Qualité de l’eau"),
    ("air", 2, "Respirer un air sain", "Qualité de l’air"),
]
PROPOSITIONS = [
    # id, theme, portee, ordre, intitule, sous_points
    ("EAU-L-01", "eau", "locale", 1, "Créer une brigade des rivières", ""),
    ("EAU-L-02", "eau", "locale", 2, "Former les éclusiers à l’analyse", "Un kit | Des œillets"),
    ("EAU-N-01", "eau", "nationale", 1, "Financer les STEP de chaque vallée", ""),
    ("EAU-N-02", "eau", "nationale", 2, "Rendre obligatoires les stations d’épuration", ""),
    ("AIR-L-01", "air", "locale", 1, "Mesurer les pollens près des écoles élémentaires", ""),
    ("AIR-L-02", "air", "locale", 2, "Planter des haies pour l’éclusier et la rivière", ""),
    ("AIR-N-01", "air", "nationale", 1, "Afficher l’indice des pollens", "Dans chaque école"),
]
GLOSSAIRE = [
    ("step", "STEP", "Station d’épuration des eaux usées", "stations d’épuration"),
    ("eclusier", "éclusier", "", "éclusière | garde-écluse"),
]


def make_recherche(propositions=PROPOSITIONS, glossaire=GLOSSAIRE) -> Recherche:
    frame = pd.DataFrame(
        propositions, columns=["id", "theme", "portee", "ordre", "intitule", "sous_points"]
    ).astype({"ordre": "Int64"})
    themes = pd.DataFrame(THEMES, columns=["id", "ordre", "nom", "nom_court"])
    mots = pd.DataFrame(glossaire, columns=["id", "terme", "expansion", "synonymes"])
    return Recherche(frame, themes, mots)


@pytest.fixture(scope="module")
def recherche() -> Recherche:
    return make_recherche()


@pytest.fixture(scope="module")
def publiee() -> Recherche:
    donnees = load_donnees(DATA)
    return Recherche(
        donnees.table("propositions"), donnees.table("themes"), donnees.table("glossaire")
    )


@pytest.fixture(scope="module")
def intitules() -> dict[str, str]:
    frame = load_donnees(DATA).table("propositions")
    textes = frame["intitule"] + " | " + frame["sous_points"]
    return dict(zip(frame["id"].tolist(), textes.tolist(), strict=True))


# Words


@pytest.mark.parametrize(
    ("requete", "attendus"),
    [
        ("pollens", {"AIR-L-01", "AIR-N-01"}),
        ("POLLEN", {"AIR-L-01", "AIR-N-01"}),
        ("riviere", {"EAU-L-01", "AIR-L-02"}),
        ("Rivières", {"EAU-L-01", "AIR-L-02"}),
        ("ecole elementaire", {"AIR-L-01"}),
        ("école élémentaires", {"AIR-L-01"}),
        ("oeillet", {"EAU-L-02"}),
        ("pollens école indice", {"AIR-N-01"}),
    ],
)
def test_every_word_is_required_whatever_its_accents_and_ending(recherche, requete, attendus):
    resultat = recherche.search(requete)
    assert set(resultat.ids) == attendus
    assert not resultat.approximatif
    assert not resultat.partiel


@pytest.mark.parametrize(
    ("requete", "attendus"),
    [
        ("pollens brigade", {"AIR-L-01", "AIR-N-01", "EAU-L-01"}),
        ("pollens école brigade", {"AIR-L-01", "AIR-N-01"}),
        ("zzzzqq brigade", {"EAU-L-01"}),
    ],
)
def test_what_holds_most_of_the_words_answers_when_nothing_holds_all(recherche, requete, attendus):
    resultat = recherche.search(requete)
    assert set(resultat.ids) == attendus
    assert resultat.partiel
    assert not resultat.approximatif


def test_a_single_unknown_word_finds_nothing(recherche):
    assert recherche.search("zzzzqq").ids == []
    assert not recherche.search("zzzzqq").partiel


def test_training_of_pharmacists_is_found_among_both(publiee):
    """The documents write « former »: no proposal holds the word « formation » beside it."""
    resultat = publiee.search("formation pharmacien")
    assert resultat.partiel
    assert "PRE-L-09" in resultat.ids


def test_small_words_are_not_required(recherche):
    assert recherche.search("la brigade de l’eau").ids == recherche.search("brigade eau").ids


def test_a_text_without_real_word_keeps_everything_in_document_order(recherche):
    ids = [ligne[0] for ligne in PROPOSITIONS]
    for vide in ("", "   ", "'", '"', "« »", "de la", "!!!", "AND", "* +"):
        assert recherche.search(vide).ids == ids


def test_theme_is_found_by_the_words_that_only_its_name_has(recherche):
    assert set(recherche.search("eau").ids) == {"EAU-L-01", "EAU-L-02", "EAU-N-01", "EAU-N-02"}
    # « qualité » is in both names: it tells nothing.
    assert recherche.search("qualité").ids == []


def test_words_of_the_wording_rank_before_those_of_the_theme():
    propositions = [
        *PROPOSITIONS,
        ("AIR-N-02", "air", "nationale", 2, "Économiser l’eau des fontaines", ""),
    ]
    assert make_recherche(propositions).search("eau").ids[0] == "AIR-N-02"


def test_equal_answers_come_in_document_order():
    lignes = [(f"EAU-L-{n:02}", "eau", "locale", n, "Curer le fossé", "") for n in range(1, 9)]
    trouves = make_recherche(lignes[::-1]).search("fossé").ids
    assert trouves == [ligne[0] for ligne in lignes]


def test_id_is_found_whole_or_by_its_beginning(recherche):
    assert recherche.search("eau-n-02").ids == ["EAU-N-02"]
    assert recherche.search("(EAU-N-02)").ids == ["EAU-N-02"]
    assert recherche.search("EAU-N").ids == ["EAU-N-01", "EAU-N-02"]


def test_quotes_ask_for_words_side_by_side(recherche):
    assert recherche.search('"pollens près"').ids == ["AIR-L-01"]
    assert recherche.search("« pollens des »").ids == []
    assert set(recherche.search('"pollens').ids) == {"AIR-L-01", "AIR-N-01"}


# Prefix


def test_last_word_may_be_unfinished(recherche):
    assert set(recherche.search("poll").ids) == {"AIR-L-01", "AIR-N-01"}
    assert set(recherche.search("pollens éco").ids) == {"AIR-L-01", "AIR-N-01"}


def test_a_word_followed_by_a_space_is_finished(recherche):
    assert recherche.search("poll ").ids == []


def test_a_word_of_the_texts_is_not_taken_for_the_beginning_of_another():
    propositions = [
        ("EAU-L-01", "eau", "locale", 1, "Poser un acte fort", ""),
        ("EAU-L-02", "eau", "locale", 2, "Réunir les acteurs", ""),
    ]
    assert make_recherche(propositions).search("acte").ids == ["EAU-L-01"]


# Synonyms


@pytest.mark.parametrize(
    "requete",
    ["STEP", "step", "station d’épuration", "Station épuration", "stations d’épuration des eaux"],
)
def test_acronym_and_wordings_find_each_other(recherche, requete):
    assert set(recherche.search(requete).ids) == {"EAU-N-01", "EAU-N-02"}


def test_synonym_of_one_word_counts_as_the_word(recherche):
    attendus = {"EAU-L-02", "AIR-L-02"}
    assert set(recherche.search("éclusière").ids) == attendus
    assert set(recherche.search("garde-écluse").ids) == attendus


def test_one_word_of_a_long_wording_does_not_stand_for_it(recherche):
    assert recherche.search("épuration").ids == ["EAU-N-02"]


# Spelling


def test_misspelt_word_is_mended_and_said(recherche):
    resultat = recherche.search("polens indice")
    assert resultat.approximatif
    assert resultat.suggestion == "pollens indice"
    assert resultat.ids == recherche.search("pollens indice").ids


def test_mended_word_keeps_its_accents(recherche):
    assert recherche.search("rivieer").suggestion == "rivière"


def test_nothing_is_mended_when_something_matches(recherche):
    resultat = recherche.search("pollen")
    assert resultat.ids
    assert not resultat.approximatif
    assert resultat.suggestion == ""


def test_a_short_or_far_word_is_not_guessed(recherche):
    for requete in ("xyz", "hippopotame", "q"):
        resultat = recherche.search(requete)
        assert (resultat.ids, resultat.approximatif, resultat.suggestion) == ([], False, "")


def naive_fautes(a: str, b: str) -> int:
    if not a or not b:
        return len(a) + len(b)
    choix = [
        naive_fautes(a[1:], b) + 1,
        naive_fautes(a, b[1:]) + 1,
        naive_fautes(a[1:], b[1:]) + (a[0] != b[0]),
    ]
    if len(a) > 1 and len(b) > 1 and a[0] == b[1] and a[1] == b[0]:
        choix.append(naive_fautes(a[2:], b[2:]) + 1)
    return min(choix)


LETTRES = st.text("abc", min_size=1, max_size=5)


@settings(max_examples=times(40))
@given(LETTRES, st.lists(LETTRES, min_size=1, max_size=6), st.integers(1, 2))
def test_the_nearest_word_is_that_of_a_naive_twin(mot, mots, fautes):
    proches = {autre for autre in mots if naive_fautes(mot, autre) <= fautes}
    attendu = min(
        proches, key=lambda autre: (autre != mot, -mots.count(autre), autre), default=None
    )
    assert Vocabulaire([" ".join(mots)]).nearest(mot, fautes) == attendu


# Highlight


def highlighted(segments):
    return [texte for texte, trouve in segments if trouve]


def test_found_words_are_highlighted_as_they_are_written(recherche):
    texte = "Planter des haies pour l’éclusier et la Rivière"
    assert highlighted(recherche.highlight(texte, "riviere")) == ["Rivière"]
    assert highlighted(recherche.highlight(texte, "éclusières")) == ["éclusier"]
    assert highlighted(recherche.highlight(texte, "rivi")) == ["Rivière"]
    assert highlighted(recherche.highlight(texte, "de la")) == []


def test_synonyms_and_mended_words_are_highlighted(recherche):
    texte = "Financer les STEP de chaque vallée"
    assert highlighted(recherche.highlight(texte, "station d’épuration")) == ["STEP"]
    assert highlighted(recherche.highlight("L’indice des pollens", "polens")) == ["pollens"]


def test_part_of_a_long_wording_is_not_highlighted_alone(recherche):
    texte = "Financer les STEP près de la station de ski"
    assert highlighted(recherche.highlight(texte, "station d’épuration")) == ["STEP"]


def test_decomposed_accents_are_highlighted_in_place(recherche):
    texte = "La rivie\u0300re monte"
    assert highlighted(recherche.highlight(texte, "rivière")) == ["rivie\u0300re"]


TEXTES = st.text(max_size=60) | st.text("aàeéiœ'’\"«»-|*+:()[]{}^~\\/ ACP", max_size=40)


@settings(max_examples=times(60))
@given(texte=TEXTES, requete=TEXTES)
def test_no_text_is_an_error_and_highlight_gives_the_text_back(texte, requete):
    recherche = SHARED
    resultat = recherche.search(requete)
    assert len(set(resultat.ids)) == len(resultat.ids)
    assert set(resultat.ids) <= {ligne[0] for ligne in PROPOSITIONS}
    assert bool(resultat.suggestion) == resultat.approximatif
    assert "".join(partie for partie, _ in recherche.highlight(texte, requete)) == texte


SHARED = make_recherche()


@pytest.mark.parametrize(
    "requete",
    [
        "x" * 10_000,
        "pollens " * 2_000,
        '"' * 999,
        "\ud800 pollens",
        "pollens\x00indice",
        "title:pollens AND (",
        "½ ² ﬁ",
        "-" * 500,
        "\U0001f600",
    ],
)
def test_odd_queries_are_answered(recherche, requete):
    recherche.search(requete)
    recherche.highlight("Afficher l’indice des pollens", requete)


@given(st.sampled_from([mot for ligne in PROPOSITIONS for mot in ligne[4].split()]))
def test_each_word_of_a_text_finds_it_with_or_without_accents(mot):
    if all(m.plie in MOTS_VIDES for m in split_mots(mot)):
        return
    porteurs = {ligne[0] for ligne in PROPOSITIONS if mot in ligne[4].split()}
    assert porteurs <= set(SHARED.search(mot + " ").ids)
    assert SHARED.search(fold(mot) + " ").ids == SHARED.search(mot + " ").ids


def test_empty_data_answer_nothing():
    vide = make_recherche([], [])
    assert vide.search("pollens").ids == []
    assert vide.search("").ids == []
    assert vide.similar("EAU-L-01") == []


# Likeness


def test_likeness_is_symmetric_bounded_and_repeatable(recherche):
    proches = dict(recherche.similar("AIR-L-01"))
    assert list(proches) == ["AIR-N-01"]
    assert 0 < proches["AIR-N-01"] <= 1
    assert dict(recherche.similar("AIR-N-01"))["AIR-L-01"] == proches["AIR-N-01"]
    assert recherche.similar("AIR-L-01") == make_recherche().similar("AIR-L-01")


def test_unrelated_proposals_are_not_alike(recherche):
    assert "EAU-N-01" not in dict(recherche.similar("AIR-L-01", 10))
    assert recherche.similar("inconnue") == []


def test_an_opening_verb_makes_no_likeness():
    propositions = [
        ("EAU-L-01", "eau", "locale", 1, "Développer le covoiturage", ""),
        ("EAU-L-02", "eau", "locale", 2, "Développer les jardins", ""),
        ("EAU-L-03", "eau", "locale", 3, "Ouvrir des jardins partagés", ""),
    ]
    recherche = make_recherche(propositions)
    assert recherche.similar("EAU-L-01") == []
    assert [cle for cle, _ in recherche.similar("EAU-L-02")] == ["EAU-L-03"]


# The published data


def test_singular_without_accents_is_the_plural_with_them(publiee, intitules):
    assert publiee.search("medecin traitant") == publiee.search("médecins traitants")
    trouves = publiee.search("medecin traitant").ids
    assert trouves
    assert all("médecin traitant" in intitules[cle] for cle in trouves)


def test_written_out_acronym_finds_the_proposals_that_say_it(publiee, intitules):
    disent = {cle for cle, texte in intitules.items() if "CPTS" in texte}
    assert disent
    assert disent == set(publiee.search("communauté professionnelle territoriale").ids)


def test_swapped_letters_find_the_pharmacists(publiee, intitules):
    resultat = publiee.search("pharmacein")
    assert resultat.suggestion == "pharmacien"
    assert {cle for cle, texte in intitules.items() if "pharmacien" in texte} <= set(resultat.ids)


@pytest.mark.parametrize(
    ("requete", "mots"),
    [
        ("kiné", ("kiné", "kinésithérapeute")),
        ("infirmier", ("infirmi", "Infirmi", "IDEL")),
        ("infirmieres", ("infirmi", "Infirmi", "IDEL")),
        ("télémédecine", ("télémédecine", "téléconsultation")),
        ("médecin généraliste", (" MG",)),
    ],
)
def test_professions_are_found_under_their_other_names(publiee, intitules, requete, mots):
    attendus = {cle for cle, texte in intitules.items() if any(mot in texte for mot in mots)}
    assert attendus
    assert attendus <= set(publiee.search(requete).ids)
