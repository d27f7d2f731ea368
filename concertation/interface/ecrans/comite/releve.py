"""The minutes of a session: on screen, to print, as DOCX; its next date; its publication."""

import os
from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from concertation.analyse.mots.formats import plural
from concertation.interface.ecrans.comite.ecran import EcranComite
from concertation.interface.elements.blocs import show_section
from concertation.interface.elements.telechargements import RELEVE as PIECE
from concertation.interface.socle.buttons import show_download, show_link
from concertation.interface.socle.demandeur import current_demandeur
from concertation.interface.socle.partage import reach
from concertation.interface.socle.registre import COMITE
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.partage import show_geste
from concertation.recits.contexte import Contexte
from concertation.recits.releve import load_entrees
from concertation.restitution.courrier import DOCX, INVITATION, RELEVE, compose, session_ics
from concertation.restitution.documents.bilans import build_releve
from concertation.restitution.documents.modele import Document
from concertation.restitution.docx import to_docx
from concertation.restitution.fabrication.fabrique import FABRICATION, make
from concertation.restitution.fabrication.fichiers import MIMES, Demande
from concertation.suivi.socle.adresse import default_url

# What is published with a session: its name in the minutes, its words.
SAISIES = {
    "instruction": ("instructions", "décision", "décisions"),
    "action": ("actions", "action", "actions"),
    "point_etape": ("points", "point d’étape", "points d’étape"),
    "transmission": ("transmissions", "transmission", "transmissions"),
}
Seance = Mapping[str, Any]


def contexte_of(ecran: EcranComite) -> Contexte:
    """What minutes are told from."""
    return Contexte(ecran.donnees, ecran.jour, ecran.acteur, ecran.store)


def _document(ecran: EcranComite, seance: Seance) -> Document:
    return build_releve(contexte_of(ecran), {"seance": str(int(seance["id"]))})


def show_fichiers(ecran: EcranComite, seance: Seance) -> None:
    """The minutes on screen and as a document, the next session for a diary."""
    with st.container(horizontal=True, vertical_alignment="center"):
        releve = ecran.lien(seance=str(seance["id"]), vue="releve")
        show_link(COMITE, "Relevé de décisions", releve, "description")
        _show_documents(ecran, seance)
        if seance["etat"] == "preparee":
            show_invitation(ecran, seance)
        if ecran.can_write:
            show_courriel(ecran, seance)


def show_invitation(ecran: EcranComite, seance: Seance) -> None:
    """The session for a diary, or its cancellation once it is withdrawn."""
    nom, mime, make = session_ics(contexte_of(ecran), seance)
    mots = "Annulation (.ics)" if seance["retire"] else "Invitation (.ics)"
    show_download(mots, make, nom, mime, icone="calendar_add_on")


def show_courriel(ecran: EcranComite, seance: Seance) -> None:
    """The invitation, then the minutes: sent to the people of the session, or to copy."""
    with st.popover("Courriel", icon=":material/mail:", key="w-mail", on_change="rerun") as cadre:
        if not cadre.open:
            return
        genre = INVITATION if seance["etat"] == "preparee" else RELEVE
        cle, presences = int(seance["id"]), ecran.store.presences
        noms = presences.list(ecran.acteur, seance_id=cle)["nom"].str.strip()
        gens = {
            qui: acteur.nom
            for qui, (_, acteur) in ecran.store.personnes.current().items()
            if acteur.nom in set(noms)
            or (acteur.has_own_territoires and ecran.store.can(acteur, "ecrire", ecran.territoire))
        }
        if gens and os.environ.get("SMTP_URL"):
            show_geste(
                f"Envoyer à {plural(len(gens), 'personne')}",
                lambda: ecran.store.courrier.queue(genre, cle, gens, seance["version"]),
                "Le message attend son envoi ; chacun ne le reçoit qu’une fois.", icone="send",
            )  # fmt: skip
        if sans := [nom for nom in noms if nom not in gens.values()]:
            st.markdown(f"Sans adresse connue : {escape(', '.join(sans))}.")
        dit = compose(contexte_of(ecran), genre, cle, reach("")[0].rstrip("/"))
        st.code(f"{dit.sujet}\n\n{dit.texte}", language=None, wrap_lines=True)


