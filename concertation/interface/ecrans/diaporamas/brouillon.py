"""The draft of a deck in a session: kept whatever happens until it is saved."""

import datetime as dt
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

from concertation.interface.ecrans.diaporamas.ecran import NEUF, EcranDiaporamas
from concertation.interface.socle.champs import show_field
from concertation.interface.socle.identite import owner_of_drafts
from concertation.interface.socle.session import path_of_screen
from concertation.interface.socle.textes import escape
from concertation.restitution.diapos.edition import number_slides, rank_of
from concertation.restitution.diapos.gardes import as_fields, read_saved
from concertation.restitution.diapos.lecture import read_json, to_json
from concertation.restitution.diapos.modele import Diapo, Diaporama, DiaporamaInvalide
from concertation.suivi import ErreurSuivi, Introuvable

RETOURS = 100
IDENTIFIANT = "nouveau"


@dataclass(frozen=True)
class Brouillon:
    """What the person has made of the deck read at `version`; `passe`, what undoing gives back."""

    deck: Diaporama
    version: int
    lu: Diaporama
    passe: tuple[Diaporama, ...] = field(default=(), repr=False)
    quand: str = ""
    """When the database got it, in UTC."""

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

    def _keep(self, deck: Diaporama, passe: tuple[Diaporama, ...]) -> None:
        """Here, and in the database as the drafts of forms are, until it is saved or given up."""
        tenu = st.session_state[self.cle] = replace(self.brouillon, deck=deck, passe=passe)
        brouillons, qui = self.ecran.store.brouillons, owner_of_drafts()
        with suppress(ErreurSuivi):
            if tenu.is_change and not deck.fige_le and qui:
                garde = brouillons.save(
                    qui, self.cle, {"deck": to_json(replace(deck, id=IDENTIFIANT))},
                    auteur=self.ecran.acteur.nom, version=tenu.version, adresse=path_of_screen(),
                )  # fmt: skip
                st.session_state[self.cle] = replace(tenu, quand=garde.quand)
            else:
                brouillons.forget(qui, self.cle)

    def change(self, deck: Diaporama, diapo: str | None = None) -> None:
        """Another state of the deck, the slide at hand following; one step to undo."""
        avant = self.brouillon
        self._keep(deck, (*avant.passe, avant.deck)[-RETOURS:])
        if diapo is not None:
            self.ecran.go(diapo=rank_of(deck, diapo) + 1)

    def undo(self) -> None:
        *passe, dernier = self.brouillon.passe
        self._keep(dernier, tuple(passe))

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
        self._keep(self.brouillon.lu, ())


def open_editeur(ecran: EcranDiaporamas) -> Editeur | None:
    """The draft of the address's deck, begun on what is saved; None when there is no such deck."""
    try:
        neuf = ecran.etat.modifier == NEUF and ecran.siens
        ligne = (
            _new(ecran) if neuf else ecran.store.diaporamas.find(ecran.acteur, ecran.etat.modifier)
        )
        editeur = Editeur(ecran, ligne)
        garde = st.session_state.get(editeur.cle)
        if garde is None or not (garde.is_change or garde.version == ligne["version"]):
            deck = number_slides(read_saved(ecran.store, ecran.acteur, ligne))
            tenu = Brouillon(deck, int(ligne["version"]), deck)
            garde = ecran.store.brouillons.read(owner_of_drafts(), editeur.cle)
            if garde.contenu and ecran.can("ecrire", str(ligne["territoire"])):
                repris = read_json(garde.contenu["deck"])
                repris = replace(repris, id=deck.id, territoire=deck.territoire)
                tenu = Brouillon(repris, garde.version or 0, deck, (deck,), garde.quand)
            st.session_state[editeur.cle] = tenu
    except (Introuvable, DiaporamaInvalide) as erreur:
        st.warning(escape(str(erreur)), icon=":material/link_off:")
        return None
    return editeur


def _new(ecran: EcranDiaporamas) -> dict[str, Any]:
    """The row of a deck of which nothing is said yet: the first saving makes it."""
    deck = Diaporama(IDENTIFIANT, "Nouveau diaporama", (Diapo("d1", "titre"),))
    return {**as_fields(deck), "id": 0, "cle": NEUF, "version": 0, "territoire": ecran.place,
            "fige_le": None}  # fmt: skip
