"""The sheet of one cell: an engagement in a territory, with all that is recorded there."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pandas as pd
import streamlit as st

from concertation.analyse.avancement.cellules import is_late
from concertation.analyse.lignes import list_records
from concertation.analyse.mots.formats import format_date, format_periode, plural
from concertation.analyse.mots.textes import split_liste
from concertation.declarations.action import STATUT
from concertation.declarations.seance import ETAT_SEANCE
from concertation.donnees import soft_table
from concertation.graphiques.dessins.frise import timeline_points
from concertation.interface.ecrans.engagements.ecran import Ecran
from concertation.interface.elements.blocs import show_blocs
from concertation.interface.elements.figures import show_figure, show_table
from concertation.interface.elements.provenance import show_reserves, source_line
from concertation.interface.elements.vers_documents import ENGAGEMENT, REVUE, link_document
from concertation.interface.socle.boutons import show_link
from concertation.interface.socle.champs import show_select
from concertation.interface.socle.registre import ENGAGEMENTS
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.noms import format_progression, meteo_markdown
from concertation.recits.engagement import tell_engagement

# Older ones stay in the database: the weight of the page does not follow the history.
POINTS_TRACES = 60
SEANCES_MONTREES = 6
LIGNES_MONTREES = 40


@dataclass(frozen=True)
class Cellule:
    """The cell of the address; what it needs of the store is read when shown."""

    ecran: Ecran

    @property
    def engagement(self) -> str:
        return self.ecran.etat.engagement

    @property
    def territoire(self) -> str:
        return self.ecran.etat.territoire

    @property
    def nom(self) -> str:
        return self.ecran.cell_name(self.engagement, self.territoire)

    @cached_property
    def ligne(self) -> dict[str, Any]:
        """The cell as the grid shows it."""
        cellules = self.ecran.revue.cellules
        ici = (cellules["engagement"] == self.engagement) & (
            cellules["territoire"] == self.territoire
        )
        return list_records(cellules[ici])[0]

    @cached_property
    def inclus(self) -> set[str]:
        return set(split_liste(self.ligne["inclus"]))

    @cached_property
    def points(self) -> pd.DataFrame:
        """The newest points d'étape, oldest first."""
        return self.ecran.store.points_etape.list(
            self.ecran.acteur,
            engagement=self.engagement,
            territoire=self.inclus,
            limit=POINTS_TRACES,
        )

    def absence(self, quoi: str) -> str:
        """What is not there, in the words of who reads."""
        return self.ecran.lue.absence(quoi, self.territoire)

    def inside(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The rows of a frame that are of this cell."""
        garde = frame["territoire"].isin(self.inclus)
        if "engagement" in frame:
            garde &= frame["engagement"] == self.engagement
        return frame[garde]


def show_navigation(ecran: Ecran) -> None:
    """Back to the grid, and to the other cells."""
    etat = ecran.etat
    show_link(
        ENGAGEMENTS,
        "Tous les engagements",
        replace(etat, engagement="", territoire="").to_params(),
        "arrow_back",
    )
    niveaux = soft_table(ecran.donnees, "territoires").set_index("id")["niveau"]
    lieux = {c: nom for c, nom in ecran.lieux.items() if niveaux[c] == etat.niveau}
    with st.container(horizontal=True):
        _show_autre(ecran, "engagement", "Engagement", ecran.engagements)
        _show_autre(ecran, "territoire", "Territoire", lieux)
    with st.container(horizontal=True, gap="small"):
        link_document("Fiche engagement (PDF)", ENGAGEMENT, engagement=etat.engagement)
        link_document("Note de revue (PDF)", REVUE, territoire=etat.territoire)


def _show_autre(ecran: Ecran, nom: str, libelle: str, options: dict[str, str]) -> None:
    show_select(
        libelle,
        f"w-{nom}",
        options,
        getattr(ecran.etat, nom),
        lambda v: ecran.go(**{nom: v}),
        width=380,
    )


def show_etat(cellule: Cellule) -> None:
    """Where the cell stands: météo, date, progress, counts; its attention points."""
    ligne = cellule.ligne
    with st.container(border=True):
        st.header(meteo_markdown(ligne["meteo"]), anchor=False)
        if ligne["meteo"]:
            lieu = cellule.ecran.lieux.get(ligne["origine"], ligne["origine"])
            st.markdown(
                f"{cellule.absence('dernier')} : {format_date(ligne['date'])}, {escape(lieu)}."
            )
        else:
            st.markdown(cellule.absence("point"))
        st.markdown(
            f"Progression : {format_progression(ligne['progression'])} · "
            f"{plural(ligne['nb_actions'], 'action')}, dont {ligne['nb_en_retard']} en retard et "
            f"{plural(ligne['nb_bloquees'], 'bloquée')} · "
            f"{plural(ligne['nb_indicateurs'], 'indicateur')}"
        )
    alertes = cellule.ecran.attention
    ici = alertes["territoire"] == cellule.territoire
    alertes = alertes[ici & (alertes["engagement"] == cellule.engagement)]
    if ligne["meteo"] or ligne["nb_actions"]:
        phrases = "\n".join(f"- {escape(phrase)}" for phrase in alertes["phrase"].head(12))
        if phrases:
            st.warning(f"**Points d'attention**\n\n{phrases}", icon=":material/priority_high:")


def show_composantes(cellule: Cellule) -> None:
    """What the engagement is made of, as published."""
    donnees = cellule.ecran.donnees
    recit = tell_engagement(donnees, cellule.engagement)
    if recit is None:
        return
    titre = f"L'engagement et ses composantes ({len(recit.parties)})"
    with st.expander(titre, icon=":material/account_tree:"):
        for section in (recit.mots, recit.composantes):
            show_blocs(section)
        st.caption(source_line(donnees, recit.sources))


def show_reserves_cellule(cellule: Cellule) -> None:
    """What must be known of the engagement, of its components and of the links shown."""
    recit = tell_engagement(cellule.ecran.donnees, cellule.engagement)
    cibles = recit.cibles if recit is not None else ()
    show_reserves(cellule.ecran.donnees, [*cibles, ("liens", None)])


def show_actions(cellule: Cellule) -> None:
    ecran = cellule.ecran
    st.header("Actions", anchor=False)
    actions = cellule.inside(ecran.revue.actions)
    if actions.empty:
        st.markdown(cellule.absence("action"))
        return
    # Few columns: on a phone each keeps the width of a few words.
    montrees = actions.assign(en_retard=is_late(actions, ecran.jour)).head(LIGNES_MONTREES)
    lignes = list_records(montrees)
    table = pd.DataFrame(
        {
            "Action": [f"{a['intitule']} (n° {a['id']})" for a in lignes],
            "Où et qui": [_where_and_who(ecran, a) for a in lignes],
            "Où elle en est": [
                f"{STATUT.mot(a['statut'])}{', en retard' if a['en_retard'] else ''} ; "
                + format_periode(a["debut"], a["fin"], vide="sans dates", ouverte=True)
                for a in lignes
            ],
        }
    )
    show_table(table, alt="Actions de la cellule")
    if len(actions) > LIGNES_MONTREES:
        st.caption(f"Les {LIGNES_MONTREES} premières actions sur {len(actions)}.")


def _where_and_who(ecran: Ecran, action: dict[str, Any]) -> str:
    """The territory, and who leads for those who may read names."""
    lieu = ecran.lieux.get(action["territoire"], action["territoire"])
    if ecran.acteur.reads_public_only:
        return lieu
    return f"{lieu} ; {action['porteur'] or 'sans porteur'}"


def show_frise(cellule: Cellule) -> None:
    """The points d'étape along time."""
    points = cellule.points
    show_figure(
        "Points d'étape",
        timeline_points(points),
        source="Source : points d'étape saisis dans le suivi.",
        cle="frise",
        suivi=True,
    )
    if len(points) == POINTS_TRACES:
        st.caption(f"Les {POINTS_TRACES} points les plus récents.")


def show_seances(cellule: Cellule) -> None:
    ecran = cellule.ecran
    st.header("Séances", anchor=False)
    seances = cellule.inside(ecran.revue.seances).tail(SEANCES_MONTREES).iloc[::-1]
    if seances.empty:
        st.markdown(cellule.absence("seance"))
        return
    show_table(
        pd.DataFrame(
            {
                "Séance": [_session_name(ecran, seance) for seance in list_records(seances)],
                "Décisions": seances["decisions"].replace("", "aucune").tolist(),
            }
        ),
        alt="Séances du territoire",
    )


def _session_name(ecran: Ecran, seance: dict[str, Any]) -> str:
    """« 12 octobre 2026, Orne (département), Alençon – Close »."""
    lieu = ecran.lieux.get(seance["territoire"], seance["territoire"])
    ou = ", ".join(mot for mot in (format_date(seance["date"]), lieu, seance["lieu"]) if mot)
    return f"{ou} – {ETAT_SEANCE.mot(seance['etat']).lower()}"
