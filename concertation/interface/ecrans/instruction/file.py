"""Proposals decided one after the other: one key a decision, recorded, and on to the next."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from concertation.analyse.territoires.noms import the_territoire
from concertation.declarations.instruction import A_INSTRUIRE, DECISION, INSTRUCTION, PRIORITE
from concertation.interface.ecrans.instruction.ecran import EcranInstruction, Fiche
from concertation.interface.socle import registre
from concertation.interface.socle.buttons import show_link
from concertation.interface.socle.session import is_phone
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.champs import show_champs, show_choice_of_texts, submit
from concertation.interface.suivi.saisies import Formulaire
from concertation.suivi import Conflit, SaisieInvalide

# The decision and its priority are asked above, in words of their own.
CHAMPS = INSTRUCTION.showing("formulaire", sauf=(*INSTRUCTION.figes, "decision", "priorite"))

# The button that Ctrl + Enter presses in the field of a reason (`serveur/saisie.js`).
MOTIVE = "motive"


def read_version(version: object) -> int:
    """The version of a row, 0 where nothing was recorded."""
    return 0 if version is None or pd.isna(version) else int(str(version))  # type: ignore[call-overload]


def next_to_decide(ecran: EcranInstruction, apres: str = "") -> str:
    """The next proposal of the list on which nothing is decided, the first one after the last;
    "" when there is none."""
    ids = [fiche["id"] for fiche in ecran.fiches]
    rang = ids.index(apres) + 1 if apres in ids else 0
    tour = (*ecran.fiches[rang:], *ecran.fiches[:rang])
    libres = (f["id"] for f in tour if f["decision"] == A_INSTRUIRE and f["id"] != apres)
    return next(libres, "")


def show_suite(ecran: EcranInstruction) -> None:
    """What was just decided, to undo by its name or to make an action of; and what comes next."""
    ecran.show_undo()
    lieu = ecran.etat.territoire
    if reprise := st.session_state.get(f"reprise-{lieu}"):
        params = {"territoire": lieu, "nouvelle": "1", "proposition": reprise}
        mots = f"Créer une action depuis {escape(reprise)}"
        show_link(registre.PLAN_ACTION, mots, params, "add_task")
    if not ecran.etat.affichage.fiche and (proposition := next_to_decide(ecran)):
        mots = f"Instruire une à une, dès {escape(proposition)}"
        show_link(registre.INSTRUCTION, mots, ecran.params(fiche=proposition), "play_arrow")


def show_decision_de(ecran: EcranInstruction, ligne: Fiche, version: int) -> None:
    """One key a decision, recorded with what is typed under it; then the next proposal.

    The reason is asked where a decision needs one.
    """
    identifiant, lieu = str(ligne["id"]), ecran.etat.territoire
    nom = f"decision-{identifiant}-{lieu}"
    form = Formulaire(nom)
    versions, demande = {identifiant: form.hold({"version": version})["version"]}, f"motif-{nom}"
    show_suite(ecran)
    # A key that is no shortcut for whoever dictates, or reaches one by mistake.
    clavier = not is_phone() and st.toggle(
        "Décider au clavier",
        True,
        key="w-clavier",
        persist_state="session",
        help="Les chiffres décident et passent à la suivante ; les flèches feuillettent.",
    )
    with st.container(border=True):
        haut, choisie = st.container(), st.session_state.get(demande, "")
        # `serveur/saisie.js` puts the hands on it.
        with st.container(key="demande" if choisie in DECISION.which("motive") else None):
            saisie = _show_details(form, ligne)
        with haut:
            if choisie in DECISION.which("motive"):
                st.warning(f"{DECISION.mot(choisie)} : dites pourquoi, puis Ctrl + Entrée.")
            presse = form.submit_by(_buttons(str(ligne["decision"]), choisie, clavier))
    code = choisie if presse == MOTIVE else presse
    if code:
        st.session_state[demande] = code
    # A reason of before, seen by nobody as the key was pressed, is not the reason of this one.
    ancien = code != choisie and saisie["motif"] == str(ligne["motif"] or "")
    if code in DECISION.which("motive") and (ancien or not saisie["motif"]):
        if code != choisie:
            st.rerun()
        st.error("Le motif est encore vide.", icon=":material/edit:")
        code = ""
    saisie["decision"] = code or choisie
    dite = DECISION.mot(saisie["decision"]).lower() if saisie["decision"] else ""
    succes = f"{identifiant} : {dite} pour {the_territoire(ecran.donnees, lieu)}."
    if code and submit(nom, lambda: decide(ecran, saisie, versions), succes) is not None:
        del st.session_state[demande]
        reprise = identifiant if code in DECISION.which("repris") else ""
        st.session_state[f"reprise-{lieu}"] = reprise
        if ligne["decision"] == A_INSTRUIRE:
            fiche = next_to_decide(ecran, identifiant)
            ecran.go(affichage=replace(ecran.etat.affichage, fiche=fiche))
        st.rerun()

    def overwrite(conflit: Conflit) -> Any:
        return decide(ecran, saisie, {identifiant: conflit.conflits[0][0]["version"]})

    show_choice_of_texts(nom, overwrite, succes)


def _buttons(actuelle: str, choisie: str, clavier: bool) -> dict[str, dict[str, Any]]:
    """One for each decision, by a digit; what takes it back has none."""
    codes = [code for code in DECISION.saisies if code != A_INSTRUIRE]
    motive = choisie if choisie in DECISION.which("motive") else ""
    boutons: dict[str, dict[str, Any]] = {
        MOTIVE if code == motive else code: {
            "label": DECISION.mot(code),
            "icon": DECISION.icone(code),
            "shortcut": str(rang) if clavier and code != motive else None,
            "type": "primary" if code == (motive or actuelle) else "secondary",
        }
        for rang, code in enumerate(codes, 1)
    }
    if actuelle != A_INSTRUIRE:
        boutons[A_INSTRUIRE] = {"label": f"Remettre « {DECISION.mot(A_INSTRUIRE)} »"}
    return boutons


def _show_details(form: Formulaire, lue: Fiche) -> dict[str, Any]:
    """What is said beside the decision of one proposal, its reason first."""
    textes = show_champs(form, CHAMPS, lue, colonnes=1)
    return textes | {"priorite": form.choice("priorite", "Priorité", PRIORITE, lue["priorite"])}


def decide(ecran: EcranInstruction, saisie: Mapping[str, Any], versions: Mapping[str, int]) -> Any:
    if not saisie["decision"]:
        raise SaisieInvalide("decision", "Choisissez une décision.")
    lieu, choisies = ecran.etat.territoire, list(versions)
    question = {"propositions": choisies, "territoire": lieu, "versions": versions}
    return ecran.record(ecran.store.instructions.decide, lieu, **question, **saisie)
