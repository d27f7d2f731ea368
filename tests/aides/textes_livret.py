"""The files of ``data/`` and the booklet's text, for the tests that hold one against the other.

``tests/livret/`` holds the text as the booklet's PDF gives it: ``propositions_002.txt`` the pages
of the proposals, ``presentation_002.txt`` all the others; ``document_000.txt`` to
``document_004.txt`` the five documents whole, as they were read. A line break of the PDF is not a
character of the text, so both sides are compared without white space.
"""

import csv
import re
from functools import cache
from pathlib import Path

RACINE = Path(__file__).resolve().parents[2]
DATA = RACINE / "data"
LIVRET = RACINE / "tests" / "livret"


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def text(name: str) -> str:
    return (LIVRET / name).read_text(encoding="utf-8")


def squeeze(value: str) -> str:
    return re.sub(r"\s", "", value)


def split(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(" | ") if part.strip()]


@cache
def booklet() -> str:
    return squeeze(text("presentation_002.txt") + text("propositions_002.txt"))


# Each document's whole text, as it was read, by its source.
DOCUMENTS = {
    "region-sante": "000", "zones-prioritaires": "001", "livret": "002", "plan-aura": "003",
    "feuille-route-havre": "004",
}  # fmt: skip


@cache
def document(source: str) -> str:
    """A document's words, without white space nor the marks of its layout."""
    return plain(text(f"document_{DOCUMENTS[source]}.txt"))


def plain(value: str) -> str:
    """Words as `document` holds them."""
    return squeeze(re.sub(r"</?sup>|[*#_•^{}]", "", value.replace("’", "'")))
