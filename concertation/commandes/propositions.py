"""`python -m concertation propositions`: in the terminal, what the Propositions screen shows."""

import argparse
import datetime as dt
import json
import os
import shutil
import sys
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from concertation.analyse.adresses import explain_unknown
from concertation.analyse.mots.formats import format_compte
from concertation.analyse.mots.textes import split_liste
from concertation.analyse.ordre import theme_names
from concertation.analyse.recherche.recherche import Recherche
from concertation.analyse.selection.facettes import Facette
from concertation.analyse.selection.filtres import TRIS, FiltrePropositions
from concertation.analyse.selection.options import facettes_of
from concertation.analyse.selection.propositions import (
    ResultatPropositions,
    describe_filtre,
    filter_propositions,
    published_columns,
    sort_propositions,
)
from concertation.donnees import DonneeIndisponible, Donnees, dossier_courant, open_donnees
from concertation.donnees.lecture import empty_table
from concertation.donnees.schemas import load_schemas
from concertation.restitution.classeur.cellules import to_text
from concertation.restitution.classeur.exports import Cachet, build_cachet, to_csv, to_xlsx

AIDE = "Filtrer, chercher et exporter les propositions, comme à l'écran."
FORMATS = ("texte", "json", "csv", "xlsx")
SUFFIXES = {".json": "json", ".csv": "csv", ".xlsx": "xlsx"}
FICHIER = "propositions"
LARGEUR = 100
REUSSI, INDISPONIBLE, MAL_DEMANDE = 0, 1, 2


class _DemandeInvalide(Exception):
    """The command line asks for something that doesn't exist; its text says what does."""


@dataclass(frozen=True)
class Reponse:
    """What was asked of which data, and the rows to show."""

    donnees: Donnees
    filtre: FiltrePropositions
    facettes: list[Facette]
    resultat: ResultatPropositions
    lignes: pd.DataFrame

    @property
    def filtres(self) -> str:
        """The question in words."""
        return describe_filtre(self.filtre, self.facettes, self.resultat.suggestion)


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    ajouter = parser.add_argument
    ajouter("--theme", action="append", default=[], metavar="THEME", help="thème (répétable)")
    ajouter("--portee", action="append", default=[], metavar="PORTEE", help="locale ou nationale")
    ajouter(
        "--facette",
        action="append",
        default=[],
        metavar="NOM=VALEUR",
        help="autre filtre que ces données permettent, par exemple atelier=AT-01",
    )
    ajouter("--recherche", default="", metavar="MOTS", help="mots à chercher")
    ajouter("--tri", default="livret", metavar="TRI", help=f"{', '.join(TRIS)} (livret par défaut)")
    ajouter(
        "--format",
        default=None,
        metavar="FORMAT",
        help=f"{', '.join(FORMATS)} (texte par défaut, ou selon le nom du fichier de sortie)",
    )
    ajouter("--sortie", type=Path, metavar="FICHIER", help="écrire dans ce fichier")
    ajouter("--donnees", type=Path, metavar="DIR", help="dossier de données")


def run(arguments: argparse.Namespace) -> int:
    """Print or write the answer; 0, 1 when data or disk refuse, 2 when the question is wrong."""
    try:
        forme = _read_format(arguments)
        contenu = _ecrire(_answer(arguments), forme)
        return _deliver(contenu, arguments.sortie)
    except _DemandeInvalide as erreur:
        return _complain(str(erreur), MAL_DEMANDE)
    except DonneeIndisponible as erreur:
        return _complain(str(erreur), INDISPONIBLE)
    except ValueError as erreur:  # a cell that a workbook can't hold
        return _complain(str(erreur), INDISPONIBLE)


def _answer(arguments: argparse.Namespace) -> Reponse:
    donnees = open_donnees(arguments.donnees or dossier_courant())
    propositions = donnees.table(FICHIER)
    themes, glossaire = _soft_table(donnees, "themes"), _soft_table(donnees, "glossaire")
    facettes = facettes_of(donnees)
    choix = [("theme", valeur) for valeur in arguments.theme]
    choix += [("portee", valeur) for valeur in arguments.portee]
    choix += [_split_choix(ecrit, facettes) for ecrit in arguments.facette]
    filtre = FiltrePropositions(arguments.recherche)
    for nom, ecrit in choix:
        valeur = _resolve(nom, ecrit, facettes)
        filtre = filtre.with_facette(nom, (*filtre.values(nom), valeur))
    recherche = Recherche.build(propositions, themes, glossaire)
    resultat = filter_propositions(propositions, filtre, recherche)
    lignes = sort_propositions(resultat.frame, arguments.tri, themes)
    if resultat.approximatif:
        _tell(f"Aucun mot exact. Résultats pour « {resultat.suggestion} ».")
    if resultat.partiel:
        _tell("Aucune proposition n'a tous ces mots : celles-ci en ont une partie.")
    return Reponse(donnees, filtre, facettes, resultat, lignes[published_columns(propositions)])


