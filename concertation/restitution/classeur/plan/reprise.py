"""An action plan that comes back is written: all of it or nothing.

    recu, anomalies = read_plan(contenu, "plan.xlsx")
    anomalies = anomalies or check_plan(store, acteur, recu, plan_of_store(store, acteur))
    preview(recu, plan_of_store(store, acteur)).sentence()
    apply_plan(store, acteur, recu)

Rows that the file doesn't hold stay as they are: nothing is withdrawn by leaving it out.
"""

from collections.abc import Mapping, Sequence

from concertation.donnees import Anomalie
from concertation.restitution.classeur.plan.apercu import Apercu, preview
from concertation.restitution.classeur.plan.controle import check_cells, conflicts
from concertation.restitution.classeur.plan.modele import (
    ACTIONS,
    COLONNES,
    FINANCEMENTS,
    Plan,
    changed_fields,
    field_values,
    is_new,
    plan_of_store,
)
from concertation.suivi import Acteur, Conflit, ErreurSuivi, Store


class PlanRefuse(ErreurSuivi):
    """The plan has mistakes, all in `anomalies`: nothing was written."""

    def __init__(self, anomalies: Sequence[Anomalie]) -> None:
        self.anomalies = tuple(anomalies)
        nombre = len(self.anomalies)
        debut = "une anomalie" if nombre == 1 else f"{nombre} anomalies"
        super().__init__(f"Le plan est refusé en entier, il contient {debut}. {self.anomalies[0]}")


def apply_plan(store: Store, acteur: Acteur, plan: Plan, seance_id: int | None = None) -> Apercu:
    """Write the plan, all of it or nothing; what was done.

    Raises `PlanRefuse` with every mistake, `Conflit` with every row that somebody changed since
    the export, or what the store raises. `seance_id` binds the changes to a session.
    """
    with store.atomic():
        existant = plan_of_store(store, acteur)
        if anomalies := list(check_cells(store, acteur, plan, existant)):
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
    valeurs = [field_values(ACTIONS, ligne, COLONNES[ACTIONS]) for ligne in a_creer]
    creees = store.actions.create_many(acteur, valeurs, seance_id)
    for ligne in plan.rows(ACTIONS).values():
        if is_new(ligne["id"]):
            continue
        if noms := changed_fields(ligne, connues[ligne["id"]]):
            store.actions.update(
                acteur, int(ligne["id"]), int(ligne["version"]), seance_id=seance_id,
                **field_values(ACTIONS, ligne, noms),
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
            valeurs = field_values(FINANCEMENTS, ligne, COLONNES[FINANCEMENTS])
            cle = nouvelles[action] if is_new(action) else int(action)
            a_creer.append({**valeurs, "action_id": cle})
        elif noms := changed_fields(ligne, connus[ligne["id"]]):
            store.financements.update(
                acteur, int(ligne["id"]), int(ligne["version"]), seance_id=seance_id,
                **field_values(FINANCEMENTS, ligne, noms),
            )  # fmt: skip
    store.financements.create_many(acteur, a_creer, seance_id)
