"""Opinions and decisions that are asked for: typed by who keeps them, or by a link that expires."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from concertation.declarations.avis import DEMANDE
from concertation.suivi.socle.droits import Acteur
from concertation.suivi.socle.errors import Introuvable, SaisieInvalide
from concertation.suivi.socle.lignes import Ligne
from concertation.suivi.socle.modifiables import Modifiables
from concertation.suivi.verbes.personnes import address_faults
from concertation.suivi.verbes.seances import link_faults
from concertation.suivi.verbes.secrets import Secrets

LIEN, LIEN_DUREE = "avis", datetime.timedelta(days=60)


class Avis(Modifiables):
    """`store.avis`. What is asked of the direction is answered by who may `valider`."""

    def _faults(self, ligne: Ligne) -> Iterable[tuple[str, str]]:
        yield from link_faults(self.base, ligne["lie"])
        yield from address_faults(ligne["adresse"])
        if not (ligne["aupres_de"].strip() or ligne["type_demande"] in DEMANDE.which("decide")):
            yield "aupres_de", "Indiquez à qui l’avis est demandé."

    def _change(
        self, acteur: Acteur, actuel: Ligne, propres: Ligne, *reste: Any, **autres: Any
    ) -> Ligne:
        dite = str(propres.get("reponse", actuel["reponse"]))
        if dite != actuel["reponse"]:
            par = propres.get("repondu_par") or actuel["aupres_de"]
            if actuel["type_demande"] in DEMANDE.which("decide"):
                self.base.require(acteur, "valider", actuel["territoire"], self.objet)
                par = acteur.nom
            jour = self.base.moteur.now().date() if dite.strip() else None
            propres = {"repondu_le": jour, "repondu_par": par if jour else "", **propres}
        return super()._change(acteur, actuel, propres, *reste, **autres)

    def invite(self, identifiant: int, acteur: Acteur | None = None) -> str:
        """A new secret for the link by which an opinion is given; those of before open nothing.
        Without `acteur`, for the outbox: who queued it had the right."""
        with self.base.atomic():
            if acteur is not None:
                self._hold(acteur, identifiant)
            Secrets(self.base).revoke(LIEN, identifiant)
            return Secrets(self.base).issue(LIEN, identifiant, LIEN_DUREE)

    def asked(self, clair: str) -> Ligne:
        """What this secret asks for; raises `Introuvable`."""
        cible = Secrets(self.base).opens(LIEN, clair)
        ligne: Ligne = self.read(int(cible)) if cible else {"retire": True}
        decide = ligne.get("type_demande") in DEMANDE.which("decide")
        if ligne["retire"] or decide or ligne["reponse"].strip():
            raise Introuvable(
                "Cette demande n’existe pas, a reçu sa réponse ou a expiré\u00a0: demandez un "
                "autre lien à qui vous l’a envoyée."
            )
        return ligne

    def answer(self, clair: str, qui: str, reponse: str) -> Ligne:
        """Who holds the link answers, once, without an account."""
        with self.base.atomic():
            propres = self._clean({"repondu_par": qui, "reponse": reponse}, partiel=True)
            for nom, mots in (("repondu_par", "votre nom"), ("reponse", "votre réponse")):
                if not propres[nom].strip():
                    raise SaisieInvalide(nom, f"Indiquez {mots}.")
            ligne = self.asked(clair)
            Secrets(self.base).use(LIEN, clair)
            return self._change(Acteur(qui, "lecteur"), ligne, propres, "modifier")
