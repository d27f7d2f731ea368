"""Traçabilité through the router, and the switch of the editorial links on every screen."""

import contextlib
import re
from pathlib import Path

from streamlit.testing.v1 import AppTest

from concertation.analyse.chaine.comptes import list_echoes
from concertation.analyse.chaine.graphe import Noeud, orphans
from concertation.interface.ecrans.accueil.ecran import ECHOS
from concertation.interface.ecrans.tracabilite.genres import sheet_of
from concertation.interface.socle.registre import DONNEES, every_ecran
from concertation.recits.proches import RIEN
from concertation.suivi import Acteur, Store
from concertation.suivi.sauvegarde import restore_backup, write_backup
from tests.aides.dossiers import VALMONT
from tests.aides.ecrans_suivi import (
    DIRECTION,
    LECTEUR,
    ORNE,
    create_action,
    links,
    open_as,
    run,
)
from tests.aides.ecrans_suivi import base_des_ecrans as base_des_ecrans
from tests.analyse.chaine.test_chaine import GRAPHE
from tests.interface.ecrans.test_ecrans import charts, open_ecran, texts

ADMIN = Acteur("Ada", "administrateur")
TRACABILITE = "suivre/tracabilite.py"
LECTURE = "Rapprochement éditorial"


def buttons(at: AppTest, liste: str) -> list[str]:
    """Keys of the nodes that a list offers as a start."""
    cles = [str(bouton.key) for bouton in at.button]
    return [cle.removeprefix(f"{liste}-") for cle in cles if cle.startswith(f"{liste}-")]


def test_search_finds_a_start_and_following_it_tells_what_became_of_it() -> None:
    at = open_ecran(TRACABILITE)
    at.text_input(key="w-chaine-q").set_value("transport à la demande")
    run(at)
    assert "**3 points de départ trouvés**" in at.info[0].value
    at.button(key="trouve-proposition:ACC-L-13").click()
    run(at)
    assert at.query_params["depart"] == "proposition:ACC-L-13"
    lu = texts(at)
    assert "1 engagement, 2 composantes d’engagement, 1 priorité" in lu
    assert "Aucune action ni aucun résultat" in lu
    assert "engagement:E3" in buttons(at, "vers")


def test_each_link_says_that_it_is_a_reading_its_strength_reason_and_author() -> None:
    lu = texts(open_ecran(TRACABILITE, depart="proposition:ACC-L-13"))
    for lien in GRAPHE.edges(Noeud("proposition", "ACC-L-13"), "aval"):
        assert lien.justification in lu
        assert lu.count(lien.auteur) == 1
    assert f"**{LECTURE}, lien fort**" in lu


def test_an_action_is_followed_back_to_what_was_said() -> None:
    at = open_ecran(TRACABILITE, depart="action:ACT-01")
    lu = texts(at)
    assert "Vers ce qui s’est dit" in lu
    assert "proposition" in {cle.split(":")[0] for cle in buttons(at, "vers")}
    assert "1 013" in lu.replace("\u202f", " ")


def test_what_began_before_the_workshops_says_so() -> None:
    assert "Engagé avant les ateliers, avril 2021" in texts(
        open_ecran(TRACABILITE, depart="action:ACT-04")
    )
    suites = texts(open_ecran(TRACABILITE, depart="proposition:ACC-L-02"))
    assert "Engagé avant les ateliers, d’ici à 2022" in suites
    assert "Engagé avant" not in texts(open_ecran(TRACABILITE, depart="action:ACT-12"))


def test_engagements_without_action_are_listed_with_their_sheet() -> None:
    at = open_ecran(TRACABILITE, orphelins="engagement-aval")
    assert "E4 – Maisons sport santé" in texts(at)
    assert "Fiche E4" in links(at)
    at = open_ecran(TRACABILITE, vue="listes")
    assert f"Propositions sans aucun écho ({len(orphans(GRAPHE, 'proposition'))})" in list(
        at.selectbox(key="w-orphelins").options
    )


def test_unknown_start_is_said_and_left_out() -> None:
    at = open_ecran(TRACABILITE, depart="action:NON", croise="x-y", page="-1")
    dit = " ".join(str(w.value) for w in at.warning)
    for ecrit in ("NON", "x-y", "-1"):
        assert ecrit in dit.replace("\\", "")
    assert charts(at)


