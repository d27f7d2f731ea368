"""Where the follow-up database is, known without loading what talks to it."""

import os
from pathlib import Path

_SQLITE = "sqlite:///"


def default_url() -> str:
    """`DATABASE_URL`, else SQLite in `CONCERTATION_VAR`, else in the folder `var/`."""
    if url := os.environ.get("DATABASE_URL", "").strip():
        return url
    racine = Path(__file__).resolve().parents[3]
    dossier = Path(os.environ.get("CONCERTATION_VAR") or racine / "var")
    return f"{_SQLITE}{dossier.resolve() / 'suivi.sqlite'}"


def may_hold_rows(url: str) -> bool:
    """False when the address is an SQLite file that nobody has created yet."""
    fichier = url.removeprefix(_SQLITE).partition("?")[0]
    return not url.startswith(_SQLITE) or Path(fichier).exists()
