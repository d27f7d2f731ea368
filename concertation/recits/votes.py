"""What rooms put first: told beside a proposal, on a slide and on telephones, never as decided."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from concertation.analyse.lignes import list_records
from concertation.analyse.mots.formats import format_date, format_nombre, plural
from concertation.declarations.vote import MODE_VOTE, VOTE
from concertation.recits.contexte import Contexte

RESERVE = "Ce sont les personnes présentes qui l’ont dit : ce n’est pas une décision."


def tell_stamp(vote: Mapping[str, Any]) -> str:
    """« 182 réponses, dont 2 sur papier ; dix points à répartir ; le 3 mars 2027 »."""
    papier = f", dont {vote['papier']:.0f} sur papier" if vote["papier"] else ""
    comment, quand = MODE_VOTE.mot(vote["mode"]).lower(), format_date(vote["cree_le"])
    return f"{plural(int(vote['votants']), 'réponse')}{papier} ; {comment} ; le {quand}"


def tell_points(vote: Mapping[str, Any]) -> dict[str, str]:
    """« 45 points » by proposal, most first."""
    comptes = sorted(json.loads(vote["points"] or "{}").items(), key=lambda un: -un[1])
    unite = MODE_VOTE.codes[vote["mode"]].court
    return {cle: f"{format_nombre(n)}\u00a0{unite}" for cle, n in comptes}


def tell_priorites(contexte: Contexte, proposition: str) -> Iterator[str]:
    """What each room said of a proposal to which it gave something."""
    votes = list_records(contexte.store.votes.list(contexte.acteur)) if contexte.store else []
    for vote in votes:
        dit = (dits := tell_points(vote)).get(proposition, "0")
        if not dit.startswith("0"):
            texte = f"{dit}, parmi {len(dits)} propositions ({tell_stamp(vote)}). {RESERVE}"
            yield f"{VOTE.mot}, « {vote['question']} » : {texte}"
