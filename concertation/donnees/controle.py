"""The exhaustive check of a folder: every fault at once."""

from collections.abc import Callable, Iterator
from pathlib import Path

from concertation.donnees import phrases
from concertation.donnees.anomalies import Anomalie, Releve
from concertation.donnees.dossier import Donnees, load_donnees
from concertation.donnees.paquet import exists
from concertation.donnees.phrases import ESPACE
from concertation.donnees.schemas import PAQUET, fichiers_connus, load_schemas

Progress = Callable[[float, str], None]


def check_dossier(dossier: Path, on_progress: Progress | None = None) -> list[Anomalie]:
    """Every fault of a folder, sorted by file then line; nothing is written, nothing raised.

    Three passes: what the reader itself finds, each file against its Table Schema, then the rules
    that cross files. A cell that a pass found at fault is left alone by the next ones, and so is a
    file whose anomalies are too many to be kept.
    `on_progress` hears a fraction from 0 to 1 and the name of the file at hand.
    """
    # Both are slow to import, and needed by nobody who only reads.
    from concertation.donnees.regles import REGLES
    from concertation.donnees.tableschema import check_schema
    from concertation.donnees.vue import Vue

    tell = on_progress or (lambda _fraction, _nom: None)
    tell(0.0, PAQUET)
    donnees = load_donnees(Path(dossier))
    releve = Releve()
    releve.add(donnees.anomalies)
    releve.add(_check_inventory(donnees))
    grilles = [
        lecture.grille
        for lecture in donnees.lectures.values()
        if lecture.grille is not None
        and lecture.grille.lisible
        and not releve.is_full(lecture.schema.fichier)
    ]
    etapes = len(grilles) + len(REGLES)
    for rang, grille in enumerate(grilles):
        tell(rang / etapes, grille.schema.fichier)
        releve.add(check_schema(grille))
    vue = Vue(donnees, releve)
    for rang, regle in enumerate(REGLES, len(grilles)):
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
        if not exists(dossier / chemin):
            yield Anomalie(chemin, None, None, None, phrases.missing_file(False))
    presents = {p.name for p in dossier.iterdir() if p.suffix.lower() == ".csv"}
    presents |= {f"geo/{p.name}" for p in dossier.glob("geo/*.geojson")}
    tables = [schema.fichier for schema in load_schemas().values()]
    for chemin in sorted(presents - annonces):
        if chemin in connus:
            message = (
                f"le fichier n'est pas annoncé par {PAQUET}{ESPACE}: ajoutez-le à ses "
                f"{phrases.quote('resources')}, ou retirez-le du dossier."
            )
        else:
            message = phrases.unknown_file(tables)
        yield Anomalie(chemin, None, None, None, message)
