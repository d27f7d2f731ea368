"""The graph of the chain, built from the published files and from frames of follow-up."""

from collections.abc import Iterable, Iterator, Mapping

import pandas as pd

from concertation.analyse.chaine.graphe import (
    EDITORIAL,
    PUBLIE,
    RETIRE,
    SUIVI,
    Arete,
    Graphe,
    Noeud,
)
from concertation.analyse.lignes import list_records
from concertation.analyse.mots.textes import split_liste
from concertation.declarations.role import ROLE
from concertation.donnees import Donnees, soft_table

# (type, table, column of the label)
TYPES = (
    ("theme", "themes", "nom_court"),
    ("proposition", "propositions", "intitule"),
    ("engagement", "engagements", "titre_court"),
    ("composante", "composantes", "intitule"),
    ("feuille", "feuilles", "nom"),
    ("priorite", "priorites", "titre_court"),
    ("chantier", "chantiers", "intitule"),
    ("action", "actions", "titre_court"),
    ("dispositif", "dispositifs", "nom"),
)
# (table, type of its rows, column, type of what it names): the column's row comes before.
APPARTENANCES = (
    ("propositions", "proposition", "theme", "theme"),
    ("composantes", "composante", "engagement", "engagement"),
    ("priorites", "priorite", "feuille", "feuille"),
    ("chantiers", "chantier", "priorite", "priorite"),
    ("actions", "action", "chantier", "chantier"),
)
# Type and column of the label of the entries of committees; a measure has its indicator's.
TYPES_SUIVI = {
    "actions": ("action_suivi", "intitule"),
    "indicateurs": ("indicateur_suivi", "libelle"),
    "mesures": ("mesure_suivi", ""),
    "instructions": ("instruction", "decision"),
}
# Of a file that says no role: what was counted; an age or a condition says what was offered.
NATURES_DE_RESULTAT = frozenset({"flux", "stock", "capacite", "taux"})


def build_graphe(donnees: Donnees, suivi: Mapping[str, pd.DataFrame] | None = None) -> Graphe:
    """The whole chain; a file that can't be read gives no node and no edge.

    `suivi`: what committees entered, as the store lists it: `actions` (`id, engagement,
    composante, intitule, propositions`), `indicateurs` (`id, engagement, composante, libelle`),
    `mesures` (`id, indicateur_id`), `instructions` (`id, proposition, decision`), `liens` (the
    columns of the published file, `lien_publie`, `avis`, `motif`).
    """
    libelles: dict[Noeud, str] = {}
    aretes: list[Arete] = []
    for type_, table, colonne in TYPES:
        frame = soft_table(donnees, table)
        for cle, libelle in zip(frame["id"].tolist(), frame[colonne].tolist(), strict=True):
            libelles[Noeud(type_, cle)] = libelle
    for table, type_, colonne, parent in APPARTENANCES:
        frame = soft_table(donnees, table)
        for cle, amont in zip(frame["id"].tolist(), frame[colonne].tolist(), strict=True):
            aretes.append(Arete(Noeud(parent, amont), Noeud(type_, cle), PUBLIE))
    _add_results(donnees, libelles, aretes)
    if suivi:
        _add_follow_up(suivi, libelles, aretes)
    saisis = (suivi or {}).get("liens", pd.DataFrame())
    aretes += _links(soft_table(donnees, "liens"), saisis, libelles)
    return Graphe.of(libelles, aretes)


def _add_results(donnees: Donnees, libelles: dict[Noeud, str], aretes: list[Arete]) -> None:
    """Measures of what was found, below their action or « dispositif »."""
    indicateurs = {i["id"]: i for i in list_records(soft_table(donnees, "indicateurs"))}
    for mesure in list_records(soft_table(donnees, "mesures")):
        indicateur = indicateurs.get(mesure["indicateur"])
        if indicateur is None or mesure["nature"] != "constat":
            continue
        comptee = indicateur["nature"] in NATURES_DE_RESULTAT
        if not (mesure["role"] in ROLE.which("aboutit") if mesure["role"] else comptee):
            continue
        noeud = Noeud("mesure", mesure["id"])
        libelles[noeud] = indicateur["libelle"]
        aretes += [
            Arete(Noeud(type_, indicateur[type_]), noeud, PUBLIE)
            for type_ in ("action", "dispositif")
            if indicateur[type_]
        ]


def _links(
    publies: pd.DataFrame, saisis: pd.DataFrame, libelles: Iterable[Noeud]
) -> Iterator[Arete]:
    """A link that a document writes is a published fact; any other is a reading.

    Published ones as the direction speaks of them, then its own; those that it withdraws stay out.
    Ends are the very nodes of `libelles`: the memory holds one object a node, not one an edge.
    """
    noeuds = {noeud: noeud for noeud in libelles}

    def find(type_: str, cle: str) -> Noeud:
        noeud = Noeud(type_, cle)
        return noeuds.get(noeud, noeud)

    siens = list_records(saisis)
    avis = {lien["lien_publie"]: lien for lien in siens if lien.get("lien_publie")}
    for lien in [*list_records(publies), *(s for s in siens if not s.get("lien_publie"))]:
        dit = avis.get(lien["id"], lien)
        if dit.get("avis") == RETIRE:
            continue
        is_publie = lien["force"] == "explicite"
        yield Arete(
            find(lien["origine_type"], lien["origine"]), find(lien["cible_type"], lien["cible"]),
            PUBLIE if is_publie else EDITORIAL, "" if is_publie else lien["force"],
            lien["justification"], lien["auteur"], str(lien["id"]), dit.get("avis", ""),
            dit.get("motif", ""),
        )  # fmt: skip


def _add_follow_up(
    suivi: Mapping[str, pd.DataFrame], libelles: dict[Noeud, str], aretes: list[Arete]
) -> None:
    """Entries of committees, under types of their own."""
    for table, (type_, colonne) in TYPES_SUIVI.items():
        for ligne in list_records(suivi.get(table, pd.DataFrame())):
            noeud = Noeud(type_, str(ligne["id"]))
            origines = [Noeud("proposition", p) for p in split_liste(ligne.get("propositions", ""))]
            if table == "mesures":
                origines = [Noeud("indicateur_suivi", str(ligne["indicateur_id"]))]
            elif table == "instructions":
                origines = [Noeud("proposition", ligne["proposition"])]
            else:
                # The component that an entry serves, else its engagement.
                rang = "composante" if ligne["composante"] else "engagement"
                origines = [Noeud(rang, ligne[rang]), *origines]
            libelles[noeud] = ligne[colonne] if colonne else libelles.get(origines[0], "")
            aretes += [Arete(origine, noeud, SUIVI) for origine in origines]
