"""The HTTP side: headers, compression, health.

`dashboard.py` builds the application with `st.App(script, **app_options(...))`: `streamlit run`
recognises that call in the source text, so it can't hide behind a function.
"""

from concertation.serveur.application import app_options

__all__ = ["app_options"]
