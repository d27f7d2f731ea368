"""What an A4 document is: a title, a stamp, sections of blocks. Texts are plain, never markup.

Its stamp says on page one where it comes from; its last section cites its sources.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from concertation.analyse.adresses import public_root
from concertation.analyse.mots.formats import format_date
from concertation.recits.blocs import Bloc, Liste, Puce, Section, typeset_all
from concertation.recits.contexte import Contexte
from concertation.restitution.classeur.exports import SOURCE
from concertation.restitution.diapos.genres import Parametre
from concertation.suivi.socle.droits import ROLES, Acteur

FICTIF = "le suivi est inventé, pour la formation ; les faits publiés sont vrais"


@dataclass(frozen=True)
class Document:
    """A document ready to be drawn, whatever the form.

    `nature` is its kind (« Fiche engagement »), `cachet` the (label, text) pairs of the first
    page, `jour` the day it is made on. `mention` is a warning on each page, "" for none;
    `adresse` the public address of what it tells, drawn as a code; `dense` is set small, to hold
    on one page.
    """

    nature: str
    titre: str
    jour: dt.date
    cachet: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    sous_titre: str = ""
    consultation: str = ""
    mention: str = ""
    adresse: str = ""
    dense: bool = False
    edition: str = ""
    """Who may have it, at the foot of each page."""


@dataclass(frozen=True)
class Piece:
    """A kind of document: what it says, what it is set to, and what builds it.

    `build` raises DiapoImpossible, DonneeIndisponible or an ErreurSuivi, all French sentences.
    """

    titre: str
    description: str
    build: Callable[[Contexte, Mapping[str, Any]], Document]
    parametres: tuple[Parametre, ...] = ()


def build_document(
    contexte: Contexte,
    nature: str,
    titre: str,
    sections: Iterable[Section],
    *,
    filtres: str,
    sous_titre: str = "",
    sources: Sequence[str] = (),
    cibles: Iterable[tuple[str, str | None]] = (),
    suivi: bool = True,
    chemin: str = "",
    dense: bool = False,
) -> Document:
    """A stamped document. `sources` are ids of documents, `cibles` the (file, row) whose
    reservations stand on its last page, `suivi` whether it tells what committees entered: what
    does not is a document of its own, not the consultation's; `chemin` is the short address of
    what it is about."""
    numerotees = (reserve.partition(" – ") for reserve in contexte.reserves(*cibles))
    reserves = [Puce(texte, numero) for numero, _, texte in numerotees]
    dites = [*contexte.sources(sources), *((SOURCE,) if suivi and contexte.store else ())]
    date = contexte.date_donnees
    numeros = ", ".join(puce.marque for puce in reserves)
    racine, _pourquoi = public_root()
    adresse = f"{racine}/{chemin}" if racine and chemin else ""
    cachet = (
        (contexte.mention if suivi else "", FICTIF),
        ("Concertation" if suivi else "Tableau de bord", contexte.nom),
        ("Filtres", filtres),
        ("Fichiers", f"au {date}, chaque source a sa date" if date else "date non renseignée"),
        ("Suivi" if suivi else "", contexte.lecture if contexte.store else contexte.unreadable),
        ("Édition", name_edition(contexte.acteur)),
        ("Document du", format_date(contexte.jour)),
        ("Adresse" if adresse else "", adresse),
        ("Réserves" if reserves else "", f"{numeros} (en fin de document)"),
        ("Licence", contexte.licence(dites)),
    )
    document = Document(
        nature,
        titre,
        contexte.jour,
        tuple((nom, texte) for nom, texte in cachet if nom),
        (*sections, *_provenance(dites, reserves)),
        sous_titre,
        contexte.nom if suivi else "",
        # What is published is true, even where the follow-up is fictional.
        contexte.mention if suivi else "",
        adresse,
        dense,
    )
    return typeset_all(document)


def name_edition(acteur: Acteur) -> str:
    """« publique, sans nom de personne » or « complète, brouillons compris (direction) »."""
    if acteur.reads_public_only:
        return "publique, sans nom de personne"
    return f"complète, brouillons compris ({ROLES[acteur.role].lower()})"


def _provenance(sources: Sequence[str], reserves: Sequence[Puce]) -> tuple[Section, ...]:
    listes = (
        Liste(tuple(Puce(source) for source in dict.fromkeys(sources)), "Sources"),
        Liste(tuple(reserves), "Réserves"),
    )
    blocs: tuple[Bloc, ...] = tuple(liste for liste in listes if liste.puces)
    return (Section("Sources et réserves", blocs, discret=True),) if blocs else ()
