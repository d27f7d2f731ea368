"""The parts of the Données et sources screen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from concertation.analyse.adresses import Adresse, choix
from concertation.analyse.mots.formats import plural
from concertation.donnees import Anomalie, DonneeIndisponible, Donnees, check_fichiers
from concertation.donnees.controle import RapportFichiers
from concertation.donnees.paquet import zip_paquet
from concertation.donnees.schemas import CARTES, fichier_carte, load_schemas
from concertation.interface.ecrans.donnees import dispositif
from concertation.interface.ecrans.donnees.dispositif import names_of_dispositifs
from concertation.interface.elements.blocs import show_blocs
from concertation.interface.elements.champ_fichier import read_champ
from concertation.interface.elements.figures import show_rows, show_table
from concertation.interface.elements.provenance import reserve_text, show_reserves, source_line
from concertation.interface.elements.telechargements import show_exports
from concertation.interface.socle.buttons import show_download
from concertation.interface.socle.champs import show_choice, show_select
from concertation.interface.socle.demandeur import current_demandeur
from concertation.interface.socle.garde import show_anomalies, show_indisponible
from concertation.interface.socle.registre import DONNEES
from concertation.interface.socle.session import lexique_of, write_params
from concertation.interface.socle.textes import escape, rich_text, screen_link
from concertation.interface.suivi.noms import names_of_engagements
from concertation.recits.publies import SANS_ADRESSE, tell_contacts
from concertation.recits.reperes import EDITOS, tell_reperes
from concertation.restitution.fabrication.fabrique import LectureImpossible, read_apart

VUES = {
    "fichiers": "Fichiers",
    "documents": "Documents",
    "reserves": "Réserves",
    "verifier": "Vérifier mes fichiers",
}
LIGNES_APERCU = 200
_RAPPORT = "depot-rapport"


@dataclass(frozen=True)
class EtatDonnees(Adresse):
    """What the address says: the part shown, the file opened, the engagement it is cut to, the
    « dispositif » whose sheet is open."""

    vue: str = choix("Que voulez-vous voir ?", VUES, "fichiers")
    fichier: str = choix("Ouvrir un fichier", lambda donnees: _titles(_ressources(donnees)))
    engagement: str = choix("Engagement", names_of_engagements)
    fiche: str = choix("Dispositif", names_of_dispositifs)


def show_anomalies_du_dossier(donnees: Donnees) -> None:
    """What is wrong with the folder that the application reads, first thing on the screen."""
    if donnees.anomalies:
        _tell_anomalies(donnees.anomalies, "les fichiers lus par l’application")
    _tell_guesses(donnees.tell_guesses())


def _tell_guesses(dites: Sequence[str]) -> None:
    if dites:
        st.info("\n".join(f"- {escape(dit)}" for dit in dites))


def _tell_anomalies(anomalies: Sequence[Anomalie], ou: str) -> None:
    st.error(f"{plural(len(anomalies), 'anomalie')} dans {ou}.", icon=":material/report:")
    show_anomalies(anomalies)


def show_vues(etat: EtatDonnees) -> None:
    show_choice(
        "Que voulez-vous voir ?",
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
        "L’application ne les modifie jamais."
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        show_select(
            "Ouvrir un fichier", "w-fichier", _titles(ressources), etat.fichier,
            lambda nom: write_params(EtatDonnees(fichier=nom).to_params()),
            "Choisissez un fichier", width=460,
        )  # fmt: skip
        show_download(
            "Tout télécharger (zip)",
            lambda: zip_paquet(donnees.dossier),
            "donnees.zip",
            "application/zip",
            icone="folder_zip",
        )
    if etat.fichier == dispositif.FICHIER and dispositif.show_dispositif(donnees, etat.fiche):
        return
    if etat.fichier:
        _show_fichier(donnees, ressources[etat.fichier], etat)
        return
    lignes = [
        {
            "Fichier": screen_link(
                DONNEES, ressource["path"], "Ouvrir le fichier, nouvel onglet", fichier=nom
            ),
            "Ce qu’il contient": ressource.get("title") or ressource.get("description", ""),
            "Lignes": _count(donnees, nom),
        }
        for nom, ressource in ressources.items()
    ]
    show_rows(pd.DataFrame(lignes), alt="Fichiers du paquet de données", markdown=("Fichier",))


def _ressources(donnees: Donnees) -> dict[str, dict[str, Any]]:
    """The files of the contract that the package lists, by table name; a package that can't be
    read lists none: then all the tables of the contract."""
    schemas = load_schemas()
    ressources = donnees.paquet.ressources or [
        {"path": schema.fichier, "title": schema.descripteur.get("title", nom)}
        for nom, schema in schemas.items()
    ]
    noms = {schema.fichier: nom for nom, schema in schemas.items()}
    noms |= {fichier_carte(nom): nom for nom in CARTES}
    return {noms[r["path"]]: r for r in ressources if r["path"] in noms}


def _titles(ressources: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    return {nom: f"{r['path']} – {r.get('title', nom)}" for nom, r in ressources.items()}


def _count(donnees: Donnees, nom: str) -> str:
    try:
        if nom in CARTES:
            return f"{len(donnees.geo(nom)['features'])} contours"
        return str(len(donnees.table(nom)))
    except DonneeIndisponible:
        return "fichier inutilisable"


def _show_fichier(donnees: Donnees, ressource: Mapping[str, Any], etat: EtatDonnees) -> None:
    nom, chemin = etat.fichier, donnees.dossier / ressource["path"]
    st.header(escape(str(ressource.get("title") or ressource["path"])), anchor=False)
    st.markdown(escape(str(ressource.get("description", ""))))
    if chemin.is_file():
        show_download(
            f"Télécharger {ressource['path']}", chemin.read_bytes, chemin.name, None)  # fmt: skip
    if nom in CARTES:
        sources = (str(source.get("title", "")) for source in ressource.get("sources", []))
        st.markdown(f"{_count(donnees, nom)}. {escape(' ; '.join(sources))}")
        return
    try:
        table = donnees.table(nom)
    except DonneeIndisponible as erreur:
        show_indisponible(erreur)
        return
    if etat.engagement and "engagement" in table:
        table = table[table["engagement"] == etat.engagement]
        st.markdown(f"Lignes de l’engagement {escape(etat.engagement)} seulement.")
    _show_rows(donnees, table, etat)


def _show_rows(donnees: Donnees, table: pd.DataFrame, etat: EtatDonnees) -> None:
    nom = etat.fichier
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{plural(len(table), 'ligne')}**", width="content")
        filtre = etat.engagement if len(table) < len(donnees.table(nom)) else ""
        show_exports(
            donnees,
            table,
            str(load_schemas()[nom].descripteur.get("title", nom)),
            f"Engagement : {filtre}" if filtre else "",
            nom,
        )
    show_reserves(donnees, [(nom, None)])
    _show_columns(nom)
    textes = table.head(LIGNES_APERCU).copy()
    for colonne in textes.select_dtypes("datetime"):
        textes[colonne] = textes[colonne].dt.strftime("%Y-%m-%d")
    show_table(
        textes.fillna("").astype(str).replace({"<NA>": "", "nan": ""}), alt=f"Lignes de {nom}.csv"
    )
    if len(table) > LIGNES_APERCU:
        st.caption(f"Les {LIGNES_APERCU} premières lignes ; le fichier téléchargé les a toutes.")
    if "source" in table:
        st.caption(source_line(donnees, table["source"]))


def _show_columns(nom: str) -> None:
    """What each column means, as the schema says it."""
    champs = load_schemas()[nom].champs
    noms = {
        "name": "Colonne", "title": "Nom", "description": "Ce qu’elle contient",
        "example": "Exemple",
    }  # fmt: skip
    with st.expander(f"Colonnes ({len(champs)})", icon=":material/view_column:"):
        lignes = [{mots: champ.get(cle, "") for cle, mots in noms.items()} for champ in champs]
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
                if ligne["date_certitude"] not in ("", "non précisée"):
                    date += f" ({ligne['date_certitude']})"
                st.markdown(f"{escape(ligne['editeur'])} · {escape(date)}")
                if ligne["description"]:
                    st.markdown(rich_text(ligne["description"], lexique))
                licence = escape(ligne["licence"] or "non précisée")
                url = str(ligne["url"])
                ou = f"[{escape(url)}](<{url}>)" if url else SANS_ADRESSE
                st.caption(f"{ou}. Licence : {licence}.")
                editos = tell_reperes(donnees, EDITOS, EDITOS, source=str(ligne["id"]))
                for section in (editos, tell_contacts(donnees, source=str(ligne["id"]))):
                    if section.blocs:
                        st.markdown(f"**{section.titre}**")
                        show_blocs(section)


def show_toutes_reserves(donnees: Donnees) -> None:
    """What the documents say badly, twice or not at all, and what is done about it."""
    reserves = donnees.table("reserves")
    if reserves.empty:
        st.markdown("Aucune réserve publiée.")
        return
    st.markdown(f"**{plural(len(reserves), 'réserve')}** accompagnent les chiffres concernés.")
    for _, reserve in reserves.iterrows():
        st.markdown(reserve_text(reserve))


def show_verification(donnees: Donnees) -> None:
    """Choose files, watch the check advance, read its report."""
    st.markdown(
        "Déposez un ou plusieurs fichiers du contrat (ou une archive zip). Ils sont vérifiés en "
        "mémoire, avec les autres fichiers de l’application pour référence, puis oubliés : "
        "rien n’est enregistré."
    )
    recus = read_champ(
        "Choisissez un ou plusieurs fichiers (CSV, XLSX, ODS), ou une archive zip",
        ".csv,.xlsx,.ods,.zip,.json,.geojson",
        cle="depot",
        plusieurs=True,
    )
    if recus:
        st.session_state[_RAPPORT] = _check(donnees, recus)
    if (rapport := st.session_state.get(_RAPPORT)) is None:
        return
    if isinstance(rapport, str):
        st.error(escape(rapport), icon=":material/report:")
        return
    noms = escape(", ".join(rapport.fichiers or {a.fichier: 0 for a in rapport.anomalies}))
    if rapport.anomalies:
        _tell_anomalies(rapport.anomalies, noms)
    else:
        st.success(f"Aucune anomalie dans {noms}.", icon=":material/check_circle:")
    _tell_guesses(rapport.remarques)
    if rapport.consequences:
        st.warning(
            f"{plural(len(rapport.consequences), 'anomalie')} dans les fichiers que vous n’avez "
            "pas déposés, à cause de ceux-ci.",
            icon=":material/warning:",
        )
        show_anomalies(rapport.consequences)


def _check(donnees: Donnees, recus: Mapping[str, bytes]) -> RapportFichiers | str:
    """The report of these files, checked in a process of their own, or why there is none."""
    barre = st.progress(0.0, text="Vérification en cours…")

    def advance(part: float, mot: str) -> None:
        barre.progress(min(part, 1.0), text=escape(mot))

    try:
        rapport: RapportFichiers = read_apart(
            check_fichiers, recus, donnees.dossier, on_progress=advance, **current_demandeur()
        )
    except LectureImpossible as refus:
        return f"{', '.join(recus)} : {refus}"
    finally:
        barre.empty()
    return rapport
