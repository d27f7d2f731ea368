"""The stage of the fictional life: people, places, a clock, and what is to happen when."""

from __future__ import annotations

import datetime
import heapq
import itertools
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from concertation.analyse.lignes import list_records
from concertation.analyse.territoires.noms import joined
from concertation.donnees import Donnees
from concertation.suivi.demo.textes import person
from concertation.suivi.socle.droits import Acteur
from concertation.suivi.socle.references import References
from concertation.suivi.store import Store

DIRECTION = Acteur(person(1), "direction")
# Days before the day of reference; a quarter apart, over two years.
SEANCES = (700, 607, 514, 421, 328, 235, 142, 49)
# What a new row leaves empty, for its story to tell later; the declarations imagine the others.
PLUS_TARD = (
    "statut", "etat", "presents", "decisions", "prochaine_date", "destinataire", "date", "reponse",
    "date_reponse", "force", "valeur_initiale", "date_initiale", "source_initiale", "cible",
    "date_cible", "source_cible", "signe_par", "signe_le",
)  # fmt: skip

Histoire = Iterator[tuple[int, int]]
"""What happens to one thing: before each gesture it gives the moment that the gesture waits for, in
days before the day of reference and minutes after 17:00. What is drawn at random is drawn before
the first one, so that it depends on no other story."""


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

    def session_day(self, rang: int) -> int:
        """When one of its sessions takes place, in days before the day of reference."""
        return SEANCES[rang] + self.decalage


class Scene:
    """What the fictional life needs: every engagement, every département with the CTS in it, every
    proposal of the files. Stories are told to it, `play` goes through them in order of time, by
    which the clock of its store goes; it begins two years before the day."""

    def __init__(self, url: str, donnees: Donnees, jour: datetime.date, graine: int) -> None:
        self.jour = jour
        self.heure = self._moment(731, 0)
        self.hasard = random.Random(graine)
        self.engagements = list(donnees.table("engagements")["id"])
        self.composantes: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
        for composante in list_records(donnees.table("composantes")):
            self.composantes[composante["engagement"]].append(composante)
        self.comites = _committees(list_records(donnees.table("territoires")))
        propositions = donnees.table("propositions")
        self.locales = list(propositions.loc[propositions["portee"] == "locale", "id"])
        self.nationales = list(propositions.loc[propositions["portee"] == "nationale", "id"])
        self.numeros: dict[str, Iterator[int]] = defaultdict(itertools.count)
        """The number of the next row of each kind."""
        self._agenda: list[tuple[datetime.datetime, int, Histoire]] = []
        self._a_publier: dict[str, list[int]] = defaultdict(list)
        self._publies: set[tuple[str, int]] = set()
        self.store = Store.open(url, References.of_donnees(donnees), now=lambda: self.heure)

    def day(self, jours_avant: int) -> datetime.date:
        """So many days before the day of reference."""
        return self.jour - datetime.timedelta(days=jours_avant)

    def tell(self, histoire: Histoire) -> None:
        """Let a story happen; of the same minute, the first one told goes first."""
        self._await(next(self.numeros["histoire"]), histoire)

    def _await(self, numero: int, histoire: Histoire) -> None:
        """Go on to the next moment of a story, through the gesture that stands before it."""
        for jours_avant, minute in itertools.islice(histoire, 1):
            if jours_avant < 1:
                raise ValueError("the clock of real entries takes over on the day of reference")
            heapq.heappush(self._agenda, (self._moment(jours_avant, minute), numero, histoire))

    def _moment(self, jours_avant: int, minute: int) -> datetime.datetime:
        heure = datetime.time(17, tzinfo=datetime.UTC)
        debut = datetime.datetime.combine(self.day(jours_avant), heure)
        return debut + datetime.timedelta(minutes=minute)

    def play(self) -> None:
        """Every story to its end; what is of the same minute is one gesture."""
        while self._agenda:
            self.heure = self._agenda[0][0]
            with self.store.atomic():
                while self._agenda and self._agenda[0][0] == self.heure:
                    self._await(*heapq.heappop(self._agenda)[1:])

    def write(self, objet: str, acteur: Acteur, n: int, **valeurs: Any) -> int:
        """A new row, the nth, with what the declarations imagine of it; its identifier."""
        lignes = self.store.lignes[objet]
        imagines = lignes.declaration.imagine(n, (*valeurs, *PLUS_TARD))
        return int(lignes.create(acteur, **valeurs, **imagines)["id"])

    def offer(self, objet: str, identifiant: int) -> None:
        """Let the direction publish a row at its next review."""
        self._a_publier[objet].append(identifiant)

    def offer_again(self, objet: str, identifiant: int) -> None:
        """What the public reads already follows at the next review."""
        if (objet, identifiant) in self._publies:
            self.offer(objet, identifiant)

    def publish(self) -> None:
        """What waits for the direction's review."""
        for objet, identifiants in self._a_publier.items():
            self.store.publications.publish(DIRECTION, objet, identifiants)
            self._publies.update((objet, identifiant) for identifiant in identifiants)
        self._a_publier.clear()


def _committees(territoires: Sequence[Mapping[str, Any]]) -> list[Comite]:
    numeros = itertools.count(2)

    def of_level(niveau: str, parent: str | None = None) -> list[Mapping[str, Any]]:
        return [t for t in territoires if t["niveau"] == niveau and parent in (None, t["parent"])]

    def committee(territoire: str, dedans: tuple[Comite, ...], decalage: int) -> Comite:
        acteur = Acteur(person(next(numeros)), "comite", frozenset({territoire}))
        return Comite(territoire, acteur, dedans, decalage)

    comites, reunis = [], joined(territoires)
    for rang, departement in enumerate(of_level("departement")):
        decalage = 3 * (rang % 10)
        dedans = tuple(
            committee(cts["id"], (), decalage - 20)
            for cts in of_level("cts", departement["id"])
            if cts["id"] not in reunis
        )
        comites.append(committee(departement["id"], dedans, decalage))
    return comites
