"""The action plan as a file, and back: same columns both ways, all or nothing.

    plan = plan_of_store(store, acteur)
    contenu = to_plan_xlsx(plan, cachet, choix_of_donnees(donnees))
    recu, anomalies = read_plan(contenu, "plan.xlsx")
    anomalies = anomalies or check_plan(recu, store.references, plan_of_store(store, acteur))
    preview(recu, plan_of_store(store, acteur)).sentence()
    apply_plan(store, acteur, recu)

Rows that the file doesn't hold stay as they are: nothing is withdrawn by leaving it out.
"""

import datetime as dt
import io
import zipfile
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import pandas as pd

from concertation.donnees import Anomalie, DonneeIndisponible, Donnees
from concertation.restitution.classeur.exports import Cachet, to_csv
from concertation.restitution.classeur.plan.apercu import Apercu, Changement, preview
from concertation.restitution.classeur.plan.cellules import JOINT, LIBELLES
from concertation.restitution.classeur.plan.controle import (
    changed_fields,
    check_cells,
    check_plan,
    conflicts,
)
from concertation.restitution.classeur.plan.lecture import read_plan
from concertation.restitution.classeur.plan.modele import (
    ACTIONS,
    COLONNES,
    FINANCEMENTS,
    Plan,
    is_new,
    plan_of_frames,
    plan_of_store,
)
from concertation.suivi import Acteur, Conflit, ErreurSuivi, Store

__all__ = [
    "Apercu",
    "Changement",
    "Plan",
    "PlanRefuse",
    "apply_plan",
    "check_plan",
    "choix_of_donnees",
    "plan_of_frames",
    "plan_of_store",
    "preview",
    "read_plan",
    "to_plan_csv",
    "to_plan_xlsx",
]

Choix = Mapping[str, Sequence[tuple[str, str]]]
"""For each column, the allowed values with what they mean."""

# The format of the instants in the archive: the same rows give the same bytes.
_INSTANT = (2000, 1, 1, 0, 0, 0)
MODE_D_EMPLOI = (
    ("Mode d'emploi", "Une ligne sans id crée une action ou un financement."),
    ("Mode d'emploi", "Un financement désigne son action par l'id de celle-ci, dans la colonne "
     "action ; pour une action nouvelle, écrivez N1, N2… dans son id et dans cette colonne."),
    ("Mode d'emploi", "Gardez id et version tels quels : ils disent quelle ligne est modifiée."),
    ("Mode d'emploi", "Une ligne retirée du fichier reste dans la base, sans changement."),
    ("Mode d'emploi", "Plusieurs propositions se séparent par une barre verticale : | ."),
)  # fmt: skip


class PlanRefuse(ErreurSuivi):
    """The plan has mistakes, all in `anomalies`: nothing was written."""

    def __init__(self, anomalies: Sequence[Anomalie]) -> None:
        self.anomalies = tuple(anomalies)
        nombre = len(self.anomalies)
        debut = "une anomalie" if nombre == 1 else f"{nombre} anomalies"
        super().__init__(f"Le plan est refusé en entier, il contient {debut}. {self.anomalies[0]}")


def choix_of_donnees(donnees: Donnees) -> Choix:
    """Allowed values of the published files, for the lists of a workbook."""
    colonnes = {
        "engagement": ("engagements", "titre_court"),
        "composante": ("composantes", "intitule"),
        "territoire": ("territoires", "nom"),
    }
    choix: dict[str, list[tuple[str, str]]] = {}
    for nom, (table, libelle) in colonnes.items():
        try:
            frame = donnees.table(table)
        except DonneeIndisponible:
            continue
        if not frame.empty:
            choix[nom] = list(zip(frame["id"], frame[libelle], strict=True))
    return choix


def to_plan_xlsx(plan: Plan, cachet: Cachet, choix: Choix | None = None) -> bytes:
    """A workbook: the two tables, the allowed values, the stamp with directions for use.

    Raises ValueError, in French, for a text longer than what a cell of a workbook can hold.
    """
    from concertation.restitution.classeur.ecriture import Feuille, write_feuilles

    feuilles = []
    for table in COLONNES:
        frame = _typed(plan, table)
        if frame.empty:
            # A table to fill in: Excel wants a row in it.
            frame = frame.reindex([0])
            textes = [nom for nom in frame.columns if frame[nom].dtype == "str"]
            frame = frame.assign(**{nom: pd.Series([""], dtype="str") for nom in textes})
        libelles = {n: [(mot, code) for code, mot in m.items()] for n, m in LIBELLES.items()}
        listes = {**(choix or {}), **libelles}
        siennes = {nom: listes[nom] for nom in frame.columns if listes.get(nom)}
        feuilles.append(Feuille(table, frame, siennes))
    return write_feuilles(feuilles, [*cachet.rows(), *MODE_D_EMPLOI])


