"""What became of an engagement, and of what was said in a territory: the same answer, told once."""

import pandas as pd

from concertation.analyse.chaine.graphe import Noeud
from concertation.analyse.lignes import list_records
from concertation.analyse.mots.absences import tell_absence
from concertation.analyse.mots.formats import format_date, plural
from concertation.analyse.selection.propositions import tell_doubt
from concertation.analyse.territoires.fiche import ateliers_in
from concertation.analyse.territoires.noms import name_territoire, territoire_names
from concertation.declarations.instruction import DECISION
from concertation.declarations.point_etape import METEO
from concertation.donnees import soft_table
from concertation.recits import reponse as reponses
from concertation.recits import suites
from concertation.recits.blocs import Liste, Puce, Section, Texte, list_section
from concertation.recits.champs import count_codes
from concertation.recits.contexte import Contexte
from concertation.recits.proches import tell_proches
from concertation.recits.publies import (
    DIT,
    SANS_COMITE,
    SANS_ORIGINE,
    tell_engagement,
    tell_territoire,
)
from concertation.recits.suivi import held, inside

REPONSE = "La réponse du comité"


def tell_answer_engagement(contexte: Contexte, cle: str) -> reponses.Reponse:
    """Where an engagement stands for each committee, and what is done for it."""
    donnees, noeud = contexte.donnees, Noeud("engagement", cle)
    recit = tell_engagement(donnees, cle)
    lieux = list(territoire_names(donnees))
    points, actions = pd.DataFrame(), pd.DataFrame()
    if contexte.store is not None:
        points = contexte.store.points_etape.latest(contexte.acteur)
        points = points[points["engagement"] == cle]
        actions = contexte.store.actions.list(contexte.acteur, engagement=cle)
    evenements = [*reponses.tell_said(contexte)]
    for p in list_records(points):
        mots = f"{name_territoire(donnees, p['territoire'])} : {METEO.mot(p['meteo'])}"
        evenements += suites.happened(p["date"], mots)
    evenements += suites.action_events(contexte, actions)
    evenements += reponses.published_dates(contexte, noeud)
    return reponses.Reponse(
        titre=recit.titre,
        dite=recit.mots,
        reponse=_states(contexte, points, lieux),
        fait=reponses.tell_done(contexte, actions),
        proches=(
            tell_proches(contexte, noeud, "amont", "Ce qui a été dit et s’en rapproche"),
            tell_proches(contexte, noeud, "aval", reponses.PUBLIES),
        ),
        frise=suites.tell_frise(evenements),
        suite=suites.tell_suite(contexte, lieux, (), recit.sources),
        sources=recit.sources,
        cibles=(*recit.cibles, ("liens", None)),
    )


def _states(contexte: Contexte, points: pd.DataFrame, lieux: list[str]) -> Section:
    """The last word of each committee, those that said nothing together."""
    titre = "Où il en est"
    if contexte.store is None:
        return Section(titre, vide=contexte.unreadable)
    dits = {str(p["territoire"]): p for p in list_records(points)}
    puces = [
        Puce(
            f"{METEO.mot(p['meteo'])} — {p['synthese'].strip()}",
            fort=f"{name_territoire(contexte.donnees, lieu)}, le {format_date(p['date'])} : ",
        )
        for lieu, p in sorted(
            dits.items(), key=lambda d: lieux.index(d[0]) if d[0] in lieux else len(lieux)
        )
    ]
    puces += reponses.tell_silent(contexte, "point", [lieu for lieu in lieux if lieu not in dits])
    return list_section(titre, puces, contexte.absence("point"))


def tell_answer_territoire(contexte: Contexte, cle: str) -> reponses.Reponse:
    """What the workshops of a known territory said, and what was done of it there."""
    recit, donnees = tell_territoire(contexte.donnees, cle), contexte.donnees
    suivi = cle in territoire_names(donnees) and contexte.store is not None
    actions, decisions = pd.DataFrame(), pd.DataFrame()
    evenements: list[suites.Evenement] = []
    if suivi:
        store, acteur, lieux = contexte.need_store(), contexte.acteur, inside(contexte, cle)
        actions = store.actions.list(acteur, territoire=lieux)
        decisions = store.instructions.list(acteur, territoire=cle)
        seances = held(store.seances.list(acteur, territoire=cle), contexte.jour)
        for jour in seances["date"]:
            evenements += suites.happened(jour, "Séance du comité")
    ateliers = list_records(ateliers_in(donnees, cle))
    for a in ateliers:
        evenements += suites.happened(
            a["date"], f"Atelier de {a['nom']}{tell_doubt(a)}", suites.PUBLIE
        )
    evenements += suites.action_events(contexte, actions)
    tenus = recit.ateliers.blocs or (Texte((recit.ateliers.vide,)),)
    titre = "Ce qui en a été fait ici"
    reponse, fait = Section(REPONSE, vide=SANS_COMITE), Section(titre, vide=SANS_COMITE)
    if cle in territoire_names(donnees):
        reponse = tell_answers(contexte, decisions, cle)
        fait = reponses.tell_done(contexte, actions, cle, titre)
    # Who speaks for the consultation, and not of each document that names the place.
    parlent = soft_table(donnees, "propositions")["source"]
    return reponses.Reponse(
        titre=recit.nom,
        dite=Section(DIT, (*tenus, Texte((SANS_ORIGINE,), "discret"))),
        reponse=reponse,
        fait=fait,
        frise=suites.tell_frise(evenements),
        suite=suites.tell_suite(contexte, [cle], (), parlent),
        sources=recit.sources,
        cibles=(("ateliers", None), ("territoires", None)),
    )


def tell_answers(contexte: Contexte, decisions: pd.DataFrame, cle: str) -> Section:
    """How many decisions of each sort, then each with its reason."""
    if contexte.store is None:
        return Section(REPONSE, vide=contexte.unreadable)
    if decisions.empty:
        return Section(REPONSE, vide=contexte.absence("decision", cle))
    ordre = list(contexte.propositions)
    dites = [d for d in list_records(decisions) if d["proposition"] in ordre]
    compte = ", ".join(count_codes((d["decision"] for d in dites), DECISION)).lower()
    mots = tell_absence("decisions", contexte.reads_partly(cle))
    dites.sort(key=lambda d: ordre.index(d["proposition"]))
    noms, jours = contexte.propositions, reponses.session_days(contexte)
    titres = (f"{d['proposition']} – {noms[d['proposition']]}" for d in dites)
    puces = tuple(
        reponses.tell_decision(contexte, d, jours, titre + contexte.elsewhere(d, cle or "–"))
        for d, titre in zip(dites, titres, strict=True)
    )
    tete = f"{plural(len(dites), 'décision')} {mots} ({compte})."
    return Section(REPONSE, (Texte((tete,)), Liste(puces)))
