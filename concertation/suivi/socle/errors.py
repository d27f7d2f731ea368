"""What can go wrong in the store; `str()` of each is a French sentence for the screen."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any


class ErreurSuivi(Exception):
    """Any expected failure of the store: nothing was written."""


class DroitRefuse(ErreurSuivi):
    """The person may not do this here. `demande`: who, what, where and on what kind of row."""

    def __init__(self, phrase: str, *demande: Any) -> None:
        super().__init__(phrase)
        self.demande = demande


class Introuvable(ErreurSuivi):
    """No such row, or none that this person may see."""


class SaisieInvalide(ErreurSuivi):
    """The input is refused; `champ` and `message` are the first fault, `fautes` all of them."""

    def __init__(
        self, champ: str, message: str, fautes: Sequence[tuple[str, str]] | None = None
    ) -> None:
        self.champ = champ
        self.message = message
        self.fautes: tuple[tuple[str, str], ...] = tuple(fautes or ((champ, message),))
        super().__init__(" ".join(texte for _, texte in self.fautes))


def refuse(fautes: Iterable[tuple[str, str]]) -> None:
    """Raise every fault at once, each a field and a sentence, when there is one."""
    if toutes := list(fautes):
        raise SaisieInvalide(*toutes[0], toutes)


class Conflit(ErreurSuivi):
    """Somebody wrote since the row was read: both texts, for the person to choose.

    `actuel` is the row as it is, `propose` what was asked (id and version read included).
    `conflits` has every pair when several rows were written at once.
    """

    def __init__(self, conflits: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]]) -> None:
        self.conflits = tuple((dict(actuel), dict(propose)) for actuel, propose in conflits)
        self.actuel, self.propose = self.conflits[0]
        quoi = f"{len(self.conflits)} fiches ont été modifiées"
        if len(self.conflits) == 1:
            quoi = "Cette fiche a été modifiée"
        texte = f"{quoi} par une autre personne depuis votre lecture."
        super().__init__(f"{texte} Rien n’a été enregistré\u00a0: comparez les deux versions.")


class StoreIndisponible(ErreurSuivi):
    """The database can't be reached or written; the next call tries again by itself."""
