"""What the follow-up keeps of a person: found, erased or replaced by a pseudonym, and for how long.

What is erased is rewritten in place, in the tables that are only added to as well, in one
transaction that the journal tells without naming anybody. The journal goes on proving its order
(`socle/preuve.py`). Backups made before keep the name: they go, or are erased once restored.
"""

import datetime as dt
import html
import os
import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from concertation.declarations import OBJETS
from concertation.declarations.personnelles import (
    CONSERVATION,
    CONSERVATION_ACCES,
    LIBRES,
    personal,
)
from concertation.declarations.veille import VERBE
from concertation.suivi.migrations.ajout_seul import allow_changes, forbid_changes
from concertation.suivi.socle import tables
from concertation.suivi.socle.droits import Acteur
from concertation.suivi.socle.errors import SaisieInvalide
from concertation.suivi.socle.journal import write_entries
from concertation.suivi.socle.preuve import EFFACER
from concertation.suivi.socle.textes import clean_name
from concertation.suivi.store import Store
from concertation.suivi.verbes.brouillons import brouillon
from concertation.suivi.verbes.salles import salle

EFFACE = "Personne effacée"
_SIGNES = ("auteur", "qui")
_CONTENUS = ("avant", "apres", "contenu")
_TABLES: Sequence[sa.Table] = (*tables.metadata.sorted_tables, salle, brouillon)
_FIGEES = (
    "publication",
    "retrait",
    "releve",
    "journal",
    *(o.nom for o in OBJETS.values() if o.ajout_seul),
)
_SANS_ADRESSE = "efface-"
_AUTOUR = 100  # characters given before and after a name
Change = Callable[[sa.Table, Mapping[Any, Any]], dict[str, Any]]


def find_mentions(store: Store, acteur: Acteur, noms: Collection[str]) -> list[dict[str, Any]]:
    """Each place where one of these names stands, with what is around it."""
    store.require(acteur, "administrer", "")
    motif = _pattern(_known_as(store, noms))
    with store.reading() as connection:
        return [
            {
                "table": table.name, "fiche": ligne.get("id"), "champ": nom,
                "quand": ligne.get("quand") or ligne.get("cree_le"),
                "geste": ligne.get("verbe"), "objet": ligne.get("objet"),
                "numero": ligne.get("objet_id"), "texte": texte,
            }
            for table in _TABLES
            for ligne in connection.execute(sa.select(table)).mappings()
            for nom in _typed(table)
            for texte in _around(ligne[nom], motif)
        ]  # fmt: skip


def erase(store: Store, acteur: Acteur, noms: Collection[str], par: str = EFFACE) -> int:
    """Replace these names wherever they stand; how many rows changed.

    Raises `DroitRefuse` without the right `administrer`, `SaisieInvalide` for a name of nobody.
    """
    store.require(acteur, "administrer", "")
    motif = _pattern(_known_as(store, noms))
    mot = re.sub(r'["\\<>&]', "", clean_name(par)) or EFFACE

    def change(table: sa.Table, ligne: Mapping[Any, Any]) -> dict[str, Any]:
        neuves = {nom: _replace(ligne[nom], motif, mot) for nom in _typed(table)}
        if neuves.get("qui", ligne.get("qui")) != ligne.get("qui"):
            neuves["identite"] = ""
        return neuves

    touchees = _rewrite(store, acteur, change)
    # Even for nothing: what was erased before may still be in the files.
    store.moteur.compact(table.name for table in _TABLES)
    return touchees


def months_kept() -> int:
    """`CONCERTATION_CONSERVATION`, 0 to keep for ever."""
    lu = os.environ.get("CONCERTATION_CONSERVATION", "").strip() or str(CONSERVATION)
    if not lu.isdecimal() or len(lu) > 4:
        raise SaisieInvalide(
            "conservation",
            "CONCERTATION_CONSERVATION est un nombre de mois, 0 pour garder sans limite, "
            f"pas «\u00a0{lu[:40]}\u00a0».",
        )
    return int(lu)


def apply_retention(store: Store, acteur: Acteur) -> int:
    """Erase who signed nothing for longer than names are kept, the names in what is older than
    that, and who tried to get in a year ago; how many rows changed."""
    store.require(acteur, "administrer", "")
    store.brouillons.expire()
    store.photos.expire()
    if not (mois := months_kept()):
        return 0
    limite, acces = (_before(store.moteur.now(), m) for m in (mois, CONSERVATION_ACCES))
    j = tables.journal.c
    muets = sa.select(j.qui).group_by(j.qui).having(sa.func.max(j.quand) < limite)
    partis = {qui for (qui,) in store.run(muets)} - {"", EFFACE}

    def change(table: sa.Table, ligne: Mapping[Any, Any]) -> dict[str, Any]:
        neuves: dict[str, Any] = {}
        quand = max(ligne.get(n) or "" for n in ("quand", "modifie_le", "vu_le", "cree_le"))
        neuves |= {nom: EFFACE for nom in _SIGNES if ligne.get(nom) in partis}
        if table is tables.journal and quand < acces and ligne["verbe"] in VERBE.which("acces"):
            neuves["qui"] = EFFACE if ligne["qui"] else ""
        if neuves.get("qui"):
            neuves["identite"] = ""
        if quand < limite:
            noms = {c.nom for o in OBJETS.values() for c in personal(o)}
            pleins = [nom for nom in noms if nom in table.c and ligne[nom]]
            neuves |= {n: EFFACE for n in pleins if not ligne[n].startswith(_SANS_ADRESSE)}
            for nom in _CONTENUS:
                if isinstance(ligne.get(nom), dict):
                    cites = {cle: EFFACE for cle in noms & ligne[nom].keys() if ligne[nom][cle]}
                    neuves[nom] = ligne[nom] | cites
            if table is tables.releve:
                # Its rows tell it from now on, without the names.
                neuves["contenu"] = ""
        return neuves

    if touchees := _rewrite(store, acteur, change):
        store.moteur.compact(table.name for table in _TABLES)
    return touchees


