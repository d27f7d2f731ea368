"""Triggers by which the database itself refuses to change or delete rows of a table."""

from collections.abc import Iterator

import sqlalchemy as sa


def forbid_changes(connection: sa.Connection, table: str) -> None:
    """From now on rows of the table are only ever added."""
    for statement in _statements(connection.dialect.name, table):
        connection.exec_driver_sql(statement)


def allow_changes(connection: sa.Connection, table: str) -> None:
    """Lift the refusal inside a migration or an erasure, which must put it back before its end."""
    suffixe = f" ON {table}" if connection.dialect.name == "postgresql" else ""
    for nom in ("update", "delete", "truncate" if suffixe else "replace"):
        connection.exec_driver_sql(f"DROP TRIGGER {table}_{nom}{suffixe}")


def _statements(dialecte: str, table: str) -> Iterator[str]:
    if dialecte == "postgresql":
        yield (
            "CREATE OR REPLACE FUNCTION refuse_changement() RETURNS trigger LANGUAGE plpgsql AS $$ "
            "BEGIN RAISE EXCEPTION 'les lignes de % ne se modifient ni ne se suppriment', "
            "TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$".replace(
                "%", "%%"
            )
        )
        for verbe, maille in (("update", "ROW"), ("delete", "ROW"), ("truncate", "STATEMENT")):
            yield (
                f"CREATE TRIGGER {table}_{verbe} BEFORE {verbe.upper()} ON {table} "
                f"FOR EACH {maille} EXECUTE FUNCTION refuse_changement()"
            )
        return
    # INSERT OR REPLACE deletes the old row without firing the trigger on DELETE.
    remplace = f"INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)"  # noqa: S608
    for nom, quand in (
        ("update", f"UPDATE ON {table}"), ("delete", f"DELETE ON {table}"), ("replace", remplace),
    ):  # fmt: skip
        refus = f"les lignes de {table} ne se modifient ni ne se suppriment"
        yield (
            f"CREATE TRIGGER {table}_{nom} BEFORE {quand} BEGIN SELECT RAISE(ABORT, '{refus}'); END"
        )


def drop_function(connection: sa.Connection) -> None:
    """Remove what the triggers share, once the tables are gone."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("DROP FUNCTION IF EXISTS refuse_changement()")
