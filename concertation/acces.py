"""By which way people come in, said by `CONCERTATION_ACCES`: one place answers which one holds.

A way that can't be safe as it is set refuses to start. Nothing is imported here but the standard
library: the server asks before it has loaded anything.
"""

import base64
import binascii
import hmac
import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from ipaddress import ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit

VOIES = {
    "local": "profil local\u00a0: on saisit à la machine qui sert, les autres lisent",
    "oidc": "connexion par un fournisseur d’identité (OpenID Connect)",
    "mandataire": "connexion par un mandataire de confiance",
    "lecture": "lecture seule\u00a0: personne ne saisit",
}
BOUCLES = ("127.0.0.1", "localhost", "::1")
SECRET_MINIMUM = 32
TIRES = f"{SECRET_MINIMUM} caractères au hasard ou plus"
FOURNISSEUR = ("client_id", "client_secret", "server_metadata_url")
# What a trusted proxy sends; from anybody else it is dropped unread.
ENVOYES = {"x-concertation-secret", "x-forwarded-email", "x-concertation-jeton"}
# How the server tells a session who the proxy says it is; what a client sends so is dropped.
IDENTITE, JETON = "x-concertation-identite", "x-concertation-emise"


class AccesImpossible(SystemExit):
    """The settings can't be safe: the process ends with this French sentence."""


def current_voie() -> str:
    """The way that holds: a key of `VOIES`."""
    return os.environ.get("CONCERTATION_ACCES", "").strip() or "local"


def room_place() -> tuple[str, int] | None:
    """Where the rooms' pages alone are served too: `--salle ADRESSE:PORT`, behind « -- »."""
    mots = " ".join(sys.argv).replace("--salle=", "--salle ").partition("--salle ")[2].split()
    hote, _, port = (mots or [""])[0].rpartition(":")
    if mots and not (hote and port.isdecimal() and 0 < int(port) < 65536):
        raise AccesImpossible("--salle attend une adresse et un port, comme 192.168.1.20:8600.")
    return (hote, int(port)) if mots else None


def check_acces(ecoute: str, auth: Mapping[str, Any], cookie: str = "") -> str:
    """The way that holds, in words for the log; raises `AccesImpossible`.

    `ecoute` is the address that the server listens on, `auth` the section of that name of
    `.streamlit/secrets.toml`, `cookie` the secret that signs cookies when that section has none.
    """
    voie = current_voie()
    if voie not in VOIES:
        choix = ", ".join(VOIES)
        raise AccesImpossible(
            f"CONCERTATION_ACCES vaut «\u00a0{voie}\u00a0»\u00a0: choisissez parmi {choix}."
        )
    if voie == "oidc":
        regles = [*_rules_of_oidc(auth, cookie)]
    else:
        regles = [*(_rules_of_local(ecoute) if voie == "local" else _rules_of_proxy())]
    fautes = [phrase for tenue, phrase in regles if not tenue and voie != "lecture"]
    if fautes:
        dites = "\u00a0; ".join(fautes)
        raise AccesImpossible(f"CONCERTATION_ACCES={voie} ne serait pas sûr\u00a0: {dites}.")
    return f"{voie} – {VOIES[voie]}"


def _rules_of_local(ecoute: str) -> Iterator[tuple[bool, str]]:
    """Unsaid, it holds for the machine itself alone, by `porte.py`; said, it promises as much."""
    dit = os.environ.get("CONCERTATION_ACCES", "").strip()
    yield (
        not dit or ecoute in BOUCLES,
        f"le serveur écoute «\u00a0{ecoute or 'toutes les adresses'}\u00a0»\u00a0; gardez "
        "--server.address 127.0.0.1, ou choisissez oidc, mandataire ou lecture",
    )


def _rules_of_oidc(auth: Mapping[str, Any], cookie: str) -> Iterator[tuple[bool, str]]:
    retour, secret = str(auth.get("redirect_uri", "")), str(auth.get("cookie_secret", cookie))
    yield bool(auth), "la section [auth] manque dans .streamlit/secrets.toml"
    yield retour.endswith("/oauth2callback"), "redirect_uri doit finir par /oauth2callback"
    yield _is_private(retour), "redirect_uri doit être en https, hors de cette machine"
    yield len(secret) >= SECRET_MINIMUM, f"cookie_secret doit avoir {TIRES}"
    fournisseurs = providers_of(auth)
    yield bool(fournisseurs), "aucun fournisseur n’a de client_id"
    for nom, section in fournisseurs.items():
        manquent = [cle for cle in FOURNISSEUR if not section.get(cle)]
        yield (
            not manquent,
            f"{', '.join(manquent)}\u00a0: à donner au fournisseur «\u00a0{nom}\u00a0»",
        )
        adresse = str(section.get(FOURNISSEUR[-1], ""))
        yield _is_private(adresse), f"server_metadata_url de «\u00a0{nom}\u00a0» doit être en https"
        yield (
            len(fournisseurs) < 2 or bool(_domains(section)),
            f"domaines\u00a0: à donner au fournisseur «\u00a0{nom}\u00a0»\u00a0; à plusieurs, "
            "chacun ne répond que des adresses des siens",
        )
        yield "_" not in nom, f"le nom «\u00a0{nom}\u00a0» ne peut pas contenir de tiret bas"


