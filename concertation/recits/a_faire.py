"""« À faire »: what waits for a person, each thing with the screen where it is done."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from concertation.analyse.avancement.cellules import mark_alerts
from concertation.analyse.avancement.instruction import with_decisions
from concertation.analyse.avancement.tendances import compare_meteos
from concertation.analyse.lignes import list_records
from concertation.analyse.mots.formats import format_date, plural
from concertation.declarations import OBJET
from concertation.declarations.action import STATUT
from concertation.declarations.instruction import A_INSTRUIRE
from concertation.declarations.veille import MOTIF_ATTENTION
from concertation.donnees import soft_table
from concertation.recits.avis import sort_avis, tell_asked
from concertation.recits.blocs import Typeset
from concertation.recits.contexte import Contexte
from concertation.recits.revue import tell_state
from concertation.recits.suivi import inside

Params = Mapping[str, str | Sequence[str]]
SEANCES_MONTREES = 3
REPONSE = "reponse_recue"
# What is published row by row: the verbs that read it, the screen where that is done.
A_PUBLIER = {
    "action": ("actions", "plan_action"), "point_etape": ("points_etape", "engagements"),
    "indicateur": ("indicateurs", "indicateurs"), "instruction": ("instructions", "instruction"),
    "seance": ("seances", "comite"),
}  # fmt: skip


@dataclass(frozen=True)
class Tache(Typeset):
    """One thing to do: what, what is known of it, the words of its button, where it is done."""

    titre: str
    detail: str
    geste: str
    ecran: str
    params: Params = field(default_factory=dict)


def tell_comite(contexte: Contexte, territoire: str, attention: pd.DataFrame) -> Iterator[Tache]:
    """What waits for the committee of a territory, its session first."""
    store, acteur, ici = contexte.need_store(), contexte.acteur, {"territoire": territoire}
    yield _next_session(contexte, territoire)
    dites = store.instructions.list(acteur, territoire=territoire)
    propositions = with_decisions(soft_table(contexte.donnees, "propositions"), dites, territoire)
    if reste := int((propositions["decision"] == A_INSTRUIRE).sum()):
        mots = plural(reste, "proposition à examiner", "propositions à examiner")
        detail = f"sur {len(propositions)} propositions locales"
        yield Tache(mots, detail, "Décider", "instruction", {**ici, "decision": A_INSTRUIRE})
    tard, bloque = {"retard": "oui"}, {"statut": next(iter(STATUT.which("bloque")), "")}
    # Counted as the plan where they are changed counts them, told by the gravest.
    actions = store.actions.list(acteur, territoire=inside(contexte, territoire))
    siennes, motifs = mark_alerts(actions, contexte.jour), {"bloquee": bloque, "en_retard": tard}
    for marque, params in motifs.items():
        cles, motif = siennes.loc[siennes[marque], "id"], marque.removeprefix("en_")
        dites = attention[(attention["objet"] == "action") & attention["objet_id"].isin(cles)]
        suite = ("Mettre à jour", "plan_action", {**ici, **params}, len(cles))
        yield from _points(dites, motif, *suite)
    muets = attention[attention["motif"] == "silence"]
    cellule = list_records(muets.head(1))
    premier = {nom: str(c[nom]) for c in cellule for nom in ("engagement", "territoire")}
    yield from _points(muets, "silence", "Écrire un point", "engagements", premier)
    lettres = store.transmissions.list(acteur, etat=REPONSE)
    if len(lettres):
        mots = plural(len(lettres), "réponse reçue", "réponses reçues")
        params = {**ici, "partie": "nationales", "decision": REPONSE}
        detail = ", ".join(sorted(set(lettres["proposition"])))
        yield Tache(mots, detail, "Lire", "instruction", params)
    _, dus, recus = sort_avis(store.avis.list(acteur, territoire=territoire), contexte.jour)
    for siens, geste, *noms in (
        (recus, "Lire", "avis reçu", "avis reçus"),
        (dus, "Relancer", "relance à faire", "relances à faire"),
    ):
        for dernier in list_records(siens)[-1:]:
            phrase = f"{dernier['aupres_de']} : {tell_asked(contexte, dernier)}"
            yield Tache(plural(len(siens), *noms), phrase, geste, "comite", {**ici, "avis": "oui"})


def tell_direction(contexte: Contexte, attention: pd.DataFrame) -> Iterator[Tache]:
    """What waits for the direction: contradictions, silence, publication, the next sessions."""
    store = contexte.need_store()
    for demande in list_records(sort_avis(store.avis.list(contexte.acteur), contexte.jour)[0]):
        lieu, params = contexte.name_place(demande), {"territoire": demande["territoire"]}
        yield Tache(f"Décision demandée – {lieu}", tell_asked(contexte, demande), "Répondre",
                    "comite", {**params, "avis": "oui"})  # fmt: skip
    for motif in ("contradiction", "retard", "silence"):
        siens = attention[attention["motif"] == motif]
        yield from _points(siens, motif, "Les voir", "engagements", {"motif": motif})
    for objet, (verbes, ecran) in A_PUBLIER.items():
        lignes, parlees = getattr(store, verbes), objet == "point_etape"
        # Of a cell, its last word, as the screen that publishes has it.
        frame = (lignes.latest if parlees else lignes.list)(contexte.acteur)
        attend = ~frame["publie"]
        if "version" in frame:  # what is only ever added has none
            attend |= (frame["version_publiee"] != frame["version"]).fillna(True)
        if attend.any():
            mots = f"À publier : {OBJET[objet].lower()} ({attend.sum()})"
            params = {"revue": "publier"} if parlees else {}
            yield Tache(mots, f"sur {len(frame)}", "Publier", ecran, params)
    for seance in _upcoming(store.seances.list(contexte.acteur), contexte.jour)[:SEANCES_MONTREES]:
        yield _session(contexte, seance, "L’ouvrir")


def tell_engagements(contexte: Contexte, avant: pd.DataFrame) -> Iterator[Tache]:
    """Each engagement over the territories, and its trend since last words of before (`avant`)."""
    revue = contexte.revue("departement")
    if not any(revue.cellules["meteo"]):
        dit = f"{plural(len(contexte.engagements), 'engagement')}, {contexte.absence('aucun')}"
        yield Tache(dit, contexte.absence("point"), "Commencer", "engagements")
        return
    sens = compare_meteos(avant, revue.points)
    for cle, titre in contexte.engagements.items():
        meteos = revue.cellules.loc[revue.cellules["engagement"] == cle, "meteo"]
        detail, ici = tell_state(meteos, sens.get(cle, (0, 0))), {"engagement": cle}
        yield Tache(f"{cle} – {titre}", detail, f"Voir {cle}", "engagements", ici)


def _points(
    lignes: pd.DataFrame, motif: str, geste: str, ecran: str, params: Params, nombre: int = 0
) -> Iterator[Tache]:
    """The points d'attention of a motive, told by the first; `nombre` when there are more."""
    if nombre := nombre or len(lignes):
        mots = f"{MOTIF_ATTENTION.mot(motif)} : {nombre}"
        yield Tache(mots, next(iter(lignes["phrase"]), ""), geste, ecran, params)


