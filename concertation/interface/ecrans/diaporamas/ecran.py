"""Diaporamas: the state of the screen, the list of ready-made and kept decks, decks from files."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from concertation.analyse.adresses import Adresse, entier, texte
from concertation.analyse.lignes import list_records
from concertation.analyse.mots.formats import format_date, plural
from concertation.analyse.territoires.noms import choix_territoire
from concertation.interface.elements.champ_fichier import forget_fichier, show_champ_lu
from concertation.interface.elements.decks import names_in
from concertation.interface.elements.telechargements import link_document
from concertation.interface.socle.buttons import show_button, show_download, show_link
from concertation.interface.socle.registre import PRESENTATION, RESTITUER
from concertation.interface.socle.session import current_day
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.ecran import EcranSuivi, show_filtre
from concertation.interface.suivi.partage import attempt
from concertation.recits.contexte import Contexte
from concertation.restitution.diapos import gardes
from concertation.restitution.diapos.edition import describe_slide
from concertation.restitution.diapos.lecture import read_json
from concertation.restitution.diapos.modele import Diaporama, DiaporamaInvalide
from concertation.restitution.diapos.prets import ready_decks
from concertation.restitution.documents import DOCUMENTS
from concertation.restitution.fabrication.fichiers import DIAPORAMA

REGION = "Toute la région"
ABSENTS_MONTRES = 10
_RECU = "diaporama-recu"
NEUF = "_"
"""In the address, a deck of which nothing is said yet: no deck has this id."""


@dataclass(frozen=True)
class EtatDiaporamas(Adresse):
    """What the address says: the territory, the deck being changed and its slide at hand."""

    territoire: str = choix_territoire()
    modifier: str = texte("Diaporama")
    diapo: int = entier("Diapositive", 1, avec="modifier")


class EcranDiaporamas(EcranSuivi[EtatDiaporamas]):
    """What the screen shows in this run."""

    adresse = EtatDiaporamas

    @property
    def siens(self) -> dict[str, str]:
        """The territories that decks of this person may be of, « "" » being the region."""
        region = {"": REGION} if self.can("ecrire", "") else {}
        return region | self.ecrits

    @property
    def place(self) -> str:
        """Whose a new deck is: the region's for who may, else the chosen one or one's own."""
        siens, choisi = self.siens, self.etat.territoire
        return choisi if choisi in siens and "" not in siens else next(iter(siens), "")

    def show_seance(self) -> None:
        """Nothing: no deck is entered for a session."""

    def noms(self) -> dict[str, str]:
        """Words of themes, engagements, territories and roadmaps by id."""
        noms = dict(self.lieux)
        for fichier in ("themes", "engagements", "feuilles"):
            noms |= names_in(self.donnees, fichier)
        return noms


def show_liste(ecran: EcranDiaporamas) -> None:
    """Ready-made decks, then those that people made."""
    show_filtre(ecran, "territoire", options={"": REGION, **ecran.lieux}, width=420)
    st.caption(
        "Le territoire règle les diapositives qui en demandent un : celles d’un comité, d’une "
        "feuille de route."
    )
    st.header("Prêts à présenter", anchor=False)
    for deck in ready_decks(ecran.donnees, ecran.etat.territoire).values():
        _show_deck(ecran, deck, None)
    st.header("Diaporamas enregistrés", anchor=False)
    lignes = list_records(ecran.store.diaporamas.list(ecran.acteur))
    if not lignes:
        st.markdown(
            "Aucun pour l’instant. Dupliquez un diaporama prêt, ou commencez-en un nouveau."
        )
    for ligne in lignes:
        try:
            _show_deck(ecran, gardes.read_saved(ecran.store, ecran.acteur, ligne), ligne)
        except DiaporamaInvalide as erreur:
            st.warning(f"{escape(str(ligne['titre']))} : {escape(str(erreur))}")


def _show_deck(ecran: EcranDiaporamas, deck: Diaporama, ligne: Mapping[str, Any] | None) -> None:
    with st.container(border=True):
        st.markdown(f"**{escape(deck.titre)}**  \n{escape(deck.description)}")
        st.caption(escape(" · ".join(_facts(ecran, deck, ligne))))
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            show_present(ecran, deck)
            if ligne is not None:
                peut = ecran.can("ecrire", str(ligne["territoire"]))
                mot, icone = ("Modifier", "edit") if peut else ("Voir", "visibility")
                params = ecran.params(modifier=deck.id, diapo=1)
                show_link(RESTITUER, f"{mot} « {escape(deck.titre)} »", params, icone)
            mots = "Dupliquer" if ligne is not None else "Dupliquer pour modifier"
            aide = f"Dupliquer « {escape(deck.titre)} »"
            show_copy(ecran, deck, mots, key=f"dupliquer-{deck.id}", help=aide)
            show_file(ecran, deck)


def show_documents(ecran: EcranDiaporamas) -> None:
    """Every document on A4, and the way to its file."""
    st.header("Documents sur papier", anchor=False)
    for cle, piece in DOCUMENTS.items():
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            link_document(escape(piece.titre), cle, territoire=ecran.etat.territoire)
            st.caption(escape(piece.description), width="content")


def _facts(
    ecran: EcranDiaporamas, deck: Diaporama, ligne: Mapping[str, Any] | None
) -> Iterator[str]:
    if ligne is None:
        yield "données du jour"
        return
    lieu = str(ligne["territoire"])
    yield ecran.lieu(lieu) if lieu else REGION
    if deck.fige_le:
        yield f"figé au {format_date(deck.fige_le)}"
    yield f"modifié le {pd.Timestamp(ligne['modifie_le']):%d/%m/%Y}"
    if ligne["auteur"]:
        yield f"par {ligne['auteur']}"


def show_present(ecran: EcranDiaporamas, deck: Diaporama) -> None:
    """To the projector's screen, and to the files of the deck."""
    lieu = ecran.etat.territoire
    params = {"diaporama": deck.id} | ({"territoire": lieu} if lieu else {})
    titre = f"« {escape(deck.titre)} »"
    show_link(PRESENTATION, f"Présenter {titre}", params)
    link_document(f"Fichiers de {titre}", DIAPORAMA + deck.id, territoire=lieu)


