"""Published figures, each in the form that suits it, with its reservations."""

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from concertation.analyse.chiffre import targets_of_mesure
from concertation.analyse.feuille_route.chiffres import Ensemble, read_chiffres, warn_sums
from concertation.analyse.provenance import reserve_ids
from concertation.donnees import Donnees
from concertation.graphiques.dessins.mesures import bars_jauges, bars_parts
from concertation.graphiques.style import LARGEUR as LARGEUR_TELEPHONE
from concertation.interface.elements.blocs import list_markdown
from concertation.interface.elements.figures import show_figure
from concertation.interface.elements.provenance import show_reserve_lines, source_line
from concertation.interface.socle.session import is_narrow
from concertation.interface.socle.textes import escape
from concertation.recits import feuille as recits

LARGEUR = 600  # pixels of a laptop's main column, for which names are wrapped


def show_chiffres(donnees: Donnees, mesures: pd.DataFrame) -> None:
    """What was done or found first, then the rest; what can't be added, and the sources."""
    chiffres = read_chiffres(mesures)
    principaux = [c for c in chiffres if c.is_principal]
    if principaux:
        _show_nombres(donnees, [c for c in principaux if not _is_drawn(c)])
        _show_dessins(donnees, principaux)
    else:
        st.markdown(recits.SANS_RESULTAT)
    if autres := [c for c in chiffres if not c.is_principal]:
        # What was missing, offered or already there: nothing that was done.
        st.header(recits.AUTRES, anchor=False)
        dits = [c for c in autres if not _is_drawn(c)]
        st.markdown(list_markdown(recits.tell_resultats(donnees, dits)))
        # What stands above already is not said twice.
        dites = set(reserve_ids(donnees, _reserves(principaux)))
        cibles = _reserves(dits)
        show_reserve_lines(donnees, [c for c in cibles if {*reserve_ids(donnees, [c])} - dites])
        _show_dessins(donnees, autres)
    for phrase in warn_sums(chiffres):
        st.caption(phrase)
    if not any(map(_is_drawn, chiffres)):
        # A chart has its own.
        st.caption(source_line(donnees, mesures["source"]))


def walk_all(chiffres: Iterable[Ensemble]) -> list[dict[str, Any]]:
    """The rows of these figures, with their details and targets."""
    return [mesure for chiffre in chiffres for mesure in chiffre.walk()]


def _is_drawn(chiffre: Ensemble) -> bool:
    return chiffre.is_tout or chiffre.is_jauge


def _show_dessins(donnees: Donnees, chiffres: Sequence[Ensemble]) -> None:
    """Wholes with their parts, then what stands on a scale of its own."""
    largeur = LARGEUR_TELEPHONE if is_narrow() else LARGEUR
    dessins = [
        (
            [tout],
            str(tout.mesure["libelle"]),
            bars_parts(tout, largeur),
            f"parts-{tout.mesure['id']}",
        )
        for tout in chiffres
        if tout.is_tout
    ]
    if jauges := [c for c in chiffres if c.is_jauge]:
        cle, dessin = f"jauges-{jauges[0].mesure['id']}", bars_jauges(jauges, largeur)
        dessins.append((jauges, "Taux et capacités", dessin, cle))
    for siens, titre, dessin, cle in dessins:
        note = "Chaque barre a sa propre échelle : elles ne se comparent pas. " * (len(siens) > 1)
        st.subheader(escape(titre), anchor=False)
        source = note + source_line(donnees, [m["source"] for m in walk_all(siens)])
        cibles = _reserves(siens)
        show_figure("", dessin, source=source, cle=cle, nom=titre, reserves=cibles)
        show_reserve_lines(donnees, cibles)


def _reserves(chiffres: Iterable[Ensemble]) -> list[str]:
    """What the reservations of figures, of their details and of their targets may aim at."""
    cibles = (cible for mesure in walk_all(chiffres) for cible in targets_of_mesure(mesure))
    return [f"{fichier}:{cle}" for fichier, cle in cibles]


def _show_nombres(donnees: Donnees, chiffres: Sequence[Ensemble]) -> None:
    """Counts side by side: of different things, or of different times, they make no rate."""
    if not chiffres:
        return
    with st.grid(4, min_column_width=215, gap="small"):
        for chiffre in chiffres:
            puce = recits.tell_chiffre(donnees, chiffre)
            with st.container(border=True, height="stretch", gap="xsmall"):
                st.subheader(escape(puce.fort), anchor=False)
                st.markdown(escape(puce.texte.removeprefix(" – ")))
                if puce.sous:
                    st.markdown("\n".join(f"- {escape(sous)}" for sous in puce.sous))
    show_reserve_lines(donnees, _reserves(chiffres))
