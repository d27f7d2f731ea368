"""One valid entry of each kind, to vary in tests."""

from typing import Any

from concertation.suivi import Acteur, Store
from tests.suivi.conftest import DIRECTION, ORNE


def add_point(store: Store, acteur: Acteur = ORNE, **autres: Any) -> dict[str, Any]:
    valeurs = {
        "engagement": "E1",
        "territoire": "D1",
        "date": "2026-03-01",
        "meteo": "appuis",
        "synthese": "Deux équipes.",
    }
    return store.points_etape.add(acteur, **{**valeurs, **autres})


def create_action(store: Store, acteur: Acteur = ORNE, **autres: Any) -> dict[str, Any]:
    valeurs = {"engagement": "E1", "territoire": "D1", "intitule": "Ouvrir une équipe"}
    return store.actions.create(acteur, **{**valeurs, **autres})


def create_financement(store: Store, acteur: Acteur = ORNE, **autres: Any) -> dict[str, Any]:
    action_id = autres.pop("action_id", None) or create_action(store)["id"]
    valeurs = {"action_id": action_id, "financeur": "Agence", "montant": "12500.50"}
    return store.financements.create(acteur, **{**valeurs, **autres})


def create_indicateur(store: Store, acteur: Acteur = ORNE, **autres: Any) -> dict[str, Any]:
    valeurs = {"engagement": "E1", "territoire": "D1", "libelle": "Équipes"}
    return store.indicateurs.create(acteur, **{**valeurs, **autres})


def add_mesure(store: Store, acteur: Acteur = ORNE, **autres: Any) -> dict[str, Any]:
    indicateur_id = autres.pop("indicateur_id", None) or create_indicateur(store)["id"]
    valeurs = {
        "indicateur_id": indicateur_id,
        "valeur": 4.5,
        "date": "2026-02-01",
        "source": "Agence",
    }
    return store.mesures.add(acteur, **{**valeurs, **autres})


def decide(store: Store, acteur: Acteur = ORNE, **autres: Any) -> list[dict[str, Any]]:
    valeurs = {"propositions": ["P1"], "territoire": "D1", "decision": "retenue"}
    return list(store.instructions.decide(acteur, **{**valeurs, **autres}))


def create_transmission(store: Store, acteur: Acteur = DIRECTION, **autres: Any) -> dict[str, Any]:
    return store.transmissions.create(acteur, **{"proposition": "N1", **autres})


def create_seance(store: Store, acteur: Acteur = ORNE, **autres: Any) -> dict[str, Any]:
    valeurs = {"territoire": "D1", "date": "2026-03-02", "presents": "Anne, Zoé"}
    return store.seances.create(acteur, **{**valeurs, **autres})


def create_point(store: Store, acteur: Acteur = ORNE, **autres: Any) -> dict[str, Any]:
    seance_id = autres.pop("seance_id", None) or create_seance(store)["id"]
    return store.points.create(acteur, seance_id=seance_id, **{"titre": "Un point", **autres})


def create_presence(store: Store, acteur: Acteur = ORNE, **autres: Any) -> dict[str, Any]:
    seance_id = autres.pop("seance_id", None) or create_seance(store)["id"]
    return store.presences.create(acteur, seance_id=seance_id, **{"nom": "Zoé", **autres})


def create_avis(store: Store, acteur: Acteur = ORNE, **autres: Any) -> dict[str, Any]:
    valeurs = {"territoire": "D1", "aupres_de": "Agence", "question": "Qu’en pensez-vous ?"}
    return store.avis.create(acteur, **{**valeurs, **autres})


def create_vote(store: Store, acteur: Acteur = ORNE, **autres: Any) -> dict[str, Any]:
    seance_id = autres.pop("seance_id", None) or create_seance(store)["id"]
    valeurs = {"question": "Que faire d’abord ?", "lie": "P1 | P2", "salle": "abcdefgh"}
    valeurs |= {"etat": "ouvert", "mode": "points"}
    return store.votes.create(acteur, seance_id=seance_id, **{**valeurs, **autres})


def create_lien(store: Store, acteur: Acteur = DIRECTION, **autres: Any) -> dict[str, Any]:
    valeurs = {
        "origine_type": "proposition", "origine": "P1", "cible_type": "action", "cible": "ACT-1",
        "justification": "Même objet.",
    }  # fmt: skip
    return store.liens.create(acteur, **{**valeurs, **autres})


def create_diaporama(store: Store, acteur: Acteur = DIRECTION, **autres: Any) -> dict[str, Any]:
    valeurs = {"cle": "bilan", "titre": "Bilan", "contenu": '{"diapos":[]}'}
    return store.diaporamas.create(acteur, **{**valeurs, **autres})


def fill(store: Store) -> None:
    """Something in every table."""
    seance = create_seance(store, etat="ouverte")
    add_point(store, seance_id=seance["id"])
    store.points_etape.withdraw(ORNE, add_point(store, engagement="E2")["id"])
    action = create_action(store, propositions=["P2", "P1"], seance_id=seance["id"])
    create_financement(store, action_id=action["id"])
    store.actions.update(ORNE, action["id"], 1, description="<script>=1+1</script>\n\té\U0001f600")
    mesure = add_mesure(store)
    store.contestations.add(ORNE, mesure_id=mesure["id"], motif="Comptée deux fois")
    decide(store, propositions=["P1", "P2"])
    create_transmission(store)
    create_point(store, seance_id=seance["id"], issue="reporte", pour=3)
    create_presence(store, seance_id=seance["id"], etat="presente")
    create_avis(store, seance_id=seance["id"], echeance="2026-03-09")
    create_vote(store, seance_id=seance["id"], votants=3, points='{"P1":2}')
    create_lien(store)
    create_diaporama(store, fige_le="2026-03-01", pages="[]", pages_completes="[]")
    store.publications.publish(DIRECTION, "action", action["id"])


CREATIONS = {
    "point_etape": add_point,
    "action": create_action,
    "financement": create_financement,
    "indicateur": create_indicateur,
    "mesure": add_mesure,
    "instruction": lambda store, *args, **autres: decide(store, *args, **autres)[0],
    "transmission": create_transmission,
    "seance": create_seance,
    "point": create_point,
    "presence": create_presence,
    "avis": create_avis,
    "vote": create_vote,
    "lien": create_lien,
    "diaporama": create_diaporama,
}
