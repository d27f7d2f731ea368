"""Results of an action: plain numbers side by side, parts of a whole, values on a scale."""

from collections.abc import Sequence
from functools import lru_cache

import streamlit as st

from concertation.analyse.feuille_route import lecture as feuille_route
from concertation.analyse.feuille_route.chiffres import Chiffre, read_chiffres
from concertation.analyse.mots.formats import plural
from concertation.donnees import Donnees
from concertation.graphiques.dessins.mesures import bars_jauges, bars_parts
from concertation.graphiques.gabarit import LARGEUR as LARGEUR_TELEPHONE
from concertation.interface.ecrans.feuille_route.ecran import Ecran
from concertation.interface.ecrans.feuille_route.mots import show_reserves_of
from concertation.interface.elements.blocs import list_markdown
from concertation.interface.elements.figures import show_figure
from concertation.interface.elements.provenance import source_line
from concertation.interface.elements.telechargements import heading, show_exports
from concertation.interface.socle.session import is_phone
from concertation.interface.socle.textes import escape
from concertation.recits.feuille import (
    SANS_RESULTAT,
    Cible,
    targets_of_mesure,
    tell_chiffre,
    tell_resultats,
    when,
    where,
)

SUR_CARTE = 4  # figures on a card, with their details; the sheet has them all
LARGEUR = 600  # pixels of a laptop's main column, for which names are wrapped
# Published facts don't change while they are loaded.
mesures_of = lru_cache(maxsize=256)(feuille_route.mesures_of)


def _targets(chiffres: Sequence[Chiffre]) -> list[Cible]:
    """What reservations of these figures, their details and targets may aim at."""
    lignes = [mesure for chiffre in chiffres for mesure in chiffre.walk()]
    return [cible for mesure in lignes for cible in targets_of_mesure(mesure)]


@lru_cache(maxsize=256)
def card_markdown(donnees: Donnees, action: str) -> str:
    """The main figures of an action as a list, each with its territory; the others counted."""
    tous = read_chiffres(mesures_of(donnees, action))
    montres = [c for c in tous if c.is_principal][:SUR_CARTE]
    if not montres:
        return f"- {SANS_RESULTAT}"
    lignes = [list_markdown(tell_resultats(donnees, montres))]
    reste = _count(tous) - _count(montres)
    if reste > 0:
        lignes.append(f"- *et {plural(reste, 'autre chiffre', 'autres chiffres')} dans la fiche*")
    return "\n".join(lignes)


def _count(chiffres: Sequence[Chiffre]) -> int:
    return sum(1 for chiffre in chiffres for _ in chiffre.walk())


def show_action(ecran: Ecran, action: str) -> None:
    """All the figures of an action, each in the form that suits it, with its reservations."""
    donnees = ecran.donnees
    mesures = mesures_of(donnees, action)
    with heading("Résultats"):
        show_exports(
            donnees,
            mesures,
            titre=f"Mesures – {ecran.titres[action]}",
            filtres=f"Action : {ecran.titres[action]}",
            fichier="mesures",
        )
    chiffres = read_chiffres(mesures)
    if not chiffres:
        st.markdown(SANS_RESULTAT)
        return
    touts = [c for c in chiffres if c.is_tout]
    jauges = [c for c in chiffres if c.is_jauge]
    autres = [c for c in chiffres if not (c.is_tout or c.is_jauge)]
    _show_nombres(donnees, [c for c in autres if c.is_principal])
    for tout in touts:
        _show_tout(donnees, tout)
    if jauges:
        _show_jauges(donnees, jauges)
    _show_precisions(donnees, [c for c in autres if not c.is_principal])
    st.caption(source_line(donnees, mesures["source"]))


def _show_nombres(donnees: Donnees, chiffres: Sequence[Chiffre]) -> None:
    """Counts side by side: of different things, or of different times, they make no rate."""
    if not chiffres:
        return
    with st.grid(4, min_column_width=215, gap="small"):
        for chiffre in chiffres:
            puce = tell_chiffre(donnees, chiffre)
            with st.container(border=True, height="stretch", gap="xsmall"):
                st.subheader(escape(puce.fort), anchor=False)
                st.markdown(escape(puce.texte.removeprefix(" – ")))
                if puce.sous:
                    st.markdown("\n".join(f"- {escape(sous)}" for sous in puce.sous))
    show_reserves_of(donnees, _targets(chiffres))


def _width() -> int:
    return LARGEUR_TELEPHONE if is_phone() else LARGEUR


def _show_tout(donnees: Donnees, chiffre: Chiffre) -> None:
    mesure = chiffre.mesure
    st.subheader(escape(mesure["libelle"]), anchor=False)
    show_figure(
        "",
        bars_parts(chiffre, _width()),
        source=f"{escape(where(donnees, mesure))} · {escape(when(mesure))}",
        cle=f"parts-{mesure['id']}",
        nom=str(mesure["libelle"]),
    )
    show_reserves_of(donnees, _targets([chiffre]))


def _show_jauges(donnees: Donnees, chiffres: Sequence[Chiffre]) -> None:
    lieux = {c.mesure["id"]: f"{where(donnees, c.mesure)} · {when(c.mesure)}" for c in chiffres}
    st.subheader("Taux et capacités", anchor=False)
    show_figure(
        "",
        bars_jauges(chiffres, lieux, _width()),
        source="Chaque barre a sa propre échelle : elles ne se comparent pas.",
        cle="jauges",
        nom="Taux et capacités",
    )
    show_reserves_of(donnees, _targets(chiffres))


def _show_precisions(donnees: Donnees, chiffres: Sequence[Chiffre]) -> None:
    """Ages, durations, norms: what was offered, in words."""
    if not chiffres:
        return
    st.markdown("**Précisions chiffrées**")
    st.markdown(list_markdown(tell_resultats(donnees, chiffres)))
    show_reserves_of(donnees, _targets(chiffres))
