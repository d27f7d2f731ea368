"""The review: the grid of cells and its filters; below, points d'attention or what changed."""

import datetime as dt
from collections import Counter
from functools import partial

import pandas as pd
import streamlit as st

from concertation.analyse.lignes import list_records
from concertation.analyse.mots.formats import format_date, plural
from concertation.declarations.point_etape import METEO
from concertation.declarations.veille import CHANGEMENT
from concertation.graphiques.dessins.grille import LARGEUR, heat_grille
from concertation.interface.ecrans.engagements.ecran import SILENCE_MAXIMUM, VUES, EcranEngagements
from concertation.interface.ecrans.engagements.fiche import show_publies
from concertation.interface.elements.blocs import cut_markdown
from concertation.interface.elements.comites import show_remontee
from concertation.interface.elements.figures import show_figure
from concertation.interface.elements.pagination import paged
from concertation.interface.elements.telechargements import REVUE, link_document, show_exports_suivi
from concertation.interface.socle.buttons import show_button, show_link
from concertation.interface.socle.champs import show_choice, show_day, show_field, show_select
from concertation.interface.socle.registre import ENGAGEMENTS
from concertation.interface.socle.session import room
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.changements import changements_markdown
from concertation.interface.suivi.ecran import show_cases, show_puces, show_refus
from concertation.interface.suivi.noms import start_of_day
from concertation.interface.suivi.revue import is_untold
from concertation.recits import blocs
from concertation.recits.suivi import ENTREES_LUES, review_levels, tell_points

PAR_PAGE = 10
POINTS_PAR_CELLULE = 8
CHANGEMENTS_MONTRES = 60


def show_filtres(ecran: EcranEngagements) -> None:
    """The level of the territories, the météos kept."""
    etat = ecran.etat
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        show_choice(
            "Territoires", "w-niveau", review_levels(ecran.donnees), etat.niveau,
            lambda niveau: ecran.go(niveau=niveau, territoire="", engagement=""),
        )  # fmt: skip
        show_exports_suivi(
            ecran, ecran.retenues, "Engagements par territoire",
            ", ".join([ecran.nom_niveau, *(METEO.mot(code) for code in etat.meteo)]),
            "engagements", objet="point_etape",
            lire=lambda cellules: cellules.drop(columns=["inclus", "point_id", "nom"]),
        )  # fmt: skip
    cellules = ecran.revue.cellules
    show_cases(ecran, "meteo", Counter(cellules["meteo"]))
    dites = int((ecran.retenues["meteo"] != "").sum())
    st.info(
        f"**{plural(len(ecran.retenues), 'cellule')} sur {len(cellules)}**, dont {dites} "
        + f"{ecran.absence('renseignee' if dites < 2 else 'renseignees')}.",
        icon=":material/filter_list:",
    )
    show_puces(ecran, "meteo")


def show_silence(ecran: EcranEngagements, cellules: pd.DataFrame, mots: str) -> None:
    """What nobody said is one sentence, and where to begin."""
    st.info(f"**{mots}**", icon=":material/filter_list:")
    siennes = [c for c in list_records(cellules) if ecran.can("ecrire", c["territoire"])]
    for c in siennes[:1]:
        nom = f"Commencer par {c['engagement']} · {escape(ecran.lieu(c['territoire']))}"
        etat = ecran.params(engagement=c["engagement"], territoire=c["territoire"])
        show_link(ENGAGEMENTS, nom, etat, "edit_note")


def show_grille(ecran: EcranEngagements) -> None:
    """The heat map of the cells kept, of those that moved when one looks at what did; a click
    opens one."""
    cellules = ecran.retenues.rename(columns={"nom": "territoire_nom"})
    titre = "Météo des engagements"
    if ecran.etat.vue == "changements":
        paires = zip(cellules["engagement"], cellules["territoire"], strict=True)
        cellules = cellules[[paire in ecran.bougees for paire in paires]]
        titre = f"Cellules qui ont changé depuis le {format_date(ecran.changements[1])}"
    if cellules.empty:
        st.header(titre, anchor=False)
        st.markdown("Aucune cellule.")
        return
    montrees = tuple(zip(cellules["engagement"], cellules["territoire"], strict=True))
    pixels = min(LARGEUR, room())
    show_figure(
        titre,
        ecran.recall_today(
            lambda: heat_grille(cellules, ecran.engagements, pixels=pixels), montrees, pixels
        ),
        source="Source : points d’étape saisis dans le suivi.",
        cle="grille",
        suivi=True,
        on_select=lambda ids: ecran.go(engagement=ids[0], territoire=ids[1]),
        aide="Cliquez sur une cellule pour l’ouvrir, ou choisissez-la dans la liste au-dessous.",
    )


def show_ouvrir(ecran: EcranEngagements) -> None:
    """The same choice by keyboard as by a click on the grid."""
    noms = {
        f"{c['engagement']}|{c['territoire']}": (
            f"{ecran.engagement(c['engagement'])} · {c['nom']} – {METEO.mot(c['meteo'])}"
        )
        for c in list_records(ecran.retenues)
    }

    def open_cell(cle: str) -> None:
        engagement, territoire = (cle or "|").split("|")
        ecran.go(engagement=engagement, territoire=territoire)

    show_select("Ouvrir une cellule", "w-cellule", noms, "", open_cell, "Engagement et territoire")


