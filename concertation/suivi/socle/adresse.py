"""Where the follow-up database is, known without loading what talks to it."""

import os
from functools import cache
from pathlib import Path

_SQLITE = "sqlite:///"
_VAR = Path(__file__).resolve().parents[3] / "var"


def var_folder() -> Path:
    """Where databases are when no address is given: `CONCERTATION_VAR`, else `var/`."""
    return _resolve(os.environ.get("CONCERTATION_VAR") or _VAR)


_resolve = cache(lambda dossier: Path(dossier).resolve())


def default_url() -> str:
    """`DATABASE_URL`, else SQLite in the folder of databases."""
    dite = os.environ.get("DATABASE_URL", "").strip()
    return dite or f"{_SQLITE}{var_folder() / 'suivi.sqlite'}"


def may_hold_rows(url: str) -> bool:
    """False when the address is an SQLite file that nobody has created yet."""
    fichier = url.removeprefix(_SQLITE).partition("?")[0]
    return not url.startswith(_SQLITE) or Path(fichier).exists()
