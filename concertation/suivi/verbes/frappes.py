"""What is being typed in a field of a row: a draft that all of its territory read.

Each pause is kept there; the row, with a line of its journal, gets the whole once the hands leave.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from concertation.suivi.socle.base import Base
from concertation.suivi.socle.droits import Acteur
from concertation.suivi.socle.errors import ErreurSuivi, SaisieInvalide
from concertation.suivi.socle.modifiables import Modifiables
from concertation.suivi.socle.textes import clean_text
from concertation.suivi.verbes.brouillons import Brouillon, Brouillons


class Frappes:
    """`store.frappes`."""

    def __init__(self, base: Base) -> None:
        self._base = base
        self._brouillons = Brouillons(base)

    def list(self, lieu: str) -> list[Brouillon]:
        """What is being typed for a territory, which no row holds yet."""
        return self._brouillons.list(self._key(lieu))

    def _key(self, lieu: str) -> str:
        return f"lieu {self._base.references.home(lieu)}"

    def say(
        self, acteur: Acteur, lignes: Modifiables, identifiant: int, nom: str, valeur: Any,
        is_known: Callable[[Any], bool], de: str,
    ) -> bool:  # fmt: skip
        """Keep what `de` is typing in a field; False when it says something else by now than what
        they knew. Raises what `update` would."""
        # No change: the rights alone.
        actuel = lignes.update(acteur, identifiant, int(lignes.read(identifiant)["version"]))
        valeur = clean_text(valeur) if isinstance(valeur, str) else valeur
        if faute := lignes.faults({**actuel, nom: valeur}).get(nom):
            raise SaisieInvalide(nom, faute)
        ou = self._key(lignes.territoires_of([actuel])[0]), f"{lignes.objet} {identifiant} {nom}"
        with self._base.moteur.atomic():
            typed = self._brouillons.read(*ou).contenu
            if not is_known(typed.get("valeur", actuel[nom])):
                return False
            dit = {"valeur": valeur, "base": typed.get("base", actuel[nom]), "de": de}
            self._brouillons.save(*ou, dit, auteur=acteur.nom)
            return True

    def gather(
        self, acteur: Acteur, lieu: str, due: Callable[[Brouillon], bool]
    ) -> Sequence[Brouillon]:
        """Put into its row what was typed for a territory and is due; give what still waits."""
        lus = self.list(lieu)
        dus = [*filter(due, lus)]
        for typed in dus:
            objet, cle, nom = typed.forme.split()
            lignes, valeur = self._base.lignes[objet], typed.contenu["valeur"]
            with suppress(ErreurSuivi), self._base.atomic():
                actuel = lignes.read(int(cle))
                # Who undid what was typed over, or an older version, wrote there: both stay.
                dits = ("", valeur, typed.contenu["base"])
                if isinstance(valeur, str) and actuel[nom] not in dits:
                    valeur = f"{actuel[nom]}\n{valeur}"
                lignes.update(acteur, int(cle), int(actuel["version"]), **{nom: valeur})
                self._brouillons.forget(self._key(lieu), typed.forme)
        return self.list(lieu) if dus else lus
