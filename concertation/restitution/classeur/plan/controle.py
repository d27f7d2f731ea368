"""What is wrong with an action plan, before anything is written.

What a field admits is asked of the store, which says it for every screen; here is what only a file
has: ids, versions, marks of new rows, several sheets.
"""

from collections.abc import Iterator

from concertation.donnees import Anomalie
from concertation.donnees.anomalies import Releve
from concertation.donnees.phrases import ESPACE, duplicate_value, quote, wrong_type
from concertation.restitution.classeur.plan.modele import ACTIONS, COLONNES, Ligne, Plan, is_new
from concertation.suivi import Acteur, Store

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
            ligne, "version",
            f"cette ligne a changé depuis l’export (version {actuelle.cellules['version']}, celle "
            f"du fichier est {quote(ligne.cellules['version'])}){ESPACE}: exportez de nouveau et "
            "reportez-y votre changement, ou retirez la ligne du fichier.",
        )
        for ligne, actuelle in conflicts(plan, existant)
    )  # fmt: skip
    return releve.close()


def check_cells(store: Store, acteur: Acteur, plan: Plan, existant: Plan) -> Iterator[Anomalie]:
    """`check_plan` without what somebody else changed meanwhile (`conflicts`)."""
    if plan.fictif and not existant.fictif:
        message = (
            f"ce fichier contient des données fictives, faites pour la formation{ESPACE}: elles "
            "n’entrent pas dans la base réelle."
        )
        yield Anomalie(ACTIONS, None, None, None, message)
        return
    vues: dict[tuple[str, str], Ligne] = {}
    for ligne in plan.lignes:
        actuelle = existant.same(ligne)
        premiere = vues.setdefault((ligne.table, ligne.cellules["id"]), ligne)
        fautes = list(_check_id(ligne, actuelle, premiere))
        if actuelle is None or ligne.changes(actuelle):
            fautes += _check_fields(ligne, actuelle, store)
            if ligne.table != ACTIONS:
                fautes += _check_action(ligne.cellules["action"], actuelle, plan, existant)
            if not fautes:
                fautes += _check_right(ligne, actuelle, plan, existant, store, acteur)
        # One cell, one fault: the first rule that speaks about it is the one heard.
        for colonne, message in dict(reversed(fautes)).items():
            yield _tell(ligne, colonne, message)


def conflicts(plan: Plan, existant: Plan) -> Iterator[tuple[Ligne, Ligne]]:
    """Rows that would change something that somebody else changed since the export, each with
    that of the store."""
    for ligne in plan.lignes:
        actuelle, version = existant.same(ligne), ligne.cellules["version"]
        if (
            actuelle is not None
            and version.isdecimal()
            and version != actuelle.cellules["version"]
            and ligne.changes(actuelle)
        ):
            yield ligne, actuelle


def _tell(ligne: Ligne, colonne: str, message: str) -> Anomalie:
    return Anomalie(ligne.feuille, ligne.numero, colonne, ligne.cellules.get(colonne, ""), message)


def _check_id(ligne: Ligne, actuelle: Ligne | None, premiere: Ligne) -> Iterator[Faute]:
    """`premiere` is the first row of the file with this id."""
    identifiant, version = ligne.cellules["id"], ligne.cellules["version"]
    if not identifiant:
        return
    if premiere is not ligne:
        ailleurs = premiere.feuille if premiere.feuille != ligne.feuille else ""
        yield "id", duplicate_value(identifiant, premiere.numero, ailleurs)
    elif actuelle is None:
        if not (is_new(identifiant) and identifiant[1:].isdecimal()):
            yield (
                "id",
                f"{quote(identifiant)} n’existe pas dans la base, ou a été retiré{ESPACE}: laissez "
                "la cellule vide pour une ligne nouvelle"
                f"{' (ou N1, N2…)' * (ligne.table == ACTIONS)}.",
            )
    elif not version:
        yield "version", f"la cellule est vide{ESPACE}: gardez la version écrite par l’export."
    elif not version.isdecimal():
        yield "version", wrong_type(version, "integer")


def _check_fields(ligne: Ligne, actuelle: Ligne | None, store: Store) -> Iterator[Faute]:
    # A column that the file lacks is as recorded.
    valeurs = actuelle.values(COLONNES[ligne.table]) if actuelle else {}
    valeurs |= ligne.values(ligne.cellules)
    if ligne.table == ACTIONS:
        fautes = store.actions.faults(valeurs)
    else:
        # Which action is the file's business; its absence is the field's.
        presente = 1 if ligne.cellules["action"] else None
        fautes = store.financements.faults({**valeurs, "action_id": presente})
    return ((nom.removesuffix("_id"), phrase) for nom, phrase in fautes.items())


def _check_action(
    action: str, actuelle: Ligne | None, plan: Plan, existant: Plan
) -> Iterator[Faute]:
    """Money names an action of the file or of the store, and keeps it."""
    if actuelle is not None:
        if action != actuelle.cellules["action"]:
            yield (
                "action",
                f"cette ligne finance l’action {actuelle.cellules['action']}{ESPACE}: pour une "
                "autre action, ajoutez une ligne dont l’identifiant est vide.",
            )
    elif (ACTIONS, action) not in (plan if is_new(action) else existant).by_id:
        yield (
            "action",
            f"aucune action nouvelle ne porte {quote(action)}{ESPACE}: écrivez ce repère dans "
            "la colonne id de l’action à créer."
            if is_new(action)
            else f"l’action {quote(action)} n’existe pas, ou a été retirée{ESPACE}: écrivez l’id "
            "d’une action de l’export, ou le repère (N1, N2…) d’une action nouvelle.",
        )


def _check_right(
    ligne: Ligne, actuelle: Ligne | None, plan: Plan, existant: Plan, store: Store, acteur: Acteur
) -> Iterator[Faute]:
    """Where the row is, and where it would go."""
    colonne, lignes = "territoire", [ligne, actuelle or ligne]
    if ligne.table != ACTIONS:
        cle = (ACTIONS, ligne.cellules["action"])
        colonne, lignes = "action", [plan.by_id.get(cle) or existant.by_id[cle]]
    for lieu in sorted({une.cellules["territoire"] for une in lignes}):
        if not store.can(acteur, "ecrire", lieu):
            yield (
                colonne,
                f"votre profil ne permet pas d’écrire pour le territoire {lieu}{ESPACE}: retirez "
                "cette ligne, ou confiez-la à son comité.",
            )
