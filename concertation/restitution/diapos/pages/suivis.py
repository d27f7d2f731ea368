"""Slides of follow-up: the review, what asks for attention, what changed, a territory."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from concertation.analyse.avancement.cellules import is_late
from concertation.analyse.avancement.instruction import with_decisions
from concertation.analyse.avancement.tendances import compare_meteos
from concertation.analyse.lignes import list_records
from concertation.analyse.mots.absences import motifs_attention
from concertation.analyse.mots.formats import format_date, plural
from concertation.analyse.mots.textes import split_liste
from concertation.declarations.action import STATUT
from concertation.declarations.instruction import A_INSTRUIRE
from concertation.declarations.point_etape import METEO, POINT_ETAPE
from concertation.declarations.seance import ISSUE, POINT
from concertation.recits import messages, suivi
from concertation.recits.blocs import Bloc, Liste, Puce, Tableau, Texte, cut_section, tabulate
from concertation.recits.champs import tell_fields
from concertation.recits.contexte import Contexte, DiapoImpossible
from concertation.recits.publies import SANS_COMITE, SUIVI, tell_territoire
from concertation.recits.releve import DITS
from concertation.recits.revue import table_grid
from concertation.recits.suites import next_sessions, tell_actions
from concertation.recits.votes import RESERVE, tell_points, tell_stamp
from concertation.restitution.classeur.exports import SOURCE
from concertation.restitution.diapos.mise_en_page import paginate
from concertation.restitution.diapos.modele import Page

Ligne = Mapping[str, Any]
DECIDE = ISSUE.which("decide")
POINTS_MAXIMUM = 20
CHANGEMENTS_MAXIMUM = 40
EXAMEN_MAXIMUM = 6
REVUE_JOURS = 90
MONTRES = 5
TAILLE = 32


def _page(contexte: Contexte, titre: str, ecran: str, **reste: Any) -> Page:
    """A page of what committees entered, with the day of its delays when it is another."""
    ailleurs = contexte.jour != (contexte.lu_le or contexte.jour)
    date = f"retards au {format_date(contexte.jour)}" if ailleurs else ""
    return Page(titre, date=date, ecran=ecran, **{"sources": (SOURCE,)} | reste)


def compose_revue(contexte: Contexte, parametres: Mapping[str, Any]) -> Iterator[Page]:
    """The heat map of engagements × territories."""
    niveau = contexte.require(
        suivi.NIVEAUX, str(parametres.get("niveau") or "departement"), "Le niveau"
    )
    cellules = contexte.revue(niveau).cellules
    if cellules.empty:
        raise DiapoImpossible("Aucun engagement n’est publié pour ces territoires.")
    dites = int((cellules["meteo"] != "").sum())
    regle = suivi.remontee_blocs(contexte, cellules["territoire"])
    debut = dt.datetime.combine(contexte.jour - dt.timedelta(days=REVUE_JOURS), dt.time(), dt.UTC)
    points = contexte.need_store().points_etape.latest
    avant = points(contexte.acteur, recorded_before=f"{debut:%Y-%m-%dT%H:%M:%SZ}")
    sens = compare_meteos(avant, points(contexte.acteur))
    yield _page(
        contexte,
        parametres.get("titre") or messages.say_revue(cellules),
        f"engagements?niveau={niveau}",
        surtitre=suivi.review_levels(contexte.donnees)[niveau],
        chapeau=f"{dites} cellules {contexte.absence('renseignees')} sur {len(cellules)}",
        blocs=(table_grid(contexte, cellules, sens, "En trois mois"), *regle),
        reserves=contexte.reserves(("territoires", None)),
    )


def compose_attention(contexte: Contexte, parametres: Mapping[str, Any]) -> Iterator[Page]:
    """What asks for a look, gravest first."""
    territoire = contexte.choose(parametres, "territoire", requis=False)
    lignes = suivi.read_attention(contexte, suivi.level_of(contexte, territoire), territoire)
    premiers = lignes.head(POINTS_MAXIMUM)
    motifs = motifs_attention(contexte.reads_partly(territoire))
    puces = [
        replace(puce, fort=f"{p['engagement']}, {contexte.name_place(p)} – {puce.fort}")
        for puce, p in zip(suivi.tell_points(premiers, motifs), list_records(premiers), strict=True)
    ]
    page = _page(
        contexte,
        "Points d’attention",
        "engagements",
        surtitre=_count(lignes, puces, "point", "plus graves sont montrés"),
    )
    yield from _listed(page, puces, contexte.absence("attention", territoire))


def compose_changements(contexte: Contexte, parametres: Mapping[str, Any]) -> Iterator[Page]:
    """What moved since a day (ISO), by default the last session held, else thirty days ago."""
    territoire = contexte.choose(parametres, "territoire", requis=False)
    changements, depuis = suivi.read_changements(
        contexte, str(parametres.get("depuis") or ""), territoire
    )
    puces = list(suivi.tell_changements(changements.head(CHANGEMENTS_MAXIMUM)))
    ecran = "engagements?vue=changements" + (f"&depuis={depuis.isoformat()}" if puces else "")
    page = _page(
        contexte,
        f"Ce qui a changé depuis le {format_date(depuis)}",
        ecran,
        surtitre=_count(changements, puces, "changement", "premiers sont montrés"),
    )
    yield from _listed(page, puces, contexte.absence("changement", territoire))


def _count(lignes: pd.DataFrame, montrees: Sequence[Any], mot: str, suite: str) -> str:
    """« 31 points, les 20 plus graves sont montrés »."""
    reste = len(lignes) > len(montrees)
    return plural(len(lignes), mot) + (f", les {len(montrees)} {suite}" if reste else "")


def _listed(page: Page, puces: list[Puce], absence: str) -> list[Page]:
    """The items of a page on as many as they need; without any, the sentence that says so."""
    if not puces:
        return [replace(page, surtitre="", blocs=(Texte((f"{absence}.",)),))]
    return paginate(page, puces, TAILLE)


def compose_territoire(contexte: Contexte, parametres: Mapping[str, Any]) -> Iterator[Page]:
    """A territory: what was held there, what its committee follows, then its actions."""
    cle = contexte.choose(parametres, "territoire")
    recit = tell_territoire(contexte.donnees, cle)
    # The workshops that a slide holds; the others are counted.
    tenus, zones = cut_section(recit.ateliers, MONTRES, "autres"), recit.ailleurs[0]
    ateliers = tenus.blocs or (Texte((recit.ateliers.vide,)),)
    listes = (replace(b, titre=zones.titre) for b in zones.blocs if isinstance(b, Liste))
    yield _page(
        contexte,
        recit.nom,
        f"territoires?territoire={cle}",
        surtitre="Territoire",
        blocs=(*ateliers, *listes),
        a_cote=(_cells(contexte, cle),),
        partage=45,
        sources=(*contexte.sources(recit.sources), SOURCE),
        reserves=contexte.reserves(("ateliers", None), ("territoires", None)),
    )
    yield from compose_actions(contexte, parametres)


def compose_actions(contexte: Contexte, parametres: Mapping[str, Any]) -> list[Page]:
    """Each action with its status, dates, lead, money and result; earliest end first."""
    cle = contexte.choose(parametres, "territoire", requis=False)
    actions = contexte.revue("departement").actions
    if cle:
        actions = actions[actions["territoire"].isin(suivi.inside(contexte, cle))]
    puces = tell_actions(contexte, actions, cle)
    retards = int(is_late(actions, contexte.jour).sum())
    titre = f"{plural(len(puces), 'action')}, dont {retards} en retard"
    page = _page(contexte, titre, f"plan_action?territoire={cle}", surtitre="Actions et argent")
    return _listed(page, puces, contexte.absence("action", cle).rstrip("."))


def review_engagement(contexte: Contexte, cle: str) -> Iterator[Page]:
    """An engagement for a review: last words, what moved in three months, decisions asked."""
    cellules = contexte.revue("departement").cellules
    depuis = contexte.jour - dt.timedelta(days=REVUE_JOURS)
    changements, _jour = suivi.read_changements(contexte, depuis.isoformat())
    siens = changements[changements["engagement"] == cle]
    points = contexte.revue("departement").points
    points = points[points["engagement"] == cle]
    demandes = tuple(
        Puce(f"{p['titre']} ({contexte.name_place(s)}, {format_date(s['date'], 'courte')})")
        for s, p in _items(contexte, set(contexte.territoires))
        if cle in split_liste(p["lie"]) and p["genre"] in DECIDE and not p["issue"]
    )
    dits = tuple(suivi.tell_changements(siens.head(MONTRES)))
    yield _page(
        contexte,
        contexte.name_engagement({"engagement": cle}),
        f"engagements?engagement={cle}",
        surtitre=messages.say_revue(cellules[cellules["engagement"] == cle]),
        blocs=(_table_dits(contexte, points),) if len(points)
        else (Texte((contexte.absence("point"),)),),
        a_cote=(
            Liste(dits or (Puce(contexte.absence("changement")),),
                  f"Depuis le {format_date(depuis)}"),
            Liste(demandes or (Puce("Aucune n’est inscrite à un ordre du jour."),),
                  "Décisions demandées"),
        ),
        partage=68,
        reserves=contexte.reserves(("engagements", cle)),
    )  # fmt: skip


def _table_dits(contexte: Contexte, points: pd.DataFrame) -> Tableau:
    """The last words of each committee, the newest first."""
    return tabulate(
        list_records(points.sort_values(["date", "id"], ascending=False)),
        ("Comité", 20, lambda p: f"{contexte.name_place(p)}, {format_date(p['date'], 'courte')}"),
        ("Météo", 18, lambda p: METEO.court(p["meteo"])),
        ("Synthèse", 62, lambda p: " · ".join(filter(None, (
            p["synthese"].strip(), *tell_fields(POINT_ETAPE, "fiche", p, DITS))))),
        meteo=1,
    )  # fmt: skip


def _items(contexte: Contexte, lieux: Collection[str]) -> list[tuple[Ligne, Ligne]]:
    """Each (session, item of its agenda) of these places, in order."""
    store, acteur = contexte.need_store(), contexte.acteur
    seances = store.seances.list(acteur, territoire=lieux).sort_values(["date", "id"])
    points = list_records(store.points.list(acteur))
    return [(s, p) for s in list_records(seances) for p in points if p["seance_id"] == s["id"]]


def compose_seance(contexte: Contexte, parametres: Mapping[str, Any]) -> Iterator[Page]:
    """When one meets next, and the agenda; then what became of the last decisions."""
    cle = contexte.choose(parametres, "territoire")
    lieux, ecran = suivi.inside(contexte, cle), f"comite?territoire={cle}"
    items, jour = _items(contexte, lieux), pd.Timestamp(contexte.jour)
    suivante = next((s["id"] for s, _ in items if s["date"] >= jour and s["etat"] != "close"), 0)
    dits = [{**p, "lie": p["lie"].replace(" | ", ", ")} for s, p in items if s["id"] == suivante]
    tus = ("titre", "issue")
    puces = [
        Puce(p["titre"], str(rang), (" · ".join(tell_fields(POINT, "releve", p, tus)),))
        for rang, p in enumerate(dits, 1)
    ]
    dates = [f"Prochaine séance : le {format_date(j)}" for _, j in next_sessions(contexte, lieux)]
    page = _page(contexte, "Ordre du jour", ecran, chapeau=(dates or [""])[0])
    yield from _listed(page, puces, "Aucun ordre du jour n’est préparé")
    prises = [(s, p) for s, p in items if p["issue"] in DECIDE]
    dernieres = [p for s, p in prises if s["id"] == prises[-1][0]["id"]]
    actions = {str(a["id"]): a for a in list_records(contexte.revue("departement").actions)}
    puces = [
        Puce(
            p["texte"].strip() and f" : {p['texte'].strip()}",
            fort=f"Décision n° {rang} – {p['titre'].strip()}",
            sous=(
                *filter(None, (p["suite"].strip(),)),
                *(f"{a['intitule']} : {STATUT.mot(a['statut']).lower()}"
                  for nom in split_liste(p["lie"]) if (a := actions.get(nom))),
            ),
        )
        for rang, p in enumerate(dernieres, 1)
    ]  # fmt: skip
    le = f" du {format_date(prises[-1][0]['date'])}" if prises else ""
    page = _page(contexte, f"Ce que sont devenues les décisions{le}", ecran)
    yield from _listed(page, puces, "Aucune décision de séance ne se lit ici")


def compose_examen(contexte: Contexte, parametres: Mapping[str, Any]) -> list[Page]:
    """The first local proposals on which the committee said nothing, in the document's order."""
    cle = contexte.choose(parametres, "territoire")
    dites = contexte.need_store().instructions.list(contexte.acteur)
    lues = with_decisions(contexte.donnees.table("propositions"), dites, cle)
    restent = lues[lues["decision"] == A_INSTRUIRE]
    puces = [
        Puce(str(p["intitule"]), str(p["id"])) for p in list_records(restent.head(EXAMEN_MAXIMUM))
    ]
    publiee = " publiée" * contexte.reads_partly(cle)
    page = _page(
        contexte,
        f"{plural(len(restent), 'proposition')} sur {len(lues)} sans décision{publiee}",
        f"instruction?territoire={cle}",
        surtitre=_count(restent, puces, "proposition", "premières du document"),
    )
    return _listed(page, puces, "Toutes les propositions locales sont examinées")


