"""Votes of a room: ballots while they last, then what they said in a session.

A ballot is kept until it is counted, under a digest of its device and vote: no name, no address.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from concertation.analyse.mots.textes import split_liste
from concertation.declarations.vote import ACCORDS
from concertation.suivi.socle.droits import Acteur
from concertation.suivi.socle.errors import SaisieInvalide
from concertation.suivi.socle.lecture import match
from concertation.suivi.socle.lignes import Ligne
from concertation.suivi.verbes.salles import metadata
from concertation.suivi.verbes.seances import DeSeance, link_faults
from concertation.suivi.verbes.secrets import digest

OUVERT, CLOS, MONTRE, FINI = "ouvert", "clos", "montre", "fini"
AU_PLUS = 15
# For each way to vote, what one may give a proposal, and all of them.
BORNES = {"points": (10, 10), "choix": (1, 1), "accord": (len(ACCORDS) - 1, 1000)}
_cles: list[sa.Column[Any]] = [
    sa.Column("vote", sa.Integer, primary_key=True),
    sa.Column("appareil", sa.Text, primary_key=True),
]
bulletin = sa.Table("bulletin", metadata, *_cles, sa.Column("choix", sa.Text, nullable=False))


def read_ballot(mode: str, propositions: Iterable[str], dit: Mapping[str, str]) -> dict[str, int]:
    """What a telephone gives each proposal that it speaks of; raises `SaisieInvalide`."""
    haut, en_tout = BORNES[mode]
    ecrits = {cle: dit.get(cle, "").strip() or "0" for cle in propositions}
    if not all(n in map(str, range(haut + 1)) for n in ecrits.values()):
        raise SaisieInvalide("choix", f"Donnez des nombres entiers, de 0 à {haut}.")
    lus = {cle: int(n) for cle, n in ecrits.items() if n != "0"}
    if not lus:
        raise SaisieInvalide("choix", "Rien n’est choisi\u00a0: répondez à une ligne au moins.")
    if (somme := sum(lus.values())) > en_tout:
        raise SaisieInvalide("choix", f"Cela fait {somme} en tout\u00a0: donnez {en_tout} au plus.")
    return lus


class Votes(DeSeance):
    """`store.votes`: a room has one at a time, the last that is not over."""

    def _faults(self, ligne: Ligne) -> Iterable[tuple[str, str]]:
        yield from link_faults(self.base, ligne["lie"])
        if not 1 <= len(split_liste(ligne["lie"])) <= AU_PLUS:
            yield "lie", f"Choisissez de 1 à {AU_PLUS} propositions."

    def of_room(self, code: str) -> dict[str, Any]:
        """The vote of a room, {} for none."""
        return next(iter(self._said(code, self.table.c.etat != FINI)), {})

    def shown(self, code: str) -> list[dict[str, Any]]:
        """What a room was shown of its votes, the last one first."""
        return self._said(code, self.table.c.points != "")

    def _said(self, code: str, lesquels: Any) -> list[dict[str, Any]]:
        t = self.table.c
        siens = sa.select(self.table).where(match(t.salle, code), lesquels, t.retire == sa.false())
        return [ligne._asdict() for ligne in self.base.run(siens.order_by(t.id.desc()))]

    def ballots(self, vote: int, appareil: str = "") -> list[dict[str, int]]:
        """What was answered, by this device or by all."""
        siens = sa.select(bulletin.c.choix).where(bulletin.c.vote == vote)
        if appareil:
            siens = siens.where(bulletin.c.appareil == digest(f"{vote} {appareil}"))
        return [json.loads(choix) for (choix,) in self.base.run(siens)]

    def vote(self, code: str, appareil: str, dit: Mapping[str, str]) -> None:
        """The ballot of a device, in the place of the one that it sent before."""
        with self.base.atomic():
            # Held: it is not closed between this reading and the ballot, nor sent twice at once.
            lu = self.of_room(code)
            tenu = self.read(lu["id"]) if lu else {"etat": ""}
            if tenu["etat"] != OUVERT or str(tenu["id"]) != dit.get("vote"):
                raise SaisieInvalide("choix", "Ce vote est clos\u00a0: rien n’a été enregistré.")
            choix = read_ballot(tenu["mode"], split_liste(tenu["lie"]), dit)
            sien = {"vote": tenu["id"], "appareil": digest(f"{tenu['id']} {appareil}")}
            meme = [bulletin.c[nom] == valeur for nom, valeur in sien.items()]
            self.base.run(sa.delete(bulletin).where(*meme))
            self.base.run(sa.insert(bulletin), [{**sien, "choix": json.dumps(choix)}])

    def show(
        self, acteur: Acteur, vote: Mapping[str, Any], papier: Mapping[str, int], bulletins: int
    ) -> None:
        """Count the ballots of a closed vote, with those on paper, and let go of them: all, or
        nothing. On the scale, who agrees counts."""
        accord, points = vote["mode"] == "accord", Counter(papier)
        dits = max(papier.values()) if accord else points.total() / BORNES[vote["mode"]][1]
        if min([bulletins, *papier.values()]) < 0 or dits > bulletins:
            phrase = f"{bulletins} réponses sur papier ne peuvent pas dire tant."
            raise SaisieInvalide("papier", phrase)
        with self.base.atomic():
            lus = self.ballots(vote["id"])
            for lu in lus:
                points.update({cle: n > 2 if accord else n for cle, n in lu.items()})
            comptes = {cle: points[cle] for cle in split_liste(vote["lie"])}
            fin = {"votants": len(lus) + bulletins, "papier": bulletins}
            self._end(acteur, vote, {**fin, "points": json.dumps(comptes), "etat": MONTRE})

    def give_up(self, acteur: Acteur, vote: Mapping[str, Any]) -> None:
        """The room goes back to its slides; ballots that nobody counted go."""
        with self.base.atomic():
            self._end(acteur, vote, {"etat": FINI})

    def _end(self, acteur: Acteur, vote: Mapping[str, Any], dit: Mapping[str, Any]) -> None:
        self.update(acteur, vote["id"], vote["version"], **dit)
        self.base.run(sa.delete(bulletin).where(bulletin.c.vote == vote["id"]))
