"""The sheet of one territory: what was said there, what is done there, what is followed there."""

import pandas as pd
import streamlit as st

from concertation.analyse.lignes import list_records
from concertation.analyse.mots.formats import plural
from concertation.analyse.territoires.fiche import (
    CTS,
    DEPARTEMENT,
    ancestors,
    ateliers_in,
    has_known_limits,
    lieux_in,
    relate,
    zones_in,
)
from concertation.analyse.territoires.noms import DE_COMITE
from concertation.donnees import soft_table
from concertation.interface.ecrans.territoires.ecran import Ecran
from concertation.interface.elements.provenance import show_reserves
from concertation.interface.elements.vers_documents import TERRITOIRE, link_document
from concertation.interface.socle.identite import current_acteur
from concertation.interface.socle.registre import ATELIERS, COMITE, PLAN_ACTION
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.territoires import with_inside

# Longer lists fold: the sheet stands beside the map.
LIGNES_DEPLIEES = 6


def show_fiche(ecran: Ecran) -> None:
    """The open territory, or how to open one."""
    ligne = ecran.ligne
    if ligne is None:
        st.markdown("Choisissez un territoire sur la carte ou dans la liste pour lire sa fiche.")
        return
    st.header(escape(ecran.noms[ligne["id"]]), anchor=False)
    parents = ancestors(soft_table(ecran.donnees, "territoires"), ligne["id"])
    if parents:
        st.caption("Dans : " + escape(", ".join(ecran.noms[cle] for cle in parents)))
    if not has_known_limits(ecran.donnees, ligne["id"]):
        st.caption(
            "Le périmètre exact de ce CTS n'est pas publié : ni contour, ni liste de ce qu'il "
            "contient au-delà de ce que les fichiers nomment."
        )
    link_document("Fiche territoire (PDF)", TERRITOIRE, territoire=str(ligne["id"]))
    _show_ateliers(ecran)
    _show_instances(ecran, ligne)
    _show_zones(ecran)
    _show_lieux(ecran)
    _show_table(ecran, "actions", "titre_court", "Ce que la feuille de route y fait")
    _show_table(ecran, "dispositifs", "nom", "Dispositifs")


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
    st.subheader("Ce que son comité suit", anchor=False)
    if actions.empty and points.empty:
        st.markdown("Non renseigné : rien n'est saisi ou publié pour ce territoire.")
    else:
        st.markdown(f"{plural(len(actions), 'action')}, {_count_points(len(points))}.")
    with st.container(horizontal=True, gap="small"):
        for cible in (COMITE, PLAN_ACTION):
            st.page_link(
                cible.chemin,
                label=cible.titre,
                icon=cible.icone,
                query_params={"territoire": ecran.etat.territoire},
            )


def _count_points(nombre: int) -> str:
    return f"{nombre} point{'s' if nombre > 1 else ''} d'étape"


def _show_ateliers(ecran: Ecran) -> None:
    ateliers = ateliers_in(ecran.donnees, ecran.etat.territoire)
    st.subheader(plural(len(ateliers), "atelier"), anchor=False)
    if ateliers.empty:
        st.markdown("Aucun atelier ne s'est tenu ici.")
    elif len(ateliers) > LIGNES_DEPLIEES:
        noms = ", ".join(ateliers["nom"])
        st.markdown(escape(noms))
    else:
        with st.container(horizontal=True, gap="small"):
            for atelier in list_records(ateliers):
                st.page_link(
                    ATELIERS.chemin,
                    label=escape(atelier["nom"]),
                    icon=":material/location_on:",
                    query_params={"fiche": atelier["id"]},
                )


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


def _show_zones(ecran: Ecran) -> None:
    zones = zones_in(ecran.donnees, ecran.etat.territoire)
    if not zones.empty:
        st.subheader("Intercommunalités prioritaires", anchor=False)
        st.markdown("\n".join(f"- {escape(nom)}" for nom in zones["nom_officiel"]))


def _show_lieux(ecran: Ecran) -> None:
    lieux = lieux_in(ecran.donnees, ecran.etat.territoire)
    arrets = lieux[lieux["dispositif"] != ""]
    if not arrets.empty:
        dispositifs = soft_table(ecran.donnees, "dispositifs")
        titres = dict(zip(dispositifs["id"], dispositifs["nom"], strict=True))
        st.subheader("Lieux des dispositifs", anchor=False)
        st.markdown(
            "\n".join(
                f"- {escape(_place_name(lieu))} – "
                f"{escape(titres.get(lieu['dispositif'], lieu['dispositif']))}"
                for lieu in list_records(arrets)
            )
        )


def _place_name(lieu: dict[str, str]) -> str:
    """The document's name, and today's commune when it is another."""
    return lieu["nom"] if lieu["nom"] == lieu["commune"] else f"{lieu['nom']} ({lieu['commune']})"


def _show_table(ecran: Ecran, table: str, colonne: str, titre: str) -> None:
    """Rows that concern the territory, grouped by how."""
    lignes = relate(ecran.donnees, table, ecran.etat.territoire)
    if lignes.empty:
        return
    with st.expander(f"{titre} ({len(lignes)})", expanded=len(lignes) <= LIGNES_DEPLIEES):
        for rapport, groupe in lignes.groupby("rapport", sort=False):
            st.markdown(
                f"**{str(rapport).capitalize()}**\n"
                + "\n".join(f"- {escape(nom)}" for nom in groupe[colonne])
            )
        show_reserves(ecran.donnees, [(table, None), *((table, cle) for cle in lignes["id"])])
