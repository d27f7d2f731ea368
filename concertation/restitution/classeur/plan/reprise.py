"""An action plan that comes back: what is wrong with it, what it would change, then all of it
written or nothing.

    recu, anomalies = read_plan(contenu, "plan.xlsx")
    anomalies = anomalies or check_plan(store, acteur, recu, plan_of_store(store, acteur))
    preview(recu, plan_of_store(store, acteur)).sentence()
    apply_plan(store, acteur, recu)

Rows that the file doesn't hold stay as they are: nothing is withdrawn by leaving it out. What a
field admits is asked of the store, which says it for every screen; here is what only a file has:
ids, versions, marks of new rows, several sheets.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from concertation.analyse.mots.formats import INSECABLE, format_date, format_nombre, plural
from concertation.donnees import Anomalie
from concertation.donnees.anomalies import Releve
from concertation.donnees.phrases import ESPACE, duplicate_value, quote, wrong_type
from concertation.restitution.classeur.cells import A_IMPRIMER
from concertation.restitution.classeur.entetes import fold
from concertation.restitution.classeur.plan.modele import (
    ACTIONS,
    COLONNES,
    FINANCEMENTS,
    Ligne,
    Plan,
    is_new,
    plan_of_store,
)
from concertation.suivi import Acteur, Conflit, ErreurSuivi, Store

_MOTS = {
    ACTIONS: ("action", "actions"),
    FINANCEMENTS: ("ligne de financement", "lignes de financement"),
}


class PlanRefuse(ErreurSuivi):
    """The plan has mistakes, all in `anomalies`: nothing was written."""

    def __init__(self, anomalies: Sequence[Anomalie]) -> None:
        self.anomalies = tuple(anomalies)
        nombre = len(self.anomalies)
        debut = "une anomalie" if nombre == 1 else f"{nombre} anomalies"
        super().__init__(f"Le plan est refusé en entier, il contient {debut}. {self.anomalies[0]}")


class Changement(NamedTuple):
    """A row of the file that would be created or changed, and the action that it speaks of.

    `champs` are (column, before, after), in words and French figures; before is "" when created.
    """

    ligne: Ligne
    intitule: str
    champs: tuple[tuple[str, str, str], ...]


class Apercu(NamedTuple):
    """Rows that would be created, changed, and how many would stay as they are."""

    creees: tuple[Changement, ...] = ()
    modifiees: tuple[Changement, ...] = ()
    inchangees: int = 0

    @property
    def videes(self) -> int:
        """How many cells that hold something would be empty."""
        champs = [champ for changement in self.modifiees for champ in changement.champs]
        return sum(bool(avant and not apres) for _, avant, apres in champs)

    @property
    def is_empty(self) -> bool:
        """Whether nothing would be written."""
        return not self.creees and not self.modifiees

    def sentence(self) -> str:
        """« 2 actions créées, 1 ligne de financement modifiée, 14 lignes inchangées. »"""
        if self.is_empty:
            lues = f"{quote(ACTIONS)} ni dans {quote(FINANCEMENTS)}"
            return f"Aucun changement dans {lues}\u00a0; {quote(A_IMPRIMER)} ne se relit pas."
        parts = [
            plural(nombre, f"{un} {fait}", f"{plusieurs} {fait}s")
            for changements, fait in ((self.creees, "créée"), (self.modifiees, "modifiée"))
            for table, (un, plusieurs) in _MOTS.items()
            if (nombre := sum(changement.ligne.table == table for changement in changements))
        ]
        parts.append(plural(self.inchangees, "ligne inchangée", "lignes inchangées"))
        return f"{', '.join(parts)}."


def preview(plan: Plan, existant: Plan) -> Apercu:
    """What `apply_plan` would do with a plan that `check_plan` accepts."""
    creees, modifiees = [], []
    par_id = {**existant.by_id, **plan.by_id}
    for ligne in plan.lignes:
        actuelle, cellules = existant.same(ligne), ligne.cellules
        action = ligne if ligne.table == ACTIONS else par_id.get((ACTIONS, cellules["action"]))
        if actuelle is None:
            noms = [nom for nom in cellules if cellules[nom] and nom not in ("id", "version")]
        else:
            noms = ligne.changes(actuelle)
        champs = tuple(
            (nom, _show(actuelle, nom) if actuelle else "", _show(ligne, nom)) for nom in noms
        )
        changement = Changement(ligne, action.cellules["intitule"] if action else "", champs)
        if actuelle is None:
            creees.append(changement)
        elif noms:
            modifiees.append(changement)
    inchangees = len(plan.lignes) - len(creees) - len(modifiees)
    return Apercu(tuple(creees), tuple(modifiees), inchangees)


def count_known(plan: Plan, existant: Plan) -> int:
    """How many actions without an id have the title and the territory of one that is recorded."""

    def name(une: Ligne) -> tuple[str, str]:
        return fold(une.cellules.get("intitule", "")), une.cellules.get("territoire", "")

    connues = {name(une) for une in existant.of(ACTIONS)}
    return sum(
        is_new(une.cellules.get("id", "")) and name(une) in connues for une in plan.of(ACTIONS)
    )


def _show(ligne: Ligne, nom: str) -> str:
    """A canonical text as a reader expects it: « 31/01/2026 », « 1 250,50 € », « En cours »."""
    champ, valeur = COLONNES[ligne.table][nom], ligne.cellules[nom]
    if valeur and champ.genre == "date":
        return format_date(valeur, "courte")
    if valeur and champ.genre == "montant":
        return f"{format_nombre(Decimal(valeur), 2)}{INSECABLE}€"
    return champ.liste.mot(valeur) if valeur and champ.liste is not None else valeur


def apply_plan(store: Store, acteur: Acteur, plan: Plan, seance_id: int | None = None) -> Apercu:
    """Write the plan, all of it or nothing; what was done.

    Raises `PlanRefuse` with every mistake, `Conflit` with every row that somebody changed since
    the export, or what the store raises. `seance_id` binds the changes to a session.
    """
    with store.atomic():
        existant = plan_of_store(store, acteur)
        if anomalies := list(check_cells(store, acteur, plan, existant)):
            raise PlanRefuse(anomalies)
        if paires := [(a.cellules, lue.cellules) for lue, a in conflicts(plan, existant)]:
            raise Conflit(paires)
        # Ids given to the new actions, by the mark that their money names.
        nouvelles: dict[str, int] = {}
        for table, verbes in ((ACTIONS, store.actions), (FINANCEMENTS, store.financements)):
            a_creer = [ligne for ligne in plan.of(table) if is_new(ligne.cellules["id"])]
            valeurs = [ligne.values(ligne.cellules) for ligne in a_creer]
            if table == FINANCEMENTS:
                for ligne, valeur in zip(a_creer, valeurs, strict=True):
                    action = ligne.cellules["action"]
                    valeur["action_id"] = nouvelles[action] if is_new(action) else int(action)
            creees = verbes.create_many(acteur, valeurs, seance_id)
            paires_creees = zip(a_creer, creees, strict=True)
            nouvelles |= {ligne.cellules["id"]: creee["id"] for ligne, creee in paires_creees}
            for ligne in plan.of(table):
                actuelle = existant.same(ligne)
                if actuelle is not None and (noms := ligne.changes(actuelle)):
                    verbes.update(
                        acteur, int(ligne.cellules["id"]), int(ligne.cellules["version"]),
                        seance_id=seance_id, **ligne.values(noms),
                    )  # fmt: skip
        return preview(plan, existant)


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
