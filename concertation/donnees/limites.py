"""What is read at most of a file that somebody gives: beyond it, a sentence and no memory taken.

Marks are counted before anything is cut or parsed: a few kilobytes of zip can hold millions of
rows, or one row of millions of cells.
"""

import io
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePosixPath

from concertation.donnees.phrases import say

# Far above any consultation, far below what would hurt the server.
TAILLE = 30_000_000  # bytes, once unzipped
MEMBRES = 1_000
LIGNES = 20_000
COLONNES = 1_000
CELLULES = 500_000
BALISES = 2_000_000  # of JSON or XML

# What a broken archive, or one packed by an unknown method, makes the standard library raise.
ILLISIBLES = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,
    OSError,
    ValueError,
)


class FichierRefuse(ValueError):
    """A file that is not read; `str()` is a French sentence without its name."""


class ArchiveIllisible(FichierRefuse):
    """It is no archive, or a damaged one."""


def count_cells(contenu: bytes) -> int:
    """How many cells a CSV text holds at most; nothing is cut."""
    return _count_lines(contenu) + sum(contenu.count(signe) for signe in (b",", b";", b"\t"))


def check_size(contenu: bytes) -> None:
    """Raises `FichierRefuse` for a CSV text with too many rows or cells; nothing is cut."""
    if _count_lines(contenu) > LIGNES:
        raise too_many("le fichier", "lignes", LIGNES)
    if count_cells(contenu) > CELLULES:
        raise too_many("le fichier", "cellules", CELLULES)


def _count_lines(contenu: bytes) -> int:
    return contenu.count(b"\n") + contenu.count(b"\r") - contenu.count(b"\r\n")


def too_many(ou: str, quoi: str, nombre: int) -> FichierRefuse:
    """The refusal of what has too many `lignes` or `cellules`."""
    vides = "les lignes vides" if quoi == "lignes" else "les lignes et les colonnes vides"
    phrase = (
        "{0} dépasse {1!n} {2} : rien n’en est lu ; retirez {3} qui suivent le tableau, ou "
        "partagez-le."
    )
    return FichierRefuse(say(phrase, ou, nombre, quoi, vides))


def check_tags(contenu: bytes, signes: Iterable[bytes], deja: int = 0) -> int:
    """Marks of a JSON or XML text, after `deja` others; `FichierRefuse` when they are too many."""
    nombre = deja + sum(contenu.count(signe) for signe in signes)
    if nombre > BALISES:
        raise FichierRefuse(say("le fichier est trop grand : rien n’en est lu, allégez-le."))
    return nombre


def read_zip(
    contenu: bytes, is_wanted: Callable[[str], bool] = lambda nom: True
) -> Iterator[tuple[str, bytes]]:
    """Names and contents of an archive's members, none written under its own name.

    Raises `FichierRefuse` for what is no archive, locked, too large, or has a path out of it.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(contenu))
        membres = archive.infolist()
        if len(membres) > MEMBRES:
            raise too_many_files(MEMBRES)
        for membre in membres:
            chemin = PurePosixPath(membre.filename.replace("\\", "/"))
            if chemin.is_absolute() or ".." in chemin.parts or ":" in membre.filename:
                phrase = "l’archive contient le chemin {0!q}, qui sort du dossier : refaites-la."
                raise FichierRefuse(say(phrase, membre.filename))
        taille = 0
        for membre in membres:
            if membre.is_dir() or not is_wanted(membre.filename):
                continue
            # The size that an archive announces may lie: read no more than what is allowed.
            with archive.open(membre) as flux:
                octets = flux.read(TAILLE + 1)
            taille += len(octets)
            check_weight(taille)
            yield membre.filename, octets
    except FichierRefuse:
        raise
    except ILLISIBLES as erreur:
        phrase = "le fichier n’est pas une archive zip lisible : refaites-la."
        raise ArchiveIllisible(say(phrase)) from erreur
    except RuntimeError as erreur:  # the standard library's word for a password
        phrase = "l’archive est protégée par un mot de passe : retirez-le."
        raise FichierRefuse(say(phrase)) from erreur


def too_many_files(nombre: int) -> FichierRefuse:
    """The refusal of what holds too many files."""
    return FichierRefuse(say("il y a plus de {0!n} fichiers : déposez-en moins.", nombre))


def check_weight(taille: int) -> None:
    """Raises `FichierRefuse` for what unzips to too much."""
    if taille > TAILLE:
        phrase = "les fichiers dépassent {0}\u00a0Mo une fois décompressés : déposez-en moins."
        raise FichierRefuse(say(phrase, TAILLE // 1_000_000))
