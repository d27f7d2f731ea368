"""What a session adds up to: its length, its quorum, its votes; names as people type them."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Any

from dateutil.easter import easter

from concertation.analyse.mots.formats import is_empty
from concertation.declarations.seance import ETAT_PRESENCE, REGLE_VOTE, VOIX

Ligne = Mapping[str, Any]
_FERIES = {
    (1, 1): "1er janvier", (5, 1): "1er mai", (5, 8): "8 mai", (7, 14): "14 juillet",
    (8, 15): "15 août", (11, 1): "1er novembre", (11, 11): "11 novembre", (12, 25): "25 décembre",
}  # fmt: skip
HEURE = re.compile(r"([01]?\d|2[0-3])[:hH]([0-5]\d)")
_HORS_CROCHETS = r"(?![^(]*\))"


def split_names(texte: str) -> list[str]:
    """One person a line or by semicolons, by commas on a single line; a comma inside brackets
    (« Anne (ARS, DD14) ») separates nobody."""
    morceaux = [m for m in re.split(rf"\n|;{_HORS_CROCHETS}", texte) if m.strip()]
    if len(morceaux) == 1:
        morceaux = re.split(rf",{_HORS_CROCHETS}", morceaux[0])
    nus = (m.strip().lstrip("-–•*").strip() for m in morceaux)
    return [nu for nu in nus if nu]


def read_heure(texte: str) -> tuple[int, int] | None:
    """« 18:30 » or « 18 h 30 » as hours and minutes; None for anything else."""
    lue = HEURE.fullmatch("".join(texte.split()))
    return (int(lue[1]), int(lue[2])) if lue else None


def closed_day(jour: dt.date) -> str:
    """Why nobody meets in France on this day: a Sunday, a public holiday; "" for another day."""
    paques = easter(jour.year)
    mobiles = {1: "lundi de Pâques", 39: "Ascension", 50: "lundi de Pentecôte"}
    ferie = _FERIES.get((jour.month, jour.day)) or mobiles.get((jour - paques).days)
    return ferie or ("dimanche" if jour.weekday() == 6 else "")


def minutes(points: Iterable[Ligne]) -> int:
    """How long these items are planned to take, those that say so."""
    return int(sum(p["duree"] for p in points if not is_empty(p["duree"])))


def holds_seat(presence: Ligne) -> bool:
    """Whether a person counts for the quorum: there, or excused with a proxy."""
    etat = presence["etat"]
    represente = etat in ETAT_PRESENCE.which("excuse") and presence["mandataire"].strip()
    return bool(etat in ETAT_PRESENCE.which("present") or represente)


def is_vote(point: Ligne) -> bool:
    """Whether an item was voted on."""
    return any(not is_empty(point[voix]) for voix in VOIX)


def is_adopted(point: Ligne, membres: int) -> bool | None:
    """What the votes give by their rule; None when the rule or its figures are not known."""
    pour, contre = (0 if is_empty(point[v]) else int(point[v]) for v in VOIX[:2])
    roles = {role for role in REGLE_VOTE.roles if point["regle"] in REGLE_VOTE.which(role)}
    if not is_vote(point) or not roles or (roles == {"membres"} and not membres):
        return None
    return {
        "exprimes": pour > contre,
        "membres": 2 * pour > membres,
        "deux_tiers": pour > 0 and 3 * pour >= 2 * (pour + contre),
        "unanimite": pour > 0 and not contre,
    }[roles.pop()]
