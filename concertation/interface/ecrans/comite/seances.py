"""The sessions of a committee: prepare, open, record, close, publish."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from concertation.analyse.lignes import list_records
from concertation.analyse.mots.formats import format_date
from concertation.declarations.seance import ETAT_SEANCE, SEANCE
from concertation.interface.ecrans.comite.ecran import EcranComite, draft_agenda
from concertation.interface.ecrans.comite.releve import show_fichiers, show_publier, show_releve
from concertation.interface.socle.buttons import main_button, show_link
from concertation.interface.socle.registre import COMITE, ENGAGEMENTS, INSTRUCTION, PLAN_ACTION
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.champs import show_champs, show_creation, show_edition
from concertation.interface.suivi.ecran import enter_seance, is_held, leave_seance, show_refus
from concertation.interface.suivi.partage import attempt, show_geste, state_of
from concertation.interface.suivi.saisies import Formulaire
from concertation.suivi import Introuvable

MONTREES = 12
CHAMPS = SEANCE.showing("formulaire", sauf=("territoire", "etat"))
# What a session that is still to come has no answer to.
A_VENIR = tuple(champ for champ in CHAMPS if champ.nom not in ("decisions", "prochaine_date"))
Seance = Mapping[str, Any]


def show_seances(ecran: EcranComite) -> None:
    """The newest sessions first, and the way to prepare another one."""
    st.header("Séances", anchor=False)
    if ecran.can_write:
        st.button(
            "Préparer une séance",
            icon=":material/event_note:",
            type=main_button(),
            on_click=lambda: ecran.go(nouvelle=True),
        )
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
            show_link(
                COMITE,
                f"Séance du {format_date(seance['date'], 'courte')}",
                ecran.params(seance=str(seance["id"])),
                "article",
            )
    if ecran.can_write:
        _show_retirees(ecran)


def _show_retirees(ecran: EcranComite) -> None:
    verbes = ecran.store.seances
    retirees = verbes.list(ecran.acteur, territoire=ecran.territoire, retires=True)
    for seance in list_records(retirees):
        show_geste(
            f"Rétablir la séance retirée du {format_date(seance['date'])}",
            partial(verbes.restore, ecran.acteur, seance["id"], seance["version"]),
            "La séance est rétablie.",
            icone="restore",
            cle=f"retablir-seance-{seance['id']}",
        )


def _show_titre(ecran: EcranComite, titre: str) -> None:
    st.title(titre, anchor=False)
    retour = f"Retour – {escape(ecran.comite)}"
    show_link(COMITE, retour, ecran.params(), "arrow_back")


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
    _show_titre(ecran, f"Séance du {format_date(seance['date'])} – {escape(ecran.nom)}")
    _show_ouverte(ecran, seance)


def _show_ouverte(ecran: EcranComite, seance: dict[str, Any]) -> None:
    etat = f"{ETAT_SEANCE.icone(seance['etat'])} **{ETAT_SEANCE.mot(seance['etat'])}**"
    if is_held(int(seance["id"])):
        etat += " · vous la tenez : vos saisies pour ce territoire s’y rattachent"
    if not ecran.acteur.reads_public_only:
        etat += f" · {state_of(seance).lower()}"
    st.markdown(etat)
    if seance["retire"]:
        st.warning("Cette séance est retirée.", icon=":material/visibility_off:")
    close = seance["etat"] == "close"
    modifiable = ecran.can("valider" if close else "ecrire", seance["territoire"])
    if modifiable:
        _show_gestes(ecran, seance)
    elif ecran.can_write:
        st.info("Séance close : la direction seule peut la modifier.", icon=":material/lock:")
    else:
        show_refus(ecran.acteur, ecran.pour(ecran.territoire))
    show_fichiers(ecran, seance)
    show_publier(ecran, seance)
    if not modifiable or seance["retire"]:
        return
    if seance["etat"] == "ouverte":
        with st.container(horizontal=True, gap="medium"):
            show_link(INSTRUCTION, "Décider des propositions", ecran.params())
            show_link(PLAN_ACTION, "Créer une action", ecran.params(nouvelle="1"))
            show_link(PLAN_ACTION, "Mettre à jour le plan", ecran.params())
            show_link(ENGAGEMENTS, "Écrire un point d’étape")
    _show_form(ecran, seance)


def _show_gestes(ecran: EcranComite, seance: Seance) -> None:
    """Open, hold, close, withdraw: each button says what it does."""
    with st.container(horizontal=True):
        if seance["etat"] != "ouverte":
            mot = "Rouvrir la séance" if seance["etat"] == "close" else "Ouvrir la séance"
            st.button(
                mot,
                type=main_button(),
                icon=":material/meeting_room:",
                on_click=lambda: _set_etat(ecran, seance, "ouverte"),
            )
        else:
            if is_held(int(seance["id"])):
                st.button(
                    "Quitter la séance",
                    key="quitter-ici",
                    icon=":material/logout:",
                    help="Elle reste ouverte pour les autres.",
                    on_click=leave_seance,
                )
            else:
                st.button(
                    "Tenir cette séance",
                    type=main_button(),
                    icon=":material/groups:",
                    on_click=lambda: enter_seance(seance["id"], seance["territoire"]),
                )
            with st.popover("Clore la séance", icon=":material/lock:"):
                st.markdown(
                    "Plus aucune saisie ne s’y rattachera, et la direction seule pourra la "
                    "modifier. Enregistrez d’abord les décisions."
                )
                st.button(
                    "Oui, clore la séance",
                    type=main_button(),
                    on_click=lambda: _set_etat(ecran, seance, "close"),
                )
        verbes, argument = ecran.store.seances, (ecran.acteur, seance["id"], seance["version"])
        if seance["retire"]:
            show_geste(
                "Rétablir la séance",
                lambda: verbes.restore(*argument),
                "La séance est rétablie.",
                icone="restore",
            )
        else:
            with st.popover("Retirer la séance", icon=":material/visibility_off:"):
                st.markdown("Elle n’apparaîtra plus. Rien n’est effacé : elle se rétablit.")
                show_geste(
                    "Oui, retirer cette séance",
                    lambda: verbes.withdraw(*argument),
                    "La séance est retirée ; elle reste rétablissable.",
                )


def _set_etat(ecran: EcranComite, seance: Seance, etat: str) -> None:
    """Change the state of the session; whoever opens it holds it."""
    fait = attempt(
        lambda: ecran.store.seances.update(
            ecran.acteur, int(seance["id"]), int(seance["version"]), etat=etat
        ),
        f"La séance est {ETAT_SEANCE.mot(etat).lower()}.",
    )
    if fait is None:
        return
    # What is typed in the form stays; its row is the one that this gesture left.
    Formulaire(f"seance-{seance['id']}").follow(seance["version"], fait["version"])
    if etat == "ouverte":
        enter_seance(int(seance["id"]), str(seance["territoire"]))
    else:
        leave_seance()


def _show_nouvelle(ecran: EcranComite) -> None:
    """Prepare a session; its agenda is drafted from what is open."""
    st.markdown(
        "L’ordre du jour est fait de ce qui est ouvert pour ce territoire : corrigez-le librement."
    )
    depart = {"date": ecran.jour, "ordre_du_jour": draft_agenda(ecran)}
    questions = {"presents": "Personnes attendues (une par ligne)"}
    show_creation(
        f"seance-nouvelle-{ecran.territoire}",
        A_VENIR,
        lambda form: show_champs(form, A_VENIR, depart, questions=questions),
        lambda saisie: ecran.store.seances.create(
            ecran.acteur, territoire=ecran.territoire, **saisie
        ),
        "Créer la séance",
        lambda _: "La séance est préparée.",
        ":material/event_available:",
        apres=lambda creee: ecran.go(seance=int(creee["id"]), nouvelle=False),
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
        f"seance-{identifiant}",
        CHAMPS,
        seance,
        lambda form, tenue: show_champs(form, CHAMPS, tenue),
        update,
        lambda _: "La séance est enregistrée.",
        "Enregistrer la séance",
        "cette séance",
    )
