"""Filters of both screens: a table of inputs and outputs, naive twins, and the address."""

import time
from itertools import product
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concertation.analyse.mots.glossaire import Lexique
from concertation.analyse.mots.textes import split_liste
from concertation.analyse.ordre import sort_propositions
from concertation.analyse.provenance import describe_sources, format_repere, reserves_of
from concertation.analyse.recherche.recherche import Recherche
from concertation.analyse.selection.facettes import facettes_of, facettes_of_ateliers
from concertation.analyse.selection.filtres import (
    AffichagePropositions,
    FiltreAteliers,
    FiltrePropositions,
)
from concertation.analyse.selection.propositions import (
    count_facette,
    count_facette_ateliers,
    count_theme_portee,
    describe_atelier,
    describe_filtre,
    filter_ateliers,
    filter_propositions,
    published_columns,
)
from concertation.donnees import load_donnees
from tests.aides.epreuves import times

DATA = Path(__file__).parents[3] / "data"
# A fictional region, whose proposals say which workshops they come from.
VALMONT = load_donnees(Path(__file__).parents[2] / "regions" / "valmont")
PROPOSITIONS = VALMONT.table("propositions")
THEMES = VALMONT.table("themes")
ATELIERS = VALMONT.table("ateliers")
RECHERCHE = Recherche(PROPOSITIONS, THEMES, VALMONT.table("glossaire"))
FACETTES = {facette.nom: facette for facette in facettes_of(VALMONT)}
LISTES = {"atelier"}


def ids_of(filtre: FiltrePropositions) -> list[str]:
    return filter_propositions(PROPOSITIONS, filtre, RECHERCHE).frame["id"].tolist()


def make_filtre(recherche="", **facettes) -> FiltrePropositions:
    return FiltrePropositions(tuple(facettes.items()), recherche)


def workshops(fiche="", **facettes) -> FiltreAteliers:
    return FiltreAteliers(tuple(facettes.items()), fiche)


# Proposals: a table


@pytest.mark.parametrize(
    ("filtre", "attendus"),
    [
        (make_filtre(theme=("numerique",)), ["NUM-L-01", "NUM-N-01"]),
        (make_filtre(theme=("numerique",), portee=("nationale",)), ["NUM-N-01"]),
        (make_filtre(theme=("mediation",), portee=("nationale",)), []),
        (
            make_filtre(theme=("numerique", "mediation")),
            ["MED-L-01", "MED-L-02", "NUM-L-01", "NUM-N-01"],
        ),
        (make_filtre(atelier=("AT-04",)), ["LIE-L-01", "LIE-N-01", "MED-L-01", "NUM-N-01"]),
        (make_filtre(atelier=("AT-04",), portee=("locale",)), ["LIE-L-01", "MED-L-01"]),
        (make_filtre("bibliobus", portee=("nationale",)), ["LIE-N-01"]),
        (make_filtre("bibliobsu", portee=("nationale",)), ["LIE-N-01"]),
        (make_filtre(theme=("inconnu",)), []),
        (make_filtre(inconnue=("x",)), []),
    ],
)
def test_filter_keeps_these_and_no_other(filtre, attendus):
    assert ids_of(filtre) == attendus


def test_no_filter_keeps_everything_in_document_order():
    assert ids_of(FiltrePropositions()) == PROPOSITIONS["id"].tolist()


def test_document_order_does_not_depend_on_the_order_of_the_rows():
    melangees = PROPOSITIONS.sample(frac=1, random_state=3)
    resultat = filter_propositions(melangees, FiltrePropositions(), RECHERCHE)
    assert resultat.frame["id"].tolist() == PROPOSITIONS["id"].tolist()


def test_approximate_answer_is_said():
    resultat = filter_propositions(PROPOSITIONS, make_filtre("bibliobsu"), RECHERCHE)
    assert (resultat.approximatif, resultat.suggestion) == (True, "bibliobus")


# Naive twins


