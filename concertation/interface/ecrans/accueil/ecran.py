"""The parts of the home page; each leads to the screen that tells more."""

from collections.abc import Iterator
from functools import lru_cache

import streamlit as st

from concertation.analyse.chaine.graphe import Noeud
from concertation.analyse.mots.formats import plural
from concertation.analyse.provenance import format_repere
from concertation.analyse.selection.propositions import count_theme_portee
from concertation.donnees import Donnees, soft_geo, soft_table
from concertation.graphiques.carte import cartes as carte
from concertation.graphiques.dessin import Dessin
from concertation.graphiques.dessins.participation import waffle_participation
from concertation.graphiques.dessins.propositions import bars_propositions
from concertation.interface.chaine import current_chaine, prepare_chaine, read_echoes, show_switch
from concertation.interface.elements.blocs import show_blocs, show_section
from concertation.interface.elements.figures import show_figure
from concertation.interface.elements.provenance import (
    carte_source,
    help_of,
    show_reserves,
    source_line,
)
from concertation.interface.socle import registre
from concertation.interface.socle.buttons import show_link
from concertation.interface.socle.garde import guard
from concertation.interface.socle.session import is_narrow, lexique_of, shows_links
from concertation.interface.socle.textes import escape, rich_text
from concertation.recits.reperes import (
    AUTOUR,
    PARTICIPATION,
    PERIODE,
    SUITES,
    list_reperes,
    play_roles,
    target_roles,
    tell_reperes,
)

Lien = tuple[registre.Ecran, str, dict[str, str]]
Chiffre = tuple[str, str, str | None, Lien]
"""A key figure: what it counts, its words, its reservation, the way to what tells more."""
REPERES: dict[str, Lien] = {
    "participants": (registre.DONNEES, "Qui sont-ils", {"fichier": "participation"}),
    "ateliers": (registre.ATELIERS, "Où, quand", {}),
    "duree": (registre.DONNEES, "Repères", {"fichier": "reperes"}),
}
# A longer value, with its qualifier, takes two places of the grid.
VALEUR_COURTE = 6
# Half of a laptop's main column, in pixels.
LARGEUR_CARTE = 460
# Echoes of a proposal, by their name in `list_echoes`, with their list on Traçabilité.
ECHOS = {
    "engagement": ("Un écho dans un engagement", "echo-engagement"),
    "action": ("Un écho dans une action publiée", "echo-action"),
    "resultat": ("Un écho dans une action qui a un résultat publié", "echo-resultat"),
    "dispositif": ("Un écho dans un dispositif", "echo-dispositif"),
    "titre": ("Rapprochées de priorités seulement", "echo-titre"),
    "aucun": ("Aucun écho", "proposition-aval"),
}


def prepare(donnees: Donnees) -> None:
    """Build what the first visitor would wait for: charts, and the words for dates."""
    _carte(donnees, False)
    _barres(donnees)
    _gaufre(donnees)
    prepare_chaine(donnees)
    list(_reperes(donnees))
    for periode in play_roles(donnees, PERIODE):
        format_repere(periode)


def show_titre(donnees: Donnees) -> None:
    st.title(escape(str(donnees.metadonnees.get("nom") or "Concertation")), anchor=False)
    introduction = str(donnees.metadonnees.get("introduction") or "")
    if introduction:
        st.markdown(rich_text(introduction, lexique_of(donnees)))
    for periode in play_roles(donnees, PERIODE):
        with guard():
            st.markdown(
                f":material/calendar_month: Ateliers tenus {format_repere(periode)}",
                help=help_of(donnees, "reperes", periode["id"]),
            )


def show_chiffres(donnees: Donnees) -> None:
    """Key figures with their qualifier and their reservation, each a way into a screen."""
    chiffres = [*_reperes(donnees), *_comptes(donnees)]
    places = [2 if len(valeur) > VALEUR_COURTE else 1 for _, valeur, *_ in chiffres]
    grille = st.grid(max(1, sum(places)), min_column_width=135, gap="small")
    for (libelle, valeur, aide, lien), place in zip(chiffres, places, strict=True):
        cadre = grille.cell(column_span=place)
        with cadre, st.container(border=True, height="stretch", gap="xsmall"):
            st.metric(libelle, valeur, help=aide)
            show_link(*lien, "arrow_forward")


