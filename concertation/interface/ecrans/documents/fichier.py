"""Documents: the file, made beside the screens, how far it is, and what it holds."""

from operator import attrgetter

import streamlit as st

from concertation.interface.ecrans.documents.ecran import EcranDocuments
from concertation.interface.elements.champ_fichier import forget_fichier, show_champ_lu
from concertation.interface.elements.decks import find_deck
from concertation.interface.socle.buttons import show_download
from concertation.interface.socle.demandeur import current_demandeur
from concertation.interface.socle.session import shows_links
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.contexte import read_contexte
from concertation.restitution.diapos.lecture import to_json
from concertation.restitution.fabrication.fabrique import Travail, make
from concertation.restitution.fabrication.fichiers import DIAPORAMA, MIMES, Demande
from concertation.restitution.fabrication.processus import warm
from concertation.restitution.pptx.template import clean_modele
from concertation.suivi.socle.adresse import default_url

_TRAVAIL, _MODELE = "travail-document", "modele-pptx"
_SUJET = attrgetter("acteur", "piece", "parametres")


def show_fabrication(ecran: EcranDocuments) -> None:
    """The button that makes the file, how far it is, then the file."""
    if ecran.etat.forme == "json":
        _show_json(ecran)
        return
    modele = _read_modele() if ecran.etat.forme == "pptx" else None
    warm()
    manque = [
        p.libelle for p in ecran.offre[1] if p.requis and not ecran.etat.parametres.get(p.nom)
    ]
    demande = _demande(ecran, modele)
    travail = _take_travail(demande)
    st.button(
        "Préparer le fichier", icon=":material/build:", type="primary",
        disabled=bool(manque) or (travail is not None and not travail.is_done),
        on_click=_start, args=(demande,),
    )  # fmt: skip
    if manque:
        st.caption(f"À choisir d’abord : {', '.join(manque)}.")
    if travail is not None:
        _show_travail(ecran, travail, demande)


def _take_travail(demande: Demande | None = None) -> Travail | None:
    """What this session had made, for the same person, document and subject: whoever takes another
    profile in this tab is offered nothing of what the one before could read."""
    travail = st.session_state.get(_TRAVAIL)
    if not isinstance(travail, Travail):
        return None
    if demande and _SUJET(travail.valeurs[0]) == _SUJET(demande):
        return travail
    travail.abandon()
    del st.session_state[_TRAVAIL]
    return None


def _start(demande: Demande) -> None:
    _take_travail()
    st.session_state[_TRAVAIL] = make(demande, **current_demandeur())


def _show_travail(ecran: EcranDocuments, travail: Travail, demande: Demande) -> None:
    if not travail.is_done:
        _watch(travail)
        return
    if travail.resultat is None:
        st.error(escape(travail.erreur or "Préparation abandonnée."), icon=":material/report:")
        return
    fichier = travail.resultat
    if travail.valeurs != (demande,):
        st.caption("Le fichier prêt est celui de votre choix précédent.")
    for panne in fichier.pannes:
        st.warning(escape(panne), icon=":material/report:")
    show_download(
        f"Télécharger {fichier.nom} ({_size(len(fichier.contenu))})",
        fichier.contenu,
        fichier.nom,
        MIMES[fichier.nom.rpartition(".")[2]],
        key="w-doc-fichier",
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


def _show_json(ecran: EcranDocuments) -> None:
    cle, lieu = ecran.etat.document.removeprefix(DIAPORAMA), ecran.etat.parametres.get("territoire")
    if deck := find_deck(ecran.donnees, cle, lieu or ""):
        nom = f"{deck.id}.json"
        show_download(f"Télécharger {nom}", lambda: to_json(deck).encode(), nom, "application/json")


def _read_modele() -> bytes | None:
    """A template for this session, to give slides the look of a house."""
    with st.expander("Modèle PowerPoint de votre service (facultatif)", icon=":material/palette:"):
        recu = show_champ_lu(
            "Modèle (.pptx ou .potx)", ".pptx,.potx", cle=_MODELE, read=clean_modele, nomme=False
        )
        if recu is None:
            st.caption("Ses masques, ses couleurs et ses polices habilleront les diapositives.")
            return None
        nom, (modele, retires) = recu
        st.markdown(f"Modèle : **{escape(nom)}**, pour cette fenêtre seulement.")
        for phrase in retires:
            st.info(escape(phrase), icon=":material/shield:")
        st.button("Ne plus l’utiliser", on_click=forget_fichier, args=(_MODELE,), type="tertiary")
        return modele


def _demande(ecran: EcranDocuments, modele: bytes | None) -> Demande:
    etat, contexte = ecran.etat, read_contexte(ecran.donnees)
    return Demande(
        piece=etat.document,
        forme=etat.forme,
        dossier=ecran.donnees.dossier,
        base=default_url() if contexte.store is not None else "",
        acteur=contexte.acteur,
        jour=max(etat.date or contexte.jour, contexte.jour),
        edition=ecran.edition,
        liens=shows_links(),
        parametres=dict(etat.parametres),
        modele=modele,
    )


def _size(octets: int) -> str:
    if octets < 1024 * 1024:
        return f"{max(1, octets // 1024)}\u00a0Ko"
    return f"{octets / 1024 / 1024:.1f}\u00a0Mo".replace(".", ",")
