"""What a link of a mail opens, without an account: on a real store, through the routes."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import feedparser
import pytest
from starlette.applications import Starlette
from starlette.types import Message

from concertation.exploitation import etat
from concertation.serveur import courrier
from concertation.suivi import Acteur, References, Store
from tests.aides.bases import new_sqlite
from tests.aides.boucle import run_apart
from tests.suivi.saisies import create_avis

APP = Starlette(routes=courrier.routes())
ORNE = Acteur("Anne", "comite", frozenset({"D1"}))


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    url = new_sqlite(tmp_path / "suivi.sqlite")
    monkeypatch.setenv("DATABASE_URL", url)
    yield etat.current_store()
    etat.current_store().close()


def ask(path: str, method: str = "GET", **dit: str) -> tuple[int, str]:
    envoyes: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": urlencode(dit).encode(), "more_body": False}

    async def send(message: Message) -> None:
        envoyes.append(message)

    scope = {
        "type": "http", "method": method, "path": path, "headers": [], "query_string": b"",
        "root_path": "",
    }  # fmt: skip
    run_apart(APP(scope, receive, send))
    return envoyes[0]["status"], b"".join(m.get("body", b"") for m in envoyes[1:]).decode()


def test_an_opinion_is_given_without_an_account(store: Store) -> None:
    avis = create_avis(store, ORNE, question="Faut-il <ouvrir>\nun site ?")
    lien = f"/avis/{store.avis.invite(avis['id'], ORNE)}"
    statut, page = ask(lien)
    assert statut == 200
    assert "Faut-il &lt;ouvrir&gt;<br>un site ?" in page
    # Nothing typed is lost when something is missing.
    statut, page = ask(lien, "POST", qui="", reponse="Oui, <b>vite</b>")
    assert statut == 422
    assert "Indiquez votre nom." in page
    assert "Oui, &lt;b&gt;vite&lt;/b&gt;</textarea>" in page
    statut, page = ask(lien, "POST", qui="Zoé", reponse="Oui")
    assert (statut, "Votre réponse est enregistrée." in page) == (200, True)
    assert store.avis.get(ORNE, avis["id"])["reponse"] == "Oui"
    assert ask(lien)[0] == ask("/avis/inconnu")[0] == 404


def test_the_page_of_an_opinion_says_who_asks_and_about_what_everybody_may_read(
    store: Store,
) -> None:
    store.mark_fictif()
    orne = store.with_references(References.of_donnees(etat.load_current()))
    anne = Acteur("Anne", "comite", frozenset({"D61"}))
    for intitule in ("Tue", "Dite"):
        orne.actions.create(anne, engagement="E1", territoire="D61", intitule=intitule)
    orne.publications.publish(Acteur("Denise", "direction"), "action", [2])
    ici = {"territoire": "D61", "lie": "ACC-L-01 | 1 | 2", "echeance": "2026-03-12"}
    avis = create_avis(orne, anne, **ici)
    page = ask(f"/avis/{orne.avis.invite(avis['id'], anne)}")[1].replace("\u00a0", " ")
    for dit in ("Données fictives", "Comité de l’Orne", "Porte sur : ACC-L-01 – ",
                "action non publiée ; « Dite »", "Réponse attendue le 12 mars 2026."):  # fmt: skip
        assert dit in page, dit
    assert "Tue" not in page


def test_an_endless_answer_is_refused(store: Store) -> None:
    lien = f"/avis/{store.avis.invite(create_avis(store, ORNE)['id'], ORNE)}"
    assert ask(lien, "POST", qui="Zoé", reponse="a" * courrier.CORPS_MAXIMUM)[0] == 413
    assert ask(lien, "POST", qui="Zoé", reponse="a" * 20_001)[0] == 422


def test_one_click_stops_messages_and_another_lets_them_come_again(store: Store) -> None:
    lien = f"/arret/{store.courrier.stop_link('anne@exemple.fr')}"
    # Whoever looks at links stops nothing.
    assert "Ne plus en recevoir" in ask(lien)[1]
    assert not store.courrier.is_stopped("anne@exemple.fr")
    page = ask(lien, "POST", **{"List-Unsubscribe": "One-Click"})[1]
    assert "n’en reçoit plus" in page
    assert store.courrier.is_stopped("anne@exemple.fr")
    assert not store.courrier.is_stopped("autre@exemple.fr")
    assert "de nouveau." in ask(lien, "POST", encore="1")[1]
    assert not store.courrier.is_stopped("anne@exemple.fr")
    assert ask("/arret/inconnu", "POST")[0] == 404


def test_the_feed_of_a_committee_tells_its_sessions_and_no_other(store: Store) -> None:
    for lieu, titre in (("D61", "Le budget <2026>"), ("D50", "Ailleurs")):
        acteur = Acteur("Anne", "comite", frozenset({lieu}))
        store.seances.plan(acteur, [{"titre": titre}], territoire=lieu, date="2026-03-12")
    orne = Acteur("Anne", "comite", frozenset({"D61"}))
    lu = feedparser.parse(ask(f"/fil/{store.courrier.open_feed(orne, 'D61')}")[1])
    assert not lu.bozo
    assert lu.feed.title == "Comité de l’Orne (CTS de l’Orne)"
    (entree,) = lu.entries
    assert entree.title == "Invitation – Comité de l’Orne (CTS de l’Orne), 12 mars 2026"
    assert "Le budget <2026>" in entree.content[0].value
    assert "territoire=D61" in entree.link
    assert ask("/fil/inconnu")[0] == 404
