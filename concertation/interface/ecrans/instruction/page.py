"""Instruction: the parts of the screen put in place, how far it has come, and its file."""

from dataclasses import replace

import streamlit as st

from concertation.analyse.avancement.instruction import instruction_progress
from concertation.analyse.mots.textes import split_liste
from concertation.analyse.ordre import theme_names
from concertation.analyse.selection.facettes import facettes_of
from concertation.analyse.selection.propositions import describe_filtre
from concertation.analyse.territoires.noms import territoire_names
from concertation.graphiques.dessin import Dessin
from concertation.graphiques.dessins.propositions import bars_decisions
from concertation.interface.ecrans.instruction.decision import (
    choices_in_sight,
    show_decision_des_choisies,
)
from concertation.interface.ecrans.instruction.ecran import EcranInstruction, Fiche
from concertation.interface.ecrans.instruction.file import read_version, show_decision_de
from concertation.interface.ecrans.instruction.locales import (
    show_decision,
    show_liste,
    show_oubliees,
)
from concertation.interface.ecrans.instruction.nationale import (
    can_transmit,
    show_nationales,
    show_transmissions,
)
from concertation.interface.elements.cartes_propositions import badges
from concertation.interface.elements.figures import show_figure
from concertation.interface.elements.pagination import show_neighbours
from concertation.interface.elements.provenance import source_line
from concertation.interface.elements.telechargements import show_exports_suivi
from concertation.interface.socle.buttons import show_link
from concertation.interface.socle.champs import show_select
from concertation.interface.socle.registre import INSTRUCTION, PROPOSITIONS
from concertation.interface.socle.session import is_narrow, lexique_of
from concertation.interface.socle.textes import rich_text
from concertation.interface.suivi.avis import show_avis
from concertation.interface.suivi.ecran import show_refus


