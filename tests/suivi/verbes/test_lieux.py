"""Entries of a place that is one with another: read as the other's, nothing lost, newest first."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from concertation.suivi import Acteur, Conflit, DroitRefuse, Store
from tests.suivi.conftest import DIRECTION, LECTEUR, MANCHE, ORNE, REFERENCES, Horloge, both_engines
from tests.suivi.saisies import (
    add_mesure,
    add_point,
    create_action,
    create_indicateur,
    create_seance,
    decide,
)

UN_SEUL = replace(REFERENCES, comites={"C3": "D2"})
CTS = Acteur("Zoé", "comite", frozenset({"C3"}))


@pytest.fixture
def reuni(store: Store, horloge: Horloge) -> Iterator[Store]:
    """The same database, once its CTS is known to be one with its département."""
    add_point(store, MANCHE, territoire="D2", date="2026-01-01", meteo="securises")
    add_point(store, CTS, territoire="C3", date="2026-02-01", meteo="compromis")
    add_point(store, CTS, territoire="C3", engagement="E2", date="2026-02-01")
    decide(store, MANCHE, territoire="D2", propositions=["P1"], decision="retenue")
    decide(store, CTS, territoire="C3", propositions=["P2"], decision="retenue")
    horloge.avance(hours=1)
    decide(store, CTS, territoire="C3", propositions=["P1"], decision="ecartee", motif="Non.")
    decide(store, MANCHE, territoire="D2", propositions=["P2"], decision="deja_engagee")
    create_action(store, CTS, territoire="C3")
    create_seance(store, CTS, territoire="C3")
    add_mesure(store, CTS, indicateur_id=create_indicateur(store, CTS, territoire="C3")["id"])
    horloge.avance(hours=1)
    return store.with_references(UN_SEUL)


@both_engines
def test_all_that_was_entered_is_read_under_one_name(reuni: Store) -> None:
    for acteur in (DIRECTION, MANCHE, CTS):
        for nom in ("points_etape", "actions", "indicateurs", "mesures", "seances", "instructions"):
            lignes = getattr(reuni, nom)
            lues = lignes.list(acteur)
            assert set(lues["territoire"]) == {"D2"}, nom
            for lieu in ("D2", "C3", {"D2"}):
                assert lignes.list(acteur, territoire=lieu)["id"].tolist() == lues["id"].tolist()
            autres = lignes.under_other_names(acteur, "D2")
            assert set(autres["territoire"]) == {"C3"}, nom
        assert len(reuni.points_etape.list(acteur)) == 3
    # Nothing was rewritten: the reading can change.
    avant = reuni.with_references(REFERENCES)
    assert avant.points_etape.list(DIRECTION)["territoire"].tolist() == ["D2", "C3", "C3"]


def test_the_newest_word_speaks_for_the_place(reuni: Store) -> None:
    dits = reuni.points_etape.latest(DIRECTION)
    assert list(zip(dits["engagement"], dits["territoire"], dits["meteo"], strict=True)) == [
        ("E1", "D2", "compromis"), ("E2", "D2", "appuis"),
    ]  # fmt: skip
    dites = reuni.instructions.list(DIRECTION).set_index("proposition")["decision"].to_dict()
    assert dites == {"P1": "ecartee", "P2": "deja_engagee"}
    recouvertes = reuni.instructions.set_aside(DIRECTION, {"D2"})
    assert sorted(zip(recouvertes["proposition"], recouvertes["territoire"], strict=True)) == [
        ("P1", "D2"), ("P2", "C3"),
    ]  # fmt: skip


def test_one_goes_on_deciding_on_the_decision_that_speaks(reuni: Store, horloge: Horloge) -> None:
    with pytest.raises(Conflit):
        decide(reuni, MANCHE, territoire="D2", propositions=["P1"], versions={"P1": 0})
    lue = reuni.instructions.list(MANCHE, territoire="D2", proposition="P1").iloc[0]
    decide(reuni, MANCHE, territoire="C3", versions={"P1": int(lue["version"])})
    apres = reuni.instructions.list(MANCHE, proposition="P1")
    assert apres[["id", "territoire", "decision"]].values.tolist() == [[lue["id"], "D2", "retenue"]]
    assert len(reuni.instructions.set_aside(MANCHE, {"D2"})) == 2
    assert reuni.journal.list(MANCHE, {"territoire": "D2"}, limit=1)["territoire"].tolist() == [
        "D2"
    ]


def test_new_entries_are_recorded_under_the_name_of_the_committee(reuni: Store) -> None:
    assert add_point(reuni, CTS, territoire="C3")["territoire"] == "D2"
    assert create_action(reuni, MANCHE, territoire="C3")["territoire"] == "D2"
    with pytest.raises(DroitRefuse):
        create_action(reuni, ORNE, territoire="C3")
    ancienne = reuni.actions.under_other_names(CTS, "D2").iloc[0]
    reuni.actions.update(
        MANCHE, int(ancienne["id"]), int(ancienne["version"]), intitule="Autre", territoire="D2"
    )
    assert reuni.actions.get(CTS, int(ancienne["id"]))["territoire"] == "D2"
    reuni.journal.undo_last(MANCHE)
    assert reuni.actions.get(CTS, int(ancienne["id"]))["intitule"] == "Ouvrir une équipe"


def test_the_journal_keeps_the_names_and_is_found_by_either(reuni: Store) -> None:
    for lieu in ("D2", "C3"):
        lues = reuni.journal.list(MANCHE, {"territoire": lieu})
        assert set(lues["territoire"]) == {"D2", "C3"}


def test_the_public_reads_what_is_published_under_any_name(reuni: Store) -> None:
    ecartee = reuni.instructions.list(DIRECTION, proposition="P1")["id"].tolist()
    retenue = reuni.instructions.set_aside(DIRECTION, {"D2"}).set_index("proposition")["id"]
    reuni.publications.publish(DIRECTION, "instruction", int(retenue["P1"]))
    # The newer decision is a draft: until it is published, the public reads the older one.
    assert reuni.instructions.list(LECTEUR)["decision"].tolist() == ["retenue"]
    reuni.publications.publish(DIRECTION, "instruction", ecartee)
    assert reuni.instructions.list(LECTEUR, territoire="D2")["decision"].tolist() == ["ecartee"]
    assert reuni.instructions.list(LECTEUR, territoire="C3")["territoire"].tolist() == ["D2"]
    reuni.publications.publish(DIRECTION, "action", reuni.actions.list(DIRECTION)["id"].tolist())
    assert reuni.actions.list(LECTEUR, territoire="D2")["territoire"].tolist() == ["D2"]