def _read_format(arguments: argparse.Namespace) -> str:
    if arguments.tri not in TRIS:
        raise _DemandeInvalide(explain_unknown("Tri", arguments.tri, TRIS))
    forme = arguments.format
    if forme is None:
        suffixe = arguments.sortie.suffix.lower() if arguments.sortie else ""
        forme = SUFFIXES.get(suffixe, "texte")
    if forme not in FORMATS:
        raise _DemandeInvalide(explain_unknown("Format", forme, FORMATS))
    if forme == "xlsx" and arguments.sortie is None and sys.stdout.isatty():
        raise _DemandeInvalide(
            "Un classeur XLSX ne s'affiche pas dans un terminal : ajoutez --sortie FICHIER.xlsx."
        )
    return str(forme)


def _split_choix(ecrit: str, facettes: list[Facette]) -> tuple[str, str]:
    nom, egal, valeur = ecrit.partition("=")
    if not egal or nom not in {facette.nom for facette in facettes}:
        possibles = ", ".join(f"{facette.nom}=…" for facette in facettes)
        raise _DemandeInvalide(f"Filtre « {ecrit} » inconnu. Filtres possibles : {possibles}.")
    return nom, valeur


def _resolve(nom: str, ecrit: str, facettes: list[Facette]) -> str:
    facette = next(facette for facette in facettes if facette.nom == nom)
    valeur = facette.resolve(ecrit)
    if valeur is None:
        raise _DemandeInvalide(explain_unknown(facette.libelle, ecrit, facette.options))
    return valeur


def _ecrire(reponse: Reponse, forme: str) -> bytes:
    ecrire: dict[str, Callable[[Reponse], bytes]] = {
        "texte": _write_texte,
        "json": _write_json,
        "csv": lambda reponse: to_csv(reponse.lignes, _cachet(reponse)),
        "xlsx": lambda reponse: to_xlsx(reponse.lignes, _cachet(reponse), "Propositions"),
    }
    return ecrire[forme](reponse)


def _cachet(reponse: Reponse) -> Cachet:
    jour = dt.date.today()
    return build_cachet(reponse.donnees, "Propositions", reponse.filtres, reponse.lignes, jour)


def _write_json(reponse: Reponse) -> bytes:
    """A list of objects with the columns of the file; figures are numbers, lists stay joined."""
    texte = to_text(reponse.lignes)
    objets = texte.to_dict("records")
    for objet, ordre in zip(objets, reponse.lignes["ordre"].tolist(), strict=True):
        objet["ordre"] = None if pd.isna(ordre) else int(ordre)
    return (json.dumps(objets, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")


def _write_texte(reponse: Reponse) -> bytes:
    noms = theme_names(_soft_table(reponse.donnees, "themes"))
    total = len(reponse.donnees.table(FICHIER))
    compte = format_compte(len(reponse.lignes), total, "proposition")
    lignes = [f"{compte} ({reponse.filtres})"]
    colonnes = (reponse.lignes[nom].tolist() for nom in ("id", "theme", "portee"))
    textes = (reponse.lignes[nom].tolist() for nom in ("intitule", "sous_points"))
    for identifiant, theme, portee, intitule, points in zip(*colonnes, *textes, strict=True):
        lignes += ["", f"{identifiant}  {noms.get(theme, theme)}, {portee}"]
        lignes += _wrap(intitule, "  ")
        for point in split_liste(points):
            lignes += _wrap(point, "  – ")
    return ("\n".join(lignes) + "\n").encode("utf-8", "replace")


def _wrap(texte: str, debut: str) -> list[str]:
    largeur = min(LARGEUR, shutil.get_terminal_size((LARGEUR, 24)).columns)
    return textwrap.wrap(
        texte, max(largeur, 40), initial_indent=debut, subsequent_indent=" " * len(debut)
    )


def _deliver(contenu: bytes, sortie: Path | None) -> int:
    if sortie is not None:
        try:
            sortie.write_bytes(contenu)
        except OSError as erreur:
            return _complain(f"Impossible d'écrire « {sortie} » : {erreur.strerror}.", INDISPONIBLE)
        _tell(f"Écrit dans {sortie}.")
        return REUSSI
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(contenu)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever reads has read enough; nothing more must be flushed at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return REUSSI


def _soft_table(donnees: Donnees, nom: str) -> pd.DataFrame:
    """A table that the answer can do without, whose fault is told."""
    try:
        return donnees.table(nom)
    except DonneeIndisponible as erreur:
        _tell(str(erreur))
        return empty_table(load_schemas()[nom])


def _tell(phrase: str) -> None:
    print(phrase.encode("utf-8", "replace").decode("utf-8"), file=sys.stderr)


def _complain(phrase: str, code: int) -> int:
    _tell(phrase)
    return code
