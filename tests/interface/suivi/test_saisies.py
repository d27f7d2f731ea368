"""What is typed in any form of follow-up outlives it, for its own person and row alone."""

import ast
import datetime as dt
import traceback
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from concertation.interface.suivi import saisies
from concertation.porte import NAVIGATEUR
from concertation.suivi import Acteur, Store
from concertation.suivi.verbes.brouillons import brouillon
from tests.aides.ecrans_suivi import (
    COMITE,
    DIRECTION,
    ENGAGEMENTS,
    INDICATEURS,
    INSTRUCTION,
    LECTEUR,
    ORNE,
    PLAN,
    SECRET,
    click,
    create_action,
    define,
    edit,
    field,
    has_button,
    lu,
    open_as,
    run,
)
from tests.aides.ecrans_suivi import base_des_ecrans as base_des_ecrans
from tests.interface.ecrans.test_ecrans import RACINE

TRACABILITE = "suivre/tracabilite.py"
AUTRE = Acteur("Denise Autre", "administrateur")
ADMIN = Acteur("Alix", "administrateur")
INTERFACE = RACINE / "concertation" / "interface"
TYPED = "Écrit, pas encore enregistré"


class Forme(NamedTuple):
    """A form: where it is, the field to type in, the same form of another row, the file of the code
    that makes it, who fills it, the expander or the button that holds it."""

    ecran: str
    params: dict[str, str]
    genre: str
    libelle: str
    ailleurs: dict[str, str]
    fichier: str
    acteur: Acteur = DIRECTION
    plie: str = ""
    bouton: str = ""


def _seances(store: Store) -> None:
    for jour in ("2026-11-20", "2026-11-27"):
        store.seances.create(DIRECTION, territoire="D61", date=jour, etat="ouverte")


def _actions(store: Store) -> None:
    for _ in range(2):
        create_action(store)


def _indicateurs(store: Store) -> None:
    for _ in range(2):
        define(store)


def _rien(store: Store) -> None:
    pass


ORNAIS, MANCHOIS = {"territoire": "D61"}, {"territoire": "D50"}
FORMES: dict[str, tuple[Callable[[Store], None], Forme]] = {
    "session": (
        _seances,
        Forme(COMITE, {**ORNAIS, "seance": "1"}, "text_input", "Durée prévue",
              {**ORNAIS, "seance": "2"}, "comite/seances.py"),
    ),
    "new session": (
        _rien,
        Forme(COMITE, {**ORNAIS, "seance": "nouvelle"}, "text_input", "Lieu",
              {**MANCHOIS, "seance": "nouvelle"}, "comite/seances.py"),
    ),
    "signature": (
        _seances,
        Forme(COMITE, {**ORNAIS, "seance": "1"}, "text_input", "Relevé signé par",
              {**ORNAIS, "seance": "2"}, "comite/seances.py", bouton="Clore la séance"),
    ),
    "people": (
        _seances,
        Forme(COMITE, {**ORNAIS, "seance": "1"}, "text_input", "Ajouter une personne",
              {**ORNAIS, "seance": "2"}, "comite/ordre_du_jour.py"),
    ),
    "item": (
        _seances,
        Forme(COMITE, {**ORNAIS, "seance": "1", "mode": "seance"}, "text_input",
              "Ajouter un point", {**ORNAIS, "seance": "2"}, "comite/ordre_du_jour.py"),
    ),
    "point d’étape": (
        _rien,
        Forme(ENGAGEMENTS, {**ORNAIS, "engagement": "E1", "revue": "guidee"}, "text_area",
              "Synthèse", {**ORNAIS, "engagement": "E2", "revue": "guidee"},
              "engagements/points.py"),
    ),
    "new action": (
        _rien,
        Forme(PLAN, {"nouvelle": "1"}, "text_input", "Porteur",
              {"nouvelle": "1", "proposition": "ACC-L-02"}, "plan_action/fiche.py"),
    ),
    "action": (
        _actions, Forme(PLAN, {"action": "1"}, "text_area", "Description", {"action": "2"},
                        "plan_action/fiche.py"),
    ),
    "financement": (
        _actions, Forme(PLAN, {"action": "1"}, "text_input", "Financeur", {"action": "2"},
                        "plan_action/financements.py"),
    ),
    "indicateur": (
        _indicateurs,
        Forme(INDICATEURS, {}, "text_input", "Ce qui est mesuré", {}, "indicateurs/ecran.py"),
    ),
    "mesure": (
        _indicateurs,
        Forme(INDICATEURS, {"fiche": "1"}, "text_input", "Source (obligatoire)", {"fiche": "2"},
              "indicateurs/fiche.py"),
    ),
    "transmission": (
        _rien,
        Forme(INSTRUCTION, {"fiche": "ACC-N-01"}, "text_area", "Réponse", {"fiche": "ACC-N-02"},
              "instruction/nationale.py"),
    ),
    "motif": (
        _rien,
        Forme(INSTRUCTION, {**ORNAIS, "fiche": "ACC-L-01"}, "text_area", "Motif",
              {**MANCHOIS, "fiche": "ACC-L-01"}, "instruction/file.py"),
    ),
    "link": (
        _rien,
        Forme(TRACABILITE, {"depart": "proposition:ACC-L-01"}, "text_area",
              "Justification", {"depart": "proposition:ACC-L-02"}, "tracabilite/liens.py"),
    ),
    "opinion": (
        _actions,
        Forme(PLAN, {"action": "1"}, "text_area", "Question", {}, "suivi/avis.py",
              plie="w-avis-D61-1"),
    ),
    "person": (
        _rien,
        Forme("gerer/personnes.py", {}, "text_input", "Nom", {}, "personnes/ecran.py", ADMIN),
    ),
}  # fmt: skip


