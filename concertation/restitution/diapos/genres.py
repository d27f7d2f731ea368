"""The kinds of slides: what each is set to and what composes it. A new kind is a line here."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from concertation.recits.contexte import Contexte
from concertation.restitution.diapos.modele import Page
from concertation.restitution.diapos.pages import propositions, publies, suivis

Type = Literal[
    "texte", "long", "theme", "themes", "portee", "propositions", "proposition", "engagement",
    "territoire", "niveau", "feuille", "seance", "date", "oui",
]  # fmt: skip
PLUSIEURS = ("themes", "propositions")  # the types that take several ids


@dataclass(frozen=True)
class Parametre:
    """A setting of a slide; `type` tells the editor which field to show."""

    nom: str
    libelle: str
    type: Type
    requis: bool = False
    aide: str = ""


@dataclass(frozen=True)
class Genre:
    """A kind of slide. `compose` is None for the one that reads the pages before it."""

    titre: str
    description: str
    compose: Callable[[Contexte, Mapping[str, Any]], Iterable[Page]] | None
    parametres: tuple[Parametre, ...] = ()


_TITRE = Parametre("titre", "Titre", "texte", aide="Vide : celui que la diapositive a d’office.")
_LIEU = Parametre("territoire", "Territoire", "territoire")

GENRES: dict[str, Genre] = {
    "titre": Genre(
        "Titre", "La couverture du diaporama.", publies.compose_titre,
        (_TITRE, Parametre("sous_titre", "Sous-titre", "texte")),
    ),
    "chiffres": Genre(
        "Chiffres clés", "Les repères de la concertation, avec leurs qualificatifs.",
        publies.compose_chiffres, (_TITRE,),
    ),
    "carte": Genre(
        "Carte des ateliers", "Où ils se sont tenus, par département.", publies.compose_carte,
        (_TITRE,),
    ),
    "participants": Genre(
        "Participants", "Qui a participé, sur cent personnes.", publies.compose_participants,
        (_TITRE,),
    ),
    "theme": Genre(
        "Thème", "Son défi et son contexte, puis ses propositions locales et nationales.",
        propositions.compose_theme, (Parametre("theme", "Thème", "theme", True),),
    ),
    "propositions": Genre(
        "Choix de propositions", "Par leurs numéros, ou par thème, portée et mots.",
        propositions.compose_propositions,
        (
            _TITRE,
            Parametre("propositions", "Propositions", "propositions",
                      aide="Choisies une à une : le reste est alors sans effet."),
            Parametre("theme", "Thèmes", "themes"),
            Parametre("portee", "Portée", "portee"),
            Parametre("recherche", "Mots à chercher", "texte"),
        ),
    ),
    "engagement": Genre(
        "Engagement", "Mot pour mot, avec ses composantes.", publies.compose_engagement,
        (
            Parametre("engagement", "Engagement", "engagement", True),
            Parametre("etat", "Montrer où il en est", "oui"),
        ),
    ),
    "revue": Genre(
        "Météo des engagements", "La grille des engagements et des territoires.",
        suivis.compose_revue, (_TITRE, Parametre("niveau", "Territoires", "niveau")),
    ),
    "attention": Genre(
        "Points d’attention", "Ce qui est en retard, bloqué, silencieux ou contradictoire.",
        suivis.compose_attention, (_LIEU,),
    ),
    "changements": Genre(
        "Ce qui a changé", "Depuis une date, sinon depuis la dernière séance.",
        suivis.compose_changements, (Parametre("depuis", "Depuis le", "date"), _LIEU),
    ),
    "territoire": Genre(
        "Territoire", "Ce qui s’y est dit, ce que son comité suit.",
        suivis.compose_territoire, (replace(_LIEU, requis=True),),
    ),
    "feuille": Genre(
        "Feuille de route", "Les priorités d’un CTS, ses actions, leur argent et leurs résultats.",
        propositions.compose_feuille, (Parametre("feuille", "Feuille de route", "feuille"),),
    ),
    "chaine": Genre(
        "Suites d’une proposition", "Ce qui lui a été répondu, ce qui s’est fait, la suite.",
        propositions.compose_chaine,
        (Parametre("proposition", "Proposition", "proposition", True),),
    ),
    "suites": Genre(
        "Suites annoncées", "Ce que les documents annoncent pour la suite.",
        publies.compose_suites, (_TITRE,),
    ),
    "texte": Genre(
        "Texte libre", "Un titre et des lignes ; une ligne qui commence par un tiret est une puce.",
        publies.compose_texte, (_TITRE, Parametre("texte", "Texte", "long")),
    ),
    "sources": Genre(
        "Sources et réserves", "Celles de toutes les diapositives qui précèdent.", None,
    ),
}  # fmt: skip
