"""The exhaustive check of a folder: every fault at once."""

from collections.abc import Callable, Iterator
from pathlib import Path

from concertation.donnees import phrases
from concertation.donnees.anomalies import Anomalie, Releve, first_ones
from concertation.donnees.dossier import Donnees, load_donnees
from concertation.donnees.lecture import check_cells
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
    # Slow to import (shapely), and needed by nobody who only reads.
    from concertation.donnees.regles import REGLES

    tell = on_progress or (lambda _fraction, _nom: None)
    tell(0.0, PAQUET)
    donnees = load_donnees(Path(dossier))
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
