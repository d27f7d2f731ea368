"""The figures of an action as a reader takes them: a whole with its details and its targets."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from concertation.analyse.chiffre import CONSTAT, is_done
from concertation.analyse.lignes import list_records
from concertation.analyse.mots.formats import is_empty

PARTIEL = "partiel"
# What counts something; an age, a duration or a norm only says what was offered.
PRINCIPALES = frozenset({"flux", "stock", "capacite", "taux"})
PLEIN = 100.0


@dataclass(frozen=True, eq=False)
class Ensemble:
    """A measure (a row of `mesures_of`), its details, and the targets of the same indicator."""

    mesure: dict[str, Any]
    details: tuple["Ensemble", ...] = ()
    cibles: tuple[dict[str, Any], ...] = ()

    def walk(self) -> Iterator[dict[str, Any]]:
        """All its rows: the measure, its targets, then those of its details."""
        for chiffre in self.flatten():
            yield chiffre.mesure
            yield from chiffre.cibles

    @property
    def is_principal(self) -> bool:
        """Whether it tells what was done or found: by its role, else by what its indicator is."""
        if self.mesure.get("role"):
            return is_done(self.mesure)
        return self.mesure["nature_indicateur"] in PRINCIPALES

    @property
    def is_tout(self) -> bool:
        """Whether its details can be drawn as parts of it: one number each, in its own unit."""
        return bool(self.details) and all(
            _is_single(c.mesure) and c.mesure["unite"] == self.mesure["unite"]
            for c in self.flatten()
        )

    @property
    def is_jauge(self) -> bool:
        """Whether it stands on a scale of its own: a rate, or a capacity with its target.

        A flow never does: what was done since a date is no part of what remains to be done.
        """
        if self.details or self.mesure["nature"] != CONSTAT:
            return False
        lignes = (self.mesure, *self.cibles)
        if not all(_is_single(ligne) and ligne["valeur"] >= 0 for ligne in lignes):
            return False
        if self.mesure["nature_indicateur"] == "taux":
            return self.mesure["unite"] == "%" and all(x["valeur"] <= PLEIN for x in lignes)
        return self.mesure["nature_indicateur"] == "capacite" and bool(self.cibles)

    def flatten(self) -> Iterator["Ensemble"]:
        yield self
        for detail in self.details:
            yield from detail.flatten()


def read_chiffres(mesures: pd.DataFrame) -> tuple[Ensemble, ...]:
    """The figures that are part of no other, in the order of `mesures` (see `mesures_of`).

    Details stand under the first measure of their whole; an indicator that has a target alone is
    told by it.
    """
    lignes = list_records(mesures)
    connus = {ligne["indicateur"] for ligne in lignes}
    constates = {ligne["indicateur"] for ligne in lignes if ligne["nature"] == CONSTAT}
    cibles: dict[str, list[dict[str, Any]]] = defaultdict(list)
    enfants: dict[str, list[dict[str, Any]]] = defaultdict(list)
    racines: list[dict[str, Any]] = []
    for ligne in lignes:
        if ligne["nature"] != CONSTAT:
            cibles[ligne["indicateur"]].append(ligne)
        if ligne["nature"] == CONSTAT or ligne["indicateur"] not in constates:
            (enfants[ligne["parent"]] if ligne["parent"] in connus else racines).append(ligne)

    def build(ligne: dict[str, Any]) -> Ensemble:
        indicateur = ligne["indicateur"]
        # Taken out, so that they stand once, and that a loop of parents ends.
        details = tuple(map(build, enfants.pop(indicateur, [])))
        return Ensemble(
            ligne, details, tuple(cibles[indicateur]) if ligne["nature"] == CONSTAT else ()
        )

    return tuple(map(build, racines))


def reste_of(chiffre: Ensemble) -> float | None:
    """What the details of a « dont » leave untold; None when they make the whole, or pass it."""
    partiels = [c.mesure["valeur"] for c in chiffre.details if c.mesure["detail"] == PARTIEL]
    if not partiels or not chiffre.is_tout:
        return None
    reste = float(chiffre.mesure["valeur"] - sum(partiels))
    return reste if reste > 0 else None


def warn_sums(ensembles: Iterable[Ensemble]) -> tuple[str, ...]:
    """A sentence for each unit in which several figures stand side by side: what a reader could
    add, and no document does."""
    groupes: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for ensemble in ensembles:
        mesure = ensemble.mesure
        if mesure["nature_indicateur"] in PRINCIPALES and mesure["unite"] not in ("", "%"):
            groupes[mesure["unite"]].append(mesure)
    return tuple(
        f"Les {unite} de plusieurs lignes ne s’additionnent pas : {_why(lignes)}."
        for unite, lignes in groupes.items()
        if len(lignes) > 1
    )


def _why(lignes: list[dict[str, Any]]) -> str:
    raisons = {"periode": "les périodes", "lieu": "les périmètres"}
    dites = [mots for nom, mots in raisons.items() if len({x[nom] for x in lignes}) > 1]
    return f"{' et '.join(dites)} diffèrent" if dites else "aucun document n’en écrit la somme"


def _is_single(mesure: dict[str, Any]) -> bool:
    return not is_empty(mesure["valeur"]) and is_empty(mesure["valeur_max"])