def go(at: AppTest, ecran: str, params: dict[str, str]) -> AppTest:
    at.switch_page(str(RACINE / "pages" / ecran))
    at.query_params.clear()
    for nom, valeur in params.items():
        at.query_params[nom] = valeur
    return run(at)


def enter(forme: Forme) -> AppTest:
    return unfold(open_as(forme.acteur, forme.ecran, **forme.params), forme)


def unfold(at: AppTest, forme: Forme) -> AppTest:
    if forme.plie:
        at.session_state[forme.plie] = True
        run(at)
    return at


def test_each_form_of_the_code_is_walked() -> None:
    faits = {"Formulaire", "show_creation", "show_edition"}
    trouves = set()
    for fichier in INTERFACE.rglob("*.py"):
        appels = (
            n.func for n in ast.walk(ast.parse(fichier.read_text())) if isinstance(n, ast.Call)
        )
        if faits & {getattr(f, "id", "") for f in appels}:
            trouves.add(f"{fichier.parent.name}/{fichier.name}")
    # What the others are made with; two that have tests of their own below; a session's decision,
    # whose keys record it; which session is held; a vote, once its room is open (test_vote.py).
    ailleurs = {"suivi/champs.py", "plan_action/tableau.py", "instruction/decision.py",
                "comite/point.py", "suivi/ecran.py", "presentation/vote.py"}  # fmt: skip
    assert trouves - ailleurs == {forme.fichier for _, forme in FORMES.values()}


@pytest.mark.parametrize("nom", FORMES)
def test_what_is_typed_waits_for_its_person_on_its_row(
    store: Store, monkeypatch: pytest.MonkeyPatch, nom: str
) -> None:
    prepare, forme = FORMES[nom]
    prepare(store)
    faits: dict[str, set[str]] = defaultdict(set)
    init = saisies.Formulaire.__init__

    def tell(form: saisies.Formulaire, cle: str) -> None:
        init(form, cle)
        faits[cle] |= {"/".join(Path(f.filename).parts[-2:]) for f in traceback.extract_stack()}

    monkeypatch.setattr(saisies.Formulaire, "__init__", tell)

    def typed() -> Any:
        return field(at.get(forme.genre), forme.libelle)

    at = enter(forme)
    vide = typed().value
    assert forme.fichier in faits[typed().key.removeprefix("f-").rsplit("-", 2)[0]]
    # In a form of Streamlit's own, what is typed stays in the browser, which forgets it.
    assert typed().proto.form_id == ""
    typed().set_value(TYPED)
    run(at)
    go(at, "gerer/aide.py", {})
    assert TYPED not in [champ.value for champ in (*at.text_area, *at.text_input)]
    unfold(go(at, forme.ecran, forme.params), forme)
    assert typed().value == TYPED
    # Loaded again, or in another window: the process knows nothing of the first one.
    at = enter(forme)
    assert typed().value == TYPED
    assert any(c.value.startswith("Brouillon du ") for c in at.caption)
    if forme.ailleurs:
        go(at, forme.ecran, forme.ailleurs)
        assert typed().value != TYPED
        unfold(go(at, forme.ecran, forme.params), forme)
    at.session_state["acteur"] = AUTRE
    run(at)
    assert typed().value == vide
    at.session_state["acteur"] = forme.acteur
    run(at)
    assert typed().value == TYPED
    next(b for b in at.button if b.key == f"{typed().key.rpartition('-')[0]}-effacer").click()
    run(at)
    assert typed().value == vide
    assert not store.run(sa.select(brouillon))


