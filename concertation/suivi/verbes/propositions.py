"""What becomes of a proposal: decided by territories, sent to others, linked to what is done."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
import sqlalchemy as sa

from concertation.declarations.instruction import DECISION
from concertation.declarations.lien import AVIS, RANGS_LIEN
from concertation.declarations.transmission import ETAT_TRANSMISSION
from concertation.suivi.socle.droits import Acteur
from concertation.suivi.socle.errors import Conflit, SaisieInvalide, refuse
from concertation.suivi.socle.lecture import keep_newest, to_portable
from concertation.suivi.socle.lignes import Ligne
from concertation.suivi.socle.modifiables import Modifiables


class Instructions(Modifiables):
    """`store.instructions`: a row per proposition × territoire, absent until decided."""

    def decide(
        self,
        acteur: Acteur,
        *,
        propositions: Collection[str],
        territoire: str,
        versions: Mapping[str, int] | None = None,
        seance_id: int | None = None,
        **champs: Any,
    ) -> Sequence[Ligne]:
        """Decide on one or many proposals for a territory, all or none.

        `champs`: `decision`, and the other fields, None leaving one as it is; a code that must be
        justified (`motive`) wants a `motif`. `versions`: the version read of each proposal, 0 or
        absent when it had no row; `Conflit.conflits` has every pair that somebody changed since.
        """
        if not propositions:
            raise SaisieInvalide("propositions", "Choisissez au moins une proposition.")
        lues = versions or {}
        demandes = {nom: valeur for nom, valeur in champs.items() if valeur is not None}
        with self.base.atomic():
            cle = [
                self._clean({"proposition": p, "territoire": territoire, **demandes}, partiel=True)
                for p in dict.fromkeys(propositions)
            ]
            self.base.require(acteur, "ecrire", cle[0]["territoire"], self.objet)
            self._check_seance(seance_id, cle)
            couples = [(self._find(ligne), ligne) for ligne in cle]
            conflits = [
                (to_portable(actuel), {**to_portable(ligne), "version": version})
                for actuel, ligne in couples
                if actuel is not None
                and actuel["version"] != (version := lues.get(ligne["proposition"], 0))
                and not (actuel["retire"] and version == 0)
            ]
            if conflits:
                raise Conflit(conflits)
            return [self._decide_one(acteur, *couple, seance_id) for couple in couples]

    def _decide_one(
        self, acteur: Acteur, actuel: Ligne | None, ligne: Ligne, seance_id: int | None
    ) -> Ligne:
        if actuel is None:
            nouvelle = self._whole(ligne)
            refuse(self._faults(nouvelle))
            return self._insert(acteur, [nouvelle], "decider", seance_id)[0]
        refuse(self._faults({**actuel, **ligne}))
        # A pair that was withdrawn comes back with its new decision.
        figes = self.declaration.figes
        changements: dict[str, Any] = {n: v for n, v in ligne.items() if n not in figes}
        changements["retire"] = False
        if seance_id is not None:
            changements["seance_id"] = seance_id
        return self._change(acteur, actuel, changements, "decider", seance_id)

    def _find(self, ligne: Ligne) -> Ligne | None:
        """The row of the pair; the newest, of those recorded under the names of the place."""
        requete = sa.select(self.table).where(
            self.table.c.territoire.in_(self.base.references.names_of([ligne["territoire"]])),
            self.table.c.proposition == ligne["proposition"],
        )
        lues = [t._asdict() for t in self.base.run(requete.with_for_update())]
        return max(lues, key=lambda lue: (lue["modifie_le"], lue["id"]), default=None)

    def _at_home(self, frame: pd.DataFrame) -> pd.DataFrame:
        paire = ("territoire", "proposition")
        return keep_newest(super()._at_home(frame), paire, "modifie_le", self.ordre)

    def set_aside(self, acteur: Acteur, territoires: Collection[str]) -> pd.DataFrame:
        """The decisions over which a newer one of the same place counts, recorded under another of
        its names; each with the name under which it was recorded."""
        cle = ("instructions, toutes", acteur, frozenset(territoires))

        def read() -> pd.DataFrame:
            lues = self._select(acteur, {"territoire": territoires}, False, None)
            dites = self.list(acteur, territoire=territoires)
            return lues[~lues["id"].isin(dites["id"])].reset_index(drop=True)

        return self.base.recall(cle, read)

    def _faults(self, ligne: Ligne) -> Iterable[tuple[str, str]]:
        if ligne["decision"] in DECISION.which("motive") and not ligne["motif"].strip():
            yield "motif", "Écarter une proposition demande un motif."


class Transmissions(Modifiables):
    """`store.transmissions`: of no territory, so written by the direction, read by committees."""

    def _faults(self, ligne: Ligne) -> Iterable[tuple[str, str]]:
        if ligne["etat"] in ETAT_TRANSMISSION.which("envoye"):
            if not ligne["destinataire"].strip():
                yield "destinataire", "Indiquez à qui la proposition est transmise."
            if ligne["date"] is None:
                yield "date", "Indiquez la date de transmission."
        if ligne["etat"] in ETAT_TRANSMISSION.which("repondu") and not ligne["reponse"].strip():
            yield "reponse", "Indiquez la réponse reçue."


class Liens(Modifiables):
    """`store.liens`: of no territory, so written by the direction, read by committees.

    A link is a reading and says why; it goes downstream (`RANGS_LIEN`). A row whose `lien_publie`
    names a link of the published files is what the direction says of that one (`AVIS`).
    """

    def _faults(self, ligne: Ligne) -> Iterable[tuple[str, str]]:
        if RANGS_LIEN[ligne["origine_type"]] >= RANGS_LIEN[ligne["cible_type"]]:
            phrase = "Un lien va de ce qui a été dit vers ce qui est fait, jamais l’inverse."
            yield "cible_type", phrase
        if ligne["lien_publie"] and not ligne["avis"]:
            yield "avis", "Choisissez un avis\u00a0: accepté, contesté ou retiré."
        if ligne["avis"] in AVIS.which("motive") and not ligne["motif"].strip():
            yield "motif", "Contester ou retirer un rapprochement demande un motif."
        connus = self.base.references.noeuds
        for bout in ("origine", "cible"):
            # What is said of a published link stays, whatever becomes of the files.
            if ligne["lien_publie"] or not connus:
                break
            if (ligne[f"{bout}_type"], ligne[bout]) not in connus:
                yield bout, f"«\u00a0{ligne[bout][:40]}\u00a0» n’existe pas dans les données."
