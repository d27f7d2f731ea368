"""People who sign in: who they are here, what their sign-in still opens, how they are invited."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from concertation.analyse.mots.textes import split_liste
from concertation.declarations.champ import Objet
from concertation.suivi.socle.base import Base
from concertation.suivi.socle.droits import Acces, Acteur, roles_that_may
from concertation.suivi.socle.errors import DroitRefuse, Introuvable, SaisieInvalide, refuse
from concertation.suivi.socle.identite import Identite
from concertation.suivi.socle.journal import write_entries
from concertation.suivi.socle.lignes import Ligne
from concertation.suivi.socle.modifiables import Modifiables
from concertation.suivi.verbes.secrets import Secrets

INVITATION, CONNEXION = "invitation", "connexion"
INVITATION_DUREE = datetime.timedelta(days=7)
# A sign-in that this base does not know is new, or its row went: it must be as young as that.
FRAICHEUR = datetime.timedelta(minutes=10)
JOURNEE = datetime.timedelta(hours=12)
_MINUTE = datetime.timedelta(minutes=1)
_ADRESSE = re.compile(r"[^@\s,;<>\"]{1,64}@[^@\s,;<>\"]{1,190}\.[^@\s.,;<>\"]{2,}")


class Refus(DroitRefuse):
    """Who signed in reads as anybody; the journal keeps why, and no address."""

    def __init__(self, motif: str, phrase: str, nom: str = "") -> None:
        super().__init__(phrase, Acteur(nom, "lecteur"), motif, "", "personne")


class Personnes(Modifiables):
    """`store.personnes`: rows that the administrator writes, and what signing in makes of them."""

    def __init__(self, base: Base, declaration: Objet, secrets: Secrets) -> None:
        super().__init__(base, declaration)
        self.secrets = secrets

    # Signing in

    def sign_in(self, identite: Identite, inactivite: datetime.timedelta) -> Acteur:
        """The person of this identity, whose sign-in goes on for `inactivite` from now.

        Raises `Refus`: unknown, withdrawn, out of their period, signed out, idle for too long.
        """
        try:
            return self._sign_in(identite, inactivite)
        except Refus as refus:
            self.base.tell_refusal(refus)
            raise

    def _sign_in(self, identite: Identite, inactivite: datetime.timedelta) -> Acteur:
        ligne = self._known(identite)
        ancien, quand = ligne["vu_le"], self._now()
        nouveau = not ancien or quand - _moment(ancien) > inactivite
        if identite.cle:
            nouveau = self._is_new(identite, ligne)
        if nouveau or quand - _moment(ancien) > _MINUTE:
            with self.base.atomic() as transaction:
                siens = self.table.c.id == ligne["id"]
                self.base.run(sa.update(self.table).where(siens).values(vu_le=transaction.quand))
                if identite.cle and nouveau:
                    self.secrets.issue(CONNEXION, ligne["id"], inactivite, identite.cle)
                elif identite.cle:
                    self.secrets.prolong(CONNEXION, identite.cle, inactivite)
                if nouveau:
                    self._tell(_acteur(ligne), "connecter", ligne["id"])
        return _acteur(ligne, identite.cle)

    def _known(self, identite: Identite) -> Ligne:
        """The row of an address, when the person may enter today."""
        trouvee = self._find(self.table.c.adresse == fold(identite.adresse))
        if trouvee is None:
            phrase = "Personne ne vous a encore invité ici\u00a0: vous lisez ce qui est publié."
            raise Refus("inconnue", phrase)
        if pourquoi := self._why_closed(trouvee):
            raise Refus(*pourquoi, trouvee["nom"])
        return trouvee

    def _find(self, condition: Any) -> Ligne | None:
        requete = sa.select(self.table).where(condition)
        return next(({**ligne._asdict()} for ligne in self.base.run(requete)), None)

    def _why_closed(self, ligne: Mapping[str, Any]) -> tuple[str, str] | None:
        """Why the person may not enter today, for the journal and in a sentence."""
        jour = self._now().date()
        if ligne["retire"]:
            return "retirée", "Votre accès a été retiré : vous lisez ce qui est publié."
        if (ligne["debut"] and jour < ligne["debut"]) or (ligne["fin"] and jour > ligne["fin"]):
            phrase = "Votre accès ne vaut pas à cette date : vous lisez ce qui est publié."
            return "hors période", phrase
        return None

    def _is_new(self, identite: Identite, ligne: Ligne) -> bool:
        """Whether nobody came with this sign-in before."""
        lu, quand = self.secrets.read(CONNEXION, identite.cle), self._now()
        if lu is None:
            if identite.emise_le is not None and abs(quand - identite.emise_le) < FRAICHEUR:
                return True
        elif lu.servi_le:
            phrase = "Vous vous êtes déconnecté\u00a0: reconnectez-vous pour saisir."
            raise Refus("déconnectée", phrase, ligne["nom"])
        elif self.secrets.is_good(lu) and quand - _moment(lu.cree_le) < JOURNEE:
            return False
        phrase = "Votre session a pris fin faute d’activité\u00a0: reconnectez-vous pour saisir."
        raise Refus("expirée", phrase, ligne["nom"])

    def holds(self, acteur: Acteur) -> bool:
        """Whether somebody who signed in still has the rights that they act with."""
        if acteur.acces is None:
            return True
        ligne = self._find(self.table.c.id == acteur.acces.personne)
        if ligne is None or _acteur(ligne) != acteur or self._why_closed(ligne):
            return False
        cle = acteur.acces.cle
        return not cle or self.secrets.opens(CONNEXION, cle) is not None

    def sign_out(self, acteur: Acteur, partout: bool = False) -> None:
        """End this sign-in, or all those of the person."""
        if acteur.acces is None:
            return
        with self.base.atomic():
            if partout:
                self.secrets.revoke(CONNEXION, acteur.acces.personne)
            elif acteur.acces.cle:
                self.secrets.use(CONNEXION, acteur.acces.cle)
            ou = {"partout": True} if partout else None
            self._tell(acteur, "deconnecter", acteur.acces.personne, ou)

    def close(self, acteur: Acteur, identifiant: int) -> None:
        """Somebody else's sign-ins end: they sign in again."""
        with self.base.atomic():
            self._hold(acteur, identifiant)
            self.secrets.revoke(CONNEXION, identifiant)
            self._tell(acteur, "deconnecter", identifiant)

    def _tell(self, acteur: Acteur, verbe: str, cle: int, apres: Any = None) -> None:
        write_entries(self.base, acteur, verbe, self.objet, [(cle, "", None, apres)])

    def _now(self) -> datetime.datetime:
        return self.base.moteur.now().astimezone(datetime.UTC)

    def current(self) -> dict[int, tuple[str, Acteur]]:
        """Who may enter today: the address of each person, and as whom they read."""
        lues = [{**ligne._asdict()} for ligne in self.base.run(sa.select(self.table))]
        return {p["id"]: (p["adresse"], _acteur(p)) for p in lues if not self._why_closed(p)}

    # Invitations

    def invite(self, acteur: Acteur, identifiant: int) -> str:
        """A new secret for the link of a person's invitation; those made before open nothing."""
        with self.base.atomic():
            self._hold(acteur, identifiant)
            self.secrets.revoke(INVITATION, identifiant)
            return self.secrets.issue(INVITATION, identifiant, INVITATION_DUREE)

    def invited(self, clair: str) -> Ligne:
        """The person that this secret invites; raises `Introuvable`."""
        cible = self.secrets.opens(INVITATION, clair)
        ligne = self.read(int(cible)) if cible else {"retire": True}
        if ligne["retire"]:
            raise Introuvable(
                "Cette invitation n’existe pas, a servi ou a expiré\u00a0: demandez-en une "
                "autre à la personne qui administre l’application."
            )
        return ligne

    def accept(self, identite: Identite, clair: str) -> Ligne:
        """Whoever signed in is the person invited, once: their address becomes that one's."""
        with self.base.atomic():
            ligne = self.invited(clair)
            self.secrets.use(INVITATION, clair)
            propres = self._clean({"adresse": identite.adresse}, partiel=True)
            refuse(self._faults({**ligne, **propres}))
            return self._change(_acteur(ligne), ligne, propres, "modifier")

    # Rows

    def merge(self, acteur: Acteur, lignes: Sequence[Mapping[str, Any]]) -> tuple[int, int]:
        """Create or change people by their address, all or none: how many of each."""
        crees = changes = 0
        with self.base.atomic():
            connus = {ligne.adresse: ligne for ligne in self.base.run(sa.select(self.table))}
            for valeurs in lignes:
                connue = connus.get(fold(str(valeurs.get("adresse") or "")))
                if connue is None:
                    self.create(acteur, **valeurs)
                    crees += 1
                else:
                    apres = self.update(acteur, connue.id, connue.version, **valeurs)
                    changes += apres["version"] != connue.version
        return crees, changes

    def _clean(self, valeurs: Mapping[str, Any], partiel: bool = False) -> Ligne:
        propres = super()._clean(valeurs, partiel)
        return propres | {nom: fold(propres[nom]) for nom in ("adresse",) if nom in propres}

    def _faults(self, ligne: Ligne) -> Iterable[tuple[str, str]]:
        adresse, nom = ligne["adresse"], ligne["nom"] or ""
        yield from address_faults(adresse)
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
                phrase = "Une autre personne a déjà ce nom\u00a0: ajoutez une initiale, un service."
                yield "nom", phrase

    def _write(self, identifiant: int, changes: Ligne) -> None:
        """As for any row; somebody always administers, and who is withdrawn is signed out."""
        administrait = self._administer()
        super()._write(identifiant, changes)
        if administrait and not self._administer():
            phrase = "Il faut qu’une personne administre\u00a0: nommez-en une autre d’abord."
            raise SaisieInvalide("role", phrase)
        if changes.get("retire"):
            self.secrets.revoke(CONNEXION, identifiant)
            self.secrets.revoke(INVITATION, identifiant)

    def _administer(self) -> bool:
        """Whether anybody administers today."""
        table, jour = self.table.c, self._now().date()
        requete = sa.select(table.id).where(
            table.role.in_(roles_that_may("administrer")), table.retire == sa.false(),
            sa.or_(table.debut.is_(None), table.debut <= jour),
            sa.or_(table.fin.is_(None), table.fin >= jour),
        )  # fmt: skip
        return bool(self.base.run(requete.limit(1)))


def address_faults(adresse: str) -> Iterable[tuple[str, str]]:
    """What is wrong with an address that may be empty."""
    if adresse and not _ADRESSE.fullmatch(adresse):
        yield "adresse", "L’adresse électronique s’écrit «\u00a0nom@domaine.fr\u00a0»."


def fold(adresse: str) -> str:
    """An address as it is compared."""
    return adresse.strip().lower()


def _moment(quand: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(quand)


def _acteur(ligne: Mapping[str, Any], cle: str = "") -> Acteur:
    qui = int(ligne["id"])
    acteur = Acteur(ligne["nom"], ligne["role"], identite=f"personne {qui}", acces=Acces(qui, cle))
    siens = split_liste(ligne["territoires"]) if acteur.has_own_territoires else ()
    return replace(acteur, territoires=frozenset(siens))
