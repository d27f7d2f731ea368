"""The words of the chain: kinds, names of nodes, and nodes found by their words."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from concertation.analyse.chaine.graphe import Graphe, Noeud
from concertation.analyse.chiffre import chiffres_of
from concertation.analyse.lignes import list_records
from concertation.analyse.mots.textes import fold
from concertation.declarations.instruction import DECISION
from concertation.donnees import Donnees, soft_table

UN_GENRE = {
    "theme": "Thème",
    "proposition": "Proposition",
    "engagement": "Engagement",
    "composante": "Composante d’engagement",
    "instruction": "Décision d’un comité",
    "feuille": "Feuille de route",
    "priorite": "Priorité",
    "chantier": "Chantier",
    "action": "Action publiée",
    "dispositif": "Dispositif",
    "action_suivi": "Action d’un comité",
    "indicateur_suivi": "Indicateur d’un comité",
    "mesure": "Résultat publié",
    "mesure_suivi": "Mesure d’un comité",
}
# What a reader looks for first comes first.
ORDRE_GENRES = (
    "theme", "engagement", "composante", "proposition", "action", "action_suivi", "priorite",
    "chantier", "dispositif", "indicateur_suivi",
)  # fmt: skip
# What a published file of the same name, in the plural, tells with its source.
_PUBLIES = ("theme", "proposition", "engagement", "composante", "priorite", "chantier",
            "action", "dispositif", "mesure")  # fmt: skip
# Their number says where they are in the documents.
_NUMEROTES = frozenset({"proposition", "engagement", "composante", "priorite"})


def name_of(donnees: Donnees, graphe: Graphe, noeud: Noeud) -> str:
    """« ACC-L-13 – Développer le transport à la demande… », a result with its figure."""
    libelle = graphe.libelles.get(noeud, "")
    if noeud.type == "instruction":
        return DECISION.mot(libelle)
    if noeud.type == "mesure":
        chiffre = chiffres_of(donnees).get(noeud.id)
        return chiffre.dit if chiffre else libelle
    return f"{noeud.id} – {libelle}" if noeud.type in _NUMEROTES else libelle or noeud.id


def cited(donnees: Donnees, noeuds: Iterable[Noeud]) -> list[str]:
    """The cells that name the documents of these nodes, once each."""
    sources = sources_of(donnees)
    return list(dict.fromkeys(sources[noeud] for noeud in noeuds if noeud in sources))


def tell_before(donnees: Donnees, noeud: Noeud) -> str:
    """« engagé avant les ateliers, avril 2021 », "" where no document says so."""
    dit = _earlier(donnees).get(noeud, "")
    return f"engagé avant les ateliers, {dit}" if dit else ""


@lru_cache(maxsize=4)
def _earlier(donnees: Donnees) -> dict[Noeud, str]:
    return {
        Noeud(genre, str(ligne["id"])): ligne["anteriorite"]
        for genre in ("action", "dispositif")
        for ligne in list_records(soft_table(donnees, f"{genre}s"))
    }


def targets_of_noeuds(noeuds: Iterable[Noeud]) -> list[tuple[str, str]]:
    """(file, id) of what a reservation of these nodes may aim at."""
    return [(f"{noeud.type}s", noeud.id) for noeud in noeuds if noeud.type in _PUBLIES]


@lru_cache(maxsize=4)
def sources_of(donnees: Donnees) -> dict[Noeud, str]:
    """The cell that names the documents of each published node."""
    tables = {nom: soft_table(donnees, nom) for nom in (f"{genre}s" for genre in _PUBLIES)}
    return {
        Noeud(nom[:-1], str(cle)): str(source)
        for nom, table in tables.items()
        for cle, source in zip(table["id"], table["source"], strict=True)
    }


def fold_labels(graphe: Graphe) -> dict[Noeud, str]:
    """The words of each node that a chain may start from, ready for `find_noeuds`."""
    return {
        noeud: f"{fold(noeud.id)} {fold(graphe.libelles[noeud])}"
        for noeud in graphe.of_type(*ORDRE_GENRES)
    }


def find_noeuds(
    mots: Mapping[Noeud, str], texte: str, propositions: Iterable[str] = ()
) -> list[Noeud]:
    """Nodes that hold every word of a text, kind after kind; `propositions` found otherwise.

    Within a kind, those that hold the words as they were typed come first; proposals keep the
    order given, which is that of a real search.
    """
    cherches = fold(texte).split()
    if not cherches:
        return []
    phrase = " ".join(cherches)
    trouves = [
        noeud
        for noeud, ecrit in mots.items()
        if noeud.type != "proposition" and all(mot in ecrit for mot in cherches)
    ]
    trouves += [Noeud("proposition", cle) for cle in propositions]
    rangs = {type_: rang for rang, type_ in enumerate(ORDRE_GENRES)}
    return sorted(
        (noeud for noeud in trouves if noeud in mots),
        key=lambda n: (rangs[n.type], n.type != "proposition" and phrase not in mots[n]),
    )
