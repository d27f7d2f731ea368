"""Ways of the chain, flows and matrices as pictures, and nodes found by their words."""

import pytest

from concertation.analyse.chaine.comptes import (
    TOUS,
    build_flux,
    key_of,
    list_links,
    matrix_links,
    read_key,
)
from concertation.analyse.chaine.graphe import (
    EDITORIAL,
    Arete,
    Graphe,
    Noeud,
    chain_from,
    without_editorial,
)
from concertation.analyse.chaine.mots import find_noeuds, fold_labels
from concertation.graphiques.dessins.grille import heat_matrice
from concertation.graphiques.dessins.sankey import flows_chaine
from concertation.graphiques.lecteurs.plotly import to_figure
from tests.analyse.chaine.test_chaine import FICTIF, GRAPHE, noeud

RANGS = {0: "Thèmes", 1: "Propositions", 2: "Engagements", 3: "Priorités", 4: "Actions"}


@pytest.mark.parametrize("graphe", [GRAPHE, FICTIF], ids=["normandie", "valmont"])
def test_each_reached_node_has_a_way_as_short_as_said(graphe: Graphe) -> None:
    for depart in graphe.libelles:
        atteints = chain_from(graphe, depart)
        for cible, atteint in atteints.items():
            if cible in graphe.parts(depart):
                continue
            chemin = atteint.chemin
            assert sum(a.nature == EDITORIAL for a in chemin) == atteint.rapprochements
            assert follow(graphe.parts(depart), chemin) == cible


def follow(departs: list[Noeud], chemin: tuple[Arete, ...]) -> Noeud:
    """Where a way ends, each of its edges touching the one before."""
    ici = next(bout for bout in (chemin[0].origine, chemin[0].cible) if bout in departs)
    for arete in chemin:
        assert ici in (arete.origine, arete.cible)
        ici = arete.cible if arete.origine == ici else arete.origine
    return ici


def test_way_of_a_proposal_to_its_engagement_goes_by_the_surest_component() -> None:
    depart = noeud("proposition:ACC-L-13")
    chemin = chain_from(GRAPHE, depart)[noeud("engagement:E3")].chemin
    assert [key_of(a.cible) for a in chemin] == ["composante:E3c", "composante:E3c"]
    assert chemin[0].justification
    assert chemin[0].force == "forte"


@pytest.mark.parametrize("texte", ["transport a la demande", "Transport à la demande"])
def test_words_find_nodes_of_each_kind_whatever_the_accents(texte: str) -> None:
    trouves = find_noeuds(fold_labels(GRAPHE), texte, ["ACC-L-13"])
    assert [key_of(n) for n in trouves] == [
        "engagement:E3", "composante:E3c", "proposition:ACC-L-13"
    ]  # fmt: skip
    assert find_noeuds(fold_labels(GRAPHE), "  ", ["ACC-L-13"]) == []


def test_no_link_is_lost_in_the_picture_of_all() -> None:
    flux = build_flux(GRAPHE)
    lus = flux.aretes[flux.aretes["nature"] == EDITORIAL]
    assert lus["n"].sum() == len(list_links(GRAPHE))
    assert "proposition" not in set(flux.noeuds["type"])
    assert set(flux.aretes["origine"]) | set(flux.aretes["cible"]) <= set(flux.noeuds["cle"])
    # Bands only go from left to right.
    rangs = dict(zip(flux.noeuds["cle"], flux.noeuds["rang"], strict=True))
    assert all(
        rangs[o] < rangs[c]
        for o, c in zip(flux.aretes["origine"], flux.aretes["cible"], strict=True)
    )


def test_few_nodes_stand_for_themselves_and_many_are_gathered() -> None:
    depart = noeud("proposition:ACC-L-13")
    flux = build_flux(GRAPHE, list(chain_from(GRAPHE, depart)), depart)
    assert {"proposition:ACC-L-13", "engagement:E3", "theme:acces"} <= set(flux.noeuds["cle"])
    tout = build_flux(GRAPHE).noeuds.set_index("cle")
    assert tout.loc[f"mesure:{TOUS}", "n"] == len(GRAPHE.of_type("mesure"))
    assert not any(tout["type"] == "chantier")


def test_flows_without_readings_keep_what_the_files_say() -> None:
    natures = set(build_flux(without_editorial(FICTIF)).aretes["nature"])
    assert natures == {"publie"}


def test_picture_tells_natures_apart_by_their_outline() -> None:
    flux = build_flux(GRAPHE)
    figure = to_figure(flows_chaine(flux.noeuds, flux.aretes, RANGS, themes=["acces"]))
    traits = {f.line.dash for f in figure.layout.shapes}
    assert len(traits) == 2
    mots = " ".join(str(a.text) for a in figure.layout.annotations)
    assert "Lien : rapprochement éditorial" in mots
    assert "Lien : suivi" not in mots
    assert list(figure.data[0].customdata) == flux.noeuds["cle"].tolist()
    table = flows_chaine(flux.noeuds, flux.aretes, {}, {"theme": "Thème"}).table()
    assert len(table) == len(flux.aretes)
    alt = flows_chaine(flux.noeuds, flux.aretes, RANGS).alt
    assert f"rapprochement éditorial {len(list_links(GRAPHE))}" in alt


def test_matrix_has_a_clickable_cell_for_each_link_and_no_other() -> None:
    lignes = [noeud("proposition:ACC-L-13"), noeud("proposition:ACC-L-05")]
    matrice = matrix_links(GRAPHE, lignes, "engagement")
    for largeur in (1000, 640, 340):
        figure = to_figure(heat_matrice(matrice, {}, {}, largeur=largeur), "dark")
        pleines = [list(c) for t in figure.data for c in (t.customdata or ())]
        assert pleines == [
            [ligne, colonne]
            for ligne in matrice.index
            for colonne in matrice.columns
            if matrice.at[ligne, colonne]
        ]
        assert {"fort", "faible"} >= {t for trace in figure.data for t in (trace.text or ())}
    table = heat_matrice(matrice, {}, {}, coin="Proposition").table()
    assert table.loc[0, "E3"] == "rapprochement éditorial, lien fort"
    assert table.loc[0, "E1"] == "–"
    assert "2 lignes" in heat_matrice(matrice, {}, {}, "Propositions × engagements").alt


def test_keys_go_to_addresses_and_back() -> None:
    assert read_key(key_of(Noeud("mesure", "a:b"))) == Noeud("mesure", "a:b")