def test_matrix_crosses_what_was_asked() -> None:
    at = open_ecran(TRACABILITE, vue="matrice", croise="proposition-priorite")
    assert "Propositions × priorités" in texts(at)
    cases = [tuple(c) for trace in charts(at)[0]["data"] for c in trace.get("customdata", ())]
    assert ("ACC-L-02", "P09") in cases


def test_long_lists_come_page_after_page() -> None:
    at = open_ecran(TRACABILITE, depart="theme:prevention", genre="proposition")
    assert len(buttons(at, "vers")) == 10
    at.button(key="genre-suivante").click()
    run(at)
    assert at.query_params["page"] == "2"
    assert len(buttons(at, "vers")) == 10


def test_switch_takes_links_away_and_holds_on_the_other_screens() -> None:
    at = open_ecran(TRACABILITE, depart="proposition:ACC-L-13")
    assert LECTURE in texts(at)
    at.toggle(key="w-rapprochements-tracabilite").set_value(False)
    run(at)
    assert at.query_params["rapprochements"] == "non"
    assert at.query_params["depart"] == "proposition:ACC-L-13"
    for ecran in every_ecran():
        at.switch_page(str(ecran.chemin))
        run(at)
        assert f"**{LECTURE}**" not in texts(at)
        assert at.query_params["rapprochements"] == "non"
    at.query_params["rapprochements"] = "oui"
    run(at)
    assert at.session_state["rapprochements"] is True


def test_address_turns_links_off() -> None:
    at = open_ecran(TRACABILITE, rapprochements="non", depart="theme:prevention")
    assert not at.toggle(key="w-rapprochements-tracabilite").value
    assert "23 propositions." in texts(at)


def test_entries_of_committees_join_for_those_who_may_read_them(store: Store) -> None:
    action = create_action(store, ORNE, propositions=["ACC-L-13"], intitule="Navette du marché")
    depart = "proposition:ACC-L-13"
    assert "Navette du marché" not in " ".join(
        b.label for b in open_as(LECTEUR, TRACABILITE, depart=depart).button
    )
    at = open_as(DIRECTION, TRACABILITE, depart=depart)
    assert f"action_suivi:{action['id']}" in buttons(at, "vers")
    assert "Suivi des comités" in texts(at)
    assert "suivi des comités" in str(charts(at)[0])
    store.publications.publish(DIRECTION, "action", action["id"])
    at = open_as(LECTEUR, TRACABILITE, depart=depart)
    assert f"action_suivi:{action['id']}" in buttons(at, "vers")


def test_a_restored_base_with_as_many_entries_shows_its_own_chain(
    store: Store, tmp_path: Path
) -> None:
    depart = "proposition:ACC-L-13"
    with contextlib.closing(Store.open(f"sqlite:///{tmp_path}/autre.sqlite")) as autre:
        create_action(autre, ORNE, propositions=["ACC-L-13"], intitule="Navette de la gare")
        write_backup(autre, tmp_path / "autre.zip", ADMIN)
        create_action(store, ORNE, propositions=["ACC-L-13"], intitule="Navette du marché")
        assert store.last_entry() == autre.last_entry()
    avant = " ".join(b.label for b in open_as(DIRECTION, TRACABILITE, depart=depart).button)
    assert "Navette du marché" in avant
    restore_backup(store, tmp_path / "autre.zip", ADMIN, remplacer=True)
    apres = " ".join(b.label for b in open_as(DIRECTION, TRACABILITE, depart=depart).button)
    assert "Navette de la gare" in apres
    assert "Navette du marché" not in apres


def test_another_region_has_its_own_chain(monkeypatch) -> None:
    monkeypatch.setenv("CONCERTATION_DATA", str(VALMONT))
    at = open_ecran(TRACABILITE, depart="proposition:LIE-L-01")
    assert "action:VA-1" in buttons(at, "vers")
    at = open_ecran(TRACABILITE, depart="proposition:LIE-L-01", rapprochements="non")
    # A document of this region writes the link.
    assert "action:VA-1" in buttons(at, "vers")


