"""Documents: what to take away, for whom, of when, in which form; made beside the screens."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd
import streamlit as st

from concertation.analyse.lignes import list_records
from concertation.donnees import Donnees
from concertation.interface.boutons import main_button
from concertation.interface.champ_fichier import forget_fichier, show_champ_fichier
from concertation.interface.decks import deck_titles, find_deck, read_contexte
from concertation.interface.editeur_diapo import options_of
from concertation.interface.fabrique import Travail
from concertation.interface.saisies import DATE_MAXIMALE, DATE_MINIMALE, FORMAT_DATE
from concertation.interface.session import set_widget, shows_links, write_params
from concertation.interface.territoires import name_of
from concertation.interface.textes import escape
from concertation.restitution.diapos.genres import Parametre
from concertation.restitution.diapos.lecture import to_json
from concertation.restitution.documents import DOCUMENTS
from concertation.restitution.fabrication import DIAPORAMA, DOSSIER, MIMES, Demande
from concertation.suivi.adresse import default_url

EDITIONS = {"publique": "Publique, sans les noms", "complete": "Complète, brouillons et noms"}
FORMATS_DECK = {
    "pptx": "PowerPoint (PPTX)", "pdf": "PDF", "xlsx": "Tableaux (XLSX)", "json": "JSON",
}  # fmt: skip
_TERRITOIRE = Parametre("territoire", "Territoire", "territoire")
_DECK = Parametre("diaporama", "Diaporama", "texte")
_TRAVAIL, _MODELE = "travail-document", "modele-pptx"


@dataclass(frozen=True)
class EtatDocuments:
    """What the address says: the piece, its form, its edition, its day, its settings."""

    document: str = f"{DIAPORAMA}restitution-regionale"
    forme: str = ""
    edition: str = ""
    date: str = ""
    parametres: Mapping[str, str] = field(default_factory=dict)

    def to_params(self) -> dict[str, list[str]]:
        dits = {
            "document": self.document, "format": self.forme, "edition": self.edition,
            "date": self.date, **self.parametres,
        }  # fmt: skip
        return {nom: [valeur] for nom, valeur in dits.items() if valeur}


@dataclass(frozen=True)
class Ecran:
    """What the screen shows in this run."""

    donnees: Donnees
    etat: EtatDocuments
    pieces: Mapping[str, str]

    @property
    def formats(self) -> dict[str, str]:
        if self.etat.document == DOSSIER:
            return {"zip": "Archive (ZIP)"}
        if self.etat.document.startswith(DIAPORAMA):
            return FORMATS_DECK
        return {"pdf": "PDF (A4)"}

    @property
    def parametres(self) -> tuple[Parametre, ...]:
        if self.etat.document == DOSSIER:
            return (_DECK, _TERRITOIRE)
        if self.etat.document.startswith(DIAPORAMA):
            return (_TERRITOIRE,)
        return DOCUMENTS[self.etat.document].parametres

    def go(self, **changes: Any) -> None:
        write_params(replace(self.etat, **changes).to_params())

    def set(self, nom: str, valeur: str) -> None:
        self.go(parametres={**self.etat.parametres, nom: valeur})


def read_ecran(
    donnees: Donnees, params: Mapping[str, Sequence[str]]
) -> tuple[Ecran, tuple[str, ...]]:
    """The state of an address, and French sentences about what was left out of it."""
    pieces = {
        DIAPORAMA + cle: f"Diaporama – {titre}" for cle, titre in deck_titles(donnees).items()
    }
    pieces |= {cle: piece.titre for cle, piece in DOCUMENTS.items()}
    pieces[DOSSIER] = "Dossier complet"
    lus = {nom: next(iter(valeurs), "") for nom, valeurs in params.items()}
    etat, ignores = EtatDocuments(), []
    if lus.get("document"):
        if lus["document"] in pieces:
            etat = replace(etat, document=lus["document"])
        else:
            ignores.append(f"Le document « {lus['document'][:60]} » n'existe pas.")
    ecran = Ecran(donnees, etat, pieces)
    gardes = {}
    for parametre in ecran.parametres:
        valeur = lus.get(parametre.nom, "")
        options = _options(ecran, parametre)
        if valeur and (options is None or valeur in options):
            gardes[parametre.nom] = valeur
        elif valeur:
            ignores.append(f"« {valeur[:40]} » : valeur inconnue de « {parametre.libelle} ».")
    forme = lus.get("format", "")
    etat = replace(
        etat,
        forme=forme if forme in ecran.formats else next(iter(ecran.formats)),
        edition="complete" if lus.get("edition") == "complete" and _may_complete(ecran) else "",
        date=lus.get("date", "") if _day(lus.get("date", "")) else "",
        parametres=gardes,
    )
    return replace(ecran, etat=etat), tuple(ignores)


def show_choix(ecran: Ecran) -> None:
    """The piece, then what it asks for."""
    etat = ecran.etat
    _select(
        "Document", "w-document", ecran.pieces, etat.document,
        lambda cle: write_params({"document": [cle], **_kept(ecran)}), requis=True,
    )  # fmt: skip
    if etat.document in DOCUMENTS:
        st.caption(escape(DOCUMENTS[etat.document].description))
    elif etat.document == DOSSIER:
        st.caption(
            "Une archive : le diaporama en PPTX, PDF et tableaux, les fiches, la note de revue, le "
            "bilan des feuilles de route, le paquet de données."
        )
    for parametre in ecran.parametres:
        _show_champ(ecran, parametre)
    with st.container(horizontal=True, gap="large"):
        _show_options(ecran)


def _kept(ecran: Ecran) -> dict[str, list[str]]:
    """What another document may use too."""
    lieu = ecran.etat.parametres.get("territoire")
    return {"territoire": [lieu]} if lieu else {}


def _show_options(ecran: Ecran) -> None:
    etat = ecran.etat
    _choice("Format", "w-doc-format", ecran.formats, etat.forme, lambda v: ecran.go(forme=v))
    if _may_complete(ecran):
        _choice(
            "Édition", "w-doc-edition", EDITIONS, etat.edition or "publique",
            lambda v: ecran.go(edition="" if v == "publique" else v),
        )  # fmt: skip
    if etat.forme != "json":
        set_widget("w-doc-date", _day(etat.date) or dt.date.today())
        st.date_input(
            "Daté du", min_value=DATE_MINIMALE, max_value=DATE_MAXIMALE, key="w-doc-date",
            format=FORMAT_DATE, width=180,
            help="Le jour du document : celui des retards, et la date écrite.",
            on_change=lambda: ecran.go(date=_iso(st.session_state["w-doc-date"])),
        )  # fmt: skip


def _choice(
    libelle: str, cle: str, options: Mapping[str, str], choisi: str, on_change: Any
) -> None:
    set_widget(cle, choisi)
    st.segmented_control(
        libelle, list(options), key=cle, required=True, format_func=lambda v: options.get(v, v),
        on_change=lambda: on_change(st.session_state[cle]),
    )  # fmt: skip


def _select(
    libelle: str,
    cle: str,
    options: Mapping[str, str],
    choisi: str,
    on_change: Any,
    *,
    requis: bool = False,
    aide: str | None = None,
) -> None:
    set_widget(cle, choisi or None)
    st.selectbox(
        libelle, list(options), index=0 if requis else None, key=cle, width=520, help=aide,
        format_func=lambda v: options.get(v, v),
        placeholder="Choisissez ou tapez quelques lettres",
        on_change=lambda: on_change(st.session_state[cle] or ""),
    )  # fmt: skip


def _show_champ(ecran: Ecran, parametre: Parametre) -> None:
    cle = f"w-doc-{parametre.nom}"
    valeur = ecran.etat.parametres.get(parametre.nom, "")
    libelle = parametre.libelle + ("" if parametre.requis else " (facultatif)")
    options = _options(ecran, parametre)
    if options is not None:
        _select(
            libelle, cle, options, valeur, lambda v: ecran.set(parametre.nom, v),
            aide=parametre.aide or None,
        )  # fmt: skip
        return
    set_widget(cle, _day(valeur))
    st.date_input(
        libelle, min_value=DATE_MINIMALE, max_value=DATE_MAXIMALE, key=cle, format=FORMAT_DATE,
        width=180, help=parametre.aide or None,
        on_change=lambda: ecran.set(parametre.nom, _iso(st.session_state[cle])),
    )  # fmt: skip


def _options(ecran: Ecran, parametre: Parametre) -> dict[str, str] | None:
    """The values of a setting by name; None for a day."""
    if parametre.type == "date":
        return None
    if parametre.nom == "diaporama":
        return deck_titles(ecran.donnees)
    if parametre.type == "seance":
        contexte = read_contexte(ecran.donnees)
        if contexte.store is None:
            return {}
        seances = list_records(contexte.store.seances.list(contexte.acteur))
        return {
            str(s["id"]): f"{pd.Timestamp(s['date']):%d/%m/%Y} – "
            + name_of(ecran.donnees, str(s["territoire"]))
            for s in seances
            if not pd.isna(s["date"])
        }
    return options_of(ecran.donnees, parametre.type)


def show_fabrication(ecran: Ecran) -> None:
    """The button that makes the file, how far it is, then the file."""
    if ecran.etat.forme == "json":
        _show_json(ecran)
        return
    modele = _read_modele() if ecran.etat.forme == "pptx" else None
    manque = [
        p.libelle for p in ecran.parametres if p.requis and not ecran.etat.parametres.get(p.nom)
    ]
    travail = st.session_state.get(_TRAVAIL)
    demande = _demande(ecran, modele)
    st.button(
        "Préparer le fichier", icon=":material/build:", type=main_button(),
        disabled=bool(manque) or (isinstance(travail, Travail) and not travail.is_done),
        on_click=_start, args=(demande,),
    )  # fmt: skip
    if manque:
        st.caption(f"À choisir d'abord : {', '.join(manque)}.")
    if isinstance(travail, Travail):
        _show_travail(ecran, travail, demande)


def _start(demande: Demande) -> None:
    ancien = st.session_state.get(_TRAVAIL)
    if isinstance(ancien, Travail):
        ancien.abandon()
    st.session_state[_TRAVAIL] = Travail(demande)


def _show_travail(ecran: Ecran, travail: Travail, demande: Demande) -> None:
    if not travail.is_done:
        _watch(travail)
        return
    if travail.fichier is None:
        st.error(escape(travail.erreur or "Préparation abandonnée."), icon=":material/report:")
        return
    fichier = travail.fichier
    if travail.demande != demande:
        st.caption("Le fichier prêt est celui de votre choix précédent.")
    for panne in fichier.pannes:
        st.warning(escape(panne), icon=":material/report:")
    st.download_button(
        f"Télécharger {fichier.nom} ({_size(len(fichier.contenu))})",
        fichier.contenu,
        file_name=fichier.nom,
        mime=MIMES[fichier.nom.rpartition(".")[2]],
        icon=":material/download:",
        key="w-doc-fichier",
        on_click="ignore",
    )


@st.fragment(run_every=1)
def _watch(travail: Travail) -> None:
    """How far it is, every second; the whole screen once it is ready."""
    if travail.is_done:
        st.rerun()
    st.progress(min(max(travail.part, 0.0), 1.0), text=escape(f"{travail.mot}…"))
    if st.button("Abandonner", icon=":material/close:", key="w-doc-abandon"):
        travail.abandon()
        st.session_state.pop(_TRAVAIL, None)
        st.rerun()


def _show_json(ecran: Ecran) -> None:
    deck = find_deck(
        ecran.donnees,
        ecran.etat.document.removeprefix(DIAPORAMA),
        ecran.etat.parametres.get("territoire", ""),
    )
    if deck is not None:
        st.download_button(
            f"Télécharger {deck.id}.json",
            lambda: to_json(deck).encode(),
            file_name=f"{deck.id}.json",
            mime="application/json",
            icon=":material/download:",
            on_click="ignore",
        )


def _read_modele() -> bytes | None:
    """A template for this session, to give slides the look of a house."""
    with st.expander("Modèle PowerPoint de votre service (facultatif)", icon=":material/palette:"):
        recu = show_champ_fichier("Modèle (.pptx ou .potx)", ".pptx,.potx", cle=_MODELE)
        if recu is None:
            st.caption("Ses masques, ses couleurs et ses polices habilleront les diapositives.")
            return None
        st.markdown(f"Modèle : **{escape(recu[0])}**, pour cette fenêtre seulement.")
        st.button("Ne plus l'utiliser", on_click=forget_fichier, args=(_MODELE,), type="tertiary")
        return recu[1]


def _demande(ecran: Ecran, modele: bytes | None) -> Demande:
    etat, contexte = ecran.etat, read_contexte(ecran.donnees)
    return Demande(
        piece=etat.document,
        forme=etat.forme,
        dossier=ecran.donnees.dossier,
        base=default_url() if contexte.store is not None else "",
        acteur=contexte.acteur,
        jour=_day(etat.date) or contexte.jour,
        edition=etat.edition or "publique",
        liens=shows_links(),
        parametres=dict(etat.parametres),
        modele=modele,
    )


def _may_complete(ecran: Ecran) -> bool:
    return read_contexte(ecran.donnees).acteur.role != "lecteur"


def _day(texte: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(texte) if texte else None
    except ValueError:
        return None


def _iso(jour: dt.date | None) -> str:
    return jour.isoformat() if jour else ""


def _size(octets: int) -> str:
    if octets < 1024 * 1024:
        return f"{max(1, octets // 1024)}\u00a0Ko"
    return f"{octets / 1024 / 1024:.1f}\u00a0Mo".replace(".", ",")
