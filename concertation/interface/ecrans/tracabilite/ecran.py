"""Traçabilité: the state of the screen, and what it reads of the chain, each thing once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd
import streamlit as st

from concertation.analyse.adresses import Adresse, choix, entier, texte
from concertation.analyse.chaine.comptes import key_of, read_key
from concertation.analyse.chaine.graphe import Atteint, Graphe, Noeud, chain_from, orphans
from concertation.analyse.chaine.mots import UN_GENRE, find_noeuds, fold_labels, name_of, sources_of
from concertation.analyse.mots.formats import plural
from concertation.analyse.recherche.recherche import Recherche
from concertation.donnees import Donnees
from concertation.interface.chaine import Chaine, read_echoes, show_switch
from concertation.interface.ecrans.tracabilite.genres import GENRES, sheet_of, targets_of
from concertation.interface.elements.telechargements import show_exports
from concertation.interface.socle.buttons import show_button, show_link
from concertation.interface.socle.champs import show_search
from concertation.interface.socle.session import EcranPublie, is_narrow, shows_links, write_params
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.partage import current_store
from concertation.suivi.mentions import FICTIVES

VUES = {"matrice": "Matrice", "listes": "Listes", "diagramme": "Diagramme"}
# Rows and columns of a matrix.
CROISEMENTS = (
    "theme-engagement", "theme-priorite", "theme-action", "theme-dispositif", "theme-action_suivi",
    "proposition-engagement", "proposition-priorite", "proposition-action",
    "proposition-dispositif", "proposition-action_suivi", "engagement-priorite",
    "engagement-action", "engagement-dispositif", "engagement-action_suivi", "action-mesure",
)  # fmt: skip
# The proposals behind a count of echoes (keys of `list_echoes`), then the kind and the direction of
# what nothing stands near to.
ECHOS = {
    "echo-engagement": "Propositions qui ont un écho dans un engagement",
    "echo-action": "Propositions qui ont un écho dans une action publiée",
    "echo-resultat": "Propositions qui ont un écho dans une action qui a un résultat publié",
    "echo-dispositif": "Propositions qui ont un écho dans un dispositif",
    "echo-titre": "Propositions rapprochées de priorités seulement",
}
ORPHELINS = {
    **ECHOS,
    "proposition-aval": "Propositions sans aucun écho",
    "engagement-aval": "Engagements sans action nulle part",
    "composante-aval": "Composantes d’engagement sans action",
    "priorite-aval": "Priorités sans élément publié",
    "action-aval": "Actions publiées sans résultat publié",
    "dispositif-aval": "Dispositifs sans résultat publié",
    "engagement-amont": "Engagements qu’aucune proposition ne rejoint",
    "priorite-amont": "Priorités qu’aucune proposition ne rejoint",
    "action-amont": "Actions publiées qu’aucune proposition ne rejoint",
    "dispositif-amont": "Dispositifs qu’aucune proposition ne rejoint",
    "action_suivi-amont": "Actions des comités sans proposition",
}
RESULTATS_MONTRES = 8


@dataclass(frozen=True)
class EtatTracabilite(Adresse):
    """What the address says: the start, the search, the ways of showing, the open lists."""

    depart: str = choix(
        "Point de départ",
        lambda graphe: {key_of(n): m for n, m in graphe.libelles.items() if n.type != "feuille"},
    )
    q: str = texte("Recherche")
    vue: str = choix("Afficher en", VUES)
    croise: str = choix("Croiser", CROISEMENTS)
    genre: str = choix("Liste", {type_: genre.plusieurs for type_, genre in GENRES.items()})
    orphelins: str = choix("Liste des échos", ORPHELINS)
    page: int = entier("Page", 1)
    lignes: int = entier("Page de la matrice", 1)
    liens: int = entier("Page des liens", 1)


@dataclass(frozen=True)
class EcranTracabilite(EcranPublie[EtatTracabilite]):
    """What the screen shows in this run."""

    chaine: Chaine

    @property
    def graphe(self) -> Graphe:
        return self.chaine.graphe

    @property
    def depart(self) -> Noeud | None:
        return read_key(self.etat.depart) if self.etat.depart else None

    @property
    def atteints(self) -> dict[Noeud, Atteint]:
        """What the start comes from and leads to."""
        return reach(self.chaine, self.depart) if self.depart else {}

    @property
    def vues(self) -> dict[str, str]:
        """The ways of showing what is in view."""
        absente = "diagramme" if self.depart is None else "listes"
        return {cle: mot for cle, mot in VUES.items() if cle != absente}

    @property
    def vue(self) -> str:
        """A matrix of the whole: its bands can't be told apart, nor those of a start on a phone."""
        if self.depart is not None:
            depart = "matrice" if is_narrow() else "diagramme"
        else:
            depart = "listes" if self.etat.orphelins else "matrice"
        return self.etat.vue if self.etat.vue in self.vues else depart

    @property
    def holds_suivi(self) -> bool:
        """Whether the chain goes on into what committees entered."""
        return any(noeud.type.endswith("_suivi") for noeud in self.graphe.libelles)

    def name(self, noeud: Noeud) -> str:
        """A node in the words of screens."""
        return escape(name_of(self.donnees, self.graphe, noeud))

    def start(self, cle: str) -> None:
        """Follow the chain from another node: lists start again at their first page."""
        write_params(EtatTracabilite(depart=cle, vue=self.etat.vue).to_params())

    def show_exports(
        self, frame: pd.DataFrame, titre: str, filtres: str, nom: str, noeuds: Iterable[Noeud]
    ) -> None:
        """Files of nodes, or of links; what a stamp says of the switch, of follow-up made up."""
        suite = " ; sans les rapprochements éditoriaux"
        if shows_links():
            suite = " ; les rapprochements éditoriaux sont une lecture, aucun document ne les écrit"
        show_exports(
            self.donnees,
            frame,
            titre,
            filtres + suite,
            "liens",
            nom=nom,
            mention=FICTIVES if self.holds_suivi and current_store().fictif else "",
            cibles=lambda: targets_of(noeuds),
        )


