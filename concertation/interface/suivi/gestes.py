"""What people do to the rows that a screen shows: publish, withdraw, restore, undo."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from concertation.analyse.lignes import list_records
from concertation.analyse.mots.formats import plural
from concertation.declarations import OBJET
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.noms import gesture_name
from concertation.interface.suivi.partage import show_geste, state_of
from concertation.suivi import Acteur, Store
from concertation.suivi.socle.droits import Verbe


class Gestes:
    """The part of a screen by which its person changes what is recorded."""

    store: Store
    acteur: Acteur

    def can(self, verbe: Verbe, territoire: str) -> bool:
        """Whether the person may do this there."""
        return self.store.can(self.acteur, verbe, territoire)

    def show_undo(self) -> None:
        """Undo one's own last gesture, by its name."""
        if self.acteur.reads_public_only:
            return
        quoi = gesture_name(self.store, self.acteur)
        show_geste(
            f"Annuler : {escape(quoi)}" if quoi else "Annuler ma dernière saisie",
            lambda: self.store.journal.undo_last(self.acteur),
            f"Annulé : {quoi}.",
            cle="annuler",
            icone="undo",
            type="tertiary",
            disabled=not quoi,
        )

    def show_publication(
        self, objet: str, frame: pd.DataFrame, *mots: str, ici: str = "", dedans: bool = False
    ) -> None:
        """For the direction: how many rows wait, publish them all, take them all back.

        `mots`: one of them, then several where an « s » is not enough; `dedans`: what hangs on a
        published row waits.
        """
        if not self.can("publier", ici) or frame.empty:
            return
        attend = ~frame["publie"] | dedans
        if "version" in frame:
            attend |= (frame["version_publiee"] != frame["version"]).fillna(True)
        verbes = self.store.publications
        attente, publies = (
            frame.loc[lignes, "id"].tolist() for lignes in (attend, frame["publie"])
        )
        with st.popover("Publication", icon=":material/public:"):
            dit = f"Le public lit {plural(len(publies), *mots)} sur {len(frame)}, sans les noms ; "
            dit += f"{len(attente)} à publier dans leur état actuel."
            if len(frame) == 1 and "version" in frame:
                dit = f"{state_of(frame.iloc[0])}. Le public lit ce qui est publié, sans les noms."
            st.markdown(dit)
            show_geste(
                f"Publier {plural(len(attente), *mots)}",
                lambda: verbes.publish(self.acteur, objet, attente),
                f"Publication : {plural(len(attente), 'fiche publiée', 'fiches publiées')}.",
                cle=f"publier-{objet}",
                icone="public",
                disabled=not attente,
            )
            show_geste(
                f"Retirer {plural(len(publies), *mots)} de la publication",
                lambda: verbes.unpublish(self.acteur, objet, publies),
                f"Publication : {plural(len(publies), 'fiche retirée', 'fiches retirées')}.",
                cle=f"depublier-{objet}",
                icone="public_off",
                disabled=not publies,
            )

    def show_retrait(self, ligne: Mapping[str, Any], objet: str, quoi: str, suite: str) -> None:
        """Hide a row, or show it again, at the version that is on screen; `quoi`: « l’action »,
        `suite`: what hiding it does."""
        verbes, dit = self.store.lignes[objet], f"{quoi[0].upper()}{quoi[1:]}"
        ici = (self.acteur, int(ligne["id"]), int(ligne["version"]))
        if ligne["retire"]:
            succes = f"{dit} est de nouveau dans le suivi."
            show_geste(f"Rétablir {quoi}", lambda: verbes.restore(*ici), succes, icone="restore")
            return
        with st.popover(f"Retirer {quoi}…", icon=":material/archive:"):
            st.markdown(f"{suite} Rien n’est effacé\u00a0: cela se rétablit.")
            succes = f"{dit} n’est plus dans le suivi\u00a0; le rétablir reste possible."
            show_geste(
                f"Oui, retirer {quoi}", lambda: verbes.withdraw(*ici), succes, type="primary"
            )

    def show_retires(
        self, objet: str, retires: pd.DataFrame, *mots: str, name: Callable[[dict[str, Any]], str]
    ) -> None:
        """What was withdrawn, each by its name with what brings it back; nothing when nothing was.
        `mots`: one of them, then several."""
        if retires.empty:
            return
        verbes = self.store.lignes[objet]
        with st.expander(plural(len(retires), *mots), icon=":material/archive:"):
            for ligne in list_records(retires):
                cle, versions = int(ligne["id"]), [v for n, v in ligne.items() if n == "version"]
                with st.container(horizontal=True, vertical_alignment="center"):
                    st.markdown(escape(name(ligne)), width="stretch")
                    show_geste(
                        "Rétablir",
                        partial(verbes.restore, self.acteur, cle, *versions),
                        f"{OBJET[objet]} n°\u00a0{cle}\u00a0: de nouveau dans le suivi.",
                        cle=f"retablir-{objet}-{cle}",
                    )
