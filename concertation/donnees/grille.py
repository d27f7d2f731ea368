"""From the bytes of a CSV file to cells whose place a spreadsheet user can find."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, NamedTuple

import pandas as pd

from concertation.donnees import phrases
from concertation.donnees.anomalies import Anomalie
from concertation.donnees.limites import COLONNES, FichierRefuse, check_size
from concertation.donnees.phrases import say
from concertation.donnees.schemas import Schema

SEPARATEURS_ETRANGERS = {
    ";": "le point-virgule", "\t": "la tabulation", "|": "la barre verticale",
}  # fmt: skip
BOM_UTF16 = (b"\xff\xfe", b"\xfe\xff")
ETRANGER = re.compile("[\udc80-\udcff]")
"""A byte that is no UTF-8, as it is decoded."""


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
    when a fault, one of `bloquantes`, forbids its use; `mineures` are told and lived with.
    `donnee` says that there was a file to read.
    """

    schema: Schema
    donnee: bool = True
    table: pd.DataFrame | None = None
    colonnes: tuple[str, ...] = ()
    lignes: list[Ligne] = field(default_factory=list)
    bloquantes: list[Anomalie] = field(default_factory=list)
    mineures: list[Anomalie] = field(default_factory=list)

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
    if contenu.startswith(BOM_UTF16):
        return lecture.block(phrases.wrong_encoding("le texte est en UTF-16"))
    texte, enregistrements = "", list[list[str]]()
    try:
        check_size(contenu)
        texte = contenu.decode("utf-8-sig", "surrogateescape")
        # A cell that holds line breaks is still one line, as on screen.
        enregistrements.extend(csv.reader(io.StringIO(texte, newline=""), strict=True))
    except FichierRefuse as refus:
        return lecture.block(str(refus))
    except csv.Error:
        message = say(
            'un guillemet droit (") est mal placé ou n’est pas refermé : entourez la cellule '
            "de guillemets droits et doublez ceux qu’elle contient."
        )
        if ETRANGER.search(texte):
            message = phrases.wrong_encoding()
        return lecture.block(message, len(enregistrements) + 1)
    # The first record that is neither blank nor the stamp of an export (`# …`).
    titres = (r for r, c in enumerate(enregistrements) if any(c) and not c[0].startswith("#"))
    debut = next(titres, None)
    if debut is None:
        message = "le fichier est vide : la première ligne doit donner le nom des colonnes."
        return lecture.block(say(message))
    entete = enregistrements[debut]
    for numero, cellules in enumerate(enregistrements, 1) if ETRANGER.search(texte) else ():
        for rang, cellule in enumerate(cellules):
            if ETRANGER.search(cellule):
                colonne = entete[rang] if debut + 1 < numero and rang < len(entete) else None
                valeur = ETRANGER.sub("\ufffd", cellule)
                return lecture.block(phrases.wrong_encoding(), numero, colonne, valeur)
    separateur = next((s for s in SEPARATEURS_ETRANGERS if s in entete[0]), "")
    if len(entete) == 1 and separateur:
        message = say(
            "les colonnes sont séparées par {0} : enregistrez le fichier en CSV avec la virgule "
            "pour séparateur.",
            SEPARATEURS_ETRANGERS[separateur],
        )
        return lecture.block(message, debut + 1, None, separateur)
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
    return None


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
    for position, label in enumerate(entete):
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
