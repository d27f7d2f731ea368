"""Where a document comes from: its stamp on page one, its sources on the last."""

from collections.abc import Iterable, Sequence

from concertation.analyse.mots.formats import format_date
from concertation.recits.blocs import Bloc, Liste, Puce, Section
from concertation.recits.contexte import Contexte
from concertation.restitution.classeur.tableaux import SOURCE
from concertation.restitution.documents.modele import Document
from concertation.suivi.socle.droits import ROLES, Acteur

PUBLIQUE = "publique, sans nom de personne"
FICTIF = "le suivi est inventé, pour la formation ; les faits publiés sont vrais"


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
) -> Document:
    """A stamped document. `sources` are ids of documents, `cibles` the (file, row) whose
    reservations stand on its last page, `suivi` whether it tells what committees entered."""
    reserves = contexte.reserves(*cibles)
    dites = [*contexte.sources(sources), *((SOURCE,) if suivi and contexte.store else ())]
    return Document(
        nature=nature,
        titre=titre,
        sous_titre=sous_titre,
        jour=contexte.jour,
        cachet=_stamp(contexte, filtres, reserves, suivi),
        sections=(*sections, *_provenance(dites, reserves)),
        consultation=contexte.nom,
        # What is published is true, even where the follow-up is fictional.
        mention=contexte.mention if suivi else "",
    )


def name_edition(acteur: Acteur) -> str:
    """« publique, sans nom de personne » or « complète, brouillons compris (direction) »."""
    if acteur.reads_public_only:
        return PUBLIQUE
    return f"complète, brouillons compris ({ROLES[acteur.role].lower()})"


def _stamp(
    contexte: Contexte, filtres: str, reserves: Sequence[str], suivi: bool
) -> tuple[tuple[str, str], ...]:
    paires = [
        ("Concertation", contexte.nom),
        ("Filtres", filtres or "aucun filtre"),
        ("Données publiées", f"en l'état au {contexte.date_donnees}"
         if contexte.date_donnees else "date non renseignée"),
    ]  # fmt: skip
    if suivi:
        lu = contexte.lecture if contexte.store else contexte.unreadable
        paires.append(("Suivi", lu))
    paires += [
        ("Édition", name_edition(contexte.acteur)),
        ("Document du", format_date(contexte.jour)),
    ]
    if reserves:
        numeros = ", ".join(reserve.partition(" – ")[0] for reserve in reserves)
        paires.append(("Réserves", f"{numeros} (en fin de document)"))
    paires.append(("Licence", contexte.licence or "non renseignée"))
    if contexte.mention and suivi:
        paires.insert(0, (contexte.mention, FICTIF))
    return tuple(paires)


def _provenance(sources: Sequence[str], reserves: Sequence[str]) -> tuple[Section, ...]:
    blocs: list[Bloc] = []
    if sources:
        puces = tuple(Puce(source) for source in dict.fromkeys(sources))
        blocs.append(Liste(puces, "Sources"))
    if reserves:
        notes = []
        for reserve in reserves:
            numero, _, texte = reserve.partition(" – ")
            notes.append(Puce(texte, numero))
        blocs.append(Liste(tuple(notes), "Réserves"))
    if not blocs:
        return ()
    return (Section("Sources et réserves", tuple(blocs), discret=True),)
