"""Recherche: everything at once, each answer a link to its sheet."""

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import streamlit as st

from concertation.analyse.adresses import Adresse, texte
from concertation.analyse.mots.formats import plural
from concertation.analyse.recherche.partout import PUBLIES, SUIVIS, Partout, Trouvaille
from concertation.analyse.territoires.noms import all_names
from concertation.donnees import Donnees, soft_table
from concertation.interface.socle.buttons import show_link
from concertation.interface.socle.champs import show_search
from concertation.interface.socle.garde import shorten
from concertation.interface.socle.identite import current_acteur
from concertation.interface.socle.registre import every_ecran
from concertation.interface.socle.session import current_donnees, read_params, write_params
from concertation.interface.socle.store import current_store
from concertation.interface.socle.textes import escape
from concertation.suivi.socle.adresse import default_url, may_hold_rows

PAR_GENRE, LONGUEUR = 8, 110
_ECRANS = {ecran.url_path: ecran for ecran in every_ecran()}


@dataclass(frozen=True)
class EtatRecherche(Adresse):
    """What the address says: the question."""

    q: str = texte("Recherche")


@st.cache_resource(max_entries=2, show_spinner=False)
def _index_files(empreinte: str, _donnees: Donnees) -> Partout:
    tables = {genre.table: soft_table(_donnees, genre.table) for genre in PUBLIES[:-1]}
    indicateurs = tables["indicateurs"] = soft_table(_donnees, "indicateurs")
    actions = dict(zip(indicateurs["id"], indicateurs["action"], strict=True))
    tables["mesures"] = tables["mesures"].assign(
        action=tables["mesures"]["indicateur"].map(actions).fillna("")
    )
    tables["reperes"] = tables["reperes"].assign(fichier="reperes")
    noms = list(all_names(_donnees).values())
    tables["territoires"] = tables["territoires"].assign(nom=noms)
    ecrans = [(ecran.url_path, ecran.titre, ecran.aide) for ecran in every_ecran()]
    tables["ecrans"] = pd.DataFrame(ecrans, columns=["id", "titre", "aide"])
    return Partout(tables, PUBLIES, soft_table(_donnees, "glossaire"))


# Built again when somebody records something, by who then searches.
@st.cache_resource(max_entries=4, ttl=600, show_spinner=False)
def _index_suivi(cle: tuple[Any, ...], _donnees: Donnees) -> Partout:
    store, acteur = current_store(), current_acteur()
    tables = {genre.table: getattr(store, genre.table).list(acteur) for genre in SUIVIS}
    return Partout(tables, SUIVIS, soft_table(_donnees, "glossaire"))


def search_all(donnees: Donnees, question: str) -> dict[str, list[Trouvaille]]:
    """What answers, by kind, that of the best answer first."""
    trouvailles = _index_files(donnees.empreinte, donnees).search(question)
    if may_hold_rows(default_url()):
        cle = (default_url(), current_store().moment, current_acteur(), donnees.empreinte)
        trouvailles += _index_suivi(cle, donnees).search(question)
    groupes: dict[str, list[Trouvaille]] = {}
    for trouvaille in trouvailles:
        groupes.setdefault(trouvaille.genre, []).append(trouvaille)
    return groupes


def show_recherche() -> None:
    """The field, then the answers."""
    donnees = current_donnees()
    etat, _ = EtatRecherche.from_params(read_params(), donnees)
    show_search(
        "Chercher partout", "w-partout", etat.q,
        lambda q: write_params(replace(etat, q=q).to_params()),
        exemple="un mot, un sigle, un montant, un lieu…",
    )  # fmt: skip
    if not etat.q.strip():
        st.markdown(
            "Propositions, engagements, actions, territoires, chiffres, montants, sigles et écrans."
        )
        return
    groupes = search_all(donnees, etat.q)
    nombre = sum(map(len, groupes.values()))
    st.info(
        f"**{plural(nombre, 'résultat')}** pour « {escape(etat.q)} ».", icon=":material/search:"
    )
    for genre, trouvailles in groupes.items():
        st.header(f"{genre} ({len(trouvailles)})", anchor=False)
        with st.container(gap="xsmall"):
            for trouvaille in trouvailles[:PAR_GENRE]:
                mots = escape(shorten(trouvaille.titre, LONGUEUR))
                show_link(_ECRANS[trouvaille.ecran], mots, trouvaille.params)
        if (reste := len(trouvailles) - PAR_GENRE) > 0:
            st.caption(f"… et {plural(reste, 'autre')} : précisez la recherche.")
