"""The fictional follow-up stays in a database of its own, made the same from the same seed."""

import datetime as dt
import os
import shutil
import sqlite3
import subprocess
from pathlib import Path
from typing import Any

import pytest

from concertation.__main__ import main
from concertation.donnees import Donnees, load_donnees
from concertation.suivi import Store
from concertation.suivi.demo import DemoRefusee, generate
from concertation.suivi.demo.scene import Scene
from concertation.suivi.socle import tables
from concertation.suivi.socle.preuve import SCEAU
from tests.aides.dossiers import copy_region
from tests.suivi.conftest import DIRECTION

RACINE = Path(__file__).parents[3]
JOUR = dt.date(2026, 11, 22)


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Donnees:
    return load_donnees(copy_region(tmp_path_factory.mktemp("region") / "valmont"))


@pytest.fixture(scope="module")
def petite(tmp_path_factory: pytest.TempPathFactory, region: Donnees) -> Path:
    """A fictional database of a small region."""
    chemin = tmp_path_factory.mktemp("petite") / "demo.sqlite"
    generate(f"sqlite:///{chemin}", region, JOUR)
    return chemin


@pytest.fixture
def base_var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of databases, for this test alone."""
    monkeypatch.setenv("CONCERTATION_VAR", str(tmp_path))
    monkeypatch.setenv("CONCERTATION_DATA", str(RACINE / "data"))
    return tmp_path


def dump(fichier: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, but for the random names of gestures."""
    with sqlite3.connect(fichier) as connection:
        return {
            table.name: connection.execute(
                "SELECT "
                + ", ".join(c.name for c in table.c if c.name not in ("lot", *SCEAU))
                + f" FROM {table.name} ORDER BY 1"  # noqa: S608 (names of our own tables)
            ).fetchall()
            for table in tables.metadata.sorted_tables
        }


def test_the_command_fills_its_own_database_and_leaves_the_real_one(
    base_var: Path, petite: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reelle = base_var / "suivi.sqlite"
    store = Store.open(f"sqlite:///{reelle}")
    store.actions.create(DIRECTION, engagement="E1", territoire="D", intitule="Vraie")
    store.close()
    avant = reelle.read_bytes()
    shutil.copy(petite, base_var / "demo.sqlite")
    assert main(["demo", "--si-besoin"]) == 0
    assert "déjà prêtes" in capsys.readouterr().out
    assert main(["demo"]) == 1
    assert "Supprimez-la" in capsys.readouterr().err
    assert reelle.read_bytes() == avant
    assert (base_var / "demo.sqlite").read_bytes() == petite.read_bytes()


@pytest.mark.parametrize("existe", [False, True])
def test_the_real_database_is_refused_even_empty(
    base_var: Path, existe: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    reelle = base_var / "suivi.sqlite"
    if existe:
        Store.open(f"sqlite:///{reelle}").close()
    assert main(["demo", "--base", f"sqlite:///{reelle}"]) == 1
    assert "suivi réel" in capsys.readouterr().err
    assert reelle.exists() == existe
    if existe:
        store = Store.open(f"sqlite:///{reelle}")
        assert not store.fictif
        assert store.last_entry() == 0
        store.close()


def test_a_database_that_exists_must_be_marked_fictional(tmp_path: Path, region: Donnees) -> None:
    url = f"sqlite:///{tmp_path / 'autre.sqlite'}"
    store = Store.open(url)
    with pytest.raises(DemoRefusee, match="suivi réel"):
        generate(url, region, JOUR)
    assert store.last_entry() == 0
    assert not store.fictif
    store.close()
    ailleurs = tmp_path / "ailleurs.sqlite"
    with sqlite3.connect(ailleurs) as connection:
        connection.execute("CREATE TABLE recettes (nom TEXT)")
    with pytest.raises(DemoRefusee, match="autre chose"):
        generate(f"sqlite:///{ailleurs}", region, JOUR)


def test_a_region_has_its_own_and_the_same_seed_gives_the_same_rows(
    tmp_path: Path, region: Donnees, petite: Path
) -> None:
    generate(f"sqlite:///{tmp_path / 'meme.sqlite'}", region, JOUR)
    assert dump(petite)["journal"]
    assert dump(tmp_path / "meme.sqlite") == dump(petite)


def test_a_marked_and_empty_database_is_filled_in_place_and_another_seed_gives_other_rows(
    tmp_path: Path, region: Donnees, petite: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'marquee.sqlite'}"
    store = Store.open(url)
    store.mark_fictif()
    assert generate(url, region, JOUR, graine=8)["journal"] == store.last_entry() > 0
    store.close()
    assert dump(tmp_path / "marquee.sqlite") != dump(petite)


def test_stopped_halfway_it_leaves_no_database(
    tmp_path: Path, region: Donnees, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(scene: Scene) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Scene, "play", stop)
    with pytest.raises(KeyboardInterrupt):
        generate(f"sqlite:///{tmp_path / 'demo.sqlite'}", region, JOUR)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("dit", "port"), [({}, 8502), ({"PORT": "8702"}, 8702)])
def test_make_demo_serves_the_month_s_fictional_database_on_its_own_port(
    dit: dict[str, str], port: int
) -> None:
    sortie = subprocess.run(
        ["make", "-n", "demo"],  # noqa: S607 (the one that developers call)
        cwd=RACINE, capture_output=True, text=True, check=True,
        env={**{nom: mot for nom, mot in os.environ.items() if nom != "PORT"}, **dit},
    ).stdout  # fmt: skip
    base = f'"sqlite:///{RACINE}/var/demo-{dt.date.today():%Y-%m}.sqlite"'
    assert f"-m concertation demo --base {base} --si-besoin" in sortie
    assert f"DATABASE_URL={base}" in sortie
    assert f"--server.port {port}" in sortie
    assert "suivi.sqlite" not in sortie
