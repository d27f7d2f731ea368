"""The look of the button that a screen puts forward."""

from typing import Literal

from concertation.interface.socle.session import current_mode


def main_button() -> Literal["primary", "secondary"]:
    """Filled on a light ground only.

    On the dark one Streamlit writes white on the theme's main colour, and no colour is at once
    dark enough for that and light enough for the text of selected pills.
    """
    return "primary" if current_mode() == "light" else "secondary"
