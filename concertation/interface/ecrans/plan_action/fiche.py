"""One action: its form, to create or to change it, its money, and what hides or restores it."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from concertation.analyse.lignes import find_row, list_records
from concertation.analyse.mots.formats import is_empty
from concertation.analyse.mots.textes import split_liste
from concertation.declarations.action import ACTION, EN_RETARD, STATUT
from concertation.declarations.portee import PORTEE
from concertation.donnees import soft_table
from concertation.interface.ecrans.plan_action.ecran import Ecran
from concertation.interface.ecrans.plan_action.financements import show_financements
from concertation.interface.ecrans.plan_action.propositions import show_propositions
from concertation.interface.socle.boutons import main_button, show_link
from concertation.interface.socle.registre import INSTRUCTION, PLAN_ACTION
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.champs import (
    Choix,
    show_champs,
    show_creation,
    show_edition,
)
from concertation.interface.suivi.ecran import current_seance, show_refus, writable
from concertation.interface.suivi.noms import choose_composantes, field_text
from concertation.interface.suivi.partage import show_geste, show_publication, state_of
from concertation.interface.suivi.saisies import Formulaire
from concertation.suivi import Introuvable

# The chooser of proposals is a form of its own, above.
CHAMPS = ACTION.showing("formulaire", sauf=("propositions",))


def show_retour(ecran: Ecran) -> None:
    show_link(PLAN_ACTION, "Retour aux actions", ecran.etat.liste.to_params(), "arrow_back")


def show_fiche(ecran: Ecran) -> None:
    """The open action, or the form of a new one."""
    if ecran.etat.nouvelle:
        st.title("Nouvelle action", anchor=False)
        show_retour(ecran)
        _show_nouvelle(ecran)
        return
    try:
        action = ecran.store.actions.get(ecran.acteur, ecran.etat.action)
    except Introuvable as erreur:
        st.title("Plan d'action", anchor=False)
        show_retour(ecran)
        st.warning(escape(str(erreur)), icon=":material/link_off:")
        return
    st.title(escape(action["intitule"]), anchor=False)
    show_retour(ecran)
    _show_action(ecran, action)


def _show_nouvelle(ecran: Ecran) -> None:
    if not writable(ecran.store, ecran.acteur, ecran.noms):
        show_refus(ecran.acteur, ecran.lieu)
        return
    propositions = _known_propositions(ecran)
    nom = "action-nouvelle" + "".join(f"-{identifiant}" for identifiant in propositions)
    choisies = show_propositions(nom, _locales(ecran), propositions)

    def create(saisie: dict[str, Any]) -> Any:
        seance = current_seance(ecran.store, saisie["territoire"])
        return ecran.store.actions.create(
            ecran.acteur, **saisie, propositions=choisies, seance_id=seance
        )

    show_creation(
        nom,
        CHAMPS,
        lambda form: show_champs(form, CHAMPS, _start(ecran, propositions), _choix(ecran)),
        create,
        "Créer l'action",
        lambda saisie: f"L'action « {saisie['intitule']} » est créée.",
        ":material/save:",
        apres=lambda creee: ecran.go(action=int(creee["id"]), nouvelle=False, propositions=()),
    )


def _known_propositions(ecran: Ecran) -> tuple[str, ...]:
    connues = set(_locales(ecran))
    return tuple(p for p in ecran.etat.propositions if p in connues)


def _start(ecran: Ecran, propositions: tuple[str, ...]) -> dict[str, Any]:
    """What a new action begins with: the proposal's words, and an engagement of its theme when
    there is only one."""
    depart: dict[str, Any] = {champ.nom: champ.vide for champ in CHAMPS}
    depart["territoire"] = ecran.territoire
    depart["engagement"] = ecran.etat.engagement[0] if len(ecran.etat.engagement) == 1 else ""
    if propositions:
        ligne = find_row(ecran.donnees.table("propositions"), propositions[0])
        if ligne is not None:
            depart["intitule"] = ligne["intitule"]
            depart["engagement"] = depart["engagement"] or _engagement_of(ecran, ligne["theme"])
    return depart


def _engagement_of(ecran: Ecran, theme: str) -> str:
    engagements = soft_table(ecran.donnees, "engagements")
    siens = [
        ligne["id"] for ligne in list_records(engagements) if theme in split_liste(ligne["themes"])
    ]
    return siens[0] if len(siens) == 1 else ""


def _locales(ecran: Ecran) -> dict[str, str]:
    propositions = soft_table(ecran.donnees, "propositions")
    locales = propositions[propositions["portee"].isin(PORTEE.which("instruite"))]
    return dict(zip(locales["id"], locales["intitule"], strict=True))


def _choix(ecran: Ecran) -> Choix:
    return {
        "engagement": ecran.engagements,
        "composante": choose_composantes(ecran.donnees, ecran.engagements),
        "territoire": writable(ecran.store, ecran.acteur, ecran.noms),
    }


def _show_action(ecran: Ecran, action: dict[str, Any]) -> None:
    action["propositions"] = split_liste(action["propositions"])
    _show_etat(ecran, action)
    if not ecran.can_write(action["territoire"]):
        show_refus(ecran.acteur, ecran.noms.get(action["territoire"], action["territoire"]))
        _show_lecture(ecran, action)
    elif action["retire"]:
        st.warning("Cette action est retirée : elle n'apparaît plus dans le plan.")
        _show_lecture(ecran, action)
    else:
        _show_modifier(ecran, action)
    show_financements(ecran, action)
    if ecran.can_write(action["territoire"]):
        _show_retrait(ecran, action)


def _show_etat(ecran: Ecran, action: dict[str, Any]) -> None:
    ligne = ecran.toutes[ecran.toutes["id"] == action["id"]]
    retard = not ligne.empty and bool(ligne.iloc[0]["en_retard"])
    morceaux = [f"**{STATUT.mot(action['statut'])}**"]
    morceaux += [f":material/schedule: **{EN_RETARD}**"] if retard else []
    morceaux.append(escape(ecran.engagements.get(action["engagement"], action["engagement"])))
    morceaux.append(escape(ecran.noms.get(action["territoire"], action["territoire"])))
    if not ecran.acteur.reads_public_only:
        morceaux.append(state_of(pd.Series(action)).lower())
    st.markdown(" · ".join(morceaux))
    with st.container(horizontal=True, gap="medium"):
        for identifiant in action["propositions"]:
            show_link(
                INSTRUCTION,
                f"Vient de {escape(identifiant)}",
                {"territoire": [action["territoire"]], "fiche": [identifiant]},
                "format_list_bulleted",
            )


def _show_lecture(ecran: Ecran, action: Mapping[str, Any]) -> None:
    dits = ("intitule", "engagement", "territoire", "statut")
    lignes = {
        champ.libelle: escape(field_text("action", champ.nom, action[champ.nom], {}))
        for champ in ACTION.showing("formulaire", sauf=(*dits, "propositions"))
        if not is_empty(action[champ.nom])
    }
    if lignes:
        st.table(lignes, border="horizontal", alt=f"Fiche de l'action {action['intitule']}")


def _show_modifier(ecran: Ecran, action: dict[str, Any]) -> None:
    identifiant = int(action["id"])
    nom = f"action-{identifiant}"
    choisies = show_propositions(nom, _locales(ecran), Formulaire(nom).hold(action)["propositions"])

    def update(version: int, saisie: dict[str, Any]) -> Any:
        seance = current_seance(ecran.store, saisie["territoire"])
        return ecran.store.actions.update(
            ecran.acteur, identifiant, version,
            **saisie, propositions=choisies, seance_id=seance,
        )  # fmt: skip

    show_edition(
        nom,
        CHAMPS,
        action,
        lambda form, tenue: show_champs(form, CHAMPS, tenue, _choix(ecran)),
        update,
        lambda saisie: f"L'action « {saisie['intitule']} » est enregistrée.",
        "Enregistrer l'action",
        "cette action",
    )


def _show_retrait(ecran: Ecran, action: Mapping[str, Any]) -> None:
    verbes, identifiant = ecran.store.actions, int(action["id"])
    with st.container(horizontal=True):
        if action["retire"]:
            show_geste(
                "Rétablir l'action",
                lambda: verbes.restore(ecran.acteur, identifiant, int(action["version"])),
                f"L'action « {action['intitule']} » est rétablie.",
                icone="restore",
            )
            return
        frame = ecran.store.actions.list(ecran.acteur, territoire=action["territoire"])
        show_publication(
            ecran.store, ecran.acteur, "action", frame[frame["id"] == identifiant],
            "action", "actions",
        )  # fmt: skip
        with st.popover("Retirer l'action", icon=":material/visibility_off:"):
            st.markdown(
                f"« {escape(action['intitule'])} » et ses financements n'apparaîtront plus dans le "
                "plan. Rien n'est effacé : elle se rétablit."
            )
            show_geste(
                "Oui, retirer cette action",
                lambda: verbes.withdraw(ecran.acteur, identifiant, int(action["version"])),
                f"L'action « {action['intitule']} » est retirée ; elle reste rétablissable.",
                type=main_button(),
            )
