"""Cells against their Table Schema: told in French, where frictionless finds the same."""

import csv
import io

import pytest

from concertation.donnees.lecture import CONTRAINTES, DTYPES, check_cells, read_table
from concertation.donnees.schemas import Schema, load_schemas

SCHEMA = Schema(
    "essai",
    {
        "fields": [
            {"name": "id", "type": "string", "constraints": {"required": True, "unique": True}},
            {"name": "n", "type": "integer", "constraints": {"minimum": 1, "maximum": 9}},
            {"name": "v", "type": "number", "constraints": {"required": True, "maximum": 2.5}},
            {"name": "j", "type": "date"},
            {"name": "c", "type": "string", "constraints": {"enum": ["a", "b"]}, "example": "a"},
            {"name": "p", "type": "string", "constraints": {"pattern": "x+"}, "example": "xx"},
            {"name": "u", "type": "string", "constraints": {"unique": True, "enum": ["ok"]}},
        ]
    },
)
BONNE = ["A", "1", "1.5", "2031-03-04", "a", "x", "ok"]


def write(*lignes: list[str]) -> bytes:
    flux = io.StringIO()
    csv.writer(flux).writerows([SCHEMA.colonnes, *lignes])
    return flux.getvalue().encode()


def validate(*lignes: list[str]) -> list[tuple]:
    """Line, column, value and sentence of what the reader, then the checker find."""
    lecture = read_table(SCHEMA, write(*lignes))
    trouvees = dict.fromkeys([*lecture.bloquantes, *lecture.mineures, *check_cells(lecture)])
    return [(a.ligne, a.colonne, a.valeur, a.message) for a in trouvees]


def ask_frictionless(*lignes: list[str]) -> list[tuple]:
    """Line, column and value of what frictionless finds."""
    import frictionless  # noqa: PLC0415  # slow to import, and this file alone needs it

    descripteur = {**SCHEMA.descripteur, "missingValues": [""]}
    ressource = frictionless.Resource(
        data=[SCHEMA.colonnes, *lignes],
        schema=frictionless.Schema.from_descriptor(descripteur),
    )
    erreurs = ressource.validate().tasks[0].errors
    return [(e.row_number, e.field_name, e.cell or "") for e in erreurs]


@pytest.mark.parametrize(
    ("position", "valeur", "message"),
    [
        (1, "x", "« x » n’est pas un nombre entier : écrivez des chiffres seuls, sans espace."),
        (1, "0", "« 0 » est trop petit : la valeur doit être au moins 1."),
        (1, "10", "« 10 » est trop grand : la valeur doit être au plus 9."),
        (2, "", "la cellule est vide : une valeur est obligatoire."),
        (2, "2.6", "« 2.6 » est trop grand : la valeur doit être au plus 2.5."),
        (4, "z", "« z » n’est pas une valeur admise ; valeurs admises : « a » ou « b »."),
        (5, "y", "« y » n’a pas la forme attendue ; exemple : « xx » ; motif : x+."),
        (5, "xy", "« xy » n’a pas la forme attendue ; exemple : « xx » ; motif : x+."),
        (6, "k", "« k » n’est pas une valeur admise ; valeur admise : « ok »."),
        (0, "", "la cellule est vide : une valeur est obligatoire."),
        (3, "demain", "« demain » n’est pas une date : écrivez-la AAAA-MM-JJ, par exemple "
         "« 2022-01-31 »."),
    ],
)  # fmt: skip
def test_cell_error_says_what_is_allowed(position: int, valeur: str, message: str) -> None:
    ligne = [*BONNE]
    ligne[position] = valeur
    assert validate(ligne) == [(2, SCHEMA.colonnes[position], valeur, message)]
    assert ask_frictionless(ligne) == [(2, SCHEMA.colonnes[position], valeur)]


def test_good_row_and_cells_that_may_be_empty_say_nothing() -> None:
    for ligne in (BONNE, ["A", "", "1", "", "", "", ""]):
        assert validate(ligne) == ask_frictionless(ligne) == []


def test_unique_error_names_the_first_line() -> None:
    autre = [*BONNE[:-1], ""]
    assert validate(BONNE, autre, BONNE[:1] + autre[1:]) == [
        (ligne, "id", "A", "« A » est déjà à la ligne 2 : la valeur doit être unique.")
        for ligne in (3, 4)
    ]
    double = ["B", *BONNE[1:]]
    assert [v[:3] for v in validate(BONNE, double)] == ask_frictionless(BONNE, double)
    assert ask_frictionless(BONNE, double) == [(3, "u", "ok")]


def test_contract_only_uses_types_and_constraints_that_are_checked() -> None:
    for schema in load_schemas().values():
        assert schema.descripteur["primaryKey"] == ["id"]
        cle = next(champ for champ in schema.champs if champ["name"] == "id")
        assert cle["constraints"]["required"]
        assert cle["constraints"]["unique"]
        for champ in schema.champs:
            contraintes = champ.get("constraints", {})
            assert champ["type"] in DTYPES
            assert set(contraintes) <= set(CONTRAINTES)
            # Said when the pattern is broken.
            assert champ["example"] != ""
            # Rules look for a row by its id.
            assert champ.get("reference", ".id").endswith(".id")
            assert contraintes.get("required", True) is True
            assert contraintes.get("unique", True) is True
            assert all(isinstance(valeur, str) for valeur in contraintes.get("enum", ()))
