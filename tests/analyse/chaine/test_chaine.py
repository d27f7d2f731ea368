"""The chain: walks against a naive one, orphans, counts, and speed on a large one."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from concertation.analyse.chaine.comptes import (
    list_echoes,
    list_links,
    matrix_links,
    matrix_themes,
)
from concertation.analyse.chaine.construction import build_graphe
from concertation.analyse.chaine.graphe import (
    CARREFOURS,
    EDITORIAL,
    ORIGINES,
    PUBLIE,
    SUITES,
    SUIVI,
    Arete,
    Graphe,
    Noeud,
    chain_from,
    orphans,
    without_editorial,
)
from concertation.donnees import load_donnees
from concertation.donnees.schemas import RACINE
from tests.aides.dossiers import VALMONT

GRAPHE = build_graphe(load_donnees(RACINE / "data"))
FICTIF = build_graphe(load_donnees(VALMONT))


def noeud(ecrit: str) -> Noeud:
    return Noeud(*ecrit.split(":"))


def ids(atteints: object, type_: str) -> set[str]:
    return {n.id for n in atteints if n.type == type_}  # type: ignore[attr-defined]


# Random graphs, and the same questions answered slowly

TYPES = ("theme", "proposition", "engagement", "composante", "priorite", "chantier", "action")
NOEUDS = st.lists(
    st.builds(Noeud, st.sampled_from(TYPES), st.sampled_from("abc")), min_size=1, unique=True
)


@st.composite
def graphs(draw: st.DrawFn) -> Graphe:
    noeuds = draw(NOEUDS)
    bouts = st.sampled_from(noeuds)
    aretes = st.builds(
        Arete,
        bouts,
        bouts,
        st.sampled_from([PUBLIE, EDITORIAL, SUIVI]),
        st.sampled_from(["forte", "faible"]),
    )
    liste = [
        a if a.nature == EDITORIAL else Arete(a.origine, a.cible, a.nature)
        for a in draw(st.lists(aretes, max_size=25))
    ]
    return Graphe.of({n: n.id for n in noeuds}, liste)


def naive_walk(graphe: Graphe, depart: Noeud, sens: str, forts: bool) -> dict:
    """Relax every edge until nothing changes; states are (node, how it may go on)."""
    couts = {(n, "libre"): 0 for n in graphe.parts(depart)}
    while True:
        avant = dict(couts)
        for arete in graphe.aretes:
            de, vers = (arete.origine, arete.cible)[:: 1 if sens == "aval" else -1]
            for (n, etat), cout in list(couts.items()):
                if n != de or etat == "fin" or (forts and arete.force == "faible"):
                    continue
                if etat == "publie" and arete.nature != PUBLIE:
                    continue
                suite = "libre"
                if vers.type in CARREFOURS:
                    suite = "publie" if arete.nature == PUBLIE else "fin"
                total = cout + (arete.nature == EDITORIAL)
                if total < couts.get((vers, suite), 10**9):
                    couts[vers, suite] = total
        if couts == avant:
            break
    trouves: dict[Noeud, int] = {}
    for (n, _), cout in couts.items():
        for m in [n, *graphe.wholes(n)]:
            trouves[m] = min(cout, trouves.get(m, cout))
    return trouves


@given(graphs(), st.data())
def test_chain_agrees_with_a_naive_walk_and_no_cycle_hangs(graphe, data) -> None:
    depart = data.draw(st.sampled_from(list(graphe.libelles)))
    for sens in ("aval", "amont"):
        attendus = naive_walk(graphe, depart, sens, forts=False)
        forts = naive_walk(graphe, depart, sens, forts=True)
        attendus.pop(depart, None)
        trouves = chain_from(graphe, depart, (sens,))
        assert {n: a.rapprochements for n, a in trouves.items()} == attendus
        for n, atteint in trouves.items():
            prevue = "" if not attendus[n] else "forte" if n in forts else "faible"
            assert (atteint.force, atteint.sens) == (prevue, sens)


@given(graphs(), st.sampled_from(TYPES), st.sampled_from(["aval", "amont"]))
def test_no_orphan_is_lost_nor_invented(graphe, type_, sens) -> None:
    perdus = set(orphans(graphe, type_, sens))
    voulus = (SUITES if sens == "aval" else ORIGINES).get(type_)
    for n in graphe.of_type(type_):
        lies = False
        for arete in graphe.aretes:
            ici, la = (arete.origine, arete.cible)[:: 1 if sens == "aval" else -1]
            lies |= ici in graphe.parts(n) and la.type in (voulus or ())
        assert (n in perdus) == (voulus is not None and not lies)


@given(graphs())
def test_without_editorial_leaves_nothing_that_was_read(graphe) -> None:
    reste = without_editorial(graphe)
    assert list(reste.libelles) == list(graphe.libelles)
    assert [a for a in graphe.aretes if a.nature != EDITORIAL] == list(reste.aretes)
    for n in reste.libelles:
        assert all(not a.force and not a.rapprochements for a in chain_from(reste, n).values())


# The published chain


def test_every_link_of_the_file_is_an_edge() -> None:
    liens = load_donnees(RACINE / "data").table("liens")
    assert {a.lien for a in GRAPHE.aretes if a.lien} == set(liens["id"])
    assert {a.nature for a in GRAPHE.aretes if a.lien} == {EDITORIAL}


def test_what_became_of_a_proposal() -> None:
    suite = chain_from(GRAPHE, noeud("proposition:ACC-L-13"), ("aval",))
    assert {"E3b", "E3c"} <= ids(suite, "composante")
    assert ids(suite, "engagement") == {"E3"}
    assert "P02" in ids(suite, "priorite")
    # Under the same priority, and yet nobody said that they answer it.
    assert ids(suite, "action") == set()


def test_where_an_action_comes_from() -> None:
    amont = chain_from(GRAPHE, noeud("action:ACT-12"), ("amont",))
    assert "ATT-L-01" in ids(amont, "proposition")
    assert ids(amont, "theme") == {"attractivite", "continuite"}
    assert ids(amont, "priorite") == {"P10"}
    assert ids(amont, "feuille") == {"FR-LE-HAVRE"}
    # A proposal of the same priority that was not linked to the action stays out.
    assert "ATT-N-03" not in ids(amont, "proposition")


def test_a_priority_leads_to_its_own_actions_and_to_what_was_linked_to_it() -> None:
    tout = chain_from(GRAPHE, noeud("priorite:P10"))
    assert ids(tout, "action") == {"ACT-12"}
    assert "ATT-N-03" in ids(tout, "proposition")


def test_an_engagement_has_the_chain_of_its_components() -> None:
    tout = chain_from(GRAPHE, noeud("engagement:E1"))
    assert {"ACT-01", "ACT-10", "ACT-11"} <= ids(tout, "action")
    assert "ACC-L-04" in ids(tout, "proposition")
    assert tout[noeud("action:ACT-01")].force == "faible"
    assert tout[noeud("action:ACT-10")].force == "forte"


def test_a_result_is_what_was_counted_not_an_aim_nor_an_age() -> None:
    mesures = ids(chain_from(GRAPHE, noeud("action:ACT-11"), ("aval",)), "mesure")
    assert "cpts-couverture" in mesures
    assert "cpts-couverture-objectif" not in mesures
    assert noeud("action:ACT-13") in orphans(GRAPHE, "action")


def test_an_unknown_start_has_no_chain() -> None:
    assert chain_from(GRAPHE, noeud("proposition:ACC-L-99")) == {}


def test_engagements_without_action_are_found() -> None:
    def without(graphe: Graphe) -> list[str]:
        return [n.id for n in orphans(graphe, "engagement")]

    # What E3 is linked to are « dispositifs ».
    assert without(GRAPHE) == ["E3", "E4"]
    assert len(without(without_editorial(GRAPHE))) == 5


RANGEES = load_donnees(RACINE / "data")


def naive_echoes() -> dict[str, tuple[int, int]]:
    """(by a strong link, by any) as the files say, row by row."""
    liens = RANGEES.table("liens").to_dict("records")
    indicateurs = {i["id"]: i["action"] for i in RANGEES.table("indicateurs").to_dict("records")}
    menees = {
        indicateurs[m["indicateur"]]
        for m in RANGEES.table("mesures").to_dict("records")
        if m["role"] in ("realisation", "resultat") and m["nature"] == "constat"
    }
    voulus = {
        "engagement": lambda lien: lien["cible_type"] == "composante",
        "action": lambda lien: lien["cible_type"] == "action",
        "resultat": lambda lien: lien["cible_type"] == "action" and lien["cible"] in menees,
        "dispositif": lambda lien: lien["cible_type"] == "dispositif",
    }
    propositions = set(RANGEES.table("propositions")["id"])
    siens = [x for x in liens if x["origine"] in propositions and x["force"] != "intitule"]
    comptes = {}
    for nom, is_voulu in voulus.items():
        tous = {x["origine"] for x in siens if is_voulu(x)}
        forts = {x["origine"] for x in siens if is_voulu(x) and x["force"] == "forte"}
        comptes[nom] = (len(forts), len(tous))
    ailleurs = {x["origine"] for x in siens if x["cible_type"] != "priorite"}
    comptes["titre"] = (0, len({x["origine"] for x in siens} - ailleurs))
    comptes["aucun"] = (0, len(propositions - {x["origine"] for x in siens}))
    return comptes


def test_echoes_agree_with_a_naive_count() -> None:
    listes = list_echoes(GRAPHE)
    trouves = {nom: (sum(liste.values()), len(liste)) for nom, liste in listes.items()}
    assert trouves == naive_echoes()
    assert list(listes["aucun"]) == orphans(GRAPHE, "proposition")


def test_without_readings_no_proposal_has_an_echo() -> None:
    listes = list_echoes(without_editorial(GRAPHE))
    assert {nom: len(liste) for nom, liste in listes.items() if liste} == {"aucun": 95}


def test_what_is_needed_or_given_is_no_result() -> None:
    roles = {m["id"]: m["role"] for m in RANGEES.table("mesures").to_dict("records")}
    mesures = {n.id for n in GRAPHE.of_type("mesure")}
    assert {roles[cle] for cle in mesures} == {"realisation", "resultat"}
    assert "pole-besoin" not in mesures
    assert "pole-patients" in mesures


AVIS = {"id": "1", "origine_type": "proposition", "cible_type": "composante",
        "justification": "Même objet.", "force": "forte", "auteur": "Denise"}  # fmt: skip


def with_avis(**autres: str) -> Graphe:
    """The chain, with one row of the direction."""
    ligne = AVIS | {"origine": "ACC-L-13", "cible": "E3c", "lien_publie": "", "motif": ""} | autres
    return build_graphe(RANGEES, {**frames(), "liens": pd.DataFrame([ligne])})


def test_a_contested_link_stays_in_view_and_counts_no_more() -> None:
    graphe = with_avis(lien_publie="L036", avis="conteste", motif="Aucun service ouvert.")
    edges = {a.lien: a for a in graphe.edges(noeud("proposition:ACC-L-13"), "aval")}
    assert (edges["L036"].avis, edges["L036"].motif) == ("conteste", "Aucun service ouvert.")
    # The reading and who made it stay those of the file.
    assert edges["L036"].auteur == "lecture éditoriale du tableau de bord"
    assert list_echoes(GRAPHE)["engagement"][noeud("proposition:ACC-L-13")]
    assert not list_echoes(graphe)["engagement"][noeud("proposition:ACC-L-13")]
    assert chain_from(graphe, noeud("proposition:ACC-L-13"))[noeud("composante:E3c")].force == (
        "faible"
    )
    lignes = matrix_links(graphe, [noeud("proposition:ACC-L-13")], "composante")
    assert lignes.loc["ACC-L-13", "E3c"] == "conteste"


def test_a_link_that_the_direction_withdraws_is_in_no_chain() -> None:
    graphe = with_avis(lien_publie="L036", avis="retire", motif="Erreur.")
    assert "L036" not in {a.lien for a in graphe.aretes}
    assert "L036" in {a.lien for a in with_avis(lien_publie="L036", avis="accepte").aretes}
    assert "1" in {a.lien for a in with_avis(origine="PRE-L-02", avis="").aretes}


def test_a_link_that_a_document_writes_stays_without_readings() -> None:
    reste = without_editorial(FICTIF)
    assert ids(chain_from(reste, noeud("proposition:LIE-L-01"), ("aval",)), "action") == {"VA-1"}
    assert ids(chain_from(reste, noeud("proposition:NUM-L-01"), ("aval",)), "action") == set()


def test_matrix_counts_a_proposal_once_for_its_engagement() -> None:
    matrice = matrix_themes(GRAPHE, "engagement")
    liens = load_donnees(RACINE / "data").table("liens").to_dict("records")
    for theme in matrice.index:
        siennes = {n.id for n in GRAPHE.next_of(Noeud("theme", theme), "aval")}
        for engagement in matrice.columns:
            attendu = {
                x["origine"]
                for x in liens
                if x["cible_type"] == "composante" and x["cible"].startswith(engagement)
            }
            assert matrice.loc[theme, engagement] == len(attendu & siennes)


def test_matrix_of_links_keeps_the_strongest() -> None:
    matrice = matrix_links(GRAPHE, "proposition", "engagement")
    assert matrice.loc["ACC-L-13", "E3"] == "forte"
    assert matrice.loc["ACC-L-05", "E3"] == "faible"
    assert matrice.loc["ACC-L-13", "E1"] == ""


def test_matrix_of_some_rows_is_a_part_of_the_whole() -> None:
    partie = matrix_links(GRAPHE, [noeud("proposition:ACC-L-13")], "priorite")
    tout = matrix_links(GRAPHE, "proposition", "priorite")
    assert partie.loc["ACC-L-13", "P02"]
    assert partie.loc["ACC-L-13"].to_dict() == tout.loc["ACC-L-13"].to_dict()


def test_rows_of_links_are_those_between_the_chosen_nodes() -> None:
    choisis = [noeud("proposition:ACC-L-13"), noeud("composante:E3c")]
    assert list_links(GRAPHE, choisis)[["origine", "cible", "force"]].values.tolist() == [
        ["ACC-L-13", "E3c", "forte"]
    ]
    assert list(list_links(GRAPHE, []).columns) == list(list_links(GRAPHE).columns)


# Follow-up


def frames() -> dict[str, pd.DataFrame]:
    return {
        "actions": pd.DataFrame(
            [
                [7, "E4", "E4a", "Relais sport", "PRE-L-06 | PRE-L-05"],
                [8, "E4", "", "Affiche", ""],
            ],
            columns=["id", "engagement", "composante", "intitule", "propositions"],
        ),
        "indicateurs": pd.DataFrame(
            [[3, "E4", "E4a", "Maisons actives"]],
            columns=["id", "engagement", "composante", "libelle"],
        ),
        "mesures": pd.DataFrame([[1, 3]], columns=["id", "indicateur_id"]),
        "instructions": pd.DataFrame(
            [[5, "CON-L-01", "retenue"]], columns=["id", "proposition", "decision"]
        ),
    }


def test_entries_of_committees_join_the_chain_and_are_told_apart() -> None:
    graphe = build_graphe(load_donnees(RACINE / "data"), frames())
    suite = chain_from(graphe, noeud("proposition:PRE-L-06"), ("aval",))
    assert ids(suite, "action_suivi") == {"7"}
    assert suite[noeud("action_suivi:7")].force == ""
    assert {a.nature for a in graphe.edges(noeud("action_suivi:7"), "amont")} == {SUIVI}
    assert [n.id for n in orphans(graphe, "engagement")] == ["E3"]
    assert noeud("action_suivi:8") in orphans(graphe, "action_suivi", "amont")
    assert noeud("proposition:PRE-L-05") not in list_echoes(graphe)["aucun"]
    assert ids(chain_from(graphe, noeud("engagement:E4")), "mesure_suivi") == {"1"}
    assert graphe.aretes != GRAPHE.aretes


# Size


@pytest.fixture(scope="module")
def grand() -> Graphe:
    noeuds = {Noeud("theme", f"t{i}"): "" for i in range(4)}
    noeuds |= {Noeud("proposition", f"p{i}"): "" for i in range(10_000)}
    noeuds |= {Noeud("composante", f"c{i}"): "" for i in range(50)}
    noeuds |= {Noeud("action", f"a{i}"): "" for i in range(2_000)}
    aretes = []
    for i in range(10_000):
        ici = Noeud("proposition", f"p{i}")
        aretes.append(Arete(Noeud("theme", f"t{i % 4}"), ici, PUBLIE))
        aretes.append(Arete(ici, Noeud("composante", f"c{i % 50}"), EDITORIAL, "forte"))
        aretes += [
            Arete(ici, Noeud("action", f"a{(7 * i + j) % 2000}"), EDITORIAL, "faible")
            for j in range(3)
        ]
    aretes += [
        Arete(Noeud("composante", f"c{i % 50}"), Noeud("action", f"a{i}"), EDITORIAL, "forte")
        for i in range(2_000)
    ]
    return Graphe.of(noeuds, aretes)


def test_a_large_chain_is_walked_from_each_kind_of_start(grand: Graphe) -> None:
    """How long it takes is measured by `python -m bench.chaine`."""
    for depart in ("theme:t0", "composante:c1", "action:a5", "proposition:p3"):
        assert chain_from(grand, noeud(depart))
    assert matrix_links(grand, "proposition", "composante").shape == (10_000, 50)
    assert matrix_themes(grand, "engagement").shape == (4, 0)
