"""Diaporamas: the state of the screen, and the list of ready-made and kept decks."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import streamlit as st

from concertation.analyse.adresses import Adresse, choix, entier, texte
from concertation.analyse.lignes import list_records
from concertation.analyse.mots.formats import format_date, plural
from concertation.analyse.territoires.noms import every_territoire, name_territoire
from concertation.donnees import Donnees, soft_table
from concertation.interface.elements.decks import read_contexte
from concertation.interface.socle.boutons import main_button, show_download, show_link
from concertation.interface.socle.registre import DIAPORAMAS, PRESENTATION
from concertation.interface.socle.session import write_params
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.partage import attempt
from concertation.interface.suivi.territoires import show_territoire, writable
from concertation.recits.contexte import Contexte
from concertation.restitution.diapos.gardes import create_saved, free_id, read_saved
from concertation.restitution.diapos.lecture import to_json
from concertation.restitution.diapos.modele import Diapo, Diaporama, DiaporamaInvalide
from concertation.restitution.diapos.prets import ready_decks
from concertation.suivi import Acteur, Store

REGION = "Toute la région"


@dataclass(frozen=True)
class EtatDiaporamas(Adresse):
    """What the address says: the territory, the deck being changed and its slide at hand."""

    territoire: str = choix("Territoire", every_territoire)
    modifier: str = texte("Diaporama")
    diapo: int = entier("Diapositive", 1, avec="modifier")


@dataclass(frozen=True)
class Ecran:
    """What the screen shows in this run."""

    donnees: Donnees
    store: Store
    acteur: Acteur
    etat: EtatDiaporamas

    def go(self, **changes: Any) -> None:
        """Another state of the screen."""
        write_params(replace(self.etat, **changes).to_params())

    @property
    def lieux(self) -> dict[str, str]:
        """The territories that decks of this person may be of, « "" » being the region."""
        region = {"": REGION} if self.store.can(self.acteur, "ecrire", "") else {}
        return region | writable(self.store, self.acteur, every_territoire(self.donnees))

    @property
    def lieu(self) -> str:
        """That of a new deck: the region's for who may, else the chosen one or one's own."""
        siens = self.lieux
        if "" in siens:
            return ""
        return self.etat.territoire if self.etat.territoire in siens else next(iter(siens), "")

    def contexte(self) -> Contexte:
        """What the slides read now, as this person may."""
        return read_contexte(self.donnees)

    def noms(self) -> dict[str, str]:
        """Words of themes, engagements, territories and roadmaps by id."""
        noms = dict(every_territoire(self.donnees))
        for fichier, colonne in (
            ("themes", "nom_court"), ("engagements", "titre_court"), ("feuilles", "nom"),
        ):  # fmt: skip
            table = soft_table(self.donnees, fichier)
            noms |= {str(c): str(n) for c, n in zip(table["id"], table[colonne], strict=True)}
        return noms

    def taken(self) -> set[str]:
        """Ids that a new deck may not have."""
        return {*ready_decks(self.donnees), *self.store.diaporamas.list(self.acteur)["cle"]}


def show_liste(ecran: Ecran) -> None:
    """Ready-made decks, then those that people made."""
    show_territoire(
        every_territoire(ecran.donnees), ecran.etat.territoire,
        lambda lieu: ecran.go(territoire=lieu), cle="w-diaporamas", tous=REGION,
    )  # fmt: skip
    st.caption(
        "Le territoire règle les diapositives qui en demandent un : celles d'un comité, d'une "
        "feuille de route."
    )
    st.header("Prêts à présenter", anchor=False)
    for deck in ready_decks(ecran.donnees, ecran.etat.territoire).values():
        _show_deck(ecran, deck, None)
    st.header("Diaporamas enregistrés", anchor=False)
    lignes = list_records(ecran.store.diaporamas.list(ecran.acteur))
    if not lignes:
        st.markdown(
            "Aucun pour l'instant. Dupliquez un diaporama prêt, ou commencez-en un nouveau."
        )
    for ligne in lignes:
        try:
            _show_deck(ecran, read_saved(ecran.store, ecran.acteur, ligne), ligne)
        except DiaporamaInvalide as erreur:
            st.warning(f"{escape(str(ligne['titre']))} : {escape(str(erreur))}")


def _show_deck(ecran: Ecran, deck: Diaporama, ligne: Mapping[str, Any] | None) -> None:
    with st.container(border=True):
        st.markdown(f"**{escape(deck.titre)}**  \n{escape(deck.description)}")
        st.caption(escape(" · ".join(_facts(ecran, deck, ligne))))
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            show_present(ecran, deck)
            if ligne is not None:
                peut = ecran.store.can(ecran.acteur, "ecrire", str(ligne["territoire"]))
                st.page_link(
                    DIAPORAMAS.chemin,
                    label=f"{'Modifier' if peut else 'Voir'} « {escape(deck.titre)} »",
                    icon=":material/edit:" if peut else ":material/visibility:",
                    query_params=replace(ecran.etat, modifier=deck.id, diapo=1).to_params(),
                )
            if ecran.lieux:
                st.button(
                    "Dupliquer" if ligne is not None else "Dupliquer pour modifier",
                    key=f"dupliquer-{deck.id}",
                    icon=":material/content_copy:",
                    help=f"Dupliquer « {escape(deck.titre)} »",
                    type="tertiary",
                    on_click=lambda: open_copy(ecran, deck),
                )
            show_file(deck)


def _facts(ecran: Ecran, deck: Diaporama, ligne: Mapping[str, Any] | None) -> list[str]:
    faits = [plural(len(deck.diapos), "diapositive")]
    if ligne is None:
        return [*faits, "données du jour"]
    lieu = str(ligne["territoire"])
    faits.append(name_territoire(ecran.donnees, lieu) if lieu else REGION)
    if deck.fige_le:
        faits.append(f"figé au {format_date(deck.fige_le)}")
    faits.append(f"modifié le {pd.Timestamp(ligne['modifie_le']):%d/%m/%Y}")
    if ligne["auteur"]:
        faits.append(f"par {ligne['auteur']}")
    return faits


def show_present(ecran: Ecran, deck: Diaporama) -> None:
    """To the projector's screen, and to the files of the deck."""
    params = {"diaporama": deck.id}
    if ecran.etat.territoire:
        params["territoire"] = ecran.etat.territoire
    show_link(PRESENTATION, f"Présenter « {escape(deck.titre)} »", params)


