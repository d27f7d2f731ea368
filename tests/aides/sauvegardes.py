"""Backups in tests."""

import json
import tempfile
import zipfile
from pathlib import Path

import pytest

from concertation.suivi import Acteur, Store
from concertation.suivi.sauvegarde import write_backup


def digest(store: Store) -> dict[str, tuple[int, str]]:
    """Rows and SHA-256 of each table, as a backup tells them: equal when two databases are."""
    with tempfile.TemporaryDirectory() as dossier, pytest.MonkeyPatch.context() as reglages:
        # Read here: in clear, whatever the settings of the test.
        reglages.delenv("CONCERTATION_SAUVEGARDE", raising=False)
        fichier = Path(dossier) / "suivi.zip"
        write_backup(store, fichier, Acteur("Essai", "administrateur"))
        with zipfile.ZipFile(fichier) as archive:
            tables = json.loads(archive.read("manifeste.json"))["tables"]
    return {nom: (table["lignes"], table["sha256"]) for nom, table in tables.items()}
