"""Back up and restore: one file, the same from SQLite and PostgreSQL, checked by content.

The file is a zip: `manifeste.json` (format, revision of the tables, rows and SHA-256 of each) and
one `TABLE.jsonl` per table, a row a line, ordered by key.
"""

import datetime
import hashlib
import itertools
import json
import os
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import pyrage
import sqlalchemy as sa

from concertation.donnees.limites import ILLISIBLES
from concertation.donnees.phrases import explain
from concertation.suivi import migrations
from concertation.suivi.migrations.ajout_seul import drop_function
from concertation.suivi.signature import SIGNATURE, is_signed, sign
from concertation.suivi.socle import tables
from concertation.suivi.socle.droits import Acteur
from concertation.suivi.socle.errors import ErreurSuivi, StoreIndisponible
from concertation.suivi.store import Store

FORMAT = 1
_PAQUET = 1000
_ENCODEUR = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=datetime.date.isoformat
)
_EN_MEMOIRE = 64 * 1024 * 1024
# How a backup begins, encrypted or not.
_ENTETES = (b"PK\x03\x04", b"age-encryption.org/")
# A broken or locked archive, a manifest that isn't ours, rows that the tables refuse.
_ILLISIBLES = (
    *ILLISIBLES, LookupError, TypeError, AttributeError, RuntimeError, sa.exc.SQLAlchemyError,
)  # fmt: skip


class SauvegardeInvalide(ErreurSuivi):
    """The file is no backup, is damaged, or may not be restored there."""


@dataclass(frozen=True)
class Bilan:
    """What a backup or a restoration handled."""

    revision: str
    lignes: Mapping[str, int]
    precedente: Path | None = None
    """The backup made of what was replaced."""
    signee: bool = False
    """Whether our key vouches for what was restored."""

    @property
    def total(self) -> int:
        """Rows of all tables."""
        return sum(self.lignes.values())


def write_backup(store: Store, fichier: Path, acteur: Acteur) -> Bilan:
    """Write everything to one file, as it stood at one moment, while others go on writing.

    The file appears whole or not at all. Raises `DroitRefuse` without the right `administrer`,
    `StoreIndisponible` when the database or the file fails.
    """
    store.require(acteur, "administrer", "")
    temporaire: Path | None = None
    try:
        fichier = _check_target(fichier)
        fichier.parent.mkdir(0o700, exist_ok=True)
        descripteur, nom = tempfile.mkstemp(dir=fichier.parent, prefix=f".{fichier.name}.")
        temporaire = Path(nom)
        with os.fdopen(descripteur, "wb") as flux:
            with store.reading() as connection:
                if connection.dialect.name == "postgresql":
                    connection.execution_options(isolation_level="REPEATABLE READ")
                bilan = _write_encrypted(connection, flux)
            flux.flush()
            os.fsync(flux.fileno())
        temporaire.replace(fichier)
    except OSError as erreur:
        raise StoreIndisponible(
            f"La sauvegarde «\u00a0{fichier}\u00a0» ne peut pas être écrite\u00a0: "
            f"{explain(erreur)}."
        ) from erreur
    finally:
        if temporaire is not None:
            temporaire.unlink(missing_ok=True)
    return bilan


def restore_backup(
    store: Store, fichier: Path, acteur: Acteur, remplacer: bool = False, cle: Path | None = None
) -> Bilan:
    """Give the database the content of a backup, in one transaction, equal by content.

    A database that holds anything is refused unless `remplacer`, which first writes a backup of
    it beside the file. A backup of older tables goes through the migrations; `cle` is the file of
    the key of an encrypted one.
    Raises `SauvegardeInvalide`, `DroitRefuse`, `StoreIndisponible`; then nothing has changed.
    """
    store.require(acteur, "administrer", "")
    try:
        with _opened(fichier, cle) as archive:
            manifeste = _read_manifest(archive)
            precedente = None
            if store.last_entry():
                if not remplacer:
                    raise SauvegardeInvalide(
                        "La base de suivi contient déjà des saisies. Ajoutez --remplacer pour "
                        "les remplacer\u00a0; elles seront d’abord sauvegardées."
                    )
                precedente = _name_previous(store, fichier)
                write_backup(store, precedente, acteur)
            _check_fictif(store, archive)
            with store.atomic() as transaction:
                _replace(transaction.connection, archive, manifeste)
    except OSError as erreur:
        raise SauvegardeInvalide(
            f"«\u00a0{fichier}\u00a0» ne peut pas être lu\u00a0: {explain(erreur)}."
        ) from erreur
    except _ILLISIBLES as erreur:
        raise SauvegardeInvalide(
            f"«\u00a0{fichier}\u00a0» n’est pas une sauvegarde lisible du suivi."
        ) from erreur
    lignes = {nom: table["lignes"] for nom, table in manifeste["tables"].items()}
    return Bilan(manifeste["revision"], lignes, precedente, is_signed(manifeste))


