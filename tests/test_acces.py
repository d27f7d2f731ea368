"""By which way people come in: what is refused at the start, and whom the proxy may name."""

import base64
import json
from typing import Any

import pytest

from concertation.acces import (
    IDENTITE,
    JETON,
    AccesImpossible,
    check_acces,
    read_claims,
    told_by_proxy,
    vouches,
)

SECRET = "s" * 32
FOURNISSEUR = {
    "client_id": "id", "client_secret": "secret",
    "server_metadata_url": "https://exemple.fr/.well-known/openid-configuration",
}  # fmt: skip
AUTH = {"redirect_uri": "https://exemple.fr/oauth2callback", "cookie_secret": SECRET, **FOURNISSEUR}
PROXY = {
    "CONCERTATION_ACCES": "mandataire", "CONCERTATION_MANDATAIRES": "10.0.0.0/24, 127.0.0.1",
    "CONCERTATION_MANDATAIRE_SECRET": SECRET,
}  # fmt: skip
BONS = [("X-Concertation-Secret", SECRET), ("X-Forwarded-Email", "lea@exemple.fr")]


@pytest.fixture(autouse=True)
def _unset(monkeypatch: pytest.MonkeyPatch) -> None:
    for nom in PROXY:
        monkeypatch.delenv(nom, raising=False)


def start(
    monkeypatch: pytest.MonkeyPatch, ecoute: str = "127.0.0.1", auth: Any = None, **noms: str
) -> str:
    for nom, valeur in noms.items():
        monkeypatch.setenv(nom, valeur)
    return check_acces(ecoute, AUTH if auth is None else auth)


@pytest.mark.parametrize("ecoute", ["127.0.0.1", "192.0.2.7", ""])
def test_unsaid_the_local_way_holds_for_the_machine_itself(
    monkeypatch: pytest.MonkeyPatch, ecoute: str
) -> None:
    assert start(monkeypatch, ecoute).startswith("local")


@pytest.mark.parametrize("voie", ["local", "oidc", "lecture"])
def test_each_way_that_is_safe_says_itself(monkeypatch: pytest.MonkeyPatch, voie: str) -> None:
    assert start(monkeypatch, CONCERTATION_ACCES=voie).startswith(f"{voie} – ")


def test_a_proxy_that_is_declared_is_safe(monkeypatch: pytest.MonkeyPatch) -> None:
    assert start(monkeypatch, **PROXY).startswith("mandataire")


@pytest.mark.parametrize(
    ("noms", "ecoute", "auth", "phrase"),
    [
        ({"CONCERTATION_ACCES": "tous"}, "127.0.0.1", None, "choisissez parmi local, oidc"),
        ({"CONCERTATION_ACCES": "local"}, "192.0.2.7", None, "écoute"),
        ({"CONCERTATION_ACCES": "local"}, "", None, "toutes les adresses"),
        ({"CONCERTATION_ACCES": "oidc"}, "127.0.0.1", {}, r"section \[auth\]"),
        *(
            ({"CONCERTATION_ACCES": "oidc"}, "127.0.0.1", AUTH | change, phrase)
            for change, phrase in (
                ({"redirect_uri": "http://exemple.fr/oauth2callback"}, "https"),
                ({"redirect_uri": "https://exemple.fr/"}, "finir par /oauth2callback"),
                ({"cookie_secret": "court"}, "32 caractères"),
                ({"client_secret": ""}, "client_secret"),
                ({"server_metadata_url": "http://exemple.fr/x"}, "en https"),
                ({"mon_agence": FOURNISSEUR}, "tiret bas"),
                (
                    {"un": FOURNISSEUR | {"domaines": "un.fr"}, "deux": FOURNISSEUR},
                    "domaines.*«\u00a0deux\u00a0»",
                ),
            )
        ),
        ({"CONCERTATION_ACCES": "oidc"}, "", {**AUTH, "client_id": None}, "client_id"),
        (PROXY | {"CONCERTATION_MANDATAIRES": ""}, "127.0.0.1", None, "adresses du mandataire"),
        (PROXY | {"CONCERTATION_MANDATAIRES": "portail"}, "127.0.0.1", None, "adresses IP"),
        (PROXY | {"CONCERTATION_MANDATAIRE_SECRET": "x"}, "127.0.0.1", None, "32 caractères"),
    ],
)
def test_what_can_not_be_safe_does_not_start(
    monkeypatch: pytest.MonkeyPatch, noms: dict[str, str], ecoute: str, auth: Any, phrase: str
) -> None:
    with pytest.raises(AccesImpossible, match=phrase):
        start(monkeypatch, ecoute, auth, **noms)


