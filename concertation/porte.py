"""The door: who sits at the machine that serves, and which page may speak to it.

Without sign-in, only whoever sits at the machine may record anything. A connection from it is not
enough: a proxy, a foreign name that resolves to it and any page of another local server connect
from it too. Nothing is imported here but the standard library: the server asks before it has
loaded anything, the screens ask on each run.
"""

import re
from collections.abc import Collection, Iterable
from ipaddress import ip_address
from urllib.parse import urlsplit

# How the server tells a session where its connection comes from. What a client sends under that
# name is dropped.
CACHET = "x-concertation-porte"
ICI = "ici"
# The cookie by which the machine's own browser is known again: a secret, for what was typed in it.
NAVIGATEUR = "concertation-navigateur"

# Names and addresses that no name server is asked about, as browsers write them.
_LOCAL = re.compile(r"(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::(?P<port>\d{1,5}))?", re.ASCII)
_TRANSMIS = {
    "cdn-loop", "client-ip", "fastly-client-ip", "fly-client-ip", "forwarded", "true-client-ip",
    "via", "x-client-ip", "x-cluster-client-ip", "x-host", "x-proxyuser-ip", "x-real-ip",
    "x-remote-addr", "x-remote-ip", "x-scheme", "x-url-scheme",
}  # fmt: skip
_FAMILLES = (
    "cf-", "x-amz-", "x-amzn-", "x-appengine-", "x-azure-", "x-envoy-", "x-forwarded",
    "x-original-", "x-proxy-", "x-real-", "x-vercel-",
)  # fmt: skip

Headers = Collection[tuple[str, str]]


def is_local_name(hote: str) -> bool:
    """Whether that host is a name of this machine that no name server is asked about."""
    return _LOCAL.fullmatch(hote) is not None


def why_elsewhere(peer: str | None, port: int | None, headers: Headers, secure: bool) -> str:
    """Why this connection is not from somebody at the machine; "" when it is.

    `peer` is the address at the other end, `port` the one that the server really listens to,
    `headers` those of the request, `secure` whether it came by TLS. The answer names the first
    condition that is missing: `pair`, `intermediaire`, `hote` or `origine`.
    """
    if not _is_loopback(peer):
        return "pair"
    noms = [nom.lower() for nom, _ in headers]
    if any(nom in _TRANSMIS or nom.startswith(_FAMILLES) for nom in noms):
        return "intermediaire"
    hote = _only(headers, "host") or ""
    local = _LOCAL.fullmatch(hote)
    if local is None or port is None or int(local["port"] or (443 if secure else 80)) != port:
        return "hote"
    # A browser always gives the origin of a connection, and no page can change it.
    if _only(headers, "origin") != f"{'https' if secure else 'http'}://{hote}":
        return "origine"
    return ""


def is_foreign(headers: Headers, declared: Collection[str]) -> bool:
    """Whether a page of another site asks: its `Origin` is neither ours (`Host`) nor declared.

    Compared as Streamlit does, which then has no reason to look for other addresses of its own.
    A request without `Origin` comes from no other page.
    """
    if not list(_values(headers, "origin")):
        return False
    origine, hote = _only(headers, "origin"), _only(headers, "host")
    if origine is None or hote is None:
        return True
    try:
        return urlsplit(origine).netloc != hote and origine not in declared
    except ValueError:
        return True


def _is_loopback(peer: str | None) -> bool:
    try:
        adresse = ip_address(peer or "")
    except ValueError:
        return False
    # A server that listens on « :: » sees 127.0.0.1 as ::ffff:127.0.0.1.
    return (getattr(adresse, "ipv4_mapped", None) or adresse).is_loopback


def _values(headers: Headers, nom: str) -> Iterable[str]:
    return (valeur for cle, valeur in headers if cle.lower() == nom)


def _only(headers: Headers, nom: str) -> str | None:
    """The value of a header that must come once; None when it is absent or repeated."""
    valeurs = list(_values(headers, nom))
    return valeurs[0] if len(valeurs) == 1 else None
