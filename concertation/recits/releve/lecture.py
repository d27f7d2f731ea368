"""What a session recorded, gathered from the store and the published files."""

import datetime as dt
from collections import defaultdict
from typing import Any

import pandas as pd

from concertation.donnees import DonneeIndisponible, Donnees
from concertation.recits.releve.modele import Entrees, Releve
from concertation.recits.releve.recit import build_releve
from concertation.suivi import Acteur, Store

PAGE = 500


def load_releve(
    store: Store, acteur: Acteur, donnees: Donnees, seance_id: int, edition: dt.date
) -> Releve:
    """The minutes of a session as this person may read it; raises `Introuvable`.

    An entry belongs to the session when it was made in it, or changed in it (the journal says so;
    a reader, who has no journal, only gets the first).
    """
    seance = store.seances.get(acteur, seance_id)
    entrees = load_entrees(store, acteur, donnees, seance)
    metadonnees = donnees.metadonnees
    territoires = entrees.territoires
    noms = dict(zip(territoires["id"], territoires["nom"], strict=True)) if len(territoires) else {}
    return build_releve(
        seance,
        entrees,
        territoire=str(noms.get(seance["territoire"], seance["territoire"])),
        consultation=str(metadonnees.get("nom") or metadonnees.get("title") or ""),
        edition=edition,
        fictif=store.fictif,
        noms=not acteur.reads_public_only,
    )


def load_entrees(store: Store, acteur: Acteur, donnees: Donnees, seance: dict[str, Any]) -> Entrees:
    """The entries of a session's row, with the files that put words on them."""
    seance_id = int(seance["id"])
    touches, ailleurs = _touched(store, acteur, seance_id)
    lieux = set(store.references.descendants([str(seance["territoire"])])) | ailleurs
    actions = store.actions.list(acteur, territoire=lieux)
    argent = store.financements.list(acteur, territoire=lieux)
    # Money that moved brings its action along, with all of its money.
    payees = argent.loc[argent["id"].isin(touches["financement"]), "action_id"]
    actions = _bound(actions, seance_id, touches["action"] | set(payees))
    instructions = store.instructions.list(acteur, territoire=lieux)
    mesures = store.mesures.list(acteur, territoire=lieux)
    transmissions = store.transmissions.list(acteur)
    return Entrees(
        points=store.points_etape.list(acteur, seance_id=seance_id),
        instructions=_bound(instructions, seance_id, touches["instruction"]),
        actions=actions,
        financements=argent[argent["action_id"].isin(actions["id"])],
        transmissions=_bound(transmissions, seance_id, touches["transmission"]),
        mesures=_bound(mesures, seance_id, set()),
        indicateurs=store.indicateurs.list(acteur, territoire=lieux),
        propositions=_published(donnees, "propositions"),
        engagements=_published(donnees, "engagements"),
        territoires=_published(donnees, "territoires"),
    )


def _touched(
    store: Store, acteur: Acteur, seance_id: int
) -> tuple[defaultdict[str, set[int]], set[str]]:
    """Ids of what the journal binds to the session, by table, and their territories."""
    touches: defaultdict[str, set[int]] = defaultdict(set)
    lieux: set[str] = set()
    avant: int | None = None
    while True:
        page = store.journal.list(acteur, {"seance_id": seance_id}, PAGE, avant)
        for objet, identifiant in zip(page["objet"], page["objet_id"], strict=True):
            touches[str(objet)].add(int(identifiant))
        lieux |= set(page["territoire"]) - {""}
        if len(page) < PAGE:
            return touches, lieux
        avant = int(page["id"].iloc[-1])


def _bound(frame: pd.DataFrame, seance_id: int, touches: set[int]) -> pd.DataFrame:
    return frame[(frame["seance_id"] == seance_id).fillna(False) | frame["id"].isin(touches)]


def _published(donnees: Donnees, nom: str) -> pd.DataFrame:
    try:
        return donnees.table(nom)
    except DonneeIndisponible:
        return pd.DataFrame()