def compose_vote(contexte: Contexte, parametres: Mapping[str, Any]) -> list[Page]:
    """What the room of that code put first and was shown, else the last one that is read."""
    votes, salle = contexte.need_store().votes, str(parametres.get("salle", ""))
    lus = votes.shown(salle) if salle else list_records(votes.list(contexte.acteur))[::-1]
    vote = next((lu for lu in lus if lu["points"]), None)
    if vote is None:
        raise DiapoImpossible("Aucune salle n’a encore de résultat à montrer.")
    noms = contexte.donnees.table("propositions").set_index("id")["intitule"]
    puces = [Puce(noms.get(c, c), fort=f"{dit} – ") for c, dit in tell_points(vote).items()]
    chapeau = f"{vote['question']} {tell_stamp(vote)}. {RESERVE}"
    page = _page(contexte, "Priorités exprimées en salle", "propositions", chapeau=chapeau)
    return _listed(page, puces, "")


def _cells(contexte: Contexte, territoire: str) -> Bloc:
    """Météo of each engagement in a territory that has its cells."""
    niveau = contexte.niveaux.get(territoire, "")
    if niveau not in suivi.NIVEAUX:
        return Texte((SANS_COMITE,))
    cellules = contexte.revue(niveau).cellules
    siennes = cellules[cellules["territoire"] == territoire]
    return suivi.table_cells(
        contexte, siennes, {"engagement": 50, "meteo": 34, "nombre": 16}, SUIVI
    )