def test_sheet_of_a_proposal_shows_its_chain_or_that_there_is_none() -> None:
    lu = texts(open_ecran("comprendre/propositions.py", fiche="ACC-L-13"))
    assert "**Engagement :** E3 – Aller-vers et transport à la demande ●" in lu
    seules = (n.id for n in orphans(GRAPHE, "proposition") if not GRAPHE.edges(n, "aval"))
    assert RIEN["aval"] in texts(open_ecran("comprendre/propositions.py", fiche=next(seules)))
    seul = texts(open_ecran("comprendre/propositions.py", fiche="ACC-L-13", rapprochements="non"))
    assert "**Engagement" not in seul


def test_sheet_of_an_engagement_shows_where_it_comes_from(store: Store) -> None:
    at = open_as(LECTEUR, "suivre/engagements.py", engagement="E3", territoire="D61")
    lu = texts(at)
    assert "Ce qui a été dit et s’en rapproche" in lu
    assert "**Dispositif :** Médicobus" in lu
    assert "rapprochements éditoriaux, qu’aucun document n’écrit" in lu


def test_home_counts_echoes_and_says_that_they_are_readings() -> None:
    lu = texts(open_ecran("comprendre/accueil.py"))
    for nom in ("engagement", "action", "resultat", "dispositif"):
        liste = list_echoes(GRAPHE)[nom]
        assert f"{sum(liste.values())} par un lien fort, {len(liste)} en comptant" in lu
    assert "une lecture, qu’aucun document ne fait" in lu
    masques = texts(open_ecran("comprendre/accueil.py", rapprochements="non"))
    assert "par un lien fort" not in masques


def test_each_count_of_the_home_page_opens_its_list() -> None:
    accueil = open_ecran("comprendre/accueil.py")
    adresses = " ".join(lien.proto.query_string for lien in accueil.get("page_link"))
    for nom, (_, liste) in ECHOS.items():
        assert f"orphelins={liste}" in adresses
        siens = list_echoes(GRAPHE)[nom]
        ouverte = open_ecran(TRACABILITE, orphelins=liste)
        choix = ouverte.selectbox(key="w-orphelins")
        assert f"({len(siens)})" in choix.options[choix.index]
        premiere = next((n for n, fort in siens.items() if fort), next(iter(siens)))
        assert f"Fiche {premiere.id}" in links(ouverte)
        assert ("– lien fort" in texts(ouverte)) == any(siens.values())


def test_the_whole_chain_is_a_matrix_and_bands_come_with_a_start() -> None:
    for params in ({}, {"vue": "diagramme"}):
        at = open_ecran(TRACABILITE, **params)
        assert [s.key for s in at.selectbox if s.key == "w-croise"]
        assert len(charts(at)) == 1
        assert "De la parole aux actes" not in texts(at)
    at = open_ecran(TRACABILITE, depart="proposition:ACC-L-13", vue="diagramme")
    assert "De la parole aux actes" in texts(at)


def test_direction_contests_a_published_link_with_a_reason(store: Store) -> None:
    depart, cle = "proposition:ACC-L-13", "f-avis-L036-0"
    at = open_as(DIRECTION, TRACABILITE, depart=depart)
    at.session_state["lien-avis-L036"] = True
    run(at)
    at.selectbox(key=f"{cle}-avis").set_value("conteste")
    at.button(key=f"{cle}-enregistrer").click()
    run(at)
    assert "demande un motif" in " ".join(e.value for e in at.error)
    at.text_area(key=f"{cle}-motif").set_value("Aucun service ouvert.")
    at.button(key=f"{cle}-enregistrer").click()
    run(at)
    assert "contesté par la direction" in texts(at)
    assert "Aucun service ouvert." in texts(at)
    assert store.journal.list(DIRECTION)["objet"].tolist() == ["lien"]
    # Until it is published the public reads the file's own link.
    assert "contesté" not in texts(open_as(LECTEUR, TRACABILITE, depart=depart))
    at.button(key="lien-publier-1").click()
    run(at)
    lu = texts(open_as(LECTEUR, TRACABILITE, depart=depart))
    assert "contesté par la direction" in lu
    assert "Claire" not in lu
    ligne = store.liens.get(DIRECTION, 1)
    store.liens.update(DIRECTION, 1, ligne["version"], avis="retire", motif="Erreur.")
    at = open_as(DIRECTION, TRACABILITE, depart=depart)
    assert "composante:E3c" not in buttons(at, "vers")
    assert "Rapprochements et avis retirés (1)" in [e.label for e in at.expander]
    at.button(key="lien-retirer-1").click()
    run(at)
    assert "composante:E3c" in buttons(at, "vers")


