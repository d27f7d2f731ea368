"""Instruction: the screen read from its address, and its parts put in place."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from concertation.analyse.avancement.instruction import untouched
from concertation.analyse.recherche.recherche import Recherche
from concertation.analyse.selection.filtres import AffichagePropositions, FiltrePropositions
from concertation.analyse.territoires.noms import territoire_names
from concertation.declarations.portee import PORTEE
from concertation.donnees import Donnees
from concertation.interface.ecrans.instruction.bilan import (
    show_avancement,
    show_exports_instruction,
)
from concertation.interface.ecrans.instruction.decision import show_decision_des_choisies
from concertation.interface.ecrans.instruction.ecran import (
    Ecran,
    EtatInstruction,
    answer,
    read_locales,
    read_nationales,
)
from concertation.interface.ecrans.instruction.fiche import show_fiche, show_navigation
from concertation.interface.ecrans.instruction.liste import show_liste, show_oubliees
from concertation.interface.ecrans.instruction.nationale import (
    show_fiche_nationale,
    show_nationales,
)
from concertation.interface.socle.session import write_params
from concertation.interface.suivi.partage import show_undo
from concertation.interface.suivi.publication import show_publication
from concertation.interface.suivi.territoires import (
    default_territoire,
    may_write,
    show_refus,
    show_territoire,
)
from concertation.suivi import Acteur, Store


def read_ecran(
    donnees: Donnees,
    recherche: Recherche,
    store: Store,
    acteur: Acteur,
    params: Mapping[str, Sequence[str]],
) -> tuple[Ecran, tuple[str, ...]]:
    """The state of the screen, and French sentences about what was left out of the address."""
    noms = territoire_names(donnees)
    etat, ignores = EtatInstruction.from_params(params, donnees)
    etat = replace(etat, territoire=etat.territoire or default_territoire(noms, acteur))
    # The reach is told by the part of the screen, not by a facet.
    sans_portee = {nom: valeurs for nom, valeurs in params.items() if nom not in ("portee", "vue")}
    filtre, phrases = FiltrePropositions.from_params(sans_portee, donnees)
    affichage, autres = AffichagePropositions.from_params(sans_portee, donnees)
    etat = _with_part_of_fiche(donnees, etat, affichage)
    if etat.partie == "nationales":
        toutes = read_nationales(donnees, store, acteur)
    elif etat.partie == "oubliees" and not affichage.fiche:
        toutes = untouched(donnees.table("propositions"), store.instructions.list(acteur))
    else:
        toutes = read_locales(donnees, store, acteur, etat)
    resultat, lignes = answer(toutes, filtre, affichage, etat, recherche, donnees.table("themes"))
    ecran = Ecran(
        donnees, recherche, store, acteur, noms, filtre, affichage, etat, toutes, resultat, lignes
    )
    return ecran, (*ignores, *phrases, *autres)


def _with_part_of_fiche(
    donnees: Donnees, etat: EtatInstruction, affichage: AffichagePropositions
) -> EtatInstruction:
    """The sheet of a national proposal belongs to the national part, whatever the address says."""
    if not affichage.fiche:
        return etat
    propositions = donnees.table("propositions")
    nationales = propositions.loc[propositions["portee"].isin(PORTEE.which("transmise")), "id"]
    if affichage.fiche in set(nationales):
        return etat if etat.partie == "nationales" else replace(etat, partie="nationales", suivi=())
    return replace(etat, partie="locales", suivi=()) if etat.partie == "nationales" else etat


def show_outils(ecran: Ecran) -> None:
    """The territory, and what can be done with all of it."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if ecran.etat.partie == "locales":
            show_territoire(
                ecran.noms,
                ecran.etat.territoire,
                lambda territoire: write_params(ecran.params() | {"territoire": [territoire]}),
                cle="w-territoire",
            )
        show_exports_instruction(ecran)
        if ecran.etat.partie == "nationales":
            show_publication(
                ecran.store, ecran.acteur, "transmission",
                ecran.store.transmissions.list(ecran.acteur), "transmission", "transmissions",
            )  # fmt: skip
        elif ecran.etat.territoire:
            show_publication(
                ecran.store, ecran.acteur, "instruction",
                ecran.store.instructions.list(ecran.acteur, territoire=ecran.etat.territoire),
                "décision", "décisions",
            )  # fmt: skip
        show_undo(ecran.store, ecran.acteur)


def show_partie(ecran: Ecran) -> None:
    """The part chosen: local proposals, what nobody took up, or national ones."""
    if ecran.etat.partie == "nationales":
        if ecran.acteur.reads_public_only:
            show_refus(ecran.acteur, "la région")
        elif not ecran.store.can(ecran.acteur, "ecrire", ""):
            st.info("Les transmissions sont saisies par la direction.", icon=":material/info:")
        show_nationales(ecran)
        return
    if ecran.etat.partie == "oubliees":
        show_oubliees(ecran)
        return
    if not ecran.etat.territoire:
        st.info("Aucun territoire n'est publié : les propositions ne s'instruisent pas encore.")
        return
    ecrit = may_write(ecran.store, ecran.acteur, ecran.etat.territoire, ecran.nom)
    if not (ecrit or ecran.reads_drafts):
        show_liste(ecran, ecrit)
        return
    gauche, droite = st.columns([3, 2], gap="large")
    with gauche:
        show_liste(ecran, ecrit)
    with droite:
        if ecrit:
            show_decision_des_choisies(ecran)
        # Of what is not published, nobody outside can say how far it has come.
        if ecran.reads_drafts:
            show_avancement(ecran)


def show_fiche_of(ecran: Ecran) -> None:
    """The sheet of one proposal, local or national."""
    show_navigation(ecran)
    if ecran.etat.partie == "nationales":
        show_fiche_nationale(ecran)
    else:
        show_fiche(ecran)
