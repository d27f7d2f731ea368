"""The minutes of a session: on screen, to print, as DOCX; its next date; its publication."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from concertation.analyse.mots.formats import is_empty, plural
from concertation.interface.ecrans.comite.ecran import Ecran
from concertation.interface.elements.blocs import show_section
from concertation.interface.elements.vers_documents import RELEVE, link_document
from concertation.interface.socle.boutons import main_button, show_download, show_link
from concertation.interface.socle.registre import COMITE
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.partage import show_geste
from concertation.recits.releve.lecture import load_entrees, load_releve
from concertation.recits.releve.modele import Releve
from concertation.restitution.calendrier import next_seance_ics
from concertation.restitution.documents.cachet import name_edition
from concertation.restitution.documents.modele import Document
from concertation.restitution.documents.releve import to_document
from concertation.restitution.docx import to_docx

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
Seance = Mapping[str, Any]


def _load(ecran: Ecran, seance: Seance) -> Releve:
    return load_releve(ecran.store, ecran.acteur, ecran.donnees, int(seance["id"]), ecran.today)


def _document(ecran: Ecran, releve: Releve) -> Document:
    return to_document(releve, name_edition(ecran.acteur))


def show_fichiers(ecran: Ecran, seance: Seance) -> None:
    """The minutes on screen and as a document, the next session for a diary."""
    jour = pd.Timestamp(seance["date"]).strftime("%Y-%m-%d")
    with st.container(horizontal=True, vertical_alignment="center"):
        show_link(
            COMITE,
            "Relevé de décisions",
            {"territoire": [ecran.territoire], "seance": [str(seance["id"])], "vue": ["releve"]},
            "description",
        )
        _show_docx(ecran, seance, jour)
        _link_pdf(ecran, seance)
        if not is_empty(seance["prochaine_date"]):
            show_download(
                "Prochaine séance (.ics)",
                lambda: next_seance_ics(
                    seance,
                    ecran.nom,
                    str(ecran.donnees.metadonnees.get("nom") or ""),
                    dt.datetime.now(dt.UTC),
                    fictif=ecran.store.fictif,
                ),
                f"prochaine-seance-{ecran.territoire.lower()}.ics",
                "text/calendar",
                icon=":material/calendar_add_on:",
            )


def _show_docx(ecran: Ecran, seance: Seance, jour: str) -> None:
    show_download(
        "Relevé (DOCX)",
        lambda: to_docx(_document(ecran, _load(ecran, seance))),
        f"releve-{ecran.territoire.lower()}-{jour}.docx",
        DOCX,
        icon=":material/download:",
    )


def _link_pdf(ecran: Ecran, seance: Seance) -> None:
    link_document(
        "Relevé (PDF)", RELEVE, territoire=ecran.territoire, seance=str(int(seance["id"]))
    )


def show_releve(ecran: Ecran, seance: Seance) -> None:
    """The minutes as they will be printed."""
    releve = _load(ecran, seance)
    # The menu would take a quarter of each printed page.
    st.set_page_config(initial_sidebar_state="collapsed")
    st.title(escape(releve.titre), anchor=False)
    jour = pd.Timestamp(seance["date"]).strftime("%Y-%m-%d")
    with st.container(horizontal=True, vertical_alignment="center"):
        show_link(
            COMITE,
            "Retour à la séance",
            {"territoire": [ecran.territoire], "seance": [str(seance["id"])]},
            "arrow_back",
        )
        _show_docx(ecran, seance, jour)
        _link_pdf(ecran, seance)
        st.caption("Pour imprimer cette page : Ctrl + P (⌘ + P).")
    st.markdown(f"**{escape(releve.sous_titre)}**")
    for section in releve.sections:
        show_section(section)
    cachet = _document(ecran, releve).cachet
    st.caption(" · ".join(f"{escape(nom)} : {escape(texte)}" for nom, texte in cachet))


def show_publier(ecran: Ecran, seance: Seance) -> None:
    """For the direction: the session and what was recorded in it, published together."""
    if not ecran.store.can(ecran.acteur, "publier", ecran.territoire) or seance["retire"]:
        return
    with st.popover(
        "Publication", icon=":material/public:", key="w-publier-seance", on_change="rerun"
    ) as cadre:
        if not cadre.open:
            return
        ids = _bound_ids(ecran, dict(seance))
        noms = {
            "instruction": ("décision", None),
            "action": ("action", None),
            "point_etape": ("point d'étape", "points d'étape"),
            "transmission": ("transmission", None),
        }
        detail = ", ".join(plural(len(ids[objet]), *noms[objet]) for objet in noms if ids[objet])
        st.markdown(
            "Le public lira la séance sans les noms"
            + (f", et avec elle {detail}." if detail else ".")
        )
        show_geste(
            "Publier la séance et ses saisies",
            lambda: _publish(ecran, seance, ids),
            "La séance et ses saisies sont publiées.",
            icone="public",
            type=main_button(),
        )
        show_geste(
            "Retirer la séance de la publication",
            lambda: ecran.store.publications.unpublish(ecran.acteur, "seance", int(seance["id"])),
            "La séance n'est plus publiée ; ses saisies le restent.",
            icone="public_off",
            disabled=not seance["publie"],
        )


def _bound_ids(ecran: Ecran, seance: dict[str, Any]) -> dict[str, list[int]]:
    entrees = load_entrees(ecran.store, ecran.acteur, ecran.donnees, seance)
    return {
        "instruction": entrees.instructions["id"].tolist(),
        "action": entrees.actions["id"].tolist(),
        "point_etape": entrees.points["id"].tolist(),
        "transmission": entrees.transmissions["id"].tolist(),
    }


def _publish(ecran: Ecran, seance: Seance, ids: Mapping[str, list[int]]) -> int:
    """All together, or nothing."""
    verbes = ecran.store.publications
    with ecran.store.atomic():
        nombre = verbes.publish(ecran.acteur, "seance", int(seance["id"]))
        return nombre + sum(
            verbes.publish(ecran.acteur, objet, siens) for objet, siens in ids.items() if siens
        )
