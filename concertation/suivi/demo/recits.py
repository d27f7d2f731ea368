"""What happens in the fictional life: words, sessions, decisions, transmissions, publications."""

from __future__ import annotations

import json
from typing import Any

from concertation.suivi.demo import textes
from concertation.suivi.demo.chantiers import tell_actions, tell_indicateurs
from concertation.suivi.demo.scene import DIRECTION, SEANCES, Comite, Histoire, Scene
from concertation.suivi.demo.textes import DITS

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
# Over the proposals and the committees, in turn; None: nothing was decided.
_DECISIONS = (
    "retenue", "a_approfondir", "deja_engagee", None, "ecartee", "retenue", "a_instruire",
    None, "retenue", "a_approfondir",
)  # fmt: skip
_PRIORITES = ("haute", "moyenne", "", "basse")
_ETATS = ("transmise", "reponse_recue", "reprise")


def tell_everything(scene: Scene) -> None:
    """Two years of every committee and of the direction."""
    for j, comite in enumerate(scene.comites):
        _tell_sessions(scene, comite, range(len(SEANCES)))
        for p, proposition in enumerate(scene.locales):
            scene.tell(_decide(scene, comite, j, proposition, p))
        for cts in comite.dedans:
            _tell_sessions(scene, cts, [6])
        for i, engagement in enumerate(scene.engagements):
            vie, meteos = VIES[(i + 2 * j) % len(VIES)]
            scene.tell(_speak(scene, comite, engagement, meteos))
            for k, cts in enumerate(comite.dedans):
                # Some places inside never speak; the others speak every other time.
                if (i + k) % 4 != 3:
                    dites = tuple(m if rang % 2 else None for rang, m in enumerate(meteos))
                    scene.tell(_speak(scene, cts, engagement, dites))
            if vie != "jamais":
                tell_actions(scene, comite, engagement, vie)
                if (i + j) % 5 != 4:
                    tell_indicateurs(scene, comite, engagement, i + j)
    # One session is under way the day before.
    tenue = [*(cts for comite in scene.comites for cts in comite.dedans), *scene.comites][:1]
    for comite in tenue:
        scene.tell(_hold(scene, comite, -1, 15, 1, 2))
    for n, proposition in enumerate(scene.nationales):
        if n % 6 != 5:  # one in six is not followed yet
            scene.tell(_transmit(scene, proposition, n))
    for n, bouts in enumerate(zip(scene.nationales[:6], scene.engagements * 2, strict=False)):
        scene.tell(_link(scene, *bouts, n))
    scene.tell(_keep_deck(scene))
    scene.tell(_review(scene))


def _tell_sessions(scene: Scene, comite: Comite, rangs: range | list[int]) -> None:
    """The sessions held, and one announced."""
    for rang in rangs:
        jour = comite.session_day(rang)
        scene.tell(_hold(scene, comite, rang, jour + 30, jour, 3))
    scene.tell(_hold(scene, comite, len(SEANCES), 20, -15 - comite.decalage % 10, 1))


def _hold(
    scene: Scene, comite: Comite, rang: int, prepare: int, jour: int, etapes: int
) -> Histoire:
    """A session that is prepared, then held, then closed: the first of these steps, or all."""
    noms = [textes.person(scene.hasard.randint(20, 60)) for _ in range(5)]
    seances = scene.store.seances
    # The first one is of before items and people were rows.
    agenda = "" if rang else DITS["ORDRE_DU_JOUR"]

    yield prepare, 0
    seance = comite.seances[rang] = scene.write(
        "seance", comite.acteur, rang, territoire=comite.territoire, date=scene.day(jour),
        heure="18:00", duree=90, quorum=3, lieu="Salle fictive",
        visio="https://visio.invalid/fictive", ordre_du_jour=agenda,
    )  # fmt: skip
    if etapes == 1:
        _fill_session(scene, comite, seance, noms, False)
    if etapes > 1:
        yield jour, 0
        presents: dict[str, Any] = {} if rang else {"presents": "\n".join(noms)}
        seances.update(comite.acteur, seance, 1, etat="ouverte", **presents)
        if rang:
            _fill_session(scene, comite, seance, noms, etapes > 2)
    if etapes > 2:
        yield jour, 120
        decisions: dict[str, Any] = {} if rang else {"decisions": DITS["DECISIONS"]}
        seances.update(
            comite.acteur,
            seance,
            2,
            etat="close",
            prochaine_date=scene.day(jour - 93),
            signe_par=noms[0],
            signe_le=scene.day(jour),
            **decisions,
        )
        scene.offer("seance", seance)


