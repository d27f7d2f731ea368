"""Actions with their money, and indicators with their measures, of the fictional life."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from concertation.declarations.action import NATURE, STATUT
from concertation.suivi.demo import textes
from concertation.suivi.demo.scene import DIRECTION, SEANCES, Comite, Histoire, Scene
from concertation.suivi.demo.textes import DITS

# How an action ends: its states, session after session, and the end of its term in days before
# the day of reference (negative: after it).
FINS: dict[str, tuple[tuple[str, ...], int]] = {
    "retard": (("en_cours",), 60),
    "bloquee": (("en_cours", "bloquee"), -120),
    "realisee": (("en_cours", "realisee"), 150),
    "en_cours": (("en_cours",), -200),
    "en_pause": (("en_cours", "en_pause"), -90),
    "abandonnee": (("en_cours", "abandonnee"), 100),
    "bloquee_en_retard": (("en_cours", "bloquee"), 30),
    "a_venir": ((), -300),
}
# A status that no end above tells ends an action too.
FINS |= {
    code: (("en_cours", code), -60)
    for code in STATUT.saisies
    if code != STATUT.depart and all(code not in statuts for statuts, _ in FINS.values())
}
# What the life of a cell wants to show first.
_D_ABORD = {"contradiction": "bloquee", "recul": "retard", "silence": "bloquee_en_retard"}
# What an indicator has: initial value, target, value of each measure (a share of the way).
SORTES: tuple[tuple[float | None, float | None, tuple[float, ...]], ...] = (
    (4, 40, (0.05, 0.2, 0.3, 0.5, 0.6, 0.72)),
    (60, 15, (0.0, 0.1, 0.25, 0.2, 0.25, 0.3)),  # late on its way
    (12, None, (0.1, 0.3, 0.5, 0.6)),
    (10, 25, (0.2, 0.6, 1.1)),  # beyond its target
    (None, 30, (0.2, 0.35, 0.5)),
    (30, 10, (-0.1, -0.3)),  # the wrong way
    (3, 20, ()),
)


def tell_actions(scene: Scene, comite: Comite, engagement: str, vie: str) -> None:
    """Three actions of a cell, begun one session after another."""
    for n in range(3):
        numero = next(scene.numeros["action"])
        fin = list(FINS)[numero % len(FINS)]
        fin = fin if n else _D_ABORD.get(vie, fin)
        scene.tell(_act(scene, comite, engagement, numero, fin))


def _act(scene: Scene, comite: Comite, engagement: str, numero: int, fin: str) -> Histoire:
    statuts, echeance = FINS[fin]
    rang = scene.hasard.randint(0, 3)
    parties = scene.composantes[engagement]
    partie = parties[numero % len(parties)] if parties and numero % 4 else None
    lieux = [comite.territoire, *(cts.territoire for cts in comite.dedans)]
    sujet = f"\u00a0: {textes.shorten(partie['intitule'])}" if partie else ""
    champs: dict[str, Any] = {
        "engagement": engagement,
        "composante": partie["id"] if partie else "",
        "territoire": lieux[numero % len(lieux)] if numero % 2 else comite.territoire,
        "intitule": f"{DITS['GESTES'][numero % len(DITS['GESTES'])]}{sujet} (fictif)",
        "description": DITS["DESCRIPTION"] if numero % 3 else "",
        "porteur": "" if numero % 5 == 0 else textes.person(20 + numero % 40),
        "partenaires": ", ".join(textes.organisation(numero % 7 + p) for p in range(numero % 3)),
        "debut": scene.day(comite.session_day(rang) - 14),
        "fin": scene.day(echeance + numero % 25),
        "propositions": scene.hasard.sample(scene.locales, min(len(scene.locales), numero % 4)),
    }
    centimes = [scene.hasard.randint(200_000, 9_000_000) for _ in range(numero % 3)]

    yield comite.session_day(rang), 30
    seance = comite.seances[rang]
    action = scene.write("action", comite.acteur, numero, seance_id=seance, **champs)
    for n, montant in enumerate(centimes):
        scene.write(
            "financement", comite.acteur, numero + n, seance_id=seance, action_id=action,
            financeur=textes.organisation((numero + 3 * n) % 6 + 1),
            montant=Decimal(montant) / 100,
            periode=str(scene.day(365 * ((numero + n) % 2)).year),
            nature=NATURE.saisies[(numero // 3 + n) % len(NATURE.saisies)],
        )  # fmt: skip
    if numero % 3:
        scene.offer("action", action)
    actions = scene.store.actions
    for version, statut in enumerate(statuts, start=1):
        rang += 2
        yield comite.session_day(rang), 40
        seance = comite.seances[rang]
        actions.update(comite.acteur, action, version, statut=statut, seance_id=seance)
        scene.offer_again("action", action)
    if numero % 13 == 5:
        version = len(statuts) + 1
        yield 25, 0
        # Its sessions are closed: the committee can't hide what they tell.
        actions.withdraw(DIRECTION, action, version)
        if numero % 2:
            yield 24, 0
            actions.restore(DIRECTION, action, version + 1)


def tell_indicateurs(scene: Scene, comite: Comite, engagement: str, rang: int) -> None:
    """One indicator of the territory, and one in each of those inside when they alternate."""
    for lieu in (comite, *(cts for k, cts in enumerate(comite.dedans) if (rang + k) % 2)):
        scene.tell(_measure(scene, lieu, engagement, next(scene.numeros["indicateur"])))


def _measure(scene: Scene, comite: Comite, engagement: str, numero: int) -> Histoire:
    initiale, cible, pas = SORTES[numero % len(SORTES)]
    parties = scene.composantes[engagement]
    partie = parties[numero % len(parties)] if parties else {"id": "", "unite_observable": ""}
    unite = partie["unite_observable"] or "suivi"
    jour = comite.session_day(1)
    champs: dict[str, Any] = {
        "engagement": engagement,
        "composante": partie["id"],
        "territoire": comite.territoire,
        "libelle": f"{unite[:1].upper()}{unite[1:]} (fictif)",
        "unite": "%" if numero % 4 == 3 else "unités",
    }
    if initiale is not None:
        champs |= {"valeur_initiale": initiale, "date_initiale": scene.day(jour + 20),
                   "source_initiale": DITS["SOURCE"]}  # fmt: skip
    if cible is not None:
        champs |= {"cible": cible, "date_cible": scene.day(-365), "source_cible": DITS["SOURCE"]}
    depart = initiale if initiale is not None else 5.0
    arrivee = cible if cible is not None else 30.0

    yield jour, 50
    indicateur = scene.write("indicateur", comite.acteur, numero, **champs)
    if numero % 3:
        scene.offer("indicateur", indicateur)
    for n, (rang, part) in enumerate(zip(range(-len(pas), 0), pas, strict=True), start=numero):
        jour = comite.session_day(rang)
        yield jour, 55
        mesure = scene.write(
            "mesure", comite.acteur, n, seance_id=comite.seances.get(rang + len(SEANCES)),
            indicateur_id=indicateur, valeur=round(depart + part * (arrivee - depart), 1),
            date=scene.day(jour), source=DITS["SOURCE"],
        )  # fmt: skip
        if n % 6 == 0:
            motif = DITS["MOTIFS_CONTESTATION"][n // 6 % len(DITS["MOTIFS_CONTESTATION"])]
            scene.write("contestation", comite.acteur, n, mesure_id=mesure, motif=motif)
        if n % 17 == 3:
            scene.store.mesures.withdraw(DIRECTION, mesure)
        scene.offer_again("indicateur", indicateur)
