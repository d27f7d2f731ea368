"""What is made or read beside the screens, each in a process of its own: who waits for what.

Two files are made at a time, whoever asks, and one more for each person who has none yet: nobody
waits behind another's. What nobody waits for any more is ended.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Condition, Thread
from typing import Any

from concertation.restitution.fabrication import fichiers, processus
from concertation.restitution.fabrication.processus import Budget, Enfant

OUVRIERS = 2
PAR_PERSONNE = 20
GRACE = 20.0  # seconds that a lost connection has to come back
FABRICATION = Budget(processeur=180, duree=600, memoire=2 << 30)
LECTURE = Budget(processeur=20, duree=60, memoire=1 << 30)
ECHEC = "Le fichier n’a pas pu être fait : réessayez, ou demandez un autre format."
EXCES = (
    "Ce fichier demande plus de temps ou de mémoire que l’application n’en donne à un seul : "
    "choisissez un document plus court, ou raccourcissez les textes qu’il reprend."
)
ILLISIBLE = "ce fichier n’a pas pu être lu : enregistrez-le de nouveau, puis redonnez-le."
TROP_LOURD = (
    "ce fichier demande plus de temps ou de mémoire que l’application n’en donne à un seul : rien "
    "n’en est lu ; allégez-le, ou partagez-le."
)
TROP = (
    f"{PAR_PERSONNE} fichiers attendent déjà pour vous : attendez les premiers, ou fermez les "
    "onglets qui en demandent."
)

Wanted = Callable[[], bool]


def always() -> bool:
    """Somebody waits as long as it takes."""
    return True


class LectureImpossible(Exception):
    """A file that could not be read within its bounds; its text is a French sentence."""


class _File:
    """Who works, who waits."""

    def __init__(self) -> None:
        self._tour = Condition()
        self._attente: list[Travail] = []
        self._cours: Counter[str] = Counter()

    def count(self) -> int:
        """How many work or wait."""
        return len(self._attente) + self._cours.total()

    @contextmanager
    def turn(self, travail: "Travail") -> Iterator[bool]:
        """Wait for one's turn; whether it came."""
        with self._tour:
            siens = sum(autre.qui == travail.qui for autre in self._attente)
            if siens >= PAR_PERSONNE:
                travail.erreur = TROP
                yield False
                return
            self._attente.append(travail)
            while travail.is_wanted() and not self._is_next(travail):
                self._tour.wait(1.0)
            self._attente.remove(travail)
            self._cours[travail.qui] += 1
        try:
            yield travail.is_wanted()
        finally:
            with self._tour:
                self._cours[travail.qui] -= 1
                self._tour.notify_all()

    def _is_next(self, travail: "Travail") -> bool:
        siens, tous = self._cours[travail.qui], self._cours.total()
        premier = min(self._attente, key=lambda autre: self._cours[autre.qui])
        libre = tous < OUVRIERS or (not siens and tous < 2 * OUVRIERS)
        return travail is premier and libre


_FAITS, _LUS = _File(), _File()


def count_waiting() -> int:
    """Files that somebody waits for."""
    return _FAITS.count()


class Travail:
    """One thing asked for: how far it is, then what it gives or a French sentence.

    `qui` is the person, or the device, that asks; `veut` says whether they are still there.
    """

    def __init__(
        self,
        fonction: Callable[..., Any],
        *valeurs: Any,
        qui: str = "",
        veut: Wanted = always,
        suivi: bool = False,
        lit: bool = False,
    ) -> None:
        self.valeurs, self.qui = valeurs, qui
        self.part, self.mot = 0.0, "En attente"
        self.resultat: Any = None
        self.refus: Exception | None = None
        self.erreur = ""
        self._fonction, self._veut, self._suivi, self._lit = fonction, veut, suivi, lit
        self._vu = time.monotonic()
        self._abandonne = False
        self._enfant: Enfant | None = None
        self._fil = Thread(target=self._run, name="fabrique", daemon=True)
        self._fil.start()

    @property
    def is_done(self) -> bool:
        return not self._fil.is_alive()

    def is_wanted(self) -> bool:
        """Whether somebody still waits for it, or lost their connection a moment ago."""
        if self._veut():
            self._vu = time.monotonic()
        return not self._abandonne and time.monotonic() - self._vu < GRACE

    def wait(self, secondes: float) -> None:
        """Return when it is done, or after this time; raises TimeoutError then."""
        self._fil.join(secondes)
        if not self.is_done:
            raise TimeoutError

    def abandon(self) -> None:
        """Stop now: nothing more is computed."""
        self._abandonne = True
        if (enfant := self._enfant) is not None:
            enfant.kill()

    def _run(self) -> None:
        with (_LUS if self._lit else _FAITS).turn(self) as vient:
            if not vient:
                return
            self.mot = "Lecture des données"
            budget = LECTURE if self._lit else FABRICATION
            try:
                with processus.working(self._fonction, self.valeurs, self._suivi, budget) as enfant:
                    self._enfant = enfant
                    self._listen(enfant, time.monotonic() + budget.duree)
            except EOFError:
                self.erreur = TROP_LOURD if self._lit else EXCES
            except Exception:
                self.erreur = ILLISIBLE if self._lit else ECHEC
            finally:
                self._enfant = None

    def _listen(self, enfant: Enfant, fin: float) -> None:
        """Until the result or the sentence; the steps before it move the bar."""
        while self.is_wanted():
            if time.monotonic() > fin:
                raise EOFError
            match enfant.listen(1.0):
                case ("part", part, mot):
                    self.part, self.mot = part, mot
                case ("rendu", resultat):
                    self.resultat = resultat
                    return
                case ("refus", classe, phrase):
                    self.refus, self.erreur = classe(phrase), phrase
                    return
                case ("panne",):
                    raise ValueError


def make(demande: fichiers.Demande, qui: str = "", veut: Wanted = always) -> Travail:
    """A file, made beside the screens."""
    return Travail(fichiers.build, demande, qui=qui, veut=veut, suivi=True)


def read_apart(
    lire: Callable[..., Any],
    contenu: Any,
    *reste: Any,
    qui: str = "",
    veut: Wanted = always,
    on_progress: Callable[[float, str], None] | None = None,
) -> Any:
    """What `lire(contenu, *reste)` gives, read in a process of its own.

    Raises what it raises of ours, else `LectureImpossible`. `lire` is a function of a module.
    """
    travail = Travail(
        lire, contenu, *reste, qui=qui, veut=veut, suivi=on_progress is not None, lit=True
    )
    while not travail.is_done:
        if on_progress is not None and travail.part:
            on_progress(travail.part, travail.mot)
        with suppress(TimeoutError):
            travail.wait(0.1)
    if travail.refus is not None:
        raise travail.refus
    if travail.erreur or not travail.is_wanted():
        raise LectureImpossible(travail.erreur or ILLISIBLE)
    return travail.resultat
