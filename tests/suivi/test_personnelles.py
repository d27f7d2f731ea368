"""A person is found, erased, replaced; the journal goes on proving its order."""

import json
import logging
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from concertation.__main__ import main
from concertation.declarations import OBJETS
from concertation.declarations.personnelles import LIBRES, personal, register
from concertation.donnees import load_donnees
from concertation.suivi import Acteur, DroitRefuse, References, SaisieInvalide, Store
from concertation.suivi.personnelles import EFFACE, apply_retention, erase, find_mentions
from concertation.suivi.sauvegarde import restore_backup, write_backup
from concertation.suivi.socle import tables
from tests.declarations import parcours
from tests.suivi.conftest import ADMIN, DIRECTION, ORNE, Horloge, both_engines
from tests.suivi.saisies import add_point, create_action, create_seance, fill

NOM = "Zéphyrine Quillebœuf"
ELLE = Acteur(NOM, "direction")
RACINE = Path(__file__).parents[2]


def everything(store: Store) -> str:
    """All that the database holds, tables that nobody declared included."""
    metadata = sa.MetaData()
    with store.reading() as connection:
        metadata.reflect(connection)
        lues = [r for t in metadata.sorted_tables for r in connection.execute(sa.select(t)).all()]
    return repr(lues)


# What is checked to be an hour, or numbers of what an item is about, holds no name.
VERIFIES = ("heure", "lie", "points")


@pytest.fixture
def empty(url: str, horloge: Horloge) -> Iterator[Store]:
    donnees = load_donnees(RACINE / "data")
    with closing(Store.open(url, References.of_donnees(donnees), horloge)) as opened:
        yield opened


@pytest.fixture
def remplie(empty: Store) -> Store:
    """Every field in which people write holds the name, and she signed something of every kind."""
    store = empty
    lignes = parcours.record(store, load_donnees(RACINE / "data"))
    for objet in OBJETS.values():
        ligne = lignes[objet.nom]
        libres = [
            c for c in objet.champs if c.genre in ("texte", "long") and c.nom not in objet.figes
        ]
        dits = {c.nom: f"Vu avec {NOM.upper()}, et Zephyrine Quillebœuf." for c in libres}
        verbes = store.lignes[objet.nom]
        if objet.ajout_seul:
            connus = {c.nom: ligne[c.nom] for c in objet.champs}
            verbes.add(ELLE, **connus | dits)
        else:
            hors = {"cle", "lien_publie", "origine", "cible", "adresse", "vu_le", *VERIFIES}
            dits = {nom: mot for nom, mot in dits.items() if nom not in hors}
            if "visio" in dits:
                dits["visio"] = f"https://exemple.fr {dits['visio']}"
            qui = ELLE
            if objet.reservee:
                qui, dits["nom"] = Acteur(NOM, "administrateur"), NOM
                dits["adresse"] = "zq@exemple.fr"
            verbes.update(qui, int(ligne["id"]), int(ligne["version"]), **dits)
        if objet.publiable:
            store.publications.publish(ELLE, objet.nom, int(ligne["id"]))
    pages = json.dumps([f"<p>{NOM}</p>"], ensure_ascii=False)
    store.diaporamas.create(
        ELLE, cle="gele", titre="Gelé", contenu=json.dumps({"diapos": [{"notes": NOM}]}),
        fige_le="2026-03-01", pages=pages, pages_completes=pages,
    )  # fmt: skip
    store.salles.open(f"Salle de {NOM}", pages)
    store.brouillons.save("clé", "action-1", {"porteur": NOM}, auteur=NOM)
    with pytest.raises(DroitRefuse):
        write_backup(store, Path("jamais.zip"), ELLE)
    return store


