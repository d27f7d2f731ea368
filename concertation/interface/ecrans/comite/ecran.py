"""Comité: one territory on one screen, and what its next session must look at."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd
import streamlit as st

from concertation.analyse.adresses import Adresse, drapeau, entier
from concertation.analyse.avancement.instruction import with_decisions
from concertation.analyse.lignes import find_row, list_records
from concertation.analyse.mots.formats import format_date, is_empty, plural
from concertation.analyse.territoires.noms import choix_territoire, name_comite, territoire_names
from concertation.declarations.action import STATUT
from concertation.declarations.instruction import A_INSTRUIRE
from concertation.declarations.veille import GRAVITE
from concertation.donnees import soft_table
from concertation.interface.elements.pagination import paged
from concertation.interface.elements.publiees import published_actions, show_publiees
from concertation.interface.socle import registre
from concertation.interface.socle.buttons import show_link
from concertation.interface.socle.registre import ENGAGEMENTS, INSTRUCTION, PLAN_ACTION
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.noms import meteo_markdown
from concertation.interface.suivi.revue import EcranRevue, is_untold
from concertation.recits.suivi import tell_counts

MONTRES = 5
"""Of a list, things shown at once."""


@dataclass(frozen=True)
class EtatComite(Adresse):
    """What the address says: whose room, the session that is open, its minutes."""

    territoire: str = choix_territoire(territoire_names)
    seance: int = entier("Séance", mots={"nouvelle": 0})
    nouvelle: bool = drapeau("Séance", "nouvelle", nom="seance", partage=True)
    """A session is being prepared."""
    releve: bool = drapeau("Afficher", "releve", nom="vue")
    conduite: bool = drapeau("Mode", "seance", nom="mode", avec="seance")
    """The session is held, item by item."""
    avis: bool = drapeau("Avis demandés", "oui")
    point: int = entier("Point", avec="seance")
    """The item that is shown, 0 for the people."""
    page: int = entier("Page")
    """Of what asks for a look; of a proposal among those of the item."""


class EcranComite(EcranRevue[EtatComite]):
    """A territory's committee."""

    adresse = EtatComite
    chez_soi = True

    def show_seance(self) -> None:
        """Minutes print: they say nothing of the session that is being held."""
        if not self.etat.releve:
            super().show_seance()

    @property
    def territoire(self) -> str:
        return self.etat.territoire

    @property
    def nom(self) -> str:
        return self.lieu(self.territoire)

    @property
    def comite(self) -> str:
        """« Comité de l’Orne (CTS de l’Orne) »."""
        return name_comite(self.donnees, self.territoire)

    @property
    def can_write(self) -> bool:
        return self.can("ecrire", self.territoire)

    def lien(self, **autres: Any) -> dict[str, Any]:
        """What links to other screens say of this one."""
        return {"territoire": self.territoire, **autres}

    @cached_property
    def niveau(self) -> str:  # type: ignore[override]
        """The level of this territory."""
        ici = find_row(soft_table(self.donnees, "territoires"), self.territoire)
        return "departement" if ici is None else str(ici["niveau"])

    @cached_property
    def cellules(self) -> pd.DataFrame:
        cellules = self.revue.cellules
        return cellules[cellules["territoire"] == self.territoire]

    @cached_property
    def attention(self) -> pd.DataFrame:
        lignes = self.read_attention()
        return lignes[lignes["territoire"] == self.territoire]

    @cached_property
    def a_instruire(self) -> pd.DataFrame:
        """Local proposals on which this territory has said nothing."""

        def read() -> pd.DataFrame:
            dites = self.store.instructions.list(self.acteur, territoire=self.territoire)
            propositions = soft_table(self.donnees, "propositions")
            lignes = with_decisions(propositions, dites, self.territoire)
            return lignes[lignes["decision"] == A_INSTRUIRE]

        return self.recall(read, self.territoire)

    @cached_property
    def reponses(self) -> pd.DataFrame:
        """Answers received on national proposals."""
        return self.store.transmissions.list(self.acteur, etat="reponse_recue")