def show_fil(ecran: EcranComite) -> None:
    """The secret address of the committee's feed: made anew, or closed."""

    def turn(ferme: bool) -> str:
        secret = ecran.store.courrier.open_feed(ecran.acteur, ecran.territoire, ferme)
        st.session_state["fil"] = reach(f"fil/{secret}")[0] if secret else ""
        return secret

    with st.popover("Fil Atom", icon=":material/rss_feed:"):
        st.markdown("Les séances du comité, noms compris, pour qui a cette adresse secrète.")
        for mots, succes, ferme in (
            ("Nouvelle adresse", "Celle d’avant ne s’ouvre plus.", False),
            ("Fermer le fil", "Le fil est fermé.", True),
        ):
            show_geste(mots, partial(turn, ferme), succes)
        if adresse := st.session_state.pop("fil", ""):
            st.code(adresse, language=None, wrap_lines=True)


def _show_documents(ecran: EcranComite, seance: Seance) -> None:
    nom = f"releve-{ecran.territoire.lower()}-{pd.Timestamp(seance['date']):%Y-%m-%d}"
    demande = Demande(
        PIECE, "pdf", ecran.donnees.dossier, default_url(), ecran.acteur, ecran.jour, "complete",
        parametres={"seance": str(seance["id"])},
    )  # fmt: skip
    qui = current_demandeur()

    def make_pdf() -> bytes:
        (travail := make(demande, **qui)).wait(FABRICATION.duree)
        return bytes(travail.resultat.contenu)

    show_download("Relevé (DOCX)", lambda: to_docx(_document(ecran, seance)), f"{nom}.docx", DOCX)
    show_download("Relevé (PDF)", make_pdf, f"{nom}.pdf", MIMES["pdf"])


def show_releve(ecran: EcranComite, seance: Seance) -> None:
    """The minutes as they will be printed."""
    releve = _document(ecran, seance)
    # The menu would take a quarter of each printed page.
    st.set_page_config(initial_sidebar_state="collapsed")
    titre = f"{releve.nature} – {ecran.comite}"
    st.title(escape(titre), anchor=False)
    with st.container(horizontal=True, vertical_alignment="center"):
        retour = ecran.lien(seance=str(seance["id"]))
        show_link(COMITE, "Retour à la séance", retour, "arrow_back")
        _show_documents(ecran, seance)
    st.markdown(f"**{escape(releve.sous_titre)}**")
    for section in releve.sections:
        show_section(section)
    st.caption(" · ".join(f"{escape(nom)} : {escape(texte)}" for nom, texte in releve.cachet))


def show_publier(ecran: EcranComite, seance: Seance) -> None:
    """For the direction: the session and what was recorded in it, published together."""
    if not ecran.can("publier", ecran.territoire) or seance["retire"]:
        return
    verbes, identifiant = ecran.store.publications, int(seance["id"])
    with st.popover(
        "Publication", icon=":material/public:", key="w-publier-seance", on_change="rerun"
    ) as cadre:
        if not cadre.open:
            return
        entrees = load_entrees(contexte_of(ecran), seance)
        ids = {objet: entrees[nom]["id"].tolist() for objet, (nom, *_) in SAISIES.items()}
        ids = {objet: siens for objet, siens in ids.items() if siens}
        detail = ", ".join(plural(len(siens), *SAISIES[objet][1:]) for objet, siens in ids.items())
        st.markdown(
            "Le public lira la séance sans les noms"
            + (f", et avec elle {detail}." if detail else ".")
        )

        def publish() -> int:
            """All together, or nothing."""
            with ecran.store.atomic():
                siens: dict[str, Any] = {"seance": identifiant, **ids}
                return sum(verbes.publish(ecran.acteur, *paire) for paire in siens.items())

        show_geste(
            "Publier la séance et ses saisies",
            publish,
            "La séance et ses saisies sont publiées.",
            icone="public",
            type="primary",
        )
        show_geste(
            "Retirer la séance de la publication",
            lambda: verbes.unpublish(ecran.acteur, "seance", identifiant),
            "La séance n’est plus publiée ; ses saisies le restent.",
            icone="public_off",
            disabled=not seance["publie"],
        )