def _next_session(contexte: Contexte, territoire: str) -> Tache:
    seances = contexte.need_store().seances.list(contexte.acteur)
    seances = seances[seances["territoire"].isin(inside(contexte, territoire))]
    for seance in list_records(seances[seances["etat"] == "ouverte"])[-1:]:
        return _session(contexte, seance, "Tenir")
    for seance in _upcoming(seances, contexte.jour)[:1]:
        return _session(contexte, seance, "Préparer")
    detail, params = "son ordre du jour se fait de ce qui est ouvert", {"seance": "nouvelle"}
    return Tache("Aucune séance prévue", detail, "Préparer une séance", "comite",
                 {"territoire": territoire, **params})  # fmt: skip


def _session(contexte: Contexte, seance: Mapping[str, Any], geste: str) -> Tache:
    """« Séance dans 12 jours »."""
    jours = (pd.Timestamp(seance["date"]).date() - contexte.jour).days
    quand = {0: "aujourd’hui", 1: "demain"}.get(jours, f"dans {jours} jours")
    titre = "Séance ouverte" if seance["etat"] == "ouverte" else f"Séance {quand}"
    detail = f"{contexte.name_place(seance)}, {format_date(seance['date'])}"
    params = {"territoire": str(seance["territoire"]), "seance": str(seance["id"])}
    return Tache(titre, detail, geste, "comite", params)


def _upcoming(seances: pd.DataFrame, jour: dt.date) -> list[dict[str, Any]]:
    """The sessions that are prepared and still to come, the nearest first."""
    viennent = (seances["etat"] == "preparee") & (seances["date"] >= pd.Timestamp(jour))
    return list_records(seances[viennent].sort_values(["date", "id"]))
