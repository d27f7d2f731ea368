"""`python -m concertation propositions`: in the terminal, what the Propositions screen shows."""

import argparse
import datetime as dt
import json
import os
import shutil
import sys
import textwrap
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from concertation.analyse.adresses import explain_unknown, resolve
from concertation.analyse.mots.formats import format_nombre, plural
from concertation.analyse.mots.textes import split_liste
from concertation.analyse.ordre import sort_propositions, theme_names
from concertation.analyse.recherche.recherche import Recherche
from concertation.analyse.selection.facettes import Facette, facettes_of
from concertation.analyse.selection.filtres import TRIS, FiltrePropositions
from concertation.analyse.selection.propositions import (
    describe_filtre,
    filter_propositions,
    published_columns,
)
from concertation.commandes.fichier import DONNEES, option, tell, write_whole
from concertation.donnees import (
    DonneeIndisponible,
    Donnees,
    dossier_courant,
    open_donnees,
    soft_table,
)
from concertation.restitution.classeur.cells import to_text
from concertation.restitution.classeur.exports import build_cachet, stamp_csv, to_csv, to_fichier
from concertation.restitution.fabrication.fichiers import DemandeInvalide, FabricationImpossible

AIDE = "Filtrer, chercher et exporter les propositions, comme à l’écran."
FORMATS = ("texte", "json", "csv", "xlsx")
ARGUMENTS = {
    "--theme": option("thème (répétable)", "THEME", action="append", default=[]),
    "--portee": option("locale ou nationale", "PORTEE", action="append", default=[]),
    "--facette": option(
        "tout filtre que ces données permettent, par exemple portee=locale",
        "NOM=VALEUR",
        action="append",
        default=[],
    ),
    "--recherche": option("mots à chercher", "MOTS", default=""),
    "--tri": option(f"{', '.join(TRIS)} (livret par défaut)", "TRI", default="livret"),
    "--format": option(
        f"{', '.join(FORMATS)} (texte par défaut, ou selon le nom du fichier de sortie)", "FORMAT"
    ),
    "--sortie": option("écrire dans ce fichier", "FICHIER", type=Path),
    "--donnees": DONNEES,
}
LARGEUR = 100


def run(arguments: argparse.Namespace) -> None:
    """Print or write the rows."""
    forme, a_cote = _read_format(arguments), dict[str, bytes]()
    donnees = open_donnees(arguments.donnees or dossier_courant())
    propositions = donnees.table("propositions")
    themes, glossaire = _soft_table(donnees, "themes"), _soft_table(donnees, "glossaire")
    facettes = facettes_of(donnees)
    filtre = _read_filtre(arguments, facettes)
    recherche = Recherche(propositions, themes, glossaire)
    resultat = filter_propositions(propositions, filtre, recherche)
    lignes = sort_propositions(resultat.frame, arguments.tri, themes)
    lignes = lignes[published_columns(propositions)]
    if resultat.approximatif:
        tell(f"Aucun mot exact. Résultats pour « {resultat.suggestion} ».")
    if resultat.partiel:
        tell("Aucune proposition n’a tous ces mots : celles-ci en ont une partie.")
    filtres = describe_filtre(filtre, facettes, resultat.suggestion)
    if forme == "texte":
        total = format_nombre(len(propositions))
        compte = f"{plural(len(lignes), 'proposition')} sur {total}"
        contenu = _write_texte(f"{compte} ({filtres})", lignes, theme_names(themes))
    elif forme == "json":
        contenu = _write_json(lignes)
    else:
        cachet = build_cachet(donnees, "Propositions", filtres, lignes, dt.date.today())
        try:
            if forme == "csv":
                contenu = to_csv(lignes)
                # Beside the rows, which a program reads without more ado.
                a_cote = {"-a-propos.csv": stamp_csv(cachet.rows())}
            else:
                contenu = to_fichier(lignes, cachet, "Propositions", donnees=donnees,
                                     fichier="propositions")  # fmt: skip
        except ValueError as erreur:  # a cell that a workbook can't hold
            raise FabricationImpossible(str(erreur)) from erreur
    if arguments.sortie is None:
        _print(contenu)
        return
    for fin, octets in {arguments.sortie.suffix: contenu, **a_cote}.items():
        chemin = arguments.sortie.with_name(arguments.sortie.stem + fin)
        write_whole(chemin, octets)
        tell(f"Écrit dans {chemin}.")


