"""The exhaustive check of a folder, or of files that a person drops: every fault at once."""

import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from shutil import copyfile

from concertation.donnees import limites, phrases
from concertation.donnees.anomalies import Anomalie, Releve, first_ones, sort_anomalies
from concertation.donnees.dossier import Donnees, dossier_courant, load_donnees
from concertation.donnees.fichiers.textes import is_leftover, key_of
from concertation.donnees.lecture import check_cells
from concertation.donnees.limites import FichierRefuse
from concertation.donnees.phrases import say
from concertation.donnees.schemas import PAQUET, fichiers_connus, load_schemas
from concertation.donnees.vue import Vue

Progress = Callable[[float, str], None]


def check_dossier(dossier: Path, on_progress: Progress | None = None) -> list[Anomalie]:
    """Every fault of a folder, sorted by file then line; nothing is written, nothing raised.

    Three passes: what the reader itself finds, each file against its Table Schema, then the rules
    that cross files. A cell that a pass found at fault is left alone by the next ones, and so is a
    file whose anomalies are too many to be kept.
    `on_progress` hears a fraction from 0 to 1 and the name of the file at hand.
    """
    return check_donnees(load_donnees(Path(dossier)), on_progress)


def check_donnees(donnees: Donnees, on_progress: Progress | None = None) -> list[Anomalie]:
    """`check_dossier` of a folder that is read already."""
    # Slow to import (shapely), and needed by nobody who only reads.
    from concertation.donnees.regles import REGLES

    tell = on_progress or (lambda _fraction, _nom: None)
    tell(0.0, PAQUET)
    releve = Releve()
    releve.add(donnees.anomalies)
    releve.add(_check_inventory(donnees))
    lectures = [
        lecture
        for lecture in donnees.lectures.values()
        if lecture.colonnes and not releve.is_full(lecture.schema.fichier)
    ]
    etapes = len(lectures) + len(REGLES)
    for rang, lecture in enumerate(lectures):
        tell(rang / etapes, lecture.schema.fichier)
        releve.add(first_ones(check_cells(lecture)))
    vue = Vue(donnees, releve)
    for rang, regle in enumerate(REGLES, len(lectures)):
        tell(rang / etapes, "règles entre fichiers")
        releve.add(regle(vue))
    tell(1.0, "")
    return releve.close()


def _check_inventory(donnees: Donnees) -> Iterator[Anomalie]:
    """Files listed but absent, present but not listed."""
    if not donnees.paquet.lisible:
        return
    dossier, annonces = donnees.dossier, donnees.paquet.chemins
    connus = fichiers_connus()
    for chemin in sorted(annonces - set(connus)):
        if not _exists(dossier / chemin):
            yield Anomalie(chemin, message=phrases.ANNONCE)
    presents = {p.name for p in dossier.iterdir() if p.suffix.lower() == ".csv"}
    presents |= {f"geo/{p.name}" for p in dossier.glob("geo/*.geojson")}
    inconnu = say(phrases.FICHIER_INCONNU, [s.fichier for s in load_schemas().values()])
    oublie = say(
        "le fichier n’est pas annoncé par datapackage.json : ajoutez-le à ses « resources », ou "
        "retirez-le du dossier."
    )
    for chemin in sorted(presents - annonces):
        yield Anomalie(chemin, message=oublie if chemin in connus else inconnu)


def _exists(chemin: Path) -> bool:
    """Whether there is such a file; a name that the system can't even hold is no file."""
    try:
        return chemin.exists()
    except (OSError, ValueError):
        return False


FICHIERS = 100

# What systems and other programs leave in an archive, and what the contract itself holds.
IGNORES = ("__MACOSX", "schemas")


