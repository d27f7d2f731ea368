"""Files that nobody exported, before each reader: a sentence or what could be read, no failure.

Random, from a seed that plays a failure again; fifty times as many in `make epreuves`.
"""

import io
import json
import random
import resource
import time
import zipfile
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest

from concertation.donnees import load_donnees
from concertation.donnees.controle import check_fichiers
from concertation.restitution.classeur.personnes import read_personnes
from concertation.restitution.classeur.plan.lecture import read_plan
from concertation.restitution.classeur.plan.modele import plan_of_store
from concertation.restitution.classeur.plan.reprise import check_plan
from concertation.restitution.diapos.lecture import read_json, to_json
from concertation.restitution.diapos.modele import DiaporamaInvalide
from concertation.restitution.diapos.prets import ready_decks
from concertation.restitution.pptx import ModeleInvalide, template
from concertation.restitution.pptx.template import clean_modele
from concertation.suivi import Acteur, Store
from concertation.suivi.sauvegarde import SauvegardeInvalide, restore_backup, write_backup
from tests.aides.bases import new_sqlite
from tests.aides.dossiers import VALMONT
from tests.aides.epreuves import times
from tests.aides.hostiles import AFFREUX, GRAINE
from tests.restitution.classeur.plan.plans import CACHET, DIRECTION, FORMATS, REFERENCES, fill

ADMIN = Acteur("Ada", "administrateur")
LONG = 50
SECONDS = 20.0
MEMORY = 500_000  # KiB, more than before the reading
PERSONNES = (
    "adresse;nom;role;territoires;debut;fin\nlea@exemple.fr;Léa;direction;;;\n"
    "ana@exemple.fr;Ana;comite;D1;2026-01-01;2027-01-01\n"
)
Read = Callable[[bytes], object]


def damage_text(rng: random.Random, content: bytes) -> bytes:
    """A word replaced by a dreadful one, a part doubled, or taken out."""
    text = content.decode("utf-8", "replace")
    start = rng.randrange(len(text) + 1)
    end = min(len(text), start + rng.choice([0, 1, 6, 80]))
    kept = text[start:end] * rng.choice([0, 2, 60]) if rng.random() < 0.3 else rng.choice(AFFREUX)
    return (text[:start] + kept + text[end:]).encode("utf-8", "surrogatepass")


def damage_bytes(rng: random.Random, content: bytes) -> bytes:
    """Bytes flipped, or the end lost."""
    if rng.random() < 0.3:
        return content[: rng.randrange(len(content) + 1)]
    changed = bytearray(content)
    for _ in range(rng.choice([1, 4, 64])):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def damage_zip(rng: random.Random, content: bytes) -> bytes:
    """One member damaged as a text or as bytes, renamed, doubled or gone, in a sound archive."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = [(info.filename, archive.read(info)) for info in archive.infolist()]
    place = rng.randrange(len(members))
    name, inside = members[place]
    made = io.BytesIO()
    how = rng.choice(["text", "text", "text", "bytes", "name", "twice", "gone"])
    if how in {"text", "bytes"} and inside:
        inside = (damage_text if how == "text" else damage_bytes)(rng, inside)
    elif how == "name":
        name = rng.choice([word for word in AFFREUX if 1 < len(word) < 1000])
    members[place : place + 1] = [] if how == "gone" else [(name, inside)] * (1 + (how == "twice"))
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, octets in members:
            archive.writestr(member, octets)
    return made.getvalue()


def damage(rng: random.Random, content: bytes) -> bytes:
    for _ in range(rng.choice([1, 1, 3])):
        if rng.random() < 0.3:
            content = damage_bytes(rng, content) or b"PK"
        elif zipfile.is_zipfile(io.BytesIO(content)):
            with suppress(Exception):  # no archive any more: damaged enough
                content = damage_zip(rng, content)
        else:
            content = damage_text(rng, content)
    return content


@pytest.fixture
def store(tmp_path: Path) -> Store:
    with closing(Store.open(new_sqlite(tmp_path / "suivi.sqlite"), REFERENCES)) as opened:
        fill(opened)
        yield opened


def zip_of(folder: Path) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.iterdir()):
            archive.write(path, path.name)
    return made.getvalue()


def plans(store: Store, _folder: Path) -> tuple[list[bytes], Read]:
    here = plan_of_store(store, DIRECTION)

    def read(content: bytes) -> None:
        plan, _ = read_plan(content, "plan.csv" if content[:2] != b"PK" else "plan.xlsx")
        check_plan(store, DIRECTION, plan, here)

    one = b"id;version;engagement;territoire;intitule;statut\n1;1;E1;D1;Ouvrir;en_cours\n"
    return [*(make(here, CACHET) for make in FORMATS.values()), one], read


def people(_store: Store, _folder: Path) -> tuple[list[bytes], Read]:
    return [PERSONNES.encode()], lambda content: read_personnes(content, "personnes.csv")


def folders(_store: Store, _folder: Path) -> tuple[list[bytes], Read]:
    files = [(VALMONT / name).read_bytes() for name in ("propositions.csv", "datapackage.json")]

    def read(content: bytes) -> None:
        names = {b"PK": "dossier.zip", b"{\n": "datapackage.json"}
        check_fichiers({names.get(content[:2], "propositions.csv"): content}, VALMONT)

    return [zip_of(VALMONT), *files], read


def decks(_store: Store, _folder: Path) -> tuple[list[bytes], Read]:
    made = [to_json(deck).encode() for deck in ready_decks(load_donnees(VALMONT)).values()]

    def read(content: bytes) -> None:
        with suppress(DiaporamaInvalide):
            json.dumps(to_json(read_json(content)))

    return made, read


def templates(_store: Store, _folder: Path) -> tuple[list[bytes], Read]:
    def read(content: bytes) -> None:
        with suppress(ModeleInvalide):
            clean_modele(content)

    return [Path(template.__file__).with_name("maison.pptx").read_bytes()], read


def backups(store: Store, folder: Path) -> tuple[list[bytes], Read]:
    file = folder / "suivi.zip"
    write_backup(store, file, ADMIN)
    whole = file.read_bytes()

    def read(content: bytes) -> None:
        file.write_bytes(content)
        url = new_sqlite(folder / "autre.sqlite")
        with closing(Store.open(url, REFERENCES)) as other, suppress(SauvegardeInvalide):
            restore_backup(other, file, ADMIN)

    return [whole], read


def memory_from_now() -> int:
    """The peak of this process, which forgets what other tests took."""
    with suppress(OSError):  # of Linux alone: elsewhere, what they took may hide a little
        Path("/proc/self/clear_refs").write_text("5")
    return peak()


def peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


@pytest.mark.parametrize(
    ("kind", "quick"),
    [(plans, 12), (folders, 6), (decks, 8), (people, 8), (templates, 4), (backups, 2)],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_any_file_gives_a_sentence_or_what_could_be_read(
    store: Store,
    tmp_path: Path,
    kind: Callable[[Store, Path], tuple[list[bytes], Read]],
    quick: int,
) -> None:
    rng = random.Random(f"{GRAINE} {kind.__name__}")
    made, read = kind(store, tmp_path)
    already = memory_from_now()
    for one in made:
        read(one)
    slowest = 0.0
    for _ in range(times(quick, LONG)):
        content = damage(rng, rng.choice(made))
        before = time.monotonic()
        (tmp_path / "tried").write_bytes(content)
        read(content)
        slowest = max(slowest, time.monotonic() - before)
    assert slowest < SECONDS
    assert peak() - already < MEMORY
