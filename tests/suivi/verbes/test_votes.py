"""Votes of a room: one ballot a device, counted as a naive count does, on both engines."""

import json
import random
from collections import Counter
from typing import Any

import pytest

from concertation.suivi import Acteur, DroitRefuse, SaisieInvalide, Store
from concertation.suivi.verbes.votes import BORNES, CLOS, MONTRE, read_ballot
from tests.suivi.conftest import both_engines
from tests.suivi.saisies import ORNE, create_vote

SALLE = "abcdefgh"
CLES = ["P1", "P2"]


def said(vote: dict[str, Any], **dit: str) -> dict[str, str]:
    return {"vote": str(vote["id"]), **dit}


def closed(store: Store, vote: dict[str, Any]) -> dict[str, Any]:
    store.votes.update(ORNE, vote["id"], vote["version"], etat=CLOS)
    return store.votes.of_room(SALLE)


def shown(store: Store) -> dict[str, Any]:
    lu = store.votes.of_room(SALLE)
    assert lu["etat"] == MONTRE
    return {**json.loads(lu["points"]), "votants": lu["votants"], "papier": lu["papier"]}


@both_engines
@pytest.mark.parametrize("mode", BORNES)
def test_a_vote_counts_as_a_naive_count_does(store: Store, mode: str) -> None:
    hasard, vote = random.Random(mode), create_vote(store, mode=mode)
    naif, dits = Counter[str](), {}
    for n in range(60):
        # Some answer again: the last answer counts.
        donne = {cle: hasard.randint(0, BORNES[mode][0]) for cle in CLES}
        appareil = f"a{n % 40}"
        if not 1 <= sum(donne.values()) <= BORNES[mode][1]:
            with pytest.raises(SaisieInvalide):
                read_ballot(mode, CLES, {c: str(v) for c, v in donne.items()})
            continue
        store.votes.vote(SALLE, appareil, said(vote, **{c: str(v) for c, v in donne.items()}))
        dits[appareil] = donne
        assert store.votes.ballots(vote["id"], appareil) == [{c: v for c, v in donne.items() if v}]
    for donne in dits.values():
        naif.update({c: v > 2 if mode == "accord" else v for c, v in donne.items()})
    assert len(dits) > 10
    assert len(store.votes.ballots(vote["id"])) == len(dits)
    store.votes.show(ORNE, closed(store, vote), {"P1": 2, "P2": 1}, 3)
    attendu = {c: naif[c] + papier for c, papier in (("P1", 2), ("P2", 1))}
    assert shown(store) == {**attendu, "votants": len(dits) + 3, "papier": 3}
    assert store.votes.ballots(vote["id"]) == [], "nothing of a device stays"


@pytest.mark.parametrize(
    ("mode", "dit"),
    [
        ("points", {"P1": "6", "P2": "5"}),
        ("points", {"P1": "11"}),
        ("points", {"P1": "-1"}),
        ("points", {"P1": "1.5"}),
        ("points", {"P1": "²"}),
        ("points", {}),
        ("points", {"P9": "3"}),
        ("choix", {"P1": "1", "P2": "1"}),
        ("accord", {"P1": "5"}),
    ],
)
def test_an_answer_that_can_t_be_is_refused(mode: str, dit: dict[str, str]) -> None:
    with pytest.raises(SaisieInvalide):
        read_ballot(mode, CLES, dit)


def test_nothing_is_answered_once_closed_nor_to_another_vote(store: Store) -> None:
    vote = create_vote(store)
    for faux in ({"vote": "0", "P1": "1"}, {"P1": "1"}):
        with pytest.raises(SaisieInvalide, match="clos"):
            store.votes.vote(SALLE, "a", faux)
    store.votes.vote(SALLE, "a", said(vote, P1="1"))
    clos = closed(store, vote)
    with pytest.raises(SaisieInvalide, match="clos"):
        store.votes.vote(SALLE, "b", said(vote, P1="1"))
    for papier, bulletins in (({"P1": 11}, 1), ({"P1": -1}, 1), ({"P1": 0}, -1)):
        with pytest.raises(SaisieInvalide):
            store.votes.show(ORNE, clos, papier, bulletins)
    with pytest.raises(DroitRefuse):
        store.votes.show(Acteur("Zoé", "comite", frozenset({"D2"})), clos, {"P1": 0}, 0)
    assert len(store.votes.ballots(vote["id"])) == 1, "all, or nothing"
    store.votes.show(ORNE, clos, {"P1": 0}, 0)
    assert shown(store) == {"P1": 1, "P2": 0, "votants": 1, "papier": 0}
    store.votes.give_up(ORNE, store.votes.of_room(SALLE))
    assert store.votes.of_room(SALLE) == {}
    assert [v["id"] for v in store.votes.shown(SALLE)] == [vote["id"]]


def test_a_vote_given_up_keeps_no_ballot_and_shows_nothing(store: Store) -> None:
    vote = create_vote(store)
    store.votes.vote(SALLE, "a", said(vote, P1="1"))
    store.votes.give_up(ORNE, vote)
    assert store.votes.ballots(vote["id"]) == []
    assert store.votes.of_room(SALLE) == {}
    assert store.votes.shown(SALLE) == []


@pytest.mark.parametrize("code", ["", "zzzzzzzz", "\0", "\ud800"])
def test_an_unknown_room_votes_nothing(store: Store, code: str) -> None:
    create_vote(store)
    assert store.votes.of_room(code) == {}
    with pytest.raises(SaisieInvalide):
        store.votes.vote(code, "a", {"vote": "1", "P1": "1"})


def test_one_asks_for_one_to_fifteen_known_proposals(store: Store) -> None:
    for lie in ("P1 | P9999", " | ".join(["P1"] * 16)):
        with pytest.raises(SaisieInvalide):
            create_vote(store, lie=lie)
