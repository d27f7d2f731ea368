"""The store obeys the matrix: every kind of row, gesture, profile, territory and state."""

from collections.abc import Callable, Iterator
from contextlib import closing, nullcontext
from pathlib import Path
from typing import Any

import pytest

from concertation.declarations import OBJETS
from concertation.declarations.champ import Objet
from concertation.suivi import DroitRefuse, Introuvable, Store
from concertation.suivi.personnelles import apply_retention, erase, find_mentions
from concertation.suivi.sauvegarde import restore_backup, write_backup
from concertation.suivi.socle.droits import can
from concertation.suivi.socle.lecture import NOMS_DE_PERSONNES
from tests.droits.matrice import (
    ATTENDU,
    LIEUX,
    PROFILS,
    REFERENCES,
    Bilan,
    check,
    expects,
    tell_matrix,
)
from tests.suivi import saisies

ADMIN = PROFILS["administrateur"]
Ligne = dict[str, Any]
Geste = tuple[str, tuple[str, ...], Callable[[Any], object]]
CHANGE = {
    "action": "intitule", "financement": "financeur", "indicateur": "libelle",
    "instruction": "motif", "transmission": "destinataire", "seance": "decisions",
    "lien": "justification", "diaporama": "titre", "personne": "nom", "point": "titre",
    "presence": "nom", "avis": "question", "vote": "question",
}  # fmt: skip
SANS_LIEU = ("transmission", "lien", "personne")


class _Essai(Exception):
    """Undoes what was tried."""


def allowed(store: Store, geste: Callable[[], object]) -> bool:
    """Whether the store did it; then it is undone."""
    try:
        # Under the store's own transaction: what is refused here is not told in the journal.
        with store.moteur.atomic():
            geste()
            raise _Essai
    except _Essai:
        return True
    except (DroitRefuse, Introuvable):
        return False


def create(store: Store, acteur: Any, objet: str, lieu: str, rang: int, **autres: Any) -> Ligne:
    """A row of any kind, somewhere; what it hangs on is there already."""
    ici = {} if objet in SANS_LIEU else {"territoire": lieu}
    if objet == "contestation":
        return store.contestations.add(acteur, motif="Non", **autres)
    if objet == "personne":
        qui = {"adresse": f"p{rang}@exemple.fr", "nom": f"Personne {rang}", "role": "lecteur"}
        return store.personnes.create(acteur, **qui)
    if objet in ("financement", "mesure", "point", "presence", "vote"):
        ici = {}
    if objet == "instruction":
        ici["propositions"] = [f"P{rang}"]
    if objet == "diaporama":
        ici["cle"] = f"d{rang}-{lieu.lower()}"
    return saisies.CREATIONS[objet](store, acteur, **ici, **autres)


def parent(store: Store, objet: str, lieu: str) -> dict[str, Any]:
    """What a new row of that kind hangs on, there."""
    if objet == "financement":
        return {"action_id": saisies.create_action(store, ADMIN, territoire=lieu)["id"]}
    if objet in ("mesure", "contestation"):
        indicateur = saisies.create_indicateur(store, ADMIN, territoire=lieu)["id"]
        if objet == "mesure":
            return {"indicateur_id": indicateur}
        return {"mesure_id": saisies.add_mesure(store, ADMIN, indicateur_id=indicateur)["id"]}
    if objet in ("point", "presence", "vote"):
        return {"seance_id": saisies.create_seance(store, ADMIN, territoire=lieu)["id"]}
    return {}


def rows(store: Store, objet: Objet, lieu: str) -> Iterator[tuple[str, Ligne]]:
    """A row in each state that this kind knows."""
    verbes, nom = store.lignes[objet.nom], objet.nom

    def new(rang: int, **autres: Any) -> Ligne:
        return create(store, ADMIN, nom, lieu, rang, **parent(store, nom, lieu), **autres)

    yield "ouvert", new(1)
    if objet.publiable:
        store.publications.publish(ADMIN, nom, (publiee := new(2))["id"])
        yield "publié", publiee
    cachee = new(3)
    verbes.withdraw(ADMIN, cachee["id"], *([] if objet.ajout_seul else [cachee["version"]]))
    yield "retiré", cachee
    if nom == "seance":
        yield "clos", new(4, etat="close")
    elif lieu and nom not in ("diaporama", "contestation"):
        seance = saisies.create_seance(store, ADMIN, territoire=lieu, etat="ouverte")
        autres = parent(store, nom, lieu) | {"seance_id": seance["id"]}
        dite = create(store, ADMIN, nom, lieu, 4, **autres)
        store.seances.update(ADMIN, seance["id"], 1, etat="close")
        # An item is of its session: closed with it.
        yield "clos" if nom in ("point", "presence", "vote") else "dit en séance close", dite


def gestures(store: Store, objet: Objet, etat: str, ligne: Ligne) -> Iterator[Geste]:
    """What can be tried on a row in that state, and the rights that it asks for."""
    verbes, nom, cle = store.lignes[objet.nom], objet.nom, int(ligne["id"])
    ecrire = "administrer" if objet.reservee else "ecrire"
    lire = "administrer" if objet.reservee else "lire_brouillon"
    clos = ("valider",) if etat == "clos" else ()
    dit = ("valider",) if etat in ("clos", "dit en séance close") else ()
    version = () if objet.ajout_seul else (verbes.read(cle)["version"],)
    if etat == "retiré":
        yield "restore", (ecrire,), lambda a: verbes.restore(a, cle, *version)
        return
    if not objet.ajout_seul:
        change = {CHANGE[nom]: "Autre"}
        yield "change", (ecrire, *clos), lambda a: verbes.update(a, cle, *version, **change)
    yield "withdraw", (ecrire, *dit), lambda a: verbes.withdraw(a, cle, *version)
    if objet.publiable:
        publier = store.publications.unpublish if etat == "publié" else store.publications.publish
        mot = "unpublish" if etat == "publié" else "publish"
        yield mot, ("publier",), lambda a: publier(a, nom, cle)
    entrees = store.journal.list(ADMIN, {"objet": nom, "objet_id": cle})
    entree = int(entrees["id"].iloc[-1])
    yield (
        "put back by the journal", (lire, ecrire, *dit),
        lambda a: store.journal.revert(a, entree, *version),
    )  # fmt: skip


