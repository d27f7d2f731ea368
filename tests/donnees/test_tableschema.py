"""Whatever frictionless finds is told in French."""

import re

import frictionless
import pytest
from frictionless import errors

from concertation.donnees.schemas import Schema, load_schemas
from concertation.donnees.tableschema import PHRASES_GENERALES, translate_error

ANGLAIS = re.compile(r"\b(the|row|cell|field|error|value|label|header|constraint|is)\b", re.I)


def list_error_types() -> list[type]:
    """Every error that a table can have, by the library's own list.

    `__subclasses__` would also give, until the memory is swept, the classes that others replaced.
    """
    publiees = [valeur for valeur in vars(errors).values() if isinstance(valeur, type)]
    return [classe for classe in publiees if issubclass(classe, errors.TableError)]


SCHEMA = Schema(
    "essai",
    {
        "fields": [
            {"name": "id", "type": "string", "constraints": {"unique": True, "maxLength": 3}},
            {"name": "n", "type": "integer", "constraints": {"minimum": 1, "maximum": 9}},
            {"name": "v", "type": "number", "constraints": {"required": True}},
            {"name": "j", "type": "date"},
            {"name": "c", "type": "string", "constraints": {"enum": ["a", "b"]}, "example": "a"},
            {"name": "p", "type": "string", "constraints": {"pattern": "x+"}, "example": "xx"},
            {"name": "l", "type": "string", "constraints": {"minLength": 2}},
        ]
    },
)


def validate(*lignes: list[str], entete: list[str] | None = None) -> list[tuple]:
    """Column, line, value and sentence of what frictionless finds."""
    ressource = frictionless.Resource(
        data=[entete or SCHEMA.colonnes, *lignes],
        schema=frictionless.Schema.from_descriptor(SCHEMA.descripteur),
    )
    numeros = list(range(2, len(lignes) + 2))
    trouvees = [translate_error(e, SCHEMA, numeros) for e in ressource.validate().tasks[0].errors]
    return [(a.ligne, a.colonne, a.valeur, a.message.replace("\u00a0", " ")) for a in trouvees]


BONNE = ["A", "1", "1.5", "2031-03-04", "a", "x", "ok"]


@pytest.mark.parametrize(
    ("position", "valeur", "message"),
    [
        (1, "x", "« x » n'est pas un nombre entier : écrivez des chiffres seuls, sans espace."),
        (1, "0", "« 0 » est trop petit : la valeur doit être au moins 1."),
        (1, "10", "« 10 » est trop grand : la valeur doit être au plus 9."),
        (2, "", "la cellule est vide : une valeur est obligatoire."),
        (4, "z", "« z » n'est pas une valeur admise ; valeurs admises : « a » ou « b »."),
        (5, "y", "« y » n'a pas la forme attendue ; exemple : « xx » ; motif : x+."),
        (6, "k", "« k » est trop court : il faut au moins 2 caractères."),
        (0, "ABCD", "« ABCD » est trop long : il faut au plus 3 caractères."),
        (3, "demain", "« demain » n'est pas une date : écrivez-la AAAA-MM-JJ, par exemple "
         "« 2022-01-31 »."),
    ],
)  # fmt: skip
def test_cell_error_says_what_is_allowed(position: int, valeur: str, message: str) -> None:
    ligne = [*BONNE]
    ligne[position] = valeur
    assert validate(ligne) == [(2, SCHEMA.colonnes[position], valeur, message)]


def test_good_row_says_nothing() -> None:
    assert validate(BONNE) == []


def test_unique_error_names_the_first_line() -> None:
    assert validate(BONNE, BONNE) == [
        (3, "id", "A", "« A » est déjà à la ligne 2 : la valeur doit être unique.")
    ]


def test_line_numbers_are_those_of_the_file() -> None:
    ressource = frictionless.Resource(
        data=[["n"], ["x"]],
        schema=frictionless.Schema.from_descriptor({"fields": [{"name": "n", "type": "integer"}]}),
    )
    (erreur,) = ressource.validate().tasks[0].errors
    assert translate_error(erreur, SCHEMA, [41]).ligne == 41


@pytest.mark.parametrize("type_", list_error_types(), ids=lambda t: t.type)
def test_every_kind_of_error_has_a_french_sentence(type_: type) -> None:
    valeurs = {
        "note": "the note is english",
        "cells": ["x"],
        "row_number": 2,
        "cell": "x",
        "field_name": "id",
        "field_number": 1,
        "labels": ["id"],
        "row_numbers": [1],
        "label": "id",
        "field_names": ["id"],
        "field_cells": ["x"],
        "reference_name": "r",
        "reference_field_names": ["id"],
    }
    connues = {a.name for a in type_.__attrs_attrs__ if a.init}
    erreur = type_(**{cle: v for cle, v in valeurs.items() if cle in connues})
    message = translate_error(erreur, SCHEMA, [2]).message
    assert message.endswith(".")
    assert not ANGLAIS.search(re.sub("«[^»]*»", "", message))


def test_header_errors_name_the_column() -> None:
    assert (None, "zz", "zz") in {v[:3] for v in validate(entete=[*SCHEMA.colonnes, "zz"])}
    manque = validate([*BONNE][:-1], entete=SCHEMA.colonnes[:-1])
    assert manque == [
        (None, "l", None, "la colonne « l » manque : ajoutez-la à la ligne d'en-tête.")
    ]


def test_contract_only_uses_types_and_constraints_with_a_sentence() -> None:
    connues = {"required", "unique", "enum", "pattern", "minimum", "maximum"}
    for schema in load_schemas().values():
        for champ in schema.champs:
            assert champ["type"] in {"string", "integer", "number", "date"}
            assert set(champ.get("constraints", {})) <= connues
    assert errors.BlankRowError.type in PHRASES_GENERALES
