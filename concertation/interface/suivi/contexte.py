"""What stories are told from, as the person of this session may read it now."""

from contextlib import suppress

from concertation.analyse.recherche.recherche import Recherche
from concertation.donnees import DonneeIndisponible, Donnees
from concertation.interface.socle.identite import current_acteur
from concertation.interface.socle.session import current_day, current_recherche, shows_links
from concertation.interface.suivi.partage import current_store
from concertation.recits.contexte import Contexte
from concertation.suivi import Acteur, StoreIndisponible
from concertation.suivi.mentions import SANS_SUIVI
from concertation.suivi.socle.adresse import default_url, may_hold_rows


def read_contexte(donnees: Donnees, acteur: Acteur | None = None) -> Contexte:
    """What the slides read; without an answer from the follow-up, what is published remains."""
    personne = acteur or current_acteur()
    jour, liens = current_day(), shows_links()
    # The session's index: building one for each run would be felt.
    index: Recherche | None = None
    with suppress(DonneeIndisponible):
        index = current_recherche()
    try:
        store = current_store()
        # One that stopped before it was ever read has nothing to show.
        _ = store.moment
    except StoreIndisponible as erreur:
        return Contexte(donnees, jour, personne, None, liens, str(erreur), index=index)
    return Contexte(donnees, jour, personne, store, liens, store.panne, index=index)


def read_existing(donnees: Donnees) -> Contexte:
    """The same, without making a database where nobody recorded anything yet."""
    if may_hold_rows(default_url()):
        return read_contexte(donnees)
    return Contexte(donnees, current_day(), current_acteur(), None, shows_links(), SANS_SUIVI)


def print_of(contexte: Contexte) -> str:
    """Whatever of a context the pages depend on."""
    moment = contexte.store.moment if contexte.store is not None else contexte.panne
    lu = (contexte.donnees.empreinte, default_url(), moment)
    return repr((*lu, contexte.acteur, contexte.jour, contexte.liens))
