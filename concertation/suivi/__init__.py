"""Follow-up: what committees and the direction record, in a database of its own.

    store = Store.open(references=References.of_donnees(donnees))
    acteur = Acteur("Camille Martin", "comite", frozenset({"D61"}))
    store.actions.create(acteur, engagement="E1", territoire="D61", intitule="…")
    store.actions.list(acteur)                      # a DataFrame of what this person may read

Each verb takes the person first, checks the right, checks the input, writes, and writes the
journal, in one transaction; it raises an `ErreurSuivi` with a French sentence, and then nothing
was written. `with store.atomic():` makes several verbs one.
"""

from typing import TYPE_CHECKING, Any

from concertation.suivi.socle.droits import ROLES, Acteur, can
from concertation.suivi.socle.errors import (
    Conflit,
    DroitRefuse,
    ErreurSuivi,
    Introuvable,
    SaisieInvalide,
    StoreIndisponible,
)
from concertation.suivi.socle.references import References

if TYPE_CHECKING:
    from concertation.suivi.store import Store

__all__ = [
    "ROLES", "Acteur", "Conflit", "DroitRefuse", "ErreurSuivi", "Introuvable", "References",
    "SaisieInvalide", "Store", "StoreIndisponible", "can",
]  # fmt: skip


def __getattr__(nom: str) -> Any:
    """`Store` loads the database libraries: only who records or reads follow-up waits for them."""
    if nom == "Store":
        from concertation.suivi.store import Store

        return Store
    raise AttributeError(nom)
