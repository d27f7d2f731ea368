"""« Vérifier mes fichiers »: check files that a person drops, without keeping any of them."""

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from shutil import copyfile

from concertation.donnees import limites, phrases
from concertation.donnees.anomalies import Anomalie, sort_anomalies
from concertation.donnees.controle import Progress, check_dossier
from concertation.donnees.dossier import dossier_courant
from concertation.donnees.phrases import ESPACE
from concertation.donnees.schemas import PAQUET, fichiers_connus

FICHIERS = 100

# What systems and other programs leave in an archive, and what the contract itself holds.
IGNORES = ("__MACOSX", "schemas")


@dataclass(frozen=True)
class RapportFichiers:
    """`fichiers` are the paths that were checked, `anomalies` the faults found in what was
    given; `consequences` are faults that the files make appear in those that were not given."""

    fichiers: tuple[str, ...]
    anomalies: tuple[Anomalie, ...]
    consequences: tuple[Anomalie, ...] = ()


class _Refus(Exception):
    """The whole drop is refused; the anomaly says why."""

    def __init__(self, fichier: str, raison: Exception) -> None:
        self.anomalie = Anomalie(fichier, None, None, None, str(raison))
        super().__init__(raison)


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
    nombre = taille = cellules = 0
    for origine, nom, contenu in _iterate(fichiers):
        nombre, taille = nombre + 1, taille + len(contenu)
        if nombre > FICHIERS:
            raise _Refus(origine, limites.too_many_files(FICHIERS))
        if taille > limites.TAILLE:
            raise _Refus(origine, limites.too_large())
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
            siennes = limites.count_cells(contenu) if chemin.endswith(".csv") else 0
            # A file that is too large alone is told by its own name, later.
            cellules += siennes if siennes <= limites.CELLULES else 0
            if cellules > limites.CELLULES:
                raise _Refus(origine, limites.too_many_cells("l'ensemble des fichiers"))
    return donnes, anomalies


def _iterate(fichiers: Mapping[str, bytes]) -> Iterator[tuple[str, str, bytes]]:
    """`(dropped file, name, content)` of each file, archives opened."""
    for origine, contenu in fichiers.items():
        if origine.lower().endswith(".zip"):
            try:
                for nom, octets in limites.read_zip(contenu, lambda nom: not _is_ignored(nom)):
                    yield origine, nom, octets
            except limites.FichierRefuse as refus:
                raise _Refus(origine, refus) from refus
        else:
            yield origine, origine, contenu


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