@both_engines
def test_erased_a_person_leaves_no_trace_and_the_journal_proves_its_order(
    remplie: Store, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    avant = everything(remplie)
    assert len(re.findall("Quillebœuf", avant, re.I)) > 60
    nombre = len(remplie.journal.list(ADMIN, limit=1000))
    assert remplie.journal.find_breaks() == []
    caplog.set_level(logging.DEBUG)
    assert erase(remplie, ADMIN, [NOM]) > 30
    # The address by which she signs in goes too, though nobody said it.
    restes = re.compile("quilleb|z[eé]phyrine|zq@exemple", re.I)
    assert not restes.search(everything(remplie))
    assert remplie.journal.find_breaks() == []
    entrees = remplie.journal.list(ADMIN, limit=1000)
    assert len(entrees) == nombre + 1
    assert entrees["verbe"].iloc[0] == "effacer"
    assert not restes.search(entrees.to_csv())
    assert EFFACE in set(entrees["qui"])
    write_backup(remplie, tmp_path / "apres.zip", ADMIN)
    with zipfile.ZipFile(tmp_path / "apres.zip") as archive:
        for nom in archive.namelist():
            assert not restes.search(archive.read(nom).decode()), nom
    for lignes in remplie.lignes.values():
        assert not restes.search(lignes.list(ADMIN).to_csv())
    assert not restes.search(caplog.text)
    if (fichier := remplie.moteur.fichier) is not None:
        for voisin in fichier.parent.glob(f"{fichier.name}*"):
            assert not restes.search(voisin.read_bytes().decode("utf-8", "ignore")), voisin
    # Nothing that is only added to can be changed again, and the rows go on living.
    with pytest.raises(sa.exc.IntegrityError), remplie.atomic() as transaction:
        transaction.connection.exec_driver_sql("UPDATE journal SET qui = 'X'")
    restore_backup(remplie, tmp_path / "apres.zip", ADMIN, remplacer=True)
    assert remplie.journal.find_breaks() == []


@both_engines
def test_every_place_where_people_write_is_found(remplie: Store) -> None:
    trouvees = {(m["table"], m["champ"]) for m in find_mentions(remplie, ADMIN, [NOM])}
    attendues = {
        (o.nom, c.nom) for o in OBJETS.values() for c in o.champs
        if c.genre in LIBRES and c.nom not in (*o.figes, *VERIFIES, "cle", "adresse", "vu_le")
    }  # fmt: skip
    autres = {("journal", "qui"), ("journal", "apres"), ("publication", "contenu")}
    assert trouvees >= attendues | autres | {("salle", "titre"), ("point_etape", "auteur")} | {
        ("brouillon", "auteur"), ("brouillon", "contenu"),
    }  # fmt: skip


def test_a_broken_journal_is_told(store: Store) -> None:
    fill(store)
    assert store.journal.find_breaks() == []
    journal = tables.journal
    with store.atomic() as transaction:
        from concertation.suivi.migrations.ajout_seul import allow_changes, forbid_changes

        allow_changes(transaction.connection, "journal")
        for cle, change in ((3, {"qui": "Autre"}), (5, {"objet_id": 99}), (7, {"sel": ""})):
            store.run(sa.update(journal).where(journal.c.id == cle).values(change))
        forbid_changes(transaction.connection, "journal")
    assert store.journal.find_breaks() == [3, 5, 7]
    with store.atomic() as transaction:
        allow_changes(transaction.connection, "journal")
        store.run(sa.delete(journal).where(journal.c.id == 9))
        forbid_changes(transaction.connection, "journal")
    assert store.journal.find_breaks() == [3, 5, 7, 10]


def test_a_pseudonym_takes_the_place_of_the_name_and_of_no_other_word(store: Store) -> None:
    action = create_action(
        store, Acteur("Claire Roche", "direction"), porteur="Claire Roche",
        description="L’eau claire de la roche ; Claire  ROCHE, "
        "« claire\u00a0roche », Éclaire Roche.",
    )  # fmt: skip
    erase(store, ADMIN, ["Claire Roche"], "Participante 3")
    lue = store.actions.get(ADMIN, action["id"])
    assert lue["porteur"] == "Participante 3"
    assert lue["description"] == (
        "L’eau claire de la roche ; Participante 3, « Participante 3 », Éclaire Roche."
    )
    assert store.journal.list(ADMIN)["qui"].tolist() == ["Alix", "Participante 3"]


@pytest.mark.parametrize("noms", [[], [""], ["a"], ["\u200b"]])
def test_nobody_is_erased_by_no_name(store: Store, noms: list[str]) -> None:
    with pytest.raises(SaisieInvalide):
        erase(store, ADMIN, noms)
    with pytest.raises(DroitRefuse):
        erase(store, DIRECTION, ["Anne"])
    with pytest.raises(DroitRefuse):
        find_mentions(store, DIRECTION, ["Anne"])


@both_engines
def test_retention_erases_what_is_older_and_nothing_else(
    store: Store, horloge: Horloge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONCERTATION_CONSERVATION", "24")
    parti = Acteur("Paul Ancien", "comite", ORNE.territoires)
    vieux = create_seance(store, presents="Zoé Vieille")
    add_point(store, parti, synthese="Deux équipes, dit Paul Ancien.")
    with pytest.raises(DroitRefuse):
        create_action(store, parti, territoire="D2")
    assert apply_retention(store, ADMIN) == 0
    horloge.avance(days=800)
    neuf = create_seance(store, presents="Zoé Nouvelle")
    assert apply_retention(store, ADMIN) > 0
    seances = store.seances.list(ADMIN).set_index("id")["presents"]
    assert (seances[vieux["id"]], seances[neuf["id"]]) == (EFFACE, "Zoé Nouvelle")
    assert store.points_etape.list(ADMIN)["auteur"].tolist() == [EFFACE]
    qui = store.journal.list(ADMIN)["qui"]
    # Anne still writes: what she signed long ago stays hers.
    assert qui.tolist() == ["Alix", "Anne", EFFACE, EFFACE, "Anne"]
    assert store.journal.find_breaks() == []
    assert "Vieille" not in everything(store)
    avant = store.last_entry()
    assert apply_retention(store, ADMIN) == 0
    assert store.last_entry() == avant
    monkeypatch.setenv("CONCERTATION_CONSERVATION", "deux ans")
    with pytest.raises(SaisieInvalide, match="nombre de mois"):
        apply_retention(store, ADMIN)


def test_every_personal_field_says_why_it_is_kept() -> None:
    for objet in OBJETS.values():
        for champ in personal(objet):
            assert champ.finalite, (objet.nom, champ.nom)
    dits = {(t.ou, t.quoi) for t in register(OBJETS.values())}
    assert {("Action", "Porteur"), ("Séance", "Personnes présentes")} < dits


def test_the_commands_find_give_and_erase(
    tmp_path: Path, open_store: Callable[..., Store], modele_sqlite: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    base = f"sqlite:///{tmp_path / 'suivi.sqlite'}"
    store = open_store(base)
    create_action(store, porteur="Zoé Martin", description="Voir M. Martin.")
    sortie = tmp_path / "zoe.json"
    ici = ["personne", "Zoé Martin", "--aussi", "M. Martin", "--base", base]
    assert main([*ici, "--sortie", str(sortie)]) == 0
    trouvees = json.loads(sortie.read_text("utf-8"))
    assert {(m["table"], m["champ"]) for m in trouvees} == {
        ("action", "porteur"), ("action", "description"), ("journal", "apres"),
    }  # fmt: skip
    assert sortie.stat().st_mode & 0o777 == 0o600
    assert main([*ici, "--effacer"]) == 0
    assert "Martin" not in everything(store)
    assert main(["conserver", "--base", base]) == 0
    dit = capsys.readouterr().out
    assert "2\u00a0lignes réécrites" in dit
    assert "Rien à effacer" in dit