def to_plan_csv(plan: Plan, cachet: Cachet, excel: bool = False) -> bytes:
    """A zip of `actions.csv` and `financements.csv`, in one of the two dialects of `to_csv`."""
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in COLONNES:
            membre = zipfile.ZipInfo(f"{table.lower()}.csv", _INSTANT)
            membre.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(membre, to_csv(_typed(plan, table), cachet, excel))
    return tampon.getvalue()


def apply_plan(store: Store, acteur: Acteur, plan: Plan, seance_id: int | None = None) -> Apercu:
    """Write the plan, all of it or nothing; what was done.

    Raises `PlanRefuse` with every mistake, `Conflit` with every row that somebody changed since
    the export, or what the store raises. `seance_id` binds the changes to a session.
    """
    with store.atomic():
        existant = plan_of_store(store, acteur)
        anomalies = check_cells(
            plan, store.references, existant, lambda lieu: store.can(acteur, "ecrire", lieu)
        )
        if anomalies:
            raise PlanRefuse(anomalies)
        if paires := [(actuelle, lue) for _, _, lue, actuelle in conflicts(plan, existant)]:
            raise Conflit(paires)
        nouvelles = _write_actions(store, acteur, plan, existant, seance_id)
        _write_financements(store, acteur, plan, existant, seance_id, nouvelles)
        return preview(plan, existant)


def _write_actions(
    store: Store, acteur: Acteur, plan: Plan, existant: Plan, seance_id: int | None
) -> dict[str, int]:
    """Ids given to the new actions that carry a mark."""
    connues = existant.by_id(ACTIONS)
    a_creer = [ligne for ligne in plan.rows(ACTIONS).values() if is_new(ligne["id"])]
    valeurs = [{n: _value(ACTIONS, n, ligne[n]) for n in _content(ACTIONS)} for ligne in a_creer]
    creees = store.actions.create_many(acteur, valeurs, seance_id)
    for ligne in plan.rows(ACTIONS).values():
        if is_new(ligne["id"]):
            continue
        if noms := changed_fields(ligne, connues[ligne["id"]]):
            store.actions.update(
                acteur, int(ligne["id"]), int(ligne["version"]), seance_id=seance_id,
                **{nom: _value(ACTIONS, nom, ligne[nom]) for nom in noms},
            )  # fmt: skip
    return {ligne["id"]: creee["id"] for ligne, creee in zip(a_creer, creees, strict=True)}


def _write_financements(
    store: Store,
    acteur: Acteur,
    plan: Plan,
    existant: Plan,
    seance_id: int | None,
    nouvelles: Mapping[str, int],
) -> None:
    connus = existant.by_id(FINANCEMENTS)
    a_creer = []
    for ligne in plan.rows(FINANCEMENTS).values():
        if is_new(ligne["id"]):
            action = ligne["action"]
            valeurs = {nom: _value(FINANCEMENTS, nom, ligne[nom]) for nom in _content(FINANCEMENTS)}
            cle = nouvelles[action] if is_new(action) else int(action)
            a_creer.append({**valeurs, "action_id": cle})
        elif noms := changed_fields(ligne, connus[ligne["id"]]):
            store.financements.update(
                acteur, int(ligne["id"]), int(ligne["version"]), seance_id=seance_id,
                **{nom: _value(FINANCEMENTS, nom, ligne[nom]) for nom in noms},
            )  # fmt: skip
    store.financements.create_many(acteur, a_creer, seance_id)


def _content(table: str) -> list[str]:
    return [nom for nom in COLONNES[table] if nom not in ("id", "version", "action")]


def _value(table: str, nom: str, texte: str) -> Any:
    """A canonical text as the store's verbs take it."""
    genre = COLONNES[table][nom]
    if genre == "date":
        return dt.date.fromisoformat(texte) if texte else None
    if genre == "montant":
        return Decimal(texte)
    if genre == "liste":
        return texte.split(JOINT) if texte else []
    return texte


def _typed(plan: Plan, table: str) -> pd.DataFrame:
    """The rows as a spreadsheet wants them: numbers, dates, words instead of codes."""
    frame = plan.table(table).reset_index(drop=True)
    colonnes: dict[str, pd.Series] = {}
    for nom, genre in COLONNES[table].items():
        textes = frame[nom].tolist()
        if genre in ("identifiant", "entier") and not any(t.startswith("N") for t in textes):
            colonnes[nom] = pd.Series([int(t) if t else None for t in textes], dtype="Int64")
        elif genre == "montant":
            colonnes[nom] = pd.Series([float(t) if t else None for t in textes], dtype="float64")
        elif genre == "date":
            jours = [pd.Timestamp(t) if t else pd.NaT for t in textes]
            colonnes[nom] = pd.Series(jours, dtype="datetime64[us]")
        else:
            mots = LIBELLES.get(genre, {})
            colonnes[nom] = pd.Series([mots.get(t, t) for t in textes], dtype="str")
    return pd.DataFrame(colonnes)
