"""What a screen offers to press: its main button, links to other screens, files."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import streamlit as st

from concertation.interface.socle.registre import Ecran


@lru_cache(maxsize=64)
def page_of(ecran: Ecran) -> st.Page:
    """A screen as Streamlit knows it; its file is looked for once, not at each run and link."""
    return st.Page(
        ecran.chemin, title=ecran.titre, icon=ecran.icone, url_path=ecran.url_path or None,
        default=ecran.accueil,
    )  # fmt: skip


def show_link(
    ecran: Ecran, mots: str, params: Mapping[str, Any] | None = None, icone: str = ""
) -> None:
    """A link to a state of a screen; `mots` are Markdown, `icone` names another than its own."""
    icone = f":material/{icone}:" if icone else ecran.icone
    st.page_link(page_of(ecran), label=mots, icon=icone, query_params=params)


def show_button(mots: str, icone: str, on_click: Callable[..., Any], **options: Any) -> None:
    """A light button: its words, its icon, its gesture."""
    icon = f":material/{icone}:"
    st.button(mots, icon=icon, on_click=on_click, **{"type": "tertiary"} | options)


def show_download(
    mots: str, contenu: Any, nom: str, mime: str | None, icone: str = "download", **options: Any
) -> None:
    """A file to take away, under the name `nom`; taking it runs nothing on the screen."""
    icon = f":material/{icone}:" if icone else None
    st.download_button(
        mots, contenu, file_name=nom, mime=mime, icon=icon, on_click="ignore", **options
    )