def show_vues(ecran: EcranEngagements) -> None:
    """What is read below the grid."""
    nombre = len(ecran.attention)
    noms = VUES | {"attention": f"{VUES['attention']} ({nombre})"}
    show_choice("Sous la grille", "w-vue", noms, ecran.etat.vue, lambda vue: ecran.go(vue=vue))


def show_attention(ecran: EcranEngagements) -> None:
    """What asks for a look, each row leading to its cell."""
    st.header("Points d’attention", anchor=False)
    lignes, motifs = ecran.attention, ecran.motifs
    with st.container(horizontal=True, vertical_alignment="bottom"):
        show_field(
            st.number_input, "Une cellule est silencieuse après (jours)", "w-silence",
            ecran.etat.silence, lambda jours: ecran.go(silence=jours),
            min_value=1, max_value=SILENCE_MAXIMUM, step=1, width=300,
        )  # fmt: skip
        show_exports_suivi(
            ecran, lignes, "Points d’attention",
            f"{ecran.nom_niveau}, silence de {ecran.etat.silence} jours", "attention",
            lire=lambda lignes: lignes.assign(motif=lignes["motif"].map(motifs)),
        )  # fmt: skip
    show_cases(ecran, "motif", Counter(lignes["motif"]), motifs)
    if ecran.etat.motif:
        lignes = lignes[lignes["motif"].isin(ecran.etat.motif)]
    if lignes.empty:
        st.markdown(f"{ecran.absence('attention')} avec ces choix.")
        return
    jamais = lignes[(lignes["motif"] == "silence") & (lignes["objet"] == "")]
    if len(jamais):
        lignes = lignes.drop(jamais.index)
        phrase = str(jamais["phrase"].iloc[0])
        show_silence(ecran, jamais, f"{plural(len(jamais), 'cellule')} : {phrase}")
    # Cells in the order of their gravest point, each with all that is said of it.
    cellules: dict[tuple[str, str], list[blocs.Puce]] = {}
    cles = zip(lignes["engagement"], lignes["territoire"], strict=True)
    for cle, puce in zip(cles, tell_points(lignes, motifs), strict=True):
        cellules.setdefault(cle, []).append(puce)
    page = ecran.etat.page
    with paged(list(cellules), page, PAR_PAGE, lambda p: ecran.go(page=p)) as montrees:
        for cle in montrees:
            with st.container(border=True, gap="small"):
                # Short: a link is on one line, and a phone would cut the territory off.
                mots = f"{cle[0]} · {escape(ecran.lieu(cle[1]))}"
                etat = ecran.params(engagement=cle[0], territoire=cle[1])
                show_link(ENGAGEMENTS, mots, etat, "arrow_forward")
                st.markdown(cut_markdown(cellules[cle], POINTS_PAR_CELLULE, " dans la cellule"))


def show_changements(ecran: EcranEngagements) -> None:
    """What moved since a day, in words."""
    changements, jour = ecran.changements
    st.header("Ce qui a changé depuis", anchor=False)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        show_day(
            "Depuis le", "w-depuis", jour, lambda v: ecran.go(depuis=v),
            min_value=dt.date(2000, 1, 1), max_value=ecran.jour, width=180,
        )  # fmt: skip
        oublie = partial(ecran.go, depuis="")
        show_button("Depuis la revue précédente", "history", oublie, disabled=not ecran.etat.depuis)
        show_exports_suivi(
            ecran, changements, "Ce qui a changé", f"Depuis le {format_date(jour)}", "changements",
            lire=lambda lus: lus.assign(nature=lus["nature"].map(CHANGEMENT)),
        )  # fmt: skip
    if changements.empty:
        st.markdown(f"{ecran.absence('changement')} depuis le {format_date(jour)}.")
        return
    st.markdown(
        f"**{plural(len(changements), 'changement')} depuis le {format_date(jour)}**, dans "
        f"{plural(len(ecran.bougees), 'cellule')} de la grille."
    )
    st.markdown(changements_markdown(changements, CHANGEMENTS_MONTRES, nature=True))
    lues = ecran.store.journal.list(ecran.acteur, depuis=start_of_day(jour), limit=ENTREES_LUES)
    if len(lues) == ENTREES_LUES:
        st.caption(
            f"Les {ENTREES_LUES} entrées les plus récentes du journal sont lues : choisissez une "
            "date plus proche pour ne rien manquer."
        )


def show_revue(ecran: EcranEngagements) -> None:
    """The whole review, in the order that it is read."""
    if ecran.revue.cellules.empty:
        st.info("Aucun engagement n’est publié pour ces territoires.", icon=":material/info:")
        return
    if ecran.acteur.reads_public_only:
        show_refus(ecran.acteur, "")
    with st.container(horizontal=True):
        if ecran.ecrits:
            guidee = ecran.params(revue="guidee")
            show_link(ENGAGEMENTS, "Commencer la revue", guidee, "play_circle")
        link_document("Note de revue (PDF)", REVUE, niveau=ecran.etat.niveau)
    if is_untold(ecran.revue.cellules):
        nombre = plural(len(ecran.revue.cellules), "cellule")
        show_silence(ecran, ecran.revue.cellules, f"{nombre}, {ecran.absence('aucune')}.")
        show_ouvrir(ecran)
        show_publies(ecran)
        return
    show_filtres(ecran)
    show_grille(ecran)
    show_remontee(ecran, set(ecran.revue.cellules["territoire"]))
    show_ouvrir(ecran)
    show_vues(ecran)
    vues = {"changements": show_changements, "publie": show_publies}
    vues.get(ecran.etat.vue, show_attention)(ecran)