def _reperes(donnees: Donnees) -> Iterator[Chiffre]:
    for ligne in play_roles(donnees, *REPERES):
        libelle = str(ligne["unite"] or ligne["libelle"]).capitalize()
        valeur, aide = format_repere(ligne, unite=False), help_of(donnees, "reperes", ligne["id"])
        yield libelle, valeur, aide, REPERES[ligne["role"]]


def _comptes(donnees: Donnees) -> Iterator[Chiffre]:
    nombre, aide = len(donnees.table("propositions")), help_of(donnees, "propositions")
    yield "Propositions", str(nombre), aide, (registre.PROPOSITIONS, "Les lire", {})
    if nombre := len(soft_table(donnees, "engagements")):
        lien = (registre.DONNEES, "Détail", {"fichier": "composantes"})
        yield "Engagements", str(nombre), help_of(donnees, "engagements"), lien


def show_carte(donnees: Donnees) -> None:
    ateliers = donnees.table("ateliers")
    show_figure(
        "Où s’est tenu l’atelier"
        if len(ateliers) == 1
        else f"Où se sont tenus les {plural(len(ateliers), 'atelier')}",
        _carte(donnees, is_narrow()),
        source=carte_source(donnees),
        cle="carte-accueil",
        on_select=lambda ids: _open(registre.ATELIERS, fiche=ids[0]),
        on_area=lambda ids: _open(registre.ATELIERS, departement=ids[0]),
        scrolls=True,
        aide="Cliquez sur un atelier pour ouvrir sa fiche, sur un département pour ses ateliers.",
        reserves=target_roles(donnees, "ateliers", PERIODE),
    )


# The charts of this page depend on the data alone: each is drawn once.
@lru_cache(maxsize=4)
def _carte(donnees: Donnees, phone: bool) -> Dessin:
    largeur = None if phone else LARGEUR_CARTE
    departements = soft_geo(donnees, "departements")
    ateliers = donnees.table("ateliers")
    return carte.map_ateliers(ateliers, departements, compact=phone, largeur=largeur)


@lru_cache(maxsize=4)
def _barres(donnees: Donnees) -> Dessin:
    propositions, themes = donnees.table("propositions"), donnees.table("themes")
    return bars_propositions(count_theme_portee(propositions, themes))


@lru_cache(maxsize=4)
def _gaufre(donnees: Donnees) -> Dessin:
    return waffle_participation(donnees.table("participation"))


def _open(ecran: registre.Ecran, **params: str) -> None:
    st.switch_page(ecran.chemin, query_params=params)


def show_propositions(donnees: Donnees) -> None:
    propositions = donnees.table("propositions")
    show_figure(
        f"{plural(len(propositions), 'proposition')}, par thème et portée",
        _barres(donnees),
        source=source_line(donnees, propositions["source"]),
        cle="barres-accueil",
        on_select=lambda ids: _open(registre.PROPOSITIONS, theme=ids[0], portee=ids[1]),
        aide="Cliquez sur une barre pour lire ses propositions.",
        reserves=("propositions",),
    )


def show_participation(donnees: Donnees) -> None:
    parts = donnees.table("participation")
    if parts.empty:
        st.header("Qui a participé", anchor=False)
        st.markdown("Répartition des participants : non publiée.")
        return
    show_figure(
        "Qui a participé, sur 100 participants",
        _gaufre(donnees),
        source=" · ".join([*_tenus(donnees), source_line(donnees, parts["source"])]),
        cle="gaufre",
        aide=help_of(donnees, "participation"),
        reserves=(*target_roles(donnees, "participants"), "participation.part"),
    )
    params = {"fichier": "participation"}
    show_link(registre.DONNEES, "Voir les parts et leur réserve", params, "arrow_forward")
    # What limited who came stands beside who came.
    recit = tell_reperes(donnees, PARTICIPATION, PARTICIPATION)
    if recit.blocs:
        show_blocs(recit)