def _check_target(fichier: Path) -> Path:
    """Where the backup goes, links followed; what stands there is an older one, or nothing."""
    cible = fichier.resolve()
    if not cible.exists() or cible.is_dir():
        return cible
    if cible.is_file():
        with cible.open("rb") as flux:
            debut = flux.read(64)
        if not debut or debut.startswith(_ENTETES):
            return cible
    raise SauvegardeInvalide(
        f"«\u00a0{fichier}\u00a0» existe et n’est pas une sauvegarde\u00a0: donnez un autre nom."
    )


def _write_encrypted(connection: sa.Connection, flux: IO[bytes]) -> Bilan:
    """For who holds the key of `CONCERTATION_SAUVEGARDE` (« age1… »), when it is given."""
    if not (lues := os.environ.get("CONCERTATION_SAUVEGARDE", "").split()):
        return _write_zip(connection, flux)
    try:
        destinataires = [pyrage.x25519.Recipient.from_str(lue) for lue in lues]
    except pyrage.RecipientError as erreur:
        raise StoreIndisponible(
            "CONCERTATION_SAUVEGARDE n’est pas une clé publique d’age (age1…)\u00a0: rien n’a été "
            "sauvegardé."
        ) from erreur
    # In clear it has no name on the disk, beyond what memory holds.
    with tempfile.SpooledTemporaryFile(_EN_MEMOIRE) as clair:
        bilan = _write_zip(connection, clair)
        clair.seek(0)
        pyrage.encrypt_io(clair, flux, destinataires)
    return bilan


@contextmanager
def _opened(fichier: Path, cle: Path | None) -> Iterator[zipfile.ZipFile]:
    """The archive, decrypted with the key in that file when it is encrypted."""
    with fichier.open("rb") as flux, tempfile.SpooledTemporaryFile(_EN_MEMOIRE) as clair:
        if flux.read(len(_ENTETES[1])) != _ENTETES[1]:
            with zipfile.ZipFile(flux) as archive:
                yield archive
            return
        flux.seek(0)
        if cle is None:
            raise SauvegardeInvalide(
                "Cette sauvegarde est chiffrée\u00a0: donnez le fichier de sa clé par --cle."
            )
        lignes = cle.read_text("utf-8").split()
        try:
            cles = [
                pyrage.x25519.Identity.from_str(mot) for mot in lignes if mot.startswith("AGE-")
            ]
            pyrage.decrypt_io(flux, clair, cles)
        except (pyrage.IdentityError, pyrage.DecryptError) as erreur:
            raise SauvegardeInvalide("Cette clé n’ouvre pas cette sauvegarde.") from erreur
        clair.seek(0)
        with zipfile.ZipFile(clair) as archive:
            yield archive


