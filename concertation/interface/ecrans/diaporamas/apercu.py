"""What a slide will show: the very fragment of the projector, made small."""

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from concertation.restitution.diapos.html import page_html
from concertation.restitution.diapos.modele import Page
from concertation.restitution.diapos.style import scene_css

_VIGNETTE = st.components.v2.component(
    "vignette",
    html='<div class="vignettes"></div>',
    css=scene_css()
    + """
.vignettes > div {
  overflow: hidden;
  margin-bottom: 12px;
  border: 1px solid #a3aebc;
  border-radius: 6px;
}
.vignettes > .scene > .diapo {
  transform-origin: 0 0;
}
""",
    js=(Path(__file__).with_name("vignette.js")).read_text(encoding="utf-8"),
)


def show_pages(pages: Sequence[Page]) -> None:
    """Each page as it will be shown, numbered among those of its slide."""
    total = len(pages)
    _VIGNETTE(
        key="vignette",
        data={"pages": [page_html(page, rang, total) for rang, page in enumerate(pages, 1)]},
    )
