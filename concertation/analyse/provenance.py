"""What goes with a figure: its qualifier, its reservations, its sources in words."""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

import pandas as pd

from concertation.analyse.mots.formats import (
    NON_PUBLIE,
    format_date,
    format_periode,
    format_quantite,
    is_empty,
)
from concertation.analyse.mots.textes import fold, split_liste
from concertation.donnees import Donnees, soft_table

SANS_LICENCE = "non précisée"
VOYELLES = "aeiouyh"
ANNEE = re.compile(r"\b\d{4}\b")


def format_repere(repere: Mapping[str, Any] | pd.Series, *, unite: bool = True) -> str:
    """A row of `reperes` in words: « près de 1 250 participants », « du 8 au 29 novembre 2022 ».

    Its figure with its qualifier and, unless `unite` is False, its unit; without figure its
    period; « non publié » when it has neither.
    """
    if not (is_empty(repere["valeur"]) and is_empty(repere["valeur_max"])):
        mots = str(repere["unite"]) if unite or repere["unite"] == "%" else ""
        return format_quantite(
            repere["valeur"], repere["valeur_max"], str(repere["qualificatif"]), mots
        )
    return tell_moment(repere) or NON_PUBLIE


def tell_moment(repere: Mapping[str, Any] | pd.Series) -> str:
    """When a row of `reperes` is, with what its date is worth: « au plus tard le 8 décembre 2022
    (date déduite) », « dès 2023 »; "" when no document says."""
    texte = written_period(repere)
    if is_empty(repere["date"]) and not is_empty(repere["date_fin"]):
        periode = f"au plus tard le {format_date(repere['date_fin'])}"
    else:
        periode = format_periode(repere["date"], repere["date_fin"], vide="") or texte
    return f"{periode} (date déduite)" if repere["date_certitude"] == "déduite" else periode


def written_period(ligne: Mapping[str, Any] | pd.Series) -> str:
    """« sur trois ans », « par an » for « /an »; with what a relative one means (`periode_lue`);
    "" when the document writes none."""
    texte, lue = str(ligne.get("periode_texte") or "").strip(), ligne.get("periode_lue")
    texte = f"par {texte[1:].strip()}" if texte.startswith("/") else texte
    return f"«\u00a0{texte}\u00a0», soit {lue}" if lue else texte


def reserves_of(donnees: Donnees, fichier: str, id: str | None = None) -> pd.DataFrame:
    """Rows of `reserves` about a file (« ateliers »), or about one of its rows.

    Without `id`: all that touches the file. With it: what touches the whole file, and that row.
    Raises DonneeIndisponible when reservations can't be read: they must not vanish in silence.
    """
    if id is None:
        return _reserves(donnees, lambda cible: _file_of(cible) == fichier)
    return _reserves(donnees, {fichier, f"{fichier}:{id}"}.__contains__)


def reserve_ids(donnees: Donnees, cibles: Iterable[str]) -> list[str]:
    """Numbers of the reservations of these very targets (« mesures:cpts », « actions »), in order.

    Raises DonneeIndisponible when they can't be read.
    """
    par_cible = _by_target(donnees)
    return sorted({numero for cible in cibles for numero in par_cible.get(cible, ())})


# Asked for each figure.
@lru_cache(maxsize=4)
def _by_target(donnees: Donnees) -> dict[str, list[str]]:
    par_cible: dict[str, list[str]] = {}
    table = donnees.table("reserves")
    for numero, cellule in zip(table["id"], table["cibles"], strict=True):
        for cible in split_liste(cellule):
            par_cible.setdefault(cible, []).append(str(numero))
    return par_cible


def describe_reserves(donnees: Donnees, numeros: Iterable[str] = ()) -> list[str]:
    """« R01 – titre : constat conduite » of these numbers, in their order."""
    dites = {
        str(r["id"]): f"{r['id']} – {r['titre']} : {r['constat']} {r['conduite']}"
        for r in donnees.table("reserves").to_dict("records")
    }
    return [dites[numero] for numero in numeros]


