"""Proposals chosen by hand, and the decision on one or many of them at once, for a territory.

What is chosen is kept from page to page, with the version that the person read. The boxes alone
hold it. Choosing all or nothing draws new ones, which begin so: what a browser says of the old
ones, late, changes nothing.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from concertation.analyse.mots.formats import plural
from concertation.analyse.territoires.noms import the_territoire
from concertation.declarations.instruction import A_INSTRUIRE, DECISION, PRIORITE
from concertation.interface.ecrans.instruction.ecran import EcranInstruction, Fiche
from concertation.interface.ecrans.instruction.file import CHAMPS, decide, read_version, show_suite
from concertation.interface.socle.buttons import show_button
from concertation.interface.socle.session import is_phone
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.champs import show_champs, show_choice_of_texts, submit
from concertation.interface.suivi.saisies import Formulaire
from concertation.suivi import Conflit

INCHANGEE = "inchangee"


@dataclass
class _Cases:
    """Which boxes are drawn, those that begin ticked, and the version last shown beside each."""

    territoire: str
    tour: int = 0
    cochees: frozenset[str] = frozenset()
    lues: dict[str, int] = field(default_factory=dict)

    def cle(self, identifiant: str) -> str:
        return f"w-choix-{self.territoire}-{self.tour}-{identifiant}"

    def is_ticked(self, identifiant: str) -> bool:
        return bool(st.session_state.get(self.cle(identifiant), identifiant in self.cochees))

    def restart(self, cochees: Iterable[str] = ()) -> None:
        self.tour, self.cochees = self.tour + 1, frozenset(cochees)


def _cases(ecran: EcranInstruction) -> _Cases:
    cle = f"choix-{ecran.etat.partie}-{ecran.etat.territoire}"
    cases: _Cases = st.session_state.setdefault(cle, _Cases(ecran.etat.territoire))
    return cases


def chosen(ecran: EcranInstruction) -> dict[str, int]:
    """Version read (0: nothing was recorded) of each chosen proposal, in the order of the list."""
    cases = _cases(ecran)
    # A box that was never drawn is not ticked.
    vues = (i for i in ecran.connues if i in cases.lues or i in cases.cochees)
    return {i: cases.lues.get(i, 0) for i in vues if cases.is_ticked(i)}


def tell_chosen(choisies: Collection[str]) -> str:
    """« **2 propositions choisies** : ACC-L-1, ACC-L-2 »."""
    return f"**{count_chosen(choisies)}** : {', '.join(choisies)}"


def count_chosen(choisies: Collection[str]) -> str:
    """« 2 propositions choisies »; "" for none."""
    dit = plural(len(choisies), "proposition choisie", "propositions choisies")
    return dit if choisies else ""


def drop(ecran: EcranInstruction) -> None:
    """Choose nothing any more."""
    _cases(ecran).restart()


def show_case(ecran: EcranInstruction, ligne: Fiche) -> None:
    """The box that chooses one proposal."""
    identifiant, cases = str(ligne["id"]), _cases(ecran)
    cochee = st.checkbox(
        f"Choisir {identifiant}",
        identifiant in cases.cochees,
        key=cases.cle(identifiant),
        persist_state="session",
    )
    if not cochee:
        cases.lues[identifiant] = read_version(ligne.get("version"))


def show_tout_choisir(ecran: EcranInstruction) -> None:
    """Choose all that the filter keeps, or nothing."""
    choisies = chosen(ecran)

    def choose_all() -> None:
        cases, deja = _cases(ecran), chosen(ecran)
        autres = {
            ligne["id"]: read_version(ligne.get("version"))
            for ligne in ecran.fiches
            if ligne["id"] not in deja
        }
        cases.lues |= autres
        cases.restart([*deja, *autres])

    with st.container(horizontal=True, vertical_alignment="center"):
        tout = {ligne["id"] for ligne in ecran.fiches} <= set(choisies)
        mots = f"Choisir les {len(ecran.fiches)}"
        show_button(mots, "select_all", choose_all, disabled=tout)
        show_button("Ne rien choisir", "deselect", lambda: drop(ecran), disabled=not choisies)


@contextmanager
def choices_in_sight(quoi: str, mots: str) -> Iterator[None]:
    """Beside the list, wherever one has scrolled it; on a phone at the foot of the window, when
    there is something to decide on."""
    if not (is_phone() and quoi):
        # `serveur/page.css` holds it in sight.
        with st.container(key="en-vue"):
            yield
        return
    with st.bottom, st.popover(f"{mots} : {escape(quoi)}", width="stretch"):
        yield


def show_decision_des_choisies(ecran: EcranInstruction) -> None:
    """The form beside the list: what is typed applies to all that is chosen."""
    choisies = chosen(ecran)
    with choices_in_sight(count_chosen(choisies), "Décider"):
        st.header("Décider", anchor=False)
        show_suite(ecran)
        if not choisies:
            st.markdown("Cochez une ou plusieurs propositions : la décision vaudra pour toutes.")
            return
        st.markdown(tell_chosen(choisies))
        _show_form(ecran, f"decision-{ecran.etat.territoire}", choisies)


def _show_form(ecran: EcranInstruction, nom: str, choisies: Mapping[str, int]) -> None:
    form = Formulaire(nom)
    with st.container(border=True):
        saisie = _show_fields(form)
        mots = f"Enregistrer la décision ({len(choisies)})"
        envoye = form.submit(mots, type="primary", icon=":material/gavel:")
    lieu = the_territoire(ecran.donnees, ecran.etat.territoire)
    nombre = plural(len(choisies), "proposition décidée", "propositions décidées")
    succes = f"{nombre} pour {lieu} : {', '.join(choisies)}"
    if envoye and submit(nom, lambda: decide(ecran, saisie, choisies), succes) is not None:
        drop(ecran)
        st.rerun()

    def overwrite(conflit: Conflit) -> Any:
        lues = {lue["proposition"]: lue["version"] for lue, _ in conflit.conflits}
        return decide(ecran, saisie, {**choisies, **lues})

    show_choice_of_texts(nom, overwrite, succes, lambda _: drop(ecran))


def _show_fields(form: Formulaire) -> dict[str, Any]:
    """Many at once: what is left empty leaves each proposal's own as it is."""
    codes = [*(code for code in DECISION.saisies if code != A_INSTRUIRE), A_INSTRUIRE]
    mots = {code: DECISION.mot(code) for code in codes}
    decision = form.choice("decision", "Décision", mots, en_clair=True)
    priorites = {INCHANGEE: "Inchangée", **PRIORITE}
    priorite = form.choice("priorite", "Priorité", priorites, INCHANGEE)
    autres = show_champs(form, CHAMPS, {}, colonnes=1)
    dits = {champ: valeur or None for champ, valeur in autres.items()}
    return {"decision": decision, "priorite": None if priorite == INCHANGEE else priorite, **dits}
