"""From the bytes of a CSV file to cells whose place a spreadsheet user can find."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches

from concertation.donnees import phrases
from concertation.donnees.anomalies import Anomalie
from concertation.donnees.limites import COLONNES, FichierRefuse, check_size
from concertation.donnees.schemas import Schema

SEPARATEURS_ETRANGERS = (";", "\t", "|")
BOM_UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass
class Grille:
    """Cells of one file, as text.

    `colonnes` maps a column of the schema to its position; `lignes` holds `(line number, cells)`
    without blank rows and without rows whose cell count is wrong. `complete` says that no row was
    left out. The reader can't use a table with a fault in `bloquantes`; `mineures` are told and
    lived with.
    """

    schema: Schema
    colonnes: dict[str, int] = field(default_factory=dict)
    lignes: list[tuple[int, list[str]]] = field(default_factory=list)
    complete: bool = True
    bloquantes: list[Anomalie] = field(default_factory=list)
    mineures: list[Anomalie] = field(default_factory=list)

    @property
    def lisible(self) -> bool:
        """Whether the file could be cut into named columns."""
        return bool(self.colonnes)

    def values(self, colonne: str) -> list[str]:
        """Texts of one column, in the order of `lignes`; all empty when the file lacks it."""
        position = self.colonnes.get(colonne)
        if position is None:
            return [""] * len(self.lignes)
        return [cellules[position] for _, cellules in self.lignes]


def parse_grille(schema: Schema, contenu: bytes) -> Grille:
    """Cut a file into cells; never raises, each fault becomes an anomaly of the grid."""
    grille = Grille(schema)

    def block(ligne: int | None, valeur: str | None, message: str) -> Grille:
        grille.bloquantes.append(Anomalie(schema.fichier, ligne, None, valeur, message))
        grille.complete = False
        return grille

    try:
        check_size(contenu)
        texte = contenu.decode("utf-8-sig")
    except FichierRefuse as refus:
        return block(None, None, str(refus))
    except UnicodeDecodeError as erreur:
        grille.bloquantes.append(_locate_encoding_fault(schema.fichier, contenu, erreur.start))
        grille.complete = False
        return grille
    enregistrements: list[tuple[int, list[str]]] = []
    try:
        enregistrements.extend(_read_records(texte))
    except _CsvCoupe as coupe:
        return block(coupe.ligne, None, phrases.broken_quotes())
    debut = _find_header(enregistrements)
    if debut is None:
        return block(None, None, phrases.empty_file())
    ligne_entete, entete = enregistrements[debut]
    separateur = _foreign_delimiter(entete)
    if separateur:
        return block(ligne_entete, separateur, phrases.wrong_delimiter(separateur))
    if len(entete) > COLONNES:
        return block(ligne_entete, None, phrases.too_many_columns(len(entete), COLONNES))
    _read_rows(grille, entete, enregistrements[debut + 1 :])
    _read_header(grille, ligne_entete, entete)
    return grille


class _CsvCoupe(Exception):
    """The text can't be cut into cells from `ligne` on."""

    def __init__(self, ligne: int) -> None:
        self.ligne = ligne
        super().__init__(ligne)


def _read_records(texte: str) -> Iterator[tuple[int, list[str]]]:
    """`(line number, cells)`; a cell that holds line breaks is still one line, as on screen."""
    numero = 0
    try:
        for numero, cellules in enumerate(
            csv.reader(io.StringIO(texte, newline=""), strict=True), 1
        ):
            yield numero, cellules
    except csv.Error as erreur:
        raise _CsvCoupe(numero + 1) from erreur


def _is_blank(cellules: list[str]) -> bool:
    return not any(cellules)


def _find_header(enregistrements: list[tuple[int, list[str]]]) -> int | None:
    """Position of the first record that is neither blank nor the stamp of an export (`# …`)."""
    for position, (_, cellules) in enumerate(enregistrements):
        if not _is_blank(cellules) and not cellules[0].startswith("#"):
            return position
    return None