def naive_ids(filtre: FiltrePropositions) -> set[str]:
    trouves = set(RECHERCHE.search(filtre.recherche).ids)
    gardes = set()
    for ligne in PROPOSITIONS.to_dict("records"):
        bonne = ligne["id"] in trouves
        for nom, valeurs in filtre.facettes:
            portees = split_liste(ligne[nom]) if nom in LISTES else [ligne[nom]]
            bonne = bonne and any(valeur in portees for valeur in valeurs)
        if bonne:
            gardes.add(ligne["id"])
    return gardes


MOTS = st.sampled_from(["", "livres", "bibliobus", "dimanche matin", "portcendr", "zzz"])
CHOIX = [
    st.tuples(
        st.just(nom), st.lists(st.sampled_from(sorted(facette.options)), max_size=3).map(tuple)
    )
    for nom, facette in FACETTES.items()
]
FILTRES = st.builds(FiltrePropositions, st.tuples(*CHOIX), MOTS | st.text(max_size=12))


@settings(max_examples=times(50))
@given(FILTRES)
def test_filter_agrees_with_a_naive_loop(filtre):
    ids = ids_of(filtre)
    assert len(set(ids)) == len(ids)
    assert set(ids) == naive_ids(filtre)


@settings(max_examples=times(40))
@given(FILTRES, st.sampled_from(sorted(FACETTES)))
def test_count_beside_an_option_is_what_choosing_it_alone_would_leave(filtre, nom):
    comptes = count_facette(PROPOSITIONS, filtre, nom, RECHERCHE)
    for valeur in FACETTES[nom].options:
        assert comptes.get(valeur, 0) == len(naive_ids(filtre.with_facette(nom, [valeur])))


@settings(max_examples=times(50))
@given(FILTRES)
def test_filter_comes_back_from_its_address(filtre):
    params = filtre.to_params()
    assert FiltrePropositions.from_params(params, VALMONT) == (filtre, ())
    assert all(valeurs and all(valeurs) for valeurs in params.values())


@given(
    st.builds(
        AffichagePropositions,
        st.sampled_from(["livret", "pertinence", "theme", "alphabetique"]),
        st.sampled_from(["cartes", "tableau"]),
        st.integers(1, 999_999),
        st.sampled_from(["", *PROPOSITIONS["id"].tolist()]),
    )
)
def test_display_comes_back_from_its_address(affichage):
    params = affichage.to_params()
    assert AffichagePropositions.from_params(params, VALMONT) == (affichage, ())


@given(
    st.builds(
        FiltreAteliers,
        st.tuples(
            *(
                st.tuples(
                    st.just(facette.nom),
                    st.lists(st.sampled_from(sorted(facette.options)), max_size=2).map(tuple),
                )
                for facette in facettes_of_ateliers(ATELIERS)
                if facette.options
            )
        ),
        st.sampled_from(["", *ATELIERS["id"].tolist()]),
    )
)
def test_workshop_filter_comes_back_from_its_address(filtre):
    assert FiltreAteliers.from_params(filtre.to_params(), VALMONT) == (filtre, ())


@settings(max_examples=times(60))
@given(
    st.dictionaries(
        st.sampled_from(
            ["q", "theme", "portee", "atelier", "tri", "vue", "page", "fiche", "departement", "cts"]
        )
        | st.text(max_size=5),
        st.lists(st.text(max_size=8) | st.sampled_from(["locale", "٣", "1e9", "-1"]), max_size=3),
    )
)
def test_any_address_is_read(params):
    for classe in (FiltrePropositions, AffichagePropositions, FiltreAteliers):
        lu, phrases = classe.from_params(params, VALMONT)
        assert classe.from_params(lu.to_params(), VALMONT) == (lu, ())
        assert all(phrase.endswith(".") for phrase in phrases)


# The address


def test_defaults_are_not_written():
    assert FiltrePropositions().to_params() == {}
    assert AffichagePropositions().to_params() == {}
    assert FiltreAteliers().to_params() == {}


