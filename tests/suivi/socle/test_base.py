"""What the database itself holds: its form, rows that never change, one start among many."""

import threading
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from concertation.suivi import Store, StoreIndisponible, migrations
from concertation.suivi.socle import tables
from concertation.suivi.socle.connection import parse_url
from concertation.suivi.verbes import brouillons, courrier, salles, secrets
from tests.suivi.conftest import DIRECTION, MOTEURS, ORNE, both_engines
from tests.suivi.saisies import add_point, fill


@both_engines
def test_migrations_make_the_tables_that_the_code_reads(store: Store) -> None:
    with store.reading() as connection:
        contexte = MigrationContext.configure(
            connection, opts={"version_table": migrations.TABLE, "compare_type": True}
        )
        ecarts = compare_metadata(
            contexte, [m.metadata for m in (tables, salles, secrets, brouillons, courrier)]
        )
        assert migrations.current(connection) == migrations.known()[-1] == migrations.head()
    assert ecarts == []


@both_engines
def test_older_transmissions_get_the_session_that_the_journal_tells(
    moteur: str, nouvelle_base: Callable[[str, bool], str], open_store: Callable[..., Store]
) -> None:
    url = nouvelle_base(moteur, False)
    moteur_nu = sa.create_engine(parse_url(url))
    heure = "'2026-01-01T00:00:00Z'"
    with moteur_nu.begin() as connection:
        migrations.upgrade(connection, "0002")
        for ordre in (
            f"INSERT INTO seance (etat, cree_le, modifie_le) VALUES ('close', {heure}, {heure})",
            f"INSERT INTO transmission (proposition, cree_le, modifie_le) "
            f"VALUES ('N1', {heure}, {heure}), ('N2', {heure}, {heure})",
            f"INSERT INTO journal (quand, verbe, objet, objet_id, seance_id) VALUES "
            f"({heure}, 'creer', 'transmission', 1, 1), "
            f"({heure}, 'creer', 'transmission', 2, NULL), "
            f"({heure}, 'modifier', 'transmission', 2, 1)",
        ):
            connection.exec_driver_sql(ordre)
    moteur_nu.dispose()
    lues = open_store(url).transmissions.list(DIRECTION)
    assert lues["seance_id"].astype("object").where(lues["seance_id"].notna(), None).tolist() == [
        1,
        None,
    ]


def attempts(table: str, dialecte: str) -> list[str]:
    ordres = [
        f"UPDATE {table} SET id = id",
        f"DELETE FROM {table}",
        f"UPDATE {table} SET cree_le = ''" if table != "journal" else "UPDATE journal SET qui = ''",
    ]
    if dialecte == "postgresql":
        return [*ordres, f"TRUNCATE {table} CASCADE", f"DELETE FROM ONLY {table}"]
    colonnes = ", ".join(c.name for c in tables.metadata.tables[table].columns)
    return [*ordres, f"INSERT OR REPLACE INTO {table} SELECT {colonnes} FROM {table}"]


APPEND_ONLY = ("point_etape", "mesure", "contestation", "publication", "retrait", "journal")


@both_engines
@pytest.mark.parametrize("table", APPEND_ONLY)
def test_the_database_refuses_to_change_or_delete(store: Store, table: str) -> None:
    fill(store)
    with store.reading() as connection:
        dialecte = connection.dialect.name
        avant = connection.execute(sa.select(tables.metadata.tables[table])).all()
    assert avant
    for ordre in attempts(table, dialecte):
        with (
            pytest.raises(sa.exc.IntegrityError, match="ne se modifient ni ne se suppriment"),
            store.atomic() as transaction,
        ):
            transaction.connection.exec_driver_sql(ordre)
    with store.reading() as connection:
        assert connection.execute(sa.select(tables.metadata.tables[table])).all() == avant


@both_engines
def test_starts_at_the_same_time_make_one_database(
    moteur: str,
    nouvelle_base: Callable[[str, bool], str],
    open_store: Callable[..., Store],
) -> None:
    url = nouvelle_base(moteur, False)
    fautes: list[Exception] = []
    depart = threading.Barrier(4)

    def start() -> None:
        depart.wait()
        try:
            add_point(open_store(url, attente=30.0))
        except Exception as erreur:
            fautes.append(erreur)

    fils = [threading.Thread(target=start) for _ in range(4)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert fautes == []
    assert len(open_store(url).points_etape.list(ORNE)) == 4


@both_engines
def test_a_newer_database_is_left_alone(url: str, open_store: Callable[..., Store]) -> None:
    store = open_store(url)
    with store.atomic() as transaction:
        transaction.connection.exec_driver_sql(f"UPDATE {migrations.TABLE} SET version_num = '9'")
    with pytest.raises(StoreIndisponible, match="plus récente"):
        open_store(url)


def test_an_address_that_means_nothing_is_said_in_french() -> None:
    for adresse in ("nulle part", "mysql://localhost/x", "sqlite://"):
        with pytest.raises(StoreIndisponible, match="base de suivi"):
            Store.open(adresse)


def test_addresses_of_postgresql_come_in_several_spellings() -> None:
    for debut in ("postgres", "postgresql", "postgresql+psycopg"):
        assert parse_url(f"{debut}://u:p@h/b").drivername == "postgresql+psycopg"


def test_the_default_database_is_a_file_of_the_chosen_folder(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("CONCERTATION_VAR", f"{tmp_path}/à créer")
    store = Store.open()
    assert add_point(store)["id"] == 1
    assert store.moteur.fichier is not None
    assert store.moteur.fichier.is_file()
    store.close()


def test_a_fictional_database_says_so_for_good(store: Store) -> None:
    assert not store.fictif
    store.mark_fictif()
    store.mark_fictif()
    assert store.fictif


def test_a_real_database_never_becomes_fictional(store: Store) -> None:
    fill(store)
    with pytest.raises(StoreIndisponible, match="réelles"):
        store.mark_fictif()
    assert not store.fictif


def test_both_engines_are_tested() -> None:
    assert set(MOTEURS) == {"sqlite", "postgresql"}
