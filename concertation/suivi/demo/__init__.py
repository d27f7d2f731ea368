"""A fictional life of follow-up, for training, in a database of its own.

    generate("sqlite:////…/var/demo.sqlite", donnees, datetime.date.today())

Everything goes through the store's own verbs, on a clock that goes through two years, so rights,
checks and journal are those of real entries. Names and sentences say that they are fictional.
"""

import datetime
import os
from pathlib import Path

import sqlalchemy as sa

from concertation.donnees import Donnees
from concertation.suivi import migrations
from concertation.suivi.demo.recits import plan_everything
from concertation.suivi.demo.scene import Horloge, Scene
from concertation.suivi.socle import tables
from concertation.suivi.socle.connexion import Moteur, parse_url
from concertation.suivi.socle.erreurs import ErreurSuivi
from concertation.suivi.socle.references import References
from concertation.suivi.store import Store

GRAINE = 2022

_REELLE = (
    "Cette base est celle du suivi réel\u00a0: les données fictives ont la leur. "
    "Rien n’a été écrit."
)
_REMPLIE = (
    "Cette base contient déjà des données fictives. Supprimez-la d’abord pour les refaire. "
    "Rien n’a été écrit."
)


class DemoRefusee(ErreurSuivi):
    """The target isn't a database for fictional data, or isn't empty: nothing was written."""


def var_folder() -> Path:
    """Where databases are when no address is given."""
    racine = Path(__file__).resolve().parents[3]
    return Path(os.environ.get("CONCERTATION_VAR") or racine / "var").resolve()


def demo_url() -> str:
    """The address of the fictional database of this installation."""
    return f"sqlite:///{var_folder() / 'demo.sqlite'}"


def is_filled(url: str) -> bool:
    """Whether the database is fictional and holds something; False when it isn't there."""
    return _state(url) == "remplie"


def generate(
    url: str, donnees: Donnees, aujourdhui: datetime.date, graine: int = GRAINE
) -> dict[str, int]:
    """Fill a new or empty fictional database with two years before `aujourdhui`.

    Returns the number of rows of each table. The same files, day and seed give the same
    rows (but for `lot`, a random name of each gesture).
    Raises `DemoRefusee` when the target exists without being marked fictional, is the real
    database, or holds anything; `StoreIndisponible` when it can't be written.
    """
    etat = _state(url)
    if etat in ("reelle", "remplie"):
        raise DemoRefusee(_REELLE if etat == "reelle" else _REMPLIE)
    fichier = _file_of(url)
    if etat != "absente" or fichier is None:
        return _fill(url, donnees, aujourdhui, graine)
    # Built aside: stopped halfway, it leaves no half-filled database under the final name.
    brouillon = fichier.with_name(f"{fichier.name}.en-cours")
    _remove(brouillon)
    try:
        bilan = _fill(f"sqlite:///{brouillon}", donnees, aujourdhui, graine)
        brouillon.replace(fichier)
    finally:
        _remove(brouillon)
    return bilan


def _fill(url: str, donnees: Donnees, aujourdhui: datetime.date, graine: int) -> dict[str, int]:
    horloge = Horloge(aujourdhui)
    store = Store.open(url, References.of_donnees(donnees), now=horloge)
    try:
        store.mark_fictif()
        scene = Scene.of_donnees(store, horloge, donnees, aujourdhui, graine)
        plan_everything(scene)
        scene.play()
        with store.reading() as connection:
            return {
                table.name: connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0
                for table in tables.metadata.sorted_tables
            }
    finally:
        store.close()


def _state(url: str) -> str:
    """`absente`, `vierge` (no table), `fictive` (marked, empty), `remplie` or `reelle`."""
    fichier = _file_of(url)
    if fichier is not None:
        if fichier.resolve() == var_folder() / "suivi.sqlite":
            return "reelle"
        if not fichier.exists():
            return "absente"
    if not _has_tables(url):
        return "vierge"
    store = Store.open(url)
    try:
        if not store.fictif:
            return "reelle"
        return "remplie" if store.last_entry() else "fictive"
    finally:
        store.close()


def _has_tables(url: str) -> bool:
    """Looked at before `Store.open`, which would write its tables in anything."""
    moteur = Moteur(parse_url(url), lambda: datetime.datetime.now(datetime.UTC))
    try:
        with moteur.reading() as connection:
            noms = sa.inspect(connection).get_table_names()
            if noms and migrations.current(connection) is None:
                raise DemoRefusee("Cette base sert à autre chose. Rien n’a été écrit.")
            return bool(noms)
    finally:
        moteur.close()


def _file_of(url: str) -> Path | None:
    adresse = parse_url(url)
    sqlite = adresse.get_backend_name() == "sqlite"
    return Path(adresse.database or "") if sqlite else None


def _remove(fichier: Path) -> None:
    for suffixe in ("", "-wal", "-shm"):
        fichier.with_name(fichier.name + suffixe).unlink(missing_ok=True)
