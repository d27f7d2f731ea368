"""The draft of a deck in a session: kept whatever happens until it is saved."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

from concertation.interface.ecrans.diaporamas.ecran import EcranDiaporamas
from concertation.interface.socle.champs import show_field
from concertation.interface.socle.textes import escape
from concertation.restitution.diapos.edition import number_slides, rank_of
from concertation.restitution.diapos.gardes import read_saved
from concertation.restitution.diapos.modele import Diaporama, DiaporamaInvalide
from concertation.suivi import Introuvable

RETOURS = 100


@dataclass(frozen=True)
class Brouillon:
    """What the person has made of the deck read at `version`; `passe`, what undoing gives back."""

    deck: Diaporama
    version: int
    lu: Diaporama
    passe: tuple[Diaporama, ...] = field(default=(), repr=False)

    @property
    def is_change(self) -> bool:
        return self.deck != self.lu


@dataclass(frozen=True)
class Editeur:
    """The deck being changed: its row, its draft as the last gesture left it, what changes it."""

    ecran: EcranDiaporamas
    ligne: Mapping[str, Any]

    @property
    def cle(self) -> str:
        return f"brouillon-{self.ligne['cle']}"

    @property
    def brouillon(self) -> Brouillon:
        # Two fields may answer in one run: the second begins where the first ended.
        brouillon: Brouillon = st.session_state[self.cle]
        return brouillon

    @property
    def deck(self) -> Diaporama:
        return self.brouillon.deck

    @property
    def diapo(self) -> str:
        """The id of the slide at hand; "" in an empty deck."""
        diapos = self.deck.diapos
        return diapos[min(self.ecran.etat.diapo, len(diapos)) - 1].id if diapos else ""

    def change(self, deck: Diaporama, diapo: str | None = None) -> None:
        """Another state of the deck, the slide at hand following; one step to undo."""
        avant = self.brouillon
        passe = (*avant.passe, avant.deck)[-RETOURS:]
        st.session_state[self.cle] = replace(avant, deck=deck, passe=passe)
        if diapo is not None:
            self.ecran.go(diapo=rank_of(deck, diapo) + 1)

    def undo(self) -> None:
        *passe, dernier = self.brouillon.passe
        st.session_state[self.cle] = replace(self.brouillon, deck=dernier, passe=tuple(passe))

    def bind(
        self,
        champ: Callable[..., Any],
        libelle: str,
        cle: str,
        valeur: Any,
        write: Callable[[Diaporama, Any], Diaporama],
        **options: Any,
    ) -> None:
        """A field that shows a value of the draft, and writes to it."""

        def answer(lue: Any) -> None:
            lue = lue.isoformat() if isinstance(lue, dt.date) else lue
            self.change(write(self.deck, lue))

        show_field(champ, libelle, cle, valeur, answer, **options)

    def forget(self) -> None:
        """Back to what was read; a field may still answer in the same run."""
        lu = self.brouillon.lu
        st.session_state[self.cle] = replace(self.brouillon, deck=lu, passe=())


def open_editeur(ecran: EcranDiaporamas) -> Editeur | None:
    """The draft of the address's deck, begun on what is saved; None when there is no such deck."""
    try:
        ligne = ecran.store.diaporamas.find(ecran.acteur, ecran.etat.modifier)
        editeur = Editeur(ecran, ligne)
        garde = st.session_state.get(editeur.cle)
        if garde is None or not (garde.is_change or garde.version == ligne["version"]):
            deck = number_slides(read_saved(ecran.store, ecran.acteur, ligne))
            st.session_state[editeur.cle] = Brouillon(deck, int(ligne["version"]), deck)
    except (Introuvable, DiaporamaInvalide) as erreur:
        st.warning(escape(str(erreur)), icon=":material/link_off:")
        return None
    return editeur