# A reading is kept as long as its chain: a rerun asks the same again.
@lru_cache(maxsize=128)
def reach(chaine: Chaine, depart: Noeud) -> dict[Noeud, Atteint]:
    return chain_from(chaine.graphe, depart)


@lru_cache(maxsize=64)
def read_orphans(chaine: Chaine, cle: str) -> tuple[Noeud, ...]:
    type_, sens = cle.split("-")
    if cle in ECHOS:
        listes = read_echoes(chaine)[sens]
        return tuple(sorted(listes, key=lambda noeud: not listes[noeud]))
    return tuple(orphans(chaine.graphe, type_, "amont" if sens == "amont" else "aval"))


def name_force(chaine: Chaine, cle: str, noeud: Noeud) -> str:
    """« – lien fort »: how a proposal of a list of echoes has its own; "" in another list."""
    if cle not in ECHOS or cle == "echo-titre":
        return ""
    return " – lien fort" if read_echoes(chaine)[cle.split("-")[1]][noeud] else " – lien faible"


@lru_cache(maxsize=32)
def name_rows(donnees: Donnees, chaine: Chaine, noeuds: tuple[Noeud, ...]) -> pd.DataFrame:
    """Nodes as rows of a file."""
    return pd.DataFrame(
        {
            "genre": [UN_GENRE[noeud.type] for noeud in noeuds],
            "id": [noeud.id for noeud in noeuds],
            "libelle": [name_of(donnees, chaine.graphe, noeud) for noeud in noeuds],
            "source": [sources_of(donnees).get(n, "") for n in noeuds],
        },
        dtype="str",
    )


@lru_cache(maxsize=8)
def _folded(chaine: Chaine) -> dict[Noeud, str]:
    return fold_labels(chaine.graphe)


@lru_cache(maxsize=256)
def _search(chaine: Chaine, recherche: Recherche, texte: str) -> tuple[tuple[Noeud, ...], str]:
    """Nodes that a text names, and the word that replaced a misspelt one ("" when none)."""
    reponse = recherche.search(texte)
    suggestion = reponse.suggestion if reponse.approximatif else ""
    # What bears the name goes before proposals that hold a part of the words.
    entiers = () if reponse.partiel else reponse.ids
    trouves = find_noeuds(_folded(chaine), suggestion or texte, entiers)
    return tuple(trouves or find_noeuds(_folded(chaine), texte, reponse.ids)), suggestion


def show_recherche(ecran: EcranTracabilite, recherche: Recherche) -> None:
    """A field that finds a start, what it finds as links, and the switch of the links."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        show_search(
            "Chercher un point de départ",
            "w-chaine-q",
            ecran.etat.q,
            lambda texte: ecran.go(q=texte.strip()),
            exemple="transport à la demande, maisons sport santé, UAPED…",
        )
        show_switch("tracabilite")
    if ecran.etat.q:
        _show_trouves(ecran, recherche)
    elif ecran.depart is None:
        _show_themes(ecran)


def _show_trouves(ecran: EcranTracabilite, recherche: Recherche) -> None:
    trouves, suggestion = _search(ecran.chaine, recherche, ecran.etat.q)
    nombre = plural(len(trouves), "point de départ trouvé", "points de départ trouvés")
    lu = f" – aucun mot exact ; lu comme « {escape(suggestion)} »" if suggestion else ""
    rien = "" if trouves else " – essayez un autre mot."
    st.info(f"**{nombre}** pour « {escape(ecran.etat.q)} »{lu}{rien}", icon=":material/search:")
    # Some of each kind: many proposals must not hide the one action.
    for noeud in _pick_each(trouves, RESULTATS_MONTRES):
        show_start(ecran, noeud, "trouve")
    if len(trouves) > RESULTATS_MONTRES:
        st.caption(f"… et {len(trouves) - RESULTATS_MONTRES} autres : précisez la recherche.")


def _pick_each(noeuds: Sequence[Noeud], nombre: int) -> list[Noeud]:
    """At most `nombre` nodes, turn by turn among their kinds, in their order."""
    types = pd.Series([noeud.type for noeud in noeuds], dtype="str")
    tours = types.groupby(types).cumcount().sort_values(kind="stable")
    return [noeuds[rang] for rang in sorted(tours.index[:nombre])]


def _show_themes(ecran: EcranTracabilite) -> None:
    themes = ecran.graphe.of_type("theme")
    if not themes:
        return
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.markdown("Ce qui se rapproche des propositions de :", width="content")
        for theme in themes:
            show_start(ecran, theme, "theme", ecran.name(theme))


def show_start(ecran: EcranTracabilite, noeud: Noeud, liste: str, libelle: str = "") -> None:
    """A button that follows the chain from a node; its kind is said by word and icon.

    `liste` tells apart the lists that a node stands in.
    """
    show_button(
        libelle or f"{UN_GENRE[noeud.type]} : {ecran.name(noeud)}",
        GENRES[noeud.type].icone,
        lambda: ecran.start(key_of(noeud)),
        key=f"{liste}-{key_of(noeud)}",
        wrap=True,
    )


def show_sheet_link(ecran: EcranTracabilite, noeud: Noeud, libelle: str) -> None:
    """A link to the screen that tells all about a node."""
    cible, params = sheet_of(ecran.graphe, noeud)
    show_link(cible, escape(libelle), params)
