"""The minutes of a committee's session (« relevé de décisions »): one model, then screen or DOCX.

releve = load_releve(store, acteur, donnees, seance_id, jour)   # of `releve_lecture`
for section in releve.sections: ...           # a screen prints titles, texts and rows
contenu = to_docx(releve)                     # a document to print, sign and correct
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from concertation.declarations.seance import ETAT_SEANCE
from concertation.recits.releve.modele import Entrees, Releve, Section
from concertation.recits.releve.sections import (
    Mots,
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
        Section("Personnes présentes", presents, True)
        if noms
        else Section("Personnes présentes", vide="Les noms des personnes ne sont pas publiés."),
        tell_agenda(seance["ordre_du_jour"]),
        Section("Décisions de la séance", split_lines(seance["decisions"]), True),
        tell_propositions(entrees, mots),
        tell_actions(entrees, mots, noms),
        tell_points(entrees, mots),
        tell_mesures(entrees, mots),
        tell_transmissions(entrees, mots),
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


def to_docx(releve: Releve) -> bytes:
    """The minutes as a Word document."""
    # 0.3 s to load, for one button of one screen.
    from concertation.restitution.docx.document import write_docx

    return write_docx(releve)
