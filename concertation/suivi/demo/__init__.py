"""A fictional life of follow-up, for training, in a database of its own.

    generate("sqlite:////…/var/demo.sqlite", donnees, datetime.date.today())

Everything goes through the store's own verbs, on a clock that goes through two years, so rights,
checks and journal are those of real entries. Names and sentences say that they are fictional.
"""

import datetime
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from concertation.donnees import Donnees
from concertation.suivi import migrations
from concertation.suivi.demo.recits import tell_everything
from concertation.suivi.demo.scene import Scene
from concertation.suivi.socle import tables
from concertation.suivi.socle.adresse import var_folder
from concertation.suivi.socle.connection import Moteur, parse_url
from concertation.suivi.socle.errors import ErreurSuivi
from concertation.suivi.store import Store, utc_now

GRAINE = 2022

_REFUS = {
    "reelle": "Cette base est celle du suivi réel\u00a0: les données fictives ont la leur.",
    "remplie": "Cette base contient déjà des données fictives. Supprimez-la d’abord pour les "
    "refaire.",
    "autre": "Cette base sert à autre chose.",
}


class DemoRefusee(ErreurSuivi):
    """The target isn't a database for fictional data, or isn't empty: nothing was written."""


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
    if etat in _REFUS:
        raise DemoRefusee(f"{_REFUS[etat]} Rien n’a été écrit.")
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
    scene = Scene(url, donnees, aujourdhui, graine)
    with closing(scene.store) as store:
        store.mark_fictif()
        tell_everything(scene)
        scene.play()
        with store.reading() as connection:
            return {
                table.name: connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0
                for table in tables.metadata.sorted_tables
            }


def _state(url: str) -> str:
    """`absente`, `vierge` (no table), `fictive` (marked, empty), or a reason not to write."""
    fichier = _file_of(url)
    if fichier is not None:
        if fichier.resolve() == var_folder() / "suivi.sqlite":
            return "reelle"
        if not fichier.exists():
            return "absente"
    # Looked at before `Store.open`, which would write its tables in anything.
    with closing(Moteur(parse_url(url), utc_now)) as moteur, moteur.reading() as connection:
        if not sa.inspect(connection).get_table_names():
            return "vierge"
        if migrations.current(connection) is None:
            return "autre"
    with closing(Store.open(url)) as store:
        if not store.fictif:
            return "reelle"
        return "remplie" if store.last_entry() else "fictive"


def _file_of(url: str) -> Path | None:
    adresse = parse_url(url)
    return Path(adresse.database or "") if adresse.get_backend_name() == "sqlite" else None


def _remove(fichier: Path) -> None:
    for suffixe in ("", "-wal", "-shm"):
        fichier.with_name(fichier.name + suffixe).unlink(missing_ok=True)