def show_file(ecran: EcranDiaporamas, deck: Diaporama) -> None:
    """The deck as a file that travels."""
    nom, aide = f"{gardes.name_file(deck)}.json", f"Exporter « {escape(deck.titre)} »"
    options = {"key": f"json-{deck.id}", "help": aide, "type": "tertiary"}
    show_download(
        "Exporter (JSON)", partial(gardes.write_file, ecran.store, deck), nom, "application/json",
        **options,
    )  # fmt: skip


def show_creation(ecran: EcranDiaporamas) -> None:
    """A new deck, for who may write one."""
    if ecran.siens:
        create = partial(ecran.go, modifier=NEUF, diapo=1)
        show_button("Nouveau diaporama", "add", create, type="primary")


def show_copy(ecran: EcranDiaporamas, deck: Diaporama, mots: str, **options: Any) -> None:
    """A live copy of a deck, opened to be changed; for who may write one."""
    if ecran.siens:
        copie = replace(deck, titre=f"{deck.titre} (copie)")
        show_button(mots, "content_copy", lambda: open_new(ecran, copie, "copié"), **options)


def open_new(ecran: EcranDiaporamas, deck: Diaporama, fait: str) -> Any:
    """Keep a deck, live and under an id of its own, and open it; whether it is kept."""
    pris = {*ready_decks(ecran.donnees), *ecran.store.diaporamas.list(ecran.acteur)["cle"]}
    nouveau = replace(deck, id=gardes.free_id(deck.titre, pris))
    ligne = attempt(
        lambda: gardes.create_saved(ecran.store, ecran.acteur, nouveau, ecran.place),
        f"Le diaporama « {nouveau.titre} » est {fait}.",
    )
    if ligne is not None:
        ecran.go(modifier=nouveau.id, diapo=1)
    return ligne is not None


def show_import(ecran: EcranDiaporamas) -> None:
    """A field for the file, then the deck that it holds; for who may keep one."""
    if not ecran.siens:
        return
    with st.expander("Importer un diaporama (JSON)", icon=":material/upload:"):
        recu = show_champ_lu(
            "Fichier exporté par cet écran", ".json", cle=_RECU, read=read_json, nomme=False
        )
        if recu is not None:
            _show_received(ecran, recu[1])


def _show_received(ecran: EcranDiaporamas, deck: Diaporama) -> None:
    st.markdown(f"**{escape(deck.titre or 'Sans titre')}**  \n{escape(deck.description)}")
    st.caption(plural(len(deck.diapos), "diapositive"))
    if deck.fige_le:
        st.info(
            f"Ce fichier est figé au {format_date(deck.fige_le)}. Importé, il redevient vivant : "
            "ses diapositives montreront les données d’ici, et non ses pages de ce jour-là. Gardez "
            "le fichier si vous y tenez.",
            icon=":material/ac_unit:",
        )
    with st.container(height=240 if len(deck.diapos) > 8 else "content"):
        dites = (escape(describe_slide(diapo, ecran.noms())) for diapo in deck.diapos)
        st.markdown("\n".join(f"{rang}. {dite}" for rang, dite in enumerate(dites, 1)))
    absents = gardes.describe_missing(deck, Contexte(ecran.donnees, current_day()))
    dits = absents[:ABSENTS_MONTRES]
    if reste := len(absents) - len(dits):
        dits.append(f"Et {reste} autres absences du même ordre.")
    for phrase in dits:
        st.warning(escape(phrase), icon=":material/link_off:")
    if absents:
        st.caption("Elles sont importées, et le diront tant qu’elles ne seront pas réglées.")

    def keep() -> None:
        if open_new(ecran, replace(deck, titre=deck.titre.strip() or "Sans titre"), "importé"):
            forget_fichier(_RECU)

    with st.container(horizontal=True):
        show_button("Importer ce diaporama", "upload", keep, type="primary")
        st.button("Abandonner", type="tertiary", on_click=forget_fichier, args=(_RECU,))
