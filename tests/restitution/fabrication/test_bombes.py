"""Small files that hold much: a sentence, and no memory of this process."""

import io
import resource
import zipfile
from collections.abc import Callable

import pytest

from concertation.donnees import check_fichiers
from concertation.restitution.classeur.plan.lecture import read_plan
from concertation.restitution.diapos.lecture import read_json
from concertation.restitution.diapos.modele import DiaporamaInvalide
from concertation.restitution.fabrication.fabrique import LectureImpossible, read_apart
from concertation.restitution.pptx import ModeleInvalide
from concertation.restitution.pptx.template import clean_modele
from tests.aides.dossiers import VALMONT

CELLULE = b"<c><v>1</v></c>"
ENTITES = (
    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (n + 1, b"&%c;" % n * 10) for n in range(97, 107))
    + b"]><worksheet>&k;</worksheet>"
)
GRANDES = pytest.mark.epreuve


def pack(nom: str, contenu: bytes) -> bytes:
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(nom, contenu)
    return tampon.getvalue()


def sheet(cellules: int) -> bytes:
    rangee = b"<worksheet><sheetData><row>" + CELLULE * cellules + b"</row></sheetData></worksheet>"
    return pack("xl/worksheets/sheet1.xml", rangee)


def plan(contenu: bytes) -> str:
    return str(read_apart(read_plan, contenu, "plan.xlsx")[1])


def files(contenu: bytes) -> str:
    return str(read_apart(check_fichiers, {"a.zip": contenu}, VALMONT).anomalies)


def deck(contenu: bytes) -> str:
    with pytest.raises((DiaporamaInvalide, LectureImpossible)) as refus:
        read_apart(read_json, contenu)
    return str(refus.value)


def template(contenu: bytes) -> str:
    with pytest.raises((ModeleInvalide, LectureImpossible)) as refus:
        read_apart(clean_modele, contenu)
    return str(refus.value)


@pytest.mark.parametrize(
    ("lire", "bombe", "mots"),
    [
        (plan, lambda: sheet(1_000_001), "trop grand"),
        (plan, lambda: pack("xl/workbook.xml", ENTITES), "n’est pas un classeur"),
        (files, lambda: pack("themes.csv", b"a,b\n" * 1_000_000), "lignes"),
        (files, lambda: pack("themes.csv", b"," * 1_000_000), "cellules"),
        (deck, lambda: b"[" * 1_000_000, "JSON"),
        (template, lambda: pack("ppt/presentation.xml", ENTITES), "présentation PowerPoint"),
        pytest.param(plan, lambda: sheet(49_000_000), "Mo", marks=GRANDES),
        pytest.param(files, lambda: pack("themes.csv", b"a,b\n" * 7_000_000), "lig", marks=GRANDES),
        pytest.param(template, lambda: pack("ppt/presentation.xml", b" " * (1 << 30)), "lourd",
                     marks=GRANDES),
    ],
    ids=["cells", "entities", "rows", "columns", "depth", "template", "49 million cells",
         "7 million rows", "a gigabyte"],
)  # fmt: skip
def test_a_bomb_is_a_sentence_and_takes_no_memory_here(
    lire: Callable[[bytes], str], bombe: Callable[[], bytes], mots: str
) -> None:
    contenu = bombe()
    avant = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert mots in lire(contenu)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - avant < 50_000
