"""Decks of slides: read by all, written by the direction or by the committee of their territory."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import sqlalchemy as sa

from concertation.declarations.diaporama import DIAPORAMA
from concertation.suivi.socle import tables
from concertation.suivi.socle.connexion import Transaction
from concertation.suivi.socle.droits import Acteur, readable_drafts
from concertation.suivi.socle.erreurs import Introuvable, SaisieInvalide
from concertation.suivi.socle.lecture import among, to_portable
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

    declaration = DIAPORAMA

    def find(self, acteur: Acteur, cle: str) -> Ligne:
        """The deck of that key, without its pages; raises `Introuvable`."""
        frame = self.list(acteur, cle=cle)
        if frame.empty:
            raise Introuvable(f"Le diaporama « {cle[:60]} » n’existe pas ou n’existe plus.")
        return {str(nom): valeur for nom, valeur in frame.iloc[0].items()}

    def read_pages(self, acteur: Acteur, ligne: Mapping[str, Any]) -> tuple[str, str]:
        """(edition, JSON) of a frozen deck's pages: `complete` for who may, else `publique`.

        The JSON is "" when no edition is kept that this person may read.
        """
        identifiant = int(ligne["id"])
        pages, completes = self.base.recall(
            ("diaporama-pages", identifiant), lambda: self._select_pages(identifiant)
        )
        if completes and self.reads_complete(acteur, str(ligne["territoire"])):
            return "complete", completes
        return "publique", pages or ""

    def reads_complete(self, acteur: Acteur, territoire: str) -> bool:
        """Whether the person may read the complete edition of a deck of that territory."""
        verbe: Any = "lire_brouillon" if territoire else "valider"
        return self.base.can(acteur, verbe, territoire)

    def update(
        self,
        acteur: Acteur,
        identifiant: int,
        version: int,
        *,
        seance_id: int | None = None,
        **changements: Any,
    ) -> Ligne:
        """Change a live deck; a frozen one must be made live first."""
        with self.base.atomic() as transaction:
            actuel = self.read(transaction, identifiant)
            fige = actuel["fige_le"] is not None and actuel["version"] == version
            if fige and not changements.keys() & {"fige_le"}:
                raise SaisieInvalide(
                    "fige_le",
                    "Ce diaporama est figé\u00a0: rendez-le vivant pour le modifier.",
                )
            return super().update(acteur, identifiant, version, seance_id=seance_id, **changements)

    def freeze(
        self,
        acteur: Acteur,
        identifiant: int,
        version: int,
        *,
        fige_le: Any,
        pages: str,
        pages_completes: str | None = None,
    ) -> Ligne:
        """Keep the pages of a day; the deck shows these from now on."""
        return self.update(
            acteur, identifiant, version,
            fige_le=fige_le, pages=pages, pages_completes=pages_completes,
        )  # fmt: skip

    def unfreeze(self, acteur: Acteur, identifiant: int, version: int) -> Ligne:
        """Show what the data say now."""
        return self.update(acteur, identifiant, version, fige_le=None)

    def _select_pages(self, identifiant: int) -> tuple[str | None, str | None]:
        colonnes = (self.table.c.pages, self.table.c.pages_completes)
        with self.base.reading() as connection:
            requete = sa.select(*colonnes).where(self.table.c.id == identifiant)
            ligne = connection.execute(requete).first()
        return (None, None) if ligne is None else (ligne[0], ligne[1])

    def _select(
        self,
        acteur: Acteur,
        filtres: Mapping[str, Any],
        retires: bool | None,
        limit: int | None,
    ) -> pd.DataFrame:
        """A deck has no drafts: it says which slides, and each reads with its reader's rights."""
        return super(Modifiables, self)._select(acteur, filtres, retires, limit)

    def columns(self, acteur: Acteur) -> Sequence[Any]:
        return [colonne for colonne in self.table.c if colonne.key not in PAGES]

    def _visible(self, acteur: Acteur) -> Any:
        gardes = self.table.c.retire == sa.false()
        territoires = readable_drafts(acteur, self.base.references)
        if territoires is None:
            return sa.true()
        return sa.or_(gardes, among(self.table.c.territoire, territoires - {""}))

    def _check(self, ligne: Ligne) -> None:
        if not CLE.fullmatch(ligne["cle"]):
            raise SaisieInvalide(
                "cle",
                "L’identifiant est fait de minuscules sans accent, de chiffres et de traits "
                "d’union, 60 au plus.",
            )
        if not isinstance(json.loads(ligne["contenu"]), dict):
            raise SaisieInvalide("contenu", "Les diapositives attendent un objet JSON.")
        self._check_free(ligne["cle"], ligne.get("id"))

    def _check_free(self, cle: str, sauf: int | None) -> None:
        requete = sa.select(self.table.c.id).where(
            self.table.c.cle == cle, self.table.c.retire == sa.false()
        )
        with self.base.reading() as connection:
            autres = set(connection.execute(requete).scalars()) - {sauf}
        if autres:
            raise SaisieInvalide("cle", f"Un autre diaporama a déjà l’identifiant « {cle} ».")

    def _told(self, ligne: Mapping[str, Any]) -> dict[str, Any]:
        dites = to_portable(ligne)
        return dites | {nom: _summary(dites[nom]) for nom in PAGES if dites.get(nom)}

    def _change(
        self,
        transaction: Transaction,
        acteur: Acteur,
        actuel: Ligne,
        propres: Mapping[str, Any],
        verbe: str,
        seance_id: int | None,
    ) -> Ligne:
        if propres.get("retire") is False and actuel["retire"]:
            self._check_free(actuel["cle"], actuel["id"])
        return super()._change(transaction, acteur, actuel, propres, verbe, seance_id)

    def undo(
        self, transaction: Transaction, acteur: Acteur, entree: Mapping[str, Any], version: int
    ) -> None:
        """As for any row; pages come back only while the row still holds them."""
        avant = entree["avant"]
        if avant is not None:
            if avant.get("fige_le") and self._pages_replaced(transaction, entree):
                raise SaisieInvalide(
                    "pages",
                    "Les pages figées ont été remplacées depuis\u00a0: elles ne se retrouvent pas.",
                )
            avant = {nom: valeur for nom, valeur in avant.items() if nom not in PAGES}
        super().undo(transaction, acteur, {**entree, "avant": avant}, version)

    def _pages_replaced(self, transaction: Transaction, entree: Mapping[str, Any]) -> bool:
        """Whether this entry, or a later one, wrote other pages."""
        journal = tables.journal
        requete = sa.select(journal.c.apres).where(
            journal.c.objet == self.objet,
            journal.c.objet_id == entree["objet_id"],
            journal.c.id >= entree["id"],
        )
        ecrites = transaction.connection.execute(requete).scalars()
        return any("pages" in (apres or {}) for apres in ecrites)


def _summary(texte: str) -> str:
    """What the journal keeps of pages: enough to know them again."""
    octets = texte.encode()
    taille = f"{len(octets):,}".replace(",", "\u202f")
    return f"{taille} octets, SHA-256 {hashlib.sha256(octets).hexdigest()}"
