"""One action: its form, to create or to change it, its money, and what hides or restores it."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from concertation.analyse.lignes import find_row, list_records
from concertation.analyse.mots.formats import format_date
from concertation.analyse.mots.textes import split_liste
from concertation.declarations.action import EN_RETARD, STATUT
from concertation.donnees import soft_table
from concertation.interface.ecrans.plan_action.ecran import NOUVELLE, Ecran
from concertation.interface.ecrans.plan_action.financements import show_financements
from concertation.interface.ecrans.plan_action.propositions import show_propositions
from concertation.interface.socle.boutons import main_button
from concertation.interface.socle.registre import INSTRUCTION, PLAN_ACTION
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.conflits import (
    hold_row,
    restart_form,
    show_choice_of_texts,
    submit,
)
from concertation.interface.suivi.noms import names_of_composantes
from concertation.interface.suivi.publication import show_publication, state_of
from concertation.interface.suivi.saisies import Formulaire, gesture
from concertation.interface.suivi.seance_courante import current_seance
from concertation.interface.suivi.territoires import show_refus, writable
from concertation.suivi import Introuvable

CHAMPS = (
    "engagement", "composante", "territoire", "intitule", "description", "porteur",
    "partenaires", "debut", "fin", "statut", "propositions",
)  # fmt: skip


def show_retour(ecran: Ecran) -> None:
    st.page_link(
        PLAN_ACTION.chemin,
        label="Retour aux actions",
        icon=":material/arrow_back:",
        query_params=ecran.etat.liste.to_params(),
    )


def show_fiche(ecran: Ecran) -> None:
    """The open action, or the form of a new one."""
    if ecran.etat.action == NOUVELLE:
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
    depart = _start(ecran, propositions)
    saisie, envoye = _show_form(ecran, nom, depart, "Créer l'action")

    def create() -> Any:
        return ecran.store.actions.create(
            ecran.acteur,
            **saisie,
            seance_id=current_seance(ecran.store, saisie["territoire"]),
        )

    if envoye:
        creee = submit(nom, create, f"L'action « {saisie['intitule']} » est créée.")
        if creee is not None:
            ecran.go(action=int(creee["id"]), propositions=())
            st.rerun()


def _known_propositions(ecran: Ecran) -> tuple[str, ...]:
    connues = set(_locales(ecran))
    return tuple(p for p in ecran.etat.propositions if p in connues)


def _start(ecran: Ecran, propositions: tuple[str, ...]) -> dict[str, Any]:
    """What a new action begins with: the proposal's words, and an engagement of its theme when
    there is only one."""
    depart: dict[str, Any] = dict.fromkeys(CHAMPS, "")
    depart |= {"debut": None, "fin": None, "statut": "a_venir", "propositions": list(propositions)}
    depart["territoire"] = ecran.etat.territoire
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
    locales = propositions[propositions["portee"] == "locale"]
    return dict(zip(locales["id"], locales["intitule"], strict=True))


def _show_form(
    ecran: Ecran, nom: str, lue: Mapping[str, Any], bouton: str
) -> tuple[dict[str, Any], bool]:
    """The fields, holding the row as it was when the form opened; what is typed, and whether the
    person asks to record it."""
    form = Formulaire(nom)
    lieux = writable(ecran.store, ecran.acteur, ecran.noms)
    composantes = {"": "Aucune en particulier"} | {
        cle: f"{cle} – {mots}"
        for engagement in ecran.engagements
        for cle, mots in names_of_composantes(ecran.donnees, engagement).items()
    }
    propositions = show_propositions(nom, _locales(ecran), lue["propositions"])
    with st.form(form.cle):
        saisie: dict[str, Any] = {"propositions": propositions}
        saisie["intitule"] = form.text("intitule", "Intitulé", lue["intitule"])
        gauche, droite = st.columns(2)
        with gauche:
            saisie["engagement"] = form.choice(
                "engagement", "Engagement", ecran.engagements, lue["engagement"]
            )
            saisie["territoire"] = form.choice("territoire", "Territoire", lieux, lue["territoire"])
            saisie["porteur"] = form.text("porteur", "Porteur", lue["porteur"])
            saisie["debut"] = form.date("debut", "Début", _date(lue["debut"]))
        with droite:
            saisie["composante"] = form.choice(
                "composante", "Composante", composantes, lue["composante"]
            )
            saisie["statut"] = form.choice("statut", "Statut", STATUT, lue["statut"])
            saisie["partenaires"] = form.text("partenaires", "Partenaires", lue["partenaires"])
            saisie["fin"] = form.date("fin", "Fin", _date(lue["fin"]))
        saisie["description"] = form.long_text("description", "Description", lue["description"])
        envoye = st.form_submit_button(bouton, type=main_button(), icon=":material/save:")
    return saisie, envoye


def _date(valeur: Any) -> Any:
    return None if valeur is None or pd.isna(valeur) else pd.Timestamp(valeur).date()


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
    morceaux = [f"**{STATUT[action['statut']]}**"]
    morceaux += [f":material/schedule: **{EN_RETARD}**"] if retard else []
    morceaux.append(escape(ecran.engagements.get(action["engagement"], action["engagement"])))
    morceaux.append(escape(ecran.noms.get(action["territoire"], action["territoire"])))
    if not ecran.acteur.reads_public_only:
        morceaux.append(state_of(pd.Series(action)).lower())
    st.markdown(" · ".join(morceaux))
    with st.container(horizontal=True, gap="medium"):
        for identifiant in action["propositions"]:
            st.page_link(
                INSTRUCTION.chemin,
                label=f"Vient de {escape(identifiant)}",
                icon=":material/format_list_bulleted:",
                query_params={"territoire": [action["territoire"]], "fiche": [identifiant]},
            )


def _show_lecture(ecran: Ecran, action: Mapping[str, Any]) -> None:
    faits = {
        "Composante": action["composante"],
        "Porteur": action["porteur"],
        "Partenaires": action["partenaires"],
        "Début": format_date(action["debut"], vide=""),
        "Fin": format_date(action["fin"], vide=""),
        "Description": action["description"],
    }
    lignes = {nom: escape(str(valeur)) for nom, valeur in faits.items() if valeur}
    if lignes:
        st.table(lignes, border="horizontal", alt=f"Fiche de l'action {action['intitule']}")


def _show_modifier(ecran: Ecran, action: dict[str, Any]) -> None:
    identifiant = int(action["id"])
    nom = f"action-{identifiant}"
    tenue = hold_row(nom, action)
    if tenue["version"] != action["version"]:
        st.info(
            "Une autre personne a modifié cette action depuis que vous l'avez ouverte. "
            "Votre saisie est gardée ; les deux versions vous seront montrées à l'enregistrement.",
            icon=":material/sync_problem:",
        )
        st.button(
            "Reprendre la version enregistrée",
            key=f"relire-{nom}",
            icon=":material/refresh:",
            on_click=restart_form,
            args=(nom,),
        )
    saisie, envoye = _show_form(ecran, nom, tenue, "Enregistrer l'action")
    succes = f"L'action « {saisie['intitule']} » est enregistrée."

    def update(version: int) -> Any:
        return ecran.store.actions.update(
            ecran.acteur,
            identifiant,
            version,
            seance_id=current_seance(ecran.store, saisie["territoire"]),
            **saisie,
        )

    if envoye and submit(nom, lambda: update(tenue["version"]), succes) is not None:
        st.rerun()
    show_choice_of_texts(nom, lambda conflit: update(conflit.actuel["version"]), succes)


def _show_retrait(ecran: Ecran, action: Mapping[str, Any]) -> None:
    verbes, identifiant = ecran.store.actions, int(action["id"])
    with st.container(horizontal=True):
        if action["retire"]:
            st.button(
                "Rétablir l'action",
                icon=":material/restore:",
                on_click=gesture(
                    lambda: verbes.restore(ecran.acteur, identifiant, int(action["version"])),
                    f"L'action « {action['intitule']} » est rétablie.",
                ),
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
            st.button(
                "Oui, retirer cette action",
                type=main_button(),
                on_click=gesture(
                    lambda: verbes.withdraw(ecran.acteur, identifiant, int(action["version"])),
                    f"L'action « {action['intitule']} » est retirée ; elle reste rétablissable.",
                ),
            )
