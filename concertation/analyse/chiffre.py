"""A published figure in words: every screen, chart, slide, paper and workbook takes them here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from concertation.analyse.lignes import list_records
from concertation.analyse.mots.formats import format_periode, format_quantite, is_empty
from concertation.analyse.mots.textes import fold, split_liste
from concertation.analyse.provenance import ANNEE, date_of_source, reserve_ids, written_period
from concertation.analyse.territoires.noms import name_territoires
from concertation.declarations.role import ROLE
from concertation.donnees import DonneeIndisponible, Donnees, soft_table

Cible = tuple[str, str | None]
CONSTAT = "constat"
SANS_LIEU, SANS_PERIODE = "périmètre non précisé", "période non précisée"
EDITORIAL = "(mots de ce tableau de bord)"
ILLISIBLES = " (réserves illisibles)"
# Columns that hold a document's own words.
_ECRITS = (
    "extrait", "intitule", "besoin", "description", "bilan", "texte", "introduction", "resume",
)  # fmt: skip


@dataclass(frozen=True)
class Chiffre:
    """The parts of a figure's words; "" for what it has not.

    `valeur` has its qualifier and its unit, `visee` says that it is aimed at or proposed, `role`
    that it is a need, a means or a context: nothing that was done. `lieu` is
    the perimeter as the document writes it, then the territory with its level; `periode` has the
    document's date where it says nothing without; `tout` is the whole that counts it already.
    `marque` names its reservations.
    """

    libelle: str
    valeur: str = ""
    visee: str = ""
    role: str = ""
    lieu: str = SANS_LIEU
    periode: str = ""
    tout: str = ""
    marque: str = ""

    @property
    def nombre(self) -> str:
        """« 2 466 consultations », « objectif : 100 % »."""
        return f"{self.visee} : {self.valeur}" if self.visee else self.valeur

    def suite(self, sauf: Iterable[str] = ()) -> str:
        """What goes on after the number, without the precisions that stand beside it already."""
        dites = " · ".join(self.precisions(sauf))
        return f" – {self.libelle}" + (f" ({dites})" if dites else "") + self.marque

    def precisions(self, sauf: Iterable[str] = ()) -> list[str]:
        """What it is, where, when, of what."""
        dites = (self.role, self.lieu, self.periode, self.tout)
        return [mots for mots in dites if mots and mots not in set(sauf)]

    @property
    def dit(self) -> str:
        """All its words, on one line."""
        return (self.nombre + self.suite()).removeprefix(" – ")


def chiffre_of(
    donnees: Donnees, ligne: Mapping[str, Any], cibles: Iterable[Cible] = (), tout: str = ""
) -> Chiffre:
    """A row that holds a figure, whatever its file; `cibles` are what a reservation may aim at."""
    colonnes = ("valeur", "valeur_max", "qualificatif", "unite")
    valeur, valeur_max, qualificatif, unite = (ligne.get(nom) for nom in colonnes)
    nombre = ""
    if not (is_empty(valeur) and is_empty(valeur_max)):
        nombre = format_quantite(valeur, valeur_max, str(qualificatif or ""), str(unite or ""))
    visee = str(ligne.get("nature") or CONSTAT)
    return Chiffre(
        str(ligne["libelle"]),
        nombre,
        "" if visee == CONSTAT else visee,
        "" if is_done(ligne) else ROLE.mot(ligne["role"]).lower(),
        where(donnees, ligne),
        when(donnees, ligne),
        f"détail de {tout}" if tout else "",
        mark(donnees, cibles),
    )


@lru_cache(maxsize=4)
def chiffres_of(donnees: Donnees) -> dict[str, Chiffre]:
    """Every published measure by id."""
    indicateurs = {i["id"]: i for i in list_records(soft_table(donnees, "indicateurs"))}
    mesures = list_records(soft_table(donnees, "mesures"))
    lignes: dict[str, dict[str, Any]] = {
        str(m["id"]): indicateurs[m["indicateur"]] | m
        for m in mesures
        if m["indicateur"] in indicateurs
    }
    # The first measure of an indicator stands for it.
    touts = {m["indicateur"]: cle for cle, m in reversed(lignes.items())}
    dits: dict[str, Chiffre] = {}
    for cle, ligne in lignes.items():
        tout = lignes.get(touts.get(ligne["parent"], ""))
        nombre = chiffre_of(donnees, tout).nombre if tout else ""
        dits[cle] = chiffre_of(donnees, ligne, targets_of_mesure(ligne), nombre)
    return dits


def is_done(ligne: Mapping[str, Any]) -> bool:
    """Whether it may tell what was done or found: no role says otherwise."""
    return not ligne.get("role") or ligne["role"] in ROLE.which("aboutit")


def targets_of_mesure(mesure: Mapping[str, Any]) -> tuple[Cible, ...]:
    """What a reservation of a measure may aim at."""
    return ("mesures", str(mesure["id"])), ("indicateurs", str(mesure["indicateur"]))


def where(donnees: Donnees, ligne: Mapping[str, Any]) -> str:
    """The perimeter as its document writes it, then the territory with its level.

    Words that no document of these data has are not quoted: they are said to be ours.
    """
    perimetre = str(ligne.get("perimetre") or "").strip()
    if perimetre:
        ecrit = _flat(perimetre) in _written(donnees)
        perimetre = f"«\u00a0{perimetre}\u00a0»" if ecrit else f"{perimetre} {EDITORIAL}"
    lieux = (perimetre, name_territoires(donnees, str(ligne.get("territoire") or "")))
    return ", ".join(mots for mots in lieux if mots) or SANS_LIEU


def when(donnees: Donnees, ligne: Mapping[str, Any]) -> str:
    """The period as written; without a year in it, the date of the document that says it."""
    texte = written_period(ligne)
    # In the middle of a line; an acronym keeps its letters.
    texte = texte[:1].lower() + texte[1:] if not texte[1:2].isupper() else texte
    texte = texte or format_periode(ligne.get("date"), ligne.get("date_fin"), vide="")
    if ANNEE.search(texte):
        return texte
    dates = dict.fromkeys(_dates(donnees).get(c, "") for c in split_liste(ligne["source"]))
    return ", ".join(mots for mots in (texte or SANS_PERIODE, *dates) if mots)


def mark(donnees: Donnees, cibles: Iterable[Cible]) -> str:
    """« (réserve R24) » after a figure; "" when it has none."""
    try:
        numeros = reserve_ids(donnees, (f"{fichier}:{cle}" for fichier, cle in cibles))
    except DonneeIndisponible:
        return ILLISIBLES
    mot = "réserve" if len(numeros) == 1 else "réserves"
    return f" ({mot} {', '.join(numeros)})" if numeros else ""


@lru_cache(maxsize=4)
def _dates(donnees: Donnees) -> dict[str, str]:
    """« document du 21 mars 2023 » by id of source."""
    sources = soft_table(donnees, "sources").to_dict("records")
    return {str(source["id"]): date_of_source(source) for source in sources}


@lru_cache(maxsize=4)
def _written(donnees: Donnees) -> str:
    """All that the files quote from the documents."""
    tables = (soft_table(donnees, nom) for nom in donnees.lectures)
    return _flat(" ".join(t for table in tables for c in _ECRITS if c in table for t in table[c]))


def _flat(texte: str) -> str:
    return " ".join(fold(texte).replace("’", "'").split())
