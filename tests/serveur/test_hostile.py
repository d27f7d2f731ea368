"""A real server with a fictional follow-up, before requests, addresses and widgets that no page of
ours sends: nothing fails, nothing is logged as a failure, its memory stays bounded.

Random, from a seed that plays a failure again. `make epreuves` tries a hundred times as many.
"""

import contextlib
import datetime as dt
import json
import random
import re
import socket
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from typing import Any
from urllib.parse import quote

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState

from concertation.analyse.adresses import params_of
from concertation.donnees import dossier_courant, load_donnees
from concertation.interface.socle.registre import every_ecran
from concertation.suivi import References, Store
from tests.aides.bases import new_demo, new_sqlite
from tests.aides.client import Client, window
from tests.aides.epreuves import times
from tests.aides.hostiles import AFFREUX, GRAINE
from tests.aides.navigateur.application import Application
from tests.interface.socle.test_adresses import ETATS
from tests.serveur.relais import SECONDS
from tests.suivi.saisies import DIRECTION, create_action

LONG = 100
MEMORY = 1_000_000_000
PANNES = ("Screen failed", "Request failed", "Traceback", "A thread failed")
ECRANS = [ecran.url_path for ecran in every_ecran()]
PARAMS = sorted({param.nom or nom for etat in ETATS for nom, param in params_of(etat).items()})
# What stands in the data, so that a walk goes further than the first refusal.
CONNUS = [
    "ACC-L-01", "E1", "E3", "D61", "D50", "NORMANDIE", "ACT-04", "P1", "acces", "prevention",
    "carte", "tableau", "argent", "1", "2", "7", "nouvelle", "nouveau", "restitution-regionale",
    "fiche", "2026-11-28", "programme", "chantier", "liste", "cartes", "frise",
]  # fmt: skip
OUVERTES: list[str] = []


def word(rng: random.Random) -> str:
    """A value that stands, a dreadful one, or one damaged."""
    known = rng.choice(CONNUS)
    if (dice := rng.random()) < 0.4:
        return known
    if dice < 0.8:
        return rng.choice(AFFREUX)
    place = rng.randrange(len(known) + 1)
    return known[:place] + chr(rng.choice([0, 10, 37, 38, 43, 233, 0x202E, 0xFFFD])) + known[place:]


def fill(rng: random.Random, route: str) -> str:
    """Something in each place of a route; some doors open."""
    known = rng.choice(OUVERTES) if OUVERTES and rng.random() < 0.4 else word(rng)
    return re.sub(r"\{\}", lambda _: escape(known) if rng.random() < 0.8 else "..", route)


def escape(text: str) -> str:
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


def question(rng: random.Random) -> str:
    names = rng.choices([*PARAMS, word(rng)], k=rng.randrange(5))
    return "&".join(f"{escape(name)}={escape(word(rng))}" for name in names)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("hostile") / "suivi.sqlite"
    url = new_demo(file, dt.date.today()) if times(1) > 1 else new_sqlite(file)
    with closing(Store.open(url, References.of_donnees(load_donnees(dossier_courant())))) as store:
        OUVERTES.extend(open_doors(store))
    return url


def open_doors(store: Store) -> Iterator[str]:
    """What secret addresses lead to, so that some requests get past the door: a room that votes, an
    opinion asked for, a feed."""
    code, jeton = store.salles.open("Salle", '["<p>1</p>", "<p>2</p>"]')
    ici = {"seance_id": store.seances.create(DIRECTION, territoire="D61", date="2026-11-28")["id"]}
    vote = {"question": "Que faire ?", "mode": "points", "etat": "ouvert", "salle": code}
    store.votes.create(DIRECTION, lie="ACC-L-01 | ACC-L-02", **vote, **ici)
    point = store.points.create(DIRECTION, titre="Budget", **ici)
    avis = store.avis.create(
        DIRECTION, point_id=point["id"], territoire="D61", aupres_de="Zoé", question="Quoi ?"
    )
    yield from (code, code, jeton, store.avis.invite(avis["id"], DIRECTION))
    yield store.courrier.open_feed(DIRECTION, "D61")


@pytest.fixture(scope="module")
def application(base: str) -> Iterator[Application]:
    with Application(base=base, copie=True) as running:
        yield running


@pytest.fixture(autouse=True)
def nothing_fails(application: Application) -> Iterator[None]:
    before = len(application.log())
    yield
    written = application.log()[before:]
    assert [panne for panne in PANNES if panne in written] == [], written[-4000:]
    assert application.get("/api/pret").status == 200
    (resident,) = re.findall(
        r"(?m)^process_resident_memory_bytes (\S+)", application.get("/api/metriques").body.decode()
    )
    assert float(resident) < MEMORY


# Requests, to the byte.

