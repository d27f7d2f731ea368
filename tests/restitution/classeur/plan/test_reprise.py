"""A plan that comes back: its mistakes by cell, then all of it written or nothing."""

import io
from dataclasses import replace

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from concertation.restitution.classeur.plan.ecriture import (
    to_plan_csv,
    to_plan_xlsx,
)
from concertation.restitution.classeur.plan.lecture import read_plan
from concertation.restitution.classeur.plan.modele import (
    ACTIONS,
    FINANCEMENTS,
    Plan,
    plan_of_frames,
    plan_of_store,
)
from concertation.restitution.classeur.plan.reprise import (
    PlanRefuse,
    apply_plan,
    check_plan,
    preview,
)
from concertation.suivi import Acteur, Conflit, DroitRefuse, Store
from tests.aides.epreuves import times
from tests.restitution.classeur.plan.plans import (
    ACTION,
    CACHET,
    COLONNES_ACTIONS,
    COLONNES_FINANCEMENTS,
    DIRECTION,
    FICTIF,
    FORMATS,
    ORNE,
    REFERENCES,
    cell,
    edit,
    fill,
    line,
    messages,
    texts,
    to_bytes,
)

# Mistakes


def test_every_mistake_is_named_by_line_and_column(store):
    existant = plan_of_frames(
        pd.DataFrame([{**ACTION, "id": 12, "version": 3}]),
        pd.DataFrame([{"id": 7, "version": 1, "action_id": 12, "financeur": "Agence",
                       "montant": 5.0, "nature": "prevu"}]),
    )  # fmt: skip
    plan = plan_of_frames(
        pd.DataFrame(
            [
                {**ACTION, "engagement": "E9", "debut": "hier", "statut": "en retard"},
                {**ACTION, "composante": "E2a", "debut": "2026-05-01", "fin": "2026-04-01"},
                {"id": "12", "version": "", "engagement": "E1", "territoire": "", "intitule": ""},
                {**ACTION, "id": "12", "version": "3"},
                {**ACTION, "id": "99", "territoire": "D9", "propositions": "P1 | N1 | P7"},
                {**ACTION, "id": "N1", "description": "a" * 20_001, "composante": "Z"},
            ]
        ),
        pd.DataFrame(
            [
                {"action": "N2", "financeur": "", "montant": "1.250", "nature": "promis"},
                {"action": "50", "financeur": "A", "montant": "1,255", "nature": "prevu"},
                {"id": 7, "version": 1, "action": "N1", "financeur": "A", "montant": -1,
                 "nature": "Prévu"},
            ]
        ),
    )  # fmt: skip
    trouvees = messages(check_plan(store, DIRECTION, plan, existant))
    assert set(trouvees) == {
        ("Actions", 2, "engagement"), ("Actions", 2, "debut"), ("Actions", 2, "statut"),
        ("Actions", 3, "composante"), ("Actions", 3, "fin"), ("Actions", 4, "version"),
        ("Actions", 4, "territoire"), ("Actions", 4, "intitule"), ("Actions", 4, "statut"),
        ("Actions", 5, "id"), ("Actions", 6, "id"), ("Actions", 6, "territoire"),
        ("Actions", 6, "propositions"), ("Actions", 7, "description"), ("Actions", 7, "composante"),
        ("Financements", 2, "action"), ("Financements", 2, "montant"),
        ("Financements", 2, "nature"),
        ("Financements", 3, "action"), ("Financements", 3, "montant"),
        ("Financements", 4, "action"), ("Financements", 4, "montant"),
    }  # fmt: skip
    attendues = {
        ("Actions", 2, "engagement"): ["« E9 »", "« Engagement »", "admis : « E1 » ou « E2 »"],
        ("Actions", 2, "debut"): ["« Début »", "JJ/MM/AAAA", "« hier »"],
        ("Actions", 2, "statut"): ["« en retard »", "À venir, En cours"],
        ("Actions", 3, "composante"): ["« E2a » appartient à l’engagement E2", "E1 : « E1a »"],
        ("Actions", 3, "fin"): ["précéder le début"],
        ("Actions", 4, "version"): ["gardez la version"],
        ("Actions", 4, "statut"): ["obligatoire"],
        ("Actions", 5, "id"): ["« 12 » est déjà à la ligne 4 :"],
        ("Actions", 6, "id"): ["« 99 » n’existe pas", "laissez la cellule vide"],
        ("Actions", 6, "territoire"): ["« D9 »", "« D1 », « D2 » ou « R »"],
        ("Actions", 6, "propositions"): [
            "« N1 » n’est pas locale : elle se suit comme une transmission", "« P7 » n’existe pas",
            "« P1 » ou « P2 »",
        ],
        ("Actions", 7, "description"): ["dépasse 20 000 caractères (20 001)"],
        ("Financements", 2, "action"): ["aucune action nouvelle ne porte « N2 »"],
        ("Financements", 2, "montant"): ["ni point ni virgule pour les milliers", "« 1.250 »"],
        ("Financements", 2, "nature"): ["« promis »", "Prévu, Dépensé"],
        ("Financements", 3, "action"): ["l’action « 50 » n’existe pas"],
        ("Financements", 4, "action"): ["cette ligne finance l’action 12"],
        ("Financements", 4, "montant"): ["positif ou nul", "« -1 »"],
    }  # fmt: skip
    for place, mots in attendues.items():
        phrase = trouvees[place].replace("\u202f", " ")
        assert all(mot in phrase for mot in mots), phrase


