"""The sheet of one territory: what was said, done and followed there; the priority zones of all."""

from functools import lru_cache

import pandas as pd
import streamlit as st

from concertation.analyse.adresses import short_path
from concertation.analyse.lignes import list_records
from concertation.analyse.mots.formats import format_quantite, is_empty
from concertation.analyse.territoires.fiche import CTS, DEPARTEMENT, ateliers_in, list_zones, relate
from concertation.analyse.territoires.noms import DE_COMITE, all_names, name_comite
from concertation.donnees import Donnees, soft_table
from concertation.interface.ecrans.territoires.ecran import EcranTerritoires
from concertation.interface.elements import provenance
from concertation.interface.elements.blocs import show_blocs
from concertation.interface.elements.figures import show_rows
from concertation.interface.elements.telechargements import (
    TERRITOIRE,
    heading,
    link_document,
    show_exports,
)
from concertation.interface.socle import registre
from concertation.interface.socle.buttons import show_link
from concertation.interface.socle.textes import escape, screen_link
from concertation.recits.blocs import Liste, Puce
from concertation.recits.publies import DISPOSITIFS, DIT, SANS_ORIGINE, tell_territoire
from concertation.recits.reperes import ZONES, tell_reperes
from concertation.recits.suivi import tell_remontee

# Longer lists fold.
LIGNES_DEPLIEES = 6
CONCERNENT = ("actions", "dispositifs")


def show_fiche(ecran: EcranTerritoires) -> None:
    """The open territory, or how to open one."""
    ligne = ecran.ligne
    if ligne is None:
        st.markdown("Choisissez un territoire sur la carte ou dans la liste pour lire sa fiche.")
        return
    recit = tell_territoire(ecran.donnees, ligne["id"])
    st.header(escape(recit.nom), anchor=False)
    if recit.parents:
        st.caption("Dans : " + escape(", ".join(recit.parents)))
    if recit.limites:
        st.caption(escape(recit.limites))
    link_document("Fiche territoire (PDF)", TERRITOIRE, territoire=str(ligne["id"]))
    st.subheader(f"{DIT} ({recit.ateliers.titre})", anchor=False)
    show_blocs(recit.ateliers)
    st.caption(SANS_ORIGINE)
    ateliers = ateliers_in(ecran.donnees, ligne["id"])
    if 0 < len(ateliers) <= LIGNES_DEPLIEES:
        with st.container(horizontal=True, gap="small"):
            for atelier in list_records(ateliers):
                show_link(
                    registre.ATELIERS,
                    escape(atelier["nom"]),
                    {"fiche": atelier["id"]},
                    "location_on",
                )
    _show_instances(ecran, ligne)


def show_ailleurs(ecran: EcranTerritoires) -> None:
    """What the other files say of the open territory."""
    if ecran.ligne is None:
        return
    ligne, recit = ecran.ligne, tell_territoire(ecran.donnees, ecran.ligne["id"])
    for section in (section for section in recit.ailleurs if section.blocs):
        nombre = sum(len(bloc.puces) for bloc in section.blocs if isinstance(bloc, Liste))
        titre = escape(f"{section.titre} ({nombre})")
        with st.expander(titre, expanded=nombre <= LIGNES_DEPLIEES):
            if section.titre == DISPOSITIFS:
                puces = [p for b in section.blocs if isinstance(b, Liste) for p in b.puces]
                _link_dispositifs(puces, relate(ecran.donnees, "dispositifs", ligne["id"]))
            else:
                show_blocs(section)
    cibles: list[tuple[str, str | None]] = []
    for nom in CONCERNENT:
        siennes = relate(ecran.donnees, nom, ligne["id"])["id"].tolist()
        cibles += [(nom, None), *((nom, cle) for cle in siennes)] if siennes else []
    provenance.show_reserves(ecran.donnees, cibles)


def _link_dispositifs(puces: list[Puce], lignes: pd.DataFrame) -> None:
    """What exists here, each by its sheet, with its figures where it is at home."""
    for puce, cle in zip(puces, lignes["id"], strict=True):
        show_link(registre.DONNEES, escape(puce.dit), {"fichier": "dispositifs", "fiche": cle})
        if puce.sous:
            st.markdown("\n".join(f"- {escape(mots)}" for mots in puce.sous))


