"""A field that is written as it is typed, without a button.

What somebody else wrote in it meanwhile takes its place as long as nothing was typed here; when
both wrote, both texts stand until the person has chosen.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import streamlit as st

from concertation.declarations.champ import Champ
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.partage import attempt
from concertation.interface.suivi.saisies import read_nombre, write_nombre
from concertation.suivi import Acteur, SaisieInvalide
from concertation.suivi.socle.modifiables import Modifiables


def show_direct(
    lignes: Modifiables,
    acteur: Acteur,
    ligne: Mapping[str, Any],
    nom: str,
    widget: Callable[..., Any] | None = None,
    **options: Any,
) -> None:
    """The field `nom` of a row; `widget` takes its words, its value, its key and its answer."""
    champ, cle = lignes.declaration.par_nom[nom], int(ligne["id"])
    base, dite = f"f-direct-{lignes.objet}-{cle}-{nom}", _typed(champ, ligne[nom])
    # How often it was drawn anew, what it said when it was written last, what was then kept.
    tenu = st.session_state.setdefault(base, {"tour": 0, "dit": dite, "garde": dite})
    if dite != tenu["garde"] and st.session_state.get(f"{base}-{tenu['tour']}") in (
        None, tenu["dit"], dite
    ):  # fmt: skip
        tenu.update(tour=tenu["tour"] + 1, dit=dite, garde=dite)
    ici = f"{base}-{tenu['tour']}"

    def write(garde: str | None = None) -> None:
        mots = st.session_state[ici]

        def update() -> Any:
            with lignes.base.atomic():
                actuel = lignes.read(cle)
                connu = tenu["garde"] if garde is None else garde
                # A choice or a number says all by itself: the last one counts.
                if champ.genre in ("texte", "long") and _typed(champ, actuel[nom]) != connu:
                    return actuel  # told below, with both texts
                faite = lignes.update(
                    acteur, cle, int(actuel["version"]), **{nom: _read(champ, mots)}
                )
                tenu.update(dit=mots, garde=_typed(champ, faite[nom]))
                return faite

        attempt(update)

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
        st.button("Garder les deux textes", key=f"deux-{ici}", on_click=join)
        st.button("Garder le mien", key=f"mien-{ici}", on_click=partial(write, dite))
        st.button(
            "Prendre le sien",
            key=f"sien-{ici}",
            on_click=lambda: tenu.update(tour=tenu["tour"] + 1, dit=dite, garde=dite),
        )


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
