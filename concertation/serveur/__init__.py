"""The HTTP side: headers, compression, health.

`dashboard.py` builds the application with `st.App(script, **app_options(...))`: `streamlit run`
recognises that call in the source text, so it can't hide behind a function. Programs and tests
that need no discovery call `build_app`.
"""

from concertation.serveur.application import app_options, build_app

__all__ = ["app_options", "build_app"]
