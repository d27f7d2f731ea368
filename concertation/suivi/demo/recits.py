"""What happens in the fictional life: words, sessions, decisions, transmissions, publications."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from concertation.declarations.instruction import INSTRUCTION
from concertation.declarations.lien import LIEN
from concertation.declarations.point_etape import POINT_ETAPE
from concertation.declarations.seance import SEANCE
from concertation.declarations.transmission import TRANSMISSION
from concertation.suivi.demo import textes
from concertation.suivi.demo.chantiers import plan_actions, plan_indicateurs
from concertation.suivi.demo.diaporamas import plan_diaporamas
from concertation.suivi.demo.scene import DIRECTION, SEANCES, Comite, Scene

# The météo of a cell, session after session; None: nothing is said. They follow one another over
# the cells, so that each kind of life is found in every region of some size.
_S, _A, _N, _C = "securises", "atteignables", "appuis", "compromis"
VIES: tuple[tuple[str, tuple[str | None, ...]], ...] = (
    ("progres", (_C, _N, _N, _A, _A, _A, _S, _S)),
    ("contradiction", (_N, _N, _A, _A, _A, _A, _A, _A)),
    ("recul", (_S, _A, _A, _N, _N, _C, _C, _C)),
    ("silence", (_A, _A, _N, _N, None, None, None, None)),
    ("hesitation", (_N, _A, _N, _N, _A, _N, _A, _N)),
    ("jamais", (None,) * 8),
)


# What these stories tell themselves; the declarations imagine the other fields.
SEANCES_DITES = (
    "territoire", "date", "lieu", "presents", "ordre_du_jour", "decisions", "prochaine_date",
    "etat",
)  # fmt: skip
POINTS_DITS = ("engagement", "territoire", "date", "meteo", "synthese")
DECISIONS_DITES = ("proposition", "territoire", "decision", "motif", "priorite", "note")
TRANSMISSIONS_DITES = (
    "proposition", "etat", "destinataire", "date", "reponse", "date_reponse",
)  # fmt: skip


def plan_everything(scene: Scene) -> None:
    """Two years of every committee and of the direction."""
    for j, comite in enumerate(scene.comites):
        _plan_sessions(scene, comite)
        _plan_decisions(scene, comite, j)
        for k, cts in enumerate(comite.dedans):
            _plan_sessions(scene, cts, rangs=(6,), ouverte=j == k == 0)
        for i, engagement in enumerate(scene.engagements):
            vie, meteos = VIES[(i + 2 * j) % len(VIES)]
            _plan_words(scene, comite, engagement, meteos)
            for k, cts in enumerate(comite.dedans):
                # Some places inside never speak; the others speak every other time.
                if (i + k) % 4 != 3:
                    dites = tuple(m if rang % 2 else None for rang, m in enumerate(meteos))
                    _plan_words(scene, cts, engagement, dites)
            if vie != "jamais":
                plan_actions(scene, comite, engagement, vie)
                if (i + j) % 5 != 4:
                    plan_indicateurs(scene, comite, engagement, i + j)
    _plan_transmissions(scene)
    _plan_liens(scene)
    plan_diaporamas(scene)
    _plan_reviews(scene)


def _plan_sessions(
    scene: Scene,
    comite: Comite,
    rangs: tuple[int, ...] = tuple(range(len(SEANCES))),
    ouverte: bool = False,
) -> None:
    """The sessions held, one announced, and one under way the day before when `ouverte`."""
    for rang in rangs:
        jour = scene.session_day(comite, rang)
        suivante = scene.day(jour - 93)
        scene.plan(jour + 30, 0, _prepare(scene, comite, rang, jour))
        scene.plan(jour, 0, _open(scene, comite, rang))
        scene.plan(jour, 120, _close(scene, comite, rang, suivante))
    scene.plan(20, 0, _prepare(scene, comite, len(SEANCES), -15 - comite.decalage % 10))
    if ouverte:
        scene.plan(15, 0, _prepare(scene, comite, -1, 1))
        scene.plan(1, 0, _open(scene, comite, -1))


def _prepare(scene: Scene, comite: Comite, rang: int, jour: int) -> Callable[[], Any]:
    def prepare() -> None:
        ligne = scene.store.seances.create(
            comite.acteur,
            territoire=comite.territoire,
            date=scene.day(jour),
            lieu="Salle fictive",
            ordre_du_jour=textes.ORDRE_DU_JOUR,
            **SEANCE.imagine(rang, SEANCES_DITES),
        )
        comite.seances[rang] = ligne["id"]

    return prepare


def _open(scene: Scene, comite: Comite, rang: int) -> Callable[[], Any]:
    presents = "\n".join(textes.person(scene.hasard.randint(20, 60)) for _ in range(5))
    return lambda: scene.store.seances.update(
        comite.acteur, comite.seances[rang], 1, etat="ouverte", presents=presents
    )


def _close(scene: Scene, comite: Comite, rang: int, suivante: Any) -> Callable[[], Any]:
    def close() -> None:
        scene.store.seances.update(
            comite.acteur, comite.seances[rang], 2, etat="close",
            decisions=textes.DECISIONS, prochaine_date=suivante,
        )  # fmt: skip
        scene.a_publier.setdefault("seance", []).append(comite.seances[rang])

    return close


def _plan_words(
    scene: Scene, comite: Comite, engagement: str, meteos: tuple[str | None, ...]
) -> None:
    for rang, meteo in enumerate(meteos):
        if meteo is not None:
            synthese = scene.hasard.choice(textes.SYNTHESES[meteo])
            geste = _say(scene, comite, engagement, rang, meteo, synthese)
            scene.plan(scene.session_day(comite, rang), 10, geste)


def _say(
    scene: Scene, comite: Comite, engagement: str, rang: int, meteo: str, synthese: str
) -> Callable[[], Any]:
    def say() -> None:
        ligne = scene.store.points_etape.add(
            comite.acteur, engagement=engagement, territoire=comite.territoire,
            date=scene.day(scene.session_day(comite, rang)), meteo=meteo, synthese=synthese,
            seance_id=comite.seances.get(rang),
            **POINT_ETAPE.imagine(rang, POINTS_DITS),
        )  # fmt: skip
        # The last session waits for the direction's review.
        if rang < len(SEANCES) - 1:
            scene.a_publier.setdefault("point_etape", []).append(ligne["id"])

    return say


# Over the proposals and the committees, in turn; None: nothing was decided.
_DECISIONS = (
    "retenue", "a_approfondir", "deja_engagee", None, "ecartee", "retenue", "a_instruire",
    None, "retenue", "a_approfondir",
)  # fmt: skip
_PRIORITES = ("haute", "moyenne", "", "basse")


def _plan_decisions(scene: Scene, comite: Comite, j: int) -> None:
    """Each committee decides on most local proposals; one in nine is taken up by nobody."""
    for p, proposition in enumerate(scene.locales):
        decision = _DECISIONS[(3 * p + j) % len(_DECISIONS)]
        if p % 9 == 8 and decision != "ecartee":
            decision = None
        if decision is None:
            continue
        rang = (p + j) % (len(SEANCES) - 2) + 1
        jour = scene.session_day(comite, rang)
        scene.plan(jour, 60, _decide(scene, comite, rang, proposition, decision, p, 0))
        if decision == "a_approfondir" and p % 2:
            rang = len(SEANCES) - 1
            jour = scene.session_day(comite, rang)
            scene.plan(jour, 60, _decide(scene, comite, rang, proposition, "retenue", p, 1))


def _decide(
    scene: Scene, comite: Comite, rang: int, proposition: str, decision: str, p: int, version: int
) -> Callable[[], Any]:
    motif = textes.MOTIFS_REFUS[p % len(textes.MOTIFS_REFUS)] if decision == "ecartee" else ""
    a_preciser = decision in ("a_approfondir", "a_instruire")

    def decide() -> None:
        lignes = scene.store.instructions.decide(
            comite.acteur, propositions=[proposition], territoire=comite.territoire,
            decision=decision, motif=motif, priorite=_PRIORITES[p % len(_PRIORITES)],
            note=textes.NOTE if a_preciser else "", versions={proposition: version},
            seance_id=comite.seances[rang], **INSTRUCTION.imagine(p, DECISIONS_DITES),
        )  # fmt: skip
        if not a_preciser:
            scene.a_publier.setdefault("instruction", []).extend(ligne["id"] for ligne in lignes)

    return decide


_ETATS = ("a_transmettre", "transmise", "reponse_recue", "reprise")


def _plan_transmissions(scene: Scene) -> None:
    """National proposals, in each state; one in six is not followed yet."""
    for n, proposition in enumerate(scene.nationales):
        if n % 6 == 5:
            continue
        debut = 650 - 7 * (n % 40)
        cree: list[int] = []
        scene.plan(debut, 30, _transmit(scene, proposition, n, cree))
        for pas, etat in enumerate(_ETATS[1 : n % len(_ETATS) + 1], start=1):
            jour = debut - 60 * pas
            scene.plan(jour, 30, _forward(scene, cree, pas, etat, n, jour))


def _plan_liens(scene: Scene) -> None:
    """A few readings of the direction; one in three stays a draft."""
    for n, (proposition, engagement) in enumerate(
        zip(scene.nationales[:6], [*scene.engagements, *scene.engagements], strict=False)
    ):
        scene.plan(300 - 10 * n, 40, _link(scene, proposition, engagement, n))


def _link(scene: Scene, proposition: str, engagement: str, n: int) -> Callable[[], Any]:
    def link() -> None:
        ligne = scene.store.liens.create(
            DIRECTION,
            origine_type="proposition",
            origine=proposition,
            cible_type="engagement",
            cible=engagement,
            justification=textes.RAISON_LIEN,
            **LIEN.imagine(n, ("force", "justification", *LIEN.figes)),
        )
        if n % 3:
            scene.a_publier.setdefault("lien", []).append(ligne["id"])

    return link


def _transmit(scene: Scene, proposition: str, n: int, cree: list[int]) -> Callable[[], Any]:
    def transmit() -> None:
        ligne = scene.store.transmissions.create(
            DIRECTION, proposition=proposition, **TRANSMISSION.imagine(n, TRANSMISSIONS_DITES)
        )
        cree.append(ligne["id"])
        if n % 3:
            scene.a_publier.setdefault("transmission", []).append(ligne["id"])

    return transmit


def _forward(
    scene: Scene, cree: list[int], version: int, etat: str, n: int, jour: int
) -> Callable[[], Any]:
    champs: dict[str, Any] = {"etat": etat}
    if etat == "transmise":
        champs |= {"destinataire": textes.organisation(n % 5 + 1), "date": scene.day(jour)}
    elif etat == "reponse_recue":
        champs |= {"reponse": textes.REPONSE, "date_reponse": scene.day(jour)}

    def forward() -> None:
        scene.store.transmissions.update(DIRECTION, cree[0], version, **champs)
        # The last word of some stays a draft.
        if n % 4:
            scene.publish_again("transmission", cree[0])

    return forward


def _plan_reviews(scene: Scene) -> None:
    """Some days after each session the direction publishes what waits; what comes later stays
    a draft."""
    for rang in range(len(SEANCES) - 1):
        scene.plan(max(1, SEANCES[rang] - 25), 90, lambda: _publish(scene))
    scene.plan(5, 90, lambda: _unpublish_one(scene))


def _publish(scene: Scene) -> None:
    for objet, identifiants in scene.a_publier.items():
        scene.store.publications.publish(DIRECTION, objet, identifiants)
        scene.publies.setdefault(objet, set()).update(identifiants)
    scene.a_publier.clear()


def _unpublish_one(scene: Scene) -> None:
    publiees = scene.store.publications.list(DIRECTION, "action")
    if not publiees.empty:
        premiere = int(publiees["objet_id"].iloc[0])
        scene.store.publications.unpublish(DIRECTION, "action", premiere)
