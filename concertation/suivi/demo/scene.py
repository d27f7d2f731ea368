"""The stage of the fictional life: people, places, a clock, and what is to happen when."""

from __future__ import annotations

import datetime
import itertools
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from concertation.analyse.lignes import list_records
from concertation.donnees import Donnees
from concertation.suivi.demo.textes import person
from concertation.suivi.socle.droits import Acteur
from concertation.suivi.store import Store

DIRECTION = Acteur(person(1), "direction")
# Days before the day of reference; a quarter apart, over two years.
SEANCES = (700, 607, 514, 421, 328, 235, 142, 49)


class Horloge:
    """The store's clock; begins two years before the day, never goes back."""

    def __init__(self, jour: datetime.date) -> None:
        midi = datetime.time(12, tzinfo=datetime.UTC)
        self.heure = datetime.datetime.combine(jour, midi) - datetime.timedelta(days=731)

    def __call__(self) -> datetime.datetime:
        return self.heure


@dataclass
class Comite:
    """A committee: its territory, those inside, and what it has recorded so far."""

    territoire: str
    acteur: Acteur
    dedans: tuple[Comite, ...] = ()
    decalage: int = 0
    """Days by which its sessions come before those of `SEANCES`."""
    seances: dict[int, int] = field(default_factory=dict)
    """Identifier of each session by its rank."""


@dataclass
class Scene:
    """What the fictional life needs. Plans add to `agenda`; `play` does it in order of time."""

    store: Store
    horloge: Horloge
    jour: datetime.date
    hasard: random.Random
    engagements: Sequence[str]
    composantes: Mapping[str, Sequence[Mapping[str, Any]]]
    comites: Sequence[Comite]
    locales: Sequence[str]
    nationales: Sequence[str]
    agenda: list[tuple[datetime.datetime, int, Callable[[], Any]]] = field(default_factory=list)
    compteurs: dict[str, int] = field(default_factory=dict)
    """How many of each kind were planned so far."""
    a_publier: dict[str, list[int]] = field(default_factory=dict)
    """Rows that the direction publishes at its next review, by table."""
    publies: dict[str, set[int]] = field(default_factory=dict)
    """Rows that it published already."""

    @classmethod
    def of_donnees(
        cls, store: Store, horloge: Horloge, donnees: Donnees, jour: datetime.date, graine: int
    ) -> Scene:
        """Every engagement, every département with its CTS, every proposal of the files."""
        composantes: dict[str, list[Mapping[str, Any]]] = {}
        for composante in list_records(donnees.table("composantes")):
            composantes.setdefault(composante["engagement"], []).append(composante)
        propositions = donnees.table("propositions")
        return cls(
            store=store,
            horloge=horloge,
            jour=jour,
            hasard=random.Random(graine),
            engagements=list(donnees.table("engagements")["id"]),
            composantes=composantes,
            comites=_committees(list_records(donnees.table("territoires"))),
            locales=list(propositions.loc[propositions["portee"] == "locale", "id"]),
            nationales=list(propositions.loc[propositions["portee"] == "nationale", "id"]),
        )

    def day(self, jours_avant: int) -> datetime.date:
        """So many days before the day of reference."""
        return self.jour - datetime.timedelta(days=jours_avant)

    def session_day(self, comite: Comite, rang: int) -> int:
        """When a session of a committee takes place, in days before the day of reference."""
        return SEANCES[rang] + comite.decalage

    def plan(self, jours_avant: int, minute: int, geste: Callable[[], Any]) -> None:
        """Let it happen that day, so many minutes after 17:00; the same minute is one gesture."""
        if jours_avant < 1:
            raise ValueError("the clock of real entries takes over on the day of reference")
        heure = datetime.datetime.combine(
            self.day(jours_avant), datetime.time(17, tzinfo=datetime.UTC)
        )
        quand = heure + datetime.timedelta(minutes=minute)
        self.agenda.append((quand, len(self.agenda), geste))

    def publish_again(self, objet: str, identifiant: int) -> None:
        """What the public reads already follows at the next review."""
        if identifiant in self.publies.get(objet, ()):
            self.a_publier.setdefault(objet, []).append(identifiant)

    def play(self) -> None:
        """Everything planned, in order of time, what is of the same minute together."""
        prevu = sorted(self.agenda, key=lambda rendez_vous: rendez_vous[:2])
        for quand, ensemble in itertools.groupby(prevu, key=lambda rendez_vous: rendez_vous[0]):
            self.horloge.heure = quand
            with self.store.atomic():
                for _, _, geste in ensemble:
                    geste()


def _committees(territoires: Sequence[Mapping[str, Any]]) -> list[Comite]:
    numeros = itertools.count(2)

    def of_level(niveau: str, parent: str | None = None) -> list[Mapping[str, Any]]:
        return [t for t in territoires if t["niveau"] == niveau and parent in (None, t["parent"])]

    def committee(territoire: str, dedans: tuple[Comite, ...], decalage: int) -> Comite:
        acteur = Acteur(person(next(numeros)), "comite", frozenset({territoire}))
        return Comite(territoire, acteur, dedans, decalage)

    comites = []
    for rang, departement in enumerate(of_level("departement")):
        dedans = tuple(
            committee(cts["id"], (), 3 * (rang % 10) - 20)
            for cts in of_level("cts", departement["id"])
        )
        comites.append(committee(departement["id"], dedans, 3 * (rang % 10)))
    return comites
