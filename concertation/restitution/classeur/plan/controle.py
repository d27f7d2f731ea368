"""What is wrong with an action plan, before anything is written.

What a field admits is asked of the store, which says it for every screen; here is what only a file
has: ids, versions, marks of new rows, several sheets.
"""

from collections.abc import Iterator, Mapping

from concertation.donnees import Anomalie
from concertation.donnees.anomalies import Releve
from concertation.donnees.phrases import ESPACE, duplicate_value, quote, wrong_type
from concertation.restitution.classeur.plan.modele import (
    ACTIONS,
    COLONNES,
    Plan,
    changed_fields,
    field_values,
    is_new,
)
from concertation.suivi import Acteur, Store

Ligne = Mapping[str, str]
Faute = tuple[str, str]
"""A column, and what is wrong in it."""


def check_plan(store: Store, acteur: Acteur, plan: Plan, existant: Plan) -> list[Anomalie]:
    """Every mistake, by sheet, line and column; with none, `apply_plan` will be accepted.

    `existant` is the store's plan, unfiltered. Rows that change nothing are not asked about.
    """
    releve = Releve()
    releve.add(check_cells(store, acteur, plan, existant))
    releve.add(
        _tell(
            plan, table, numero, "version",
            f"cette ligne a changé depuis l'export (version {actuelle['version']}, celle du "
            f"fichier est {quote(ligne['version'])}){ESPACE}: exportez de nouveau et reportez-y "
            "votre changement, ou retirez la ligne du fichier.",
        )
        for table, numero, ligne, actuelle in conflicts(plan, existant)
    )  # fmt: skip
    return releve.close()


def check_cells(store: Store, acteur: Acteur, plan: Plan, existant: Plan) -> Iterator[Anomalie]:
    """`check_plan` without what somebody else changed meanwhile (`conflicts`)."""
    if plan.fictif and not existant.fictif:
        message = (
            f"ce fichier contient des données fictives, faites pour la formation{ESPACE}: elles "
            "n'entrent pas dans la base réelle."
        )
        yield Anomalie(ACTIONS, None, None, None, message)
        return
    for table in COLONNES:
        vus: dict[str, int] = {}
        for numero, ligne in plan.rows(table).items():
            actuelle = existant.by_id(table).get(ligne["id"])
            fautes = list(_check_id(table, ligne, actuelle, vus, numero, plan))
            if actuelle is None or changed_fields(ligne, actuelle):
                fautes += _check_fields(table, ligne, store)
                if table != ACTIONS:
                    fautes += _check_action(ligne, actuelle, plan, existant)
                if not fautes:
                    fautes += _check_right(table, ligne, actuelle, plan, existant, store, acteur)
            # One cell, one fault: the first rule that speaks about it is the one heard.
            for colonne, message in dict(reversed(fautes)).items():
                yield _tell(plan, table, numero, colonne, message)


def conflicts(plan: Plan, existant: Plan) -> Iterator[tuple[str, int, Ligne, Ligne]]:
    """Rows that would change something that somebody else changed since the export.

    Each with its table, its number, its cells, and those of the store.
    """
    for table in COLONNES:
        connus = existant.by_id(table)
        for numero, ligne in plan.rows(table).items():
            actuelle = connus.get(ligne["id"])
            if (
                actuelle is not None
                and ligne["version"].isdecimal()
                and ligne["version"] != actuelle["version"]
                and changed_fields(ligne, actuelle)
            ):
                yield table, numero, ligne, actuelle


def _tell(plan: Plan, table: str, numero: int, colonne: str, message: str) -> Anomalie:
    valeur = plan.rows(table)[numero][colonne]
    return Anomalie(*plan.place(table, numero), colonne, valeur, message)


def _check_id(
    table: str, ligne: Ligne, actuelle: Ligne | None, vus: dict[str, int], numero: int, plan: Plan
) -> Iterator[Faute]:
    identifiant, version = ligne["id"], ligne["version"]
    if not identifiant:
        return
    if identifiant in vus:
        feuille, premiere = plan.place(table, vus[identifiant])
        ailleurs = feuille if feuille != plan.place(table, numero)[0] else ""
        yield "id", duplicate_value(identifiant, premiere, ailleurs)
        return
    vus[identifiant] = numero
    if actuelle is not None and not version:
        yield "version", f"la cellule est vide{ESPACE}: gardez la version écrite par l'export."
    elif actuelle is not None and not version.isdecimal():
        yield "version", wrong_type(version, "integer")
    elif actuelle is None and not (is_new(identifiant) and identifiant[1:].isdecimal()):
        yield (
            "id",
            f"{quote(identifiant)} n'existe pas dans la base, ou a été retiré{ESPACE}: laissez la "
            f"cellule vide pour une ligne nouvelle{' (ou N1, N2…)' * (table == ACTIONS)}.",
        )


def _check_fields(table: str, ligne: Ligne, store: Store) -> Iterator[Faute]:
    valeurs = field_values(table, ligne, COLONNES[table])
    if table == ACTIONS:
        fautes = store.actions.faults(valeurs)
    else:
        # Which action is the file's business; its absence is the field's.
        fautes = store.financements.faults({**valeurs, "action_id": 1 if ligne["action"] else None})
    return ((nom.removesuffix("_id"), phrase) for nom, phrase in fautes.items())


def _check_action(
    ligne: Ligne, actuelle: Ligne | None, plan: Plan, existant: Plan
) -> Iterator[Faute]:
    """Money names an action of the file or of the store, and keeps it."""
    action = ligne["action"]
    if actuelle is not None:
        if action != actuelle["action"]:
            yield (
                "action",
                f"cette ligne finance l'action {actuelle['action']}{ESPACE}: pour une autre "
                "action, ajoutez une ligne dont l'identifiant est vide.",
            )
    elif is_new(action):
        if action not in plan.by_id(ACTIONS):
            yield (
                "action",
                f"aucune action nouvelle ne porte {quote(action)}{ESPACE}: écrivez ce repère dans "
                "la colonne id de l'action à créer.",
            )
    elif action not in existant.by_id(ACTIONS):
        yield (
            "action",
            f"l'action {quote(action)} n'existe pas, ou a été retirée{ESPACE}: écrivez l'id d'une "
            "action de l'export, ou le repère (N1, N2…) d'une action nouvelle.",
        )


def _check_right(
    table: str,
    ligne: Ligne,
    actuelle: Ligne | None,
    plan: Plan,
    existant: Plan,
    store: Store,
    acteur: Acteur,
) -> Iterator[Faute]:
    """Where the row is, and where it would go."""
    colonne, lignes = "territoire", [ligne, actuelle or ligne]
    if table != ACTIONS:
        action = plan.by_id(ACTIONS).get(ligne["action"])
        colonne, lignes = "action", [action or existant.by_id(ACTIONS)[ligne["action"]]]
    for lieu in sorted({une["territoire"] for une in lignes}):
        if not store.can(acteur, "ecrire", lieu):
            yield (
                colonne,
                f"votre profil ne permet pas d'écrire pour le territoire {lieu}{ESPACE}: retirez "
                "cette ligne, ou confiez-la à son comité.",
            )