def show_chiffres(ecran: EcranComite) -> None:
    """What waits for the committee, as numbers that lead to their list."""
    cellules = ecran.cellules
    retard, bloquees = (int(cellules[nom].sum()) for nom in ("nb_en_retard", "nb_bloquees"))
    chiffres: list[tuple[str, int, str, registre.Ecran, dict[str, Any]]] = []
    # Nothing is late where nobody entered an action: zero would say that somebody spoke.
    if cellules["nb_actions"].sum():
        statuts = list(STATUT.which("bloque"))
        chiffres += [
            ("En retard", retard, "Actions", PLAN_ACTION, {"retard": "oui"}),
            ("Bloquées", bloquees, "Actions", PLAN_ACTION, {"statut": statuts}),
        ]
    if not ecran.acteur.reads_public_only:
        # What is not published is not « à instruire »: a reader can't count it.
        reste = len(ecran.a_instruire)
        lien = {"decision": A_INSTRUIRE}
        chiffres.append(("À instruire", reste, "Propositions", INSTRUCTION, lien))
    lien = {"partie": "nationales", "decision": "reponse_recue"}
    if recues := len(ecran.reponses):
        chiffres.append(("Réponses reçues", recues, "Nationales", INSTRUCTION, lien))
    with st.grid(max(len(chiffres), 1), min_column_width=170, gap="small"):
        for libelle, nombre, objet, cible, params in chiffres:
            with st.container(border=True, gap="small"):
                st.metric(libelle, str(nombre))
                show_link(cible, objet, ecran.lien(**params))


def show_engagements(ecran: EcranComite) -> None:
    """The last word on each engagement in this territory."""
    st.header("Les engagements", anchor=False)
    if ecran.cellules.empty:
        st.markdown("Aucun engagement n’est publié.")
        return
    if is_untold(ecran.cellules):
        nombre = plural(len(ecran.cellules), "engagement")
        st.markdown(f"{nombre}, {ecran.absence('aucun', ecran.territoire)}.")
        if ecran.can_write:
            premier = str(ecran.cellules["engagement"].iloc[0])
            _show_lien_cellule(ecran, premier, f"Commencer par {escape(premier)}")
        return
    for cellule in list_records(ecran.cellules):
        with st.container(border=True, gap="xsmall"):
            nom = escape(ecran.engagement(cellule["engagement"]))
            faits = " · ".join(_facts(ecran, cellule))
            suite = f" :small[· {faits}]" * bool(faits)
            st.markdown(f"**{nom}**\n\n{meteo_markdown(cellule['meteo'])}{suite}")
            _show_lien_cellule(ecran, cellule["engagement"])


def _show_lien_cellule(ecran: EcranComite, engagement: str, mots: str = "") -> None:
    lien = ecran.lien(engagement=engagement)
    show_link(ENGAGEMENTS, mots or f"Détail de {escape(engagement)}", lien)


def _facts(ecran: EcranComite, cellule: Mapping[str, Any]) -> list[str]:
    faits = []
    if not is_empty(cellule["date"]):
        origine = cellule["origine"]
        lieu = "" if origine == ecran.territoire else f", {escape(ecran.lieu(origine))}"
        dernier = ecran.absence("dernier", ecran.territoire).lower()
        faits.append(f"{dernier} le {format_date(cellule['date'])}{lieu}")
    return [*faits, *tell_counts(cellule)]


def show_feuille(ecran: EcranComite) -> None:
    """What its own roadmap publishes, or those of the places that hold it or that it holds."""
    siennes = published_actions(ecran.donnees, ecran.territoire)
    titre = f"Sa feuille de route, et ce qui est publié ici ({len(siennes)})"
    ouvert = is_untold(ecran.cellules)
    with st.expander(titre, ouvert, key="w-feuille", on_change="rerun") as feuille:
        if feuille.open:
            show_publiees(ecran, ecran.territoire)
            if len(siennes):
                show_link(PLAN_ACTION, "Les reprendre dans notre plan", ecran.lien())


def show_attention(ecran: EcranComite) -> None:
    """What asks for a look, gravest first, each leading to its action or its cell."""
    lignes = ecran.attention
    lignes = lignes[(lignes["motif"] != "silence") | (lignes["objet"] != "")]
    if is_untold(ecran.cellules) and lignes.empty:
        return
    st.header(f"Points d’attention ({len(lignes)})", anchor=False)
    if lignes.empty:
        st.markdown(f"{ecran.absence('attention', ecran.territoire)}.")
        return
    page = ecran.etat.page or 1
    with paged(list_records(lignes), page, MONTRES, lambda n: ecran.go(page=n)) as vues:
        for ligne in vues:
            with st.container(border=True, gap="xsmall"):
                st.markdown(
                    f"**{ecran.motifs[ligne['motif']]}** :small[· gravité "
                    f"{GRAVITE.mot(ligne['gravite']).lower()}]  \n{escape(ligne['phrase'])}"
                )
                if ligne["objet"] == "action":
                    cle = str(ligne["objet_id"])
                    show_link(PLAN_ACTION, f"Fiche de l’action {cle}", ecran.lien(action=cle))
                else:
                    _show_lien_cellule(ecran, ligne["engagement"])
