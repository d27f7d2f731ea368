"""`diagnostic`: versions, names of settings, states, numbers for whoever helps; nobody's data."""

import argparse
import importlib.metadata
import json
import os
import platform
import shutil
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from concertation.commandes.fichier import option, write_whole
from concertation.exploitation import etat
from concertation.suivi.socle import disque, tables

AIDE = (
    "Écrit un fichier pour l’assistance\u00a0: versions, états et nombres, sans donnée personnelle."
)
ARGUMENTS = {"fichier": option("fichier à écrire (.zip)", "FICHIER", type=Path)}
_PREFIXES = ("CONCERTATION_", "STREAMLIT_", "DATABASE_URL", "PYTHON")
_REGLAGES = {
    "sqlite": ("PRAGMA journal_mode", "PRAGMA synchronous", "PRAGMA quick_check"),
    "postgresql": ("SHOW server_version", "SHOW fsync", "SHOW max_connections"),
}


def run(arguments: argparse.Namespace) -> None:
    """Write the file."""
    donnees = etat.load_current()
    parties = {
        "machine": {
            "python": platform.python_version(), "processeurs": os.cpu_count(),
            "systeme": platform.platform(aliased=True, terse=True),
            # Their names alone: a value may be a password, or the path of somebody's folder.
            "reglages": sorted(nom for nom in os.environ if nom.startswith(_PREFIXES)),
        },
        "paquets": {paquet.name: paquet.version for paquet in importlib.metadata.distributions()},
        # Where each anomaly is; what the cell holds stays there.
        "donnees": etat.describe_donnees(donnees)
        | {"anomalies": [[a.fichier, a.ligne, a.colonne] for a in donnees.anomalies]},
        "base": _tell_base(),
    }  # fmt: skip
    flux = BytesIO()
    with zipfile.ZipFile(flux, "w", zipfile.ZIP_DEFLATED) as archive:
        for nom, partie in parties.items():
            texte = json.dumps(partie, ensure_ascii=False, indent=1, default=str)
            archive.writestr(f"{nom}.json", texte)
    write_whole(arguments.fichier, flux.getvalue())
    print(f"Diagnostic écrit dans {arguments.fichier}.")


def _tell_base() -> dict[str, Any]:
    base = etat.describe_base()
    if "moteur" not in base:
        return base
    store = etat.current_store()
    with store.reading() as connection:
        for ordre in _REGLAGES[base["moteur"]]:
            base[ordre] = connection.exec_driver_sql(ordre).scalar()
        for table in tables.metadata.sorted_tables:
            compte = sa.select(sa.func.count()).select_from(table)
            base.setdefault("lignes", {})[table.name] = connection.execute(compte).scalar()
    if fichier := store.moteur.fichier:
        base["disque"] = disque.find_type(fichier)
        base["libre"] = shutil.disk_usage(fichier.parent).free
        base["droits"] = oct(fichier.stat().st_mode & 0o777)
    return base
