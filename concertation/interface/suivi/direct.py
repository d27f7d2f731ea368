"""A field that is written as it is typed, without a button.

What somebody else wrote in it meanwhile takes its place as long as nothing was typed here; when
both wrote, both texts stand until the person has chosen.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from concertation.analyse.lignes import list_records
from concertation.declarations.champ import Champ
from concertation.interface.socle.identite import owner_of_drafts
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.partage import attempt
from concertation.interface.suivi.saisies import read_nombre, write_nombre
from concertation.suivi import Acteur, SaisieInvalide, Store
from concertation.suivi.socle.modifiables import Modifiables
from concertation.suivi.verbes.brouillons import Brouillon

# After the last letter; then even by somebody else's hand.
CALME, ABANDON = dt.timedelta(seconds=4), dt.timedelta(minutes=10)
_ICI = "direct-ici"
"""The fields typed in this window, the last one at the end."""


@dataclass
class Direct:
    """Fields that are written as they are typed, with what anybody there is typing in them.

    It is a draft as long as the hands are there: its row gets it, with one line of the journal,
    once the field is left or nobody types for a while.
    """

    store: Store
    acteur: Acteur
    typed: dict[str, dict[str, Any]] = field(default_factory=dict)
    """By territory, by field."""

    def look(self, *lieux: str) -> dict[str, dict[str, Any]]:
        """What is being typed here and where this window typed last, once what the hands have left
        is in its row."""
        ici, qui = st.session_state.get(_ICI, []), owner_of_drafts()
        maintenant = self.store.moteur.now()

        def is_due(typed: Brouillon) -> bool:
            calme = maintenant - dt.datetime.fromisoformat(typed.quand)
            formes = [forme for _, forme in ici]
            left = typed.forme in formes and typed.forme != formes[-1]
            return calme > ABANDON or (typed.contenu["de"] == qui and (left or calme > CALME))

        frappes, vus = self.store.frappes, {*lieux, *self.typed, *(lieu for lieu, _ in ici)}
        restent = {lieu: frappes.gather(self.acteur, lieu, is_due) for lieu in vus}
        self.typed = {
            lieu: {t.forme: t.contenu["valeur"] for t in dits} for lieu, dits in restent.items()
        }
        return self.typed

    def rows(self, lieu: str, objet: str, frame: pd.DataFrame) -> list[dict[str, Any]]:
        """Those of a territory, saying what is typed in them."""
        typed = self.typed.get(lieu, {})
        return [
            {nom: typed.get(f"{objet} {lue['id']} {nom}", dit) for nom, dit in lue.items()}
            for lue in list_records(frame)
        ]

    def show(
        self,
        lieu: str,
        lignes: Modifiables,
        ligne: Mapping[str, Any],
        nom: str,
        widget: Callable[..., Any] | None = None,
        **options: Any,
    ) -> None:
        """The field `nom` of a row; `widget` takes its words, its value, its key and its answer."""
        champ, cle = lignes.declaration.par_nom[nom], int(ligne["id"])
        forme = f"{lignes.objet} {cle} {nom}"
        base, dite = f"f-direct-{forme}", _typed(champ, ligne[nom])
        # How often it was drawn anew, what it said when it was written last, what was then kept.
        tenu = st.session_state.setdefault(base, {"tour": 0, "dit": dite, "garde": dite})
        if dite != tenu["garde"] and st.session_state.get(f"{base}-{tenu['tour']}") in (
            None, tenu["dit"], dite
        ):  # fmt: skip
            tenu.update(tour=tenu["tour"] + 1, dit=dite, garde=dite)
        ici = f"{base}-{tenu['tour']}"

        def write(garde: str | None = None) -> None:
            mots, connu = st.session_state[ici], tenu["garde"] if garde is None else garde
            st.session_state[_ICI] = [*st.session_state.get(_ICI, [])[-9:], (lieu, forme)]

            def say() -> None:
                if champ.liste is not None:
                    version = int(lignes.read(cle)["version"])
                    lignes.update(self.acteur, cle, version, **{nom: mots})
                    tenu.update(dit=mots, garde=mots)
                    return
                valeur = _read(champ, mots)
                # A number says all by itself: the last one counts. Else told below, both texts.
                if self.store.frappes.say(
                    self.acteur, lignes, cle, nom, valeur,
                    lambda dit: champ.genre == "nombre" or _typed(champ, dit) == connu,
                    owner_of_drafts(),
                ):  # fmt: skip
                    tenu.update(dit=mots, garde=_typed(champ, valeur))

            attempt(say)

        (widget or _widget(champ))(
            champ.libelle, tenu["dit"], key=ici, on_change=write, persist_state="session", **options
        )
        if st.session_state.get(ici, tenu["dit"]) != tenu["dit"]:
            _show_unwritten(ici, tenu, dite, write)


def _show_unwritten(ici: str, tenu: dict[str, Any], dite: str, write: Callable[..., None]) -> None:
    """What was typed and not recorded: try again, or choose between two texts."""
    if dite == tenu["garde"]:
        st.button("Enregistrer de nouveau", key=f"encore-{ici}", on_click=write)
        return

    def join() -> None:
        st.session_state[ici] = f"{dite}\n{st.session_state[ici]}"
        write(dite)

    st.warning(f"Une autre personne a écrit : « {escape(dite)} »", icon=":material/sync_problem:")
    with st.container(horizontal=True):
        choix: dict[str, Callable[[], None]] = {
            "Garder les deux textes": join,
            "Garder le mien": partial(write, dite),
            "Prendre le sien": partial(tenu.update, tour=tenu["tour"] + 1, dit=dite, garde=dite),
        }
        for mots, choose in choix.items():
            st.button(mots, key=f"{mots}-{ici}", on_click=choose)


def _typed(champ: Champ, valeur: Any) -> str:
    return write_nombre(valeur) if champ.genre == "nombre" else str(valeur or "")


def _read(champ: Champ, mots: str) -> Any:
    try:
        return read_nombre(mots or "") if champ.genre == "nombre" else mots
    except ValueError as erreur:
        raise SaisieInvalide(champ.nom, str(erreur)) from erreur


def _widget(champ: Champ) -> Callable[..., Any]:
    if champ.genre == "long":
        return partial(st.text_area, height=champ.hauteur)
    if champ.liste is None:
        return st.text_input
    codes, mot = list(champ.liste), champ.liste.mot

    def choose(libelle: str, code: str, **options: Any) -> Any:
        index = codes.index(code) if code in codes else 0
        return st.selectbox(libelle, codes, index=index, format_func=mot, **options)

    return choose
