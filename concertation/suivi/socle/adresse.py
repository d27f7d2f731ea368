"""Where the follow-up database is, known without loading what talks to it."""

import os
from pathlib import Path

_SQLITE = "sqlite:///"


def var_folder() -> Path:
    """Where databases are when no address is given: `CONCERTATION_VAR`, else `var/`."""
    racine = Path(__file__).resolve().parents[3]
    return Path(os.environ.get("CONCERTATION_VAR") or racine / "var").resolve()


def default_url() -> str:
    """`DATABASE_URL`, else SQLite in the folder of databases."""
    suivi = f"{_SQLITE}{var_folder() / 'suivi.sqlite'}"
    return os.environ.get("DATABASE_URL", "").strip() or suivi


def may_hold_rows(url: str) -> bool:
    """False when the address is an SQLite file that nobody has created yet."""
    fichier = url.removeprefix(_SQLITE).partition("?")[0]
    return not url.startswith(_SQLITE) or Path(fichier).exists()
