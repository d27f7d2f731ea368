"""Fields of the follow-up forms, and what is typed in them as values."""

import datetime as dt
import math
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeVar

import streamlit as st

from concertation.analyse.mots.typographie import typeset
from concertation.interface.socle.identite import current_acteur

T = TypeVar("T")
DATE_MINIMALE = dt.date(1990, 1, 1)
DATE_MAXIMALE = dt.date(2100, 12, 31)
FORMAT_DATE = "DD/MM/YYYY"


class Formulaire:
    """The fields of a form: `f-<nom>-<tour>-<champ>`, the turn being a draft of one person.

    What is typed reaches the server field by field, since Streamlit forgets what a form of its own
    holds when it is left. It stays, screens left and failures included, until it is recorded or
    erased; whoever takes another profile in the same window begins another draft.
    """

    def __init__(self, nom: str) -> None:
        self.nom = nom
        self._saisi = False

    @property
    def cle(self) -> str:
        tours = st.session_state.setdefault(f"tours-{self.nom}", {})
        acteur = current_acteur()
        tour = tours.setdefault((acteur.nom, acteur.role), max(tours.values(), default=-1) + 1)
        return f"f-{self.nom}-{tour}"

    @property
    def is_begun(self) -> bool:
        """Whether something typed waited in the form when it was drawn last."""
        return f"saisi-{self.cle}" in st.session_state

    def clear(self) -> None:
        """Forget what was typed, the row read and the conflict: the next drawing is new."""
        for reste in ("saisi", "lu", "conflit"):
            st.session_state.pop(f"{reste}-{self.cle}", None)
        tours = st.session_state[f"tours-{self.nom}"]
        acteur = current_acteur()
        tours[acteur.nom, acteur.role] = max(tours.values()) + 1

    def hold(self, ligne: Mapping[str, Any]) -> dict[str, Any]:
        """The row as it was when the form opened, its version with it."""
        return dict(st.session_state.setdefault(f"lu-{self.cle}", dict(ligne)))

    def ask(
        self, champ: str, widget: Callable[..., T], libelle: str, depart: T, **options: Any
    ) -> T:
        """What a widget says of a field that begins with `depart`."""
        lue = widget(libelle, depart, **self._options(champ), **options)
        self._saisi |= lue != depart
        return lue

    def choice(
        self,
        champ: str,
        libelle: str,
        options: Mapping[str, str],
        valeur: str | None = None,
        en_clair: bool = False,
    ) -> str:
        """One of the codes, shown by its words, all at once when `en_clair`; "" for none."""
        codes = list(options)
        depart = valeur if valeur in codes else None
        widget = st.radio if en_clair else partial(st.selectbox, placeholder="Choisissez")
        choisi = widget(
            libelle,
            codes,
            index=None if depart is None else codes.index(depart),
            format_func=lambda code: typeset(options.get(code, code)),
            **self._options(champ),
        )
        self._saisi |= choisi != depart
        return choisi or ""

    def submit(self, libelle: str, **options: Any) -> bool:
        """The buttons under the fields: record, erase; whether the person asks to record."""
        if self._saisi:
            st.session_state[f"saisi-{self.cle}"] = True
        else:
            st.session_state.pop(f"saisi-{self.cle}", None)
        with st.container(horizontal=True):
            envoye = st.button(libelle, key=f"{self.cle}-enregistrer", **options)
            # Always there: a button that appears would move what is about to be clicked.
            st.button(
                "Effacer ma saisie",
                key=f"{self.cle}-effacer",
                type="tertiary",
                icon=":material/backspace:",
                disabled=not self.is_begun,
                on_click=self.clear,
            )
        return envoye

    def _options(self, champ: str) -> dict[str, Any]:
        return {"key": f"{self.cle}-{champ}", "persist_state": "session"}


def read_nombre(texte: str) -> float | None:
    """The number that a person typed, « 1 250,5 » or « 1250.5 »; None when nothing is.

    Raises ValueError, in French, for what is no number.
    """
    serre = "".join(texte.split()).replace("\u202f", "").replace(",", ".")
    if not serre:
        return None
    try:
        nombre = float(serre)
    except ValueError:
        nombre = math.nan
    if not math.isfinite(nombre) or "_" in serre:
        raise ValueError(f"« {texte.strip()[:40]} » n’est pas un nombre.")
    return nombre


def write_nombre(nombre: float | None) -> str:
    """A number as `read_nombre` reads it back, to the last digit; "" when there is none."""
    if nombre is None or math.isnan(nombre):
        return ""
    texte = repr(float(nombre))
    return texte.removesuffix(".0").replace(".", ",")