def show_outils(ecran: EcranInstruction) -> None:
    """The territory, and what can be done with all of it."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if ecran.etat.partie == "locales":
            show_select(
                "Territoire", "w-territoire", territoire_names(ecran.donnees),
                ecran.etat.territoire, lambda lieu: ecran.go(territoire=lieu), width=420,
            )  # fmt: skip
        _show_exports(ecran)
        if ecran.etat.partie == "nationales":
            suivies = ecran.store.transmissions.list(ecran.acteur)
            ecran.show_publication("transmission", suivies, "transmission")
        else:
            ecran.show_publication("instruction", ecran.decidees, "décision")
        if ecran.etat.partie == "nationales":
            ecran.show_undo()


def show_partie(ecran: EcranInstruction) -> None:
    """The part chosen: local proposals, what nobody took up, or national ones."""
    if ecran.etat.partie == "nationales":
        if ecran.acteur.reads_public_only:
            show_refus(ecran.acteur, "la région")
        elif not can_transmit(ecran):
            st.info("Les transmissions sont saisies par la direction.", icon=":material/info:")
        show_nationales(ecran)
        return
    if ecran.etat.partie == "oubliees":
        show_oubliees(ecran)
        return
    if not ecran.etat.territoire:
        st.info("Aucun territoire n’est publié : les propositions ne s’instruisent pas encore.")
        return
    ecrit = ecran.may_write(ecran.etat.territoire)
    if not (ecrit or ecran.reads_drafts):
        show_liste(ecran, ecrit)
        return
    gauche, droite = st.columns([3, 2], gap="large")
    with gauche:
        show_liste(ecran, ecrit)
    with droite:
        if ecrit:
            show_decision_des_choisies(ecran)
        # Of what is not published, nobody outside can say how far it has come.
        if ecran.reads_drafts:
            _show_avancement(ecran)


def _show_navigation(ecran: EcranInstruction) -> None:
    """Back to the list, and the neighbours of the filtered list, by the arrows too."""
    affichage = ecran.etat.affichage

    def go(fiche: str) -> None:
        ecran.go(affichage=replace(affichage, fiche=fiche))

    with st.container(horizontal=True, vertical_alignment="center"):
        show_link(INSTRUCTION, "Retour à la liste", ecran.params(fiche=""), "arrow_back")
        ids, ailleurs = [ligne["id"] for ligne in ecran.fiches], "hors du filtre en cours"
        show_neighbours(ids, affichage.fiche, go, ailleurs=ailleurs)


def _show_texte(ecran: EcranInstruction, ligne: Fiche) -> None:
    """The wording of the document, to the letter."""
    st.markdown(badges(ecran.donnees, ligne))
    lexique = lexique_of(ecran.donnees)
    points = [f"- {rich_text(point, lexique)}" for point in split_liste(ligne["sous_points"])]
    with st.container(border=True):
        st.markdown("\n".join([f"## {rich_text(ligne['intitule'], lexique)}", *points]))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"Texte repris à la lettre. {source_line(ecran.donnees, [ligne['source']])}")
        mots = "Contexte du thème et propositions proches"
        show_link(PROPOSITIONS, mots, {"fiche": str(ligne["id"])}, "article")


def show_fiche(ecran: EcranInstruction) -> None:
    """The sheet of one proposal, local or national."""
    _show_navigation(ecran)
    if (ligne := ecran.connues.get(ecran.etat.affichage.fiche)) is None:
        return
    if ecran.etat.partie == "nationales":
        _show_texte(ecran, ligne)
        show_transmissions(ecran, str(ligne["id"]))
        return
    gauche, droite = st.columns([3, 2], gap="large")
    with gauche:
        _show_texte(ecran, ligne)
        ecrit = ecran.can("ecrire", ecran.etat.territoire)
        with droite, choices_in_sight(ecran.etat.affichage.fiche if ecrit else "", "Décider"):
            st.header("Décider", anchor=False)
            if ecran.may_write(ecran.etat.territoire):
                show_decision_de(ecran, ligne, read_version(ligne["version"]))
        show_decision(ecran, ligne)
        show_avis(ecran, ecran.etat.territoire, ecran.etat.affichage.fiche)


def _show_avancement(ecran: EcranInstruction) -> None:
    """One bar a theme, cut by decision; a click keeps that theme and that decision."""
    donnees, lieu, etroit = ecran.donnees, ecran.etat.territoire, is_narrow()

    def draw() -> Dessin:
        comptes = instruction_progress(donnees.table("propositions"), ecran.decidees, lieu)
        noms = theme_names(donnees.table("themes"))
        comptes["nom_court"] = [noms.get(theme, theme) for theme in comptes["theme"]]
        return bars_decisions(comptes, etroit)

    show_figure(
        "Avancement par thème",
        ecran.recall(draw, lieu, etroit),
        source="Saisies des comités de suivi et de la direction",
        cle="avancement",
        suivi=True,
        on_select=lambda ids: ecran.ask(
            filtre=ecran.etat.filtre.with_facette("theme", (ids[0],)), suivi=(ids[1],)
        ),
        aide="Cliquez sur une part pour ne garder que ces propositions.",
    )


def _describe_question(ecran: EcranInstruction) -> str:
    """The territory and the filters in words, for the stamp of a file."""
    filtre = describe_filtre(ecran.etat.filtre, facettes_of(ecran.donnees))
    morceaux = [] if ecran.etat.partie == "nationales" else [f"Territoire : {ecran.nom}"]
    morceaux += [filtre] if filtre else []
    if ecran.etat.suivi:
        _, libelle, options = ecran.suivi
        morceaux.append(f"{libelle} : " + ", ".join(options[v] for v in ecran.etat.suivi))
    return " ; ".join(morceaux)


def _show_exports(ecran: EcranInstruction) -> None:
    """The rows shown, with what was recorded on each, in the words of who reads."""
    lignes, colonnes = ecran.lignes, ["id", "theme", "intitule"]
    if ecran.etat.partie == "nationales":
        dites = ecran.store.transmissions.list(ecran.acteur)
        lignes = lignes[colonnes].merge(
            dites.drop(columns=["id", "version", "retire"]),
            left_on="id", right_on="proposition", how="left",
        ).drop(columns="proposition")  # fmt: skip
        colonnes, objet, nom = [*lignes], "transmission", "transmissions"
    elif ecran.etat.partie == "oubliees":
        colonnes.append("nb_decisions")
        objet, nom = "", "propositions-non-reprises"
    else:
        colonnes += ["decision", "motif", "priorite", "note", "auteur", "modifie_le"]
        if not ecran.reads_drafts:
            lignes = lignes.assign(decision=lignes["decision"].map(ecran.decisions))
        objet, nom = "instruction", f"instruction-{ecran.etat.territoire.lower()}"
    titre, filtres = "Instruction des propositions", _describe_question(ecran)
    show_exports_suivi(
        ecran, lignes, titre, filtres, nom, objet=objet, lire=lambda lues: lues[colonnes]
    )