def _foreign_delimiter(entete: list[str]) -> str | None:
    if len(entete) > 1:
        return None
    return next((signe for signe in SEPARATEURS_ETRANGERS if signe in entete[0]), None)


def _locate_encoding_fault(fichier: str, contenu: bytes, position: int) -> Anomalie:
    """Line, column and cell of the first byte that is no UTF-8."""
    if contenu.startswith(BOM_UTF16):
        return Anomalie(fichier, None, None, None, phrases.wrong_encoding("UTF-16"))
    lecteur = csv.reader(io.StringIO(contenu.decode("utf-8-sig", "replace"), newline=""))
    avant = list(
        csv.reader(io.StringIO(contenu[:position].decode("utf-8-sig", "replace") + "?", newline=""))
    )
    ligne, rang = len(avant), len(avant[-1]) - 1
    try:
        lignes = [cellules for _, cellules in zip(range(ligne), lecteur, strict=False)]
    except csv.Error:
        return Anomalie(fichier, ligne, None, None, phrases.wrong_encoding())
    debut = _find_header(list(enumerate(lignes, 1)))
    entete = lignes[debut] if debut is not None and debut + 1 < ligne else []
    colonne = entete[rang] if rang < len(entete) else None
    valeur = lignes[-1][rang] if lignes and rang < len(lignes[-1]) else None
    return Anomalie(fichier, ligne, colonne, valeur, phrases.wrong_encoding())


def _read_rows(grille: Grille, entete: list[str], suite: list[tuple[int, list[str]]]) -> None:
    """Keep the rows that have as many cells as the header."""
    fichier, attendu = grille.schema.fichier, len(entete)
    for numero, cellules in suite:
        if _is_blank(cellules):
            grille.mineures.append(Anomalie(fichier, numero, None, None, phrases.blank_row()))
            continue
        trop = cellules[attendu:]
        if len(cellules) < attendu or not _is_blank(trop):
            message = phrases.wrong_cell_count(len(cellules), attendu)
            valeur = next((cellule for cellule in trop if cellule), None)
            grille.bloquantes.append(Anomalie(fichier, numero, None, valeur, message))
            grille.complete = False
            continue
        grille.lignes.append((numero, cellules[:attendu]))


def _read_header(grille: Grille, ligne: int, entete: list[str]) -> None:
    """Match the labels with the schema, by name: the order of columns is free."""
    schema = grille.schema
    inconnus: list[str] = []
    anonymes: list[int] = []
    for position, label in enumerate(entete):
        if label in grille.colonnes:
            message = phrases.duplicate_column(label)
            grille.bloquantes.append(Anomalie(schema.fichier, ligne, label, label, message))
        elif label in schema.colonnes:
            grille.colonnes[label] = position
        elif label:
            inconnus.append(label)
        elif any(cellules[position] for _, cellules in grille.lignes):
            anonymes.append(position + 1)
    if anonymes:
        message = phrases.blank_columns(anonymes)
        grille.mineures.append(Anomalie(schema.fichier, ligne, None, None, message))
    for champ in schema.champs:
        nom = champ["name"]
        if nom in grille.colonnes:
            continue
        semblables = {label.casefold(): label for label in inconnus}
        proche = get_close_matches(nom, semblables, n=1, cutoff=0.75)
        if proche:
            label = semblables[proche[0]]
            inconnus.remove(label)
            message = phrases.misspelt_column(label, nom)
            grille.bloquantes.append(Anomalie(schema.fichier, ligne, nom, label, message))
        elif not champ.get("optionnel"):
            message = phrases.missing_column(nom)
            grille.bloquantes.append(Anomalie(schema.fichier, ligne, nom, None, message))
    for label in dict.fromkeys(inconnus):
        message = phrases.extra_column(label, schema.colonnes)
        grille.mineures.append(Anomalie(schema.fichier, ligne, label, label, message))
