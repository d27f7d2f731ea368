"""The door, by its table of cases: who is at the machine, and which page may speak."""

import pytest

from concertation.porte import is_foreign, why_elsewhere

HOTE, ORIGINE = ("host", "127.0.0.1:8501"), ("origin", "http://127.0.0.1:8501")


def at(hote: str, schema: str = "http") -> list[tuple[str, str]]:
    """Headers of a page of that host that speaks to it."""
    return [("Host", hote), ("Origin", f"{schema}://{hote}"), ("User-Agent", "Mozilla/5.0")]


@pytest.mark.parametrize(
    ("peer", "port", "headers", "secure"),
    [
        ("127.0.0.1", 8501, at("127.0.0.1:8501"), False),
        ("127.0.0.1", 8501, at("localhost:8501"), False),
        ("127.0.0.2", 8501, at("127.0.0.2:8501"), False),
        ("::1", 8501, at("[::1]:8501"), False),
        ("::ffff:127.0.0.1", 8501, at("localhost:8501"), False),
        ("127.0.0.1", 80, at("localhost"), False),
        ("127.0.0.1", 443, at("localhost", "https"), True),
        ("127.0.0.1", 8501, at("localhost:8501", "https"), True),
    ],
)
def test_who_sits_at_the_machine_is_here(
    peer: str, port: int, headers: list[tuple[str, str]], secure: bool
) -> None:
    assert why_elsewhere(peer, port, headers, secure) == ""


@pytest.mark.parametrize(
    "peer", ["192.168.1.20", "::ffff:10.0.0.2", "2001:db8::1", "", None, "unix:"]
)
def test_another_machine_is_elsewhere(peer: str | None) -> None:
    assert why_elsewhere(peer, 8501, [HOTE, ORIGINE], False) == "pair"


@pytest.mark.parametrize(
    "nom",
    [
        "Forwarded", "X-Forwarded-For", "x-forwarded-proto", "X-FORWARDED-HOST", "X-Forwarded",
        "X-Real-IP", "Via", "CF-Connecting-IP", "cf-ray", "CDN-Loop", "True-Client-IP",
        "X-Client-IP", "X-Cluster-Client-IP", "Fly-Client-IP", "Fastly-Client-IP",
        "X-Amzn-Trace-Id", "X-Envoy-External-Address", "X-Original-Host", "X-Scheme",
        "X-ProxyUser-Ip",
    ],
)  # fmt: skip
@pytest.mark.parametrize("valeur", ["127.0.0.1", ""])
def test_what_a_proxy_passed_on_is_elsewhere(nom: str, valeur: str) -> None:
    headers = [HOTE, ORIGINE, (nom, valeur)]
    assert why_elsewhere("127.0.0.1", 8501, headers, False) == "intermediaire"


@pytest.mark.parametrize(
    "hote",
    [
        "exemple.fr:8501",  # a name that resolves to this machine
        "localhost.exemple.fr:8501", "exemple.localhost:8501", "127.0.0.1.nip.io:8501",
        "0.0.0.0:8501", "192.168.1.20:8501", "[::1].exemple.fr:8501", "[2001:db8::1]:8501",
        "localhost:8502", "localhost", "localhost:", "localhost:08501x", "moi@localhost:8501",
        "localhost:8501/", "localhost\t:8501", "١٢٧.0.0.1:8501", "",
    ],
)  # fmt: skip
def test_another_name_or_port_is_elsewhere(hote: str) -> None:
    assert why_elsewhere("127.0.0.1", 8501, at(hote), False) == "hote"


@pytest.mark.parametrize("port", [None, 443, 8502])
def test_the_port_is_the_one_that_is_listened_to(port: int | None) -> None:
    assert why_elsewhere("127.0.0.1", port, [HOTE, ORIGINE], False) == "hote"


@pytest.mark.parametrize(
    "origine",
    [
        "http://localhost:3000", "http://127.0.0.1:8502", "http://localhost:8501", "null", "",
        "https://127.0.0.1:8501", "http://127.0.0.1:8501/", "http://127.0.0.1:8501.exemple.fr",
        "chrome-extension://127.0.0.1:8501", "https://exemple.fr",
    ],
)  # fmt: skip
def test_a_page_of_another_origin_is_elsewhere(origine: str) -> None:
    headers = [HOTE, ("Origin", origine)]
    assert why_elsewhere("127.0.0.1", 8501, headers, False) == "origine"


@pytest.mark.parametrize(
    ("headers", "raison"),
    [
        ([HOTE], "origine"),
        ([HOTE, ORIGINE, ORIGINE], "origine"),
        ([ORIGINE], "hote"),
        ([HOTE, HOTE, ORIGINE], "hote"),
    ],
)
def test_each_of_both_comes_exactly_once(headers: list[tuple[str, str]], raison: str) -> None:
    assert why_elsewhere("127.0.0.1", 8501, headers, False) == raison


@pytest.mark.parametrize(
    ("headers", "attendu"),
    [
        ([HOTE], False),
        ([HOTE, ORIGINE], False),
        (at("exemple.fr"), False),
        (at("exemple.fr", "https"), False),  # a proxy holds the certificate
        ([HOTE, ("Origin", "https://public.exemple.fr")], False),  # declared below
        ([HOTE, ("Origin", "http://public.exemple.fr")], True),
        ([HOTE, ("Origin", "https://public.exemple.fr.autre.fr")], True),
        ([HOTE, ("Origin", "http://localhost:3000")], True),
        ([HOTE, ("Origin", "http://localhost:8501")], True),
        ([HOTE, ("Origin", "null")], True),
        ([HOTE, ("Origin", "http://[")], True),
        ([HOTE, ORIGINE, ORIGINE], True),
        ([HOTE, HOTE, ORIGINE], True),
        ([ORIGINE], True),
        # As Streamlit compares: what it would not find equal it must not see.
        ([("Host", "EXEMPLE.fr"), ("Origin", "http://exemple.fr")], True),
        ([("Host", "a/b"), ("Origin", "http://a/b")], True),
    ],
)
def test_a_page_of_another_site_is_foreign(headers: list[tuple[str, str]], attendu: bool) -> None:
    assert is_foreign(headers, {"https://public.exemple.fr"}) is attendu