def test_several_providers_that_say_their_domains_are_safe(monkeypatch: pytest.MonkeyPatch) -> None:
    deux = {nom: FOURNISSEUR | {"domaines": [f"{nom}.fr"]} for nom in ("un", "deux")}
    assert start(monkeypatch, auth=AUTH | deux, CONCERTATION_ACCES="oidc")


@pytest.mark.parametrize(
    ("domaines", "dits", "vouched"),
    [
        ("exemple.fr", {}, True),
        (["Exemple.fr", "autre.fr"], {"email_verified": True}, True),
        ("exemple.fr", {"email_verified": False}, False),
        ("exemple.fr", {"email": "lea@exemple.fr.autre.fr"}, False),
        ("exemple.fr", {"email": "lea@autre.fr", "email_verified": True}, False),
        ("exemple.fr", {"email": "lea@sous.exemple.fr"}, False),
        ((), {"email_verified": True}, True),
        ((), {"email_verified": "true"}, True),
        ((), {"email_verified": "false"}, False),
        ((), {}, False),
    ],
)
def test_a_provider_vouches_for_its_domains_or_for_what_it_verified(
    domaines: Any, dits: dict[str, Any], vouched: bool
) -> None:
    said = {"email": "Lea@exemple.fr"} | dits
    assert vouches({"domaines": domaines}, said) is vouched


def test_a_provider_of_this_machine_needs_no_certificate(monkeypatch: pytest.MonkeyPatch) -> None:
    ici = {
        nom: valeur.replace("https://exemple.fr", "http://127.0.0.1:9")
        for nom, valeur in AUTH.items()
    }
    assert start(monkeypatch, auth=ici, CONCERTATION_ACCES="oidc")


@pytest.mark.parametrize("pair", ["127.0.0.1", "::ffff:127.0.0.1", "10.0.0.7"])
def test_the_declared_proxy_names_who_is_there(monkeypatch: pytest.MonkeyPatch, pair: str) -> None:
    start(monkeypatch, **PROXY)
    assert told_by_proxy(pair, BONS) == {IDENTITE: "lea@exemple.fr"}
    avec = [*BONS, ("x-concertation-jeton", "a.b.c")]
    assert told_by_proxy(pair, avec) == {IDENTITE: "lea@exemple.fr", JETON: "a.b.c"}


@pytest.mark.parametrize(
    ("pair", "headers"),
    [
        pytest.param("10.0.1.7", BONS, id="another peer"),
        pytest.param(None, BONS, id="no peer"),
        pytest.param("unix:", BONS, id="a socket"),
        pytest.param("127.0.0.1", BONS[1:], id="no secret"),
        pytest.param("127.0.0.1", BONS[:1], id="nobody"),
        pytest.param("127.0.0.1", [*BONS, BONS[0]], id="two secrets"),
        pytest.param("127.0.0.1", [*BONS, BONS[1]], id="two people"),
        pytest.param("127.0.0.1", [(BONS[0][0], SECRET + "s"), BONS[1]], id="a wrong secret"),
        pytest.param("127.0.0.1", [(BONS[0][0], ""), BONS[1]], id="an empty secret"),
        pytest.param("127.0.0.1", [BONS[0], (BONS[1][0], " ")], id="an empty address"),
        pytest.param("127.0.0.1", [(BONS[0][0], "é" * 32), BONS[1]], id="no ASCII"),
    ],
)
def test_nobody_else_names_anybody(
    monkeypatch: pytest.MonkeyPatch, pair: str | None, headers: list[tuple[str, str]]
) -> None:
    start(monkeypatch, **PROXY)
    assert told_by_proxy(pair, headers) == {}


@pytest.mark.parametrize("voie", ["local", "oidc", "lecture"])
def test_by_another_way_no_proxy_is_believed(monkeypatch: pytest.MonkeyPatch, voie: str) -> None:
    start(monkeypatch, **PROXY)
    monkeypatch.setenv("CONCERTATION_ACCES", voie)
    assert told_by_proxy("127.0.0.1", BONS) == {}


@pytest.mark.parametrize("jeton", ["", "a", "a.b.c", "a.é.c", "a.W10.c"])
def test_a_token_that_says_nothing_names_no_sign_in(jeton: str) -> None:
    assert read_claims(jeton) == {}


def test_what_a_token_says_is_read() -> None:
    dit = base64.urlsafe_b64encode(json.dumps({"iat": 1}).encode()).decode().rstrip("=")
    assert read_claims(f"a.{dit}.c") == {"iat": 1}