def _read_format(arguments: argparse.Namespace) -> str:
    if arguments.tri not in TRIS:
        raise DemandeInvalide(explain_unknown("Tri", arguments.tri, TRIS))
    suffixe = arguments.sortie.suffix.lower().removeprefix(".") if arguments.sortie else ""
    forme = arguments.format or (suffixe if suffixe in FORMATS else "texte")
    if forme not in FORMATS:
        raise DemandeInvalide(explain_unknown("Format", forme, FORMATS))
    if forme == "xlsx" and arguments.sortie is None and sys.stdout.isatty():
        raise DemandeInvalide(
            "Un classeur XLSX ne s’affiche pas dans un terminal : ajoutez --sortie FICHIER.xlsx."
        )
    return str(forme)


def _read_filtre(arguments: argparse.Namespace, facettes: list[Facette]) -> FiltrePropositions:
    filtre = FiltrePropositions(recherche=arguments.recherche)
    connues = {facette.nom: facette for facette in facettes}
    choix = [f"theme={valeur}" for valeur in arguments.theme]
    choix += [f"portee={valeur}" for valeur in arguments.portee]
    for ecrit in [*choix, *arguments.facette]:
        nom, egal, voulue = ecrit.partition("=")
        if not egal or nom not in connues:
            possibles = ", ".join(f"{connu}=…" for connu in connues)
            raise DemandeInvalide(f"Filtre « {ecrit} » inconnu. Filtres possibles : {possibles}.")
        valeur = resolve(voulue, connues[nom].options)
        if valeur is None:
            options = connues[nom].options
            raise DemandeInvalide(explain_unknown(connues[nom].libelle, voulue, options))
        filtre = filtre.with_facette(nom, (*filtre.values(nom), valeur))
    return filtre


def _write_json(lignes: pd.DataFrame) -> bytes:
    """A list of objects with the columns of the file; figures are numbers, lists stay joined."""
    objets = to_text(lignes).to_dict("records")
    for objet, ordre in zip(objets, lignes["ordre"].tolist(), strict=True):
        objet["ordre"] = None if pd.isna(ordre) else int(ordre)
    return (json.dumps(objets, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")


def _write_texte(titre: str, lignes: pd.DataFrame, noms: Mapping[str, str]) -> bytes:
    largeur = max(min(LARGEUR, shutil.get_terminal_size((LARGEUR, 24)).columns), 40)
    texte = [titre]
    for ligne in lignes.to_dict("records"):
        theme = noms.get(ligne["theme"], ligne["theme"])
        texte += ["", f"{ligne['id']}  {theme}, {ligne['portee']}"]
        points = [("  – ", point) for point in split_liste(ligne["sous_points"])]
        for debut, ecrit in [("  ", ligne["intitule"]), *points]:
            suite = " " * len(debut)
            texte += textwrap.wrap(ecrit, largeur, initial_indent=debut, subsequent_indent=suite)
    return ("\n".join(texte) + "\n").encode("utf-8", "replace")


def _print(contenu: bytes) -> None:
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(contenu)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever reads has read enough; nothing more must be flushed at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _soft_table(donnees: Donnees, nom: str) -> pd.DataFrame:
    """A table that the answer can do without, whose fault is told."""
    try:
        return donnees.table(nom)
    except DonneeIndisponible as erreur:
        tell(erreur)
        return soft_table(donnees, nom)
