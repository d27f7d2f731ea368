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

from concertation.donnees.phrases import ESPACE, quote, show_number

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
        raise too_many_lines("le fichier")
    if count_cells(contenu) > CELLULES:
        raise too_many_cells("le fichier")


def _count_lines(contenu: bytes) -> int:
    return contenu.count(b"\n") + contenu.count(b"\r") - contenu.count(b"\r\n")


def too_many_lines(ou: str) -> FichierRefuse:
    """The refusal of what has too many rows."""
    return FichierRefuse(
        f"{ou} dépasse {show_number(LIGNES)} lignes{ESPACE}: rien n'en est lu{ESPACE}; "
        "retirez les lignes vides qui suivent le tableau, ou partagez-le."
    )


def too_many_cells(ou: str) -> FichierRefuse:
    """The refusal of what has too many cells."""
    return FichierRefuse(
        f"{ou} dépasse {show_number(CELLULES)} cellules{ESPACE}: rien n'en est lu{ESPACE}; "
        "retirez les lignes et les colonnes vides qui suivent le tableau, ou partagez-le."
    )


def check_tags(contenu: bytes, signes: Iterable[bytes], deja: int = 0) -> int:
    """Marks of a JSON or XML text, after `deja` others; `FichierRefuse` when they are too many."""
    nombre = deja + sum(contenu.count(signe) for signe in signes)
    if nombre > BALISES:
        raise FichierRefuse(f"le fichier est trop grand{ESPACE}: rien n'en est lu, allégez-le.")
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
            if _is_outside(membre.filename):
                raise FichierRefuse(
                    f"l'archive contient le chemin {quote(membre.filename)}, qui sort du dossier"
                    f"{ESPACE}: refaites-la."
                )
        taille = 0
        for membre in membres:
            if membre.is_dir() or not is_wanted(membre.filename):
                continue
            # The size that an archive announces may lie: read no more than what is allowed.
            with archive.open(membre) as flux:
                octets = flux.read(TAILLE + 1)
            taille += len(octets)
            if taille > TAILLE:
                raise too_large()
            yield membre.filename, octets
    except FichierRefuse:
        raise
    except ILLISIBLES as erreur:
        raise ArchiveIllisible(
            f"le fichier n'est pas une archive zip lisible{ESPACE}: refaites-la."
        ) from erreur
    except RuntimeError as erreur:  # the standard library's word for a password
        raise FichierRefuse(
            f"l'archive est protégée par un mot de passe{ESPACE}: retirez-le."
        ) from erreur


def too_many_files(nombre: int) -> FichierRefuse:
    """The refusal of what holds too many files."""
    return FichierRefuse(
        f"il y a plus de {show_number(nombre)} fichiers{ESPACE}: déposez-en moins."
    )


def too_large() -> FichierRefuse:
    """The refusal of what unzips to too much."""
    return FichierRefuse(
        f"les fichiers dépassent {TAILLE // 1_000_000}{ESPACE}Mo une fois décompressés{ESPACE}: "
        "déposez-en moins."
    )


def _is_outside(nom: str) -> bool:
    chemin = PurePosixPath(nom.replace("\\", "/"))
    return chemin.is_absolute() or ".." in chemin.parts or ":" in nom
