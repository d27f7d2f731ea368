"""How the cells of a file are read, where the person alone can say it: what its columns are, what
its words mean."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

import pandas as pd
import streamlit as st

from concertation.analyse.mots.formats import plural
from concertation.declarations.champ import Champ
from concertation.interface.elements.figures import show_rows
from concertation.interface.socle.buttons import show_button
from concertation.interface.socle.identite import owner_of_drafts
from concertation.interface.socle.store import current_store
from concertation.interface.socle.textes import escape
from concertation.restitution.classeur.plan.correspondance import (
    ARGENT,
    CHAMPS,
    guess_colonnes,
    list_champs,
    to_plan,
)
from concertation.restitution.classeur.plan.libres import Libre
from concertation.restitution.classeur.plan.modele import Plan
from concertation.restitution.classeur.plan.rapprochement import Choix, Lecture
from concertation.suivi import ErreurSuivi

FICHIER = "fichier-plan"
_LECTURES = f"{FICHIER}-lectures"
OFFERTES = 12
APERCU = 5


def chosen_lectures() -> dict[tuple[str, str, str], str]:
    """What the person chose to read instead of a text of a column."""
    choisies: dict[tuple[str, str, str], str] = st.session_state.setdefault(_LECTURES, {})
    return choisies


def show_lectures(offertes: Sequence[Lecture]) -> None:
    """For each text near an admitted value, a button that takes it for all its cells."""
    for une in offertes[:OFFERTES]:
        cellules = plural(une.nombre, "cellule")
        show_button(
            f"Lire « {une.texte} » comme « {une.mot} » ({cellules})", "spellcheck",
            lambda une=une: chosen_lectures().update({une[:3]: une.valeur}),
        )  # fmt: skip


def show_colonnes(libres: Sequence[Libre], choix: Choix) -> Plan:
    """What each of our columns is in a table of people's own; the plan that this makes, empty as
    long as what an action can't do without is not said. What was said is kept for the next file
    with the same headings."""
    libre = max(libres, key=lambda une: len(une.rangees))
    st.markdown(
        f"**Ce fichier a ses propres colonnes.** Dites à quoi elles correspondent : "
        f"{plural(len(libre.rangees), 'ligne')} de la feuille « {escape(libre.titre)} », sous "
        f"l’en-tête de la ligne {libre.numero}. Votre réponse est gardée pour la prochaine fois."
    )
    # A draft without an address: « À faire » does not list it, erasing somebody's drafts takes it.
    qui, forme, deja = owner_of_drafts(), f"colonnes-{libre.signature}", dict[str, str]()
    with suppress(ErreurSuivi):
        deja = dict(current_store().brouillons.read(qui, forme).contenu) if qui else {}
    connues = guess_colonnes(libre) | deja
    colonnes, valeurs, dites = dict[str, str](), dict[str, str](), dict[str, str]()
    champs, places = list_champs(libre), list[Any]()
    for cle, champ in champs.items():
        places = places or list(st.columns(3))
        mots = {"": "–"} | {f"c:{e}": f"Colonne « {e} »" for e in libre.entetes if e}
        admis = champ.liste.items() if champ.liste is not None else choix.get(cle, ())
        mots |= {f"v:{valeur}": f"Toujours : {mot}" for valeur, mot in admis}
        depart = connues.get(cle, "")
        depart = depart if depart in mots else f"c:{depart}" if f"c:{depart}" in mots else ""
        # What money asks is asked of rows that have some.
        dite = places.pop(0).selectbox(
            champ.question if cle in CHAMPS else champ.libelle + cle.removeprefix(champ.nom),
            list(mots),
            index=list(mots).index(depart), format_func=mots.__getitem__,
            key=f"colonne-{libre.signature}-{cle}",
        )  # fmt: skip
        dites[cle] = dite
        (valeurs if dite.startswith("v:") else colonnes)[cle] = dite[2:]
    manquent = [
        champ.libelle for cle, champ in champs.items()
        if champ.requis and not dites[cle] and (cle in CHAMPS or _has_money(cle, champ, dites))
    ]  # fmt: skip
    _show_apercu(libre, colonnes)
    if manquent:
        st.warning(f"À dire encore : {escape(', '.join(manquent))}.", icon=":material/edit:")
        return Plan()
    if qui and dites != deja:
        with suppress(ErreurSuivi):
            current_store().brouillons.save(qui, forme, dites)
    return to_plan(libre, colonnes, valeurs)


def _has_money(cle: str, champ: Champ, dites: Mapping[str, str]) -> bool:
    """Whether the file has a column of the same money as this field's."""
    rang = cle.removeprefix(champ.nom)
    return any(dites[nom + rang].startswith("c:") for nom in ARGENT if nom + rang in dites)


def _show_apercu(libre: Libre, colonnes: Mapping[str, str]) -> None:
    """The first rows as the file has them, and the columns that nothing names."""
    noms = [entete for entete in libre.entetes if entete]
    rangs = [libre.entetes.index(nom) for nom in noms]
    lignes = [
        [cellules[rang] if rang < len(cellules) else "" for rang in rangs]
        for _, cellules in libre.rangees[:APERCU]
    ]
    with st.expander(f"Les premières lignes du fichier ({len(lignes)})"):
        show_rows(pd.DataFrame(lignes, columns=noms), alt="Premières lignes du fichier")
    if restent := [nom for nom in noms if nom not in colonnes.values()]:
        st.caption(f"Ne sont pas reprises : {escape(', '.join(restent))}.")