def test_each_kind_of_field_comes_back_as_it_was(store: Store) -> None:
    create_action(store)
    at = open_as(DIRECTION, PLAN, nouvelle="1")
    field(at.selectbox, "Statut").select("en_cours")
    field(at.date_input, "Début").set_value(dt.date(2026, 3, 12))
    field(at.selectbox, "Ajouter une proposition").select("ACC-L-02")
    run(at)
    at = open_as(DIRECTION, PLAN, nouvelle="1")
    assert field(at.selectbox, "Statut").value == "en_cours"
    assert field(at.date_input, "Début").value == dt.date(2026, 3, 12)
    assert has_button(at, "Enlever ACC-L-02")
    # Said again as it began: no draft is left of it.
    field(at.selectbox, "Statut").select("a_venir")
    field(at.date_input, "Début").set_value(None)
    click(at, "Enlever ACC-L-02")
    assert not store.run(sa.select(brouillon))


def test_what_is_typed_in_the_table_comes_back_on_the_rows_that_were_read(store: Store) -> None:
    action = create_action(store)
    at = open_as(ORNE, PLAN)
    edit(at, porteur=TYPED, fin="2026-12-31")
    store.actions.update(DIRECTION, action["id"], action["version"], porteur="Autre porteur")
    at = open_as(ORNE, PLAN)
    assert "action modifiée, à enregistrer" in lu(at)
    click(at, "Enregistrer 1\u00a0action")
    assert has_button(at, "Garder la version enregistrée")
    click(at, "Enregistrer ma saisie")
    lue = store.actions.get(ORNE, action["id"])
    assert (lue["porteur"], f"{lue['fin']:%d/%m/%Y}") == (TYPED, "31/12/2026")
    assert not store.run(sa.select(brouillon))


def test_a_draft_is_recorded_over_the_row_that_it_was_typed_on(store: Store) -> None:
    action = create_action(store)
    at = open_as(DIRECTION, PLAN, action="1")
    field(at.text_area, "Description").set_value(TYPED)
    run(at)
    store.actions.update(ORNE, action["id"], action["version"], description="Écrit entre-temps")
    at = open_as(DIRECTION, PLAN, action="1")
    assert "Une autre personne a modifié cette action" in lu(at)
    click(at, "Enregistrer l’action")
    click(at, "Garder la version enregistrée")
    assert field(at.text_area, "Description").value == "Écrit entre-temps"
    assert not store.run(sa.select(brouillon))


def test_a_draft_is_read_by_its_browser_and_its_person_alone(store: Store) -> None:
    cellule = {**ORNAIS, "engagement": "E1", "revue": "guidee"}
    at = open_as(ORNE, ENGAGEMENTS, **cellule)
    field(at.text_area, "Synthèse").set_value(TYPED)
    run(at)
    for acteur, secret in ((ORNE, "un autre"), (ORNE, ""), (DIRECTION, SECRET)):
        at = open_as(LECTEUR, "gerer/aide.py")
        at.session_state["acteur"], at.session_state[NAVIGATEUR] = acteur, secret
        go(at, ENGAGEMENTS, cellule)
        assert field(at.text_area, "Synthèse").value == "", (acteur, secret)
    at = open_as(ORNE, ENGAGEMENTS, **cellule)
    assert field(at.text_area, "Synthèse").value == TYPED


def test_a_motive_typed_for_a_territory_stays_there(store: Store) -> None:
    at = open_as(DIRECTION, INSTRUCTION, **ORNAIS)
    field(at.checkbox, "Choisir ACC-L-01").check()
    run(at)
    field(at.text_area, "Motif").set_value(TYPED)
    run(at)
    go(at, INSTRUCTION, MANCHOIS)
    field(at.checkbox, "Choisir ACC-L-01").check()
    run(at)
    assert field(at.text_area, "Motif").value == ""
    go(at, INSTRUCTION, ORNAIS)
    assert field(at.text_area, "Motif").value == TYPED


def test_nothing_typed_is_nothing_to_erase_and_a_point_begun_comes_back(store: Store) -> None:
    ici = {**ORNAIS, "engagement": "E1", "revue": "guidee"}
    at = open_as(ORNE, ENGAGEMENTS, **ici)
    effacer = "f-revue-E1-D61-0-effacer"
    assert at.button(key=effacer).disabled
    field(at.text_area, "Synthèse").set_value(TYPED)
    run(at)
    assert not at.button(key=effacer).disabled
    go(at, "gerer/aide.py", {})
    go(at, ENGAGEMENTS, ici)
    assert field(at.text_area, "Synthèse").value == TYPED
    assert store.points_etape.list(DIRECTION).empty