def test_address_takes_labels_for_values():
    params = {"theme": ["Médiation", "NUMÉRIQUE"], "portee": ["Locale"]}
    filtre, ignores = FiltrePropositions.from_params(params, VALMONT)
    assert filtre == make_filtre(theme=("mediation", "numerique"), portee=("locale",))
    assert ignores == ()


def test_unknown_values_are_left_out_and_said():
    filtre, ignores = FiltrePropositions.from_params(
        {"theme": ["lieux", "sante"], "portee": ["mondiale"], "utm": ["x"]}, VALMONT
    )
    assert filtre == make_filtre(theme=("lieux",))
    assert ignores == (
        "« sante » : valeur inconnue pour « Thème ». Valeurs possibles : horaires, lieux, "
        "collections, mediation, numerique.",
        "« mondiale » : valeur inconnue pour « Portée ». Valeurs possibles : locale, nationale.",
    )


def test_a_facet_that_these_data_lack_is_said():
    publiees = load_donnees(DATA)
    filtre, ignores = FiltrePropositions.from_params({"atelier": ["AT-01"]}, publiees)
    assert filtre.is_empty
    assert ignores == ("Ces données ne disent rien de « atelier » : ce filtre est ignoré.",)


@pytest.mark.parametrize("page", ["0", "-1", "deux", "1.5", "٣", "9" * 5000, "²"])
def test_bad_page_falls_back_to_the_first(page):
    affichage, ignores = AffichagePropositions.from_params({"page": [page]}, VALMONT)
    assert affichage.page == 1
    assert len(ignores) == 1
    assert ignores[0].endswith(" : valeur inconnue pour « Page ».")


def test_unknown_sheet_order_and_view_are_said():
    affichage, ignores = AffichagePropositions.from_params(
        {"fiche": ["HOR-L-99"], "tri": ["hasard"], "vue": ["mur"]}, VALMONT
    )
    assert affichage == AffichagePropositions()
    assert len(ignores) == 3
    assert "HOR-L-99" in ignores[2]


def test_sheet_id_forgives_case():
    affichage, ignores = AffichagePropositions.from_params({"fiche": ["hor-l-01"]}, VALMONT)
    assert (affichage.fiche, ignores) == ("HOR-L-01", ())


# Clicks


def test_choosing_then_taking_away_changes_nothing():
    filtre = make_filtre("livres", theme=("lieux",))
    plus = filtre.with_facette("theme", ("lieux", "numerique"))
    assert plus.values("theme") == ("lieux", "numerique")
    assert plus.without("theme", "numerique") == filtre


def test_order_of_clicks_does_not_matter():
    assert make_filtre(theme=("b", "a"), portee=("x",)) == make_filtre(
        portee=("x",), theme=("a", "b", "a")
    )


def test_removing_a_value_keeps_the_others():
    filtre = make_filtre("livres", theme=("lieux", "numerique"), portee=("locale",))
    assert filtre.without("theme", "lieux") == make_filtre(
        "livres", theme=("numerique",), portee=("locale",)
    )
    assert filtre.without("theme") == make_filtre("livres", portee=("locale",))
    assert filtre.without("theme").without("portee").facettes == ()
    assert not filtre.without("theme").without("portee").is_empty
    assert make_filtre("  ").is_empty


def test_spaces_being_typed_are_kept():
    assert make_filtre("médecin ").recherche == "médecin "


def test_question_is_told_in_words():
    filtre = make_filtre("livres ", theme=("lieux", "numerique"), atelier=("AT-04",))
    assert describe_filtre(filtre, list(FACETTES.values())) == (
        "Thème : Lieux ou Numérique ; Ateliers d’origine : Hautelande ; Recherche : « livres »"
    )
    assert describe_filtre(FiltrePropositions(), []) == "aucun filtre"


# Facets


def test_facets_come_from_the_data():
    assert list(FACETTES) == ["theme", "portee", "atelier"]
    assert FACETTES["theme"].options["mediation"] == "Médiation"
    assert FACETTES["atelier"].options == {
        "AT-01": "Portcendre",
        "AT-02": "Le Gué",
        "AT-03": "Sablenoir",
        "AT-04": "Hautelande",
    }
    assert [facette.nom for facette in facettes_of(load_donnees(DATA))] == ["theme", "portee"]