def _fill_session(scene: Scene, comite: Comite, seance: int, noms: list[str], dite: bool) -> None:
    """The people and the items of a session; `dite`: with what came out of them."""
    etats = ("presente", "presente", "presente", "excusee", "absente")
    personnes = [
        {
            "nom": nom, "organisme": textes.organisation(n + 1),
            "qualite": DITS["QUALITES"][n % len(DITS["QUALITES"])],
            **({"etat": etats[n], "mandataire": noms[0] if n == 3 else ""} if dite else {}),
        }
        for n, nom in enumerate(noms)
    ]  # fmt: skip
    lies: tuple[list[str], ...] = (scene.engagements[:2], [], scene.locales[:3], [])
    vote = {"regle": "exprimes", "pour": 3, "contre": 1, "abstention": 0, "sans_part": 0}
    tus = () if dite else ("issue", "texte")
    points = [
        {nom: mot for nom, mot in p.items() if nom not in tus}
        | {"porteur": noms[n], "lie": " | ".join(cles)}
        | ({"suite": DITS["SUITE"]} if dite else {})
        | (vote if dite and p["issue"] == "decision" else {})
        for n, (p, cles) in enumerate(zip(DITS["POINTS"], lies, strict=True))
    ]
    scene.store.presences.create_many(comite.acteur, personnes, seance)
    faits = scene.store.points.create_many(comite.acteur, points, seance)
    jour = scene.heure.date()
    avis = {
        "territoire": comite.territoire, "point_id": faits[0]["id"], "lie": points[0]["lie"],
        "question": DITS["QUESTION"], "echeance": jour,
    }  # fmt: skip
    avis_rendu = {"reponse": DITS["REPONSE"], "repondu_par": noms[1], "repondu_le": jour}
    aupres = {"aupres_de": textes.organisation(1), "adresse": "avis@exemple.invalid"}
    rendu = avis | aupres | {"relance": jour} | avis_rendu
    arbitrage = {"type_demande": "decision", "question": DITS["ARBITRAGE"]}
    arbitrage["lie"] = scene.locales[seance % len(scene.locales)]
    demandes = [rendu] if dite else [avis | aupres, avis | arbitrage]
    scene.store.avis.create_many(comite.acteur, demandes, seance)
    if dite and scene.locales:
        # Thirty people, ten points each.
        tour = scene.locales[3 * seance % len(scene.locales) :] + scene.locales
        points_de = dict(zip(tour, (140, 100, 60), strict=False))
        scene.store.votes.create(
            comite.acteur, seance_id=seance, question=DITS["VOTE"], mode="points", etat="fini",
            lie=" | ".join(points_de), points=json.dumps(points_de), votants=30, papier=0,
        )  # fmt: skip


def _speak(
    scene: Scene, comite: Comite, engagement: str, meteos: tuple[str | None, ...]
) -> Histoire:
    """The words of a cell, session after session."""
    dits = [
        (rang, meteo, scene.hasard.choice(DITS["SYNTHESES"][meteo]))
        for rang, meteo in enumerate(meteos)
        if meteo is not None
    ]
    for rang, meteo, synthese in dits:
        jour = comite.session_day(rang)
        yield jour, 10
        aide = meteo in (_N, _C)
        point = scene.write(
            "point_etape", comite.acteur, rang, engagement=engagement, meteo=meteo,
            territoire=comite.territoire, date=scene.day(jour), synthese=synthese,
            seance_id=comite.seances.get(rang), prochaine_etape=DITS["ETAPES"][rang % 2],
            appui=DITS["APPUIS"][rang % 2] * aide, appui_de=textes.organisation(7) * aide,
            echeance=scene.day(jour - 120) if aide else None,
        )  # fmt: skip
        # The last session waits for the direction's review.
        if rang < len(SEANCES) - 1:
            scene.offer("point_etape", point)