ROUTES = [
    "/", "/salle/{}", "/salle/{}/etat", "/salle/{}/page/{}", "/salle/{}/vote", "/salle/{}/position",
    "/salle/{}/questions", "/salle/salle.js", "/api/sante", "/api/pret", "/api/metriques",
    "/p/{}", "/e/{}", "/t/{}",
    "/avis/{}", "/arret/{}", "/fil/{}",
    "/static/{}", "/static/js/{}", "/media/{}", "/component/{}/{}", "/_stcore/health",
    "/_stcore/host-config", "/_stcore/upload_file/{}/{}", "/_stcore/bidi-components/{}/{}",
    "/_stcore/metrics", "/_stcore/stream", "/_stcore/{}", "/auth/login", "/oauth2callback", "/{}",
    "/{}/{}", "/{}/{}/{}", "/~/+/{}",
]  # fmt: skip
FIELDS = ["jeton", "position", "close", "vote", "choix", "ACC-L-01", "texte", "qui", "reponse", "x"]
HEADERS = [
    "Host", "Origin", "Cookie", "Accept-Encoding", "Range", "If-None-Match", "If-Modified-Since",
    "Authorization", "X-Request-Id", "X-Forwarded-Proto", "X-Forwarded-Email", "Content-Type",
    "Upgrade", "Sec-WebSocket-Key", "Sec-WebSocket-Protocol", "Transfer-Encoding", "Expect",
    "X-Xsrftoken", "Referer", "Accept", "User-Agent",
]  # fmt: skip


def request(rng: random.Random) -> tuple[bytes, bool]:
    """One request, and whether it is whole; a tenth of them are no HTTP."""
    route = rng.choice([*ROUTES, *(f"/{ecran}" for ecran in ECRANS)])
    path = fill(rng, route)
    if rng.random() < 0.5:
        path += f"?{question(rng)}"
    method = rng.choice(
        ["GET"] * 12 + ["POST", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "X"]
    )
    fields = {rng.choice(FIELDS): rng.choice(["1", *OUVERTES, word(rng)]) for _ in range(4)}
    body = json.dumps(fields)
    if rng.random() < 0.5:
        body = "&".join(f"{escape(name)}={escape(value)}" for name, value in fields.items())
    sent = body.encode("utf-8", "replace") if method in {"POST", "PUT", "PATCH"} else b""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "Connection: close"]
    # Each comes from somewhere else: what one place may ask is tried apart.
    lines.append(f"X-Forwarded-For: 10.{rng.randrange(256)}.{rng.randrange(256)}.1")
    for name in rng.sample(HEADERS, rng.randrange(3)):
        value = re.sub("[\r\n\0]", "", word(rng))
        lines.append(f"{name}: {value[:3000]}")
    if sent:
        lines.append(f"Content-Length: {len(sent)}")
    made = "\r\n".join(lines).encode("utf-8", "replace") + b"\r\n\r\n" + sent
    if rng.random() < 0.9:
        return made, not re.search(rb"\r\n(Expect|Transfer-Encoding|Upgrade)", made)
    place = rng.randrange(len(made))
    return made[:place] + rng.randbytes(8) + made[place:], False


def status_of(port: int, sent: bytes, whole: bool) -> int:
    """Status of the answer; 0 when the server closed without one."""
    answer = b""
    with (
        socket.create_connection(("127.0.0.1", port), timeout=SECONDS) as connection,
        contextlib.suppress(ConnectionError),
    ):
        connection.sendall(sent)
        if not whole:
            connection.shutdown(socket.SHUT_WR)
        while (part := connection.recv(65536)) and len(answer) < 65536:
            answer += part
    found = re.match(rb"HTTP/1\.1 (\d{3})", answer)
    return int(found[1]) if found else 0


def test_requests_are_answered_below_500(application: Application) -> None:
    rng, seen = random.Random(GRAINE), Counter[int]()
    for _ in range(times(60, LONG)):
        sent, whole = request(rng)
        status = status_of(application.port, sent, whole)
        assert status < 500, sent[:3000]
        seen[status] += 1
    assert len(seen) > 3


# Screens, by the server's own websocket.


def check(client: Client, sent: object) -> None:
    told = [m.delta.new_element for m in client.messages if m.WhichOneof("type") == "delta"]
    failures = [e.exception for e in told if e.WhichOneof("type") == "exception"]
    assert failures == [], sent
    assert "a rencontré une erreur" not in client.texts, sent


def test_addresses_show_a_screen_or_say_what_they_lost(application: Application) -> None:
    rng = random.Random(GRAINE)
    for _ in range(times(4, LONG)):
        with window(application.port, host="exemple.fr") as client:
            for _ in range(5):
                address = f"/{rng.choice(ECRANS)}?{question(rng)}"
                check(client.open(address), address)


