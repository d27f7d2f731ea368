"""The parts of the Données et sources screen."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from concertation.analyse.adresses import Adresse, choix
from concertation.analyse.mots.formats import plural
from concertation.donnees import DonneeIndisponible, Donnees
from concertation.donnees.schemas import CARTES, fichier_carte, load_schemas
from concertation.interface.elements.facettes import show_choice
from concertation.interface.elements.figures import show_table
from concertation.interface.elements.provenance import reserve_text, show_reserves, source_line
from concertation.interface.elements.telechargements import show_exports
from concertation.interface.socle.boutons import show_download
from concertation.interface.socle.champs import show_select
from concertation.interface.socle.garde import show_anomalies, show_indisponible
from concertation.interface.socle.session import lexique_of, write_params
from concertation.interface.socle.textes import escape, rich_text
from concertation.interface.suivi.noms import names_of_engagements
from concertation.restitution.paquet import zip_paquet

VUES = {
    "fichiers": "Fichiers",
    "documents": "Documents",
    "reserves": "Réserves",
    "verifier": "Vérifier mes fichiers",
}
LIGNES_APERCU = 200


@dataclass(frozen=True)
class EtatDonnees(Adresse):
    """What the address says: the part shown, the file opened, the engagement it is cut to."""

    vue: str = choix("Que voulez-vous voir ?", VUES, "fichiers")
    fichier: str = choix("Ouvrir un fichier", lambda donnees: _titles(_ressources(donnees)))
    engagement: str = choix("Engagement", names_of_engagements)


def show_anomalies_du_dossier(donnees: Donnees) -> None:
    """What is wrong with the folder that the application reads, first thing on the screen."""
    if donnees.anomalies:
        nombre = plural(len(donnees.anomalies), "anomalie")
        st.error(f"{nombre} dans les fichiers lus par l'application.", icon=":material/report:")
        show_anomalies(donnees.anomalies)


def show_vues(etat: EtatDonnees) -> None:
    show_choice(
        "Que voulez-vous voir ?",
        "w-vue-donnees",
        VUES,
        etat.vue,
        lambda vue: write_params(EtatDonnees(vue=vue).to_params()),
    )


def show_fichiers(donnees: Donnees, etat: EtatDonnees) -> None:
    """The list of the files, and the one that is opened."""
    ressources = _ressources(donnees)
    st.markdown(
        "Chaque fichier est ouvert, décrit par un schéma, et se relit dans un tableur. "
        "L'application ne les modifie jamais."
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _show_ouvrir(ressources, etat)
        show_download(
            "Tout télécharger (zip)",
            lambda: zip_paquet(donnees.dossier),
            "donnees.zip",
            "application/zip",
            icon=":material/folder_zip:",
        )
    if etat.fichier:
        _show_fichier(donnees, etat.fichier, ressources[etat.fichier], etat)
        return
    lignes = [
        {
            # Links let the keyboard reach a table that scrolls on a telephone.
            "Fichier": f"[{escape(ressource['path'])}](/donnees?fichier={nom} "
            '"Ouvrir le fichier, nouvel onglet")',
            "Ce qu'il contient": ressource.get("title") or ressource.get("description", ""),
            "Lignes": _count(donnees, nom),
        }
        for nom, ressource in ressources.items()
    ]
    show_table(pd.DataFrame(lignes), alt="Fichiers du paquet de données", markdown=("Fichier",))


def _ressources(donnees: Donnees) -> dict[str, dict[str, Any]]:
    """The files of the contract that the package lists, by table name; a package that can't be
    read lists none: then all the tables of the contract."""
    schemas = load_schemas()
    ressources = donnees.paquet.ressources or [
        {"path": schema.fichier, "title": schema.descripteur.get("title", nom)}
        for nom, schema in schemas.items()
    ]
    noms = {fichier: nom for nom, fichier in _known_files().items()}
    return {noms[r["path"]]: r for r in ressources if r["path"] in noms}


def _titles(ressources: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    return {nom: f"{r['path']} – {r.get('title', nom)}" for nom, r in ressources.items()}


def _known_files() -> dict[str, str]:
    """Path of each table and outline of the contract, by name."""
    tables = {nom: schema.fichier for nom, schema in load_schemas().items()}
    return tables | {nom: fichier_carte(nom) for nom in CARTES}


def _show_ouvrir(ressources: Mapping[str, Mapping[str, Any]], etat: EtatDonnees) -> None:
    show_select(
        "Ouvrir un fichier", "w-fichier", _titles(ressources), etat.fichier,
        lambda nom: write_params(EtatDonnees(fichier=nom).to_params()), "Choisissez un fichier",
        width=460,
    )  # fmt: skip


def _count(donnees: Donnees, nom: str) -> str:
    try:
        if nom in CARTES:
            return f"{len(donnees.geo(nom)['features'])} contours"
        return str(len(donnees.table(nom)))
    except DonneeIndisponible:
        return "fichier inutilisable"


def _show_fichier(
    donnees: Donnees, nom: str, ressource: Mapping[str, Any], etat: EtatDonnees
) -> None:
    st.header(escape(str(ressource.get("title") or ressource["path"])), anchor=False)
    st.markdown(escape(str(ressource.get("description", ""))))
    chemin = donnees.dossier / ressource["path"]
    if chemin.is_file():
        st.download_button(
            f"Télécharger {ressource['path']}",
            chemin.read_bytes,
            file_name=chemin.name,
            icon=":material/download:",
            on_click="ignore",
        )
    if nom in CARTES:
        st.markdown(f"{_count(donnees, nom)}. {escape(_attribution(ressource))}")
        return
    try:
        table = donnees.table(nom)
    except DonneeIndisponible as erreur:
        show_indisponible(erreur)
        return
    if etat.engagement and "engagement" in table:
        table = table[table["engagement"] == etat.engagement]
        st.markdown(f"Lignes de l'engagement {escape(etat.engagement)} seulement.")
    _show_rows(donnees, nom, table, etat)


def _attribution(ressource: Mapping[str, Any]) -> str:
    return " ; ".join(str(source.get("title", "")) for source in ressource.get("sources", []))


def _show_rows(donnees: Donnees, nom: str, table: pd.DataFrame, etat: EtatDonnees) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{plural(len(table), 'ligne')}**", width="content")
        filtre = etat.engagement if len(table) < len(donnees.table(nom)) else ""
        show_exports(
            donnees,
            table,
            titre=str(load_schemas()[nom].descripteur.get("title", nom)),
            filtres=f"Engagement : {filtre}" if filtre else "",
            fichier=nom,
        )
    show_reserves(donnees, [(nom, None)])
    _show_columns(nom)
    textes = table.head(LIGNES_APERCU).copy()
    for colonne in textes.select_dtypes("datetime"):
        textes[colonne] = textes[colonne].dt.strftime("%Y-%m-%d")
    show_table(
        textes.fillna("").astype(str).replace({"<NA>": "", "nan": ""}),
        alt=f"Lignes de {nom}.csv",
    )
    if len(table) > LIGNES_APERCU:
        st.caption(f"Les {LIGNES_APERCU} premières lignes ; le fichier téléchargé les a toutes.")
    if "source" in table:
        st.caption(source_line(donnees, table["source"]))


def _show_columns(nom: str) -> None:
    """What each column means, as the schema says it."""
    champs = load_schemas()[nom].champs
    with st.expander(f"Colonnes ({len(champs)})", icon=":material/view_column:"):
        lignes = [
            {
                "Colonne": champ["name"],
                "Nom": champ.get("title", ""),
                "Ce qu'elle contient": champ.get("description", ""),
                "Exemple": champ.get("example", ""),
            }
            for champ in champs
        ]
        show_table(pd.DataFrame(lignes), alt=f"Colonnes de {nom}.csv")


def show_documents(donnees: Donnees) -> None:
    """The documents that everything comes from, with their date and how sure it is."""
    sources, lexique = donnees.table("sources"), lexique_of(donnees)
    for type_, titre in {"document": "Documents", "reference": "Références"}.items():
        lignes = sources[sources["type"] == type_]
        if lignes.empty:
            continue
        st.header(titre, anchor=False)
        for _, ligne in lignes.iterrows():
            with st.container(border=True):
                st.markdown(f"**{escape(ligne['titre'])}**")
                date = ligne["date_texte"] or "date non précisée"
                certitude = escape(ligne["date_certitude"])
                st.markdown(f"{escape(ligne['editeur'])} · {escape(date)} ({certitude})")
                if ligne["description"]:
                    st.markdown(rich_text(ligne["description"], lexique))
                if ligne["url"]:
                    st.caption(escape(ligne["url"]))
                if ligne["licence"]:
                    st.caption(f"Licence : {escape(ligne['licence'])}")


def show_toutes_reserves(donnees: Donnees) -> None:
    """What the documents say badly, twice or not at all, and what is done about it."""
    reserves = donnees.table("reserves")
    if reserves.empty:
        st.markdown("Aucune réserve publiée.")
        return
    st.markdown(f"**{plural(len(reserves), 'réserve')}** accompagnent les chiffres concernés.")
    for _, reserve in reserves.iterrows():
        st.markdown(reserve_text(reserve))
