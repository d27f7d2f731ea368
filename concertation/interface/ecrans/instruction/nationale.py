"""National proposals: not the region's to do, so followed as transmissions."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from concertation.analyse.lignes import list_records
from concertation.analyse.mots.formats import format_date, is_empty, plural
from concertation.declarations.portee import PORTEE
from concertation.declarations.transmission import (
    ETAT_TRANSMISSION,
    SUIVI_NON_RENSEIGNE,
    TRANSMISSION,
)
from concertation.interface.ecrans.instruction.decision import (
    choices_in_sight,
    chosen,
    count_chosen,
    drop,
    tell_chosen,
)
from concertation.interface.ecrans.instruction.ecran import EcranInstruction, Fiche
from concertation.interface.ecrans.instruction.locales import show_cartes
from concertation.interface.elements.provenance import source_line
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.champs import show_champs, show_creation, show_edition
from concertation.interface.suivi.partage import show_geste
from concertation.interface.suivi.saisies import Formulaire
from concertation.recits.suites import fact_words, published_facts

CHAMPS = TRANSMISSION.showing("formulaire", sauf=TRANSMISSION.figes)
Transmission = Mapping[str, Any]


def can_transmit(ecran: EcranInstruction) -> bool:
    """Transmissions belong to no territory: the direction writes them."""
    return ecran.can("ecrire", "")


def show_nationales(ecran: EcranInstruction) -> None:
    """The national proposals that answer, each with its transmissions."""
    suivies = ecran.store.transmissions.list(ecran.acteur)
    show_faits(ecran)

    def tell(ligne: Fiche) -> list[str]:
        siennes = list_records(suivies[suivies["proposition"] == ligne["id"]])
        dites = [mots for transmission in siennes for mots in _tell_transmission(transmission)]
        return dites or [f":material/remove: {SUIVI_NON_RENSEIGNE}"]

    if not can_transmit(ecran):
        show_cartes(ecran, "Suivi de {}", tell)
        return
    gauche, droite = st.columns([3, 2], gap="large")
    with gauche:
        show_cartes(ecran, "Suivi de {}", tell, ecrit=True)
    with droite:
        _show_transmettre(ecran)


def show_faits(ecran: EcranInstruction) -> None:
    """What the documents say of all of them, whatever is recorded of each."""
    faits = [f for portee in PORTEE.which("transmise")
             for f in published_facts(ecran.donnees, portee)]  # fmt: skip
    for fait in faits:
        st.markdown(f"**{escape(fact_words(fait))}** : « {escape(fait['extrait'])} »")
    if faits:
        st.caption(source_line(ecran.donnees, [fait["source"] for fait in faits]))


def _tell_transmission(transmission: Transmission) -> list[str]:
    """To whom, when, in what state, what was answered."""
    etat = transmission["etat"]
    morceaux = [f"{ETAT_TRANSMISSION.icone(etat)} **{ETAT_TRANSMISSION.mot(etat)}**"]
    if transmission["destinataire"]:
        morceaux.append(f"à {escape(transmission['destinataire'])}")
    if not is_empty(transmission["date"]):
        morceaux.append(f"le {format_date(transmission['date'])}")
    dites = [" ".join(morceaux)]
    if transmission["reponse"]:
        date = transmission["date_reponse"]
        quand = "" if is_empty(date) else f" du {format_date(date)}"
        dites.append(f":small[Réponse{quand} : {escape(transmission['reponse'])}]")
    return dites


def _show_transmettre(ecran: EcranInstruction) -> None:
    """The same letter for all that is chosen: one transmission each, all or none."""
    choisies = list(chosen(ecran))
    with choices_in_sight(count_chosen(choisies), "Transmettre"):
        st.header("Transmettre", anchor=False)
        if not choisies:
            st.markdown("Cochez une ou plusieurs propositions pour noter leur transmission.")
            return
        st.markdown(tell_chosen(choisies))
        _show_creation(
            ecran,
            "transmission",
            choisies,
            f"Enregistrer {plural(len(choisies), 'transmission')}",
            f"{plural(len(choisies), 'transmission notée', 'transmissions notées')}.",
            apres=lambda _: drop(ecran),
        )


def _show_creation(
    ecran: EcranInstruction,
    nom: str,
    propositions: list[str],
    bouton: str,
    succes: str,
    **options: Any,
) -> None:
    def create(saisie: dict[str, Any]) -> list[Any]:
        add = ecran.store.transmissions.create
        with ecran.store.atomic():
            return [ecran.record(add, "", proposition=cle, **saisie) for cle in propositions]

    show_creation(
        nom, CHAMPS, lambda form: show_champs(form, CHAMPS, {}, colonnes=1), create, bouton,
        lambda _: succes, ":material/send:", **options,
    )  # fmt: skip


def show_transmissions(ecran: EcranInstruction, proposition: str) -> None:
    """On the sheet of a national proposal: its transmissions, to read or to change."""
    st.header("Transmissions", anchor=False)
    show_faits(ecran)
    verbes, ecrit = ecran.store.transmissions, can_transmit(ecran)
    suivies = list_records(verbes.list(ecran.acteur, proposition=proposition))
    if not suivies:
        st.markdown(f"{SUIVI_NON_RENSEIGNE}.")
    for transmission in suivies:
        with st.container(border=True):
            st.markdown("\n\n".join(_tell_transmission(transmission)))
            if ecrit:
                _show_modifier(ecran, transmission)
    if not ecrit:
        return
    st.header("Nouvelle transmission", anchor=False)
    _show_creation(
        ecran, f"transmission-de-{proposition}", [proposition], "Enregistrer la transmission",
        "La transmission est notée.",
    )  # fmt: skip
    for ligne in list_records(verbes.list(ecran.acteur, proposition=proposition, retires=True)):
        with st.container(border=True):
            dites = [":material/visibility_off: Retirée", *_tell_transmission(ligne)]
            st.markdown("\n\n".join(dites))
            show_geste(
                "Rétablir cette transmission",
                partial(verbes.restore, ecran.acteur, ligne["id"], ligne["version"]),
                "La transmission est rétablie.",
                icone="restore",
                cle=f"retablir-transmission-{ligne['id']}",
            )


def _show_modifier(ecran: EcranInstruction, transmission: Transmission) -> None:
    identifiant, verbes = int(transmission["id"]), ecran.store.transmissions
    nom = f"transmission-{identifiant}"
    update = partial(ecran.record, verbes.update, "", identifiant)
    with st.expander("Modifier", Formulaire(nom).is_begun, icon=":material/edit:", key=f"w-{nom}",
                     on_change="rerun") as cadre:  # fmt: skip
        if not cadre.open:
            return
        show_edition(
            nom, CHAMPS, transmission,
            lambda form, tenue: show_champs(form, CHAMPS, tenue, colonnes=1),
            lambda version, saisie: update(version, **saisie),
            lambda _: "La transmission est à jour.", border=False,
        )  # fmt: skip
        show_geste(
            "Retirer cette transmission",
            lambda: verbes.withdraw(ecran.acteur, identifiant, transmission["version"]),
            "La transmission est retirée ; elle reste rétablissable.",
            icone="visibility_off",
            cle=f"retirer-{nom}",
        )
