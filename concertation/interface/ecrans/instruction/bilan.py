"""How far the instruction has come, theme by theme, and its file."""

from dataclasses import replace
from functools import partial

import pandas as pd

from concertation.analyse.avancement.instruction import instruction_progress
from concertation.analyse.ordre import theme_names
from concertation.analyse.selection.options import facettes_of
from concertation.analyse.selection.propositions import describe_filtre
from concertation.graphiques.dessins.decisions import bars_decisions
from concertation.interface.ecrans.instruction.ecran import Ecran
from concertation.interface.elements.exports_suivi import Prepare, show_exports_suivi
from concertation.interface.elements.figures import show_figure
from concertation.interface.socle.session import is_phone


def show_avancement(ecran: Ecran) -> None:
    """One bar a theme, cut by decision; a click keeps that theme and that decision."""
    dites = ecran.store.instructions.list(ecran.acteur, territoire=ecran.etat.territoire)
    territoire = ecran.etat.territoire
    comptes = instruction_progress(ecran.donnees.table("propositions"), dites, territoire)
    noms = theme_names(ecran.donnees.table("themes"))
    comptes["nom_court"] = [noms.get(theme, theme) for theme in comptes["theme"]]
    show_figure(
        "Avancement par thème",
        bars_decisions(comptes, is_phone()),
        source="Saisies des comités de suivi et de la direction",
        cle="avancement",
        suivi=True,
        on_select=lambda ids: ecran.ask(
            ecran.filtre.with_facette("theme", (ids[0],)), replace(ecran.etat, suivi=(ids[1],))
        ),
        aide="Cliquez sur une part pour ne garder que ces propositions.",
    )


def describe_question(ecran: Ecran) -> str:
    """The territory and the filters in words, for the stamp of a file."""
    filtre = describe_filtre(ecran.filtre, facettes_of(ecran.donnees))
    morceaux = [] if ecran.etat.partie == "nationales" else [f"Territoire : {ecran.nom}"]
    morceaux += [filtre] if filtre else []
    if ecran.etat.suivi:
        _, libelle, options = ecran.suivi
        morceaux.append(f"{libelle} : " + ", ".join(options[v] for v in ecran.etat.suivi))
    return " ; ".join(morceaux)


def show_exports_instruction(ecran: Ecran) -> None:
    """The rows shown, with what was recorded on each."""
    lignes = ecran.lignes
    prepare: Prepare | None = partial(_columns, ecran)
    if ecran.etat.partie == "nationales":
        # Joined at once: the number of rows is that of the transmissions.
        lignes, prepare = _with_transmissions(ecran), None
        objet, nom = "transmission", "transmissions"
    elif ecran.etat.partie == "oubliees":
        objet, nom = "", "propositions-non-reprises"
    else:
        objet, nom = "instruction", f"instruction-{ecran.etat.territoire.lower()}"
    show_exports_suivi(
        ecran.donnees,
        ecran.store,
        lignes,
        prepare=prepare,
        titre="Instruction des propositions",
        filtres=describe_question(ecran),
        fichier=nom,
        objet=objet,
    )


def _with_transmissions(ecran: Ecran) -> pd.DataFrame:
    dites = ecran.store.transmissions.list(ecran.acteur)
    return ecran.lignes[["id", "theme", "intitule"]].merge(
        dites.drop(columns=["id", "version", "retire"]),
        left_on="id", right_on="proposition", how="left",
    ).drop(columns="proposition")  # fmt: skip


def _columns(ecran: Ecran, lignes: pd.DataFrame) -> pd.DataFrame:
    """The columns that people take away, in the words of who reads."""
    if ecran.etat.partie == "oubliees":
        return lignes[["id", "theme", "intitule", "nb_decisions"]]
    colonnes = ["id", "theme", "intitule", "decision", "motif", "priorite", "note", "auteur"]
    frame = lignes[[*colonnes, "modifie_le"]]
    if not ecran.reads_drafts:
        frame = frame.assign(decision=frame["decision"].map(ecran.decisions))
    return frame