def test_optional_columns_without_value_are_not_published():
    publiees = load_donnees(DATA).table("propositions")
    assert "atelier" in publiees
    assert "atelier" not in published_columns(publiees)
    assert "atelier" in published_columns(PROPOSITIONS)


# Sorting, counting


def test_sorting_by_theme_follows_its_short_name():
    trie = sort_propositions(PROPOSITIONS, "theme", THEMES)["theme"].drop_duplicates().tolist()
    assert trie == ["collections", "horaires", "lieux", "mediation", "numerique"]


def test_alphabetical_order_is_french():
    frame = PROPOSITIONS.head(6).copy()
    frame["intitule"] = ["Zoo", "« Étape »", "etage", "Œuvre", "offre", "état"]
    trie = sort_propositions(frame, "alphabetique", THEMES)["intitule"].tolist()
    assert trie == ["etage", "« Étape »", "état", "Œuvre", "offre", "Zoo"]


def test_relevance_keeps_the_order_of_the_answer():
    frame = PROPOSITIONS.iloc[[5, 1, 3]]
    assert sort_propositions(frame, "pertinence", THEMES)["id"].tolist() == frame["id"].tolist()


def test_local_comes_before_national_in_document_order():
    frame = sort_propositions(PROPOSITIONS.iloc[::-1], "livret", THEMES)
    assert frame["id"].tolist() == PROPOSITIONS["id"].tolist()


def test_counts_by_theme_and_portee_agree_with_a_naive_loop():
    compte = count_theme_portee(PROPOSITIONS, THEMES)
    assert compte["theme"].tolist() == THEMES["id"].tolist()
    for ligne, portee in product(compte.to_dict("records"), ("locale", "nationale")):
        attendu = sum(
            p["theme"] == ligne["theme"] and p["portee"] == portee
            for p in PROPOSITIONS.to_dict("records")
        )
        assert ligne[portee] == attendu


def test_ten_thousand_proposals_stay_usable():
    grand = pd.concat([PROPOSITIONS] * 715, ignore_index=True)
    grand["id"] = [f"X-L-{n:05}" for n in range(len(grand))]
    recherche = Recherche(grand, THEMES, VALMONT.table("glossaire"))
    avant = time.process_time()
    filtre = make_filtre("livres", atelier=("AT-01",))
    for nom in FACETTES:
        count_facette(grand, filtre, nom, recherche)
    assert time.process_time() - avant < 1


# Workshops


@pytest.mark.parametrize(
    ("filtre", "attendus"),
    [
        (FiltreAteliers(), ["AT-01", "AT-02", "AT-03", "AT-04"]),
        (workshops(departement=("99",)), ["AT-03", "AT-04"]),
        (workshops(departement=("96",), arrondissement=("962",)), ["AT-02"]),
        (workshops(departement=("96",), arrondissement=("991",)), []),
        (workshops(arrondissement=("991", "961")), ["AT-01", "AT-03", "AT-04"]),
    ],
)
def test_territories_filter_workshops(filtre, attendus):
    assert filter_ateliers(ATELIERS, filtre)["id"].tolist() == attendus


def test_counts_of_workshops_follow_the_other_territories():
    filtre = workshops(departement=("96",), arrondissement=("961",))
    assert count_facette_ateliers(ATELIERS, filtre, "arrondissement") == {"961": 1, "962": 1}
    assert count_facette_ateliers(ATELIERS, filtre, "departement") == {"96": 1}


def test_workshop_address_takes_names_and_says_what_it_ignores():
    filtre, ignores = FiltreAteliers.from_params(
        {"departement": ["bas-valmont", "14"], "fiche": ["AT-77"]}, VALMONT
    )
    assert filtre == workshops(departement=("99",))
    assert len(ignores) == 2
    assert describe_filtre(filtre, facettes_of_ateliers(ATELIERS)) == ("Département : Bas-Valmont")


