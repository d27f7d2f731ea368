"""One action: its form, to create or to change it, its money, and what hides or restores it."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from concertation.analyse.avancement.instruction import local_propositions
from concertation.analyse.lignes import find_row, list_records
from concertation.analyse.mots.textes import split_liste
from concertation.analyse.mots.typographie import typeset
from concertation.declarations.action import ACTION, EN_RETARD, FINANCEMENT, STATUT
from concertation.donnees import soft_table
from concertation.interface.ecrans.plan_action.ecran import EcranPlanAction
from concertation.interface.ecrans.plan_action.financements import show_financements
from concertation.interface.elements.provenance import source_line
from concertation.interface.socle.buttons import show_button, show_link
from concertation.interface.socle.registre import FEUILLE_ROUTE, INSTRUCTION, PLAN_ACTION
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.avis import show_avis
from concertation.interface.suivi.champs import (
    Choix,
    Saisie,
    show_champs,
    show_creation,
    show_edition,
)
from concertation.interface.suivi.ecran import show_refus
from concertation.interface.suivi.noms import choose_composantes
from concertation.interface.suivi.partage import state_of
from concertation.interface.suivi.saisies import Formulaire
from concertation.recits.champs import tell_fields
from concertation.recits.feuille import paragraphs, title_of
from concertation.suivi import Introuvable

# The chooser of proposals is a form of its own, above.
CHAMPS = ACTION.showing("formulaire", sauf=("propositions",))
ARGENT = FINANCEMENT.showing("formulaire", sauf=FINANCEMENT.figes)


def show_retour(ecran: EcranPlanAction) -> None:
    show_link(PLAN_ACTION, "Retour aux actions", ecran.etat.liste.to_params(), "arrow_back")


def show_fiche(ecran: EcranPlanAction) -> None:
    """The open action, or the form of a new one."""
    if ecran.etat.nouvelle:
        st.title("Nouvelle action", anchor=False)
        show_retour(ecran)
        _show_nouvelle(ecran)
        return
    try:
        action = ecran.store.actions.get(ecran.acteur, ecran.etat.action)
    except Introuvable as erreur:
        st.title("Plan d’action", anchor=False)
        show_retour(ecran)
        st.warning(escape(str(erreur)), icon=":material/link_off:")
        return
    st.title(escape(action["intitule"]), anchor=False)
    show_retour(ecran)
    _show_action(ecran, action)


def _show_nouvelle(ecran: EcranPlanAction) -> None:
    if not ecran.ecrits:
        show_refus(ecran.acteur, ecran.pour(ecran.territoire))
        return
    locales = _locales(ecran)
    propositions = [p for p in ecran.etat.propositions if p in locales]
    reprise = ecran.etat.reprise
    nom = "-".join(["action-nouvelle", *propositions, *([reprise] if reprise else [])])
    _show_reprise(ecran, reprise)
    choisies = _show_propositions(nom, locales, propositions)
    depart = _start(ecran, propositions)

    def show(form: Formulaire) -> Saisie:
        saisie = show_champs(form, CHAMPS, depart, _choix(ecran))
        st.markdown("**Son premier financement**, s’il est connu")
        return saisie | show_champs(form, ARGENT, {}, questions={c.nom: c.libelle for c in ARGENT})

    def create(saisie: Saisie) -> dict[str, Any]:
        argent = {champ.nom: saisie.pop(champ.nom) for champ in ARGENT}
        lieu = saisie["territoire"]
        with ecran.store.atomic():
            saisie |= {"propositions": choisies, "reprise": reprise}
            creee = ecran.record(ecran.store.actions.create, lieu, **saisie)
            # The nature has a value from the start.
            if any(argent[nom] for nom in ("financeur", "montant", "periode")):
                add = ecran.store.financements.create
                ecran.record(add, lieu, action_id=int(creee["id"]), **argent)
        return creee

    show_creation(
        nom,
        (*CHAMPS, *ARGENT),
        show,
        create,
        "Créer l’action",
        lambda saisie: f"L’action « {saisie['intitule']} » est créée.",
        ":material/save:",
        apres=lambda creee: ecran.go(action=int(creee["id"]), nouvelle=False),
    )  # fmt: skip


def _start(ecran: EcranPlanAction, propositions: list[str]) -> dict[str, Any]:
    """What a new action begins with: the proposal's words, and the engagement when there is only
    one that a link of its leads to, else one of its theme."""
    engagements, depart = list(ecran.etat.engagement), {"territoire": ecran.territoire}
    for publiee in _published(ecran, ecran.etat.reprise):
        textes = (publiee["intitule"], *paragraphs(publiee["description"]))
        depart |= {
            "intitule": title_of(publiee),
            "description": "\n\n".join(textes),
            "porteur": publiee["porteur"],
            "partenaires": ", ".join(split_liste(publiee["partenaires"])),
        }
        engagements = _linked(ecran, ecran.etat.reprise) or engagements
    for identifiant in propositions[:1]:
        ligne = find_row(ecran.donnees.table("propositions"), identifiant)
        if ligne is not None:
            depart["intitule"] = ligne["intitule"]
            if len(engagements) != 1:
                tous = list_records(soft_table(ecran.donnees, "engagements"))
                du_theme = [e["id"] for e in tous if ligne["theme"] in split_liste(e["themes"])]
                engagements = _linked(ecran, identifiant) or du_theme
    return depart | {"engagement": engagements[0] if len(engagements) == 1 else ""}


def _linked(ecran: EcranPlanAction, cle: str) -> list[str]:
    """The engagements that published links join to a proposal or to a published action, by their
    components or not."""
    liens, composantes = (soft_table(ecran.donnees, nom) for nom in ("liens", "composantes"))
    parents = dict(zip(composantes["id"], composantes["engagement"], strict=True))
    cote = {"origine": "cible", "cible": "origine"}
    bouts = [bout for ici, la in cote.items() for bout in liens.loc[liens[ici] == cle, la]]
    vers = [parents.get(bout, bout) for bout in bouts]
    return [cle for cle in ecran.engagements if cle in vers]


def _published(ecran: EcranPlanAction, cle: str) -> list[dict[str, Any]]:
    """The published action of this id, if there is one."""
    actions = soft_table(ecran.donnees, "actions")
    return list_records(actions[actions["id"] == cle])


def _show_reprise(ecran: EcranPlanAction, cle: str) -> None:
    """The published action that this one takes up, and who published it."""
    for publiee in _published(ecran, cle):
        titre = f"Reprend l’action publiée « {title_of(publiee)} »"
        show_link(FEUILLE_ROUTE, escape(titre), {"action": cle}, "route")
        st.caption(source_line(ecran.donnees, [publiee["source"]]))


def _locales(ecran: EcranPlanAction) -> dict[str, str]:
    locales = local_propositions(soft_table(ecran.donnees, "propositions"))
    return dict(zip(locales["id"], locales["intitule"], strict=True))


def _choix(ecran: EcranPlanAction) -> Choix:
    return {
        "engagement": ecran.engagements,
        "composante": choose_composantes(ecran.donnees, ecran.engagements),
        "territoire": ecran.ecrits,
    }


def _show_action(ecran: EcranPlanAction, action: dict[str, Any]) -> None:
    action["propositions"] = split_liste(action["propositions"])
    _show_etat(ecran, action)
    if not ecran.can("ecrire", action["territoire"]):
        show_refus(ecran.acteur, ecran.pour(action["territoire"]))
        _show_lecture(ecran, action)
    elif action["retire"]:
        st.warning("Cette action est retirée : elle n’apparaît plus dans le plan.")
        _show_lecture(ecran, action)
    else:
        _show_modifier(ecran, action)
    show_financements(ecran, action)
    show_avis(ecran, action["territoire"], str(action["id"]))
    if ecran.can("ecrire", action["territoire"]):
        with st.container(horizontal=True):
            if not action["retire"]:
                ecran.show_publication("action", pd.DataFrame([action]), "action")
            dit = f"« {escape(action['intitule'])} » et ses financements seront cachés."
            ecran.show_retrait(action, "action", "l’action", dit)


def _show_etat(ecran: EcranPlanAction, action: dict[str, Any]) -> None:
    toutes = ecran.toutes
    retard = toutes.loc[toutes["id"] == action["id"], "en_retard"].any()
    morceaux = (
        f"**{STATUT.mot(action['statut'])}**",
        f":material/schedule: **{EN_RETARD}**" if retard else "",
        escape(ecran.engagement(action["engagement"])),
        escape(ecran.lieu(action["territoire"])),
        "" if ecran.acteur.reads_public_only else state_of(action).lower(),
    )
    st.markdown(" · ".join(filter(None, morceaux)))
    with st.container(horizontal=True, gap="medium"):
        for identifiant in action["propositions"]:
            params = {"territoire": action["territoire"], "fiche": identifiant}
            mots = f"Vient de {escape(identifiant)}"
            show_link(INSTRUCTION, mots, params, "format_list_bulleted")
    _show_reprise(ecran, action["reprise"])


def _show_lecture(ecran: EcranPlanAction, action: Mapping[str, Any]) -> None:
    tus = ("intitule", "engagement", "territoire", "statut", "propositions")
    st.markdown("\n".join(f"- {escape(d)}" for d in tell_fields(ACTION, "formulaire", action, tus)))


def _show_modifier(ecran: EcranPlanAction, action: dict[str, Any]) -> None:
    identifiant = int(action["id"])
    nom = f"action-{identifiant}"
    lues = Formulaire(nom).hold(action)["propositions"]
    choisies = _show_propositions(nom, _locales(ecran), lues)
    show_edition(
        nom,
        CHAMPS,
        action,
        lambda form, tenue: show_champs(form, CHAMPS, tenue, _choix(ecran)),
        lambda version, saisie: ecran.record(
            ecran.store.actions.update, saisie["territoire"], identifiant, version,
            **saisie, propositions=choisies,
        ),
        lambda saisie: f"L’action « {saisie['intitule']} » est enregistrée.",
        "Enregistrer l’action",
        "cette action",
    )  # fmt: skip


def _show_propositions(nom: str, locales: Mapping[str, str], lues: Sequence[str]) -> list[str]:
    """Proposals of the form `nom`, `lues` at first: to take out, and to add by a search.

    A list of tags would be shorter, but its tags can't be read on a dark ground.
    """
    form, depart = Formulaire(nom), [p for p in lues if p in locales]
    cle = f"{form.cle}-propositions"
    gardees = [p for p in form.typed("propositions", depart) if p in locales]
    choisies: list[str] = st.session_state.setdefault(cle, gardees)
    ajout = f"{cle}-ajout"

    def keep(autres: list[str]) -> None:
        st.session_state[cle] = autres
        form.keep("propositions", autres, depart)

    def add() -> None:
        nouvelle = st.session_state[ajout]
        if nouvelle in locales and nouvelle not in choisies:
            keep([*choisies, nouvelle])
        st.session_state[ajout] = None

    def remove(identifiant: str) -> None:
        keep([p for p in choisies if p != identifiant])

    with st.container(border=True):
        st.markdown("**Propositions dont elle vient**")
        if not choisies:
            st.markdown("Aucune.")
        for identifiant in choisies:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(
                    f"{escape(identifiant)} – {escape(locales[identifiant])}", width="stretch"
                )
                mots, enleve = f"Enlever {identifiant}", partial(remove, identifiant)
                show_button(mots, "close", enleve, key=f"{cle}-{identifiant}")
        st.selectbox(
            "Ajouter une proposition",
            [p for p in locales if p not in choisies],
            index=None,
            key=ajout,
            format_func=lambda p: typeset(f"{p} – {locales.get(p, '')}"),
            placeholder="Cherchez par son numéro ou ses mots",
            on_change=add,
        )
    return list(choisies)