def _write_zip(connection: sa.Connection, flux: Any) -> Bilan:
    ecrites: dict[str, dict[str, Any]] = {}
    with zipfile.ZipFile(flux, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        for table in _reflect(connection):
            with archive.open(f"{table.name}.jsonl", "w", force_zip64=True) as sortie:
                nombre, empreinte = _hash(_lines(connection, table), sortie)
            ecrites[table.name] = {"lignes": nombre, "sha256": empreinte}
        revision = migrations.current(connection) or ""
        manifeste: dict[str, Any] = {"format": FORMAT, "revision": revision, "tables": ecrites}
        manifeste[SIGNATURE] = sign(manifeste)
        archive.writestr("manifeste.json", json.dumps(manifeste, indent=1))
    return Bilan(revision, {nom: table["lignes"] for nom, table in ecrites.items()})


def _hash(lignes: Iterable[bytes], sortie: Any = None) -> tuple[int, str]:
    """How many lines, and the SHA-256 of all of them, written on their way when asked."""
    empreinte, nombre = hashlib.sha256(), 0
    for ligne in lignes:
        empreinte.update(ligne)
        nombre += 1
        if sortie is not None:
            sortie.write(ligne)
    return nombre, empreinte.hexdigest()


def _reflect(connection: sa.Connection) -> list[sa.Table]:
    """The tables as they are in this database, parents first."""
    return [t for t in _reflect_all(connection).sorted_tables if t.name != migrations.TABLE]


def _reflect_all(connection: sa.Connection) -> sa.MetaData:
    """Ours only: a PostgreSQL database may be shared with another application."""
    metadata = sa.MetaData()
    notres = {*tables.metadata.tables, migrations.TABLE}
    metadata.reflect(connection, only=lambda nom, _: nom in notres)
    for table in metadata.tables.values():
        for colonne in table.columns:
            if isinstance(colonne.type, sa.JSON):
                colonne.type = sa.JSON(none_as_null=True)
    return metadata


def _lines(connection: sa.Connection, table: sa.Table) -> Iterator[bytes]:
    # Python sorts text: databases order accents and case each in their way.
    requete = sa.select(table)
    entiere = all(isinstance(cle.type, sa.Integer) for cle in table.primary_key)
    if entiere:
        requete = requete.order_by(*table.primary_key)
    options = {"yield_per": _PAQUET}
    trouvees = connection.execute(requete, execution_options=options).mappings()
    lignes = (_ENCODEUR.encode(dict(trouvee)).encode() + b"\n" for trouvee in trouvees)
    return lignes if entiere else iter(sorted(lignes))


def _read_manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    manifeste = json.loads(archive.read("manifeste.json"))
    is_signed(manifeste)
    if manifeste["format"] != FORMAT or manifeste["revision"] not in migrations.known():
        raise SauvegardeInvalide(
            "Cette sauvegarde vient d’une version plus récente de l’application."
        )
    for nom, table in manifeste["tables"].items():
        with archive.open(f"{nom}.jsonl") as flux:
            if _hash(flux)[1] != table["sha256"]:
                raise SauvegardeInvalide(f"La sauvegarde est endommagée (table {nom}).")
    return dict(manifeste)


def _check_fictif(store: Store, archive: zipfile.ZipFile) -> None:
    reglages = [json.loads(ligne) for ligne in archive.read("reglage.jsonl").splitlines()]
    fictive = any(r["cle"] == "fictif" and r["valeur"] == "oui" for r in reglages)
    if fictive and not store.fictif:
        raise SauvegardeInvalide(
            "Cette sauvegarde contient des données fictives\u00a0: elle ne se restaure que dans "
            "une base de démonstration."
        )


def _replace(
    connection: sa.Connection, archive: zipfile.ZipFile, manifeste: Mapping[str, Any]
) -> None:
    """New tables of the backup's revision, its rows, a check, then the newer migrations."""
    _reflect_all(connection).drop_all(connection)
    drop_function(connection)
    migrations.upgrade(connection, manifeste["revision"])
    for table in _reflect(connection):
        attendu = manifeste["tables"][table.name]
        with archive.open(f"{table.name}.jsonl") as flux:
            _load(connection, table, flux)
        if _hash(_lines(connection, table)) != (attendu["lignes"], attendu["sha256"]):
            raise SauvegardeInvalide(f"La table {table.name} restaurée diffère de la sauvegarde.")
    migrations.upgrade(connection)


def _load(connection: sa.Connection, table: sa.Table, flux: Any) -> None:
    dates = [c.name for c in table.columns if isinstance(c.type, sa.Date)]

    def read(brute: bytes) -> dict[str, Any]:
        ligne: dict[str, Any] = json.loads(brute)
        lues = {nom: ligne[nom] for nom in dates if ligne[nom] is not None}
        return ligne | {nom: datetime.date.fromisoformat(jour) for nom, jour in lues.items()}

    lignes = map(read, flux)
    while paquet := list(itertools.islice(lignes, _PAQUET)):
        connection.execute(sa.insert(table), paquet)
    if connection.dialect.name == "postgresql" and "id" in table.c:
        suite = sa.func.pg_get_serial_sequence(table.name, "id")
        dernier = sa.select(sa.func.max(table.c.id)).scalar_subquery()
        connection.execute(sa.select(sa.func.setval(suite, dernier)))


def _name_previous(store: Store, fichier: Path) -> Path:
    quand = store.moteur.now().astimezone(datetime.UTC).strftime("%Y%m%dT%H%M%SZ")
    suites = itertools.chain([""], map("-{}".format, itertools.count(2)))
    noms = (fichier.parent / f"avant-restauration-{quand}{suite}.zip" for suite in suites)
    return next(nom for nom in noms if not nom.exists())
