"""Local proposals, as cards or one on its sheet: what was decided on each and what came of it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from concertation.analyse.lignes import list_records
from concertation.analyse.mots.absences import tell_absence
from concertation.analyse.mots.formats import format_date, plural
from concertation.analyse.mots.textes import split_liste
from concertation.analyse.territoires.noms import of_territoire, territoire_names
from concertation.declarations.action import STATUT
from concertation.declarations.instruction import A_INSTRUIRE, DECISION, PRIORITE, RIEN_DE_PUBLIE
from concertation.interface.ecrans.instruction.decision import show_case, show_tout_choisir
from concertation.interface.ecrans.instruction.ecran import EcranInstruction, Fiche
from concertation.interface.elements.cartes_propositions import badges, texte_markdown
from concertation.interface.elements.figures import show_rows
from concertation.interface.elements.pagination import paged
from concertation.interface.elements.reponse import read_reponse, show_proches
from concertation.interface.socle.buttons import show_link
from concertation.interface.socle.garde import guard
from concertation.interface.socle.registre import INSTRUCTION, PLAN_ACTION
from concertation.interface.socle.session import is_phone, lexique_of, shows_links, write_params
from concertation.interface.socle.textes import escape
from concertation.recits.proches import Proches
from concertation.recits.reponse import tell_proposition

PAR_PAGE = 10
PAR_PAGE_TELEPHONE = 6
PROCHES = 3
Actions = Mapping[str, Sequence[Mapping[str, Any]]]
"""By the proposals that they come from."""
ICONES = {
    "a_instruire": ":material/radio_button_unchecked:",
    "retenue": ":material/check_circle:",
    "deja_engagee": ":material/play_circle:",
    "a_approfondir": ":material/manage_search:",
    "ecartee": ":material/block:",
}


def show_cartes(
    ecran: EcranInstruction,
    lien: str,
    tell: Callable[[Fiche], list[str]],
    *,
    ecrit: bool = False,
    grille: bool = False,
    show_suite: Callable[[Fiche], None] = lambda _: None,
) -> None:
    """One page of the rows that answer, two in a row in a `grille`; boxes to choose when `ecrit`.

    `lien` names the way to the sheet; `tell` gives the paragraphs under the wording.
    """
    if ecran.lignes.empty:
        return
    if ecrit:
        show_tout_choisir(ecran)
    lexique, etat = lexique_of(ecran.donnees), ecran.etat
    # Fewer on a phone, where the form comes after them.
    taille = PAR_PAGE_TELEPHONE if is_phone() else PAR_PAGE
    pages = paged(
        ecran.fiches, etat.affichage.page, taille, lambda n: write_params(ecran.params(page=n))
    )
    cadre = st.grid(2, min_column_width=330, gap="small") if grille else st.container()
    with pages as montrees, cadre:
        for ligne in montrees:
            hauteur: Any = "stretch" if grille else "content"
            with st.container(border=True, gap="small", height=hauteur):
                with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                    if ecrit:
                        show_case(ecran, ligne)
                    st.markdown(f":small[{badges(ecran.donnees, ligne)}]", width="stretch")
                    mots = escape(lien.format(ligne["id"]))
                    show_link(INSTRUCTION, mots, ecran.params(fiche=ligne["id"]), "article")
                texte = texte_markdown(ligne, lexique, ecran.recherche, etat.filtre.recherche)
                # One block: a dozen of cards is what each rerun of the screen costs.
                st.markdown("\n\n".join([texte, *tell(ligne)]))
                show_suite(ligne)


def show_liste(ecran: EcranInstruction, ecrit: bool) -> None:
    """Local proposals, what was decided on each and what came of it."""
    actions = _actions_by_proposition(ecran)
    show_cartes(
        ecran, "Détail" if ecrit else "Détail de {}",
        lambda ligne: _tell_decision(ecran, ligne, actions), ecrit=ecrit,
        show_suite=lambda ligne: _show_suites(ecran, ligne, actions, ecrit),
    )  # fmt: skip


def _tell_decision(ecran: EcranInstruction, ligne: Fiche, actions: Actions) -> list[str]:
    """What was decided, why, what was noted and the actions that come of it, a paragraph each; what
    is empty is left out."""
    dits = (("Motif", str(ligne["motif"])), ("Note", str(ligne["note"])))
    raisons = [f":small[{libelle} : {escape(texte)}]" for libelle, texte in dits if texte]
    # A link keeps to one line: the whole title stands here.
    suites = (
        f"- :small[Action {action['id']} : {escape(action['intitule'])} – "
        f"**{STATUT.mot(action['statut']).lower()}**]"
        for action in actions.get(ligne["id"], ())
    )
    return [_decision_text(ecran, ligne), *raisons, *filter(None, ["\n".join(suites)])]


def _decision_text(ecran: EcranInstruction, ligne: Fiche) -> str:
    """« Retenue · priorité haute · Anne, le 3 mars 2026 » in Markdown."""
    code = str(ligne["decision"])
    morceaux = [f"{ICONES[code]} **{ecran.decisions[code]}**"]
    if code == A_INSTRUIRE:
        return morceaux[0]
    if ligne["priorite"]:
        morceaux.append(f"priorité {PRIORITE.mot(ligne['priorite']).lower()}")
    quand = format_date(ligne["modifie_le"], vide="")
    date = f"le {quand}" if quand else ""
    qui = escape(str(ligne.get("auteur") or ""))
    morceaux.append(", ".join(mots for mots in (qui, date) if mots))
    return " · ".join(mots for mots in morceaux if mots)


def _show_suites(ecran: EcranInstruction, ligne: Fiche, toutes: Actions, ecrit: bool) -> None:
    """The actions that come from the proposal, and the click that makes another one."""
    proposition, actions = str(ligne["id"]), toutes.get(str(ligne["id"]), [])
    cree = ecrit and ligne["decision"] in DECISION.which("repris")
    if not actions and not cree:
        return
    with st.container(horizontal=True, gap="medium"):
        for action in actions:
            ici = {"territoire": action["territoire"], "action": str(action["id"])}
            show_link(PLAN_ACTION, f"Fiche de l’action {action['id']}", ici, "task_alt")
        if cree:
            ici = {"territoire": ecran.etat.territoire, "nouvelle": "1", "proposition": proposition}
            mots = f"Créer une action depuis {escape(proposition)}"
            show_link(PLAN_ACTION, mots, ici, "add_task")


def _actions_by_proposition(ecran: EcranInstruction) -> Actions:
    """Actions of the territory by the proposals that they come from."""
    lieu = ecran.etat.territoire

    def read() -> dict[str, list[dict[str, Any]]]:
        lieux = set(ecran.store.references.descendants([lieu]))
        par_proposition: dict[str, list[dict[str, Any]]] = {}
        for action in list_records(ecran.store.actions.list(ecran.acteur, territoire=lieux)):
            for proposition in split_liste(action["propositions"]):
                par_proposition.setdefault(proposition, []).append(action)
        return par_proposition

    return ecran.recall(read, lieu) if lieu else {}


def show_oubliees(ecran: EcranInstruction) -> None:
    """What no territory has taken up, the number of those that decided otherwise beside it."""
    if ecran.lignes.empty:
        st.markdown("Chaque proposition locale est retenue ou déjà engagée quelque part.")
    personne = tell_absence("territoire", ecran.store.reads_partly(ecran.acteur))

    def tell(ligne: Fiche) -> list[str]:
        nombre = int(ligne["nb_decisions"])
        verbe = "a" if nombre == 1 else "ont"
        dit = f"{plural(nombre, 'territoire')} {verbe} écarté ou mis à l’étude."
        return [f":small[{dit if nombre else personne}]"]

    show_cartes(ecran, "Détail de {}", tell, grille=True)


def show_decision(ecran: EcranInstruction, ligne: Fiche) -> None:
    """Under a local proposal: what is decided here, published beside it, said elsewhere, alike."""
    lieu, proposition = ecran.etat.territoire, str(ligne["id"])
    st.header(f"Décision {escape(of_territoire(ecran.donnees, lieu))}", anchor=False)
    actions = _actions_by_proposition(ecran)
    st.markdown("\n\n".join(_tell_decision(ecran, ligne, actions)))
    _show_recouvertes(ecran, proposition)
    _show_suites(ecran, ligne, actions, ecran.can("ecrire", lieu))

    def read() -> Sequence[Proches]:
        return read_reponse(ecran.donnees, proposition, tell_proposition).proches

    with guard():
        for proches in ecran.recall(read, proposition, ecran.jour, shows_links()):
            show_proches(ecran.donnees, proches)
    _show_similaires(ecran, proposition)
    _show_comparaison(ecran, proposition)


def _show_similaires(ecran: EcranInstruction, proposition: str) -> None:
    """Those of nearly the same words, with what is decided on them here."""
    voisines = (cle for cle, _ in ecran.recherche.similar(proposition, 2 * PROCHES))
    proches = [ecran.connues[cle] for cle in voisines if cle in ecran.connues][:PROCHES]
    if not proches:
        return
    st.header(
        "Propositions proches",
        anchor=False,
        help="Proximité calculée sur les mots employés ; les documents ne font pas ce lien.",
    )
    for autre in proches:
        mots = f"{escape(autre['id'])} ({ecran.decisions[autre['decision']].lower()})"
        show_link(INSTRUCTION, mots, ecran.params(fiche=autre["id"]), "article")
        st.caption(escape(autre["intitule"]))


def _show_recouvertes(ecran: EcranInstruction, proposition: str) -> None:
    """The older decisions of this place on the proposal, recorded under another of its names."""
    autres = ecran.store.instructions.set_aside(ecran.acteur, [ecran.etat.territoire])
    for autre in list_records(autres[autres["proposition"] == proposition]):
        motif = f" – {autre['motif']}" if autre["motif"] else ""
        st.caption(
            f"Plus ancienne, saisie pour {ecran.pour(autre['territoire'])}\u00a0: "
            f"{DECISION.mot(autre['decision'])}, {format_date(autre['modifie_le'])}{escape(motif)}."
        )


def _show_comparaison(ecran: EcranInstruction, proposition: str) -> None:
    """What each territory says of the same proposal."""
    st.header("Comparer les territoires", anchor=False)

    def read() -> pd.DataFrame:
        lues = ecran.store.instructions.list(ecran.acteur, proposition=proposition)
        dites = {dite["territoire"]: dite for dite in list_records(lues)}
        return pd.DataFrame([tell(lieu, dites) for lieu in territoire_names(ecran.donnees)])

    def tell(lieu: str, dites: Mapping[str, Fiche]) -> dict[str, str]:
        """Silence is « à instruire » only for who reads that territory's drafts."""
        muet = A_INSTRUIRE if ecran.can("lire_brouillon", lieu) else ""
        dite = dites.get(lieu, {"decision": muet, "priorite": "", "motif": "", "modifie_le": ""})
        return {
            "Territoire": ecran.lieu(lieu),
            "Décision": DECISION.mot(dite["decision"]) if dite["decision"] else RIEN_DE_PUBLIE,
            "Priorité": PRIORITE.mot(dite["priorite"]) if dite["priorite"] else "–",
            "Motif": dite["motif"] or "–",
            "Le": format_date(dite["modifie_le"], "courte", vide="–"),
        }

    lignes = ecran.recall(read, proposition)
    if lignes.empty:
        st.markdown("Aucun territoire n’est publié.")
        return
    alt = f"Décisions des territoires sur la proposition {proposition}"
    show_rows(lignes, alt=alt)
