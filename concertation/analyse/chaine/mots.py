"""The words of the chain: kinds, and names of nodes, for screens, slides and documents."""

from functools import lru_cache

from concertation.analyse.chaine.graphe import Graphe, Noeud
from concertation.analyse.mots.formats import format_date, format_quantite, is_empty
from concertation.declarations.instruction import DECISION
from concertation.donnees import Donnees, soft_table

UN_GENRE = {
    "theme": "Thème",
    "proposition": "Proposition",
    "engagement": "Engagement",
    "composante": "Composante d'engagement",
    "instruction": "Décision d'un comité",
    "feuille": "Feuille de route",
    "priorite": "Priorité",
    "chantier": "Chantier",
    "action": "Action publiée",
    "dispositif": "Dispositif",
    "action_suivi": "Action d'un comité",
    "indicateur_suivi": "Indicateur d'un comité",
    "mesure": "Résultat publié",
    "mesure_suivi": "Mesure d'un comité",
}
_FORCES = {"forte": "fort", "faible": "faible"}
# Their number says where they are in the documents.
_NUMEROTES = frozenset({"proposition", "engagement", "composante", "priorite"})


def force_word(force: str) -> str:
    """What a link is worth, as one says it of a link: « fort », « faible »."""
    return _FORCES.get(force, force)


def name_of(donnees: Donnees, graphe: Graphe, noeud: Noeud) -> str:
    """« ACC-L-13 – Développer le transport à la demande… », a result with its figure."""
    libelle = graphe.libelles.get(noeud, "")
    if noeud.type == "instruction":
        return DECISION.mot(libelle)
    if noeud.type == "mesure":
        return _results(donnees).get(noeud.id, libelle)
    return f"{noeud.id} – {libelle}" if noeud.type in _NUMEROTES else libelle or noeud.id


@lru_cache(maxsize=4)
def _results(donnees: Donnees) -> dict[str, str]:
    """Each measure with its figure, its unit, where and when."""
    indicateurs = soft_table(donnees, "indicateurs").set_index("id").to_dict("index")
    territoires = soft_table(donnees, "territoires")
    noms = dict(zip(territoires["id"], territoires["nom"], strict=True))
    mots = {}
    for mesure in soft_table(donnees, "mesures").to_dict("records"):
        indicateur = indicateurs.get(mesure["indicateur"])
        if indicateur is None:
            continue
        valeur = format_quantite(
            mesure["valeur"], mesure["valeur_max"], str(mesure["qualificatif"]),
            str(indicateur["unite"]),
        )  # fmt: skip
        lieu = noms.get(indicateur["territoire"], "") or indicateur["perimetre"]
        quand = mesure["periode_texte"] or (
            "" if is_empty(mesure["date"]) else format_date(mesure["date"])
        )
        precisions = ", ".join(str(mot) for mot in (lieu, quand) if mot)
        mots[str(mesure["id"])] = f"{indicateur['libelle']} : {valeur}" + (
            f" ({precisions})" if precisions else ""
        )
    return mots
