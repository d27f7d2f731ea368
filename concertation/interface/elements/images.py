"""A chart as a picture to take away: SVG or PNG, with its title, its source and its date."""

import datetime as dt
import re
from collections.abc import Callable
from functools import partial

import streamlit as st

from concertation.analyse.mots.formats import format_date
from concertation.analyse.mots.textes import fold
from concertation.graphiques.dessin import Dessin
from concertation.interface.socle.boutons import show_download
from concertation.interface.socle.session import current_donnees
from concertation.interface.socle.textes import JOINT

FINESSE = 2  # pixels of a PNG for one of the drawing
NOM_MAX = 60

_LIEN = re.compile(r"\[((?:\\.|[^\]\\])*)\]\([^)]*\)")
_DEVANT = re.compile(r" ([;:!?»·–—])")
_ECHAPPE = re.compile(r"\\([^\w\s]|_)")


def show_image(
    titre: str,
    dessin: Dessin,
    *,
    source: str,
    cle: str,
    suivi: bool | Callable[[], bool],
) -> None:
    """The way to two files of a chart; nothing is made before they are asked for.

    `source` is Markdown. `suivi` says, or tells when called, whether the chart shows what
    committees entered. Colours are those of paper, whatever the reader's screen.
    """
    volet = st.popover(
        "Image", icon=":material/image:", wrap=False, key=f"{cle}-image", on_change="rerun"
    )
    if not volet.open:
        return
    saisi = suivi() if callable(suivi) else suivi
    draw = partial(
        _draw,
        dessin,
        titre=titre,
        mentions=(plain_text(source), _date_line(saisi)),
        avertissement=_warning() if saisi else "",
    )
    nom = file_name(titre or dessin.alt)
    with volet:
        for libelle, fin, mime, render in (
            ("Image (PNG)", "png", "image/png", partial(_to_png, draw)),
            ("Dessin (SVG)", "svg", "image/svg+xml", draw),
        ):
            show_download(
                libelle, render, f"{nom}.{fin}", mime, key=f"{cle}-{fin}", width="stretch"
            )
        st.caption("Avec le titre, la source et la date.")


def plain_text(markdown: str) -> str:
    """Markdown of our own captions as its words alone."""
    mots = _LIEN.sub(r"\1", markdown).replace("**", "").replace(JOINT, "")
    mots = " ".join(_ECHAPPE.sub(r"\1", mots).split())
    # No line of the picture begins with one of these.
    return _DEVANT.sub("\u00a0\\1", mots)


def file_name(titre: str) -> str:
    """« Propositions par thème » as `propositions-par-theme`, never empty."""
    mots = re.findall(r"[a-z0-9]+", fold(titre))
    nom = ""
    for mot in mots:
        if nom and len(nom) + 1 + len(mot) > NOM_MAX:
            break
        nom = f"{nom}-{mot}" if nom else mot[:NOM_MAX]
    return nom or "graphique"


def _date_line(suivi: bool) -> str:
    """Whose data, and of which day."""
    metadonnees = current_donnees().metadonnees
    nom = str(metadonnees.get("nom") or "")
    jour = metadonnees.get("date_donnees") or metadonnees.get("date")
    quand = (
        f"suivi lu le {format_date(dt.date.today())}"
        if suivi
        else f"données du {format_date(jour, vide='jour non renseigné')}"
    )
    return f"{nom} · {quand}" if nom else quand.capitalize()


def _warning() -> str:
    from concertation.interface.suivi.partage import current_store
    from concertation.suivi.mentions import FICTIVES

    return FICTIVES if current_store().fictif else ""


# The library of pictures is loaded by the first reader who asks for one.
def _draw(dessin: Dessin, **reste: object) -> str:
    from concertation.restitution.images import draw_image

    return draw_image(dessin, **reste)  # type: ignore[arg-type]


def _to_png(draw: Callable[[], str]) -> bytes:
    from concertation.restitution.images import to_png, view_of

    dessin = draw()
    return to_png(dessin, round(FINESSE * view_of(dessin)[0]))
