"""The application, in two moments.

`streamlit run dashboard.py` first imports this file and serves the ASGI application it finds;
then each session runs the same file as `__main__`, where it is the router of the screens.
"""

if __name__ == "__main__":
    from concertation.interface.cadre import run_ecran

    run_ecran()
else:
    import streamlit as st

    from concertation.interface.socle.gestes import carry_out_gestures
    from concertation.interface.socle.registre import every_ecran
    from concertation.serveur import app_options

    carry_out_gestures()

    def warm_up() -> None:
        """Import the screens, build what they share and open the database, before anyone asks."""
        import inspect

        from concertation.interface.ecrans.accueil import ecran as accueil
        from concertation.interface.socle import session

        accueil.prepare(session.current_donnees())
        session.current_recherche()
        # Streamlit looks up the file of each module at its first element: they are remembered.
        inspect.stack()
        # Last: the home page does without the database libraries.
        from concertation.interface.suivi.partage import current_store
        from concertation.suivi import Acteur
        from concertation.suivi.personnelles import apply_retention

        apply_retention(current_store(), Acteur("Conservation", "administrateur"))

    # `streamlit run` reads this call in the source text: it must stand here, by this name.
    ecrans = {ecran.url_path: ecran.titre for ecran in every_ecran()}
    app = st.App(__file__, **app_options(warm_up, ecrans))
