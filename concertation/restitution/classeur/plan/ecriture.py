"""The action plan as files: a workbook, or two CSV in a zip, with the columns that come back."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from concertation.analyse.territoires.noms import every_territoire
from concertation.donnees import Donnees, soft_table
from concertation.restitution.classeur.cells import A_IMPRIMER
from concertation.restitution.classeur.exports import Cachet, zip_csv
from concertation.restitution.classeur.lisible import EUROS
from concertation.restitution.classeur.plan.modele import ACTIONS, COLONNES, FINANCEMENTS, Plan

if TYPE_CHECKING:  # its libraries take a moment to load
    from concertation.restitution.classeur.ecriture import Feuille

Choix = Mapping[str, Sequence[tuple[str, str]]]
"""For each column, the allowed values with what they mean."""

_TYPES: dict[str, Any] = {"identifiant": "Int64", "montant": "float64", "date": "datetime64[us]"}
MODE_D_EMPLOI = (
    ("Mode d’emploi", f"La feuille « {A_IMPRIMER} » se lit et s’imprime ; modifiez les feuilles "
     f"{ACTIONS} et {FINANCEMENTS}, que l’import reprend."),
    ("Mode d’emploi", "Une ligne sans id crée une action ou un financement."),
    ("Mode d’emploi", "Un financement désigne son action par l’id de celle-ci, dans la colonne "
     "action ; pour une action nouvelle, écrivez N1, N2… dans son id et dans cette colonne."),
    ("Mode d’emploi", "Gardez id et version tels quels : ils disent quelle ligne est modifiée."),
    ("Mode d’emploi", "Une ligne retirée du fichier reste dans la base, sans changement."),
    ("Mode d’emploi", "Plusieurs propositions se séparent par une barre verticale : | ."),
)  # fmt: skip


def choix_of_donnees(donnees: Donnees) -> Choix:
    """Allowed values of the published files, for the lists of a workbook."""
    colonnes = {
        "engagement": ("engagements", "titre_court"),
        "composante": ("composantes", "intitule"),
    }
    frames = {
        nom: soft_table(donnees, table)[["id", mot]] for nom, (table, mot) in colonnes.items()
    }
    choix = {nom: list(frame.itertuples(index=False, name=None)) for nom, frame in frames.items()}
    return choix | {"territoire": list(every_territoire(donnees).items())}


def to_plan_xlsx(plan: Plan, cachet: Cachet, choix: Choix | None = None) -> bytes:
    """A workbook: the actions as one prints them, then the two tables that come back, the allowed
    values, the stamp with directions for use.

    Raises ValueError, in French, for a text longer than what a cell of a workbook can hold.
    """
    from concertation.restitution.classeur.ecriture import Feuille, write_feuilles

    feuilles = [_printable(plan, choix or {})] if plan.of(ACTIONS) else []
    for table in COLONNES:
        frame = _typed(plan, table)
        if frame.empty:  # a table to fill in: Excel wants a row in it
            frame = frame.reindex([0])
        listes = dict(choix or {})
        for nom, champ in COLONNES[table].items():
            if champ.liste is not None:
                listes[nom] = [(mot, code) for code, mot in champ.liste.items()]
        siennes = {nom: listes[nom] for nom in frame.columns if listes.get(nom)}
        feuilles.append(Feuille(table, frame, siennes))
    return write_feuilles(feuilles, [*cachet.rows(), *MODE_D_EMPLOI])


def to_plan_csv(plan: Plan, cachet: Cachet) -> bytes:
    """A zip of `actions.csv` and `financements.csv` as Excel reads them, and of their stamp."""
    tables = {table: _typed(plan, table) for table in COLONNES}
    return zip_csv(tables, [*cachet.rows(), *MODE_D_EMPLOI], excel=True)


def _printable(plan: Plan, choix: Choix) -> "Feuille":
    """An action a row, in words, with its money added up by nature: what one prints."""
    from concertation.restitution.classeur.ecriture import Feuille

    actions, argent = _typed(plan, ACTIONS), _typed(plan, FINANCEMENTS)
    lisible, formats = pd.DataFrame(index=actions.index), dict[str, str]()
    for nom, champ in COLONNES[ACTIONS].items():
        mots = dict(choix.get(nom, ()))
        if nom != "version":
            lisible[champ.libelle if nom != "id" else "N°"] = [
                f"{v} – {mots[v]}" if v in mots and nom != "territoire" else mots.get(v, v)
                for v in actions[nom]
            ] if mots else actions[nom]  # fmt: skip
    ids, argent = actions["id"].astype("str"), argent.assign(de=argent["action"].astype("str"))
    for nature, siennes in argent.groupby("nature"):
        lisible[nature] = ids.map(siennes.groupby("de")["montant"].sum()).astype("float64")
        formats[str(nature)] = EUROS
    financeurs = {
        de: ", ".join(filter(None, noms.unique())) for de, noms in argent.groupby("de")["financeur"]
    }
    lisible["Financeurs"] = pd.Series([financeurs.get(cle, "") for cle in ids], dtype="str")
    return Feuille(A_IMPRIMER, lisible, formats=formats, verrou=True)


def _typed(plan: Plan, table: str) -> pd.DataFrame:
    """The rows as a spreadsheet wants them: numbers, dates, words instead of codes."""
    lignes = plan.of(table)
    colonnes: dict[str, pd.Series] = {}
    for nom, champ in COLONNES[table].items():
        textes = pd.Series([ligne.cellules[nom] for ligne in lignes], dtype="str")
        if champ.genre in _TYPES and not textes.str.startswith("N").any():
            textes = textes.where(textes != "").astype(_TYPES[champ.genre])
        elif champ.liste is not None:
            textes = textes.map(lambda code, liste=champ.liste: liste.mot(code))
        colonnes[nom] = textes
    return pd.DataFrame(colonnes)
