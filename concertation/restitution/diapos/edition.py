"""Change a deck: each gesture gives another deck, so that undoing is going back to the last one."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from concertation.analyse.mots.typographie import one_line
from concertation.restitution.diapos.genres import GENRES
from concertation.restitution.diapos.modele import Diapo, Diaporama

ABSENT = "–"


def number_slides(deck: Diaporama) -> Diaporama:
    """The same deck where each slide has an id of its own."""
    pris = {d.id for d in deck.diapos}
    vus: set[str] = set()
    diapos = []
    for diapo in deck.diapos:
        cle = diapo.id if diapo.id and diapo.id not in vus else _free(pris | vus)
        vus.add(cle)
        diapos.append(replace(diapo, id=cle))
    return replace(deck, diapos=tuple(diapos))


def add_slide(deck: Diaporama, genre: str, apres: str = "") -> tuple[Diaporama, str]:
    """A new slide after another one, at the end without it; the deck and the slide's id."""
    return _insert(deck, Diapo("", genre), apres)


def copy_slide(deck: Diaporama, cle: str) -> tuple[Diaporama, str]:
    """The same slide once more, after itself; nothing of one that is gone."""
    siennes = [d for d in deck.diapos if d.id == cle]
    return _insert(deck, siennes[0], cle) if siennes else (deck, "")


def remove_slide(deck: Diaporama, cle: str) -> Diaporama:
    """The deck without a slide."""
    return replace(deck, diapos=tuple(d for d in deck.diapos if d.id != cle))


def move_slide(deck: Diaporama, cle: str, pas: int) -> Diaporama:
    """A slide `pas` places further (or back, when negative), as far as the deck goes."""
    reste = [d for d in deck.diapos if d.id != cle]
    place = min(max(0, rank_of(deck, cle) + pas), len(reste))
    reste[place:place] = [d for d in deck.diapos if d.id == cle]
    return replace(deck, diapos=tuple(reste))


def set_slide(deck: Diaporama, cle: str, nom: str, valeur: Any) -> Diaporama:
    """A slide with one setting changed; an empty one is unset."""
    mis = {nom: valeur} if valeur not in ("", None, False, [], ()) else {}

    def put(diapo: Diapo) -> Diapo:
        reste = {n: v for n, v in diapo.parametres.items() if n != nom}
        return replace(diapo, parametres=reste | mis)

    return _change(deck, cle, put)


def set_notes(deck: Diaporama, cle: str, notes: str) -> Diaporama:
    """A slide with other speaker's notes."""
    return _change(deck, cle, lambda diapo: replace(diapo, notes=notes))


def rank_of(deck: Diaporama, cle: str) -> int:
    """Its place, from 0; 0 for an unknown one."""
    return next((rang for rang, d in enumerate(deck.diapos) if d.id == cle), 0)


def describe_slide(diapo: Diapo, noms: Mapping[str, str]) -> str:
    """« Thème – Accès aux soins »; `noms` gives the words of themes, territories… by id."""
    genre = GENRES.get(diapo.genre)
    titre = genre.titre if genre else f"{diapo.genre} (nature inconnue)"
    dits = [p.nom for p in genre.parametres if p.type != "photo"] if genre else []
    valeurs = (diapo.parametres.get(nom) for nom in dits)
    mots = one_line(next((str(noms.get(v, v)) for v in valeurs if isinstance(v, str) and v), ""))
    court = mots if len(mots) <= 60 else mots[:59] + "…"
    return f"{titre} – {court}" if court else titre


def tell_changes(
    leur: Diaporama, sien: Diaporama, noms: Mapping[str, str]
) -> Iterator[tuple[str, str, str]]:
    """What two decks say otherwise: where, then the words of each."""
    ici, la = (_flatten(deck, noms) for deck in (leur, sien))
    for cle, quoi in ici | la:
        dits = ici.get((cle, quoi), ABSENT), la.get((cle, quoi), ABSENT)
        if dits[0] != dits[1]:
            nature = ici.get((cle, "")) or la.get((cle, ""))
            yield " – ".join(filter(None, (nature, quoi))), *dits


def _flatten(deck: Diaporama, noms: Mapping[str, str]) -> dict[tuple[str, str], str]:
    """The words of a deck by slide and by what they say of it; "" is what a slide is."""
    plat = {("", "Titre"): deck.titre, ("", "Description"): deck.description or ABSENT}
    for diapo in deck.diapos:
        genre = GENRES.get(diapo.genre)
        plat[diapo.id, ""] = nature = genre.titre if genre else diapo.genre
        plat["", "Ordre"] = ", ".join(filter(None, (plat.get(("", "Ordre")), nature)))
        libelles = {p.nom: p.libelle for p in genre.parametres} if genre else {}
        for nom, valeur in {**diapo.parametres, "notes": diapo.notes or ABSENT}.items():
            dits = valeur if isinstance(valeur, list | tuple) else [valeur]
            mots = ", ".join(str(noms.get(str(dit), dit)) for dit in dits)
            libelle = libelles.get(nom, "Notes de l’orateur")
            plat[diapo.id, libelle] = mots[:6] if nom == "photo" else mots
    return plat


def _insert(deck: Diaporama, diapo: Diapo, apres: str) -> tuple[Diaporama, str]:
    cle = _free({d.id for d in deck.diapos})
    diapos = list(deck.diapos)
    connue = any(d.id == apres for d in diapos)
    diapos.insert(rank_of(deck, apres) + 1 if connue else len(diapos), replace(diapo, id=cle))
    return replace(deck, diapos=tuple(diapos)), cle


def _change(deck: Diaporama, cle: str, make: Callable[[Diapo], Diapo]) -> Diaporama:
    # A field may answer in the run of the button that takes its slide out.
    return replace(deck, diapos=tuple(make(d) if d.id == cle else d for d in deck.diapos))


def _free(pris: set[str]) -> str:
    return next(f"d{rang}" for rang in range(1, len(pris) + 2) if f"d{rang}" not in pris)
