"""National proposals: not the region's to do, so followed as transmissions."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from concertation.analyse.lignes import find_row, list_records
from concertation.analyse.mots.formats import format_date, is_empty, plural
from concertation.declarations.transmission import (
    ETAT_TRANSMISSION,
    SUIVI_NON_RENSEIGNE,
    TRANSMISSION,
)
from concertation.interface.ecrans.instruction.choix import (
    chosen,
    drop,
    show_case,
    show_tout_choisir,
)
from concertation.interface.ecrans.instruction.ecran import Ecran
from concertation.interface.ecrans.instruction.fiche import show_texte
from concertation.interface.ecrans.instruction.liste import one_page, show_lien
from concertation.interface.elements.cartes_propositions import badges, texte_markdown
from concertation.interface.socle.session import lexique_of
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.champs import show_champs, show_creation, show_edition
from concertation.interface.suivi.partage import show_geste
from concertation.interface.suivi.saisies import Formulaire
from concertation.interface.suivi.seance_courante import current_seance

CHAMPS = TRANSMISSION.showing("formulaire", sauf=TRANSMISSION.figes)
Transmission = Mapping[str, Any]


def can_transmit(ecran: Ecran) -> bool:
    """Transmissions belong to no territory: the direction writes them."""
    return ecran.store.can(ecran.acteur, "ecrire", "")


def show_nationales(ecran: Ecran) -> None:
    """The national proposals that answer, each with its transmissions."""
    ecrit = can_transmit(ecran)
    if not ecrit:
        _show_liste(ecran, ecrit)
        return
    gauche, droite = st.columns([3, 2], gap="large")
    with gauche:
        _show_liste(ecran, ecrit)
    with droite:
        _show_transmettre(ecran)


def _show_liste(ecran: Ecran, ecrit: bool) -> None:
    if ecran.lignes.empty:
        return
    if ecrit:
        show_tout_choisir(ecran)
    suivies = ecran.store.transmissions.list(ecran.acteur)
    with one_page(ecran) as montrees:
        for _, ligne in montrees.iterrows():
            with st.container(border=True, gap="small"):
                _show_ligne(ecran, ligne, suivies[suivies["proposition"] == ligne["id"]], ecrit)


def _show_ligne(ecran: Ecran, ligne: pd.Series, siennes: pd.DataFrame, ecrit: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if ecrit:
            show_case(ecran, ligne)
        st.markdown(f":small[{badges(ecran.donnees, ligne)}]", width="stretch")
        show_lien(ecran, str(ligne["id"]), f"Suivi de {ligne['id']}")
    lexique = lexique_of(ecran.donnees)
    st.markdown(texte_markdown(ligne, lexique, ecran.recherche, ecran.filtre.recherche))
    if siennes.empty:
        st.markdown(f":material/remove: {SUIVI_NON_RENSEIGNE}")
    for transmission in list_records(siennes):
        show_transmission(transmission)


def show_transmission(transmission: Transmission) -> None:
    """To whom, when, in what state, what was answered."""
    etat = transmission["etat"]
    morceaux = [f"{ETAT_TRANSMISSION.icone(etat)} **{ETAT_TRANSMISSION.mot(etat)}**"]
    if transmission["destinataire"]:
        morceaux.append(f"à {escape(transmission['destinataire'])}")
    if not is_empty(transmission["date"]):
        morceaux.append(f"le {format_date(transmission['date'])}")
    st.markdown(" ".join(morceaux))
    if transmission["reponse"]:
        date = transmission["date_reponse"]
        quand = "" if is_empty(date) else f" du {format_date(date)}"
        st.markdown(f":small[Réponse{quand} : {escape(transmission['reponse'])}]")


def _show_transmettre(ecran: Ecran) -> None:
    """The same letter for all that is chosen: one transmission each, all or none."""
    choisies = list(chosen(ecran))
    st.header("Transmettre", anchor=False)
    if not choisies:
        st.markdown("Cochez une ou plusieurs propositions pour noter leur transmission.")
        return
    st.markdown(
        f"**{plural(len(choisies), 'proposition choisie', 'propositions choisies')}** : "
        + ", ".join(choisies)
    )

    def create(saisie: dict[str, Any]) -> list[Any]:
        with ecran.store.atomic():
            return [_create(ecran, identifiant, saisie) for identifiant in choisies]

    creees = show_creation(
        "transmission",
        CHAMPS,
        _show_vides,
        create,
        f"Enregistrer {plural(len(choisies), 'transmission')}",
        lambda _: f"{plural(len(choisies), 'transmission notée', 'transmissions notées')}.",
        ":material/send:",
    )
    if creees is not None:
        drop(ecran)
        st.rerun()


def _create(ecran: Ecran, proposition: str, saisie: dict[str, Any]) -> Any:
    return ecran.store.transmissions.create(
        ecran.acteur,
        proposition=proposition,
        seance_id=current_seance(ecran.store, ""),
        **saisie,
    )


def _show_vides(form: Formulaire) -> dict[str, Any]:
    return show_champs(form, CHAMPS, {c.nom: c.vide for c in CHAMPS}, colonnes=1)


def show_fiche_nationale(ecran: Ecran) -> None:
    """The sheet of one national proposal: its transmissions, to read or to change."""
    ligne = find_row(ecran.toutes, ecran.affichage.fiche)
    if ligne is None:
        return
    show_texte(ecran, ligne)
    st.header("Transmissions", anchor=False)
    suivies = ecran.store.transmissions.list(ecran.acteur, proposition=str(ligne["id"]))
    if suivies.empty:
        st.markdown(f"{SUIVI_NON_RENSEIGNE}.")
    for transmission in list_records(suivies):
        with st.container(border=True):
            show_transmission(transmission)
            if can_transmit(ecran):
                _show_modifier(ecran, transmission)
    if not can_transmit(ecran):
        return
    _show_nouvelle(ecran, str(ligne["id"]))
    _show_retirees(ecran, str(ligne["id"]))


def _show_modifier(ecran: Ecran, transmission: Transmission) -> None:
    identifiant = int(transmission["id"])
    nom = f"transmission-{identifiant}"
    verbes = ecran.store.transmissions
    with st.expander(
        "Modifier", icon=":material/edit:", key=f"w-{nom}", on_change="rerun"
    ) as cadre:
        if not cadre.open:
            return

        def update(version: int, saisie: dict[str, Any]) -> Any:
            seance = current_seance(ecran.store, "")
            return verbes.update(ecran.acteur, identifiant, version, seance_id=seance, **saisie)

        show_edition(
            nom,
            CHAMPS,
            transmission,
            lambda form, tenue: show_champs(form, CHAMPS, tenue, colonnes=1),
            update,
            lambda _: "La transmission est à jour.",
            border=False,
        )
        show_geste(
            "Retirer cette transmission",
            lambda: verbes.withdraw(ecran.acteur, identifiant, transmission["version"]),
            "La transmission est retirée ; elle reste rétablissable.",
            icone="visibility_off",
            cle=f"retirer-{nom}",
        )


def _show_nouvelle(ecran: Ecran, proposition: str) -> None:
    st.header("Nouvelle transmission", anchor=False)
    creee = show_creation(
        f"transmission-de-{proposition}",
        CHAMPS,
        _show_vides,
        lambda saisie: _create(ecran, proposition, saisie),
        "Enregistrer la transmission",
        lambda _: "La transmission est notée.",
        ":material/send:",
    )
    if creee is not None:
        st.rerun()


def _show_retirees(ecran: Ecran, proposition: str) -> None:
    verbes = ecran.store.transmissions
    for ligne in list_records(verbes.list(ecran.acteur, proposition=proposition, retires=True)):
        with st.container(border=True):
            st.markdown(":material/visibility_off: Retirée")
            show_transmission(ligne)
            show_geste(
                "Rétablir cette transmission",
                partial(verbes.restore, ecran.acteur, ligne["id"], ligne["version"]),
                "La transmission est rétablie.",
                icone="restore",
                cle=f"retablir-transmission-{ligne['id']}",
            )
