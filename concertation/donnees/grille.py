"""From the bytes of a CSV file to cells whose place a spreadsheet user can find."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, NamedTuple

import pandas as pd

from concertation.donnees import phrases
from concertation.donnees.anomalies import Anomalie
from concertation.donnees.fichiers.textes import (
    GuillemetPerdu,
    cut_cells,
    decode,
    guess_separator,
    key_of,
    tell_guess,
)
from concertation.donnees.fichiers.valeurs import to_machine
from concertation.donnees.limites import COLONNES, FichierRefuse, check_size
from concertation.donnees.phrases import say
from concertation.donnees.schemas import Schema

_TITRES = 6
"""How many rows may stand above a header, and hold its title."""


class Ligne(NamedTuple):
    """One row: its line number and its cells by column."""

    numero: int
    cellules: dict[str, str]

    def __call__(self, colonne: str) -> str:
        return self.cellules.get(colonne, "")


@dataclass
class Lecture:
    """What the reader made of one file.

    `colonnes` are those of the schema that the file has, none when it could not be cut into named
    columns; `lignes` leave out blank rows and those whose cell count is wrong. `table` is None
    when a fault, one of `bloquantes`, forbids its use; `mineures` are told and lived with, `dites`
    is what was guessed to read it.
    `donnee` says that there was a file to read.
    """

    schema: Schema
    donnee: bool = True
    table: pd.DataFrame | None = None
    colonnes: tuple[str, ...] = ()
    lignes: list[Ligne] = field(default_factory=list)
    bloquantes: list[Anomalie] = field(default_factory=list)
    mineures: list[Anomalie] = field(default_factory=list)
    dites: list[str] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """Whether every row was read: a fault of a whole row has a line, and no column."""
        return bool(self.colonnes) and all(a.colonne or not a.ligne for a in self.bloquantes)

    def block(self, message: str, *place: Any) -> None:
        """Keep a fault of this file (its line, column and value) that forbids the use of it."""
        self.bloquantes.append(self.fault(message, *place))

    def fault(
        self, message: str, ligne: int | None = None, colonne: str | None = None,
        valeur: str | None = None,
    ) -> Anomalie:  # fmt: skip
        """A fault of this file."""
        return Anomalie(self.schema.fichier, ligne, colonne, valeur, message)


def read_cells(lecture: Lecture, contenu: bytes) -> None:
    """Columns and rows of the file, or the fault that forbids to cut it into them."""
    try:
        check_size(contenu)
        texte, encodage = decode(contenu)
        separateur = guess_separator(texte)
        # A cell that holds line breaks is still one line, as on screen.
        enregistrements = cut_cells(texte, separateur, strict=True)
    except GuillemetPerdu as perdu:
        return lecture.block(str(perdu), perdu.ligne)
    except FichierRefuse as refus:
        return lecture.block(str(refus))
    if dit := tell_guess(encodage, separateur):
        lecture.dites.append(f"{dit}.")
    debut = _find_header(lecture.schema, enregistrements)
    if debut is None:
        message = "le fichier est vide : la première ligne doit donner le nom des colonnes."
        return lecture.block(say(message))
    entete = enregistrements[debut]
    if len(entete) > COLONNES:
        message = "l’en-tête compte {0!n} colonnes : il en faut au plus {1!n}."
        return lecture.block(say(message, len(entete), COLONNES), debut + 1)
    lignes = list(_keep_rows(lecture, len(entete), enregistrements, debut + 1))
    places = _read_header(lecture, debut + 1, entete, [cellules for _, cellules in lignes])
    lecture.colonnes = tuple(places)
    lecture.lignes = [
        Ligne(numero, {colonne: cellules[place] for colonne, place in places.items()})
        for numero, cellules in lignes
    ]
    _take_french(lecture, separateur == ";")
    return None


def _find_header(schema: Schema, enregistrements: list[list[str]]) -> int | None:
    """The record that names most columns of the schema, among the first that are neither blank nor
    the stamp of an export (`# …`); the first of them when none names half."""
    pleins = [r for r, c in enumerate(enregistrements) if any(c) and not c[0].startswith("#")]
    cles = {key_of(nom) for nom in schema.colonnes}
    for rang in pleins[:_TITRES]:
        if 2 * len(cles.intersection(map(key_of, enregistrements[rang]))) >= len(cles):
            return rang
    return next(iter(pleins), None)


def _take_french(lecture: Lecture, virgule: bool) -> None:
    """Figures and days that a spreadsheet wrote in French, as the files write them; told."""
    types = {
        champ["name"]: champ["type"]
        for champ in lecture.schema.champs
        if champ["type"] != "string" and champ["name"] in lecture.colonnes
    }
    for nom, type_ in types.items():
        lues, exemple = 0, ("", "")
        for ligne in lecture.lignes:
            if (texte := ligne(nom)) and (lu := to_machine(type_, texte, virgule)) != texte:
                ligne.cellules[nom], exemple, lues = lu, (texte, lu), lues + 1
        if lues:
            phrase = "colonne {0!q}, {1!n} cellules à la française lues, dont {2!q}, lu {3!q}."
            if lues == 1:
                phrase = "colonne {0!q}, une cellule à la française, {2!q}, lue {3!q}."
            lecture.dites.append(say(phrase, nom, lues, *exemple))


def _keep_rows(
    lecture: Lecture, attendu: int, enregistrements: list[list[str]], debut: int
) -> Iterator[tuple[int, list[str]]]:
    """The rows, from `debut` on, that have as many cells as the header."""
    for numero, cellules in enumerate(enregistrements[debut:], debut + 1):
        trop = cellules[attendu:]
        if not any(cellules):
            message = say("la ligne est vide : supprimez-la.")
            lecture.mineures.append(lecture.fault(message, numero))
        elif len(cellules) < attendu or any(trop):
            message = say(
                "la ligne compte {0} {1} au lieu de {2} : {3}.",
                len(cellules),
                "cellule" if len(cellules) == 1 else "cellules",
                attendu,
                "entourez de guillemets droits la cellule qui contient une virgule"
                if len(cellules) > attendu
                else "ajoutez la virgule qui manque, une cellule vide garde la sienne",
            )
            lecture.block(message, numero, None, next(filter(None, trop), None))
        else:
            yield numero, cellules


def _read_header(
    lecture: Lecture, ligne: int, entete: list[str], lignes: list[list[str]]
) -> dict[str, int]:
    """Place of each column of the schema, by its name: the order of columns is free."""
    connues, places = lecture.schema.colonnes, dict[str, int]()
    inconnus: dict[str, str] = {}
    anonymes: list[int] = []
    cles = {key_of(champ.get("title", "")): champ["name"] for champ in lecture.schema.champs}
    cles |= {key_of(nom): nom for nom in connues}
    for position, ecrit in enumerate(entete):
        label = ecrit if ecrit in connues else cles.get(key_of(ecrit), ecrit)
        if label in places:
            lecture.block(say(phrases.COLONNE_DOUBLE, label), ligne, label, label)
        elif label in connues:
            places[label] = position
        elif label:
            inconnus.setdefault(label, label.casefold())
        elif any(cellules[position] for cellules in lignes):
            anonymes.append(position + 1)
    if anonymes:
        lecture.mineures.append(lecture.fault(phrases.blank_columns(anonymes), ligne))
    for champ in lecture.schema.champs:
        nom = champ["name"]
        if nom in places:
            continue
        proche = get_close_matches(nom, inconnus.values(), n=1, cutoff=0.75)
        if proche:
            label = next(label for label, plie in inconnus.items() if plie == proche[0])
            del inconnus[label]
            message = say("la colonne {0!q} manque : renommez {1!q} en {0!q}.", nom, label)
            lecture.block(message, ligne, nom, label)
        elif not champ.get("optionnel"):
            lecture.block(say(phrases.COLONNE_ABSENTE, nom), ligne, nom)
    for label in inconnus:
        message = say(phrases.COLONNE_INCONNUE, label, connues)
        lecture.mineures.append(lecture.fault(message, ligne, label, label))
    return places
