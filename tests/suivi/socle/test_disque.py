"""What « recorded » means: where a database may lie, and when an entry counts as written."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from concertation.__main__ import main
from concertation.suivi import Store, StoreIndisponible
from concertation.suivi.socle import disque
from tests.suivi.conftest import ORNE, both_engines
from tests.suivi.saisies import add_point

MONTAGES = """\
21 1 254:1 / / rw,relatime shared:1 - ext4 /dev/root rw
40 21 0:35 / {racine}/partage\\040commun rw - nfs4 fichiers:/export rw
41 21 0:36 / {racine}/sshfs rw - fuse.sshfs ailleurs: rw
42 40 254:2 / {racine}/partage\\040commun/local rw - xfs /dev/sdb rw
43 21 0:37 / {racine}/dessus rw - cifs //a/b rw
44 21 254:3 / {racine}/dessus rw - ext4 /dev/sdc rw
"""


@pytest.fixture
def montages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    liste = tmp_path / "mountinfo"
    liste.write_text(MONTAGES.format(racine=tmp_path))
    monkeypatch.setattr(disque, "MONTAGES", liste)
    return tmp_path


@pytest.mark.parametrize("dossier", ["partage commun/var", "sshfs", "lien"])
def test_a_network_drive_is_refused_in_a_sentence(
    montages: Path, dossier: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (montages / "lien").symlink_to(montages / "partage commun")
    base = f"sqlite:///{montages / dossier / 'suivi.sqlite'}"
    with pytest.raises(StoreIndisponible, match="lecteur réseau"):
        Store.open(base)
    assert main(["sauvegarder", str(montages / "a.zip"), "--base", base]) == 1
    assert "CONCERTATION_VAR" in capsys.readouterr().err
    assert not (montages / dossier).exists()


@pytest.mark.parametrize("dossier", ["ici", "partage commun/local", "dessus"])
def test_a_disk_of_this_machine_is_taken(montages: Path, dossier: str) -> None:
    Store.open(f"sqlite:///{montages / dossier / 'suivi.sqlite'}").close()


def test_this_machine_tells_where_its_files_are(tmp_path: Path) -> None:
    df = ["df", "--output=fstype", str(tmp_path)]
    connu = subprocess.run(df, capture_output=True, text=True, check=True).stdout.split()[-1]
    assert disque.find_type(tmp_path / "absent.sqlite") == connu


@both_engines
def test_an_entry_is_confirmed_once_it_is_on_disk(
    url: str, open_store: Callable[..., Store]
) -> None:
    store = open_store(url)
    postgresql = store.moteur.fichier is None
    if postgresql:
        # A server that its owner made quick: what is confirmed here is written all the same.
        nom = sa.make_url(url).database
        with store.reading() as connection:
            connection.exec_driver_sql(f"ALTER DATABASE {nom} SET synchronous_commit = off")
            connection.commit()
        store.close()
    with store.atomic() as transaction:
        ordre = "SHOW synchronous_commit" if postgresql else "PRAGMA synchronous"
        assert transaction.connection.exec_driver_sql(ordre).scalar() in ("on", 2)
        if postgresql:
            libpq = transaction.connection.connection.dbapi_connection.info.get_parameters()
            assert libpq["tcp_user_timeout"] == "20000"


def test_a_copy_of_the_file_alone_misses_what_the_backup_has(
    tmp_path: Path, modele_sqlite: Path, open_store: Callable[..., Store]
) -> None:
    fichier = tmp_path / "suivi.sqlite"
    fichier.write_bytes(modele_sqlite.read_bytes())
    store = open_store(f"sqlite:///{fichier}")
    add_point(store)
    copie = tmp_path / "copie.sqlite"
    copie.write_bytes(fichier.read_bytes())
    with sqlite3.connect(copie) as seule:
        assert seule.execute("SELECT count(*) FROM point_etape").fetchone() == (0,)
    seule.close()
    sauvegarde, reprise = tmp_path / "suivi.zip", f"sqlite:///{tmp_path / 'reprise.sqlite'}"
    assert main(["sauvegarder", str(sauvegarde), "--base", f"sqlite:///{fichier}"]) == 0
    assert main(["restaurer", str(sauvegarde), "--base", reprise]) == 0
    assert len(open_store(reprise).points_etape.list(ORNE)) == 1


def test_two_servers_on_one_file_see_each_other_at_once(
    tmp_path: Path, modele_sqlite: Path, open_store: Callable[..., Store]
) -> None:
    url = f"sqlite:///{tmp_path / 'suivi.sqlite'}"
    Path(url.removeprefix("sqlite:///")).write_bytes(modele_sqlite.read_bytes())
    ici = open_store(url)
    ecrit = (
        "import sys; from concertation.suivi import Store; from tests.suivi.conftest import *;"
        "from tests.suivi.saisies import add_point; s = Store.open(sys.argv[1], REFERENCES);"
        "add_point(s); code, jeton = s.salles.open('Salle', '[]'); print(code, jeton)"
    )
    lance = subprocess.run(
        [sys.executable, "-c", ecrit, url], capture_output=True, text=True, check=True
    )
    code, jeton = lance.stdout.split()
    assert len(ici.points_etape.list(ORNE)) == 1
    assert ici.salles.move(code, jeton, 3)
    etat = ici.salles.state(code)
    assert etat is not None
    assert etat.position == 3


@both_engines
def test_a_failing_statement_never_tells_what_was_typed(
    url: str, open_store: Callable[..., Store]
) -> None:
    store = open_store(url)
    deux_fois = sa.text(
        "INSERT INTO reglage SELECT cle, :typed FROM reglage UNION ALL SELECT 'a', 'b'"
    )
    with store.atomic():
        store.run(sa.text("INSERT INTO reglage VALUES ('a', 'b')"))
    with pytest.raises(sa.exc.IntegrityError) as erreur, store.atomic():
        store.run(deux_fois, {"typed": "Madame Dupont"})
    assert "Dupont" not in str(erreur.value)
