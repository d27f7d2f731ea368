"""What screens read, kept until somebody writes.

The same rows are read at each rerun; while the database does not answer, what was read last is
still there to be shown.
"""

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any, TypeVar, cast

import pandas as pd

T = TypeVar("T")
Moment = tuple[int, str]
"""The journal's last id and its batch: it changes with every write, and with a restoration."""

LIGNES_GARDEES = 200_000
"""Rows of all the frames kept: some hundred megabytes at the very most."""


@dataclass(frozen=True)
class _Garde:
    moment: Moment
    valeur: Any
    # Held so that its identity, which the key names, is nobody else's.
    references: object
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

    def recall(self, cle: Hashable, references: object, moment: Moment, read: Callable[[], T]) -> T:
        """What was read at this moment, else what `read` gives, kept for the next one."""
        garde = self._find(cle, references)
        if garde is not None and garde.moment == moment:
            return cast(T, _share(garde.valeur))
        valeur = read()
        self._keep((cle, id(references)), moment, valeur, references)
        return _share(valeur)

    def last(self, cle: Hashable, references: object) -> Any | None:
        """What was read last, however old; None when nobody read it."""
        garde = self._find(cle, references)
        return None if garde is None else _share(garde.valeur)

    def _find(self, cle: Hashable, references: object) -> _Garde | None:
        with self._verrou:
            garde = self._gardes.get((cle, id(references)))
            if garde is not None:
                self._gardes.move_to_end((cle, id(references)))
            return garde

    def _keep(self, cle: Hashable, moment: Moment, valeur: Any, references: object) -> None:
        lignes = len(valeur) + 1 if isinstance(valeur, pd.DataFrame) else 1
        with self._verrou:
            self._drop(cle)
            self._gardes[cle] = _Garde(moment, valeur, references, lignes)
            self._total += lignes
            while self._total > self._lignes:
                self._drop(next(iter(self._gardes)))

    def _drop(self, cle: Hashable) -> None:
        garde = self._gardes.pop(cle, None)
        self._total -= 0 if garde is None else garde.lignes


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
