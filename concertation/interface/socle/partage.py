"""Addresses to give away: this application as others reach it."""

import socket
from urllib.parse import urlsplit

import streamlit as st

from concertation.acces import room_place
from concertation.analyse.adresses import LOCALE, is_local, public_root
from concertation.interface.socle.poste import listens_locally


def reach(chemin: str) -> tuple[str, str]:
    """Where others reach a path, and why no code is drawn of it ("" when one may be).

    The public address that is set, else the one that the browser came by, else this machine's
    name on its network.
    """
    racine, pourquoi = public_root()
    if racine:
        return f"{racine}/{chemin}", ""
    ici = urlsplit(st.context.url or "http://127.0.0.1:8501/")
    hote = ici.hostname or "127.0.0.1"
    if is_local(hote) and not listens_locally():
        hote = _network_name() or hote
    port = f":{ici.port}" if ici.port else ""
    dossier = ici.path.rsplit("/", 1)[0]
    adresse = f"{ici.scheme}://{hote}{port}{dossier}/{chemin}"
    return adresse, f"{pourquoi} {LOCALE}" if is_local(hote) else ""


def reach_room(code: str) -> tuple[str, str]:
    """The same of a room, whose pages may be served apart."""
    if (place := room_place()) is None:
        return reach(f"salle/{code}")
    hote, port = place
    if not hote.strip("0.:"):  # every address of this machine
        hote = _network_name() or hote
    return f"http://{hote}:{port}/salle/{code}", LOCALE * is_local(hote)


def _network_name() -> str:
    """This machine's address on its network; "" when it is on none. Nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as prise:
        try:
            prise.connect(("192.0.2.1", 9))  # an address of documentation: no packet leaves
            return str(prise.getsockname()[0])
        except OSError:
            return ""
