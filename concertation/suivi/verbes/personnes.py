"""People who sign in: their rows, which the administrator writes."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from concertation.suivi.socle.droits import roles_that_may
from concertation.suivi.socle.errors import SaisieInvalide
from concertation.suivi.socle.lignes import Ligne
from concertation.suivi.socle.modifiables import Modifiables

_ADRESSE = re.compile(r"[^@\s,;<>\"]{1,64}@[^@\s,;<>\"]{1,190}\.[^@\s.,;<>\"]{2,}")


class Personnes(Modifiables):
    """`store.personnes`: who may enter, by which address, as what, where and until when."""

    def _clean(self, valeurs: Mapping[str, Any], partiel: bool = False) -> Ligne:
        propres = super()._clean(valeurs, partiel)
        return propres | {nom: fold(propres[nom]) for nom in ("adresse",) if nom in propres}

    def _faults(self, ligne: Ligne) -> Iterable[tuple[str, str]]:
        adresse, nom = ligne["adresse"], ligne["nom"] or ""
        if adresse and not _ADRESSE.fullmatch(adresse):
            yield "adresse", "L’adresse électronique s’écrit «\u00a0nom@domaine.fr\u00a0»."
        if ligne["role"] in roles_that_may("ecrire", "chez_soi") and not ligne["territoires"]:
            yield "territoires", "Choisissez au moins un territoire pour un comité."
        if ligne["debut"] and ligne["fin"] and ligne["fin"] < ligne["debut"]:
            yield "fin", "La fin précède le début."
        for autre in self.base.run(sa.select(self.table)):
            if autre.id == ligne.get("id"):
                continue
            if autre.adresse == adresse:
                yield "adresse", "Une autre personne a déjà cette adresse, peut-être retirée."
            # An entry says who made it by the name: it must be one person's.
            if autre.nom.casefold() == nom.casefold():
                yield (
                    "nom",
                    "Une autre personne a déjà ce nom\u00a0: ajoutez une initiale, un service.",
                )

    def _write(self, identifiant: int, changes: Ligne) -> None:
        """As for any row; somebody always administers."""
        administrait = self._administer()
        super()._write(identifiant, changes)
        if administrait and not self._administer():
            phrase = (
                "Il faut qu’une personne au moins administre\u00a0: nommez-en une autre d’abord."
            )
            raise SaisieInvalide("role", phrase)

    def _administer(self) -> bool:
        """Whether anybody administers today."""
        table, jour = self.table.c, self.base.moteur.now().astimezone(datetime.UTC).date()
        requete = sa.select(table.id).where(
            table.role.in_(roles_that_may("administrer")), table.retire == sa.false(),
            sa.or_(table.debut.is_(None), table.debut <= jour),
            sa.or_(table.fin.is_(None), table.fin >= jour),
        )  # fmt: skip
        return bool(self.base.run(requete.limit(1)))


def fold(adresse: str) -> str:
    """An address as it is compared."""
    return adresse.strip().lower()
