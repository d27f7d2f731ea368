"""Below the grid: points d'attention, and what changed since a day."""

import datetime as dt
from collections import Counter
from dataclasses import replace

import pandas as pd
import streamlit as st

from concertation.analyse.mots.formats import format_date, plural
from concertation.declarations.veille import CHANGEMENT
from concertation.interface.ecrans.engagements.ecran import (
    NIVEAUX,
    SILENCE_MAXIMUM,
    VUES,
    Ecran,
)
from concertation.interface.elements.blocs import list_markdown
from concertation.interface.elements.pagination import paged
from concertation.interface.socle.boutons import show_link
from concertation.interface.socle.champs import show_choice, show_day, show_facette
from concertation.interface.socle.registre import ENGAGEMENTS
from concertation.interface.socle.session import set_widget
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.noms import start_of_day
from concertation.recits.blocs import Liste, Puce
from concertation.recits.revue import ENTREES_LUES, held, list_changements, tell_points

PAR_PAGE = 10
POINTS_PAR_CELLULE = 8
CHANGEMENTS_MONTRES = 12


def show_vues(ecran: Ecran) -> None:
    """What is read below the grid."""
    nombre = len(ecran.attention)
    noms = VUES | {"attention": f"{VUES['attention']} ({nombre})"}
    show_choice("Sous la grille", "w-vue", noms, ecran.etat.vue, lambda vue: ecran.go(vue=vue))


def show_attention(ecran: Ecran) -> None:
    """What asks for a look, each row leading to its cell."""
    st.header("Points d'attention", anchor=False)
    lignes = ecran.attention
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _show_silence(ecran)
        ecran.show_exports(
            lignes,
            prepare=lambda dites: dites.assign(motif=dites["motif"].map(ecran.lue.motifs)),
            titre="Points d'attention",
            filtres=f"{NIVEAUX[ecran.etat.niveau]}, silence de {ecran.etat.silence} jours",
            fichier="attention",
        )
    show_facette(
        "Motif",
        "w-motif",
        ecran.lue.motifs,
        Counter(lignes["motif"]),
        ecran.etat.motif,
        lambda choix: ecran.go(motif=choix),
    )
    if ecran.etat.motif:
        lignes = lignes[lignes["motif"].isin(ecran.etat.motif)]
    if lignes.empty:
        st.markdown(f"{ecran.lue.absence('attention')} avec ces choix.")
        return
    # Cells in the order of their gravest point, each with all that is said of it.
    cellules: dict[tuple[str, str], list[Puce]] = {}
    cles = zip(lignes["engagement"], lignes["territoire"], strict=True)
    for cle, puce in zip(cles, tell_points(lignes, ecran.lue.motifs), strict=True):
        cellules.setdefault(cle, []).append(puce)
    page = ecran.etat.page
    with paged(list(cellules), page, PAR_PAGE, lambda p: ecran.go(page=p)) as montrees:
        for cle in montrees:
            with st.container(border=True, gap="small"):
                _show_lien(ecran, *cle)
                dites = cellules[cle][:POINTS_PAR_CELLULE]
                reste = len(cellules[cle]) - len(dites)
                suite = f"\n- … et {plural(reste, 'autre')} dans la cellule" if reste else ""
                st.markdown(list_markdown(Liste(tuple(dites))) + suite)


def _show_silence(ecran: Ecran) -> None:
    """The threshold, in the address like the rest."""
    set_widget("w-silence", ecran.etat.silence)
    st.number_input(
        "Une cellule est silencieuse après (jours)",
        min_value=1,
        max_value=SILENCE_MAXIMUM,
        step=1,
        key="w-silence",
        width=300,
        on_change=lambda: ecran.go(silence=st.session_state["w-silence"]),
    )


def _show_lien(ecran: Ecran, engagement: str, territoire: str) -> None:
    show_link(
        ENGAGEMENTS,
        # Short: a link is on one line, and a phone would cut the territory off.
        f"{engagement} · {escape(ecran.lieu(territoire))}",
        replace(ecran.etat, engagement=engagement, territoire=territoire).to_params(),
        "arrow_forward",
    )


def last_session(ecran: Ecran) -> dt.date | None:
    """The day of the last session held, among those that the person may read."""
    tenues = held(ecran.revue.seances, ecran.jour)
    return None if tenues.empty else tenues["date"].max().date()


def since(ecran: Ecran) -> dt.date:
    """The day of the address, else the last session, else thirty days ago."""
    if ecran.etat.depuis:
        return min(ecran.etat.depuis, ecran.jour)
    return last_session(ecran) or ecran.jour - dt.timedelta(days=30)


def read_changes(ecran: Ecran) -> pd.DataFrame:
    """What moved since the day, in words."""
    moment = start_of_day(since(ecran))
    return list_changements(ecran.donnees, ecran.store, ecran.acteur, ecran.revue, moment)


def _read_journal(ecran: Ecran) -> pd.DataFrame:
    depuis = start_of_day(since(ecran))
    return ecran.store.journal.list(ecran.acteur, depuis=depuis, limit=ENTREES_LUES)


def moved_cells(ecran: Ecran, changements: pd.DataFrame) -> set[tuple[str, str]]:
    """The cells in which something moved."""
    paires = set(zip(changements["engagement"], changements["territoire"], strict=True))
    trouvees = {(e, ecran.cell_of(e, territoire)) for e, territoire in paires}
    return {(engagement, territoire) for engagement, territoire in trouvees if territoire}


def show_changements(ecran: Ecran, changements: pd.DataFrame) -> None:
    """What moved since a day, in words."""
    jour, seance = since(ecran), last_session(ecran)
    st.header("Ce qui a changé depuis", anchor=False)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        show_day(
            "Depuis le", "w-depuis", jour, lambda v: ecran.go(depuis=v),
            min_value=dt.date(2000, 1, 1), max_value=ecran.jour, width=180,
        )  # fmt: skip
        if seance is not None:
            st.button(
                f"Depuis la dernière séance ({format_date(seance, 'courte')})",
                icon=":material/groups:",
                disabled=jour == seance,
                on_click=lambda: ecran.go(depuis=""),
            )
        ecran.show_exports(
            changements.assign(nature=changements["nature"].map(CHANGEMENT)),
            titre="Ce qui a changé",
            filtres=f"Depuis le {format_date(jour)}",
            fichier="changements",
        )
    if changements.empty:
        st.markdown(f"{ecran.lue.absence('changement')} depuis le {format_date(jour)}.")
        return
    nombre, bougees = len(changements), moved_cells(ecran, changements)
    st.markdown(
        f"**{plural(nombre, 'changement')} depuis le {format_date(jour)}**, dans "
        f"{plural(len(bougees), 'cellule')} de la grille."
    )
    for nature, mots in CHANGEMENT.items():
        lignes = changements[changements["nature"] == nature]
        if lignes.empty:
            continue
        montrees = lignes.head(CHANGEMENTS_MONTRES)
        puces = "\n".join(f"- {escape(phrase)}" for phrase in montrees["phrase"])
        reste = len(lignes) - len(montrees)
        suite = f"\n- … et {plural(reste, 'autre')}" if reste else ""
        st.markdown(f"**{mots}** ({len(lignes)})\n\n{puces}{suite}")
    if len(_read_journal(ecran)) == ENTREES_LUES:
        st.caption(
            f"Les {ENTREES_LUES} entrées les plus récentes du journal sont lues : choisissez une "
            "date plus proche pour ne rien manquer."
        )
