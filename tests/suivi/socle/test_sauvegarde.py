"""A backup is whole, restores to an equal state on either engine, and older ones still do."""

import hashlib
import json
import os
import random
import shutil
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from concertation.__main__ import main
from concertation.declarations import OBJETS
from concertation.suivi import Acteur, DroitRefuse, Store, StoreIndisponible, migrations
from concertation.suivi.sauvegarde import (
    SauvegardeInvalide,
    restore_backup,
    write_backup,
)
from concertation.suivi.socle.validation import NOMBRE_MAX
from tests.aides.epreuves import times
from tests.aides.sauvegardes import digest
from tests.suivi.conftest import ADMIN, DIRECTION, LECTEUR, MOTEURS, ORNE, both_engines
from tests.suivi.saisies import add_mesure, add_point, create_action, create_financement, fill

ANCIENNE = Path(__file__).with_name("sauvegarde_0001.zip")
# Written by the version before, a row in every table and a changed published action.
AVANT_DECLARATIONS = Path(__file__).with_name("sauvegarde_0006.zip")
Fabrique = Callable[[str], Store]


@pytest.fixture
def fresh_store(
    nouvelle_base: Callable[..., str], open_store: Callable[..., Store]
) -> Callable[[str], Store]:
    return lambda moteur: open_store(nouvelle_base(moteur))


@both_engines
@pytest.mark.parametrize("vers", MOTEURS)
def test_a_backup_restores_to_an_equal_state_on_either_engine(
    store: Store, fresh_store: Fabrique, tmp_path: Path, vers: str
) -> None:
    fill(store)
    fichier = tmp_path / "suivi.zip"
    write_backup(store, fichier, ADMIN)
    autre = fresh_store(vers)
    bilan = restore_backup(autre, fichier, ADMIN)
    assert digest(autre) == digest(store)
    assert bilan.total == sum(nombre for nombre, _ in digest(store).values()) > 20
    # The restored database goes on: new ids, and rows that still can't change.
    avant = autre.last_entry()
    assert add_point(autre)["id"] == add_point(store)["id"]
    assert autre.last_entry() == avant + 1
    retour = fresh_store("sqlite")
    write_backup(autre, fichier, ADMIN)
    restore_backup(retour, fichier, ADMIN)
    assert digest(retour) == digest(autre)
    assert list(tmp_path.glob(".suivi*")) == []


@settings(max_examples=times(2), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texte=st.text(st.characters(exclude_categories=[])),
    montant=st.decimals(0, 10**12, places=2).filter(lambda m: m < 10**12),
    valeur=st.floats(-NOMBRE_MAX, NOMBRE_MAX, exclude_min=True, exclude_max=True),
)
def test_any_entry_survives_the_round_trip(
    fresh_store: Fabrique, tmp_path: Path, texte: str, montant: object, valeur: float
) -> None:
    origine, copie = fresh_store("sqlite"), fresh_store("sqlite")
    action = create_action(origine, description=texte)
    create_financement(origine, action_id=action["id"], montant=montant)
    add_mesure(origine, valeur=valeur)
    write_backup(origine, tmp_path / "x.zip", ADMIN)
    restore_backup(copie, tmp_path / "x.zip", ADMIN)
    assert digest(copie) == digest(origine)
    for nom in ("actions", "financements", "mesures"):
        attendu = getattr(origine, nom).list(ORNE)
        assert getattr(copie, nom).list(ORNE).equals(attendu)


@both_engines
def test_a_backup_of_older_tables_goes_through_the_migrations(store: Store) -> None:
    with zipfile.ZipFile(ANCIENNE) as archive:
        assert json.loads(archive.read("manifeste.json"))["revision"] == "0001"
    bilan = restore_backup(store, ANCIENNE, ADMIN)
    assert bilan.total == 39
    with store.reading() as connection:
        assert migrations.current(connection) == migrations.head() != "0001"
    direct = store.actions.list(DIRECTION, territoire="D61").iloc[0]
    assert (direct["intitule"], direct["version_publiee"]) == ("Ouvrir deux équipes", 2)
    publique = store.actions.list(LECTEUR).iloc[0]
    assert (publique["intitule"], publique["propositions"]) == ("Ouvrir deux équipes", "ACC-L-02")
    assert list(store.financements.list(LECTEUR)["montant"]) == [12500.5]
    assert len(store.points_etape.list(LECTEUR)) == 1
    assert len(store.actions.list(DIRECTION, retires=True)) == 1
    add_point(store)


