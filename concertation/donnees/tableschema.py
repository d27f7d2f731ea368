"""Table Schema validation by frictionless, its findings told in French.

Imported by the checker only, when it runs: frictionless takes longer to import than a folder
takes to load.
"""

import copy
import hashlib
import re
from collections.abc import Iterator
from typing import Any

import frictionless
from frictionless import errors as fe

from concertation.donnees import phrases
from concertation.donnees.anomalies import ANOMALIES, Anomalie
from concertation.donnees.grille import Grille
from concertation.donnees.phrases import ESPACE, quote
from concertation.donnees.schemas import Schema

# Sentences for the kinds of error that the reader's own cutting into cells already excludes, or
# that no schema of the contract asks for: whatever frictionless says is said in French.
PHRASES_GENERALES = {
    fe.BlankRowError.type: phrases.blank_row(),
    fe.RowError.type: f"la ligne n'est pas valable{ESPACE}: comparez-la à ses voisines.",
    fe.DuplicateRowError.type: f"la ligne répète une ligne précédente{ESPACE}: supprimez-la.",
    fe.RowConstraintError.type: f"la ligne ne respecte pas une règle du schéma{ESPACE}: "
    "comparez-la à ses voisines.",
    fe.PrimaryKeyError.type: f"l'identifiant est vide ou déjà pris{ESPACE}: la valeur doit être "
    "unique.",
    fe.ForeignKeyError.type: "la ligne renvoie à un identifiant qui n'existe pas dans le fichier "
    f"visé{ESPACE}: corrigez l'identifiant.",
    fe.ExtraCellError.type: f"la ligne a une cellule de trop{ESPACE}: entourez de guillemets "
    "droits la cellule qui contient une virgule.",
    fe.MissingCellError.type: f"il manque une cellule à la ligne{ESPACE}: ajoutez la virgule qui "
    "manque.",
    fe.BlankHeaderError.type: phrases.empty_file(),
    fe.UnmatchedHeaderError.type: f"aucune colonne n'est connue{ESPACE}: la première ligne doit "
    "donner le nom des colonnes.",
    fe.BlankLabelError.type: f"une colonne n'a pas de nom{ESPACE}: donnez-lui un nom.",
    fe.IncorrectLabelError.type: "une colonne n'a pas le nom ou la place que donne le schéma.",
    fe.EncodingError.type: phrases.wrong_encoding(),
    fe.RowCountError.type: "le nombre de lignes n'est pas celui attendu.",
    fe.FieldCountError.type: "le nombre de colonnes n'est pas celui attendu.",
    fe.TruncatedValueError.type: f"la valeur paraît tronquée{ESPACE}: vérifiez-la.",
    fe.ForbiddenValueError.type: "la valeur est interdite.",
    fe.SequentialValueError.type: "la valeur ne suit pas celle de la ligne précédente.",
    fe.AsciiValueError.type: "la valeur contient un caractère qui n'est pas ASCII.",
}
PHRASE_INCONNUE = "la validation par le schéma a échoué ({type})" + (
    f"{ESPACE}: comparez le fichier à la description de ses colonnes."
)

# Files found without fault, by a print of their cells, so that nothing of them is kept: whoever
# corrects one file of a folder and checks it again waits for that file alone.
RETENUES = 512
_SANS_FAUTE: dict[bytes, None] = {}

# What frictionless needs of a field.
PROPRIETES = ("name", "type", "format", "constraints")


def check_schema(grille: Grille) -> Iterator[Anomalie]:
    """Every cell that breaks its field's rules; `grille` must be readable.

    Cells that the reader could not read are given as empty, and its own finding at that place
    is the one that counts: frictionless takes « NaN » or « 1_000 » for numbers.
    """
    schema = grille.schema
    # Without keys: the reader has looked at identifiers, and references between files are rules
    # of our own. Without words: frictionless validates them again for each file.
    champs = [
        {cle: copy.deepcopy(champ[cle]) for cle in PROPRIETES if cle in champ}
        for champ in schema.champs
        if champ["name"] in grille.colonnes
    ]
    descripteur = {"fields": champs, "missingValues": [""]}
    illisibles = {(a.ligne, a.colonne) for a in grille.bloquantes}
    noms = [champ["name"] for champ in champs]
    lignes = [
        ["" if (numero, nom) in illisibles else cellules[grille.colonnes[nom]] for nom in noms]
        for numero, cellules in grille.lignes
    ]
    empreinte = hashlib.blake2b(repr((champs, lignes)).encode("utf-8", "backslashreplace")).digest()
    if empreinte in _SANS_FAUTE:
        return
    ressource = frictionless.Resource(
        data=[noms, *lignes], schema=frictionless.Schema.from_descriptor(descripteur)
    )
    numeros = [numero for numero, _ in grille.lignes]
    rapport = ressource.validate(limit_errors=ANOMALIES + 1)
    erreurs = [*rapport.errors, *(e for t in rapport.tasks for e in t.errors)]
    if not erreurs:
        while len(_SANS_FAUTE) >= RETENUES:
            _SANS_FAUTE.pop(next(iter(_SANS_FAUTE), b""), None)
        _SANS_FAUTE[empreinte] = None
    for erreur in erreurs:
        yield translate_error(erreur, schema, numeros)


def translate_error(erreur: Any, schema: Schema, numeros: list[int]) -> Anomalie:
    """One frictionless error as an anomaly; `numeros[0]` is the line of its row 2."""
    rang = getattr(erreur, "row_number", None)
    ligne = numeros[rang - 2] if rang is not None and rang - 2 < len(numeros) else rang
    colonne = getattr(erreur, "field_name", None) or None
    champ = next((c for c in schema.champs if c["name"] == colonne), {})
    valeur: str = getattr(erreur, "cell", None) or ""
    label: str = getattr(erreur, "label", None) or ""
    note = erreur.note or ""

    def tell(message: str, colonne: str | None = colonne) -> Anomalie:
        cite = valeur if isinstance(erreur, fe.CellError) else label or None
        return Anomalie(schema.fichier, ligne, colonne, cite, message)

    if erreur.type == fe.TypeError.type:
        return tell(phrases.wrong_type(valeur, champ.get("type", "any")))
    if erreur.type == fe.ConstraintError.type:
        contrainte = re.match(r'constraint "(\w+)"', note)
        nom = contrainte.group(1) if contrainte else ""
        return tell(phrases.broken_constraint(nom, valeur, champ))
    if erreur.type == fe.UniqueError.type:
        place = re.search(r"position (\d+)", note)
        premiere = numeros[int(place.group(1)) - 2] if place else 0
        return tell(phrases.duplicate_value(valeur, premiere))
    if erreur.type == fe.ExtraLabelError.type:
        return tell(phrases.extra_column(label, schema.colonnes), label)
    if erreur.type == fe.MissingLabelError.type:
        return tell(phrases.missing_column(colonne or ""))
    if erreur.type == fe.DuplicateLabelError.type:
        return tell(phrases.duplicate_column(label), label)
    generale = PHRASES_GENERALES.get(erreur.type)
    return tell(generale or PHRASE_INCONNUE.format(type=quote(erreur.type)))