def _tenus(donnees: Donnees) -> list[str]:
    """« Près de 1 250 participants », « Ateliers tenus du 8 au 29 novembre 2022 »."""
    mots = {"participants": "", PERIODE: "Ateliers tenus "}
    dits = [mots[r["role"]] + format_repere(r) for r in play_roles(donnees, *mots)]
    return [escape(dit[:1].upper() + dit[1:]) for dit in dits]


def show_autour(donnees: Donnees) -> None:
    """Every published figure of the consultation, its bodies, its engagements."""
    titre = "Tous les chiffres publiés : ateliers, instances, engagements"
    recit = tell_reperes(donnees, titre, *AUTOUR)
    if recit.blocs:
        with st.expander(titre, icon=":material/numbers:"):
            show_blocs(recit)
            st.caption(source_line(donnees, [r["source"] for r in list_reperes(donnees, *AUTOUR)]))


def show_suites(donnees: Donnees) -> None:
    """What followed the consultation, and what was announced."""
    recit = tell_reperes(donnees, "Les suites", *SUITES)
    if recit.blocs:
        show_section(recit)
        st.caption(source_line(donnees, [r["source"] for r in list_reperes(donnees, *SUITES)]))


def show_engagements(donnees: Donnees) -> None:
    engagements = donnees.table("engagements")
    if engagements.empty:
        return
    lexique = lexique_of(donnees)
    st.header(plural(len(engagements), "engagement"), anchor=False)
    with st.container(border=True, gap="small"):
        for _, ligne in engagements.iterrows():
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                titre = f"**{escape(ligne['id'])} – {escape(ligne['titre_court'])}**"
                st.markdown(titre, width="stretch")
                params = {"fichier": "composantes", "engagement": ligne["id"]}
                mots = f"Composantes de {escape(ligne['id'])}"
                show_link(registre.DONNEES, mots, params, "arrow_forward")
            st.markdown(rich_text(ligne["intitule"], lexique))
    st.caption(source_line(donnees, engagements["source"]))


def show_chaine_accueil(donnees: Donnees) -> None:
    """How many proposals have an echo, said to be readings; nothing once these are turned off."""
    if soft_table(donnees, "liens").empty:
        return
    nombre = len(donnees.table("propositions"))
    st.header(f"Ce qui se rapproche des {plural(nombre, 'proposition')}", anchor=False)
    show_switch("accueil")
    if not shows_links():
        st.markdown("Ces comptes reposent sur les rapprochements éditoriaux, qui sont masqués.")
        return
    chaine = current_chaine()
    if chaine.panne:
        st.caption(escape(chaine.panne))
    listes = read_echoes(chaine)
    grille = st.grid(3, min_column_width=200, gap="small")
    for nom, (libelle, liste) in ECHOS.items():
        with grille.cell(), st.container(border=True, height="stretch", gap="xsmall"):
            st.markdown(f"**{libelle}**  \n{_count_echoes(listes[nom], nom)}")
            show_link(registre.TRACABILITE, "Les lire", {"orphelins": liste}, "arrow_forward")
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        st.caption(
            "Comptes de rapprochements éditoriaux : une lecture, qu’aucun document ne fait. "
            "Ceux qui sont contestés, ou qui ne rejoignent que l’intitulé d’une priorité sans "
            "élément publié, n’y comptent pas.",
            width="content",
        )
        show_link(registre.TRACABILITE, "Suivre la chaîne", icone="arrow_forward")


def _count_echoes(liste: dict[Noeud, bool], nom: str) -> str:
    """« 12 par un lien fort, 34 en comptant les rapprochements faibles »."""
    if nom in ("titre", "aucun"):
        return plural(len(liste), "proposition")
    forts = sum(liste.values())
    return f"{forts} par un lien fort, {len(liste)} en comptant les rapprochements faibles."


def show_reserves_accueil(donnees: Donnees) -> None:
    fichiers = ("participation", "engagements", "ateliers", *(["liens"] if shows_links() else []))
    montres = play_roles(donnees, *REPERES, PERIODE) + list_reperes(donnees, *SUITES, *AUTOUR)
    reperes = [("reperes", str(repere["id"])) for repere in montres]
    show_reserves(donnees, reperes + [(fichier, None) for fichier in fichiers])
