"""An action plan that comes back: what it would change, then all of it written or nothing.

    recu, anomalies = read_plan(contenu, "plan.xlsx")
    anomalies = anomalies or check_plan(store, acteur, recu, plan_of_store(store, acteur))
    preview(recu, plan_of_store(store, acteur)).sentence()
    apply_plan(store, acteur, recu)

Rows that the file doesn't hold stay as they are: nothing is withdrawn by leaving it out.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from concertation.analyse.mots.formats import INSECABLE, format_date, format_nombre, plural
from concertation.donnees import Anomalie
from concertation.restitution.classeur.plan.controle import check_cells, conflicts
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
    def is_empty(self) -> bool:
        """Whether nothing would be written."""
        return not self.creees and not self.modifiees

    def sentence(self) -> str:
        """« 2 actions créées, 1 ligne de financement modifiée, 14 lignes inchangées. »"""
        if self.is_empty:
            return "Aucun changement."
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