KINDS = {
    "trigger_value": lambda rng: True,
    "bool_value": lambda rng: rng.random() < 0.5,
    "double_value": lambda rng: rng.choice([0.0, -1.0, 1e308, float("nan"), float("inf"), 2.5]),
    "int_value": lambda rng: rng.choice([0, 1, -1, 2, 7, 2**62, -(2**62)]),
    "string_value": lambda rng: clean(word(rng)),
    "json_value": lambda rng: rng.choice(['{"a": 1}', "[]", "null", clean(word(rng))]),
    "string_trigger_value": lambda rng: clean(word(rng)),
    "int_array_value": lambda rng: [rng.randrange(-3, 9) for _ in range(rng.randrange(4))],
    "double_array_value": lambda rng: [rng.uniform(-9, 9) for _ in range(rng.randrange(4))],
    "string_array_value": lambda rng: [clean(word(rng)) for _ in range(rng.randrange(4))],
    "bytes_value": lambda rng: rng.randbytes(20),
}


def clean(text: str) -> str:
    """As protobuf carries it."""
    return text.encode("utf-8", "replace").decode()


def state(rng: random.Random, identity: str, kind: str) -> WidgetState:
    return state_of(identity, kind, KINDS[kind](rng))


def state_of(identity: str, kind: str, value: Any) -> WidgetState:
    made = WidgetState(id=identity)
    field = getattr(made, kind)
    if kind == "string_trigger_value":
        made.string_trigger_value.data = value
    elif hasattr(field, "data") and not isinstance(value, bytes):
        field.data.extend(value)
    else:
        setattr(made, kind, value)
    return made


def widgets_of(client: Client) -> dict[str, str]:
    """What the screen shows to be touched: each id with the kind of its element."""
    found: dict[str, str] = {}
    for message in client.messages:
        if message.WhichOneof("type") != "delta":
            continue
        delta = message.delta
        if delta.WhichOneof("type") == "add_block":
            block = delta.add_block
            kind = str(block.WhichOneof("type") or "")
            ids = [block.id, getattr(getattr(block, kind, None), "id", "")]
        else:
            kind = str(delta.new_element.WhichOneof("type") or "")
            ids = [getattr(getattr(delta.new_element, kind, None), "id", "")]
        found |= {i: kind for i in ids if isinstance(i, str) and i.startswith("$$ID")}
    return found


OWN = {
    "button": "trigger_value", "checkbox": "bool_value", "text_input": "string_value",
    "text_area": "string_value", "selectbox": "string_value", "radio": "int_value",
    "multiselect": "string_array_value", "number_input": "double_value",
    "slider": "double_array_value", "date_input": "string_array_value",
    "button_group": "int_array_value", "popover": "bool_value",
    "arrow_data_frame": "string_value", "plotly_chart": "string_value", "expandable": "bool_value",
    "tab_container": "string_value", "dialog": "bool_value",
}  # fmt: skip


def test_what_no_page_of_ours_says_is_as_if_unsaid(application: Application, base: str) -> None:
    with window(application.port) as client:
        client.open("/").take_profile("Zoé", "Administrateur")
        client.open("/personnes")
        (many,) = [i for i in widgets_of(client) if i.endswith("w-personne")]
        check(client.run(state_of("P1", "int_value", 1)), "a widget that is none")
        check(client.run(state_of(many, "bytes_value", b"x")), "another kind")
        check(client.run(state_of(many, "string_value", "X")), "a value that is not offered")
        # What a page does say: whole numbers, of a field of numbers.
        references = References.of_donnees(load_donnees(dossier_courant()))
        with closing(Store.open(base, references)) as store:
            create_action(store, DIRECTION, territoire="D61", engagement="E1")
        client.open("/engagements?vue=attention")
        (days,) = [i for i in widgets_of(client) if "w-silence" in i]
        told = client.run(state_of(days, "int_value", 45)).messages
        assert any("silence=45" in m.page_info_changed.query_string for m in told)


@pytest.mark.parametrize("who", ["lecteur", "administrateur"])
def test_widgets_that_say_anything_fail_nothing(application: Application, who: str) -> None:
    rng = random.Random(f"{GRAINE} {who}")
    for _ in range(times(2, LONG)):
        with window(application.port) as client:
            if who != "lecteur":
                client.open("/").take_profile("Zoé", "Administrateur")
            address = f"/{rng.choice(ECRANS)}?{question(rng) if rng.random() < 0.5 else ''}"
            client.open(address)
            for _ in range(5):
                shown = widgets_of(client)
                sent = []
                for identity in rng.sample(sorted(shown), min(len(shown), rng.randrange(1, 5))):
                    own = OWN.get(shown[identity])
                    kind = own if own and rng.random() < 0.8 else rng.choice([*KINDS])
                    sent.append(state(rng, identity, kind))
                if rng.random() < 0.1:
                    sent.append(state(rng, clean(word(rng)), rng.choice([*KINDS])))
                check(client.run(*sent), (address, sent))
