"""Opinions and decisions that are asked for, on each screen of what they are about."""

import os
from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from concertation.analyse.mots.textes import split_liste
from concertation.declarations.avis import AVIS_DEMANDE, DEMANDE
from concertation.interface.socle.partage import reach
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.champs import show_champs, show_creation
from concertation.interface.suivi.ecran import EcranSuivi
from concertation.interface.suivi.partage import attempt, show_geste
from concertation.recits.avis import tell_state, tell_who
from concertation.restitution.courrier import AVIS

CHAMPS = AVIS_DEMANDE.showing("formulaire", sauf=AVIS_DEMANDE.figes)
_LIEN = "avis-lien"


def show_avis(
    ecran: EcranSuivi[Any], lieu: str, lie: str = "", point: Mapping[str, Any] | None = None,
    ouvert: bool = False,
) -> None:  # fmt: skip
    """Those of a place, or about some things or an item there: read, answered, asked."""
    verbes, cles = ecran.store.avis, {*split_liste(lie)}
    frame, ecrit = verbes.list(ecran.acteur, territoire=lieu), ecran.can("ecrire", lieu)
    numero = None if point is None else int(point["id"])
    if numero or cles:
        vus = zip(frame["point_id"].fillna(0), frame["lie"], strict=True)
        frame = frame.loc[[p == numero or bool(cles & {*split_liste(dit)}) for p, dit in vus]]
    if frame.empty and not ecrit:
        return
    cle = f"avis-{lieu}-{numero or lie}"
    # Its words change with the count: what was open is so again.
    ouvert = ouvert or bool(st.session_state.get(f"w-{cle}"))
    with st.expander(f"Avis demandés ({len(frame)})", ouvert, icon=":material/forum:",
                     key=f"w-{cle}", on_change="rerun") as cadre:  # fmt: skip
        if not cadre.open:
            return
        if ecrit:
            ecran.direct.look(lieu)
        lus = ecran.direct.rows(lieu, "avis", frame)
        for avis in sorted(lus, key=lambda a: (bool(a["reponse"]), -a["id"])):
            with st.container(border=True):
                _show_one(ecran, avis, ecrit)
        ecran.show_publication("avis", frame, "avis", "avis", ici=lieu)
        if not ecrit:
            return
        seance = ecran.seance(lieu) if point is None else int(point["seance_id"])
        create = partial(verbes.create, ecran.acteur, seance_id=seance, territoire=lieu)
        show_creation(
            cle, CHAMPS, lambda form: show_champs(form, CHAMPS, {"lie": lie}),
            lambda lue: create(point_id=numero, **lue), "Demander",
            _tell_noted, ":material/forum:", border=False,
        )  # fmt: skip
        retires = verbes.list(ecran.acteur, territoire=lieu, retires=True)
        ecran.show_retires("avis", retires, "demande retirée", name=lambda a: a["question"])


def _tell_noted(lue: Mapping[str, Any]) -> str:
    if lue["type_demande"] in DEMANDE.which("decide"):
        return "La demande est notée : la direction la trouve dans « À faire »."
    if lue["adresse"] and os.environ.get("SMTP_URL"):
        return "La demande est notée ; rien n’est parti : « Envoyer par courriel » l’envoie."
    return "La demande est notée ; aucun courriel ne part : donnez le « Lien pour répondre »."


def _show_one(ecran: EcranSuivi[Any], avis: Mapping[str, Any], ecrit: bool) -> None:
    verbes, cle, decision = ecran.store.avis, int(avis["id"]), DEMANDE.which("decide")
    ouvert, ici = avis["type_demande"] not in decision, (ecran.acteur, cle, int(avis["version"]))
    st.markdown(f"{DEMANDE.icone(avis['type_demande'])} **{escape(tell_who(avis))}** – "
                f"{escape(avis['question'])}  \n:small[{escape(tell_state(avis))}]")  # fmt: skip
    if ecrit if ouvert else ecran.can("valider", avis["territoire"]):
        ecran.direct.show(avis["territoire"], verbes, avis, "reponse")
    elif avis["reponse"]:
        st.markdown(escape(avis["reponse"]))
    if not ecrit or avis["reponse"]:
        return
    with st.container(horizontal=True, gap="small"):
        if ouvert:
            show_geste(
                "Noter une relance", partial(verbes.update, *ici, relance=ecran.jour),
                "La relance est notée.", cle=f"relancer-{cle}", icone="notifications",
            )  # fmt: skip
            if avis["adresse"] and os.environ.get("SMTP_URL"):
                send = partial(ecran.store.courrier.queue, AVIS, cle, [0], ecran.jour)
                show_geste("Envoyer par courriel", send, "Le message attend son envoi.",
                           cle=f"envoyer-{cle}", icone="send")  # fmt: skip
            st.button("Lien pour répondre", key=f"lien-{cle}", icon=":material/link:",
                      on_click=_invite, args=(ecran, cle))  # fmt: skip
        show_geste("Retirer", partial(verbes.withdraw, *ici), "La demande est retirée.",
                   cle=f"retirer-avis-{cle}", icone="visibility_off", type="tertiary")  # fmt: skip
    if st.session_state.get(_LIEN, (0,))[0] == cle:
        # Once: the database keeps its digest alone.
        st.success("Ce lien vaut soixante jours et sert une fois ; il ne sera plus montré.")
        st.code(st.session_state.pop(_LIEN)[1], language=None, wrap_lines=True)


def _invite(ecran: EcranSuivi[Any], cle: int) -> None:
    if secret := attempt(lambda: ecran.store.avis.invite(cle, ecran.acteur)):
        st.session_state[_LIEN] = (cle, reach(f"avis/{secret}")[0])
