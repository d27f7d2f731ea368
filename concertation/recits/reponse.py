"""What became of what was said: the answer of a proposal, of an engagement, of a territory.

Told once: screens, sheets on A4, slides and telephones lay out the same sections.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from concertation.analyse.chaine.graphe import FAIBLE, Noeud
from concertation.analyse.feuille_route.lecture import NON_PRECISE
from concertation.analyse.lignes import find_row, list_records
from concertation.analyse.mots.absences import tell_absence
from concertation.analyse.mots.formats import format_date, is_empty, plural
from concertation.analyse.mots.textes import split_liste
from concertation.analyse.ordre import theme_names
from concertation.analyse.provenance import tell_moment
from concertation.analyse.territoires.noms import name_territoire, territoire_names
from concertation.declarations.instruction import A_INSTRUIRE, DECISION, INSTRUCTION
from concertation.declarations.portee import PORTEE
from concertation.declarations.transmission import ETAT_TRANSMISSION, TRANSMISSION
from concertation.donnees import soft_table
from concertation.graphiques.dessins.frise_faits import date_words
from concertation.recits import suites
from concertation.recits.blocs import Liste, Puce, Section, Texte, cut_section, list_section
from concertation.recits.champs import tell_fields
from concertation.recits.contexte import Contexte
from concertation.recits.proches import Proches, reach_near, tell_proches
from concertation.recits.reperes import PERIODE, play_roles
from concertation.recits.votes import tell_priorites

Ligne = Mapping[str, Any]
LIGNES, LIGNES_FAIT = 4, 3
FAIT, PUBLIES = "Ce que les comités ont fait", "Ce qui est publié et s’en rapproche"
DITS = ("proposition", "territoire", "decision", "motif")
TRANSMIS = ("proposition", "etat", "destinataire", "date", "reponse", "date_reponse")


@dataclass(frozen=True, kw_only=True)
class Reponse:
    """`dite` is what was said, `reponse` what was answered, then what was done, what is published
    beside it, the dates, what comes next."""

    titre: str
    dite: Section
    reponse: Section
    fait: Section
    proches: tuple[Proches, ...] = ()
    frise: Section
    suite: Section
    sources: tuple[str, ...]
    cibles: tuple[tuple[str, str | None], ...]

    @property
    def all_cibles(self) -> tuple[tuple[str, str | None], ...]:
        """With those of what stands beside it, where its results are shown."""
        return (*self.cibles, *(cible for proches in self.proches for cible in proches.cibles))

    @property
    def brief(self) -> tuple[Section, ...]:
        """For one page: the answer whole, the rest in its first lines, what is left out counted."""
        beside = (cut_section(p.section(), LIGNES, "autres, à l’écran") for p in self.proches)
        fait = cut_section(self.fait, LIGNES_FAIT, "autres, à l’écran")
        frise = cut_section(self.frise, LIGNES, "autres dates, à l’écran")
        return (self.dite, self.reponse, fait, *beside, frise, self.suite)


def tell_proposition(contexte: Contexte, cle: str) -> Reponse:
    """The answer of a known proposal."""
    donnees, noeud = contexte.donnees, Noeud("proposition", cle)
    ligne = dict(find_row(donnees.table("propositions"), cle))  # type: ignore[arg-type]
    locale = ligne["portee"] in PORTEE.which("instruite")
    faits = suites.published_facts(donnees, ligne["portee"])
    lieux = list(territoire_names(donnees)) if locale else []
    actions = _actions_of(contexte, cle)
    reponse, ouvertes, dates = (
        _decisions(contexte, cle, lieux) if locale else _transmissions(contexte, cle, faits)
    )
    # Beside what committees said, after it; never in the place of an answer.
    priorites = tuple(tell_priorites(contexte, cle))
    if priorites and reponse.blocs:
        reponse = replace(reponse, blocs=(*reponse.blocs, Texte(priorites)))
        priorites = ()
    proches = tell_proches(contexte, noeud, "aval", PUBLIES)
    evenements = (
        *tell_said(contexte), *_facts(faits), *dates, *suites.action_events(contexte, actions),
        *published_dates(contexte, noeud),
    )  # fmt: skip
    sources = [ligne["source"], *(f["source"] for f in faits), *proches.sources]
    return Reponse(
        titre=f"Proposition {cle}",
        dite=_wording(contexte, ligne, priorites),
        reponse=reponse,
        fait=tell_done(contexte, actions),
        proches=(proches,),
        frise=suites.tell_frise(evenements),
        suite=suites.tell_suite(contexte, lieux, ouvertes, [ligne["source"]]),
        sources=tuple(dict.fromkeys(sources)),
        cibles=(("propositions", cle), ("liens", None)),
    )


def _wording(contexte: Contexte, ligne: Ligne, priorites: Iterable[str]) -> Section:
    """The words of the document, then where and when they were said, what rooms put first."""
    points = Liste(tuple(Puce(point) for point in split_liste(ligne["sous_points"])))
    theme = theme_names(soft_table(contexte.donnees, "themes")).get(ligne["theme"], ligne["theme"])
    ou = f"Proposition {PORTEE.mot(ligne['portee']).lower()}, {theme}"
    quand = "".join(f", issue des {e.quoi.lower()}, {e.quand}" for e in tell_said(contexte))
    blocs = (Texte((str(ligne["intitule"]),), "citation"), *((points,) if points.puces else ()))
    phrase = f"{ou}{quand} ; atelier d’origine non publié."
    return Section("Ce qui a été dit", (*blocs, Texte((phrase, *priorites))))


def tell_said(contexte: Contexte) -> Iterator[suites.Evenement]:
    """When the workshops were held."""
    nombre = len(soft_table(contexte.donnees, "ateliers"))
    mots = plural(nombre, "atelier") if nombre else "ateliers"
    for periode in play_roles(contexte.donnees, PERIODE):
        if not is_empty(periode["date"]):
            yield suites.Evenement(str(periode["date"])[:10], tell_moment(periode), mots)


def _facts(faits: Iterable[Ligne]) -> Iterator[suites.Evenement]:
    for fait in faits:
        jour = fait["date"] if is_empty(fait["date_fin"]) else fait["date_fin"]
        if not is_empty(jour):
            yield suites.Evenement(str(jour)[:10], tell_moment(fait), str(fait["libelle"]))


def published_dates(contexte: Contexte, noeud: Noeud) -> Iterator[suites.Evenement]:
    """Dated facts of the published actions that no weak reading is needed to reach."""
    atteints = reach_near(contexte.graphe, noeud, "aval", ("action",))
    actions = {n.id for n, atteint in atteints.items() if atteint.force != FAIBLE}
    for fait in list_records(soft_table(contexte.donnees, "faits")):
        if actions & set(split_liste(fait["action"])):
            yield suites.Evenement(str(fait["date"])[:10], date_words(fait), str(fait["libelle"]))


Dite = tuple[Section, list[str], list[suites.Evenement]]
"""The answer, the questions that it leaves open, its dates."""
TITRE = "La réponse"


def _decisions(contexte: Contexte, cle: str, lieux: list[str]) -> Dite:
    """What each committee decided, those that said nothing together."""
    if contexte.store is None:
        return Section(TITRE, vide=contexte.unreadable), [], []
    lues = contexte.store.instructions.list(contexte.acteur, proposition=cle)
    dites, jours = {str(d["territoire"]): d for d in list_records(lues)}, session_days(contexte)
    ordre = sorted(dites, key=lambda lieu: lieux.index(lieu) if lieu in lieux else len(lieux))
    puces = [tell_decision(contexte, dites[lieu], jours) for lieu in ordre]
    puces += tell_silent(contexte, "examinee", [lieu for lieu in lieux if lieu not in dites])
    ouvertes = [
        f"{name_territoire(contexte.donnees, lieu)}, {DECISION.mot(d['decision']).lower()}"
        + f" ({d['note'].strip()})" * bool(d["note"].strip())
        for lieu, d in dites.items()
        if d["decision"] not in (*DECISION.which("repris"), *DECISION.which("motive"))
    ]
    decidees = sum(d["decision"] != A_INSTRUIRE for d in dites.values())
    compte = f"{tell_absence('repondu', contexte.reads_partly())} : {decidees} sur {len(lieux)}."
    blocs = (Liste(tuple(puces)), Texte((compte,), "discret"))
    evenements: list[suites.Evenement] = []
    for lieu in ordre:
        mot = DECISION.mot(dites[lieu]["decision"]).lower()
        mots = f"{name_territoire(contexte.donnees, lieu)} : {mot}"
        evenements += suites.happened(_day_of(dites[lieu], jours)[0], mots)
    section = Section(TITRE, blocs if puces else (), contexte.absence("decision"))
    return section, ouvertes, evenements


def tell_silent(contexte: Contexte, absence: str, lieux: Iterable[str]) -> list[Puce]:
    """The committees that said nothing, together when the same is said of them."""
    muets: dict[str, list[str]] = {}
    for lieu in lieux:
        mots = contexte.absence(absence, lieu)
        muets.setdefault(mots, []).append(name_territoire(contexte.donnees, lieu))
    return [Puce(mots, fort=", ".join(noms) + " : ") for mots, noms in muets.items()]


def tell_decision(
    contexte: Contexte, decision: Ligne, jours: Mapping[int, Any], ici: str = ""
) -> Puce:
    """« Orne, comité du 12 mars 2027 : retenue — le besoin est établi. »"""
    jour, organe = _day_of(decision, jours)
    quand = f"{organe} du {format_date(jour)}"
    lieu = name_territoire(contexte.donnees, str(decision["territoire"]))
    motif = str(decision["motif"]).strip() or "motif non renseigné"
    autres = [quand] if ici else []
    autres += tell_fields(INSTRUCTION, "fiche", decision, DITS)
    suite = f" ({' ; '.join(autres)})" if autres else ""
    mot = DECISION.mot(decision["decision"]).lower()
    return Puce(f"{mot} — {motif}{suite}", fort=f"{ici or f'{lieu}, {quand}'} : ")


def session_days(contexte: Contexte) -> dict[int, Any]:
    """The day of each session that this person may read."""
    seances = contexte.need_store().seances.list(contexte.acteur)
    return dict(zip(seances["id"].tolist(), seances["date"].tolist(), strict=True))


def _day_of(decision: Ligne, jours: Mapping[int, Any]) -> tuple[Any, str]:
    """The day of a decision and its body: the session it was taken in, else its record."""
    if not is_empty(decision["seance_id"]) and int(decision["seance_id"]) in jours:
        return jours[int(decision["seance_id"])], "comité"
    return decision["modifie_le"], "comité, décision enregistrée"


def _transmissions(contexte: Contexte, cle: str, faits: list[Ligne]) -> Dite:
    """What the documents say of all of them, then to whom this one was sent and what came back."""
    puces = [Puce(f"« {f['extrait']} »", fort=f"{suites.fact_words(f)} : ") for f in faits]
    if contexte.store is None:
        puces.append(Puce(contexte.unreadable))
        return Section(TITRE, (Liste(tuple(puces)),)), [], []
    lues = list_records(contexte.store.transmissions.list(contexte.acteur, proposition=cle))
    puces += [tell_transmission(t, contexte.reads_partly()) for t in lues]
    if not lues:
        puces.append(Puce(contexte.absence("transmission")))
    evenements: list[suites.Evenement] = []
    for t in lues:
        evenements += suites.happened(t["date"], f"Transmise à {t['destinataire'] or NON_PRECISE}")
        evenements += suites.happened(t["date_reponse"], "Réponse reçue")
    attend = [
        f"réponse attendue : {t['destinataire'].strip() or NON_PRECISE}"
        for t in lues
        if t["etat"] in ETAT_TRANSMISSION.which("envoye") and not t["reponse"].strip()
    ]
    return Section(TITRE, (Liste(tuple(puces)),)), attend, evenements


def tell_transmission(transmission: Ligne, partiel: bool) -> Puce:
    """« Réponse reçue – Ministère, le 3 mars 2027 : … »."""
    t = transmission
    tete = [ETAT_TRANSMISSION.mot(t["etat"])]
    tete += [f"à {t['destinataire'].strip()}"] if t["destinataire"].strip() else []
    tete += [f"le {format_date(t['date'])}"] if not is_empty(t["date"]) else []
    quand = "" if is_empty(t["date_reponse"]) else f" du {format_date(t['date_reponse'])}"
    reponse = t["reponse"].strip()
    suite = f"réponse{quand} — {reponse}" if reponse else tell_absence("reponse", partiel)
    sous = " · ".join(tell_fields(TRANSMISSION, "releve", t, TRANSMIS))
    return Puce(suite, "", (sous,) if sous else (), f"{', '.join(tete)} : ")


def _actions_of(contexte: Contexte, proposition: str) -> pd.DataFrame:
    """The committees' actions that come from a proposal."""
    if contexte.store is None:
        return pd.DataFrame()
    actions = contexte.store.actions.list(contexte.acteur)
    garde = [proposition in split_liste(cellule) for cellule in actions["propositions"].tolist()]
    return actions[pd.array(garde, dtype="bool")]


def tell_done(
    contexte: Contexte,
    actions: pd.DataFrame,
    ici: str = "",
    titre: str = FAIT,
    entier: bool = False,
) -> Section:
    """What committees do, action by action (see `tell_actions`)."""
    if contexte.store is None:
        return Section(titre, vide=contexte.unreadable)
    puces = suites.tell_actions(contexte, actions, ici, entier)
    return list_section(titre, puces, contexte.absence("action", ici))
