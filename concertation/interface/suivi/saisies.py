"""Fields of the follow-up forms, and what is typed in them as values."""

import datetime as dt
import math
from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from concertation.interface.suivi.partage import attempt

DATE_MINIMALE = dt.date(1990, 1, 1)
DATE_MAXIMALE = dt.date(2100, 12, 31)
FORMAT_DATE = "DD/MM/YYYY"


class Formulaire:
    """The keys of a form's fields: `f-<nom>-<tour>-<champ>`.

    A field keeps what is typed whatever happens, screens left and failures included; `clear`
    makes the next drawing a new, empty form.
    """

    def __init__(self, nom: str) -> None:
        self.nom = nom

    @property
    def cle(self) -> str:
        return f"f-{self.nom}-{st.session_state.get(f'tour-{self.nom}', 0)}"

    def clear(self) -> None:
        """After success only: the fields are empty, or read again, at the next run."""
        st.session_state[f"tour-{self.nom}"] = st.session_state.get(f"tour-{self.nom}", 0) + 1

    def text(self, champ: str, libelle: str, valeur: str = "", **options: Any) -> str:
        return st.text_input(
            libelle, valeur, key=f"{self.cle}-{champ}", persist_state="session", **options
        )

    def long_text(self, champ: str, libelle: str, valeur: str = "", **options: Any) -> str:
        return st.text_area(
            libelle, valeur, key=f"{self.cle}-{champ}", persist_state="session", **options
        )

    def date(
        self, champ: str, libelle: str, valeur: dt.date | None = None, **options: Any
    ) -> dt.date | None:
        return st.date_input(
            libelle,
            valeur,
            DATE_MINIMALE,
            DATE_MAXIMALE,
            key=f"{self.cle}-{champ}",
            format=FORMAT_DATE,
            persist_state="session",
            **options,
        )

    def choice(
        self,
        champ: str,
        libelle: str,
        options: Mapping[str, str],
        valeur: str | None = None,
        **autres: Any,
    ) -> str:
        """One of the codes, shown by its words; "" when nothing is chosen."""
        codes = list(options)
        index = codes.index(valeur) if valeur in codes else None
        choisi = st.selectbox(
            libelle,
            codes,
            index=index,
            key=f"{self.cle}-{champ}",
            format_func=lambda code: options.get(code, code),
            placeholder="Choisissez",
            persist_state="session",
            **autres,
        )
        return choisi or ""


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
        raise ValueError(f"« {texte.strip()[:40]} » n'est pas un nombre.")
    return nombre


def write_nombre(nombre: float | None) -> str:
    """A number as `read_nombre` reads it back, to the last digit; "" when there is none."""
    if nombre is None or math.isnan(nombre):
        return ""
    texte = repr(float(nombre))
    return texte.removesuffix(".0").replace(".", ",")


def gesture(verbe: Callable[[], Any], succes: str) -> Callable[[], None]:
    """What a button does on its click: one verb of the store, its success or failure said."""

    def run() -> None:
        attempt(verbe, succes)

    return run
