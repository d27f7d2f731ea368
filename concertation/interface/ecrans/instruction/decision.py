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
from concertation.interface.suivi.conflits import show_choice_of_texts, submit
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
    if _show_form(ecran, f"decision-{ecran.etat.territoire}", choisies, None):
        drop(ecran)
        st.rerun()


def show_decision_de(ecran: Ecran, ligne: pd.Series, version: int) -> None:
    """The same form on the sheet of one proposal, holding what is recorded."""
    nom = f"decision-{ligne['id']}-{ecran.etat.territoire}"
    tenue = Formulaire(nom).hold({"version": version})
    if _show_form(ecran, nom, {str(ligne["id"]): tenue["version"]}, ligne):
        st.rerun()


def _show_form(
    ecran: Ecran, nom: str, choisies: Mapping[str, int], actuelle: pd.Series | None
) -> bool:
    """Whether the decision was recorded."""
    form = Formulaire(nom)
    with st.container(border=True):
        saisie = _show_fields(form, actuelle)
        envoye = form.submit(
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


def _show_fields(form: Formulaire, actuelle: pd.Series | None) -> dict[str, Any]:
    lue = {} if actuelle is None else {str(nom): valeur for nom, valeur in actuelle.items()}
    codes = [*(code for code in DECISION.saisies if code != A_INSTRUIRE), A_INSTRUIRE]
    decidee = lue.get("decision")
    decision = form.choice(
        "decision",
        "Décision",
        {code: DECISION.mot(code) for code in codes},
        None if decidee == A_INSTRUIRE else decidee,
        en_clair=True,
    )
    priorites = PRIORITE if lue else {INCHANGEE: "Inchangée", **PRIORITE}
    priorite: str | None = form.choice(
        "priorite", "Priorité", priorites, lue.get("priorite", INCHANGEE)
    )
    autres = show_champs(form, CHAMPS, lue, colonnes=1)
    if actuelle is None:
        # Many at once: an empty field leaves each proposal's own text as it is.
        autres = {champ: valeur or None for champ, valeur in autres.items()}
    priorite = None if priorite == INCHANGEE else priorite
    return {"decision": decision, "priorite": priorite, **autres}


def _decide(
    ecran: Ecran, noms: Sequence[str], saisie: Mapping[str, Any], versions: Mapping[str, int]
) -> Sequence[Any]:
    if not saisie["decision"]:
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
