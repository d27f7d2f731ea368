"""Rows that can be read on a desk and on a phone."""

from collections.abc import Collection

import pandas as pd
import streamlit as st

from concertation.interface.elements.figures import show_table
from concertation.interface.socle.session import is_phone
from concertation.interface.socle.textes import escape


def show_rows(table: pd.DataFrame, *, alt: str, markdown: Collection[str] = ()) -> None:
    """A table; on a phone one block a row, since no key would scroll a table wider than it.

    Cells are texts; `markdown` names the columns whose cells are Markdown already.
    """
    if not is_phone():
        show_table(table, alt=alt, markdown=markdown)
        return
    for ligne in table.to_dict("records"):
        with st.container(border=True):
            faits = [
                f"**{escape(str(nom))}** : {valeur if nom in markdown else escape(str(valeur))}"
                for nom, valeur in ligne.items()
            ]
            st.markdown("  \n".join(faits))