def test_direction_adds_corrects_withdraws_and_takes_back_a_link(store: Store) -> None:
    orphelin = orphans(GRAPHE, "proposition")[0]
    at = open_as(DIRECTION, TRACABILITE, depart=f"proposition:{orphelin.id}")
    form = f"f-lien-de-proposition-{orphelin.id}-0"
    at.selectbox(key=f"{form}-genre").set_value("engagement")
    run(at)
    at.selectbox(key=f"{form}-cible-engagement").set_value("E4")
    at.button(key=f"{form}-enregistrer").click()
    run(at)
    assert "Justification" in " ".join(e.value for e in at.error)
    at.text_area(key=f"{form}-justification").set_value("Les deux visent l’activité physique.")
    at.button(key=f"{form}-enregistrer").click()
    run(at)
    assert store.liens.list(DIRECTION)["cible"].tolist() == ["E4"]
    lu = texts(at)
    assert "Les deux visent l’activité physique." in lu
    assert "(Claire Dubois)" in lu
    assert "engagement:E4" in buttons(at, "vers")
    depart = f"proposition:{orphelin.id}"
    assert "engagement:E4" not in buttons(open_as(LECTEUR, TRACABILITE, depart=depart), "vers")
    at.session_state["lien-modifier-1"] = True
    run(at)
    ici = re.compile(r"f-lien-1-.*justification")
    correction = next(champ for champ in at.text_area if ici.fullmatch(str(champ.key)))
    correction.set_value("Les deux visent l’activité physique, ensemble.")
    at.button(key=str(correction.key).replace("justification", "enregistrer")).click()
    run(at)
    assert "activité physique, ensemble." in texts(at)
    at.button(key="lien-retirer-1").click()
    run(at)
    assert "engagement:E4" not in buttons(at, "vers")
    at.button(key="lien-retablir-1").click()
    run(at)
    assert "engagement:E4" in buttons(at, "vers")
    at.button(key="lien-publier-1").click()
    run(at)
    assert "engagement:E4" in buttons(open_as(LECTEUR, TRACABILITE, depart=depart), "vers")
    assert "Ajouter un rapprochement" not in [
        e.label for e in open_as(ORNE, TRACABILITE, depart=depart).expander
    ]


def test_a_link_of_the_direction_stands_on_the_sheet_of_its_action(store: Store) -> None:
    store.liens.create(
        DIRECTION,
        origine_type="proposition",
        origine="PRE-L-01",
        cible_type="action",
        cible="ACT-05",
        justification="Raison donnée en revue.",
    )
    assert "Raison donnée en revue." in texts(
        open_as(DIRECTION, "suivre/feuille_route.py", action="ACT-05")
    )
    assert "Raison donnée en revue." not in texts(
        open_as(LECTEUR, "suivre/feuille_route.py", action="ACT-05")
    )


def test_a_name_is_not_drowned_in_proposals_that_hold_a_part_of_its_words() -> None:
    at = open_ecran(TRACABILITE, q="pôle santé 100 % LH")
    assert buttons(at, "trouve") == ["action:ACT-01"]
    partiel = open_ecran(TRACABILITE, q="formation pharmacien")
    assert "proposition:PRE-L-09" in buttons(partiel, "trouve")


def test_a_dispositif_of_the_chain_opens_its_sheet() -> None:
    cible = sheet_of(GRAPHE, Noeud("dispositif", "psla"))
    assert cible == (DONNEES, {"fichier": "dispositifs", "fiche": "psla"})
    at = open_ecran("gerer/donnees.py", **cible[1])
    titres = [t.value for t in at.subheader]
    assert titres[:2] == ["En bref", "Chiffres publiés"]
    assert "plus de 15 professionnels" in texts(at)
