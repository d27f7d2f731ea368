"""Decks kept in the follow-up database: found, kept, frozen, each read with its reader's rights."""

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from itertools import count
from typing import Any

import pandas as pd

from concertation.analyse.mots.textes import fold
from concertation.donnees import soft_table
from concertation.recits.contexte import CHOIX, PUBLIC, Contexte
from concertation.restitution.diapos.composition import Progression, compose, silent, tell_panne
from concertation.restitution.diapos.genres import GENRES
from concertation.restitution.diapos.lecture import read_json, read_pages, to_json
from concertation.restitution.diapos.modele import Diaporama, DiaporamaInvalide, Page, to_plain
from concertation.restitution.diapos.prets import ready_decks
from concertation.suivi import Acteur, Introuvable, SaisieInvalide, Store

LONGUEUR_CLE = 60


def find_deck(contexte: Contexte, cle: str, territoire: str = "") -> Diaporama | None:
    """A ready-made deck, else a kept one as this person may read it; None when there is none.

    One that can't be read has a page that says so. Raises StoreIndisponible when the follow-up
    can't say.
    """
    store, acteur = contexte.store, contexte.acteur
    pret = ready_decks(contexte.donnees, territoire).get(cle)
    if pret is not None or store is None:
        return pret
    try:
        ligne = store.diaporamas.find(acteur, cle)
    except Introuvable:
        return None
    try:
        return read_saved(store, acteur, ligne)
    except DiaporamaInvalide as erreur:
        titre = str(ligne["titre"])
        return Diaporama(cle, titre, (), pages=(tell_panne(titre, str(erreur)),))


def list_decks(contexte: Contexte) -> dict[str, str]:
    """Titles by id of every deck that this person may open."""
    titres = {cle: deck.titre for cle, deck in ready_decks(contexte.donnees).items()}
    if contexte.store is not None:
        lignes = contexte.store.diaporamas.list(contexte.acteur)
        titres |= dict(zip(lignes["cle"], lignes["titre"], strict=True))
    return titres


def read_saved(store: Store, acteur: Acteur, ligne: Mapping[str, Any]) -> Diaporama:
    """A deck from its row, with the pages that this person may read when it is frozen.

    Raises DiaporamaInvalide.
    """
    deck = replace(
        read_json(str(ligne["contenu"])),
        id=str(ligne["cle"]),
        titre=str(ligne["titre"]),
        territoire=str(ligne["territoire"]),
        fige_le="",
    )
    if pd.isna(ligne["fige_le"]):
        return deck
    jour = pd.Timestamp(ligne["fige_le"]).date().isoformat()
    edition, texte = store.diaporamas.read_pages(acteur, ligne)
    phrase = (
        "Ce diaporama est figé dans son édition complète, que seules lisent les personnes "
        "qui lisent les brouillons."
    )
    try:
        pages = read_pages(texte)
    except DiaporamaInvalide as erreur:
        pages, phrase = (), f"Les pages figées ne peuvent pas être lues. {erreur}"
    pages = pages or (tell_panne(deck.titre, phrase),)
    return replace(deck, fige_le=jour, pages=pages, edition=edition)


def as_fields(deck: Diaporama) -> dict[str, Any]:
    """A deck as the store takes it, its pages left out."""
    nu = to_json(replace(deck, fige_le="", pages=(), edition="", photos=()))
    return {"cle": deck.id, "titre": deck.titre, "contenu": nu}


def create_saved(store: Store, acteur: Acteur, deck: Diaporama, territoire: str) -> Any:
    """Keep a deck and its pictures, live: only `freeze_saved` writes the pages of a day."""
    for photo in deck.photos:
        store.photos.keep(acteur, photo, territoire)
    return store.diaporamas.create(acteur, territoire=territoire, **as_fields(deck))


def freeze_saved(
    store: Store,
    acteur: Acteur,
    ligne: Mapping[str, Any],
    contexte: Contexte,
    progression: Progression = silent,
) -> Any:
    """Keep what the deck shows on the context's day, to the public and to its own people.

    The complete edition is what the direction reads, or a committee of the deck's territory:
    nobody reads in it what they could not read live.
    """
    deck = read_saved(store, acteur, ligne)
    territoire = str(ligne["territoire"])
    if not store.diaporamas.reads_complete(acteur, territoire):
        raise SaisieInvalide("fige_le", "Votre profil ne permet pas de figer ce diaporama.")
    complet = Acteur("Direction", "direction")
    if territoire:
        complet = Acteur("Comité", "comite", frozenset({territoire}))

    def write(lecteur: Acteur, part: int) -> str:
        def tell(fait: float, mot: str) -> None:
            progression((part + fait) / 2, mot)

        vu = Contexte(contexte.donnees, contexte.jour, lecteur, store, contexte.liens)
        return write_pages(compose(deck, vu, territoire, tell))

    return store.diaporamas.freeze(
        acteur,
        int(ligne["id"]),
        int(ligne["version"]),
        fige_le=contexte.jour,
        pages=write(PUBLIC, 0),
        pages_completes=write(complet, 1),
    )


def write_pages(pages: Collection[Page]) -> str:
    """Pages as JSON, as the database keeps them."""
    return json.dumps(to_plain(tuple(pages)), ensure_ascii=False, separators=(",", ":"))


def write_file(store: Store, deck: Diaporama) -> bytes:
    """The deck as a file that travels, with the pictures of its slides."""
    cles = dict.fromkeys(str(diapo.parametres.get("photo") or "") for diapo in deck.diapos)
    photos = (store.photos.read(cle) for cle in cles if cle)
    return to_json(replace(deck, photos=tuple(filter(None, photos)))).encode()


def free_id(titre: str, pris: Collection[str]) -> str:
    """An id made of a title, that no other deck has."""
    nu = re.sub(r"[^a-z0-9]+", "-", fold(titre)).strip("-")
    base = nu[: LONGUEUR_CLE - 5].strip("-") or "diaporama"
    suivants = (f"{base}-{rang}" for rang in count(2))
    return base if base not in pris else next(cle for cle in suivants if cle not in pris)


def name_file(deck: Diaporama, lieu: str = "") -> str:
    """What its file is called, without what follows the dot: its title, and where it is for."""
    return free_id(" ".join((deck.titre, lieu * (fold(lieu) not in fold(deck.titre)))), ())


def describe_missing(deck: Diaporama, contexte: Contexte) -> list[str]:
    """French sentences about what a deck names that these data do not have, or no longer."""
    phrases = []
    for rang, diapo in enumerate(deck.diapos, 1):
        genre = GENRES.get(diapo.genre)
        if genre is None:
            nature = diapo.genre[:60]
            phrases.append(f"Diapositive {rang} : la nature « {nature} » est inconnue ici.")
            continue
        # « themes » are several of « theme ».
        poses = [(p, CHOIX.get(p.type.removesuffix("s"), ("",))[0]) for p in genre.parametres]
        for parametre, fichier in ((p, fichier) for p, fichier in poses if fichier):
            valeur = diapo.parametres.get(parametre.nom) or []
            connues = set(soft_table(contexte.donnees, fichier)["id"])
            phrases += [
                f"Diapositive {rang} : {parametre.libelle.lower()} « {str(v)[:60]} », qui n’existe "
                "pas ou n’existe plus dans ces données."
                for v in (valeur if isinstance(valeur, list | tuple) else [valeur])
                if str(v) not in connues
            ]
    return phrases