def test_a_backup_made_before_the_declarations_restores_whole(store: Store, tmp_path: Path) -> None:
    with zipfile.ZipFile(AVANT_DECLARATIONS) as archive:
        manifeste = json.loads(archive.read("manifeste.json"))
    assert manifeste["revision"] == "0006"
    assert all(table["lignes"] for nom, table in manifeste["tables"].items() if nom != "reglage")
    bilan = restore_backup(store, AVANT_DECLARATIONS, ADMIN)
    assert bilan.total == 39
    ecrites = {nom: (t["lignes"], t["sha256"]) for nom, t in manifeste["tables"].items()}
    if migrations.head() == "0006":
        assert digest(store) == ecrites
    brouillon, publiee = (store.actions.list(qui).iloc[0] for qui in (DIRECTION, LECTEUR))
    assert (brouillon["statut"], publiee["statut"]) == ("bloquee", "en_cours")
    assert (brouillon["porteur"], publiee["porteur"]) == ("CPTS du Perche", "")
    assert publiee["propositions"] == "P1 | P2"
    for objet in OBJETS.values():
        lues = store.lignes[objet.nom].list(ADMIN)
        if objet.nom == "point_etape":
            assert len(lues) == 1, "the other one is withdrawn"
        assert len(lues) > 0 or objet.nom in ("personne", "point", "presence", "avis", "vote"), (
            objet.nom
        )
        assert {c.nom for c in objet.champs} - {"pages", "pages_completes"} <= set(lues.columns)
    # What the older version wrote is undone by this one, and written over.
    assert store.journal.undo_last(ORNE) == 1
    assert store.actions.list(DIRECTION).iloc[0]["statut"] == "en_cours"
    add_point(store)


@both_engines
def test_a_database_that_holds_entries_is_replaced_only_on_demand(
    store: Store, tmp_path: Path
) -> None:
    fill(store)
    fichier = Path(shutil.copy(ANCIENNE, tmp_path))
    avant = digest(store)
    with pytest.raises(SauvegardeInvalide, match="--remplacer"):
        restore_backup(store, fichier, ADMIN)
    assert digest(store) == avant
    bilan = restore_backup(store, fichier, ADMIN, remplacer=True)
    assert bilan.precedente is not None
    assert len(store.points_etape.list(DIRECTION)) == 2
    restore_backup(store, bilan.precedente, ADMIN, remplacer=True)
    assert digest(store) == avant


def damage(fichier: Path, autre: Path, nom: str, contenu: bytes) -> Path:
    with zipfile.ZipFile(fichier) as source, zipfile.ZipFile(autre, "w") as cible:
        for membre in source.namelist():
            cible.writestr(membre, contenu if membre == nom else source.read(membre))
    return autre


def test_a_damaged_or_foreign_file_changes_nothing(store: Store, tmp_path: Path) -> None:
    fill(store)
    avant = digest(store)
    (tmp_path / "texte.zip").write_text("bonjour")
    (tmp_path / "coupe.zip").write_bytes(ANCIENNE.read_bytes()[:3000])
    mauvais = [
        tmp_path / "absent.zip",
        tmp_path / "texte.zip",
        tmp_path / "coupe.zip",
        damage(ANCIENNE, tmp_path / "a.zip", "action.jsonl", b"{}\n"),
        damage(ANCIENNE, tmp_path / "b.zip", "manifeste.json", b'{"format": 1, "revision": "9"}'),
        damage(ANCIENNE, tmp_path / "c.zip", "manifeste.json", b"[]"),
        damage(ANCIENNE, tmp_path / "d.zip", "manifeste.json", b"[" * 100_000),
        rewrite_rows(tmp_path / "e.zip", lambda lignes: lignes + lignes),
        rewrite_rows(tmp_path / "f.zip", lambda lignes: b"{}\n"),
        rewrite_rows(tmp_path / "g.zip", lambda lignes: b"1\n"),
        tmp_path / ("x" * 300),
    ]
    for fichier in mauvais:
        with pytest.raises(SauvegardeInvalide) as refus:
            restore_backup(store, fichier, ADMIN, remplacer=True)
        assert "File" not in str(refus.value), "in French"
    assert digest(store) == avant


