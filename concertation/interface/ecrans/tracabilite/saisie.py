"""Traçabilité: links that the direction makes, publishes, withdraws and takes back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from concertation.analyse.chaine.graphe import Noeud
from concertation.declarations.lien import FORCE, LIEN, RANGS_LIEN
from concertation.interface.chaine.noms import GENRES
from concertation.interface.ecrans.tracabilite.ecran import Ecran
from concertation.interface.socle.identite import current_acteur
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.champs import show_champs, show_creation, show_edition
from concertation.interface.suivi.saisies import Formulaire
from concertation.suivi import Acteur, ErreurSuivi
from concertation.suivi.chaine import PREFIXE
from concertation.suivi.socle.droits import can

if TYPE_CHECKING:
    from concertation.suivi import Store

CHAMPS = LIEN.showing("formulaire", sauf=LIEN.figes)


@dataclass(frozen=True)
class Saisie:
    """What the direction may do with links; nobody else gets one."""

    ecran: Ecran
    store: Store
    acteur: Acteur
    actifs: dict[str, dict[str, Any]]
    retires: list[dict[str, Any]]

    @classmethod
    def read(cls, ecran: Ecran) -> Saisie | None:
        """None for who may not edit links, or while follow-up can't be read."""
        acteur = current_acteur()
        if not can(acteur, "ecrire", ""):
            return None
        from concertation.interface.suivi.partage import current_store

        try:
            store = current_store()
            actifs = store.liens.list(acteur).to_dict("records")
            retires = store.liens.list(acteur, retires=True).to_dict("records")
        except ErreurSuivi:
            return None
        par_id = {f"{PREFIXE}{ligne['id']}": _named(ligne) for ligne in actifs}
        return cls(ecran, store, acteur, par_id, [_named(ligne) for ligne in retires])

    def show_form(self) -> None:
        """Link the start with something else; the reason is required."""
        from concertation.interface.suivi.partage import show_message

        show_message(self.store)
        depart = self.ecran.depart
        if depart is None or depart.type not in RANGS_LIEN:
            st.caption(
                "Pour ajouter un rapprochement, choisissez d'abord un point de départ : une "
                "proposition, un engagement ou sa composante, une priorité, une action, un "
                "dispositif."
            )
            return
        nom = f"lien-de-{depart.type}-{depart.id}"
        with st.expander(
            "Ajouter un rapprochement",
            Formulaire(nom).is_begun,
            icon=":material/add_link:",
            key="ajouter-lien",
        ):
            show_creation(
                nom,
                CHAMPS,
                lambda form: self._show_champs(form, depart),
                lambda saisie: self.store.liens.create(self.acteur, **saisie),
                "Enregistrer le rapprochement",
                lambda _: "Le rapprochement est enregistré ; le public le lira une fois publié.",
                border=False,
            )

    def _show_champs(self, form: Formulaire, depart: Noeud) -> dict[str, Any]:
        """The other end, then why; what is typed, as the store takes it."""
        genres = {t: GENRES[t].un for t in RANGS_LIEN if RANGS_LIEN[t] != RANGS_LIEN[depart.type]}
        genre = form.choice("genre", "Relier à", genres, next(iter(genres)))
        noeuds = self.ecran.graphe.of_type(genre)
        noms = {noeud.id: self.ecran.name(noeud) for noeud in noeuds}
        autre = Noeud(genre, form.choice(f"cible-{genre}", GENRES[genre].un, noms))
        de, vers = sorted((depart, autre), key=lambda noeud: RANGS_LIEN[noeud.type])
        lu = {champ.nom: champ.vide for champ in CHAMPS} | {"force": FORCE.saisies[0]}
        return show_champs(form, CHAMPS, lu, colonnes=1) | {
            "origine_type": de.type, "origine": de.id,
            "cible_type": vers.type, "cible": vers.id,
        }  # fmt: skip

    def show_buttons(self, lien: str) -> None:
        """Publish or withdraw a link of the follow-up; those of the published file stay."""
        ligne = self.actifs.get(lien)
        if ligne is None:
            return
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.markdown(
                ":small[Suivi : publié]" if ligne["publie"] else ":small[Suivi : brouillon]",
                width="content",
            )
            if not ligne["publie"]:
                self._button(
                    "Publier", "publier", ligne,
                    lambda: self.store.publications.publish(self.acteur, "lien", ligne["id"]),
                    "Le rapprochement est publié.",
                )  # fmt: skip
            correction = st.popover(
                "Modifier", key=f"lien-modifier-{ligne['id']}", on_change="rerun", type="tertiary"
            )
            if correction.open:
                with correction:
                    self._show_correction(ligne)
            self._button(
                "Retirer", "retirer", ligne,
                lambda: self.store.liens.withdraw(self.acteur, ligne["id"], ligne["version"]),
                "Le rapprochement est retiré ; il peut être rétabli.",
            )  # fmt: skip

    def _show_correction(self, ligne: dict[str, Any]) -> None:
        """Another reason or strength; what it links stays, since another link is another reading.

        What was typed, and the version it was typed over, stay until they are written.
        """

        def update(version: int, saisie: dict[str, Any]) -> Any:
            return self.store.liens.update(self.acteur, ligne["id"], version, **saisie)

        show_edition(
            f"lien-{ligne['id']}",
            CHAMPS,
            ligne,
            lambda form, lue: show_champs(form, CHAMPS, lue, colonnes=1),
            update,
            lambda _: "Le rapprochement est modifié ; le public lit la version publiée.",
            border=False,
        )

    def show_withdrawn(self) -> None:
        """Withdrawn links, each with the button that takes it back."""
        if not self.retires:
            return
        with st.expander(f"Rapprochements retirés ({len(self.retires)})", icon=":material/undo:"):
            for ligne in self.retires:
                bouts = (Noeud(ligne[f"{b}_type"], ligne[b]) for b in ("origine", "cible"))
                noms = " → ".join(escape(self.ecran.name(noeud)) for noeud in bouts)
                st.markdown(f"{noms}  \n:small[{escape(ligne['justification'])}]")
                self._button(
                    "Rétablir", "retablir", ligne,
                    partial(
                        self.store.liens.restore, self.acteur, ligne["id"], ligne["version"]
                    ),
                    "Le rapprochement est rétabli.",
                )  # fmt: skip

    def _button(
        self,
        mot: str,
        verbe: str,
        ligne: dict[str, Any],
        faire: Callable[[], Any],
        succes: str,
    ) -> None:
        st.button(
            mot,
            key=f"lien-{verbe}-{ligne['id']}",
            type="tertiary",
            on_click=lambda: self._do(faire, succes),
        )

    def _do(self, faire: Callable[[], Any], succes: str) -> Any:
        from concertation.interface.suivi.partage import attempt

        return attempt(faire, succes)


def _named(ligne: Any) -> dict[str, Any]:
    return {str(nom): valeur for nom, valeur in ligne.items()}
