"""« Relevé de décisions »: the minutes of a session, as the DOCX tells them."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from concertation.analyse.mots.formats import format_date
from concertation.recits.contexte import Contexte, DiapoImpossible
from concertation.recits.releve.lecture import load_releve
from concertation.recits.releve.modele import TITRE, Releve
from concertation.restitution.documents.cachet import name_edition
from concertation.restitution.documents.modele import Document

FICTIF = "rien n'y est réel, ce document sert à la formation"


def build_releve(contexte: Contexte, parametres: Mapping[str, Any]) -> Document:
    """The minutes of `seance` (an id), else of the last session held in `territoire`.

    Raises DiapoImpossible or an ErreurSuivi, French sentences.
    """
    store, seance = contexte.need_store(), find_seance(contexte, parametres)
    releve = load_releve(store, contexte.acteur, contexte.donnees, seance, contexte.jour)
    return to_document(releve, name_edition(contexte.acteur))


def find_seance(contexte: Contexte, parametres: Mapping[str, Any]) -> int:
    """The id of the session whose minutes are asked for, if this reader may open it; raises as
    `build_releve` does."""
    seance = str(parametres.get("seance") or "") or _last(contexte, parametres)
    if not seance.isdecimal():
        raise DiapoImpossible(f"« {seance} » n'est pas le numéro d'une séance.")
    contexte.need_store().seances.get(contexte.acteur, int(seance))
    return int(seance)


def _last(contexte: Contexte, parametres: Mapping[str, Any]) -> str:
    """The last session held, in the territory when there is one."""
    seances = contexte.need_store().seances.list(contexte.acteur)
    territoire = str(parametres.get("territoire") or "")
    if territoire:
        contexte.require(contexte.territoires, territoire, "Le territoire")
        seances = seances[seances["territoire"] == territoire]
    tenues = seances[
        (seances["etat"] != "preparee") & (seances["date"] <= pd.Timestamp(contexte.jour))
    ]
    if tenues.empty:
        ou = f" pour {contexte.territoires[territoire]}" if territoire else ""
        raise DiapoImpossible(f"Aucune séance tenue n'est lisible{ou}.")
    return str(int(tenues.sort_values(["date", "id"])["id"].iloc[-1]))


def to_document(releve: Releve, edition: str = "") -> Document:
    """The minutes with their stamp, for PDF and DOCX alike."""
    cachet = (
        *(((releve.mention, FICTIF),) if releve.mention else ()),
        ("Filtres", f"comité de {releve.territoire}, {releve.sous_titre.lower()}"),
        ("Concertation", releve.consultation or "non renseignée"),
        ("Document édité le", format_date(releve.edition)),
        *(("Source", source) for source in releve.sources),
        *((("Édition", edition),) if edition else ()),
    )
    return Document(
        nature=TITRE,
        titre=f"Comité de suivi – {releve.territoire}",
        sous_titre=releve.sous_titre,
        jour=releve.edition,
        cachet=cachet,
        sections=releve.sections,
        consultation=releve.consultation,
        mention=releve.mention,
    )
