"""« Relevé de décisions »: the minutes of a session, as the DOCX tells them."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from concertation.recits.blocs import Bloc, Liste, Puce, Tableau, Texte
from concertation.recits.contexte import Contexte, DiapoImpossible
from concertation.recits.releve import modele as releve_modele
from concertation.recits.releve.lecture import load_releve
from concertation.restitution.classeur.cellules import MENTION
from concertation.restitution.documents.cachet import edition
from concertation.restitution.documents.modele import Document, Section

FICTIF = "rien n'y est réel, ce document sert à la formation"


def build_releve(contexte: Contexte, parametres: Mapping[str, Any]) -> Document:
    """The minutes of `seance` (an id), else of the last session held in `territoire`.

    Raises DiapoImpossible or an ErreurSuivi, French sentences.
    """
    store = contexte.need_store()
    seance = str(parametres.get("seance") or "") or _last(contexte, parametres)
    if not seance.isdecimal():
        raise DiapoImpossible(f"« {seance} » n'est pas le numéro d'une séance.")
    releve = load_releve(store, contexte.acteur, contexte.donnees, int(seance), contexte.jour)
    return to_document(releve, edition(contexte))


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


def to_document(releve: releve_modele.Releve, edition: str = "") -> Document:
    """The minutes as a document: same titles, same words, same tables as the DOCX."""
    cachet = [paire for paire in releve.cachet if paire[0] != MENTION]
    if releve.mention:
        cachet.insert(0, (releve.mention, FICTIF))
    return Document(
        nature=releve_modele.TITRE,
        titre=f"Comité de suivi – {releve.territoire}",
        sous_titre=releve.sous_titre,
        jour=releve.edition,
        cachet=(
            ("Filtres", f"comité de {releve.territoire}, {releve.sous_titre.lower()}"),
            *cachet,
            *((("Édition", edition),) if edition else ()),
        ),
        sections=tuple(
            Section(section.titre, _blocks(section), section.vide) for section in releve.sections
        ),
        consultation=releve.consultation,
        mention=releve.mention,
    )


def _blocks(section: releve_modele.Section) -> tuple[Bloc, ...]:
    blocs: list[Bloc] = []
    for rang, texte in enumerate(section.textes):
        dernier = blocs[-1] if blocs else None
        if rang in section.intertitres:
            blocs.append(Texte((texte,), "fort"))
        elif not section.puces:
            blocs.append(Texte((texte,)))
        elif isinstance(dernier, Liste):
            blocs[-1] = Liste((*dernier.puces, Puce(texte)))
        else:
            blocs.append(Liste((Puce(texte),)))
    if section.lignes:
        blocs.append(Tableau(section.colonnes, section.lignes, section.largeurs))
    return tuple(blocs)
