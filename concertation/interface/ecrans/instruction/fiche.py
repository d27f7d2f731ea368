"""The sheet of a proposal: its text, then what territories decided, or its transmissions."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from concertation.analyse.avancement.instruction import compare_territoires
from concertation.analyse.lignes import find_row, list_records
from concertation.analyse.mots.formats import format_date
from concertation.analyse.selection.propositions import neighbours
from concertation.analyse.territoires.noms import DE_COMITE
from concertation.declarations.instruction import A_INSTRUIRE, DECISION, PRIORITE, RIEN_DE_PUBLIE
from concertation.donnees import soft_table
from concertation.interface.ecrans.instruction.decision import read_version, show_decision_de
from concertation.interface.ecrans.instruction.ecran import Ecran
from concertation.interface.ecrans.instruction.liste import (
    actions_by_proposition,
    show_suites,
    tell_decision,
)
from concertation.interface.ecrans.instruction.nationale import show_transmissions
from concertation.interface.elements.cartes_propositions import badges, texte_markdown
from concertation.interface.elements.figures import show_rows
from concertation.interface.elements.provenance import source_line
from concertation.interface.socle.boutons import show_link
from concertation.interface.socle.registre import INSTRUCTION, PROPOSITIONS
from concertation.interface.socle.session import lexique_of
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.ecran import may_write


def _show_navigation(ecran: Ecran) -> None:
    """Back to the list, and the neighbours of the filtered list."""
    precedente, suivante = neighbours(ecran.lignes, ecran.etat.affichage.fiche)
    with st.container(horizontal=True, vertical_alignment="center"):
        show_link(INSTRUCTION, "Retour à la liste", ecran.params(fiche=""), "arrow_back")
        for voisine, libelle, icone in (
            (precedente, "Précédente", "chevron_left"),
            (suivante, "Suivante", "chevron_right"),
        ):
            if voisine is not None:
                params = ecran.params(fiche=voisine)
                show_link(INSTRUCTION, f"{libelle} : {escape(voisine)}", params, icone)


def _show_texte(ecran: Ecran, ligne: pd.Series) -> None:
    """The wording of the document, to the letter."""
    st.markdown(badges(ecran.donnees, ligne))
    with st.container(border=True):
        st.markdown(texte_markdown(ligne, lexique_of(ecran.donnees), ecran.recherche, ""))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"Texte repris à la lettre. {source_line(ecran.donnees, [ligne['source']])}")
        show_link(
            PROPOSITIONS,
            "Contexte du thème et propositions proches",
            {"fiche": str(ligne["id"])},
            "article",
        )


def show_fiche(ecran: Ecran) -> None:
    """The sheet of one proposal, local or national."""
    _show_navigation(ecran)
    ligne = find_row(ecran.toutes, ecran.etat.affichage.fiche)
    if ligne is None:
        return
    _show_texte(ecran, ligne)
    if ecran.etat.partie == "nationales":
        show_transmissions(ecran, str(ligne["id"]))
        return
    lieu = ecran.etat.territoire
    gauche, droite = st.columns([3, 2], gap="large")
    with gauche:
        st.header(f"Décision pour {escape(ecran.nom)}", anchor=False)
        st.markdown("\n\n".join(tell_decision(ecran, ligne)))
        show_suites(ecran, ligne, actions_by_proposition(ecran), ecran.can("ecrire", lieu))
        _show_comparaison(ecran, str(ligne["id"]))
    with droite:
        st.header("Décider", anchor=False)
        if may_write(ecran.store, ecran.acteur, lieu, ecran.nom):
            show_decision_de(ecran, ligne, read_version(ligne["version"]))


def _show_comparaison(ecran: Ecran, proposition: str) -> None:
    """What each territory says of the same proposal."""
    st.header("Comparer les territoires", anchor=False)
    table = soft_table(ecran.donnees, "territoires")
    choisis = table[table["niveau"].isin(DE_COMITE)]
    dites = ecran.store.instructions.list(ecran.acteur, proposition=proposition)
    lignes = [
        {
            "Territoire": ecran.lieu(ligne["territoire"]),
            "Décision": _decision(ecran, ligne),
            "Priorité": PRIORITE.mot(ligne["priorite"]) if ligne["priorite"] else "–",
            "Motif": ligne["motif"] or "–",
            "Le": format_date(ligne["modifie_le"], "courte", vide="–"),
        }
        for ligne in list_records(compare_territoires(proposition, dites, choisis))
    ]
    if not lignes:
        st.markdown("Aucun territoire n'est publié.")
        return
    alt = f"Décisions des territoires sur la proposition {proposition}"
    show_rows(pd.DataFrame(lignes), alt=alt)


def _decision(ecran: Ecran, ligne: Mapping[str, Any]) -> str:
    """Silence is « à instruire » only for who reads that territory's drafts."""
    if ligne["decision"] == A_INSTRUIRE and pd.isna(ligne["modifie_le"]):
        lit = ecran.can("lire_brouillon", ligne["territoire"])
        return DECISION.mot(A_INSTRUIRE) if lit else RIEN_DE_PUBLIE
    return DECISION.mot(ligne["decision"])
