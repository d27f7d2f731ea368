"""What a territory is called wherever it is named: « Orne », « Le Havre (CTS) », « de l’Orne »; and
which committee follows it, the editorial reading of the column `comite`."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from concertation.analyse.adresses import Connus, choix
from concertation.analyse.lignes import list_records
from concertation.analyse.mots.textes import split_liste
from concertation.donnees import Donnees, soft_table
from concertation.donnees.vue import lineage

NIVEAUX = {
    "departement": "département",
    "cts": "CTS",
    "region": "région",
    "arrondissement": "arrondissement",
    "epci": "intercommunalité",
    "commune": "commune",
}
# Territories that have a committee: the levels that a profile offers.
DE_COMITE = ("departement", "cts")
# Levels whose names are no town's: said alone, unless another territory has the same name.
_SANS_NIVEAU = ("departement", "region", "epci")
_ARTICLES = {"departement": "le", "cts": "le", "arrondissement": "l’"}  # else « la »
_DE_ARTICLE = {"l’": "de l’", "le": "du ", "la": "de la ", "les": "des "}


# Asked many times by each screen: made once for each version of the data, and never changed.
@lru_cache(maxsize=16)
def joined_territoires(donnees: Donnees) -> Mapping[str, str]:
    """By id of a territory that is one with another for the follow-up, that other's."""
    return joined(list_records(soft_table(donnees, "territoires")))


@lru_cache(maxsize=16)
def _named(donnees: Donnees) -> tuple[Mapping[str, str], ...]:
    """By id: the name, its words after « de » and after « pour », the committee's name."""
    lignes, reunis = list_records(soft_table(donnees, "territoires")), joined_territoires(donnees)
    comptes = Counter(ligne["nom"] for ligne in lignes if ligne["id"] not in reunis)
    noms, genitifs, articles, comites = {}, {}, {}, {}
    # A CTS that is one with its département is told by its level, wherever it is still named.
    for cle, niveau, nom, article in (
        (x["id"], x["niveau"], x["nom"], x["article"]) for x in lignes
    ):
        seul, de_nom = niveau in _SANS_NIVEAU and comptes[nom] == 1, put_de(nom, article)
        noms[cle] = nom if seul else f"{nom} ({NIVEAUX[niveau]})"
        mot, devant = NIVEAUX[niveau], _ARTICLES.get(niveau, "la")
        genitifs[cle] = de_nom if seul else f"{put_de(mot, devant)} {de_nom}"
        articles[cle] = (
            put_article(nom, article) if seul else f"{put_article(mot, devant)} {de_nom}"
        )
        comites[cle] = f"Comité {genitifs[cle]}"
    for ligne in (ligne for ligne in lignes if ligne["id"] in reunis):
        autre = f"{NIVEAUX[ligne['niveau']]} {put_de(ligne['nom'], ligne['article'])}"
        comites[reunis[ligne["id"]]] += f" ({autre})"
    return noms, genitifs, articles, {cle: comites[reunis.get(cle, cle)] for cle in noms}


def choix_territoire(
    connus: Connus = lambda donnees: every_territoire(donnees), libelle: str = "Territoire"
) -> Any:
    """A field of an address: one of these territories; one that is one with another stands for
    it, as addresses of before said."""
    return choix(libelle, connus, anciens=joined_territoires)


def put_de(nom: str, article: str = "") -> str:
    """« de l’Orne », « du Havre », « d’Évreux »: a name after « de », with its article if any."""
    if article:
        return _DE_ARTICLE[article] + nom
    for propre, de_propre in (("Le ", "du "), ("Les ", "des ")):
        if nom.startswith(propre):
            return de_propre + nom.removeprefix(propre)
    initiale = unicodedata.normalize("NFD", nom[:1]).casefold()[:1]
    return ("d’" if initiale and initiale in "aeiouyœæ" else "de ") + nom


