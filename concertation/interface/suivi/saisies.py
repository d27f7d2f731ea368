"""Fields of the follow-up forms, and what is typed in them as values."""

import datetime as dt
import math
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

import streamlit as st

from concertation.analyse.mots.formats import format_date
from concertation.analyse.mots.typographie import typeset
from concertation.interface.socle.buttons import show_button
from concertation.interface.socle.identite import current_acteur, owner_of_drafts
from concertation.interface.socle.session import local_zone, path_of_screen
from concertation.interface.socle.store import current_store
from concertation.suivi import ErreurSuivi
from concertation.suivi.verbes.brouillons import Brouillon

T = TypeVar("T")
DATE_MINIMALE = dt.date(1990, 1, 1)
DATE_MAXIMALE = dt.date(2100, 12, 31)
FORMAT_DATE = "DD/MM/YYYY"


@dataclass
class _Tenu:
    """The draft of a form as this window began it, and what it has typed since."""

    lu: Brouillon
    quand: str
    attente: dict[str, Any] = field(default_factory=dict)
    """What the database has not got yet, by field."""
    revenus: set[str] = field(default_factory=set)
    """Of these, the fields that say again what they began with."""


class Formulaire:
    """The fields of a form: `f-<nom>-<tour>-<champ>`, the turn being a draft of one person.

    What is typed reaches the server field by field, on each pause (`serveur/saisie.js`), since
    Streamlit forgets what a form of its own holds when it is left. It goes at once into the
    person's draft, in the database, and stays until it is recorded or erased: the screen left or
    loaded again, another browser, a failure. Whoever takes another profile in the same window
    begins another draft.
    """

    def __init__(self, nom: str) -> None:
        acteur = current_acteur()
        self.nom, self._qui, self._saisi = nom, (acteur.nom, acteur.role), False

    @property
    def cle(self) -> str:
        tours = st.session_state.setdefault(f"tours-{self.nom}", {})
        tour = tours.setdefault(self._qui, max(tours.values(), default=-1) + 1)
        return f"f-{self.nom}-{tour}"

    @property
    def is_begun(self) -> bool:
        """Whether something typed waits in the form, or did when it was drawn last."""
        return f"saisi-{self.cle}" in st.session_state or bool(self._tenu.quand)

    @property
    def _tenu(self) -> _Tenu:
        cle = f"brouillon-{self.cle}"
        if cle not in st.session_state:
            lu, qui = Brouillon(), owner_of_drafts()
            with suppress(ErreurSuivi):
                lu = current_store().brouillons.read(qui, self.nom) if qui else lu
            st.session_state[cle] = _Tenu(lu, lu.quand)
        tenu: _Tenu = st.session_state[cle]
        return tenu

    def clear(self) -> None:
        """Forget what was typed, the row read and the conflict: the next drawing is new."""
        if (qui := owner_of_drafts()) and self._tenu.quand:
            with suppress(ErreurSuivi):
                current_store().brouillons.forget(qui, self.nom)
        for reste in ("saisi", "lu", "conflit", "brouillon"):
            st.session_state.pop(f"{reste}-{self.cle}", None)
        tours = st.session_state[f"tours-{self.nom}"]
        tours[self._qui] = max(tours.values()) + 1

    def hold(self, ligne: Mapping[str, Any]) -> dict[str, Any]:
        """The row as it was when the form opened, at the version that its draft was typed on."""
        if f"lu-{self.cle}" not in st.session_state:
            version = self._tenu.lu.version
            lue = dict(ligne) | ({} if version is None else {"version": version})
            st.session_state[f"lu-{self.cle}"] = lue
        return dict(st.session_state[f"lu-{self.cle}"])

    def follow(self, avant: int, apres: int) -> None:
        """A gesture of the person's own took the row from one version to another."""
        tenue = st.session_state.get(f"lu-{self.cle}")
        if tenue is not None and tenue["version"] == avant:
            tenue["version"] = apres
            self._save()

    def ask(
        self, champ: str, widget: Callable[..., T], libelle: str, depart: T, **options: Any
    ) -> T:
        """What a widget says of a field that begins with `depart`."""
        ici = self.typed(champ, depart)
        lue = widget(libelle, ici, **self._options(champ, depart), **options)
        self._saisi |= lue != depart
        return lue

    def typed(self, champ: str, depart: T) -> T:
        """What the draft holds of a field, else what the field begins with."""
        contenu = self._tenu.lu.contenu
        return _read(contenu[champ]) if champ in contenu else depart

    def keep(self, champ: str, valeur: Any, depart: Any) -> None:
        """Put into the draft what no field of Streamlit's holds, unless it is as it began."""
        tenu, ecrite = self._tenu, _write(valeur)
        tenu.attente[champ] = ecrite
        (tenu.revenus.add if ecrite == _write(depart) else tenu.revenus.discard)(champ)
        self._save()

    def _save(self) -> None:
        qui, tenu, acteur = owner_of_drafts(), self._tenu, current_acteur()
        tenue = st.session_state.get(f"lu-{self.cle}")
        if not qui or not (tenu.attente or tenu.quand):
            return
        # When the database is away, what is typed waits in the window for the next time.
        with suppress(ErreurSuivi):
            tenu.quand = current_store().brouillons.save(
                qui, self.nom, tenu.attente, tenu.revenus, auteur=acteur.nom,
                version=int(tenue["version"]) if isinstance(tenue, dict) else None,
                adresse=path_of_screen(),
            ).quand  # fmt: skip
            tenu.attente, tenu.revenus = {}, set()

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
        ici = self.typed(champ, depart)
        widget = st.radio if en_clair else partial(st.selectbox, placeholder="Choisissez")
        choisi = widget(
            libelle,
            codes,
            index=codes.index(ici) if ici in codes else None,
            format_func=lambda code: typeset(options.get(code, code)),
            **self._options(champ, depart),
        )
        self._saisi |= choisi != depart
        return choisi or ""

    def submit(self, libelle: str, **options: Any) -> bool:
        """The buttons under the fields: record, erase; whether the person asks to record."""
        return bool(self.submit_by({"enregistrer": {"label": libelle, **options}}))

    def submit_by(self, boutons: Mapping[str, Mapping[str, Any]]) -> str:
        """The same where several buttons record: the name of the one that is pressed, or ""."""
        if self._saisi:
            st.session_state[f"saisi-{self.cle}"] = True
        else:
            st.session_state.pop(f"saisi-{self.cle}", None)
        with st.container(horizontal=True):
            presses = [n for n, o in boutons.items() if st.button(key=f"{self.cle}-{n}", **o)]
            # Always there: a button that appears would move what is about to be clicked.
            cle, rien = f"{self.cle}-effacer", not self.is_begun
            show_button("Effacer ma saisie", "backspace", self.clear, key=cle, disabled=rien)
            if quand := self._tenu.quand:
                st.caption(tell_kept(quand))
        return presses[0] if presses else ""

    def _options(self, champ: str, depart: Any) -> dict[str, Any]:
        cle = f"{self.cle}-{champ}"

        def save() -> None:
            self.keep(champ, st.session_state.get(cle), depart)

        return {"key": cle, "persist_state": "session", "on_change": save}


def tell_kept(quand: str) -> str:
    """When a draft was kept; « Brouillon » where the database has not got it yet."""
    if not quand:
        return "Brouillon"
    moment = dt.datetime.fromisoformat(quand).astimezone(local_zone())
    return f"Brouillon du {format_date(moment.date())}, {moment:%-H h %M}"


def _write(valeur: Any) -> Any:
    """A value of a field as JSON holds it."""
    if isinstance(valeur, dict):
        return {str(nom): _write(dedans) for nom, dedans in valeur.items()}
    if isinstance(valeur, list | tuple):
        return [_write(dedans) for dedans in valeur]
    return {"jour": valeur.isoformat()} if isinstance(valeur, dt.date) else valeur


def _read(ecrite: Any) -> Any:
    if isinstance(ecrite, dict):
        if set(ecrite) == {"jour"}:
            return dt.date.fromisoformat(ecrite["jour"])
        return {nom: _read(dedans) for nom, dedans in ecrite.items()}
    return [_read(dedans) for dedans in ecrite] if isinstance(ecrite, list) else ecrite


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
