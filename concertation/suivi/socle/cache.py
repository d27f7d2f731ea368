"""What screens read, kept until somebody writes.

The same rows are read at each rerun; while the database does not answer, what was read last is
still there to be shown.
"""

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import is_dataclass
from threading import Lock
from typing import Any, NamedTuple, TypeVar, cast

import pandas as pd

T = TypeVar("T")
Moment = tuple[int, str]
"""The journal's last id and its batch: it changes with every write, and with a restoration."""

LIGNES_GARDEES = 200_000
"""Rows of all that is kept: some hundred megabytes at the very most."""


class _Garde(NamedTuple):
    moment: Moment
    valeur: Any
    lignes: int


class Memoire:
    """Safe to share between sessions: a key names the person who reads, and all that was asked."""

    def __init__(self, lignes: int = LIGNES_GARDEES) -> None:
        self._lignes = lignes
        self._total = 0
        self._gardes: OrderedDict[Hashable, _Garde] = OrderedDict()
        self._verrou = Lock()
        self.dernier: Moment | None = None
        """The last moment that the database told."""

    def recall(self, cle: Hashable, moment: Moment, read: Callable[[], T]) -> T:
        """What was read at this moment, else what `read` gives, kept for the next one."""
        garde = self._find(cle)
        if garde is not None and garde.moment == moment:
            return cast(T, _share(garde.valeur))
        valeur = read()
        with self._verrou:
            lignes, ancienne = _weigh(valeur), self._gardes.pop(cle, None)
            self._gardes[cle] = _Garde(moment, valeur, lignes)
            self._total += lignes - (ancienne.lignes if ancienne else 0)
            while self._total > self._lignes:
                self._total -= self._gardes.popitem(last=False)[1].lignes
        return _share(valeur)

    def last(self, cle: Hashable) -> Any | None:
        """What was read last, however old; None when nobody read it."""
        garde = self._find(cle)
        return None if garde is None else _share(garde.valeur)

    def _find(self, cle: Hashable) -> _Garde | None:
        with self._verrou:
            if cle in self._gardes:
                self._gardes.move_to_end(cle)
            return self._gardes.get(cle)


def _weigh(valeur: Any) -> int:
    """Rows that it holds, itself included."""
    if isinstance(valeur, pd.DataFrame | list | dict):
        return len(valeur) + 1
    parts = tuple(vars(valeur).values()) if is_dataclass(valeur) else valeur
    return sum(map(_weigh, parts)) + 1 if isinstance(parts, tuple) else 1


def _share(valeur: T) -> T:
    """A frame of one's own: pandas copies what its holder changes, and only that."""
    return cast(T, valeur.copy(deep=False)) if isinstance(valeur, pd.DataFrame) else valeur


def freeze(valeur: Any) -> Hashable:
    """Filters as a key."""
    if isinstance(valeur, Mapping):
        return frozenset((nom, freeze(v)) for nom, v in valeur.items() if v is not None)
    if isinstance(valeur, Collection) and not isinstance(valeur, str):
        return frozenset(valeur)
    return cast(Hashable, valeur)