def test_row_left_as_it_was_exported_is_not_asked_about(store):
    fill(store)
    existant = plan_of_store(store, DIRECTION)
    autre = store.with_references(replace(REFERENCES, engagements=frozenset({"E2"})))
    assert check_plan(autre, DIRECTION, existant, existant) == []
    change = edit(existant, ACTIONS, 2, porteur="Ali")
    (anomalie,) = check_plan(autre, DIRECTION, change, existant)
    assert (anomalie.ligne, anomalie.colonne) == (2, "engagement")


def test_emptied_cell_never_becomes_what_a_new_row_begins_with(store):
    fill(store)
    recu, _ = read_plan(to_plan_xlsx(plan_of_store(store, DIRECTION), CACHET), "p.xlsx")
    recu = edit(edit(recu, ACTIONS, 2, statut=""), FINANCEMENTS, 2, nature="")
    with pytest.raises(PlanRefuse) as refus:
        apply_plan(store, DIRECTION, recu)
    assert {(a.ligne, a.colonne) for a in refus.value.anomalies} == {(2, "statut"), (2, "nature")}
    assert set(store.actions.list(DIRECTION)["statut"]) == {"en_cours"}


@pytest.mark.parametrize(
    ("contenu", "nom", "message"),
    [
        (b"", "plan.xlsx", "ce fichier n’est pas un classeur XLSX lisible."),
        (b"PK", "plan.zip", "le fichier n’est pas une archive zip lisible"),
        (b"a", "plan.pdf", "ce type de fichier n’est pas admis"),
        (b"a", "plan.xls", "c’est un fichier Excel 97-2003"),
        (b"PK", "plan.ods", "ce fichier n’est pas un classeur ODS lisible."),
        (b"a,b\r\n1,2\r\n", "plan.csv", "aucune table d’actions ni de financements"),
        (b"", "plan.csv", "aucune table d’actions ni de financements"),
    ],
)
def test_file_that_is_no_plan_is_told_and_raises_nothing(contenu, nom, message):
    plan, (anomalie,) = read_plan(contenu, nom)
    assert anomalie.fichier == nom
    assert anomalie.message.startswith(message)
    assert plan.lignes == ()


def test_header_and_stray_cells_are_checked():
    texte = "id,version,action,montant,montant,nature,couleur\n1,1,1,3,3,Prévu,rouge,perdu\n"
    plan, anomalies = read_plan(texte.encode(), "argent.csv")
    assert {(a.ligne, a.colonne) for a in anomalies} == {
        (1, "montant"), (2, None),
    }  # fmt: skip
    assert any("«\u00a0couleur\u00a0»" in remarque for remarque in plan.remarques)


