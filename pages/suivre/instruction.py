"""Instruction: what a territory decides on each local proposal, and where national ones stand."""

from concertation.interface.ecrans.instruction import ecran as vues
from concertation.interface.ecrans.instruction.page import show_fiche, show_outils, show_partie
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.ecran import opened


def titre(etat: vues.EtatInstruction) -> str:
    fiche = etat.affichage.fiche
    return f"Instruction de {escape(fiche)}" if fiche else "Instruction des propositions"


with opened(vues.EcranInstruction, titre) as ecran:
    show_outils(ecran)
    if ecran.etat.affichage.fiche:
        show_fiche(ecran)
    else:
        vues.show_parties(ecran)
        vues.show_filtres(ecran)
        vues.show_compte(ecran)
        show_partie(ecran)