def reads(objet: Objet, profil: str, lieu: str, etat: str) -> bool:
    """Whether this profile must read the row."""
    if objet.reservee:
        return expects(profil, lieu, "administrer")
    if objet.nom == "diaporama":
        # Decks are everybody's; a withdrawn one is its territory's, the region's the direction's.
        siens = expects(profil, lieu, "lire_brouillon") and bool(lieu)
        return etat != "retiré" or siens or expects(profil, "", "publier")
    return expects(profil, lieu, "lire_brouillon") or etat == "publié"


def walk(store: Store, dossier: Path) -> Bilan:
    """Every cell of the store."""
    bilan = Bilan()
    for objet in OBJETS.values():
        vus: dict[int, tuple[str, str]] = {}
        for lieu in [""] if objet.nom in SANS_LIEU else LIEUX:
            if not lieu and objet.nom not in (*SANS_LIEU, "diaporama"):
                continue
            ici = parent(store, objet.nom, lieu)
            verbe = "administrer" if objet.reservee else "ecrire"
            for profil, acteur in PROFILS.items():
                fait = allowed(
                    store,
                    lambda a=acteur, o=objet.nom, li=lieu, i=ici: create(store, a, o, li, 9, **i),
                )
                voulu = expects(profil, lieu, verbe)
                bilan.note("create", fait, voulu, f"{objet.nom}, {profil}, {lieu}")
            for etat, ligne in rows(store, objet, lieu):
                vus[int(ligne["id"])] = (lieu, etat)
                for nom, verbes, geste in gestures(store, objet, etat, ligne):
                    for profil, acteur in PROFILS.items():
                        fait = allowed(store, lambda g=geste, a=acteur: g(a))
                        voulu = expects(profil, lieu, *verbes)
                        bilan.note(nom, fait, voulu, f"{objet.nom}, {etat}, {profil}, {lieu}")
        for profil, acteur in PROFILS.items():
            lues = store.lignes[objet.nom].list(acteur, retires=None)
            for cle, (lieu, etat) in vus.items():
                voulu = reads(objet, profil, lieu, etat)
                fait = cle in set(lues["id"])
                bilan.note("read", fait, voulu, f"{objet.nom}, {etat}, {profil}, {lieu}")
            if acteur.reads_public_only:
                for nom, tu in NOMS_DE_PERSONNES.items():
                    if nom not in lues:
                        continue
                    nommees = not set(lues[nom]) <= {"", tu}
                    bilan.note("read a name", nommees, False, f"{objet.nom}.{nom}, {profil}")
    for profil, acteur in PROFILS.items():
        for lieu in LIEUX:
            entrees = store.journal.list(acteur, {"territoire": lieu} if lieu else None, limit=5000)
            vides = entrees[entrees["territoire"] == lieu].empty
            voulu = expects(profil, lieu, "lire_brouillon")
            bilan.note("read the journal", not vides, voulu, f"{profil}, {lieu}")
        for nom, geste in (
            ("back up", lambda a: write_backup(store, dossier / "x.zip", a)),
            ("restore a backup", lambda a: restore_backup(store, dossier / "absent.zip", a)),
            ("look for a person", lambda a: find_mentions(store, a, ["Anne Martin"])),
            ("carry out the retention", lambda a: apply_retention(store, a)),
        ):
            try:
                if nom == "back up":
                    # In no transaction: PostgreSQL wants one of its own to copy from.
                    geste(acteur)
                    fait = True
                else:
                    fait = allowed(store, lambda g=geste, a=acteur: g(a))
            except DroitRefuse:
                fait = False
            except Exception as erreur:
                fait = "ne peut pas être lu" in str(erreur)
            bilan.note(nom, fait, expects(profil, "", "administrer"), profil)
        if not expects(profil, "", "administrer"):
            fait = allowed(store, lambda a=acteur: erase(store, a, ["Anne Martin"]))
            bilan.note("erase a person", fait, False, profil)
    return bilan


def test_the_code_answers_as_written_by_hand() -> None:
    bilan = Bilan()
    for verbe in ATTENDU:
        for profil, acteur in PROFILS.items():
            for lieu in LIEUX:
                permis = can(acteur, verbe, lieu, REFERENCES)  # type: ignore[arg-type]
                bilan.note(f"`{verbe}`", permis, expects(profil, lieu, verbe), f"{profil}, {lieu}")
    assert bilan.fausses == []
    check("matrix", [*tell_matrix(), "", *bilan.lines()])


@pytest.mark.parametrize(
    "moteur", ["sqlite", pytest.param("postgresql", marks=pytest.mark.epreuve)]
)
def test_the_store_obeys_every_cell(
    moteur: str, nouvelle_base: Callable[[str, bool], str], tmp_path: Path
) -> None:
    store = Store.open(nouvelle_base(moteur, True), REFERENCES)
    # All in one transaction, which a backup of PostgreSQL can't join: no wait for the disk.
    with closing(store), store.moteur.atomic() if moteur == "sqlite" else nullcontext():
        bilan = walk(store, tmp_path)
    assert bilan.fausses == []
    check("store", bilan.lines())