def test_failed_formula_is_named_but_its_look_alike_is_a_text():
    plan = line(description="#REF!", porteur="#N/A")
    contenu = to_plan_xlsx(plan, CACHET)
    assert read_plan(contenu, "p.xlsx")[1] == []
    classeur = openpyxl.load_workbook(io.BytesIO(contenu))
    classeur["Actions"][cell("porteur", 2)].data_type = "e"
    sortie = io.BytesIO()
    classeur.save(sortie)
    _, (anomalie,) = read_plan(sortie.getvalue(), "p.xlsx")
    assert (anomalie.ligne, anomalie.colonne, anomalie.valeur) == (2, "porteur", "#N/A")


# Writing


def test_new_action_arrives_with_its_money(store):
    plan = plan_of_frames(
        pd.DataFrame([{**ACTION, "id": "N1", "propositions": "P2 | P1", "fin": "31/12/2026"},
                      {**ACTION, "intitule": "Sans argent"}]),
        pd.DataFrame([{"action": "N1", "financeur": "Agence", "montant": "1 250,5 €",
                       "nature": "dépensé"}]),
    )  # fmt: skip
    assert check_plan(store, ORNE, plan, plan_of_store(store, ORNE)) == []
    apercu = apply_plan(store, ORNE, plan)
    assert apercu.sentence() == (
        "2 actions créées, 1 ligne de financement créée, 0 ligne inchangée."
    )
    actions, argent = store.actions.list(ORNE), store.financements.list(ORNE)
    assert actions["intitule"].tolist() == ["Ouvrir", "Sans argent"]
    assert actions["propositions"].tolist() == ["P1 | P2", ""]
    assert argent[["action_id", "montant", "nature"]].to_dict("records") == [
        {"action_id": actions["id"].iloc[0], "montant": 1250.5, "nature": "depense"}
    ]
    lots = store.journal.list(DIRECTION)["lot"]
    assert lots.nunique() == 1, "one gesture, undone at once"
    assert store.journal.undo_last(ORNE) == 3
    assert store.actions.list(ORNE).empty


def test_preview_says_what_changes_and_applying_does_just_that(store):
    fill(store)
    recu, _ = read_plan(to_plan_xlsx(plan_of_store(store, DIRECTION), CACHET), "p.xlsx")
    recu = edit(recu, ACTIONS, 11, porteur="Ali", fin="2027-01-31", statut="bloquee")
    recu = edit(recu, FINANCEMENTS, 2, montant="2000.00")
    apercu = preview(recu, plan_of_store(store, DIRECTION))
    assert [
        (c.ligne.table, c.ligne.numero, c.ligne.cellules["id"], set(c.champs))
        for c in apercu.modifiees
    ] == [
        ("Actions", 11, "10", {("porteur", "Zoé", "Ali"), ("fin", "31/12/2026", "31/01/2027"),
                             ("statut", "En cours", "Bloquée")}),
        ("Financements", 2, "1", {("montant", "1\u202f250,50\u00a0€", "2\u202f000,00\u00a0€")}),
    ]  # fmt: skip
    assert (apercu.creees, apercu.inchangees) == ((), 16)
    avant = store.actions.list(DIRECTION)
    assert apply_plan(store, DIRECTION, recu) == apercu
    apres = store.actions.list(DIRECTION)
    assert apres.loc[9, ["porteur", "statut", "version"]].tolist() == ["Ali", "bloquee", 2]
    autres = [rang for rang in range(12) if rang != 9]
    pd.testing.assert_frame_equal(apres.loc[autres], avant.loc[autres])
    assert apres.loc[9, "description"] == avant.loc[9, "description"], "spaces left as typed"


def drop_columns(contenu: bytes, *noms: str) -> bytes:
    """The workbook of a plan without these columns of its actions."""
    classeur = openpyxl.load_workbook(io.BytesIO(contenu))
    page = classeur["Actions"]
    for nom in noms:
        rang = next(c.column for ligne in page.iter_rows() for c in ligne if c.value == nom)
        page.delete_cols(rang)
    return to_bytes(classeur)


