"""A4 documents, each built from what the decks and the screens read; `documents.toml` says what
each is set to."""

from pathlib import Path

from concertation.restitution.diapos.genres import read_kinds
from concertation.restitution.documents.bilans import build_feuille, build_releve, build_revue
from concertation.restitution.documents.fiches import (
    build_engagement,
    build_proposition,
    build_territoire,
)
from concertation.restitution.documents.modele import Piece

ENGAGEMENT, TERRITOIRE, REVUE = "fiche-engagement", "fiche-territoire", "note-de-revue"
RELEVE, FEUILLE = "releve-de-decisions", "bilan-feuille-de-route"
PROPOSITION = "fiche-proposition"

_BUILD = {
    PROPOSITION: build_proposition, ENGAGEMENT: build_engagement, TERRITOIRE: build_territoire,
    REVUE: build_revue, RELEVE: build_releve, FEUILLE: build_feuille,
}  # fmt: skip
DOCUMENTS: dict[str, Piece] = {
    cle: Piece(build=_BUILD[cle], **lu)
    for cle, lu in read_kinds(Path(__file__).with_name("documents.toml")).items()
}