def reserves_of_rows(
    donnees: Donnees, fichier: str, frame: pd.DataFrame, cibles: Iterable[tuple[str, str]] = ()
) -> pd.DataFrame:
    """Rows of `reserves` about rows that leave the screen: theirs, those of their file, of its
    columns, of the documents they come from, and of the other rows (file, id) they speak of.

    Raises DonneeIndisponible when reservations can't be read.
    """
    documents = {cle for cellule in documents_of(frame) for cle in split_liste(cellule)}
    precises = {f"{nom}:{cle}" for nom, cle in cibles} | {f"sources:{cle}" for cle in documents}
    precises |= {f"{fichier}:{cle}" for cle in frame.get("id", ())}
    # A measure is told with its indicator.
    precises |= {f"indicateurs:{cle}" for cle in frame.get("indicateur", ())}
    return _reserves(
        donnees,
        lambda cible: (":" not in cible and _file_of(cible) == fichier) or cible in precises,
    )


def _reserves(donnees: Donnees, touches: Callable[[str], bool]) -> pd.DataFrame:
    """The reservations that have such a target."""
    reserves = donnees.table("reserves")
    gardees = [any(map(touches, split_liste(cellule))) for cellule in reserves["cibles"].tolist()]
    return reserves[pd.array(gardees, dtype="bool")]


def _file_of(cible: str) -> str:
    return cible.partition(":")[0].partition(".")[0]


def documents_of(frame: pd.DataFrame) -> list[str]:
    """The cells that name the documents of rows: column `source`, or `documents` in some files."""
    colonne = next((nom for nom in ("source", "documents") if nom in frame), None)
    return frame[colonne].tolist() if colonne else []


def describe_sources(donnees: Donnees, ids: Iterable[str]) -> list[str]:
    """Each source once, in words: « Livret de restitution, ARS Normandie, 8 décembre 2022 ».

    `ids` are cells of a column `source`, each with one id or several; an id that `sources` lacks
    is shown as it is.
    """
    uniques = dict.fromkeys(cle for cellule in ids for cle in split_liste(cellule))
    sources = {str(source["id"]): source for _, source in donnees.table("sources").iterrows()}
    return [describe_source(sources[cle]) if cle in sources else cle for cle in uniques]


def describe_source(source: pd.Series) -> str:
    """A row of `sources` in words, with what its date is worth."""
    date = str(source["date_texte"]) or "date non précisée"
    if not is_empty(source["date"]):
        date = format_date(source["date"])
        date += " (date déduite)" if source["date_certitude"] == "déduite" else ""
    return ", ".join(morceau for morceau in (source["titre"], source["editeur"], date) if morceau)


def date_of_source(source: Mapping[Any, Any] | pd.Series) -> str:
    """« document du 21 mars 2023 », « document de janvier 2025 », « document non daté »."""
    if not is_empty(source["date"]):
        deduite = ", date déduite" if source["date_certitude"] == "déduite" else ""
        return f"document du {format_date(source['date'])}{deduite}"
    texte = str(source["date_texte"]).partition(" (")[0]
    if source["date_certitude"] == "certaine" and texte:
        return f"document {'d’' if fold(texte[0]) in VOYELLES else 'de '}{texte}"
    annees = set(ANNEE.findall(texte)) if source["date_certitude"] == "déduite" else ()
    return f"document de {min(annees)}, année déduite" if len(annees) == 1 else "document non daté"


def describe_licence(donnees: Donnees, ids: Iterable[str]) -> str:
    """The licence of each source of these cells, as it states it itself.

    « Licence Ouverte 2.0 (ADMIN EXPRESS COG 2022) ; non précisée (Livret de restitution) ».
    """
    cles = {cle for cellule in ids for cle in split_liste(cellule)}
    titres: dict[str, list[str]] = {}
    for source in soft_table(donnees, "sources").to_dict("records"):
        if source["id"] in cles:
            titres.setdefault(source["licence"] or SANS_LICENCE, []).append(str(source["titre"]))
    if len(titres) < 2:
        return next(iter(titres), SANS_LICENCE)
    return " ; ".join(f"{licence} ({', '.join(noms)})" for licence, noms in titres.items())
