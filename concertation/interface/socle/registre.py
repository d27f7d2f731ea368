"""The screens that exist, by the user's job: the menu, the router and the tests read this list."""

from dataclasses import dataclass
from pathlib import Path

PAGES = Path(__file__).resolve().parents[3] / "pages"


@dataclass(frozen=True)
class Ecran:
    """One screen; its address is the name of its file, and the home page is `/`."""

    fichier: str
    titre: str
    icone: str
    aide: str
    accueil: bool = False
    reserve: bool = False
    """Its link is for who administers; its address answers to all."""
    partie: bool = False
    """Reached from another screen, of which it is a part: no entry of the menu."""

    @property
    def chemin(self) -> Path:
        return PAGES / self.fichier

    @property
    def url_path(self) -> str:
        """Path of the address without its slash; empty for the home page."""
        return "" if self.accueil else self.chemin.stem


ACCUEIL = Ecran(
    "comprendre/accueil.py", "Accueil", ":material/home:",
    "Ce qu’était la concertation et ce qu’elle a donné, en un écran.", accueil=True,
)  # fmt: skip
RECHERCHE = Ecran(
    "comprendre/recherche.py", "Recherche", ":material/search:",
    "Chercher partout : textes, actions, territoires, chiffres, montants, sigles, écrans.",
)  # fmt: skip
ATELIERS = Ecran(
    "comprendre/ateliers.py", "Ateliers", ":material/map:",
    "Où et quand les ateliers ont eu lieu : carte, filtres et fiche de chacun.",
)  # fmt: skip
PROPOSITIONS = Ecran(
    "comprendre/propositions.py", "Propositions", ":material/format_list_bulleted:",
    "Chercher, filtrer, lire et exporter les propositions.",
)  # fmt: skip
TERRITOIRES = Ecran(
    "comprendre/territoires.py", "Territoires", ":material/public:",
    "Une carte, ses couches, la fiche de chaque territoire, le regard sur une autre région.",
)  # fmt: skip
A_FAIRE = Ecran(
    "suivre/a_faire.py", "À faire", ":material/checklist:",
    "Ce qui vous attend : séance, décisions, retards, publication, diaporama à présenter.",
)  # fmt: skip
ENGAGEMENTS = Ecran(
    "suivre/engagements.py", "Engagements", ":material/grid_view:",
    "Où en est chaque engagement dans chaque territoire, ce qui demande attention, ce qui change.",
)  # fmt: skip
INSTRUCTION = Ecran(
    "suivre/instruction.py", "Instruction", ":material/gavel:",
    "Décider des propositions locales d’un territoire, suivre la transmission des nationales.",
)  # fmt: skip
COMITE = Ecran(
    "suivre/comite.py", "Comité", ":material/groups:",
    "L’état d’un territoire, ses séances et leurs relevés de décisions.",
)  # fmt: skip
PLAN_ACTION = Ecran(
    "suivre/plan_action.py", "Plan d’action", ":material/task_alt:",
    "Les actions, leurs porteurs, leurs dates et leurs financements.",
)  # fmt: skip
INDICATEURS = Ecran(
    "suivre/indicateurs.py", "Indicateurs", ":material/monitoring:",
    "Définir ce qui se mesure, saisir et contester des mesures, voir la progression.",
)  # fmt: skip
FEUILLE_ROUTE = Ecran(
    "suivre/feuille_route.py", "Feuille de route", ":material/route:",
    "Ce qu’un territoire a engagé : priorités, actions, argent, résultats et suites, publiés.",
)  # fmt: skip
TRACABILITE = Ecran(
    "suivre/tracabilite.py", "Traçabilité", ":material/account_tree:",
    "Ce qui se rapproche des propositions, des engagements et des actions.",
)  # fmt: skip
PRESENTATION = Ecran(
    "restituer/presentation.py", "Présentation", ":material/present_to_all:",
    "Devant une salle : un diaporama en plein écran, au clavier, sans réseau.", partie=True,
)  # fmt: skip
RESTITUER = Ecran(
    "restituer/diaporamas.py", "Restituer", ":material/slideshow:",
    "Présenter un diaporama, le modifier, en emporter les fichiers et ceux des documents.",
)  # fmt: skip
DOCUMENTS = Ecran(
    "restituer/documents.py", "Documents", ":material/picture_as_pdf:",
    "Fiches, notes, relevés, diaporamas et dossiers à emporter, en PDF, PPTX ou XLSX.", partie=True,
)  # fmt: skip
DONNEES = Ecran(
    "gerer/donnees.py", "Données et sources", ":material/database:",
    "Les fichiers, leur provenance et leurs réserves ; vérifier ses propres fichiers.",
)  # fmt: skip
JOURNAL = Ecran(
    "gerer/journal.py", "Journal", ":material/history:",
    "Qui a fait quoi, avant et après, et comment revenir en arrière.",
)  # fmt: skip
PERSONNES = Ecran(
    "gerer/personnes.py", "Personnes", ":material/group:",
    "Qui peut entrer, avec quel profil, où et jusqu’à quand : inviter, modifier, retirer.",
    reserve=True,
)  # fmt: skip
AIDE = Ecran(
    "gerer/aide.py", "Aide et glossaire", ":material/help:",
    "Le sens des sigles, la lecture des chiffres, les touches du clavier.",
)  # fmt: skip
ACCESSIBILITE = Ecran(
    "gerer/accessibilite.py", "Accessibilité", ":material/accessibility_new:",
    "La déclaration d’accessibilité et le moyen de signaler une difficulté.",
)  # fmt: skip

PERSONNELLES = Ecran(
    "gerer/donnees_personnelles.py", "Données personnelles", ":material/shield_person:",
    "Ce qui est gardé des personnes, pourquoi, combien de temps ; répondre à une demande.",
)  # fmt: skip

SECTIONS: dict[str, tuple[Ecran, ...]] = {
    "Comprendre": (ACCUEIL, RECHERCHE, ATELIERS, PROPOSITIONS, TERRITOIRES),
    "Suivre": (
        A_FAIRE, ENGAGEMENTS, INSTRUCTION, COMITE, PLAN_ACTION, INDICATEURS, FEUILLE_ROUTE,
        TRACABILITE,
    ),
    "Restituer": (RESTITUER, PRESENTATION, DOCUMENTS),
    "Gérer": (DONNEES, JOURNAL, PERSONNES, AIDE, ACCESSIBILITE, PERSONNELLES),
}  # fmt: skip

# What each role starts from, eight screens at most; the others are under « Tout ».
MENUS: dict[str, tuple[Ecran, ...]] = {
    "lecteur": (
        ACCUEIL, PROPOSITIONS, ATELIERS, TERRITOIRES, ENGAGEMENTS, FEUILLE_ROUTE, RESTITUER, AIDE,
    ),
    "comite": (
        A_FAIRE, COMITE, INSTRUCTION, PLAN_ACTION, ENGAGEMENTS, INDICATEURS, PROPOSITIONS,
        RESTITUER,
    ),
    "direction": (
        A_FAIRE, ENGAGEMENTS, COMITE, PLAN_ACTION, INDICATEURS, FEUILLE_ROUTE, TRACABILITE,
        RESTITUER,
    ),
    "administrateur": (
        A_FAIRE, ENGAGEMENTS, COMITE, PLAN_ACTION, PERSONNES, JOURNAL, DONNEES, RESTITUER,
    ),
}  # fmt: skip


def every_ecran() -> tuple[Ecran, ...]:
    """All screens, in the order of the menu."""
    return tuple(ecran for ecrans in SECTIONS.values() for ecran in ecrans)
