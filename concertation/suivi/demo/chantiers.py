"""Actions with their money, and indicators with their measures, of the fictional life."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from concertation.declarations.action import ACTION
from concertation.declarations.financement import FINANCEMENT, NATURE
from concertation.declarations.indicateur import INDICATEUR
from concertation.declarations.mesure import CONTESTATION, MESURE
from concertation.suivi.demo import textes
from concertation.suivi.demo.scene import SEANCES, Comite, Scene

# What these stories tell themselves; the declarations imagine the other fields.
FINANCES = ("action_id", "financeur", "montant", "periode", "nature")
INDIQUES = (
    "libelle", "engagement", "composante", "territoire", "unite", "valeur_initiale",
    "date_initiale", "source_initiale", "cible", "date_cible", "source_cible",
)  # fmt: skip
MESURES = ("indicateur_id", "valeur", "date", "source")

# How an action ends: its states, session after session, and the end of its term in days before
# the day of reference (negative: after it).
FINS: tuple[tuple[str, tuple[str, ...], int], ...] = (
    ("retard", ("en_cours",), 60),
    ("bloquee", ("en_cours", "bloquee"), -120),
    ("realisee", ("en_cours", "realisee"), 150),
    ("en_cours", ("en_cours",), -200),
    ("en_pause", ("en_cours", "en_pause"), -90),
    ("abandonnee", ("en_cours", "abandonnee"), 100),
    ("bloquee_en_retard", ("en_cours", "bloquee"), 30),
    ("a_venir", (), -300),
)
# What the life of a cell wants to show first.
_D_ABORD = {"contradiction": 1, "recul": 0, "silence": 6}
_ACTIONS_PAR_CELLULE = 3


def plan_actions(scene: Scene, comite: Comite, engagement: str, vie: str) -> None:
    """Three actions of a cell, begun one session after another."""
    for n in range(_ACTIONS_PAR_CELLULE):
        numero = _next(scene, "action")
        fin = FINS[_D_ABORD[vie]] if n == 0 and vie in _D_ABORD else FINS[numero % len(FINS)]
        rang = scene.hasard.randint(0, 3)
        geste = _create_action(scene, comite, engagement, numero, rang, fin)
        scene.plan(scene.session_day(comite, rang), 30, geste)


def _create_action(
    scene: Scene, comite: Comite, engagement: str, numero: int, rang: int,
    fin: tuple[str, tuple[str, ...], int],
) -> Callable[[], Any]:  # fmt: skip
    _, statuts, echeance = fin
    parties = scene.composantes.get(engagement, ())
    partie = parties[numero % len(parties)] if parties and numero % 4 else None
    lieux = [comite.territoire, *(cts.territoire for cts in comite.dedans)]
    lieu = lieux[numero % len(lieux)] if numero % 2 else comite.territoire
    sujet = f"\u00a0: {textes.shorten(partie['intitule'])}" if partie else ""
    geste = textes.GESTES[numero % len(textes.GESTES)]
    propositions = scene.hasard.sample(scene.locales, min(len(scene.locales), numero % 4))
    champs: dict[str, Any] = {
        "engagement": engagement,
        "composante": partie["id"] if partie else "",
        "territoire": lieu,
        "intitule": f"{geste}{sujet} (fictif)",
        "description": textes.DESCRIPTION if numero % 3 else "",
        "porteur": "" if numero % 5 == 0 else textes.person(20 + numero % 40),
        "partenaires": ", ".join(textes.organisation(numero % 7 + p) for p in range(numero % 3)),
        "debut": scene.day(scene.session_day(comite, rang) - 14),
        "fin": scene.day(echeance + numero % 25),
        "propositions": propositions,
    }
    champs |= ACTION.imagine(numero, (*champs, "statut"))
    lignes = [_amount(scene, numero, n) for n in range(numero % 3)]
    cree: list[int] = []
    for pas, statut in enumerate(statuts, start=1):
        jour = scene.session_day(comite, rang + 2 * pas)
        change = _change_status(scene, comite, cree, pas, statut, rang + 2 * pas)
        scene.plan(jour, 40, change)
    if numero % 13 == 5:
        dernier = len(statuts) + 1
        scene.plan(25, 0, lambda: scene.store.actions.withdraw(comite.acteur, cree[0], dernier))
        if numero % 2:
            scene.plan(
                24, 0, lambda: scene.store.actions.restore(comite.acteur, cree[0], dernier + 1)
            )

    def create() -> None:
        seance = comite.seances[rang]
        action = scene.store.actions.create(comite.acteur, seance_id=seance, **champs)
        cree.append(action["id"])
        for ligne in lignes:
            scene.store.financements.create(
                comite.acteur, action_id=action["id"], seance_id=seance, **ligne
            )
        if numero % 3:
            scene.a_publier.setdefault("action", []).append(action["id"])

    return create


def _change_status(
    scene: Scene, comite: Comite, cree: list[int], version: int, statut: str, rang: int
) -> Callable[[], Any]:
    def change() -> None:
        scene.store.actions.update(
            comite.acteur, cree[0], version, statut=statut, seance_id=comite.seances[rang]
        )
        scene.publish_again("action", cree[0])

    return change


def _amount(scene: Scene, numero: int, n: int) -> dict[str, Any]:
    return {
        "financeur": textes.organisation((numero + 3 * n) % 6 + 1),
        "montant": Decimal(scene.hasard.randint(200_000, 9_000_000)) / 100,
        "periode": str(scene.day(365 * ((numero + n) % 2)).year),
        "nature": NATURE.saisies[(numero // 3 + n) % len(NATURE.saisies)],
        **FINANCEMENT.imagine(numero + n, FINANCES),
    }


# What an indicator has: initial value, target, value of each measure (a share of the way).
SORTES: tuple[tuple[str, float | None, float | None, tuple[float, ...]], ...] = (
    ("hausse", 4, 40, (0.05, 0.2, 0.3, 0.5, 0.6, 0.72)),
    ("baisse", 60, 15, (0.0, 0.1, 0.25, 0.2, 0.4, 0.55)),
    ("sans_cible", 12, None, (0.1, 0.3, 0.5, 0.6)),
    ("hausse_depassee", 10, 25, (0.2, 0.6, 1.1)),
    ("sans_valeur_initiale", None, 30, (0.2, 0.35, 0.5)),
    ("baisse_a_contresens", 30, 10, (-0.1, -0.3)),
    ("sans_mesure", 3, 20, ()),
)


def plan_indicateurs(scene: Scene, comite: Comite, engagement: str, rang: int) -> None:
    """One indicator of the territory, and one in each of those inside when they alternate."""
    lieux = [comite, *(cts for k, cts in enumerate(comite.dedans) if (rang + k) % 2)]
    for lieu in lieux:
        numero = _next(scene, "indicateur")
        _plan_indicator(scene, lieu, engagement, numero, SORTES[numero % len(SORTES)])


def _plan_indicator(
    scene: Scene, comite: Comite, engagement: str, numero: int,
    sorte: tuple[str, float | None, float | None, tuple[float, ...]],
) -> None:  # fmt: skip
    _, initiale, cible, pas = sorte
    parties = scene.composantes.get(engagement, ())
    partie = parties[numero % len(parties)] if parties else None
    unite = partie["unite_observable"] if partie else ""
    jour = scene.session_day(comite, 1)
    champs: dict[str, Any] = {
        "engagement": engagement,
        "composante": partie["id"] if partie else "",
        "territoire": comite.territoire,
        "libelle": f"{(unite or 'suivi')[:1].upper()}{(unite or 'suivi')[1:]} (fictif)",
        "unite": "%" if numero % 4 == 3 else "unités",
        **INDICATEUR.imagine(numero, INDIQUES),
    }
    if initiale is not None:
        champs |= {"valeur_initiale": initiale, "date_initiale": scene.day(jour + 20),
                   "source_initiale": textes.SOURCE}  # fmt: skip
    if cible is not None:
        champs |= {"cible": cible, "date_cible": scene.day(-365), "source_cible": textes.SOURCE}
    cree: list[int] = []
    depart = initiale if initiale is not None else 5.0
    arrivee = cible if cible is not None else 30.0

    def create() -> None:
        ligne = scene.store.indicateurs.create(comite.acteur, **champs)
        cree.append(ligne["id"])
        if numero % 3:
            scene.a_publier.setdefault("indicateur", []).append(ligne["id"])

    scene.plan(jour, 50, create)
    debut = len(SEANCES) - len(pas)
    for n, part in enumerate(pas):
        valeur = round(depart + part * (arrivee - depart), 1)
        scene.plan(
            scene.session_day(comite, debut + n),
            55,
            _measure(scene, comite, cree, valeur, debut + n, numero + n),
        )


def _measure(
    scene: Scene, comite: Comite, cree: list[int], valeur: float, rang: int, numero: int
) -> Callable[[], Any]:
    def measure() -> None:
        jour = scene.day(scene.session_day(comite, rang))
        mesure = scene.store.mesures.add(
            comite.acteur, indicateur_id=cree[0], valeur=valeur, date=jour,
            source=textes.SOURCE, seance_id=comite.seances.get(rang),
            **MESURE.imagine(numero, MESURES),
        )  # fmt: skip
        if numero % 6 == 0:
            motif = textes.MOTIFS_CONTESTATION[numero // 6 % len(textes.MOTIFS_CONTESTATION)]
            scene.store.contestations.add(
                comite.acteur, mesure_id=mesure["id"], motif=motif,
                **CONTESTATION.imagine(numero, ("mesure_id", "motif")),
            )  # fmt: skip
        if numero % 17 == 3:
            scene.store.mesures.withdraw(comite.acteur, mesure["id"])
        scene.publish_again("indicateur", cree[0])

    return measure


def _next(scene: Scene, quoi: str) -> int:
    scene.compteurs[quoi] = scene.compteurs.get(quoi, -1) + 1
    return scene.compteurs[quoi]
