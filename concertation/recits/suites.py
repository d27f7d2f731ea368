"""What follows something, as committees record it: actions, dates, what comes next."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from textwrap import shorten
from typing import Any

import pandas as pd

from concertation.analyse.avancement.cellules import is_late
from concertation.analyse.lignes import list_records
from concertation.analyse.mots.formats import format_date, format_nombre, is_empty, plural
from concertation.analyse.mots.textes import split_liste
from concertation.analyse.provenance import tell_moment
from concertation.analyse.territoires.noms import name_territoire
from concertation.declarations.action import ACTION, EN_RETARD, STATUT
from concertation.donnees import Donnees, soft_table
from concertation.recits.blocs import Liste, Puce, Section, tabulate
from concertation.recits.champs import tell_fields
from concertation.recits.contexte import Contexte
from concertation.recits.releve import AGIS, tell_money, tell_period
from concertation.recits.reperes import SANS_DATE

Ligne = Mapping[str, Any]
PUBLIE, SUIVI = "Document publié", "Suivi des comités"
RENDEZ_VOUS = 3
DOCUMENT = "document"  # a source that was given to read, not one to check against
TITRE_DATE = 60
TUS = (*AGIS, "description")


@dataclass(frozen=True)
class Evenement:
    """What happened, or is announced: its day, that day in words, and who says so."""

    jour: str
    quand: str
    quoi: str
    qui: str = PUBLIE


def happened(jour: Any, quoi: str, qui: str = SUIVI) -> Iterator[Evenement]:
    """An event of a day; nothing when the day is not known."""
    if not is_empty(jour):
        yield Evenement(str(jour)[:10], format_date(jour), quoi, qui)


def tell_frise(evenements: Iterable[Evenement], titre: str = "Les dates") -> Section:
    """One table of them all, the oldest first, published facts and follow-up told apart."""
    tableau = tabulate(
        sorted(dict.fromkeys(evenements), key=lambda e: e.jour),
        ("Quand", 20, lambda e: e.quand),
        ("Quoi", 62, lambda e: e.quoi),
        ("Qui le dit", 18, lambda e: e.qui),
    )
    return Section(titre, tableau.blocs, "Aucune date n’est publiée.")


def published_facts(donnees: Donnees, portee: str) -> list[Ligne]:
    """What is published of all the proposals of a reach."""
    reperes = list_records(soft_table(donnees, "reperes"))
    return [r for r in reperes if portee in split_liste(r["portee"])]


def fact_words(fait: Ligne) -> str:
    """« Synthèse adressée au ministère (au plus tard le 8 décembre 2022) »."""
    return f"{fait['libelle']}, {tell_moment(fait) or SANS_DATE}"


def tell_actions(
    contexte: Contexte, actions: pd.DataFrame, ici: str = "", entier: bool = False
) -> list[Puce]:
    """Each action with its status, lead, dates, money and result; earliest end first. `entier`:
    what it is, and all its fields, too."""
    if actions.empty:
        return []
    mesures = list_records(contexte.need_store().mesures.latest(contexte.acteur))
    dernieres = {m["indicateur_id"]: m for m in mesures}
    argent = tell_money(contexte.need_store().financements.list(contexte.acteur))
    personne = "non publié" if contexte.acteur.reads_public_only else "à désigner"
    dites = actions.assign(retard=is_late(actions, contexte.jour))
    puces = []
    for a in list_records(dites.sort_values(["fin", "id"], na_position="last")):
        lieu = name_territoire(contexte.donnees, a["territoire"])
        statut = STATUT.mot(a["statut"]).lower() + f", {EN_RETARD.lower()}" * bool(a["retard"])
        periode = tell_period(a["debut"], a["fin"])
        porteur = f"porteur : {a['porteur'].strip() or personne}"
        ou = (lieu,) if a["territoire"] != ici else ()
        faits = (*ou, statut, periode[:1].lower() + periode[1:], porteur)
        sommes = argent.get(int(a["id"]), "non renseigné").replace("\n", " ; ")
        sous = (f"Financement : {sommes}", *_results(contexte, a, dernieres))
        if entier:
            de = f"Engagement : {contexte.name_engagement(a)}" if ici else ""
            dits = (a["description"].strip(), de)
            sous = (*filter(None, dits), *tell_fields(ACTION, "fiche", a, TUS), *sous)
        puces.append(Puce(" – " + " · ".join(faits), "", sous, str(a["intitule"])))
    return puces


def _results(contexte: Contexte, action: Ligne, dernieres: Mapping[int, Ligne]) -> Iterator[str]:
    """The last measure of each indicator of the same component and place."""
    store, acteur, lus = contexte.need_store(), contexte.acteur, []
    if action["composante"]:
        ici = {"composante": action["composante"], "territoire": action["territoire"]}
        lus = list_records(store.indicateurs.list(acteur, **ici))
    mesures = [(i, dernieres[i["id"]]) for i in lus if i["id"] in dernieres]
    for indicateur, mesure in mesures:
        valeur = " ".join(m for m in (format_nombre(mesure["valeur"]), indicateur["unite"]) if m)
        quand = format_date(mesure["date"], "courte")
        yield f"Résultat suivi ici : {indicateur['libelle']}, {valeur} ({quand})"
    if not mesures:
        yield "Résultat : non renseigné"


def action_events(contexte: Contexte, actions: pd.DataFrame) -> Iterator[Evenement]:
    """When each action begins, and when it is to end."""
    for a in list_records(actions):
        titre = shorten(str(a["intitule"]), TITRE_DATE, placeholder="…")
        mots = f"{name_territoire(contexte.donnees, a['territoire'])}, {titre}"
        yield from happened(a["debut"], f"Début d’une action : {mots}")
        yield from happened(a["fin"], f"Échéance d’une action : {mots}")


def next_sessions(contexte: Contexte, lieux: Iterable[str]) -> list[tuple[str, dt.date]]:
    """(territory, day) of the next session known of each of these, the nearest first."""
    seances = contexte.need_store().seances.list(contexte.acteur)
    jours: dict[str, dt.date] = {}
    for s in list_records(seances[seances["territoire"].isin(set(lieux))]):
        annonces = [s["prochaine_date"], *([s["date"]] if s["etat"] == "preparee" else [])]
        a_venir = [pd.Timestamp(j).date() for j in annonces if not is_empty(j)]
        for jour in (j for j in a_venir if j >= contexte.jour):
            jours[s["territoire"]] = min(jour, jours.get(s["territoire"], jour))
    return sorted(jours.items(), key=lambda paire: (paire[1], paire[0]))


def tell_suite(
    contexte: Contexte, lieux: Sequence[str], questions: Iterable[str], sources: Iterable[str]
) -> Section:
    """What comes next: sessions, what is still open, who to ask."""
    seances = next_sessions(contexte, lieux) if contexte.store is not None else []
    dites = [
        f"{name_territoire(contexte.donnees, lieu)}, le {format_date(j)}" for lieu, j in seances
    ]
    if reste := len(dites[RENDEZ_VOUS:]):
        dites[RENDEZ_VOUS:] = [f"et {plural(reste, 'autre comité', 'autres comités')}"]
    ouvertes = list(questions)
    rendez_vous = Puce(" ; ".join(dites) or "date non publiée", fort="Prochaine séance : ")
    puces = (
        *((rendez_vous,) if lieux else ()),
        Puce(" ; ".join(ouvertes) or "aucune n’est publiée", fort="Question ouverte : "),
        Puce(_contacts(contexte, lieux, sources), fort="À qui demander : "),
    )
    return Section("Et ensuite", (Liste(puces),))


def _contacts(contexte: Contexte, lieux: Sequence[str], sources: Iterable[str]) -> str:
    """Who published the document, at its address when one is known."""
    cles = {cle for cellule in sources for cle in split_liste(cellule)}
    lignes = list_records(soft_table(contexte.donnees, "sources"))
    dits = [
        f"{s['editeur']} ({s['url'] or 'adresse non publiée'})"
        for s in lignes
        if s["id"] in cles and s["editeur"] and s["type"] == DOCUMENT
    ]
    comite = ["le comité de suivi du territoire"] if lieux else []
    return ", ou ".join(dict.fromkeys((*comite, *dits))) or "non publié"