@dataclass(frozen=True)
class RapportFichiers:
    """`fichiers` are the paths that were checked, `anomalies` the faults found in what was
    given; `consequences` are faults that the files make appear in those that were not given;
    `remarques` say what was guessed to read them."""

    fichiers: tuple[str, ...]
    anomalies: tuple[Anomalie, ...]
    consequences: tuple[Anomalie, ...] = ()
    remarques: tuple[str, ...] = ()


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
    donnes: dict[str, bytes] = {}
    anomalies: list[Anomalie] = []
    totaux = Counter[str]()
    for origine, contenu in fichiers.items():
        if is_leftover(origine):
            continue
        try:
            for nom, octets in _open(origine, contenu):
                anomalies += _keep(nom, octets, donnes, totaux)
        except FichierRefuse as refus:  # and the whole drop with it
            return RapportFichiers((), (Anomalie(origine, message=str(refus)),))
    noms = tuple(sorted(donnes))
    if not donnes:
        return RapportFichiers(noms, tuple(sort_anomalies(anomalies)))
    reference = reference or dossier_courant()
    seul = PAQUET in donnes
    with tempfile.TemporaryDirectory(prefix="concertation-") as nom:
        dossier = Path(nom)
        (dossier / "geo").mkdir()
        for chemin in () if seul else fichiers_connus():
            if (reference / chemin).is_file():
                copyfile(reference / chemin, dossier / chemin)
        for chemin, contenu in donnes.items():
            (dossier / chemin).write_bytes(contenu)
        donnees = load_donnees(dossier)
        trouvees = check_donnees(donnees, on_progress)
    siennes = [a for a in trouvees if seul or a.fichier in donnes]
    ailleurs = [a for a in trouvees if not seul and a.fichier not in donnes]
    if ailleurs:
        deja = set(check_dossier(reference))
        ailleurs = [a for a in ailleurs if a not in deja]
    toutes = tuple(sort_anomalies([*anomalies, *siennes]))
    return RapportFichiers(noms, toutes, tuple(ailleurs), donnees.tell_guesses(donnes))


def _open(nom: str, contenu: bytes) -> Iterable[tuple[str, bytes]]:
    """The file, or those of an archive, or the sheets of a workbook as CSV."""
    if nom.lower().endswith(".zip"):
        return limites.read_zip(contenu, _is_kept)
    if nom.lower().endswith((".xlsx", ".ods")):
        return _cut_workbook(nom, contenu)
    return [(nom, contenu)]


def _cut_workbook(nom: str, contenu: bytes) -> Iterator[tuple[str, bytes]]:
    """Each sheet that a known file is named after, or the only one, which the workbook names."""
    # Slow to import, and needed by nobody who only reads a folder.
    from concertation.donnees.fichiers.ouverture import read_feuilles, to_csv

    try:
        feuilles = read_feuilles(contenu, nom)
    except FichierRefuse:
        raise
    except ValueError as erreur:
        raise FichierRefuse(str(erreur)) from erreur
    connus = {key_of(PurePosixPath(chemin).stem): chemin for chemin in fichiers_connus()}
    nommees = [(connus.get(key_of(feuille.titre)), feuille) for feuille in feuilles]
    if not any(chemin for chemin, _ in nommees):
        sienne = next((f for f in feuilles if f.titre.startswith("Données")), feuilles[0])
        nommees = [(connus.get(key_of(PurePosixPath(nom).stem), nom), sienne)]
    for chemin, feuille in nommees:
        if chemin:
            yield chemin, to_csv(feuille)


def _keep(
    nom: str, contenu: bytes, donnes: dict[str, bytes], totaux: Counter[str]
) -> list[Anomalie]:
    """Put a file that is known at its path in the folder, and say what is wrong with another."""
    totaux.update(fichiers=1, octets=len(contenu))
    if totaux["fichiers"] > FICHIERS:
        raise limites.too_many_files(FICHIERS)
    limites.check_weight(totaux["octets"])
    # Where a file of this name belongs: its folder in an archive doesn't matter.
    dernier = PurePosixPath(nom.replace("\\", "/")).name
    chemin = next((c for c in fichiers_connus() if PurePosixPath(c).name == dernier), None)
    if chemin is None:
        return [Anomalie(nom, message=say(phrases.FICHIER_INCONNU, fichiers_connus()))]
    if chemin in donnes:
        message = say("le fichier est donné deux fois : n’en gardez qu’un.")
        return [Anomalie(chemin, message=message)]
    donnes[chemin] = contenu
    cellules = limites.count_cells(contenu) if chemin.endswith(".csv") else 0
    # A file that is too large alone is told by its own name, later.
    totaux["cellules"] += cellules if cellules <= limites.CELLULES else 0
    if totaux["cellules"] > limites.CELLULES:
        raise limites.too_many("l’ensemble des fichiers", "cellules", limites.CELLULES)
    return []


def _is_kept(nom: str) -> bool:
    parties = PurePosixPath(nom).parts
    # A package comes with its licence and its notes.
    if nom.lower().endswith(".md") or is_leftover(nom):
        return False
    return not any(part[0] == "." or part in IGNORES for part in parties)
