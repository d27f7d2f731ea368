"""A deck that the direction keeps for its next review."""

import json
from typing import Any

from concertation.suivi.demo.scene import DIRECTION, Scene

JOURS, MINUTES = 40, 50


def plan_diaporamas(scene: Scene) -> None:
    """One deck, made some weeks before the last day."""
    diapos: list[dict[str, Any]] = [
        {"id": "d1", "genre": "titre", "parametres": {"titre": "Revue d'automne (fictif)"}},
        {"id": "d2", "genre": "revue", "parametres": {"niveau": "departement"}},
        {"id": "d3", "genre": "attention", "notes": "Exemple fictif : le plus grave d'abord."},
        {"id": "d4", "genre": "sources"},
    ]
    contenu = {
        "format": "concertation-diaporama",
        "version": 1,
        "id": "revue-d-automne",
        "titre": "Revue d'automne (fictif)",
        "diapos": diapos,
    }

    def create() -> None:
        scene.store.diaporamas.create(
            DIRECTION,
            cle="revue-d-automne",
            titre="Revue d'automne (fictif)",
            contenu=json.dumps(contenu, ensure_ascii=False),
        )

    scene.plan(JOURS, MINUTES, create)
