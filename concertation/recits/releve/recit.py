"""The minutes of a committee's session (« relevé de décisions »), told once for every form."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from concertation.declarations.seance import ETAT_SEANCE, SEANCE
from concertation.recits.blocs import Section
from concertation.recits.champs import value_words
from concertation.recits.releve.modele import Entrees, Releve
from concertation.recits.releve.sections import (
    Mots,
    list_section,
    split_lines,
    tell_actions,
    tell_agenda,
    tell_mesures,
    tell_next,
    tell_points,
    tell_propositions,
    tell_transmissions,
)
from concertation.suivi.mentions import FICTIVES
from concertation.suivi.socle.textes import clean_text

# The fields that the minutes lay out themselves; each other one has a section of its own.
RANGES = (
    "territoire", "date", "lieu", "etat", "presents", "ordre_du_jour", "decisions",
    "prochaine_date",
)  # fmt: skip


def build_releve(
    seance: Mapping[str, Any],
    entrees: Entrees,
    *,
    territoire: str,
    consultation: str,
    edition: dt.date,
    sources: Sequence[str] = (),
    fictif: bool = False,
    noms: bool = True,
) -> Releve:
    """The minutes from a session's row and its entries; names of places are given.

    `noms`: False for a public reader, to whom people's names are not given.
    """
    mots = Mots(entrees, str(seance["territoire"]))
    presents = split_lines(seance["presents"], virgules=True)
    sections = (
        list_section("Personnes présentes", presents)
        if noms
        else Section("Personnes présentes", vide="Les noms des personnes ne sont pas publiés."),
        tell_agenda(seance["ordre_du_jour"]),
        list_section("Décisions de la séance", split_lines(seance["decisions"])),
        tell_propositions(entrees, mots, noms),
        tell_actions(entrees, mots, noms),
        tell_points(entrees, mots, noms),
        tell_mesures(entrees, mots, noms),
        tell_transmissions(entrees, mots, noms),
        *(
            list_section(champ.libelle, split_lines(value_words(champ, seance[champ.nom])))
            for champ in SEANCE.showing("releve", RANGES)
        ),
        tell_next(seance),
    )
    return Releve(
        territoire=clean_text(territoire),
        consultation=clean_text(consultation),
        jour=pd.Timestamp(seance["date"]).date(),
        edition=edition,
        etat=ETAT_SEANCE.get(str(seance["etat"]), str(seance["etat"])).lower(),
        lieu=clean_text(str(seance["lieu"])).strip(),
        sections=sections,
        sources=tuple(sources) or ("Saisies du comité de suivi pendant la séance",),
        mention=FICTIVES if fictif else "",
    )
