"""The projector's scene: slides over the whole window, keys answered in the browser.

Streamlit's own elements can neither fill a screen without its menu, nor set type for twenty metres,
nor answer a key without asking the server: this component does, in a style sheet of its own.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from concertation.restitution.diapos.style import scene_css

_ICI = Path(__file__).parent
_SCENE = st.components.v2.component(
    "scene",
    html=(_ICI / "scene.html").read_text(encoding="utf-8"),
    css=scene_css() + (_ICI / "scene.css").read_text(encoding="utf-8"),
    js=(_ICI / "scene.js").read_text(encoding="utf-8"),
)


def show_scene(
    pages: Sequence[Mapping[str, str]],
    *,
    rang: int,
    vue: str,
    canal: str,
    empreinte: str,
    salle: Mapping[str, str] | None = None,
    message: str = "",
) -> Mapping[str, Any] | None:
    """Show the pages (html, titre, notes); what the presenter asked for just now, or None.

    `vue` is « salle » (the projector) or « orateur » (the speaker's window), which follow one
    another on `canal`. `empreinte` changes when the pages do. `salle` has the room's `adresse`,
    `qr` (SVG), `api` and `jeton`; `message` is a sentence to show over the slide. The answer has
    `quoi` (« ecran », « salle », « quitter ») and `rang`.
    """
    retour = _SCENE(
        key="scene",
        data={
            "pages": list(pages),
            "rang": rang,
            "vue": vue,
            "canal": canal,
            "empreinte": empreinte,
            "salle": dict(salle) if salle else None,
            "message": message,
        },
        on_geste_change=lambda: None,
    )
    geste: Mapping[str, Any] | None = retour.geste
    return geste