def rewrite_rows(autre: Path, change: Callable[[bytes], bytes], depart: Path = ANCIENNE) -> Path:
    """A backup whose actions are others, its checksum right."""
    with zipfile.ZipFile(depart) as source:
        lignes = change(source.read("action.jsonl"))
        manifeste = json.loads(source.read("manifeste.json"))
    manifeste["tables"]["action"]["sha256"] = hashlib.sha256(lignes).hexdigest()
    damage(depart, autre.with_suffix(".tmp"), "action.jsonl", lignes)
    return damage(
        autre.with_suffix(".tmp"), autre, "manifeste.json", json.dumps(manifeste).encode()
    )


def test_any_damage_is_told_in_french_and_changes_nothing(
    tmp_path: Path, open_store: Callable[..., Store]
) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'suivi.sqlite'}")
    fill(store)
    avant, contenu, tirage = digest(store), ANCIENNE.read_bytes(), random.Random(1)
    fichier = tmp_path / "abime.zip"
    refus = 0
    essais = times(40)
    for _ in range(essais):
        octets = bytearray(contenu)
        for _ in range(tirage.randint(1, 8)):
            octets[tirage.randrange(len(octets))] = tirage.randrange(256)
        fichier.write_bytes(octets)
        try:
            restore_backup(store, fichier, ADMIN)
        except SauvegardeInvalide as erreur:
            refus += "contient déjà" not in str(erreur)
    assert refus > essais // 2
    assert digest(store) == avant


