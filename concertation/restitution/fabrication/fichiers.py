"""Make a file that takes a while: a deck, a document on A4, or a whole dossier."""

import datetime as dt
import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, nullcontext
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from concertation.analyse.mots.formats import format_date
from concertation.analyse.mots.textes import file_name
from concertation.analyse.territoires.noms import joined_territoires, the_territoire
from concertation.donnees import DonneeIndisponible, Donnees, open_donnees, soft_table
from concertation.donnees.paquet import zip_paquet
from concertation.recits.contexte import PUBLIC, Contexte, DiapoImpossible
from concertation.restitution.diapos.composition import (
    Progression,
    compose,
    describe_pannes,
    stamp_deck,
)
from concertation.restitution.diapos.gardes import find_deck, list_decks, name_file
from concertation.restitution.diapos.genres import needs_territoire
from concertation.restitution.diapos.modele import Diaporama, DiaporamaInvalide
from concertation.restitution.diapos.prets import REGIONALE
from concertation.restitution.formes import FORMES, SansTableau, write_forme
from concertation.restitution.pptx import ModeleInvalide
from concertation.restitution.pptx.template import clean_modele
from concertation.suivi import Acteur, ErreurSuivi, References, Store
from concertation.suivi.mentions import SANS_SUIVI

DIAPORAMA, DOSSIER = "diaporama:", "dossier"
MIMES = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}


# What says by itself, in French, why a file can't be made; a ValueError is a deck, a template, a
# PDF or a cell that is refused.
_DITES = (DiapoImpossible, DonneeIndisponible, ErreurSuivi, ValueError)


class FabricationImpossible(Exception):
    """What is asked can't be made; its text is a French sentence."""


class DemandeInvalide(FabricationImpossible):
    """What is asked doesn't exist, or can't be asked together."""


@dataclass(frozen=True)
class Demande:
    """What is asked. `piece`: `diaporama:ID`, a key of DOCUMENTS, or `dossier`.

    `base` is the address of the follow-up, "" for none. `edition`: `publique`, or `complete` as
    `acteur` may read. `parametres` are those of the document; a deck and a dossier take their
    `territoire`, a dossier its `diaporama` too. `deck` is that of a file instead of an id's.
    """

    piece: str
    forme: str
    dossier: Path
    base: str
    acteur: Acteur
    jour: dt.date
    edition: str = "publique"
    liens: bool = True
    parametres: Mapping[str, Any] = field(default_factory=dict)
    modele: bytes | None = None
    deck: Diaporama | None = None

    @property
    def territoire(self) -> str:
        return str(self.parametres.get("territoire") or "")


@dataclass(frozen=True)
class Fichier:
    """A file made, French sentences about what could not be put in it, how many slides it has."""

    nom: str
    contenu: bytes
    pannes: tuple[str, ...] = ()
    pages: int = 0


def build(demande: Demande, progression: Progression) -> Fichier:
    """Make the file; raises FabricationImpossible. What `progression` raises stops everything."""
    if demande.jour < (lu_le := dt.date.today()):
        raise DemandeInvalide(
            f"Le suivi se lit tel qu’il est aujourd’hui : il ne se relit pas au "
            f"{format_date(demande.jour)}. Choisissez aujourd’hui, ou un jour à venir."
        )
    acteur = demande.acteur if demande.edition == "complete" else PUBLIC
    store, panne, retires = None, SANS_SUIVI, tuple[str, ...]()
    try:
        if demande.modele:
            modele, retires = clean_modele(demande.modele)
            demande = replace(demande, modele=modele)
        donnees = open_donnees(demande.dossier)
        demande = _at_home(demande, donnees)
        if demande.base:
            try:
                store, panne = Store.open(demande.base, References.of_donnees(donnees)), ""
            except ErreurSuivi as erreur:
                panne = str(erreur)
        contexte = Contexte(donnees, demande.jour, acteur, store, demande.liens, panne, lu_le=lu_le)
        with closing(store) if store else nullcontext():
            fichier = _build(demande, contexte, progression)
            return replace(fichier, pannes=(*retires, *fichier.pannes))
    except (DiaporamaInvalide, ModeleInvalide, SansTableau) as erreur:
        raise DemandeInvalide(str(erreur)) from erreur
    except _DITES as erreur:
        raise FabricationImpossible(str(erreur)) from erreur


def _at_home(demande: Demande, donnees: Donnees) -> Demande:
    """The same for a territory as its committee is named, whatever an address of before said."""
    if lieu := joined_territoires(donnees).get(demande.territoire):
        return replace(demande, parametres={**demande.parametres, "territoire": lieu})
    return demande


def _build(demande: Demande, contexte: Contexte, progression: Progression) -> Fichier:
    if demande.piece == DOSSIER:
        return _build_dossier(demande, contexte, progression)
    if not demande.piece.startswith(DIAPORAMA):
        return _build_document(demande.piece, demande.parametres, contexte, progression)[0]
    if demande.forme not in FORMES:
        raise FabricationImpossible(f"Le format « {demande.forme[:20]} » n’est pas proposé ici.")
    cle = demande.piece.removeprefix(DIAPORAMA)
    return _build_deck(demande, contexte, cle, (demande.forme,), progression)[0]