def test_column_that_an_older_export_lacks_leaves_what_is_recorded(store):
    fill(store)
    ancien = drop_columns(
        to_plan_xlsx(plan_of_store(store, DIRECTION), CACHET), "description", "debut"
    )
    recu, anomalies = read_plan(ancien, "ancien.xlsx")
    assert anomalies == []
    assert set(recu.absentes) == {"description", "debut"}
    assert apply_plan(store, DIRECTION, recu).is_empty
    avant = store.actions.list(DIRECTION)
    recu = edit(recu, ACTIONS, 11, porteur="Ali", partenaires="")
    (change,) = apply_plan(store, DIRECTION, recu).modifiees
    assert change.champs == (("porteur", "Zoé", "Ali"),)
    apres = store.actions.list(DIRECTION)
    gardees = ["description", "debut", "fin", "composante"]
    pd.testing.assert_frame_equal(apres[gardees], avant[gardees])
    # What stays as recorded is read with what the file changes: an end before its beginning.
    faux = edit(recu, ACTIONS, 12, fin="2025-01-01")
    (faute,) = check_plan(store, DIRECTION, faux, plan_of_store(store, DIRECTION))
    assert (faute.ligne, faute.colonne) == (12, "fin")
    # A cell that is there and empty erases, as before.
    recu, _ = read_plan(to_plan_xlsx(plan_of_store(store, DIRECTION), CACHET), "p.xlsx")
    apply_plan(store, DIRECTION, edit(recu, ACTIONS, 11, debut=""))
    assert pd.isna(store.actions.list(DIRECTION).loc[9, "debut"])


def test_new_row_of_an_older_export_has_the_empty_field(store):
    recu, anomalies = read_plan(
        b"id,version,engagement,territoire,intitule,statut\n,,E1,D1,Ouvrir,en_cours\n",
        "actions.csv",
    )
    assert anomalies == []
    assert apply_plan(store, ORNE, recu).sentence().startswith("1 action cr")
    assert store.actions.list(ORNE)[["intitule", "description"]].to_numpy().tolist() == [
        ["Ouvrir", ""]
    ]


def test_column_without_which_no_row_is_known_is_missed(store):
    contenu = drop_columns(
        to_plan_xlsx(plan_of_store(store, DIRECTION), CACHET), "version", "intitule"
    )
    _, anomalies = read_plan(contenu, "p.xlsx")
    assert [a.colonne for a in anomalies] == ["intitule", "version"]


def test_one_mistake_refuses_the_whole_plan(store):
    plan = plan_of_frames(
        pd.DataFrame([ACTION, {**ACTION, "territoire": "D9"}, {**ACTION, "fin": "x"}]),
        pd.DataFrame(),
    )
    with pytest.raises(PlanRefuse, match="2 anomalies") as refus:
        apply_plan(store, DIRECTION, plan)
    assert {(a.ligne, a.colonne) for a in refus.value.anomalies} == {
        (3, "territoire"), (4, "fin"),
    }  # fmt: skip
    assert store.last_entry() == 0


def test_change_made_meanwhile_is_a_conflict_with_both_texts(store):
    fill(store)
    recu, _ = read_plan(to_plan_csv(plan_of_store(store, DIRECTION), CACHET), "p.zip")
    store.actions.update(DIRECTION, 10, 1, porteur="Bea")
    store.actions.update(DIRECTION, 11, 1, statut="bloquee")
    store.financements.update(DIRECTION, 4, 1, montant="7")
    ligne = recu.of(ACTIONS)[9].numero
    recu = edit(recu, ACTIONS, ligne, porteur="Ali")
    existant = plan_of_store(store, DIRECTION)
    places = set(messages(check_plan(store, DIRECTION, recu, existant)))
    argent = recu.of(FINANCEMENTS)[3].numero
    assert places == {
        ("actions.csv", ligne, "version"), ("actions.csv", ligne + 1, "version"),
        ("financements.csv", argent, "version"),
    }  # fmt: skip
    avant = store.last_entry()
    with pytest.raises(Conflit) as conflit:
        apply_plan(store, DIRECTION, recu)
    assert len(conflit.value.conflits) == 3
    assert (conflit.value.actuel["porteur"], conflit.value.propose["porteur"]) == ("Bea", "Ali")
    assert store.last_entry() == avant


