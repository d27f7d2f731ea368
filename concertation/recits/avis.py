"""Opinions and decisions that are asked for: in what state, what waits for whom."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from textwrap import shorten
from typing import Any

import pandas as pd

from concertation.analyse.mots.formats import INSECABLE, format_date, is_empty
from concertation.analyse.mots.textes import split_liste
from concertation.analyse.mots.typographie import typeset
from concertation.analyse.territoires.noms import name_comite
from concertation.declarations.avis import AVIS_DEMANDE, DEMANDE
from concertation.recits.blocs import Bloc, tabulate
from concertation.recits.champs import join_lines, tell_fields
from concertation.recits.contexte import PUBLIC, Contexte

RECENTE, INSISTE = dt.timedelta(days=30), dt.timedelta(days=7)
CITES, TITRE = 2, 60  # what an opinion is about, on one line
_RANGES = ("territoire", "lie", "type_demande", "aupres_de", "question", "reponse", "repondu_par",
           "repondu_le")  # fmt: skip


def sort_avis(avis: pd.DataFrame, jour: dt.date) -> tuple[pd.DataFrame, ...]:
    """The decisions that wait for the direction; the opinions whose day has passed, of which nobody
    reminded anybody for a week; the answers of the last month."""
    lors, sans = pd.Timestamp(jour), avis["reponse"] == ""
    decide = avis["type_demande"].isin(DEMANDE.which("decide"))
    dus = sans & ~decide & (avis["echeance"] < lors) & ~(avis["relance"] > lors - INSISTE)
    return avis[sans & decide], avis[dus], avis[avis["repondu_le"] > lors - RECENTE]


def tell_who(avis: Mapping[str, Any]) -> str:
    """To whom it is asked: nobody's name to a public reader."""
    decide = avis["type_demande"] in DEMANDE.which("decide")
    return str(avis["aupres_de"]) or ("La direction" if decide else "Non publié")


def tell_asked(contexte: Contexte, avis: Mapping[str, Any]) -> str:
    """The question, then what tells it from another in the same words: on what, until when."""
    noms, cles = {**contexte.engagements, **contexte.propositions}, split_liste(str(avis["lie"]))
    lies = [f"{cle} {shorten(noms.get(cle, ''), TITRE, placeholder='…')}".strip() for cle in cles]
    return " · ".join((avis["question"].strip(), *lies[:CITES], tell_state(avis)))


def tell_state(avis: Mapping[str, Any]) -> str:
    """« Réponse du 3 mars 2026 (Anne) », « attendue le 2 mars 2026, relance le 9 mars 2026 »."""
    if avis["reponse"].strip():
        par = f" ({avis['repondu_par']})" if avis["repondu_par"] else ""
        return f"Réponse du {format_date(avis['repondu_le'], vide='jour non renseigné')}{par}"
    fin = "" if is_empty(avis["echeance"]) else f" le {format_date(avis['echeance'])}"
    encore = "" if is_empty(avis["relance"]) else f", relance le {format_date(avis['relance'])}"
    return f"Réponse attendue{fin}{encore}"


def tell_demande(contexte: Contexte, avis: Mapping[str, Any]) -> list[str]:
    """Who asks, about what, until when: no more than everybody reads."""
    lie = replace(contexte, acteur=PUBLIC).name_lies(avis["lie"])
    comite = name_comite(contexte.donnees, str(avis["territoire"]))
    dits = contexte.mention, comite, f"Porte sur : {lie}" * bool(lie), f"{tell_state(avis)}."
    return [typeset(dit) for dit in dits if dit]


def table_avis(contexte: Contexte, lignes: list[dict[str, Any]]) -> tuple[Bloc, ...]:
    """What was asked, of whom, and answered."""
    return tabulate(
        lignes,
        ("Demandé à", 20, tell_who),
        ("Question", 35, lambda a: join_lines(
            f"{DEMANDE.mot(a['type_demande'])}{INSECABLE}: {a['question']}",
            contexte.name_lies(a["lie"]), *tell_fields(AVIS_DEMANDE, "releve", a, _RANGES))),
        ("Réponse", 45, lambda a: join_lines(tell_state(a), a["reponse"])
            if a["reponse"].strip() else "Pas encore reçue"),
    ).blocs  # fmt: skip
