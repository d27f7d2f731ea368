"""Signing in by a real provider, in a real browser: in, out, elsewhere, too late, no longer."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from concertation.donnees import load_donnees
from concertation.suivi import Acteur, References, Store
from tests.aides.fournisseur import provider, settings
from tests.aides.navigateur.aides import OUVERTURE, wait_ready
from tests.aides.navigateur.application import REPOSITORY, Application, free_port
from tests.aides.navigateur.navigation import load
from tests.navigateur.conftest import OpenPage

ADMIN = Acteur("Ada", "administrateur")
ECRAN = "/instruction?territoire=D61"
ENTRER, SORTIR = "Se connecter avec Agence", "Se déconnecter"
# What the provider answers to a refusal, and we after it.
TOLEREES = ("Failed to load resource: the server responded with a status of 403",)


@dataclass
class Maison:
    """An application behind a provider, and its database."""

    application: Application
    store: Store

    def person(self, nom: str, role: str = "direction") -> dict[str, object]:
        adresse = f"{nom.lower()}@exemple.fr"
        lieux = "D61" if role == "comite" else ""
        return self.store.personnes.create(
            ADMIN, adresse=adresse, nom=nom, role=role, territoires=lieux
        )


@pytest.fixture(scope="module")
def maison(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Maison]:
    dossier = tmp_path_factory.mktemp("connexion")
    url, port = f"sqlite:///{dossier / 'suivi.sqlite'}", free_port()
    references = References.of_donnees(load_donnees(REPOSITORY / "data"))
    with provider(free_port()) as adresse, closing(Store.open(url, references)) as store:
        secrets = dossier / "secrets.toml"
        texte = settings(
            adresse, f"http://127.0.0.1:{port}", agence="agence", autre="autre", perime="perime"
        )
        secrets.write_text(texte, encoding="utf-8")
        with Application(
            base=url, port=port, arguments=[f"--secrets.files={secrets}"],
            reglages={"CONCERTATION_ACCES": "oidc"},
        ) as application:  # fmt: skip
            yield Maison(application, store)


def enter(page: Page, nom: str, par: str = ENTRER) -> None:
    """Sign in from the screen that is shown."""
    page.get_by_role("button", name=par).click()
    page.get_by_placeholder("sub").fill(f"{nom.lower()}@exemple.fr")
    page.get_by_role("button", name="Authorize").click()


def leave(page: Page, nom: str, par: str = SORTIR) -> None:
    page.get_by_role("button", name=nom).click()
    page.get_by_role("button", name=par, exact=True).click()
    page.get_by_role("button", name="End session").click()
    expect(page.get_by_role("button", name=ENTRER)).to_be_visible(timeout=OUVERTURE)


def told(store: Store) -> list[str]:
    return [f"{e.verbe} {e.qui}" for e in store.journal.list(ADMIN).itertuples()]


def test_in_at_the_screen_one_came_from_and_out(maison: Maison, open_page: OpenPage) -> None:
    maison.person("Bea")
    page = open_page(maison.application.url, fresh=True)
    load(page, ECRAN)
    enter(page, "Bea")
    expect(page.get_by_role("button", name="Direction · Bea")).to_be_visible(timeout=OUVERTURE)
    assert page.url.endswith(ECRAN)
    (identity,) = [c for c in page.context.cookies() if c["name"] == "_streamlit_user"]
    assert identity["httpOnly"]
    assert identity["sameSite"] == "Lax"
    leave(page, "Direction · Bea")
    expect(page.get_by_text("Bea")).to_have_count(0)
    assert {"connecter Bea", "deconnecter Bea"} <= set(told(maison.store))


@pytest.mark.epreuve
def test_out_in_every_window_and_by_the_way_back(maison: Maison, open_page: OpenPage) -> None:
    maison.person("Flo")
    page = open_page(maison.application.url, fresh=True)
    load(page, ECRAN)
    enter(page, "Flo")
    expect(page.get_by_role("button", name="Direction · Flo")).to_be_visible(timeout=OUVERTURE)
    # A second window is signed in by itself, and loses it with the first.
    autre = page.context.new_page()
    autre.goto(maison.application.url + ECRAN)
    wait_ready(autre, OUVERTURE)
    expect(autre.get_by_role("button", name="Direction · Flo")).to_be_visible(timeout=OUVERTURE)
    leave(page, "Direction · Flo")
    # In the menu of the direction and of a reader alike.
    autre.get_by_role("link", name="Engagements", exact=True).click()
    expect(autre.get_by_text("Vous vous êtes déconnecté")).to_be_visible()
    expect(autre.get_by_role("button", name="Lecteur")).to_be_visible()
    autre.close()
    page.go_back()
    page.go_back()
    expect(page.get_by_role("button", name=ENTRER)).to_be_visible(timeout=OUVERTURE)
    expect(page.get_by_text("Flo")).to_have_count(0)


@pytest.mark.epreuve
def test_a_cookie_kept_from_before_signing_out_opens_nothing(
    maison: Maison, open_page: OpenPage
) -> None:
    maison.person("Cleo")
    page = open_page(maison.application.url, fresh=True)
    load(page)
    enter(page, "Cleo")
    expect(page.get_by_role("button", name="Direction · Cleo")).to_be_visible(timeout=OUVERTURE)
    kept = page.context.cookies()
    leave(page, "Direction · Cleo", "Se déconnecter partout")
    page.context.add_cookies(kept)
    load(page)
    expect(page.get_by_text("Vous vous êtes déconnecté")).to_be_visible()
    expect(page.get_by_role("button", name="Lecteur")).to_be_visible()


def test_who_is_withdrawn_while_signed_in_loses_the_right_at_the_next_action(
    maison: Maison, open_page: OpenPage
) -> None:
    dan = maison.person("Dan", "comite")
    page = open_page(maison.application.url, fresh=True)
    load(page, "/engagements?territoire=D61&engagement=E1")
    enter(page, "Dan")
    expect(page.get_by_role("button", name="Comité de suivi · Dan")).to_be_visible(
        timeout=OUVERTURE
    )
    expect(page.get_by_text("Ajouter un point d’étape", exact=True)).to_be_visible()
    maison.store.personnes.withdraw(ADMIN, dan["id"], 1)
    # The screen asks by itself every few seconds; an entry asks again (`holds`) as it is written.
    expect(page.get_by_text("Votre accès a été retiré")).to_be_visible(timeout=OUVERTURE)
    expect(page.get_by_text("Vous lisez ce que la direction a publié")).to_be_visible()
    expect(page.get_by_text("Ajouter un point d’étape", exact=True)).to_have_count(0)


@pytest.mark.epreuve
def test_unknown_people_read(maison: Maison, open_page: OpenPage) -> None:
    page = open_page(maison.application.url, fresh=True)
    load(page)
    enter(page, "Inconnu")
    expect(page.get_by_text("Personne ne vous a encore invité")).to_be_visible(timeout=OUVERTURE)
    expect(page.get_by_role("button", name="Lecteur")).to_be_visible()
    assert "inconnu@" not in str(maison.store.journal.list(ADMIN).to_dict())
    assert "inconnu@" not in maison.application.log()


@pytest.mark.epreuve
@pytest.mark.parametrize("nom", ["Autre", "Perime"])
def test_a_token_for_another_application_or_too_old_is_refused_with_a_sentence(
    maison: Maison, open_page: OpenPage, nom: str
) -> None:
    page = open_page(maison.application.url, fresh=True, tolerees=TOLEREES)
    load(page)
    enter(page, "Bea", f"Se connecter avec {nom}")
    expect(page.get_by_text("Connexion refusée")).to_be_visible(timeout=OUVERTURE)
    page.get_by_role("link", name="Lire la concertation").click()
    expect(page.get_by_role("button", name=ENTRER)).to_be_visible(timeout=OUVERTURE)
    assert not [c for c in page.context.cookies() if c["name"] == "_streamlit_user"]


@pytest.mark.epreuve
def test_who_declines_at_the_provider_is_told_so(maison: Maison, open_page: OpenPage) -> None:
    page = open_page(maison.application.url, fresh=True, tolerees=TOLEREES)
    load(page)
    page.get_by_role("button", name=ENTRER).click()
    page.get_by_role("button", name="Deny").click()
    expect(page.get_by_text("Connexion refusée")).to_be_visible(timeout=OUVERTURE)