def test_committee_may_bring_back_a_plan_but_not_change_another_territory(store):
    fill(store)
    store.publications.publish(DIRECTION, "action", 9)
    contenu = to_plan_xlsx(plan_of_store(store, ORNE), CACHET)
    recu, _ = read_plan(contenu, "p.xlsx")
    assert texts(recu, ACTIONS, "id")[-1] == "9"
    assert apply_plan(store, ORNE, recu).is_empty
    recu = edit(recu, ACTIONS, recu.of(ACTIONS)[-1].numero, intitule="À nous")
    recu = edit(recu, FINANCEMENTS, recu.of(FINANCEMENTS)[-1].numero, montant="1.00")
    recu = edit(recu, ACTIONS, 2, territoire="D2")
    with pytest.raises(PlanRefuse) as refus:
        apply_plan(store, ORNE, recu)
    assert {(a.fichier, a.ligne, a.colonne) for a in refus.value.anomalies} == {
        ("Actions", 2, "territoire"), ("Actions", 10, "territoire"), ("Financements", 4, "action"),
    }  # fmt: skip
    with pytest.raises((PlanRefuse, DroitRefuse)):
        apply_plan(store, Acteur("", "lecteur"), line())


@pytest.mark.parametrize("nom", FORMATS)
def test_fictional_plan_never_enters_the_real_store(store, nom, tmp_path):
    plan, anomalies = read_plan(FORMATS[nom](line(), FICTIF), nom)
    assert anomalies == []
    with pytest.raises(PlanRefuse, match="fictives"):
        apply_plan(store, DIRECTION, plan)
    assert store.last_entry() == 0
    formation = Store.open(f"sqlite:///{tmp_path / 'formation.sqlite'}", REFERENCES)
    formation.mark_fictif()
    assert not apply_plan(formation, DIRECTION, plan).is_empty
    formation.close()


@pytest.mark.parametrize("espace", [" ", "\u00a0"])
def test_stamp_of_fictional_rows_is_read_in_its_former_typing_too(espace):
    texte = f"# Mention{espace}: Données fictives\r\n{','.join(COLONNES_ACTIONS)}\r\n"
    assert read_plan(texte.encode(), "actions.csv")[0].fictif
    assert not read_plan(texte.partition("\n")[2].encode(), "actions.csv")[0].fictif


CASSEES = ["", "E2", "E1a", "D1", "D9", "P1 | N1", "2026-02-30", "01/02/2025", "bloquee", "3", "-3",
           "N1", "12", "0.001", "a" * 20_001]  # fmt: skip


@settings(max_examples=times(3), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(st.sampled_from(list(COLONNES_ACTIONS)), st.sampled_from(CASSEES), max_size=2),
    st.dictionaries(
        st.sampled_from(list(COLONNES_FINANCEMENTS)), st.sampled_from(CASSEES), max_size=2
    ),
)
def test_what_the_check_accepts_the_store_accepts(store, action, argent):
    plan = plan_of_frames(
        pd.DataFrame([{**ACTION, "id": "N1", "fin": "2026-01-01", **action}]),
        pd.DataFrame([{"action": "N1", "financeur": "A", "montant": "3", "nature": "prevu",
                       **argent}]),
    )  # fmt: skip
    existant = plan_of_store(store, DIRECTION)
    anomalies = check_plan(store, DIRECTION, plan, existant)
    avant = store.last_entry()
    try:
        apply_plan(store, DIRECTION, plan)
    except (PlanRefuse, Conflit):
        assert anomalies
        assert store.last_entry() == avant
    else:
        assert anomalies == []


def test_cell_lost_at_the_end_of_a_sheet_is_told_at_its_line(store):
    classeur = openpyxl.Workbook()
    classeur.active.title = "Actions"
    classeur.active.append(list(COLONNES_ACTIONS))
    classeur.active["A1048576"] = 1
    classeur.active["XFD2"] = "ici"
    plan, (anomalie,) = read_plan(to_bytes(classeur), "p.xlsx")
    assert (anomalie.ligne, anomalie.valeur) == (2, "ici")
    assert "la colonne 16384 n’a pas de nom" in anomalie.message
    lignes = {a.ligne for a in check_plan(store, DIRECTION, plan, Plan())}
    assert lignes == {2, 1_048_576}