def test_choosing_a_territory_keeps_the_open_sheet():
    filtre = workshops(fiche="AT-01").with_facette("departement", ("99",))
    assert filtre == workshops(departement=("99",), fiche="AT-01")
    assert filtre.without("departement", "99").is_empty


def test_sheet_separates_what_is_published_from_what_is_not():
    lus, non_publies = describe_atelier(ATELIERS.set_index("id", drop=False).loc["AT-02"])
    faits = {fait.colonne: (fait.valeur, fait.precision) for fait in lus}
    assert faits["commune"] == ("Le Gué-aux-Loutres", "96014")
    assert faits["date"] == ("9 mars 2031", "certaine")
    assert faits["participants"] == ("environ 38", "")
    assert non_publies == ["Intercommunalité", "Conseil territorial de santé"]
    _, sans = describe_atelier(ATELIERS.set_index("id", drop=False).loc["AT-03"])
    assert {"Date", "Lieu", "Participants"} <= set(sans)


# What goes with figures, on the published data


def test_a_figure_keeps_its_qualifier():
    reperes = load_donnees(DATA).table("reperes").set_index("id")
    assert format_repere(reperes.loc["participants"]) == "près de 1\u202f250 participants"
    assert format_repere(reperes.loc["participants"], unite=False) == "près de 1\u202f250"
    assert format_repere(reperes.loc["cts_membres"]) == "34 à 50 membres"
    assert format_repere(reperes.loc["periode_ateliers"]) == "du 8 au 29 novembre 2022"


def test_reservations_reach_their_target_and_nothing_else():
    donnees = load_donnees(DATA)
    periode = reserves_of(donnees, "reperes", id="periode_ateliers")["id"].tolist()
    assert "R01" in periode
    assert "R01" not in reserves_of(donnees, "reperes", id="heures")["id"].tolist()
    assert "R14" in set(reserves_of(donnees, "propositions")["id"])


def test_sources_are_told_with_what_their_date_is_worth():
    donnees = load_donnees(DATA)
    textes = describe_sources(donnees, ["livret", "region-sante | livret", "inconnue"])
    assert textes[0].endswith("8 décembre 2022 (date déduite)")
    assert textes[1].endswith("page non datée")
    assert textes[2] == "inconnue"
    assert len(textes) == 3


# Acronyms

SIGLES = pd.DataFrame(
    [
        ("cs", "CS", "Centre social", "", ""),
        ("cs-nord", "CS Nord", "Centre social du Nord", "", "CSN"),
        ("agent", "agent", "", "", "AG"),
    ],
    columns=["id", "terme", "expansion", "definition", "synonymes"],
)


@pytest.mark.parametrize(
    ("texte", "attendus"),
    [
        ("Le CS ouvre", [("CS", "cs")]),
        ("Le CS Nord ouvre", [("CS Nord", "cs-nord")]),
        ("Deux CSs (CSN)", [("CSs", "cs"), ("CSN", "cs-nord")]),
        ("CSA, cs, aCS, CS2", []),
        ("l’agent AG", []),
        ("CS-CS", [("CS", "cs"), ("CS", "cs")]),
        ("", []),
    ],
)
def test_acronyms_are_found_as_whole_words(texte, attendus):
    trouves = Lexique(SIGLES).find_sigles(texte)
    assert [(texte[debut:fin], cle) for debut, fin, cle in trouves] == attendus


def test_what_someone_wrote_of_who_came_stands_where_no_number_is_published() -> None:
    par_id = load_donnees(DATA).table("ateliers").set_index("id", drop=False)
    for cle, mots in (("AT-12", "une bonne centaine de personnes"), ("AT-13", "environ 100")):
        lus, non_publies = describe_atelier(par_id.loc[cle])
        (fait,) = (f for f in lus if f.colonne == "participants")
        assert fait.valeur == "non publié"
        assert mots in fait.precision
        assert fait.libelle not in non_publies