def put_article(nom: str, article: str) -> str:
    """« l’Orne », « la Manche », « Le Havre »: a name with its article if any."""
    return article + nom if article in ("", "l’") else f"{article} {nom}"


@lru_cache(maxsize=16)
def territoire_names(donnees: Donnees, niveaux: tuple[str, ...] = DE_COMITE) -> Mapping[str, str]:
    """The name of each territory by id, in the order of the levels then of the file; a CTS that is
    one with its département is left to it."""
    table, noms = soft_table(donnees, "territoires"), all_names(donnees)
    reunis = joined_territoires(donnees)
    return {
        cle: noms[cle]
        for niveau in niveaux
        for cle in table.loc[table["niveau"] == niveau, "id"].tolist()
        if cle not in reunis
    }


def every_territoire(donnees: Donnees) -> Mapping[str, str]:
    """Names of the territories that one chooses from, those with a committee first."""
    return territoire_names(donnees, tuple(NIVEAUX))


def all_names(donnees: Donnees) -> Mapping[str, str]:
    """The name of every published territory by id, in the order of the file."""
    return _named(donnees)[0]


def name_territoire(donnees: Donnees, territoire: str) -> str:
    """« Orne », « Le Havre (CTS) »: its name, with its level where two could be confused; the id
    itself when it is published no more."""
    return _named(donnees)[0].get(territoire, territoire)


def name_territoires(donnees: Donnees, cellule: str) -> str:
    """« Seine-Maritime et Eure »; "" for an empty cell."""
    return " et ".join(name_territoire(donnees, cle) for cle in split_liste(cellule))


def of_territoire(donnees: Donnees, territoire: str) -> str:
    """« de l’Orne », « du CTS du Havre »: its name after « de »."""
    return _named(donnees)[1].get(territoire, f"de {territoire}")


def the_territoire(donnees: Donnees, territoire: str) -> str:
    """« l’Orne », « le CTS du Havre »: its name after « pour » or « dans »."""
    return _named(donnees)[2].get(territoire, territoire)


def name_comite(donnees: Donnees, territoire: str) -> str:
    """« Comité de l’Orne (CTS de l’Orne) »: the committee that follows a territory."""
    return _named(donnees)[3].get(territoire, f"Comité de {territoire}")


# Their tree: each one's id with its parent's, "" at the root.


def inside(parents: Mapping[str, str], territoires: Iterable[str]) -> frozenset[str]:
    """These territories and all those in them."""
    racines = frozenset(territoires)
    return racines | {cle for cle in parents if not racines.isdisjoint(lineage(parents, cle))}


def joined(lignes: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """By id of a territory that is one with another for the follow-up, the id of that other.

    A territory alone to name a committee is one with it (a CTS and its département). Where several
    name one, each keeps its own follow-up, which rolls up into the committee's.
    """
    comites = {ligne["id"]: ligne.get("comite") or "" for ligne in lignes}
    nombres = Counter(comites.values())
    return {cle: comite for cle, comite in comites.items() if comite and nombres[comite] == 1}


def rolled_up(lignes: Iterable[Mapping[str, Any]]) -> dict[str, list[str]]:
    """By id of a committee that rolls several territories up, those."""
    dedans: dict[str, list[str]] = defaultdict(list)
    for ligne in lignes:
        if ligne.get("comite"):
            dedans[ligne["comite"]].append(ligne["id"])
    return {comite: siens for comite, siens in dedans.items() if len(siens) > 1}


def committees(lignes: Iterable[Mapping[str, Any]], niveau: str) -> list[str]:
    """Ids of the territories whose committees the review shows at a level, in the order of the
    file; before the territories of a level stands the one whose committee holds them."""
    lignes = list(lignes)
    reunis = joined(lignes)
    siens = [
        x
        for ligne in lignes
        if ligne["niveau"] == niveau
        for x in (ligne.get("comite"), ligne["id"])
    ]
    return [cle for cle in dict.fromkeys(siens) if cle and cle not in reunis]