def show_suivi(ecran: EcranTerritoires) -> None:
    """What the committee of the territory answered and did; read apart, since its base may be
    away."""
    if ecran.ligne is None:
        return
    # The database libraries take longer to load than the rest of the screen takes to show.
    from concertation.interface.elements.reponse import read_reponse, show_beside, show_partage
    from concertation.recits.comites import tell_answer_territoire

    cle = ecran.etat.territoire
    reponse = read_reponse(ecran.donnees, cle, tell_answer_territoire)
    suivi = ecran.ligne["niveau"] in DE_COMITE
    if suivi:
        gauche, droite = st.columns(2, gap="large")
        with gauche:
            show_beside(reponse.reponse)
        with droite:
            show_beside(reponse.fait)
            show_beside(reponse.suite)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        for cible in (registre.COMITE, registre.PLAN_ACTION) if suivi else ():
            show_link(cible, cible.titre, {"territoire": cle})
        show_partage(short_path("t", str(ecran.ligne["code"] or cle)))


def _show_instances(ecran: EcranTerritoires, ligne: pd.Series) -> None:
    """Its committee; the CTS of a département that has several, and what rolls up into it."""
    if ligne["niveau"] not in DE_COMITE:
        return
    st.markdown(f"**{escape(name_comite(ecran.donnees, ligne['id']))}**")
    if ligne["niveau"] == DEPARTEMENT:
        territoires, noms = soft_table(ecran.donnees, "territoires"), all_names(ecran.donnees)
        siens = territoires[(territoires["niveau"] == CTS) & (territoires["parent"] == ligne["id"])]
        if len(siens) > 1:
            st.markdown(f"**CTS :** {escape(', '.join(noms[cle] for cle in siens['id']))}.")
    regle = tell_remontee(ecran.donnees, {ligne["id"], ligne["comite"]})
    if regle:
        st.caption(escape(regle))
        provenance.show_reserve_lines(ecran.donnees, ["territoires"])


def show_zones(donnees: Donnees) -> None:
    """Nothing when the region publishes none."""
    zones = _zones(donnees)
    if zones.empty:
        return
    fichier, titre = "zones_prioritaires", "Intercommunalités prioritaires"
    with heading(titre, provenance.help_of(donnees, fichier)):
        publiees = zones.drop(columns=["extrait"])
        show_exports(donnees, publiees, titre, "aucun", fichier)
    sans = int((zones["ateliers"] == "").sum())
    st.markdown(f"**{sans} sur {len(zones)} sans aucun atelier à l’intérieur.**")
    show_rows(
        _table(donnees),
        alt="Intercommunalités prioritaires et ateliers tenus à l’intérieur",
        markdown=("Nom officiel",),
    )
    contexte = tell_reperes(donnees, titre, ZONES)
    if contexte.blocs:
        show_blocs(contexte)
    st.caption(provenance.source_line(donnees, zones["source"]))


# Published facts don't change while they are loaded.
_zones = lru_cache(maxsize=4)(list_zones)


@lru_cache(maxsize=4)
def _table(donnees: Donnees) -> pd.DataFrame:
    zones, territoires = _zones(donnees), soft_table(donnees, "territoires")
    siens = territoires[territoires["niveau"] == DEPARTEMENT]
    noms = dict(zip(siens["code"], siens["nom"], strict=True))
    return pd.DataFrame(
        {
            "Nom du document": zones["nom_document"],
            "Nom officiel": [
                screen_link(registre.TERRITOIRES, nom, territoire=cle)
                for cle, nom in zip(zones["territoire"], zones["nom_officiel"], strict=True)
            ],
            "Département": [noms.get(code, code) for code in zones["code_departement"]],
            "Population municipale": [
                "" if is_empty(n) else format_quantite(n, unite="habitants")
                for n in zones["population"]
            ],
            "Ateliers à l’intérieur": [tenus or "aucun" for tenus in zones["ateliers"]],
        }
    )