def _build_deck(
    demande: Demande,
    contexte: Contexte,
    cle: str,
    formes: tuple[str, ...],
    progression: Progression,
) -> list[Fichier]:
    """The same pages in one form or several."""
    deck = demande.deck or find_deck(contexte, cle, demande.territoire)
    if deck is None:
        connus = list_decks(contexte)
        faute = "est inconnu : il n’existe pas ou n’existe plus"
        if connus.pop(cle, ""):
            faute = f"n’existe pas pour {the_territoire(contexte.donnees, demande.territoire)}"
        raise DemandeInvalide(
            f"Le diaporama « {cle[:60]} » {faute}. Diaporamas possibles : {', '.join(connus)}."
        )
    if needs_territoire(deck, demande.territoire):
        raise DemandeInvalide(f"Le diaporama « {deck.titre} » demande un territoire : donnez-le.")
    pages = compose(deck, contexte, demande.territoire, _part(progression, 0, 0.4))
    pannes = tuple(describe_pannes(pages))
    cachet = stamp_deck(deck, pages, contexte, demande.territoire, demande.edition)
    fichiers = []
    for rang, forme in enumerate(formes):
        tell = _part(progression, 0.4 + 0.6 * rang / len(formes), 0.6 / len(formes))
        try:
            contenu = write_forme(
                forme, deck.titre, pages, cachet, demande.jour, tell, demande.modele,
                contexte.donnees,
            )  # fmt: skip
        except SansTableau:
            if len(formes) == 1:
                raise
            continue
        nom = name_file(deck, contexte.territoires.get(demande.territoire, ""))
        fichiers.append(Fichier(f"{nom}.{forme}", contenu, pannes, len(pages)))
    return fichiers


def _build_document(
    piece: str, parametres: Mapping[str, Any], contexte: Contexte, progression: Progression
) -> list[Fichier]:
    from concertation.restitution.documents import DOCUMENTS
    from concertation.restitution.pdf.formes import document_to_pdf

    if piece not in DOCUMENTS:
        raise FabricationImpossible(f"Le document « {piece[:60]} » n’existe pas.")
    progression(0.1, DOCUMENTS[piece].titre)
    document = DOCUMENTS[piece].build(contexte, parametres)
    progression(0.6, "Mise en page")
    dits = [contexte.territoires.get(v, v) for v in parametres.values() if isinstance(v, str)]
    nom = file_name(contexte.nom, piece, *dits, contexte.jour)
    return [Fichier(f"{nom}.pdf", document_to_pdf(document))]


def _build_dossier(demande: Demande, contexte: Contexte, progression: Progression) -> Fichier:
    """Everything that goes with a meeting, as one archive; what can't be made is told in it."""
    etapes = list(_steps(demande, contexte))
    tampon, ecrits, pannes = io.BytesIO(), [], []
    with zipfile.ZipFile(tampon, "w", zipfile.ZIP_DEFLATED) as archive:
        for rang, (titre, make) in enumerate(etapes):
            tell = _part(progression, rang / len(etapes), 1 / len(etapes))
            tell(0, titre)
            try:
                fichiers = make(tell)
            except (FabricationImpossible, *_DITES) as e:
                pannes.append(f"{titre} : {e}")
                continue
            for fichier in fichiers:
                archive.writestr(fichier.nom, fichier.contenu)
                ecrits.append(f"{fichier.nom} – {titre}")
                pannes += [p for p in fichier.pannes if p not in pannes]
        archive.writestr("LISEZMOI.txt", _readme(demande, contexte, ecrits, pannes))
    return Fichier(f"dossier-{demande.jour.isoformat()}.zip", tampon.getvalue(), tuple(pannes))


def _steps(
    demande: Demande, contexte: Contexte
) -> Iterator[tuple[str, Callable[[Progression], list[Fichier]]]]:
    """The parts of a dossier: the title of each, and what makes its files."""
    donnees, lieu = contexte.donnees, demande.territoire
    cle = str(demande.parametres.get("diaporama") or REGIONALE)
    yield "Diaporama", partial(_build_deck, demande, contexte, cle, FORMES)
    pieces = [
        (f"Fiche engagement {e}", "fiche-engagement", {"engagement": str(e)})
        for e in soft_table(donnees, "engagements")["id"]
    ]
    if lieu:
        nom = contexte.territoires.get(lieu, lieu)
        pieces.append((f"Fiche territoire, {nom}", "fiche-territoire", {"territoire": lieu}))
    pieces.append(("Note de revue", "note-de-revue", {"annexe": "oui", "territoire": lieu}))
    feuilles = soft_table(donnees, "feuilles")
    siennes = feuilles[feuilles["territoire"] == lieu] if lieu else feuilles
    pieces += [
        (f"Bilan, {nom}", "bilan-feuille-de-route", {"feuille": str(feuille)})
        for feuille, nom in zip(siennes["id"], siennes["nom"], strict=True)
    ]
    for titre, piece, parametres in pieces:
        yield titre, partial(_build_document, piece, parametres, contexte)
    yield (
        "Paquet de données ouvertes",
        lambda _tell: [Fichier("donnees.zip", zip_paquet(donnees.dossier))],
    )


def _readme(demande: Demande, contexte: Contexte, ecrits: list[str], pannes: list[str]) -> str:
    """What the archive holds, and the stamp of all of it."""
    vide = Diaporama("dossier", "Dossier", ())
    cachet = stamp_deck(vide, (), contexte, demande.territoire, demande.edition)
    lignes = [
        *([contexte.mention] if contexte.mention else ()),
        *(f"{nom} : {mots}" for nom, mots in cachet.rows() if nom not in ("Source", "Réserve")),
        "Sources et réserves : sur chaque document, page par page.",
        "",
        "Contenu",
        *(f"- {ecrit}" for ecrit in ecrits),
    ]
    if pannes:
        lignes += ["", "Ce qui n’a pas pu être fait", *(f"- {panne}" for panne in pannes)]
    return "\ufeff" + "\r\n".join(lignes) + "\r\n"


def _part(progression: Progression, debut: float, taille: float) -> Progression:
    return lambda part, mot: progression(debut + taille * part, mot)
