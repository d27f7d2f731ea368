"""The sessions of a committee: prepare, open, record, close, publish."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from concertation.analyse.lignes import list_records
from concertation.analyse.mots.formats import format_date, is_empty, plural
from concertation.analyse.seances import closed_day
from concertation.declarations.seance import ETAT_SEANCE, SEANCE
from concertation.interface.ecrans.comite.ecran import EcranComite
from concertation.interface.ecrans.comite.ordre_du_jour import propose_points
from concertation.interface.ecrans.comite.point import show_conduct
from concertation.interface.ecrans.comite.releve import (
    contexte_of,
    show_fichiers,
    show_invitation,
    show_publier,
    show_releve,
)
from concertation.interface.socle.buttons import show_link
from concertation.interface.socle.registre import COMITE, ENGAGEMENTS, INSTRUCTION, PLAN_ACTION
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.champs import show_champs, show_creation, show_edition
from concertation.interface.suivi.ecran import enter_seance, is_held, leave_seance, show_refus
from concertation.interface.suivi.partage import attempt, state_of
from concertation.interface.suivi.saisies import Formulaire
from concertation.recits.seance import tell_heure
from concertation.restitution.documents.bilans import sign_releve
from concertation.suivi import Introuvable
from concertation.suivi.socle.droits import Verbe

MONTREES = 12
CHAMPS = SEANCE.showing("formulaire", sauf=("territoire", "etat"))
# Typed before items and people were rows.
LIBRES = ("presents", "ordre_du_jour", "decisions")
Seance = Mapping[str, Any]


def show_seances(ecran: EcranComite) -> None:
    """The newest sessions first, and the way to prepare another one."""
    st.header("Séances", anchor=False)
    if ecran.can_write:
        st.button("Préparer une séance", icon=":material/event_note:", type="primary",
                  on_click=lambda: ecran.go(nouvelle=True))  # fmt: skip
    seances = ecran.store.seances.list(ecran.acteur, territoire=ecran.territoire, limit=MONTREES)
    if seances.empty:
        lecteur = ecran.acteur.reads_public_only
        st.markdown("Aucune séance publiée." if lecteur else "Aucune séance renseignée.")
    for seance in reversed(list_records(seances)):
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            lieu = f", {escape(seance['lieu'])}" if seance["lieu"] else ""
            st.markdown(
                f"{ETAT_SEANCE.icone(seance['etat'])} **{format_date(seance['date'])}**{lieu} – "
                f"{ETAT_SEANCE.mot(seance['etat']).lower()}",
                width="stretch",
            )
            mots = f"Séance du {format_date(seance['date'], 'courte')}"
            show_link(COMITE, mots, ecran.lien(seance=str(seance["id"])), "article")
    if ecran.can_write:
        verbes, ici = ecran.store.seances, ecran.territoire
        retirees = verbes.list(ecran.acteur, territoire=ici, retires=True)
        ecran.show_retires("seance", retirees, "séance retirée", "séances retirées",
                           name=lambda s: f"Séance du {format_date(s['date'])}")  # fmt: skip


def _show_titre(ecran: EcranComite, titre: str) -> None:
    st.title(titre, anchor=False)
    retour = f"Retour – {escape(ecran.comite)}"
    show_link(COMITE, retour, ecran.lien(), "arrow_back")


def show_seance(ecran: EcranComite) -> None:
    """The open session, its minutes, or the form of a new one."""
    if ecran.etat.nouvelle:
        _show_titre(ecran, f"Préparer une séance – {escape(ecran.nom)}")
        if ecran.can_write:
            _show_nouvelle(ecran)
        else:
            show_refus(ecran.acteur, ecran.pour(ecran.territoire))
        return
    try:
        seance = ecran.store.seances.get(ecran.acteur, ecran.etat.seance)
    except Introuvable as erreur:
        _show_titre(ecran, "Comité")
        st.warning(escape(str(erreur)), icon=":material/link_off:")
        return
    if ecran.etat.releve:
        show_releve(ecran, seance)
        return
    if ecran.etat.conduite:
        _show_mode(ecran, seance)
        return
    _show_titre(ecran, f"Séance du {format_date(seance['date'])} – {escape(ecran.nom)}")
    _show_ouverte(ecran, seance)


def _show_ouverte(ecran: EcranComite, seance: dict[str, Any]) -> None:
    etat = f"{ETAT_SEANCE.icone(seance['etat'])} **{ETAT_SEANCE.mot(seance['etat'])}**"
    if is_held(int(seance["id"])):
        etat += " · vous la tenez : vos saisies pour ce territoire s’y rattachent"
    if not is_empty(seance["signe_le"]):
        par = f" par {seance['signe_par']}" * bool(seance["signe_par"])
        etat += f" · relevé signé{escape(par)} le {format_date(seance['signe_le'])}"
    if not ecran.acteur.reads_public_only:
        etat += f" · {state_of(seance).lower()}"
    st.markdown(etat)
    if seance["retire"]:
        st.warning("Cette séance est retirée.", icon=":material/visibility_off:")
    modifiable = _may_change(ecran, seance)
    if modifiable or (seance["retire"] and ecran.can_write):
        _show_gestes(ecran, seance)
    elif ecran.can_write:
        st.info("Séance close : la direction seule peut la modifier.", icon=":material/lock:")
    else:
        show_refus(ecran.acteur, ecran.pour(ecran.territoire))
    show_fichiers(ecran, seance)
    show_publier(ecran, seance)
    if modifiable and seance["etat"] == "ouverte":
        with st.container(horizontal=True, gap="medium"):
            ici = ecran.lien(seance=str(seance["id"]), mode="seance")
            show_link(COMITE, "**Mode séance**", ici, "co_present")
            show_link(INSTRUCTION, "Décider des propositions", ecran.lien())
            show_link(PLAN_ACTION, "Créer une action", ecran.lien(nouvelle="1"))
            show_link(PLAN_ACTION, "Mettre à jour le plan", ecran.lien())
            show_link(ENGAGEMENTS, "Écrire un point d’étape")
    if modifiable:
        with st.expander("Date, heure, lieu", icon=":material/event:"):
            _show_form(ecran, seance)
    if seance["etat"] != "preparee":
        _show_suivante(ecran, seance, modifiable)
    _show_libres(ecran, seance)
    show_conduct(ecran, seance, modifiable)


def _show_mode(ecran: EcranComite, seance: Seance) -> None:
    """For the projector and the secretary: the item and the minutes, nothing else."""
    st.set_page_config(initial_sidebar_state="collapsed")
    titre = f"Séance du {format_date(seance['date'])} – {escape(ecran.nom)}"
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(titre, anchor=False, width="stretch")
        ici = ecran.lien(seance=str(seance["id"]))
        show_link(COMITE, "Quitter le mode séance", ici, "close_fullscreen")
    show_conduct(ecran, seance, _may_change(ecran, seance))


def _may_change(ecran: EcranComite, seance: Seance) -> bool:
    verbe: Verbe = "valider" if seance["etat"] == "close" else "ecrire"
    return not seance["retire"] and ecran.can(verbe, seance["territoire"])


def _show_libres(ecran: EcranComite, seance: Seance) -> None:
    """The free texts of before, as they were typed."""
    textes = [(SEANCE.par_nom[nom].libelle, seance[nom]) for nom in LIBRES if seance[nom].strip()]
    if not textes:
        return
    with st.expander("Textes libres de cette séance", icon=":material/notes:", expanded=True):
        for libelle, texte in textes:
            lignes = "  \n".join(escape(ligne) for ligne in texte.split("\n"))
            st.markdown(f"**{libelle}**  \n{lignes}")


def _show_gestes(ecran: EcranComite, seance: Seance) -> None:
    """Open, hold, close, withdraw: each button says what it does."""

    with st.container(horizontal=True):
        if seance["etat"] == "close" and is_empty(seance["signe_le"]):
            with st.popover("Signer le relevé", icon=":material/signature:"):
                _show_signature(ecran, seance)
        if seance["etat"] != "ouverte":
            mot = "Rouvrir la séance" if seance["etat"] == "close" else "Ouvrir la séance"
            rouvrir = partial(_set_etat, ecran, seance, "ouverte")
            st.button(mot, type="primary", icon=":material/meeting_room:", on_click=rouvrir)
        else:
            if is_held(int(seance["id"])):
                st.button("Quitter la séance", key="quitter-ici", icon=":material/logout:",
                          help="Elle reste ouverte pour les autres.",
                          on_click=leave_seance)  # fmt: skip
            else:
                tenir = partial(enter_seance, seance["id"], seance["territoire"])
                st.button("Tenir cette séance", type="primary", icon=":material/groups:",
                          on_click=tenir)  # fmt: skip
            with st.popover("Clore la séance", icon=":material/lock:"):
                st.markdown(
                    "Plus aucune saisie ne s’y rattachera, et la direction seule pourra la "
                    "modifier. Signé, le relevé dira chaque correction."
                )
                _show_signature(ecran, seance)
        ecran.show_retrait(seance, "seance", "la séance", "Elle n’apparaîtra plus.")


def _show_signature(ecran: EcranComite, seance: Seance) -> None:
    """What closing leaves without an outcome, who signs, kept as it is typed, then what does it."""
    form, close = Formulaire(f"signature-{seance['id']}"), seance["etat"] == "close"
    points = list_records(ecran.store.points.list(ecran.acteur, seance_id=int(seance["id"])))
    if restent := [f"{n}. {p['titre']}" for n, p in enumerate(points, 1) if not p["issue"]]:
        dit = f"{plural(len(restent), 'point non traité', 'points non traités')} : "
        suite = "« Proposer ce qui est ouvert » les reprendra à la prochaine séance."
        st.warning(escape(f"{dit}{' ; '.join(restent)}. {suite}"), icon=":material/pending:")
    qui = form.ask("nom", st.text_input, "Relevé signé par", "").strip()
    mot = "Signer" if close else "Clore et signer" if qui else "Oui, clore la séance"
    form.submit_by({"clore": {
        "label": mot, "type": "primary", "disabled": close and not qui,
        "on_click": partial(_set_etat, ecran, seance, "close"),
    }})  # fmt: skip


def _set_etat(ecran: EcranComite, seance: Seance, etat: str) -> None:
    """Change the state of the session, signed by the name that is typed; whoever opens it holds
    it."""
    verbes, ici = ecran.store.seances, (int(seance["id"]), int(seance["version"]))
    form = Formulaire(f"signature-{seance['id']}")
    qui = str(st.session_state.get(f"{form.cle}-nom") or "").strip() if etat == "close" else ""
    signature = {"signe_par": qui, "signe_le": ecran.jour}
    fait = attempt(
        lambda: (
            sign_releve(contexte_of(ecran), seance, **signature)
            if qui
            else verbes.update(ecran.acteur, *ici, etat=etat)
        ),
        f"La séance est {ETAT_SEANCE.mot(etat).lower()}.",
    )
    if fait is None:
        return
    Formulaire(f"seance-{seance['id']}").follow(seance["version"], fait["version"])
    if etat == "ouverte":
        enter_seance(int(seance["id"]), str(seance["territoire"]))
    else:
        form.clear()
        leave_seance()


def _show_nouvelle(ecran: EcranComite) -> None:
    """Prepare a session; its agenda is drafted from what is open."""
    st.markdown(
        "L’ordre du jour sera fait de ce qui est ouvert pour ce territoire et de ce que la "
        "dernière séance a reporté ; les personnes de la dernière séance seront attendues. "
        "Tout se corrige ensuite."
    )

    def plan(saisie: dict[str, Any]) -> Any:
        ici = {"territoire": ecran.territoire, **saisie}
        points = propose_points(ecran, ici)
        return ecran.store.seances.plan(ecran.acteur, points, **ici)

    show_creation(
        f"seance-nouvelle-{ecran.territoire}", CHAMPS,
        lambda form: _show_champs(form, {"date": ecran.jour}), plan, "Créer la séance",
        lambda _: "La séance est préparée.", ":material/event_available:",
        apres=lambda creee: ecran.go(seance=int(creee["id"]), nouvelle=False),
    )  # fmt: skip


def _show_champs(form: Formulaire, ligne: Seance) -> dict[str, Any]:
    """The fields of a session, and a word on a day when nobody meets."""
    saisie = show_champs(form, CHAMPS, ligne, colonnes=3)
    if saisie["date"] and (ferme := closed_day(saisie["date"])):
        st.warning(f"Ce jour est férié ou chômé : {ferme}.", icon=":material/event_busy:")
    return saisie


def _show_suivante(ecran: EcranComite, seance: Seance, modifiable: bool) -> None:
    """The session after this one: what it is, or the form that makes it."""
    suivantes = ecran.store.seances.list(ecran.acteur, territoire=ecran.territoire)
    suivantes = suivantes[suivantes["date"] > pd.Timestamp(seance["date"])]
    for suivante in list_records(suivantes)[:1]:
        with st.container(horizontal=True, vertical_alignment="center"):
            mots = f"Prochaine séance : {format_date(suivante['date'])} {tell_heure(suivante)}"
            show_link(COMITE, mots, ecran.lien(seance=str(suivante["id"])), "event")
            show_invitation(ecran, suivante)
        return
    if not modifiable:
        return
    depart = {c.nom: seance[c.nom] for c in CHAMPS if c.nom != "date"}
    with st.expander(
        "Prochaine séance", icon=":material/event_upcoming:", key="w-suivante", on_change="rerun"
    ) as cadre:
        if not cadre.open:
            return
        show_creation(
            f"seance-suivante-{seance['id']}",
            CHAMPS,
            lambda form: _show_champs(form, depart),
            lambda saisie: ecran.store.seances.plan_next(
                ecran.acteur, int(seance["id"]), int(seance["version"]), **saisie
            ),
            "Fixer la prochaine séance",
            lambda _: "La prochaine séance est préparée : les mêmes personnes y sont attendues.",
            border=False,
            apres=lambda faites: Formulaire(f"seance-{seance['id']}").follow(
                seance["version"], faites[0]["version"]
            ),
        )


def _show_form(ecran: EcranComite, seance: dict[str, Any]) -> None:
    """What the session says; its row is the one that was shown when the form opened."""
    identifiant = int(seance["id"])

    def update(version: int, saisie: dict[str, Any]) -> Any:
        tenue = identifiant if seance["etat"] == "ouverte" else None
        return ecran.store.seances.update(
            ecran.acteur, identifiant, version, seance_id=tenue, **saisie
        )

    show_edition(
        f"seance-{identifiant}", CHAMPS, seance, _show_champs, update,
        lambda _: "La séance est enregistrée.", "Enregistrer la séance", "cette séance",
        border=False,
    )  # fmt: skip