@pytest.mark.parametrize("verbe", ["sauvegarder", "restaurer"])
def test_a_name_that_the_disk_refuses_is_told_without_a_traceback(
    verbe: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    base = f"sqlite:///{tmp_path / 'suivi.sqlite'}"
    assert main([verbe, str(tmp_path / ("x" * 300)), "--base", base]) == 1
    assert "son nom est trop long" in capsys.readouterr().err
    assert main([verbe, str(tmp_path / "suivi.zip"), "--base", f"sqlite:///{tmp_path}/{'x' * 300}"])
    assert "Traceback" not in capsys.readouterr().err


def test_fictional_data_never_reaches_a_real_database(
    store: Store, fresh_store: Fabrique, tmp_path: Path
) -> None:
    demo = fresh_store("sqlite")
    demo.mark_fictif()
    fill(demo)
    write_backup(demo, tmp_path / "demo.zip", ADMIN)
    with pytest.raises(SauvegardeInvalide, match="fictives"):
        restore_backup(store, tmp_path / "demo.zip", ADMIN)
    assert store.last_entry() == 0
    store.mark_fictif()
    restore_backup(store, tmp_path / "demo.zip", ADMIN)
    assert store.fictif


@pytest.mark.parametrize("acteur", [LECTEUR, ORNE, DIRECTION])
def test_only_an_administrator_backs_up(store: Store, tmp_path: Path, acteur: Acteur) -> None:
    with pytest.raises(DroitRefuse):
        write_backup(store, tmp_path / "x.zip", acteur)
    with pytest.raises(DroitRefuse):
        restore_backup(store, ANCIENNE, acteur)
    assert list(tmp_path.glob("*.zip")) == []


@both_engines
def test_a_backup_taken_while_people_write_is_one_moment(
    store: Store, fresh_store: Fabrique, tmp_path: Path
) -> None:
    fini = threading.Event()
    fautes: list[Exception] = []

    def keep_writing() -> None:
        while not fini.is_set():
            try:
                create_financement(store)
            except Exception as erreur:
                fautes.append(erreur)

    fils = [threading.Thread(target=keep_writing) for _ in range(2)]
    for fil in fils:
        fil.start()
    for numero in range(4):
        write_backup(store, tmp_path / f"{numero}.zip", ADMIN)
    fini.set()
    for fil in fils:
        fil.join()
    assert fautes == []
    for numero in range(4):
        copie = fresh_store("sqlite")
        restore_backup(copie, tmp_path / f"{numero}.zip", ADMIN)
        lignes = {nom: nombre for nom, (nombre, _) in digest(copie).items()}
        assert lignes["journal"] == lignes["action"] + lignes["financement"]
        assert lignes["action"] - lignes["financement"] in (0, 1, 2)


def test_the_commands_back_up_and_restore(
    url: str, store: Store, nouvelle_base: Callable[..., str], tmp_path: Path,
    capsys: pytest.CaptureFixture[str], recwarn: pytest.WarningsRecorder,
) -> None:  # fmt: skip
    fill(store)
    fichier, autre = tmp_path / "suivi.zip", nouvelle_base("sqlite")
    assert main(["sauvegarder", str(fichier), "--base", url]) == 0
    assert main(["restaurer", str(fichier), "--base", autre]) == 0
    assert main(["restaurer", str(fichier), "--base", autre]) == 1
    assert main(["restaurer", str(fichier), "--base", autre, "--remplacer"]) == 0
    assert main(["sauvegarder", f"{tmp_path}/absent/loin/x.zip", "--base", url]) == 1
    sortie = capsys.readouterr()
    assert "non signée" in sortie.out
    assert "vérifiée" not in sortie.out
    assert "L’état précédent" in sortie.out
    assert "--remplacer" in sortie.err
    assert "ne peut pas être écrite" in sortie.err


def test_only_a_signed_backup_comes_back_as_verified(
    url: str, store: Store, nouvelle_base: Callable[..., str], tmp_path: Path,
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    fill(store)
    fichier, autre = tmp_path / "suivi.zip", nouvelle_base("sqlite")
    monkeypatch.setenv("CONCERTATION_SIGNATURE", "trop court")
    assert main(["sauvegarder", str(fichier), "--base", url]) == 1
    assert "CONCERTATION_SIGNATURE a moins de" in capsys.readouterr().err
    monkeypatch.setenv("CONCERTATION_SIGNATURE", "une clé tirée au sort")
    assert main(["sauvegarder", str(fichier), "--base", url]) == 0
    forgee = rewrite_rows(tmp_path / "f.zip", lambda lignes: lignes.replace(b"1", b"2"), fichier)
    assert main(["restaurer", str(forgee), "--base", autre]) == 1
    monkeypatch.setenv("CONCERTATION_SIGNATURE", "une autre clé tirée")
    assert main(["restaurer", str(fichier), "--base", autre]) == 1
    assert capsys.readouterr().err.count("Rien n’est restauré.") == 2
    monkeypatch.setenv("CONCERTATION_SIGNATURE", "une clé tirée au sort")
    assert main(["restaurer", str(fichier), "--base", autre]) == 0
    assert "lignes restaurées et vérifiées" in capsys.readouterr().out
    # One of before goes on being restored, and says what it is.
    ancienne = shutil.copy(ANCIENNE, tmp_path)
    assert main(["restaurer", str(ancienne), "--base", autre, "--remplacer"]) == 0
    assert "non signée" in capsys.readouterr().out


def test_a_backup_that_can_not_be_written_leaves_no_file(store: Store, tmp_path: Path) -> None:
    with pytest.raises(StoreIndisponible):
        write_backup(store, tmp_path / "absent" / "loin" / "x.zip", ADMIN)
    assert list(tmp_path.rglob("*.zip")) == []


def test_a_backup_replaces_nothing_but_an_older_one(store: Store, tmp_path: Path) -> None:
    tube, base = tmp_path / "tube", tmp_path / "autre.sqlite"
    os.mkfifo(tube)
    base.write_bytes(b"SQLite format 3\x00")
    for cible in (tube, base):
        with pytest.raises(SauvegardeInvalide, match="n’est pas une sauvegarde"):
            write_backup(store, cible, ADMIN)
    assert tube.is_fifo()
    assert base.read_bytes() == b"SQLite format 3\x00"
    lien = tmp_path / "derniere.zip"
    lien.symlink_to(tmp_path / "a.zip")
    for _ in range(2):
        write_backup(store, lien, ADMIN)
    assert lien.is_symlink()
    assert zipfile.is_zipfile(tmp_path / "a.zip")
