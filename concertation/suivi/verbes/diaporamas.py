"""Decks of slides: read by all, written by the direction or by the committee of their territory."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from concertation.suivi.socle import tables
from concertation.suivi.socle.droits import Acteur, readable_drafts
from concertation.suivi.socle.errors import SaisieInvalide, refuse
from concertation.suivi.socle.lecture import to_portable
from concertation.suivi.socle.lignes import Ligne
from concertation.suivi.socle.modifiables import Modifiables

PAGES = ("pages", "pages_completes")
CLE = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")


class Diaporamas(Modifiables):
    """`store.diaporamas`: `contenu` is the deck as JSON, without pages.

    A frozen deck (`fige_le`) keeps two editions of its pages: `pages`, what the public reads, and
    `pages_completes`, what is read with drafts and names by the direction, or by the committee of
    `territoire` when it has one. Made live again it still holds them, so that it can be undone;
    the journal holds their size and hash alone.
    """

    def find(self, acteur: Acteur, cle: str) -> Ligne:
        """The deck of that key, without its pages; raises `Introuvable`."""
        absente = f"Le diaporama « {cle[:60]} » n’existe pas ou n’existe plus."
        return self._only(self.list(acteur, cle=cle), absente)

    def read_pages(self, acteur: Acteur, ligne: Mapping[str, Any]) -> tuple[str, str]:
        """(edition, JSON) of a frozen deck's pages: `complete` for who may, else `publique`.

        The JSON is "" when no edition is kept that this person may read.
        """
        identifiant, table = int(ligne["id"]), self.table.c
        colonnes = (table.pages, table.pages_completes, table.territoire)
        requete = sa.select(*colonnes).where(table.id == identifiant)
        lues = self.base.recall(("diaporama-pages", identifiant), lambda: self.base.run(requete))
        pages, completes, territoire = lues[0] if lues else (None, None, "")
        if completes and self.reads_complete(acteur, territoire):
            return "complete", completes
        return "publique", pages or ""

    def reads_complete(self, acteur: Acteur, territoire: str) -> bool:
        """Whether the person may read the complete edition of a deck of that territory."""
        verbe: Any = "lire_brouillon" if territoire else "valider"
        return self.base.can(acteur, verbe, territoire)

    def _forbidden(self, actuel: Ligne, propres: Ligne) -> Iterable[tuple[str, str]]:
        """A frozen deck must be made live first."""
        yield from super()._forbidden(actuel, propres)
        if actuel["fige_le"] is not None and "fige_le" not in propres:
            yield "fige_le", "Ce diaporama est figé\u00a0: rendez-le vivant pour le modifier."

    def freeze(self, acteur: Acteur, identifiant: int, version: int, **gel: Any) -> Ligne:
        """Keep the pages of a day (`fige_le`, `pages`, `pages_completes` when some may read more);
        the deck shows these from now on."""
        return self.update(acteur, identifiant, version, **{"pages_completes": None, **gel})

    def unfreeze(self, acteur: Acteur, identifiant: int, version: int) -> Ligne:
        """Show what the data say now."""
        return self.update(acteur, identifiant, version, fige_le=None)

    def columns(self, acteur: Acteur) -> Sequence[Any]:
        return [colonne for colonne in self.table.c if colonne.key not in PAGES]

    def visible(self, acteur: Acteur, table: Any) -> Any:
        """Every deck that is kept, and the withdrawn ones of the person's territories."""
        territoires = readable_drafts(acteur, self.base.references)
        if territoires is None:
            return sa.true()
        siens = table.c.territoire.in_(sorted(territoires - {""}))
        return sa.or_(table.c.retire == sa.false(), siens)

    def _faults(self, ligne: Ligne) -> Iterable[tuple[str, str]]:
        cle, table = ligne["cle"], self.table.c
        if not CLE.fullmatch(cle):
            phrase = "L’identifiant n’a que des minuscules sans accent, des chiffres et des tirets"
            yield "cle", f"{phrase}, 60 au plus."
        if not isinstance(json.loads(ligne["contenu"]), dict):
            yield "contenu", "Les diapositives attendent un objet JSON."
        gardes = sa.select(table.id).where(table.cle == cle, table.retire == sa.false())
        if {autre.id for autre in self.base.run(gardes)} - {ligne.get("id")}:
            yield "cle", f"Un autre diaporama a déjà l’identifiant « {cle} »."

    def _told(self, ligne: Mapping[str, Any]) -> dict[str, Any]:
        dites = to_portable(ligne)
        return dites | {nom: _summary(dites[nom]) for nom in PAGES if dites.get(nom)}

    def _write(self, identifiant: int, changes: Ligne) -> None:
        """As for any row; one that comes back finds its key free."""
        if changes.get("retire") is False:
            refuse(self._faults(self.read(identifiant)))
        super()._write(identifiant, changes)

    def undo(self, acteur: Acteur, entree: Mapping[str, Any], version: int) -> None:
        """As for any row; pages come back only while the row still holds them."""
        avant = entree["avant"]
        if avant is not None:
            if avant.get("fige_le") and self._pages_replaced(entree):
                phrase = "Les pages figées ont été remplacées depuis\u00a0: elles sont perdues."
                raise SaisieInvalide("pages", phrase)
            avant = {nom: valeur for nom, valeur in avant.items() if nom not in PAGES}
        super().undo(acteur, {**entree, "avant": avant}, version)

    def _pages_replaced(self, entree: Mapping[str, Any]) -> bool:
        """Whether this entry, or a later one, wrote other pages."""
        journal = tables.journal.c
        siennes = (journal.objet == self.objet, journal.objet_id == entree["objet_id"])
        requete = sa.select(journal.apres).where(*siennes, journal.id >= entree["id"])
        return any("pages" in (apres or {}) for (apres,) in self.base.run(requete))


def _summary(texte: str) -> str:
    """What the journal keeps of pages: enough to know them again."""
    octets = texte.encode()
    taille = f"{len(octets):,}".replace(",", "\u202f")
    return f"{taille} octets, SHA-256 {hashlib.sha256(octets).hexdigest()}"