def _decide(scene: Scene, comite: Comite, j: int, proposition: str, p: int) -> Histoire:
    """Each committee decides on most local proposals; one in nine is taken up by nobody."""
    decision = _DECISIONS[(3 * p + j) % len(_DECISIONS)]
    if decision is None or (p % 9 == 8 and decision != "ecartee"):
        return
    prises = [((p + j) % (len(SEANCES) - 2) + 1, decision)]
    if decision == "a_approfondir" and p % 2:
        prises.append((len(SEANCES) - 1, "retenue"))
    for version, (rang, prise) in enumerate(prises):
        yield comite.session_day(rang), 60
        a_preciser = prise in ("a_approfondir", "a_instruire")
        refus = DITS["MOTIFS_REFUS"][p % len(DITS["MOTIFS_REFUS"])]
        motif = refus if prise == "ecartee" else DITS["MOTIFS"].get(prise, DITS["MOTIF"])
        champs: dict[str, Any] = {
            "territoire": comite.territoire,
            "decision": prise,
            "motif": motif,
            "priorite": _PRIORITES[p % len(_PRIORITES)],
            "note": DITS["NOTE"] if a_preciser else "",
        }
        instructions = scene.store.instructions
        champs |= instructions.declaration.imagine(p, ("proposition", *champs))
        lignes = instructions.decide(
            comite.acteur, propositions=[proposition], versions={proposition: version},
            seance_id=comite.seances[rang], **champs,
        )  # fmt: skip
        if not a_preciser:
            scene.offer("instruction", lignes[0]["id"])


def _transmit(scene: Scene, proposition: str, n: int) -> Histoire:
    """A national proposal, as far as one of the states."""
    jour = 650 - 7 * (n % 40)
    yield jour, 30
    transmission = scene.write("transmission", DIRECTION, n, proposition=proposition)
    if n % 3:
        scene.offer("transmission", transmission)
    for version, etat in enumerate(_ETATS[: n % 4], start=1):
        jour -= 60
        yield jour, 30
        champs: dict[str, Any] = {"etat": etat}
        if etat == "transmise":
            champs |= {"destinataire": textes.organisation(n % 5 + 1), "date": scene.day(jour)}
        elif etat == "reponse_recue":
            champs |= {"reponse": DITS["REPONSE"], "date_reponse": scene.day(jour)}
        scene.store.transmissions.update(DIRECTION, transmission, version, **champs)
        # The last word of some stays a draft.
        if n % 4:
            scene.offer_again("transmission", transmission)


def _link(scene: Scene, proposition: str, engagement: str, n: int) -> Histoire:
    """A reading of the direction; one in three stays a draft."""
    yield 300 - 10 * n, 40
    lien = scene.write(
        "lien", DIRECTION, n, origine_type="proposition", origine=proposition,
        cible_type="engagement", cible=engagement, justification=DITS["RAISON_LIEN"],
        avis=("", "accepte", "conteste")[n % 3],
    )  # fmt: skip
    if n % 3:
        scene.offer("lien", lien)


def _keep_deck(scene: Scene) -> Histoire:
    """A deck that the direction keeps for its next review."""
    cle, titre = "revue-d-automne", "Revue d’automne (fictif)"
    diapos: list[dict[str, Any]] = [
        {"id": "d1", "genre": "titre", "parametres": {"titre": titre}},
        {"id": "d2", "genre": "revue", "parametres": {"niveau": "departement"}},
        {"id": "d3", "genre": "attention", "notes": "Exemple fictif : le plus grave d’abord."},
        {"id": "d4", "genre": "sources"},
    ]
    contenu = {"format": "concertation-diaporama", "version": 1, "id": cle, "titre": titre}
    yield 40, 50
    texte = json.dumps(contenu | {"diapos": diapos}, ensure_ascii=False)
    scene.write("diaporama", DIRECTION, 0, cle=cle, titre=titre, contenu=texte)


def _review(scene: Scene) -> Histoire:
    """Some days after each session the direction publishes what waits; what comes later stays
    a draft."""
    for jour in SEANCES[:-1]:
        yield jour - 25, 90
        scene.publish()
    yield 5, 90
    actions = scene.store.actions.list(DIRECTION)
    for action in actions.loc[actions["publie"], "id"].head(1):
        scene.store.publications.unpublish(DIRECTION, "action", action)