def _rules_of_proxy() -> Iterator[tuple[bool, str]]:
    yield bool(trusted_peers()), "CONCERTATION_MANDATAIRES doit donner les adresses du mandataire"
    yield (
        all(map(_network, trusted_peers())),
        "CONCERTATION_MANDATAIRES attend des adresses IP ou des réseaux, comme 10.0.0.0/24",
    )
    yield (
        len(_shared_secret()) >= SECRET_MINIMUM,
        f"CONCERTATION_MANDATAIRE_SECRET doit avoir {TIRES}",
    )


def providers_of(auth: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Each provider of the section `[auth]`: its name (`default` alone, unnamed), its settings."""
    nommes = {str(nom): s for nom, s in auth.items() if isinstance(s, Mapping) and "client_id" in s}
    return nommes or ({"default": auth} if "client_id" in auth else {})


def _domains(section: Mapping[str, Any]) -> list[str]:
    dits = section.get("domaines", ())
    return [d.strip().lower() for d in ([dits] if isinstance(dits, str) else dits)]


def vouches(section: Mapping[str, Any], dits: Mapping[str, Any]) -> bool:
    """Whether this provider may say that the address it tells is the person's: one of its own
    domains, or, when it has none declared, one that it says it verified."""
    verifiee = str(dits.get("email_verified", "")).lower()
    if siens := _domains(section):
        domaine = str(dits.get("email") or "").rpartition("@")[2].lower()
        return verifiee != "false" and domaine in siens
    return verifiee == "true"


def _is_private(adresse: str) -> bool:
    """Whether what is sent there can't be read on the way: TLS, or the machine itself."""
    lue = urlsplit(adresse)
    return lue.scheme == "https" or (lue.scheme == "http" and (lue.hostname or "") in BOUCLES)


def _shared_secret() -> str:
    return os.environ.get("CONCERTATION_MANDATAIRE_SECRET", "").strip()


def trusted_peers() -> list[str]:
    """Addresses and networks of the proxies that are believed, as they are written."""
    return os.environ.get("CONCERTATION_MANDATAIRES", "").replace(",", " ").split()


def _network(ecrit: str) -> Any:
    try:
        return ip_network(ecrit, strict=False)
    except ValueError:
        return None


def told_by_proxy(peer: str | None, headers: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Who the trusted proxy says is there, as headers for the session; nothing from anybody else.

    The peer must be one that is declared, and give the shared secret and the address, each once.
    """
    if current_voie() != "mandataire":
        return {}
    lus = {nom: [v for n, v in headers if n.lower() == nom] for nom in ENVOYES}
    secrets, adresses = lus["x-concertation-secret"], lus["x-forwarded-email"]
    if len(secrets) != 1 or len(adresses) != 1 or not adresses[0].strip():
        return {}
    attendu = _shared_secret()
    if not attendu or not hmac.compare_digest(secrets[0].encode(), attendu.encode()):
        return {}
    try:
        pair = ip_address(peer or "")
    except ValueError:
        return {}
    pair = getattr(pair, "ipv4_mapped", None) or pair
    if not any(reseau is not None and pair in reseau for reseau in map(_network, trusted_peers())):
        return {}
    jeton = lus["x-concertation-jeton"]
    return {IDENTITE: adresses[0].strip()} | ({JETON: jeton[0]} if len(jeton) == 1 else {})


def read_claims(jeton: str) -> dict[str, Any]:
    """What an identity token says, its signature unchecked: the proxy that gives it is trusted."""
    try:
        partie = jeton.split(".")[1]
        lus = json.loads(base64.urlsafe_b64decode(partie + "=" * (-len(partie) % 4)))
    except (IndexError, binascii.Error, ValueError):
        return {}
    return lus if isinstance(lus, dict) else {}
