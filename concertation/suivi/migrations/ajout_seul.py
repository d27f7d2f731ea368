"""Triggers by which the database itself refuses to change or delete rows of a table."""

from collections.abc import Iterator

import sqlalchemy as sa

_REFUS = "les lignes de {table} ne se modifient ni ne se suppriment"


def forbid_changes(connection: sa.Connection, table: str) -> None:
    """From now on rows of the table are only ever added."""
    for statement in _statements(connection.dialect.name, table):
        connection.exec_driver_sql(statement)


def allow_changes(connection: sa.Connection, table: str) -> None:
    """Lift the refusal inside a migration, which must put it back before its end."""
    suffixe = f" ON {table}" if connection.dialect.name == "postgresql" else ""
    for nom in ("update", "delete", *_extra(connection.dialect.name)):
        connection.exec_driver_sql(f"DROP TRIGGER {table}_{nom}{suffixe}")


def _extra(dialecte: str) -> tuple[str, ...]:
    return ("truncate",) if dialecte == "postgresql" else ("replace",)


def _statements(dialecte: str, table: str) -> Iterator[str]:
    refus = _REFUS.format(table=table)
    if dialecte == "postgresql":
        yield (
            "CREATE OR REPLACE FUNCTION refuse_changement() RETURNS trigger LANGUAGE plpgsql AS $$ "
            "BEGIN RAISE EXCEPTION 'les lignes de % ne se modifient ni ne se suppriment', "
            "TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$".replace(
                "%", "%%"
            )
        )
        for verbe in ("update", "delete"):
            yield (
                f"CREATE TRIGGER {table}_{verbe} BEFORE {verbe.upper()} ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION refuse_changement()"
            )
        yield (
            f"CREATE TRIGGER {table}_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_changement()"
        )
        return
    for verbe in ("update", "delete"):
        yield (
            f"CREATE TRIGGER {table}_{verbe} BEFORE {verbe.upper()} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{refus}'); END"
        )
    # INSERT OR REPLACE deletes the old row without firing the trigger on DELETE.
    yield (
        f"CREATE TRIGGER {table}_replace BEFORE INSERT ON {table} "  # noqa: S608 (our own names)
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id) "
        f"BEGIN SELECT RAISE(ABORT, '{refus}'); END"
    )


def drop_function(connection: sa.Connection) -> None:
    """Remove what the triggers share, once the tables are gone."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("DROP FUNCTION IF EXISTS refuse_changement()")