def _before(maintenant: dt.datetime, mois: int) -> str:
    jour = maintenant.astimezone(dt.UTC)
    annee, rang = divmod(jour.year * 12 + jour.month - 1 - mois, 12)
    return f"{max(annee, 1):04}-{rang + 1:02}-{min(jour.day, 28):02}T00:00:00Z"


def _rewrite(store: Store, acteur: Acteur, change: Change) -> int:
    """Write the columns that `change` gives of each row, as the journal tells."""
    touchees, entrees = 0, []
    with store.atomic() as transaction:
        connection = transaction.connection
        for table in _TABLES:
            changees = []
            for ligne in connection.execute(sa.select(table)).mappings():
                dites = change(table, ligne).items()
                if neuves := {nom: v for nom, v in dites if v != ligne[nom]}:
                    if table.name == "personne":
                        # Nobody signs in by an erased address, which is no other's.
                        neuves |= {"adresse": f"{_SANS_ADRESSE}{ligne['id']}", "retire": True}
                    elif "adresse" in neuves:
                        neuves["adresse"] = ""
                    changees.append(([c == ligne[c.key] for c in table.primary_key], neuves))
                    if "sel" in table.c:
                        neuves["sel"] = ""
                    if table is tables.journal:
                        entrees.append(ligne["id"])
            if changees and table.name in _FIGEES:
                allow_changes(connection, table.name)
            for cle, neuves in changees:
                connection.execute(sa.update(table).where(*cle).values(neuves))
            if changees and table.name in _FIGEES:
                forbid_changes(connection, table.name)
            touchees += len(changees)
        if touchees:
            dit = {"entrees": entrees, "fiches": touchees}
            write_entries(store, acteur, EFFACER, "", [(0, "", None, dit)])
    return touchees


def _known_as(store: Store, noms: Collection[str]) -> set[str]:
    """These names, with the name and the address of who signs in by one of them."""
    donnes = {clean_name(nom).casefold() for nom in noms}
    p, a = (tables.metadata.tables[nom].c for nom in ("personne", "avis"))
    couples = sa.union(sa.select(p.nom, p.adresse), sa.select(a.aupres_de, a.adresse))
    lues = [tuple(filter(None, lue)) for lue in store.run(couples)]
    return {*noms, *(mot for lue in lues if donnes & {m.casefold() for m in lue} for mot in lue)}


def _typed(table: sa.Table) -> Iterator[str]:
    """The columns in which people write, or sign."""
    objet = OBJETS.get(table.name)
    declares = [c.nom for c in objet.champs if c.genre in LIBRES] if objet else []
    autres = (*_SIGNES, *_CONTENUS, "titre", "pages")
    return (nom for nom in dict.fromkeys([*declares, *autres]) if nom in table.c)


def _around(valeur: Any, motif: re.Pattern[str]) -> Iterator[str]:
    if isinstance(valeur, dict | list):
        for dedans in valeur.values() if isinstance(valeur, dict) else valeur:
            yield from _around(dedans, motif)
    elif isinstance(valeur, str):
        for lu in motif.finditer(valeur):
            yield valeur[max(0, lu.start() - _AUTOUR) : lu.end() + _AUTOUR]


def _replace(valeur: Any, motif: re.Pattern[str], par: str) -> Any:
    if isinstance(valeur, str):
        return motif.sub(par, valeur)
    if isinstance(valeur, list):
        return [_replace(dedans, motif, par) for dedans in valeur]
    if isinstance(valeur, dict):
        return {cle: _replace(dedans, motif, par) for cle, dedans in valeur.items()}
    return valeur


def _pattern(noms: Collection[str]) -> re.Pattern[str]:
    """These names as whole words, with or without their accents, in any case when they have two
    words: « Claire » is a name, « claire » is not."""
    propres = {clean_name(nom) for nom in noms}
    if not propres or "" in propres or any(len(nom) < 2 for nom in propres):
        raise SaisieInvalide("nom", "Indiquez le nom de la personne, en entier.")
    # The whole name before a part of it.
    formes = [_form(nom) for nom in sorted(propres, key=len, reverse=True)]
    return re.compile(rf"(?<!\w)(?:{'|'.join(formes)})(?!\w)")


def _form(nom: str) -> str:
    mots = r"(?:\s|&nbsp;)+".join("".join(map(_letter, mot)) for mot in nom.split())
    return f"(?i:{mots})" if " " in nom or "@" in nom else mots


def _letter(c: str) -> str:
    if c in "'’":
        return "(?:['’]|&#x27;|&#39;)"
    nue = unicodedata.normalize("NFD", c)[0]
    if nue == c:
        return re.escape(html.escape(c))
    return f"(?:{c}|{nue}[\u0300-\u036f]?)"
