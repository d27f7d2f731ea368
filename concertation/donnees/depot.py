"""« Vérifier mes fichiers »: check files that a person drops, without keeping any of them."""

import io
import lzma
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from shutil import copyfile

from concertation.donnees import phrases
from concertation.donnees.anomalies import Anomalie, sort_anomalies
from concertation.donnees.controle import Progress, check_dossier
from concertation.donnees.dossier import dossier_courant
from concertation.donnees.phrases import ESPACE, quote
from concertation.donnees.schemas import PAQUET, fichiers_connus

# Far above any consultation, far below what would hurt the server.
NOMBRE_MAXIMAL = 100
TAILLE_MAXIMALE = 30_000_000  # bytes, once unzipped

# What systems and other programs leave in an archive, and what the contract itself holds.
IGNORES = ("__MACOSX", "schemas")
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


@dataclass(frozen=True)
class RapportFichiers:
    """`fichiers` are the paths that were checked, `anomalies` the faults found in what was
    given; `consequences` are faults that the files make appear in those that were not given."""

    fichiers: tuple[str, ...]
    anomalies: tuple[Anomalie, ...]
    consequences: tuple[Anomalie, ...] = ()


class _Refus(Exception):
    """The whole drop is refused; the anomaly says why."""

    def __init__(self, fichier: str, message: str, valeur: str | None = None) -> None:
        self.anomalie = Anomalie(fichier, None, None, valeur, message)
        super().__init__(message)


def check_fichiers(
    fichiers: Mapping[str, bytes],
    reference: Path | None = None,
    on_progress: Progress | None = None,
) -> RapportFichiers:
    """Check dropped files (`name → content`): CSV, GeoJSON, datapackage.json, or a zip of them.

    Files that are not given are taken from `reference` (the current folder when None), so that
    rules across files still work; a drop that holds its own datapackage.json stands alone. The
    work is done in a temporary directory that is gone when this returns.
    """
    try:
        donnes, anomalies = _collect(fichiers)
    except _Refus as refus:
        return RapportFichiers((), (refus.anomalie,))
    if not donnes:
        return RapportFichiers((), tuple(sort_anomalies(anomalies)))
    reference = reference or dossier_courant()
    seul = PAQUET in donnes
    with tempfile.TemporaryDirectory(prefix="concertation-") as nom:
        dossier = Path(nom)
        if not seul:
            _copy_reference(reference, dossier)
        for chemin, contenu in donnes.items():
            cible = dossier / chemin
            cible.parent.mkdir(exist_ok=True)
            cible.write_bytes(contenu)
        trouvees = check_dossier(dossier, on_progress)
    ailleurs = [a for a in trouvees if a.fichier not in donnes]
    if seul:
        return RapportFichiers(
            tuple(sorted(donnes)), tuple(sort_anomalies([*anomalies, *trouvees]))
        )
    anomalies += [a for a in trouvees if a.fichier in donnes]
    if ailleurs:
        deja = set(check_dossier(reference))
        ailleurs = [a for a in ailleurs if a not in deja]
    return RapportFichiers(tuple(sorted(donnes)), tuple(sort_anomalies(anomalies)), tuple(ailleurs))


def _copy_reference(reference: Path, dossier: Path) -> None:
    (dossier / "geo").mkdir()
    for chemin in fichiers_connus():
        if (reference / chemin).is_file():
            copyfile(reference / chemin, dossier / chemin)


def _collect(fichiers: Mapping[str, bytes]) -> tuple[dict[str, bytes], list[Anomalie]]:
    """Known files by their path in the folder, and a fault for each name that isn't known."""
    donnes: dict[str, bytes] = {}
    anomalies: list[Anomalie] = []
    nombre = taille = 0
    for origine, nom, contenu in _iterate(fichiers):
        nombre, taille = nombre + 1, taille + len(contenu)
        if nombre > NOMBRE_MAXIMAL:
            raise _too_many(origine)
        if taille > TAILLE_MAXIMALE:
            raise _too_large(origine)
        chemin = _find_known_path(nom)
        if chemin is None:
            anomalies.append(
                Anomalie(nom, None, None, None, phrases.unknown_file(fichiers_connus()))
            )
        elif chemin in donnes:
            message = f"le fichier est donné deux fois{ESPACE}: n'en gardez qu'un."
            anomalies.append(Anomalie(chemin, None, None, None, message))
        else:
            donnes[chemin] = contenu
    return donnes, anomalies


def _iterate(fichiers: Mapping[str, bytes]) -> Iterator[tuple[str, str, bytes]]:
    """`(dropped file, name, content)` of each file, archives opened."""
    for origine, contenu in fichiers.items():
        if origine.lower().endswith(".zip"):
            yield from ((origine, nom, octets) for nom, octets in _unzip(origine, contenu))
        else:
            yield origine, origine, contenu


def _too_many(origine: str) -> _Refus:
    message = f"il y a plus de {NOMBRE_MAXIMAL} fichiers{ESPACE}: déposez-en moins."
    return _Refus(origine, message)


def _too_large(origine: str) -> _Refus:
    maximum = f"{TAILLE_MAXIMALE // 1_000_000}{ESPACE}Mo"
    return _Refus(
        origine,
        f"les fichiers dépassent {maximum} une fois décompressés{ESPACE}: déposez-en moins.",
    )


def _unzip(origine: str, contenu: bytes) -> Iterator[tuple[str, bytes]]:
    """Members of an archive, never written to disk under their own name."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(contenu))
        for membre in archive.infolist():
            if _is_outside(membre.filename):
                message = (
                    f"l'archive contient le chemin {quote(membre.filename)}, qui sort du dossier"
                    f"{ESPACE}: refaites-la."
                )
                raise _Refus(origine, message, membre.filename)
        membres = [m for m in archive.infolist() if not m.is_dir() and not _is_ignored(m.filename)]
        if len(membres) > NOMBRE_MAXIMAL:
            raise _too_many(origine)
        for membre in membres:
            # The size that an archive announces may lie: read no more than what is allowed.
            with archive.open(membre) as flux:
                octets = flux.read(TAILLE_MAXIMALE + 1)
            yield membre.filename, octets
    except ILLISIBLES as erreur:
        message = f"le fichier n'est pas une archive zip lisible{ESPACE}: refaites-la."
        raise _Refus(origine, message) from erreur
    except RuntimeError as erreur:  # the standard library's word for a password
        message = f"l'archive est protégée par un mot de passe{ESPACE}: retirez-le."
        raise _Refus(origine, message) from erreur


def _is_outside(nom: str) -> bool:
    chemin = PurePosixPath(nom.replace("\\", "/"))
    return chemin.is_absolute() or ".." in chemin.parts or ":" in nom


def _is_ignored(nom: str) -> bool:
    parties = PurePosixPath(nom).parts
    # A package comes with its licence and its notes.
    if nom.lower().endswith(".md"):
        return True
    return any(partie.startswith(".") for partie in parties) or any(
        ignore in parties for ignore in IGNORES
    )


def _find_known_path(nom: str) -> str | None:
    """Where a file of this name belongs: its folder in an archive doesn't matter."""
    dernier = PurePosixPath(nom.replace("\\", "/")).name
    return next((c for c in fichiers_connus() if PurePosixPath(c).name == dernier), None)
