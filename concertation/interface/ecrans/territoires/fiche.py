"""The sheet of one territory: what was said there, what is done there, what is followed there."""

import pandas as pd
import streamlit as st

from concertation.analyse.lignes import list_records
from concertation.analyse.mots.absences import tell_absence
from concertation.analyse.mots.formats import plural
from concertation.analyse.territoires.fiche import CTS, DEPARTEMENT, ateliers_in, relate
from concertation.analyse.territoires.noms import DE_COMITE
from concertation.donnees import soft_table
from concertation.interface.ecrans.territoires.ecran import Ecran
from concertation.interface.elements.blocs import show_blocs
from concertation.interface.elements.provenance import show_reserves
from concertation.interface.elements.vers_documents import TERRITOIRE, link_document
from concertation.interface.socle.boutons import show_link
from concertation.interface.socle.identite import current_acteur
from concertation.interface.socle.registre import ATELIERS, COMITE, PLAN_ACTION
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.territoires import with_inside
from concertation.recits.blocs import Liste, Section
from concertation.recits.territoire import SUIVI, RecitTerritoire, tell_territoire

# Longer lists fold: the sheet stands beside the map.
LIGNES_DEPLIEES = 6
CONCERNENT = ("actions", "dispositifs")


def show_fiche(ecran: Ecran) -> None:
    """The open territory, or how to open one."""
    ligne = ecran.ligne
    if ligne is None:
        st.markdown("Choisissez un territoire sur la carte ou dans la liste pour lire sa fiche.")
        return
    recit = tell_territoire(ecran.donnees, ligne["id"])
    st.header(escape(recit.nom), anchor=False)
    if recit.parents:
        st.caption("Dans : " + escape(", ".join(recit.parents)))
    if recit.limites:
        st.caption(escape(recit.limites))
    link_document("Fiche territoire (PDF)", TERRITOIRE, territoire=str(ligne["id"]))
    _show_ateliers(ecran, recit)
    _show_instances(ecran, ligne)
    for section in recit.ailleurs:
        if section.blocs:
            _show_section(section)
    cibles: list[tuple[str, str | None]] = []
    for nom in CONCERNENT:
        siennes = relate(ecran.donnees, nom, ligne["id"])["id"].tolist()
        cibles += [(nom, None), *((nom, cle) for cle in siennes)] if siennes else []
    show_reserves(ecran.donnees, cibles)


def show_suivi(ecran: Ecran) -> None:
    """What the committee of the territory follows; read apart, since its base may be away."""
    if ecran.ligne is None or ecran.ligne["niveau"] not in DE_COMITE:
        return
    # The database libraries take longer to load than the rest of the screen takes to show.
    from concertation.interface.suivi.partage import current_store

    store, acteur = current_store(), current_acteur()
    lieux = with_inside(store, ecran.etat.territoire)
    actions = store.actions.list(acteur, territoire=lieux)
    points = store.points_etape.list(acteur, territoire=lieux)
    st.subheader(SUIVI, anchor=False)
    if actions.empty and points.empty:
        partiel = store.reads_partly(acteur, ecran.etat.territoire)
        st.markdown(f"{tell_absence('rien', partiel)} pour ce territoire.")
    else:
        mots = plural(len(points), "point d'étape", "points d'étape")
        st.markdown(f"{plural(len(actions), 'action')}, {mots}.")
    with st.container(horizontal=True, gap="small"):
        for cible in (COMITE, PLAN_ACTION):
            show_link(cible, cible.titre, {"territoire": ecran.etat.territoire})


def _show_ateliers(ecran: Ecran, recit: RecitTerritoire) -> None:
    st.subheader(recit.ateliers.titre, anchor=False)
    show_blocs(recit.ateliers)
    ateliers = ateliers_in(ecran.donnees, ecran.etat.territoire)
    if 0 < len(ateliers) <= LIGNES_DEPLIEES:
        with st.container(horizontal=True, gap="small"):
            for atelier in list_records(ateliers):
                show_link(ATELIERS, escape(atelier["nom"]), {"fiche": atelier["id"]}, "location_on")


def _show_section(section: Section) -> None:
    """A part that concerns the territory; a long one folds."""
    nombre = sum(len(bloc.puces) for bloc in section.blocs if isinstance(bloc, Liste))
    titre = f"{section.titre} ({nombre})"
    with st.expander(escape(titre), expanded=nombre <= LIGNES_DEPLIEES):
        show_blocs(section)


def _show_instances(ecran: Ecran, ligne: pd.Series) -> None:
    """Committees: a département's and CTS are two divisions that no document relates."""
    territoires = soft_table(ecran.donnees, "territoires")
    if ligne["niveau"] == DEPARTEMENT:
        cts = territoires[(territoires["niveau"] == CTS) & (territoires["parent"] == ligne["id"])]
        noms = ", ".join(cts["nom"]) or "non publié"
        st.markdown(
            f"**Comité de suivi :** celui du département. **CTS :** {escape(noms)}.",
        )
    elif ligne["niveau"] == CTS:
        st.markdown("**Conseil territorial de santé (CTS)**, autour duquel se tient le comité.")
