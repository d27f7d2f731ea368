"""What slides conclude: counted again naively, and never more than the figures say."""

import csv
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from concertation.donnees import load_donnees
from concertation.recits import messages
from tests.aides.dossiers import VALMONT

ICI = Path("data")


def read(dossier: Path, nom: str) -> list[dict[str, str]]:
    with (dossier / f"{nom}.csv").open(encoding="utf-8-sig", newline="") as flux:
        return list(csv.DictReader(flux))


@pytest.mark.parametrize(
    ("part", "dit"),
    [
        (47, "près d’un sur deux"),
        (14, "un sur sept"),
        (50, "un sur deux"),
        (54, "plus d’un sur deux"),
        (17, "un sur six"),
        (22, "plus d’un sur cinq"),
        (33, "un sur trois"),
        (42, "42\u202f%"),
        (88, "88\u202f%"),
        (3, "3\u202f%"),
    ],
)
def test_a_part_is_said_by_a_simple_one_only_near_it(part: float, dit: str) -> None:
    assert messages.tell_part(part).replace("\u00a0", "\u202f") == dit


@pytest.mark.parametrize("part", range(1, 100))
def test_a_part_never_says_the_contrary_of_its_figure(part: int) -> None:
    dit = messages.tell_part(part)
    if " sur " in dit:
        juste = 100 / (messages.NOMBRES.index(dit.rsplit(" ", 1)[1]) + 1)
        assert dit.startswith("près") <= (part < juste)
        assert dit.startswith("plus") <= (part > juste)
        assert abs(part - juste) <= juste / 10


@pytest.mark.parametrize("dossier", [ICI, VALMONT])
def test_messages_are_naive_counts_of_the_files(dossier: Path) -> None:
    donnees = load_donnees(dossier)
    portees = Counter(p["portee"] for p in read(dossier, "propositions"))
    dit = messages.say_propositions(donnees).replace("\u00a0", " ")
    assert dit.startswith(f"{portees['locale']} proposition")
    assert f", {portees['nationale']} nationale" in dit or portees["nationale"] == 1
    for theme in read(dossier, "themes"):
        siennes = Counter(
            p["portee"] for p in read(dossier, "propositions") if p["theme"] == theme["id"]
        )
        dit = messages.say_propositions(donnees, theme["id"]).replace("\u00a0", " ")
        assert dit.startswith(f"{theme['nom_court']} : ")
        nombres = [int(mot) for mot in dit.split(" : ")[1].split() if mot.isdigit()]
        assert nombres == [n for n in (siennes["locale"], siennes["nationale"]) if n]
    if (dossier / "engagements.csv").exists():
        dit = messages.say_engagements(donnees).replace("\u00a0", " ")
        assert dit.startswith(f"{len(read(dossier, 'engagements'))} engagement")
    ateliers = Counter(a["departement"] for a in read(dossier, "ateliers"))
    dit = messages.say_lieux(donnees)
    assert all(str(n) in dit for n in (sum(ateliers.values()), *ateliers.values())[:1])


def test_the_regional_messages_are_those_of_the_booklet() -> None:
    donnees = load_donnees(ICI)
    dits = [
        say(donnees).replace("\u00a0", " ").replace("\u202f", " ")
        for say in (messages.say_venus, messages.say_lieux, messages.say_participants)
    ]
    assert dits == [
        "Près de 1 250 participants, 18 ateliers",
        "18 ateliers dans 5 départements, 3 à 4 dans chacun",
        "Soignants : près d’un participant sur deux ; particuliers : un sur sept",
    ]


def test_nothing_is_said_of_who_said_nothing() -> None:
    cellules = pd.DataFrame({"meteo": ["securises", "atteignables", "compromis", ""]})
    assert messages.say_revue(cellules) == "2\u00a0météos favorables sur 3"
