"""The sessions of a committee, with the items of their agenda and the people of each."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
import sqlalchemy as sa

from concertation.analyse.lignes import list_records
from concertation.analyse.mots.formats import is_empty
from concertation.analyse.mots.textes import split_liste
from concertation.analyse.seances import read_heure, split_names
from concertation.declarations.champ import Objet
from concertation.declarations.seance import ISSUE, VOIX
from concertation.suivi.socle import tables
from concertation.suivi.socle.base import Base
from concertation.suivi.socle.droits import Acteur
from concertation.suivi.socle.errors import Conflit
from concertation.suivi.socle.lecture import to_portable
from concertation.suivi.socle.lignes import Ligne
from concertation.suivi.socle.modifiables import Modifiables
from concertation.suivi.verbes.frappes import Frappes

_REPRIS = ("nom", "organisme", "qualite")


def _whole_numbers(ligne: Ligne, noms: Iterable[str]) -> Iterable[tuple[str, str]]:
    for nom in noms:
        valeur = ligne[nom]
        if valeur is not None and (valeur < 0 or valeur != int(valeur)):
            yield nom, "Un nombre entier, positif ou nul, est attendu."


def link_faults(base: Base, lie: str) -> Iterable[tuple[str, str]]:
    """What « Porte sur » names that is no proposal, engagement nor action."""
    lus, connus = split_liste(lie), {*base.references.portees, *base.references.engagements}
    if any(cle.isdecimal() for cle in lus):
        actions = base.run(sa.select(tables.metadata.tables["action"].c.id))
        connus |= {str(n) for (n,) in actions}
    if inconnus := [cle for cle in lus if cle not in connus]:
        yield "lie", f"Ces numéros n’existent pas\u00a0: {', '.join(inconnus)[:200]}."


class Seances(Modifiables):
    """`store.seances`. A closed one is changed only by who may `valider` (the direction)."""

    def _change(self, acteur: Acteur, actuel: Ligne, propres: Ligne, *autres: Any) -> Ligne:
        """Who closes a session records what is still being typed in it."""
        if propres.get("etat") == "close":
            Frappes(self.base).gather(acteur, actuel["territoire"], lambda _: True)
        return super()._change(acteur, actuel, propres, *autres)

    def _hold(self, acteur: Acteur, identifiant: int) -> Ligne:
        actuel = super()._hold(acteur, identifiant)
        self.require_unclosed(acteur, actuel)
        return actuel

    def require_unclosed(self, acteur: Acteur, seance: Mapping[str, Any]) -> None:
        """Raise `DroitRefuse` for who may not change what a closed session says."""
        if seance["etat"] == "close":
            self.base.require(acteur, "valider", seance["territoire"], self.objet)

    def _faults(self, ligne: Ligne) -> Iterable[tuple[str, str]]:
        if ligne["heure"].strip() and read_heure(ligne["heure"]) is None:
            yield "heure", f"«\u00a0{ligne['heure'][:20]}\u00a0» n’est pas une heure\u00a0: 18:30."
        if ligne["visio"].strip() and not ligne["visio"].startswith(("https://", "http://")):
            yield "visio", "Le lien pour participer à distance commence par https://."
        yield from _whole_numbers(ligne, ("duree", "quorum"))

    def sign(
        self, acteur: Acteur, identifiant: int, version: int, contenu: str, **signature: Any
    ) -> Ligne:
        """Close a session and keep its minutes as they are signed, under a seal that the journal
        holds: erasing a name drops the salt, after which the seal tells nothing of what it was."""
        with self.base.atomic() as transaction:
            sel = secrets.token_hex(16)
            scelle = {**signature, "empreinte": _seal(sel, contenu)}
            ligne = self.update(acteur, identifiant, version, etat="close", **scelle)
            garde = {"seance_id": identifiant, "contenu": contenu, "sel": sel}
            garde |= {"auteur": acteur.nom, "cree_le": transaction.quand}
            self.base.run(sa.insert(tables.releve), [garde])
            return ligne

    def signed(self, acteur: Acteur, seance: Mapping[str, Any]) -> tuple[str, bool]:
        """The minutes as they were signed, and whether they still are what was sealed; "" for who
        reads what is published alone, and when they are not kept."""
        r = tables.releve.c
        requete = sa.select(r.contenu, r.sel).where(r.seance_id == int(seance["id"]))
        if self.base.can(acteur, "lire_brouillon", seance["territoire"]):
            for contenu, sel in self.base.run(requete.order_by(r.id.desc()).limit(1)):
                return contenu, _seal(sel, contenu) == seance["empreinte"]
        return "", False

    def plan(
        self,
        acteur: Acteur,
        points: Sequence[Mapping[str, Any]] = (),
        **valeurs: Any,
    ) -> Ligne:
        """A new session with these items, and the people of the last one before it expected."""
        with self.base.atomic():
            seance = self.create(acteur, **valeurs)
            cle = int(seance["id"])
            self.base.lignes["presence"].create_many(acteur, self._expected(acteur, seance), cle)
            self.base.lignes["point"].create_many(acteur, points, cle)
            return seance

    def plan_next(
        self, acteur: Acteur, identifiant: int, version: int, **valeurs: Any
    ) -> tuple[Ligne, Ligne]:
        """Say when the committee meets again: the session said so, and the one that it becomes."""
        with self.base.atomic():
            dite = self.update(acteur, identifiant, version, prochaine_date=valeurs["date"])
            return dite, self.plan(acteur, territoire=dite["territoire"], **valeurs)

    def _expected(self, acteur: Acteur, seance: Ligne) -> list[dict[str, Any]]:
        autres = self.list(acteur, territoire=seance["territoire"])
        autres = autres[autres["date"] < pd.Timestamp(seance["date"])]
        for derniere in reversed(list_records(autres)):
            siennes = self.base.lignes["presence"].list(acteur, seance_id=int(derniere["id"]))
            if not siennes.empty:
                return list_records(siennes[[*_REPRIS]])
            if derniere["presents"].strip():
                return [{"nom": nom} for nom in split_names(derniere["presents"])]
        return []


def _seal(sel: str, contenu: str) -> str:
    return hashlib.sha256(f"{sel}\n{contenu}".encode()).hexdigest()


class DeSeance(Modifiables):
    """Rows that hang on a session: bound to it, and closed with it."""

    def create_many(
        self, acteur: Acteur, lignes: Sequence[Mapping[str, Any]], seance_id: int | None = None
    ) -> Sequence[Ligne]:
        """New rows of the session `seance_id`."""
        siennes = [{**ligne, "seance_id": seance_id} for ligne in lignes]
        return super().create_many(acteur, siennes, seance_id)

    def _hold(self, acteur: Acteur, identifiant: int) -> Ligne:
        actuel = super()._hold(acteur, identifiant)
        seances = self.base.lignes["seance"]
        seances.require_unclosed(acteur, seances.read(actuel["seance_id"]))
        return actuel

    def _change(
        self,
        acteur: Acteur,
        actuel: Ligne,
        propres: Ligne,
        verbe: str,
        seance_id: int | None = None,
    ) -> Ligne:
        return super()._change(acteur, actuel, propres, verbe, actuel["seance_id"])


class Presences(DeSeance):
    """`store.presences`."""

    def set_all(self, acteur: Acteur, seance_id: int, avant: str, apres: str) -> int:
        """Everybody of a session in one state is in another; how many."""
        with self.base.atomic():
            siennes = self.list(acteur, seance_id=seance_id, etat=avant)
            for ligne in list_records(siennes):
                self.update(acteur, int(ligne["id"]), int(ligne["version"]), etat=apres)
            return len(siennes)


class Points(DeSeance):
    """`store.points`: the items of an agenda, in the order of their `rang`."""

    def __init__(self, base: Base, declaration: Objet) -> None:
        super().__init__(base, declaration)
        self.ordre = ("rang", "id")

    def create_many(
        self, acteur: Acteur, lignes: Sequence[Mapping[str, Any]], seance_id: int | None = None
    ) -> Sequence[Ligne]:
        """New items, after those of the session unless they say their `rang`."""
        with self.base.atomic():
            rang = sa.select(sa.func.max(self.table.c.rang))
            rangs = self.base.run(rang.where(self.table.c.seance_id == seance_id))
            debut = int(rangs[0][0] or 0) + 1
            rangees = [{"rang": debut + n, **ligne} for n, ligne in enumerate(lignes)]
            return super().create_many(acteur, rangees, seance_id)

    def _faults(self, ligne: Ligne) -> Iterable[tuple[str, str]]:
        yield from _whole_numbers(ligne, ("duree", *VOIX))
        yield from link_faults(self.base, ligne["lie"])

    def kind_of(self, cle: str) -> str:
        """`proposition` or `engagement`, "" for the number of an action."""
        references = self.base.references
        if cle in references.portees:
            return "proposition"
        return "engagement" if cle in references.engagements else ""

    def move(self, acteur: Acteur, identifiant: int, version: int, pas: int) -> None:
        """One place up (-1) or down (1) in the agenda; nothing at its ends."""
        with self.base.atomic():
            actuel = self._hold(acteur, identifiant)
            if actuel["version"] != version:
                raise Conflit([(to_portable(actuel), {"id": identifiant, "version": version})])
            freres = self.list(acteur, seance_id=actuel["seance_id"])["id"].tolist()
            rang = freres.index(identifiant)
            if not 0 <= rang + pas < len(freres):
                return
            freres.insert(rang + pas, freres.pop(rang))
            for place, cle in enumerate(freres, 1):
                ligne = self.read(int(cle))
                if ligne["rang"] != place:
                    self._change(acteur, ligne, {"rang": place}, "modifier")

    def undone(self, acteur: Acteur, seance: Mapping[str, Any]) -> list[dict[str, Any]]:
        """What the last session before this one put off or did not come to, as new items."""
        seances = self.base.lignes["seance"].list(acteur, territoire=seance["territoire"])
        avant = seances[
            (seances["date"] < pd.Timestamp(seance["date"])) & (seances["etat"] != "preparee")
        ]
        if avant.empty:
            return []
        siens = list_records(self.list(acteur, seance_id=int(avant["id"].iloc[-1])))
        repris = ("titre", "genre", "porteur", "lie", "duree")
        return [
            {nom: None if is_empty(p[nom]) else p[nom] for nom in repris}
            for p in siens
            if p["issue"] in ("", *ISSUE.which("reporte"))
        ]
