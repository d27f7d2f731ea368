"""Decide on one or many proposals at once, for a territory."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from concertation.analyse.mots.formats import plural
from concertation.declarations.instruction import A_INSTRUIRE, DECISION, INSTRUCTION, PRIORITE
from concertation.interface.ecrans.instruction.choix import chosen, drop
from concertation.interface.ecrans.instruction.ecran import Ecran
from concertation.interface.socle.boutons import main_button
from concertation.interface.suivi.champs import show_champs
from concertation.interface.suivi.conflits import form_key, show_choice_of_texts, submit
from concertation.interface.suivi.saisies import Formulaire
from concertation.interface.suivi.seance_courante import current_seance
from concertation.suivi import Conflit, SaisieInvalide

INCHANGEE = "inchangee"
# The decision and its priority are asked above, in words of their own.
CHAMPS = INSTRUCTION.showing("formulaire", sauf=(*INSTRUCTION.figes, "decision", "priorite"))


def show_decision_des_choisies(ecran: Ecran) -> None:
    """The form beside the list: what is typed applies to all that is chosen."""
    choisies = chosen(ecran)
    st.header("Décider", anchor=False)
    if not choisies:
        st.markdown("Cochez une ou plusieurs propositions : la décision vaudra pour toutes.")
        return
    st.markdown(f"**{plural(len(choisies), 'proposition choisie', 'propositions choisies')}** : "
                + ", ".join(choisies))  # fmt: skip
    if _show_form(ecran, "decision", choisies, None):
        drop(ecran)
        st.rerun()


def show_decision_de(ecran: Ecran, ligne: pd.Series, version: int) -> None:
    """The same form on the sheet of one proposal, holding what is recorded."""
    nom = f"decision-{ligne['id']}-{ecran.etat.territoire}"
    cle = f"lu-{nom}"
    version = st.session_state.setdefault(cle, version)
    if _show_form(ecran, nom, {str(ligne["id"]): version}, ligne):
        st.rerun()


def _show_form(
    ecran: Ecran, nom: str, choisies: Mapping[str, int], actuelle: pd.Series | None
) -> bool:
    """Whether the decision was recorded."""
    with st.form(form_key(nom)):
        saisie = _show_fields(nom, actuelle)
        envoye = st.form_submit_button(
            f"Enregistrer la décision ({len(choisies)})",
            type=main_button(),
            icon=":material/gavel:",
        )
    noms = list(choisies)
    succes = (
        f"{plural(len(noms), 'proposition décidée', 'propositions décidées')} pour {ecran.nom} : "
        + ", ".join(noms)
    )
    if envoye and submit(nom, lambda: _decide(ecran, noms, saisie, choisies), succes) is not None:
        return True
    show_choice_of_texts(
        nom,
        lambda conflit: _decide(ecran, noms, saisie, {**choisies, **_versions(conflit)}),
        succes,
        (lambda _: drop(ecran)) if actuelle is None else None,
    )
    return False


def _show_fields(nom: str, actuelle: pd.Series | None) -> dict[str, Any]:
    codes = [*(code for code in DECISION.saisies if code != A_INSTRUIRE), A_INSTRUIRE]
    decidee = actuelle["decision"] if actuelle is not None else None
    decision = st.radio(
        "Décision",
        codes,
        index=codes.index(decidee) if decidee in codes and decidee != A_INSTRUIRE else None,
        format_func=lambda code: DECISION[code],
        key=form_key(nom, "decision"),
        persist_state="session",
    )
    priorites = list(PRIORITE) if actuelle is not None else [INCHANGEE, *PRIORITE]
    priorite = st.selectbox(
        "Priorité",
        priorites,
        index=priorites.index(actuelle["priorite"]) if actuelle is not None else 0,
        format_func=lambda code: PRIORITE.get(code, "Inchangée"),
        key=form_key(nom, "priorite"),
        persist_state="session",
    )
    lue = {} if actuelle is None else {str(nom): valeur for nom, valeur in actuelle.items()}
    autres = show_champs(Formulaire(nom), CHAMPS, lue, colonnes=1)
    if actuelle is None:
        # Many at once: an empty field leaves each proposal's own text as it is.
        autres = {champ: valeur or None for champ, valeur in autres.items()}
    priorite = None if priorite == INCHANGEE else priorite
    return {"decision": decision, "priorite": priorite, **autres}


def _decide(
    ecran: Ecran, noms: Sequence[str], saisie: Mapping[str, Any], versions: Mapping[str, int]
) -> Sequence[Any]:
    if saisie["decision"] is None:
        raise SaisieInvalide("decision", "Choisissez une décision.")
    return ecran.store.instructions.decide(
        ecran.acteur,
        propositions=noms,
        territoire=ecran.etat.territoire,
        versions=versions,
        seance_id=current_seance(ecran.store, ecran.etat.territoire),
        **saisie,
    )


def _versions(conflit: Conflit) -> dict[str, int]:
    return {actuel["proposition"]: actuel["version"] for actuel, _ in conflit.conflits}
