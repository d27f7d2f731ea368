"""Create and upgrade the tables: `upgrade(connection)` inside the caller's transaction."""

from functools import cache
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

TABLE = "concertation_version"
"""Where the database keeps its revision; its own name, should it be shared."""


@cache
def known() -> tuple[str, ...]:
    """Every revision that this code knows, oldest first."""
    scripts = ScriptDirectory.from_config(_config()).walk_revisions()
    return tuple(reversed([script.revision for script in scripts]))


def head() -> str:
    """The newest revision that this code knows."""
    return known()[-1]


def current(connection: sa.Connection) -> str | None:
    """The database's revision; None for an empty database."""
    contexte = MigrationContext.configure(connection, opts={"version_table": TABLE})
    return contexte.get_current_revision()


def upgrade(connection: sa.Connection, revision: str = "head") -> None:
    """Bring the database to a revision; the caller commits."""
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.set_main_option("recursive_version_locations", "true")
    return config
