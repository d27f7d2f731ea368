"""Whoever presents has the room vote: asked, closed, shown, then on the last slide."""

import sqlalchemy as sa

from concertation.suivi import Store
from concertation.suivi.verbes.brouillons import brouillon
from tests.aides.ecrans_suivi import DIRECTION, click, field, lu, open_as, run
from tests.aides.ecrans_suivi import base_des_ecrans as base_des_ecrans
from tests.suivi.saisies import create_vote


def test_a_vote_goes_from_its_question_to_its_slide(store: Store) -> None:
    at = open_as(DIRECTION, "restituer/presentation.py")
    click(at, "Ouvrir une salle")
    assert "préparez-la" in lu(at)
    seance = store.seances.create(DIRECTION, territoire="D61", date="2026-12-01")
    run(at)
    code = at.session_state["salle"].code
    pages = str(store.salles.pages(code))
    assert pages.count("Toutes les propositions du thème") == 4
    assert pages.count("ACC-N-12") == 2, "of its theme, and of the annex"
    click(at, "Vérifier")
    assert "Rien ne répond à cette adresse" in lu(at)
    store.salles.ask(code, "a", "Et *après* ?")
    run(at)
    click(at, "Montrer")
    assert store.salles.questions(code)[0].contenu["montree"]
    at.multiselect[0].set_value(["ACC-L-01", "ACC-L-02"])
    field(at.text_input, "Question posée").set_value("Par quoi commencer ?")
    run(at)
    # Left in the middle, taken up in another window, in another room.
    autre = open_as(DIRECTION, "restituer/presentation.py")
    click(autre, "Ouvrir une salle")
    assert autre.multiselect[0].value == ["ACC-L-01", "ACC-L-02"]
    assert field(autre.text_input, "Question posée").value == "Par quoi commencer ?"
    click(at, "Ouvrir le vote")
    vote = store.votes.list(DIRECTION).iloc[0]
    assert (vote["seance_id"], vote["lie"]) == (seance["id"], "ACC-L-01 | ACC-L-02")
    dit = {"vote": str(vote["id"]), "ACC-L-02": "7"}
    store.votes.vote(vote["salle"], "a", dit)
    click(at, "Clore le vote")
    assert "7" not in [m.value for m in at.metric]
    field(at.number_input, "Réponses sur papier").set_value(1)
    run(at)
    assert store.run(sa.select(brouillon.c.contenu).where(brouillon.c.forme.like("vote-%")))
    click(at, "Montrer le résultat")
    fait = store.votes.of_room(vote["salle"])
    assert (fait["votants"], fait["points"]) == (2, '{"ACC-L-01":0,"ACC-L-02":7}')
    assert "la dernière diapositive" in lu(at)
    assert "Priorités exprimées en salle" in lu(at)
    click(at, "Revenir aux diapositives")
    assert store.votes.of_room(vote["salle"]) == {}
    assert "Priorités exprimées en salle" in lu(at), "the slide stays"
    create_vote(store, DIRECTION, seance_id=seance["id"], lie="ACC-L-02")
    fiche = open_as(DIRECTION, "comprendre/propositions.py", fiche="ACC-L-02")
    assert "Priorité exprimée en salle" in lu(fiche)
    assert "ce n’est pas une décision" in lu(fiche)
    fiche = open_as(DIRECTION, "comprendre/propositions.py", fiche="ACC-L-01")
    assert "Priorité exprimée en salle" not in lu(fiche), "nobody put it first"
