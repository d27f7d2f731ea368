"""What can be wrong with the published files, and how it is told.

One fault, one `Anomalie`, one French sentence that says what is wrong and what is allowed.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import islice

from concertation.donnees.phrases import say, show_number

ANOMALIES = 1_000
"""How many anomalies of one file are kept."""
_RESTE = (
    "{0!n} anomalies sont données ici, ce fichier en a au moins {1} : corrigez celles-ci, puis "
    "vérifiez de nouveau."
)


@dataclass(frozen=True)
class Anomalie:
    """One fault in one file.

    `fichier` is the path inside the folder (`ateliers.csv`, `geo/epci.geojson`). `ligne` counts as
    a spreadsheet does, the header of an ordinary file being line 1 (in a JSON file: the line of
    the text). `ligne`, `colonne` and `valeur` are None when the fault is wider than that.
    """

    fichier: str
    ligne: int | None = None
    colonne: str | None = None
    valeur: str | None = None
    message: str = ""

    def __str__(self) -> str:
        place = self.fichier
        if self.ligne is not None:
            place += f", ligne {self.ligne}"
        if self.colonne is not None:
            place += f", colonne {self.colonne}"
        return f"{place}\u00a0: {self.message}"

    def to_dict(self) -> dict[str, str | int | None]:
        """Keys `fichier, ligne, colonne, valeur, message`, ready for JSON."""
        return asdict(self)


class DonneeIndisponible(Exception):
    """A table or a map can't be used; `str()` is a French sentence for the screen."""

    def __init__(self, nom: str, anomalies: Iterable[Anomalie]) -> None:
        self.nom = nom
        self.anomalies = tuple(anomalies)
        super().__init__(nom, self.anomalies)

    def __str__(self) -> str:
        autres = len(self.anomalies) - 1
        if autres < 1:
            return str(self.anomalies[0])
        suite = "une autre anomalie" if autres == 1 else f"{autres} autres anomalies"
        return f"{self.anomalies[0]} Et {suite} dans ce fichier."


def sort_anomalies(anomalies: Iterable[Anomalie]) -> list[Anomalie]:
    """By file, then line (a fault of the whole file first), then column."""
    return sorted(
        anomalies, key=lambda a: (a.fichier, a.ligne or 0, a.colonne or "", a.valeur or "")
    )


def first_ones(anomalies: Iterable[Anomalie]) -> list[Anomalie]:
    """As many as a file may have, and one more, which says that there are others."""
    return list(islice(anomalies, ANOMALIES + 1))


class Releve:
    """Anomalies as they are found: the first of each place, at most `ANOMALIES` a file.

    One cell of a table, one fault: the first rule that speaks about it is the one heard. On one
    line of a JSON file there may be several.
    """

    def __init__(self) -> None:
        self._gardees: dict[Anomalie, None] = {}
        self._places: set[tuple[str, int, str | None]] = set()
        self._nombres: Counter[str] = Counter()

    def __iter__(self) -> Iterator[Anomalie]:
        return iter(self._gardees)

    def add(self, anomalies: Iterable[Anomalie]) -> None:
        """Keep those that there is room for."""
        for anomalie in anomalies:
            place = (anomalie.fichier, anomalie.ligne or 0, anomalie.colonne)
            is_cell = anomalie.ligne is not None and anomalie.fichier.endswith(".csv")
            if anomalie in self._gardees or (is_cell and place in self._places):
                continue
            self._nombres[anomalie.fichier] += 1
            if self._nombres[anomalie.fichier] <= ANOMALIES:
                self._gardees[anomalie] = None
                self._places.add(place)

    def is_full(self, fichier: str) -> bool:
        """Whether a file has more anomalies than are kept: nothing more is worth looking for."""
        return self._nombres[fichier] > ANOMALIES

    def close(self) -> list[Anomalie]:
        """What was kept, sorted, and for each file how many others there are at least."""
        restes = []
        for fichier, nombre in self._nombres.items():
            if nombre > ANOMALIES:
                reste = nombre - ANOMALIES
                autres = "une autre" if reste == 1 else f"{show_number(reste)} autres"
                restes.append(Anomalie(fichier, message=say(_RESTE, ANOMALIES, autres)))
        return sort_anomalies([*self._gardees, *restes])
