"""What the direction shows to the public: publish as things are now, or take back."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from concertation.analyse.mots.formats import plural
from concertation.interface.suivi.partage import attempt
from concertation.suivi import Acteur, Store


def is_changed(frame: pd.DataFrame) -> pd.Series:
    """Rows whose text has moved since it was published, or was never published."""
    return ~frame["publie"] | (frame["version_publiee"] != frame["version"]).fillna(True)


def state_of(ligne: pd.Series) -> str:
    """In what state the public has a row, in words."""
    if not ligne["publie"]:
        return "Brouillon"
    publiee = ligne["version_publiee"]
    return "Publié" if publiee == ligne["version"] else "Publié, modifié depuis"


def show_publication(
    store: Store, acteur: Acteur, objet: str, frame: pd.DataFrame, mot: str, pluriel: str
) -> None:
    """For the direction: how many rows wait, publish them all, take them all back."""
    if not store.can(acteur, "publier", "") or frame.empty:
        return
    attente = frame.loc[is_changed(frame), "id"].tolist()
    publies = frame.loc[frame["publie"], "id"].tolist()
    with st.popover("Publication", icon=":material/public:"):
        st.markdown(
            f"{plural(len(publies), f'{mot} publiée', f'{pluriel} publiées')} sur {len(frame)} ; "
            f"{len(attente)} à publier dans leur état actuel. Le public les lit sans les noms."
        )
        st.button(
            f"Publier {plural(len(attente), mot, pluriel)}",
            key=f"publier-{objet}",
            icon=":material/public:",
            disabled=not attente,
            on_click=_do(store.publications.publish, acteur, objet, attente, "sont publiées"),
        )
        st.button(
            f"Retirer {plural(len(publies), mot, pluriel)} de la publication",
            key=f"depublier-{objet}",
            icon=":material/public_off:",
            disabled=not publies,
            on_click=_do(store.publications.unpublish, acteur, objet, publies, "ne le sont plus"),
        )


def _do(
    verbe: Callable[[Acteur, str, list[int]], int],
    acteur: Acteur,
    objet: str,
    ids: list[int],
    suite: str,
) -> Callable[[], None]:
    def run() -> None:
        attempt(lambda: verbe(acteur, objet, ids), f"Publication : {len(ids)} fiches {suite}.")

    return run
