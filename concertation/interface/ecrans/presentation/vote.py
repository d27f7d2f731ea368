"""What a room answers to whoever presents: a vote, asked, counted, closed, shown; questions."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from concertation.analyse.lignes import list_records
from concertation.analyse.mots.formats import format_date
from concertation.analyse.mots.textes import split_liste
from concertation.declarations.vote import MODE_VOTE
from concertation.donnees import Donnees
from concertation.interface.elements.decks import options_of
from concertation.interface.socle.buttons import show_button
from concertation.interface.socle.session import read_params, write_params
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.contexte import read_contexte
from concertation.interface.suivi.partage import attempt, current_store, show_geste
from concertation.interface.suivi.saisies import Formulaire
from concertation.suivi.verbes.votes import AU_PLUS, CLOS, OUVERT

QUESTION = "Quelles propositions faut-il mener d’abord ?"


def show_vote(donnees: Donnees, code: str, deck: str) -> None:
    """What is asked of this room, or what to ask; how many answered, and no more until it shows."""
    contexte, votes = read_contexte(donnees), current_store().votes
    acteur, vote = contexte.acteur, votes.of_room(code)
    noms = options_of(donnees, "propositions")
    st.subheader("Faire voter la salle", anchor=False)
    if not vote:
        seances = {
            str(s["id"]): f"{contexte.name_place(s)}, {format_date(s['date'])}"
            for s in list_records(current_store().seances.list(acteur))
            if s["etat"] != "close" and current_store().can(acteur, "ecrire", s["territoire"])
        }
        if not seances:
            st.markdown("Un vote se rattache à une séance : préparez-la sur l’écran du comité.")
            return
        form = Formulaire("vote")
        seance = form.choice("seance", "Séance", seances, next(iter(seances)))
        mode = form.choice("mode", "Manière de voter", MODE_VOTE, MODE_VOTE.depart)
        question = form.ask("question", st.text_input, "Question posée", QUESTION)
        choose = partial(_choose, noms)
        lie = form.ask("lie", choose, f"Propositions ({AU_PLUS} au plus)", list[str]())
        if form.submit("Ouvrir le vote"):
            dit = {"question": question, "mode": mode, "lie": " | ".join(lie), "salle": code}
            ask = partial(votes.create, acteur, seance_id=int(seance or 0), etat=OUVERT, **dit)
            if attempt(ask, "Le vote est ouvert sur les téléphones.") is not None:
                form.clear()
                st.rerun()
        return
    st.markdown(f"**{escape(vote['question'])}** – {MODE_VOTE.mot(vote['mode'])}")
    if vote["etat"] == OUVERT:
        _count(vote["id"])
        close = partial(votes.update, acteur, vote["id"], vote["version"], etat=CLOS)
        show_geste("Clore le vote", close, "Le vote est clos.", type="primary")
    elif vote["etat"] == CLOS:
        st.metric("Réponses reçues", len(votes.ballots(vote["id"])))
        form = Formulaire(f"vote-{vote['id']}")
        with st.expander("Ajouter des réponses sur papier", expanded=form.is_begun):
            bulletins = form.ask("papier", _count_on_paper, "Réponses sur papier", 0)
            papier = {
                cle: form.ask(cle, _count_on_paper, escape(noms.get(cle, cle)), 0)
                for cle in split_liste(vote["lie"])
            }
        if form.submit("Montrer le résultat", type="primary"):
            show = partial(votes.show, acteur, vote, papier, bulletins)
            attempt(show, "La salle voit le résultat.")
            if votes.of_room(code)["etat"] != CLOS:
                form.clear()
                st.rerun()
    else:
        st.markdown("Les téléphones montrent le résultat ; c’est aussi la dernière diapositive.")
        last = partial(write_params, {**read_params(), "diaporama": [deck], "diapo": ["9999"]})
        show_button("Projeter le résultat", "slideshow", last, type="primary")
    mots = "Abandonner ce vote" if vote["etat"] in (OUVERT, CLOS) else "Revenir aux diapositives"
    show_geste(mots, partial(votes.give_up, acteur, vote), "La salle suit les diapositives.")


def _choose(noms: Mapping[str, str], mots: str, choisies: list[str], **options: Any) -> list[str]:
    return st.multiselect(
        mots, list(noms), [cle for cle in choisies if cle in noms], max_selections=AU_PLUS,
        format_func=noms.__getitem__, placeholder="Choisissez", **options,
    )  # fmt: skip


def _count_on_paper(libelle: str, nombre: int, **options: Any) -> int:
    return st.number_input(libelle, 0, value=nombre, **options)


@st.fragment(run_every=2)
def _count(vote: int) -> None:
    st.metric("Réponses reçues", len(current_store().votes.ballots(vote)))


@st.fragment(run_every=3)
def show_questions(code: str) -> None:
    """What the room asks: what waits to be read, then what the telephones show."""
    salles = current_store().salles
    toutes = sorted(salles.questions(code), key=lambda q: bool(q.contenu["montree"]))
    st.subheader(f"Questions de la salle ({len(toutes)})", anchor=False)
    if not toutes:
        st.markdown(
            "Les téléphones en posent ; la salle n’en lit aucune avant que vous la montriez."
        )
    for question in toutes:
        cle, montree = question.forme, bool(question.contenu["montree"])
        mots = "Ne plus montrer" if montree else "Montrer"
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(escape(question.contenu["texte"]), width="stretch")
            for mot, dit in ((mots, {"montree": not montree}), ("Écarter", None)):
                mark = partial(salles.mark, code, cle, dit)
                show_geste(mot, mark, "", cle=f"{mot} {cle}", type="tertiary")