def show_file(deck: Diaporama) -> None:
    """The deck as a file that travels."""
    show_download(
        "Exporter (JSON)",
        lambda: to_json(deck).encode(),
        f"{deck.id}.json",
        "application/json",
        key=f"json-{deck.id}",
        icon=":material/download:",
        help=f"Exporter « {escape(deck.titre)} »",
        type="tertiary",
    )


def show_creation(ecran: Ecran) -> None:
    """A new deck, for who may write one."""

    def begin() -> None:
        open_new(ecran, Diaporama("", "Nouveau diaporama", (Diapo("d1", "titre"),)), "créé")

    if ecran.lieux:
        st.button(
            "Nouveau diaporama",
            icon=":material/add:",
            type=main_button(),
            on_click=begin,
        )


def open_copy(ecran: Ecran, deck: Diaporama) -> None:
    """A live copy of a deck, opened to be changed."""
    open_new(ecran, replace(deck, titre=f"{deck.titre} (copie)"), "copié")


def open_new(ecran: Ecran, deck: Diaporama, fait: str) -> bool:
    """Keep a deck, live and under an id of its own, and open it; whether it is kept."""
    nouveau = replace(deck, id=free_id(deck.titre, ecran.taken()))
    ligne = attempt(
        lambda: create_saved(ecran.store, ecran.acteur, nouveau, ecran.lieu),
        f"Le diaporama « {nouveau.titre} » est {fait}.",
    )
    if ligne is not None:
        ecran.go(modifier=nouveau.id, diapo=1)
    return ligne is not None
