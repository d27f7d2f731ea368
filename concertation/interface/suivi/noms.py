"""The words of follow-up on screens: engagements, fields, values, times."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import pandas as pd

from concertation.analyse.mots.formats import plural
from concertation.analyse.territoires.noms import all_names
from concertation.declarations import OBJET, declared, words_of
from concertation.declarations.instruction import DECISION
from concertation.declarations.point_etape import METEO, NON_RENSEIGNE
from concertation.declarations.veille import AUTRES_COLONNES, TECHNIQUES
from concertation.donnees import Donnees, soft_table
from concertation.interface.socle.garde import shorten
from concertation.interface.socle.session import current_donnees, local_zone
from concertation.recits.champs import value_words
from concertation.suivi import Acteur, Introuvable, Store
from concertation.suivi.socle.droits import MATRICE


@lru_cache(maxsize=4)
def names_of_engagements(donnees: Donnees) -> Mapping[str, str]:
    """Each engagement's number and short title by id, in their order."""
    engagements = soft_table(donnees, "engagements")
    titres = zip(engagements["id"], engagements["titre_court"], strict=True)
    return MappingProxyType({cle: f"{cle} – {titre}" for cle, titre in titres})


def current_names() -> dict[str, str]:
    """What `field_text` needs to name territories and engagements."""
    donnees = current_donnees()
    return {**all_names(donnees), **names_of_engagements(donnees)}


def names_of_composantes(donnees: Donnees, engagement: str) -> dict[str, str]:
    """Each component's wording by id, of one engagement."""
    composantes = soft_table(donnees, "composantes")
    composantes = composantes[composantes["engagement"] == engagement]
    return dict(zip(composantes["id"], composantes["intitule"], strict=True))


def choose_composantes(donnees: Donnees, engagements: Iterable[str]) -> dict[str, str]:
    """What a form offers: the components of these engagements, « aucune » first."""
    return {"": "Aucune en particulier"} | {
        cle: f"{cle} – {intitule}"
        for engagement in engagements
        for cle, intitule in names_of_composantes(donnees, engagement).items()
    }


def meteo_markdown(code: str) -> str:
    """The sign of the charts and its word, coloured; colour is never alone."""
    code = code if code in METEO else NON_RENSEIGNE
    return f":{METEO.couleur(code)}[{METEO.signe(code).glyphe}] {METEO.mot(code)}"


def format_moment(quand: pd.Timestamp | dt.datetime) -> str:
    """« 22/11/2026 à 14:05 », in the reader's time zone."""
    return f"{quand.astimezone(local_zone()):%d/%m/%Y à %H:%M}"


def start_of_day(jour: dt.date) -> str:
    """The first instant of a day where the reader is, in UTC, as the store takes it."""
    minuit = dt.datetime.combine(jour, dt.time(), tzinfo=local_zone())
    return f"{minuit.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"


def object_name(objet: str, contenu: Mapping[str, Any] | None = None) -> str:
    """« Action « Ouvrir une équipe » »: the kind of thing, and its title when it is known."""
    nom = OBJET.get(objet, objet)
    connu = contenu or {}
    titre = next((str(connu[c]) for c in ("intitule", "libelle", "titre") if connu.get(c)), "")
    return f"{nom} « {titre} »" if titre else nom


def gesture_name(store: Store, acteur: Acteur) -> str:
    """« ACC-L-08 retenue », « Action « Ouvrir une équipe » »: what the person's last gesture
    wrote, by what it wrote first; "" when there is nothing to undo."""
    if not (entrees := store.journal.last_gesture(acteur)):
        return ""
    premiere = entrees[-1]
    seance = premiere.objet_id if premiere.objet == "seance" else premiere.seance_id
    # What a closed session said is no more theirs to undo.
    closes = store.seances.list(acteur, id=seance or 0, etat="close", retires=None)
    if closes.size and not store.can(acteur, "valider", premiere.territoire):
        return ""
    dite = dict(premiere.apres or premiere.avant or {})
    with suppress(Introuvable):
        # The entry of a change tells no more than what changed.
        dite = store.lignes[premiere.objet].get(acteur, premiere.objet_id) | dite
    nom = shorten(object_name(premiere.objet, dite))
    if "decision" in dite:
        nom = f"{dite['proposition']} {DECISION.mot(dite['decision']).lower()}"
    autres = len(entrees) - 1
    return f"{nom} et {plural(autres, 'autre')}" if autres else nom


def field_name(objet: str, champ: str) -> str:
    """The name of a field as its form writes it."""
    if champ in AUTRES_COLONNES:
        return AUTRES_COLONNES[champ]
    declare = declared(objet, champ)
    return champ if declare is None else declare.libelle


def field_text(objet: str, champ: str, valeur: Any, noms: Mapping[str, str]) -> str:
    """A value of the journal in words: codes by their words, dates and numbers in French."""
    if valeur is None or valeur == "" or valeur == []:
        return "vide"
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    if champ == "demande" and valeur in MATRICE:
        return MATRICE[valeur].mots
    if champ in ("territoire", "engagement") and valeur in noms:
        return noms[valeur]
    if champ == "contenu":
        return f"{len(json.loads(valeur).get('diapos', ()))} diapositives"
    declare = declared(objet, champ)
    mots = words_of(objet, champ)
    if declare is None or (isinstance(valeur, str) and valeur in mots):
        return mots.get(str(valeur), str(valeur))
    return value_words(declare, valeur)


def differences(
    objet: str,
    avant: Mapping[str, Any] | None,
    apres: Mapping[str, Any] | None,
    noms: Mapping[str, str],
) -> list[tuple[str, str, str]]:
    """(field, before, after) in words, only what differs; `noms`: territories and engagements."""
    champs = dict.fromkeys([*(avant or {}), *(apres or {})])
    return [
        (
            field_name(objet, champ),
            "" if avant is None else field_text(objet, champ, avant.get(champ), noms),
            field_text(objet, champ, (apres or {}).get(champ), noms),
        )
        for champ in champs
        if champ not in TECHNIQUES
        and (avant or {}).get(champ) != (apres or {}).get(champ)
        and not (avant is None and (apres or {}).get(champ) in (None, "", [], False))
    ]
