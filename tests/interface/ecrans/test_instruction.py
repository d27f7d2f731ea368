"""Instruction: from the form to the store; what the three screens say at first."""

import datetime as dt

import pytest
from streamlit.testing.v1 import AppTest

from concertation.declarations.instruction import DECISION, RIEN_DE_PUBLIE
from concertation.donnees import dossier_courant, load_donnees
from concertation.interface.socle.registre import every_ecran
from concertation.suivi import Store
from tests.aides.ecrans_suivi import (
    COMITE,
    DIRECTION,
    INSTRUCTION,
    LECTEUR,
    MANCHE,
    ORNE,
    PLAN,
    click,
    field,
    has_button,
    links,
    open_as,
    run,
)
from tests.aides.ecrans_suivi import base_des_ecrans as base_des_ecrans
from tests.interface.ecrans.test_ecrans import texts


def linked_proposal() -> tuple[str, str]:
    """A proposal whose links lead to one engagement, where its theme has two."""
    donnees = load_donnees(dossier_courant())
    liens, composantes = donnees.table("liens"), donnees.table("composantes")
    parents = dict(zip(composantes["id"], composantes["engagement"], strict=True))
    vers = liens[liens["cible_type"] == "composante"].assign(
        engagement=lambda lus: lus["cible"].map(parents)
    )
    themes = donnees.table("engagements")["themes"]
    for origine, siens in vers[vers["origine_type"] == "proposition"].groupby("origine"):
        ligne = donnees.table("propositions").set_index("id").loc[origine]
        plusieurs = themes.str.contains(ligne["theme"]).sum() > 1
        if ligne["portee"] == "locale" and plusieurs and siens["engagement"].nunique() == 1:
            return str(origine), str(siens["engagement"].iloc[0])
    raise AssertionError("no such proposal")


def choices(at: AppTest) -> list[str]:
    """Boxes that choose a proposal, not those of the filters."""
    return [case.label for case in at.checkbox if case.label.startswith("Choisir")]


DECISIONS = ("Retenue", "Déjà engagée", "À approfondir", "Écartée")

# First launch


@pytest.mark.parametrize("fichier", [INSTRUCTION, COMITE, PLAN])
def test_first_launch_invents_nothing(fichier: str, store: Store) -> None:
    at = open_as(LECTEUR, fichier)
    lu = texts(at)
    assert "prenez un profil" in lu
    assert not has_button(at, "Enregistrer")
    assert store.last_entry() == 0


def test_first_launch_leaves_every_proposal_to_instruct(store: Store) -> None:
    at = open_as(ORNE, INSTRUCTION)
    assert at.selectbox(key="w-territoire").value == "D61"
    locales = load_donnees(dossier_courant()).table("propositions")["portee"].eq("locale").sum()
    assert f"{locales} à instruire pour l’Orne" in texts(at)


def test_first_launch_says_that_the_plan_is_not_filled_in(store: Store) -> None:
    at = open_as(ORNE, PLAN)
    assert "Non renseigné pour l’Orne" in texts(at)
    assert not at.checkbox  # no box that counts zero


# Instruction


def test_what_another_decides_shows_at_the_next_look(store: Store) -> None:
    def look(at: AppTest) -> dict[str, list[str]]:
        (table,) = [t.value for t in run(at).table if "Décision" in t.value]
        return {ligne[0]: list(ligne[1:4]) for ligne in table.itertuples(index=False)}

    def bars(at: AppTest) -> str:
        return str(run(at).get("plotly_chart")[0].proto.alt)

    def waits(at: AppTest) -> int:
        return next(int(m.value) for m in run(at).metric if m.label == "À instruire")

    def to_decide(at: AppTest) -> int:
        (dit,) = (i.value for i in at.info if "à instruire" in i.value)
        return int(dit.split(" à instruire")[0].split()[-1])

    fiche = open_as(ORNE, INSTRUCTION, territoire="D61", fiche="ACC-L-01")
    liste, comite = open_as(ORNE, INSTRUCTION, territoire="D61"), open_as(ORNE, COMITE)
    avant, dit, reste, attend = look(fiche), bars(liste), waits(comite), to_decide(liste)
    assert avant["Orne"] == [DECISION.mot("a_instruire"), "–", "–"]
    # What another committee has not published is not « to be examined ».
    assert avant["Manche"] == [RIEN_DE_PUBLIE, "–", "–"]
    decision = {"decision": "ecartee", "motif": "Trop cher", "priorite": "basse"}
    store.instructions.decide(
        DIRECTION, propositions=["ACC-L-01"], territoire="D61", versions={}, **decision
    )
    apres = look(fiche)
    assert apres["Orne"] == [DECISION.mot("ecartee"), "Basse", "Trop cher"]
    assert {**apres, "Orne": avant["Orne"]} == avant
    assert bars(liste) != dit
    assert waits(comite) == reste - 1
    assert to_decide(liste) == attend - 1
    assert "Motif : Trop cher" in texts(liste).replace("\u00a0", " ")
    action = {"intitule": "Une maison", "territoire": "D61", "propositions": "ACC-L-01"}
    store.actions.create(DIRECTION, engagement="E1", **action)
    assert "Une maison" in texts(run(liste))
    assert "Une maison" in texts(run(fiche))


def test_chosen_proposals_are_decided_at_once(store: Store) -> None:
    at = open_as(ORNE, INSTRUCTION, territoire="D61")
    for identifiant in ("ACC-L-01", "ACC-L-03"):
        field(at.checkbox, f"Choisir {identifiant}").check()
        run(at)
    field(at.radio, "Décision").set_value("retenue")
    field(at.selectbox, "Priorité").set_value("haute")
    field(at.text_area, "Note").set_value("Avec <b>les CPTS</b>")
    click(at, "Enregistrer la décision (2)")
    lignes = store.instructions.list(DIRECTION)
    assert lignes["proposition"].tolist() == ["ACC-L-01", "ACC-L-03"]
    assert set(lignes["decision"]) == {"retenue"}
    assert set(lignes["priorite"]) == {"haute"}
    assert set(lignes["auteur"]) == {"Anne Lebrun"}
    lu = texts(at)
    assert "2 propositions décidées" in " ".join(s.value for s in at.success)
    assert "Anne Lebrun, le" in lu
    assert "Note : Avec <b>les CPTS</b>" in lu
    assert not field(at.checkbox, "Choisir ACC-L-01").value


def test_rejecting_without_a_reason_is_refused_and_what_was_typed_stays(store: Store) -> None:
    at = open_as(ORNE, INSTRUCTION, territoire="D61")
    field(at.checkbox, "Choisir ACC-L-01").check()
    run(at)
    field(at.radio, "Décision").set_value("ecartee")
    field(at.text_area, "Note").set_value("À revoir")
    click(at, "Enregistrer la décision (1)")
    assert "Écarter une proposition demande un motif" in texts(at)
    assert field(at.text_area, "Note").value == "À revoir"
    assert field(at.radio, "Décision").value == "ecartee"
    assert store.instructions.list(DIRECTION).empty
    field(at.text_area, "Motif").set_value("Relève de l’Assurance maladie")
    click(at, "Enregistrer la décision (1)")
    assert store.instructions.list(DIRECTION)["motif"].tolist() == ["Relève de l’Assurance maladie"]


def test_decision_without_a_choice_is_a_sentence(store: Store) -> None:
    at = open_as(ORNE, INSTRUCTION, territoire="D61")
    field(at.checkbox, "Choisir ACC-L-01").check()
    run(at)
    click(at, "Enregistrer la décision (1)")
    assert "Choisissez une décision." in texts(at)


def test_second_of_two_deciders_sees_both_texts_and_chooses(store: Store) -> None:
    at = open_as(ORNE, INSTRUCTION, territoire="D61")
    field(at.checkbox, "Choisir ACC-L-01").check()
    run(at)
    store.instructions.decide(
        DIRECTION, propositions=["ACC-L-01"], territoire="D61", decision="ecartee", motif="Coût"
    )
    field(at.radio, "Décision").set_value("retenue")
    click(at, "Enregistrer la décision (1)")
    assert "modifiée par une autre personne" in texts(at)
    assert store.instructions.list(DIRECTION)["decision"].tolist() == ["ecartee"]
    click(at, "Enregistrer ma saisie")
    assert store.instructions.list(DIRECTION)["decision"].tolist() == ["retenue"]


def test_decider_may_leave_the_text_of_the_other(store: Store) -> None:
    at = open_as(ORNE, INSTRUCTION, territoire="D61")
    field(at.checkbox, "Choisir ACC-L-01").check()
    run(at)
    store.instructions.decide(
        DIRECTION, propositions=["ACC-L-01"], territoire="D61", decision="deja_engagee"
    )
    field(at.radio, "Décision").set_value("retenue")
    click(at, "Enregistrer la décision (1)")
    click(at, "Garder la version enregistrée")
    assert store.instructions.list(DIRECTION)["decision"].tolist() == ["deja_engagee"]
    assert not has_button(at, "Enregistrer ma saisie")
    assert not field(at.checkbox, "Choisir ACC-L-01").value


def test_decision_facet_filters_with_the_others(store: Store) -> None:
    store.instructions.decide(
        ORNE, propositions=["ACC-L-01", "PRE-L-01"], territoire="D61", decision="retenue"
    )
    at = open_as(ORNE, INSTRUCTION, territoire="D61", decision="retenue", theme="prevention")
    assert "**1 proposition sur 45**" in at.info[0].value
    assert choices(at) == ["Choisir PRE-L-01"]


def test_choosing_all_takes_what_the_filter_keeps(store: Store) -> None:
    at = open_as(ORNE, INSTRUCTION, territoire="D61", theme="continuite")
    click(at, "Choisir les 6")
    assert has_button(at, "Enregistrer la décision (6)")
    click(at, "Ne rien choisir")
    assert not has_button(at, "Enregistrer la décision")


def test_colleague_of_another_territory_cannot_decide(store: Store) -> None:
    at = open_as(MANCHE, INSTRUCTION, territoire="D61")
    assert "Votre comité n’écrit pas pour l’Orne" in texts(at)
    assert not choices(at)
    assert not has_button(at, "Enregistrer")
    fiche = open_as(MANCHE, INSTRUCTION, territoire="D61", fiche="ACC-L-01")
    assert not has_button(fiche, "Enregistrer")


def test_form_kept_open_by_a_colleague_of_another_territory_writes_nothing(store: Store) -> None:
    at = open_as(ORNE, INSTRUCTION, territoire="D61")
    field(at.checkbox, "Choisir ACC-L-01").check()
    run(at)
    field(at.radio, "Décision").set_value("retenue")
    at.session_state["acteur"] = MANCHE
    bouton = next(b for b in at.button if b.label.startswith("Enregistrer la décision"))
    bouton.click()
    run(at)
    assert store.instructions.list(DIRECTION).empty


def test_sheet_compares_the_territories(store: Store) -> None:
    for acteur, lieu, decision in ((ORNE, "D61", "retenue"), (MANCHE, "D50", "a_approfondir")):
        store.instructions.decide(
            acteur, propositions=["ACC-L-01"], territoire=lieu, decision=decision
        )
    at = open_as(DIRECTION, INSTRUCTION, territoire="D61", fiche="ACC-L-01")
    table = at.table[-1].value
    decisions = dict(zip(table["Territoire"], table["Décision"], strict=True))
    propres = {nom.replace("\\", ""): mot for nom, mot in decisions.items()}
    assert propres["Orne"] == "Retenue"
    assert propres["Manche"] == "À approfondir"
    assert propres["Eure"] == "À instruire"
    lecteur = open_as(LECTEUR, INSTRUCTION, territoire="D61", fiche="ACC-L-01")
    assert set(lecteur.table[-1].value["Décision"]) == {"Rien de publié"}


def test_sheet_holds_what_is_recorded_and_changes_it(store: Store) -> None:
    store.instructions.decide(
        ORNE, propositions=["ACC-L-01"], territoire="D61", decision="retenue", note="Ancienne"
    )
    at = open_as(ORNE, INSTRUCTION, territoire="D61", fiche="ACC-L-01")
    assert field(at.text_area, "Note").value == "Ancienne"
    field(at.text_area, "Note").set_value("")
    click(at, "À approfondir")
    ligne = store.instructions.list(DIRECTION).iloc[0]
    assert (ligne["decision"], ligne["note"]) == ("a_approfondir", "")
    # What was decided already is put right where one stands.
    assert "".join(at.query_params["fiche"]) == "ACC-L-01"
    click(at, "Remettre « À instruire »")
    assert store.instructions.list(DIRECTION).iloc[0]["decision"] == "a_instruire"


def test_a_decision_is_recorded_and_leads_to_the_next_that_waits(store: Store) -> None:
    store.instructions.decide(
        ORNE, propositions=["CON-L-02"], territoire="D61", decision="deja_engagee"
    )
    at = open_as(ORNE, INSTRUCTION, territoire="D61", theme="continuite")
    assert "Instruire une à une, dès CON-L-01" in links(at)
    at = open_as(ORNE, INSTRUCTION, territoire="D61", theme="continuite", fiche="CON-L-01")
    field(at.selectbox, "Priorité").select("haute")
    click(at, "Retenue")
    ligne = store.instructions.list(DIRECTION, proposition="CON-L-01").iloc[0]
    assert (ligne["decision"], ligne["priorite"]) == ("retenue", "haute")
    assert "".join(at.query_params["fiche"]) == "CON-L-03"
    assert "Créer une action depuis CON-L-01" in links(at)
    click(at, "Annuler : CON-L-01 retenue")
    assert store.instructions.list(DIRECTION, proposition="CON-L-01").empty
    assert has_button(at, "Annuler ma dernière saisie")
    # From the last of the list, the first that waits.
    at = open_as(ORNE, INSTRUCTION, territoire="D61", theme="continuite", fiche="CON-L-06")
    click(at, "Déjà engagée")
    assert "".join(at.query_params["fiche"]) == "CON-L-01"


def test_the_last_decision_of_a_list_leads_back_to_it(store: Store) -> None:
    autres = [f"CON-L-0{n}" for n in range(1, 6)]
    store.instructions.decide(ORNE, propositions=autres, territoire="D61", decision="retenue")
    at = open_as(ORNE, INSTRUCTION, territoire="D61", theme="continuite", fiche="CON-L-06")
    click(at, "À approfondir")
    assert "fiche" not in at.query_params
    assert "CON-L-06 : à approfondir pour l’Orne" in " ".join(s.value for s in at.success)


def test_a_reason_is_asked_where_the_decision_needs_one(store: Store) -> None:
    at = open_as(ORNE, INSTRUCTION, territoire="D61", fiche="CON-L-01")
    assert [b.proto.shortcut for b in at.button if b.label in DECISIONS] == ["1", "2", "3", "4"]
    click(at, "Écartée")
    assert "dites pourquoi" in texts(at)
    assert store.instructions.list(DIRECTION).empty
    click(at, "Écartée")
    assert "Le motif est encore vide." in texts(at)
    field(at.text_area, "Motif").set_value("Relève de l’Assurance maladie")
    click(at, "Écartée")
    ligne = store.instructions.list(DIRECTION).iloc[0]
    assert (ligne["proposition"], ligne["motif"]) == ("CON-L-01", "Relève de l’Assurance maladie")
    assert not field(at.text_area, "Motif").value


def test_a_reason_of_before_is_not_taken_for_that_of_a_new_decision(store: Store) -> None:
    ici = {"propositions": ["CON-L-01"], "territoire": "D61"}
    store.instructions.decide(DIRECTION, **ici, decision="retenue", motif="Moyens à préciser")
    at = open_as(ORNE, INSTRUCTION, territoire="D61", fiche="CON-L-01")
    click(at, "Écartée")
    assert "dites pourquoi" in texts(at)
    assert store.instructions.list(DIRECTION)["decision"].tolist() == ["retenue"]
    click(at, "Écartée")  # seen, and confirmed
    assert store.instructions.list(DIRECTION)["decision"].tolist() == ["ecartee"]


def test_digits_decide_nothing_once_turned_off(store: Store) -> None:
    at = open_as(ORNE, INSTRUCTION, territoire="D61", fiche="CON-L-01")
    field(at.toggle, "Décider au clavier").set_value(False)
    run(at)
    assert {b.proto.shortcut for b in at.button if b.label in DECISIONS} == {""}


def test_second_decider_of_a_sheet_chooses_between_both(store: Store) -> None:
    at = open_as(ORNE, INSTRUCTION, territoire="D61", fiche="CON-L-01")
    store.instructions.decide(
        DIRECTION, propositions=["CON-L-01"], territoire="D61", decision="deja_engagee"
    )
    click(at, "Retenue")
    assert "modifiée par une autre personne" in texts(at)
    click(at, "Enregistrer ma saisie")
    assert store.instructions.list(DIRECTION)["decision"].tolist() == ["retenue"]


def test_an_action_begins_with_its_proposal_its_engagement_and_its_money(store: Store) -> None:
    proposition, engagement = linked_proposal()
    at = open_as(ORNE, PLAN, territoire="D61", nouvelle="1", proposition=proposition)
    assert field(at.selectbox, "Engagement").value == engagement
    field(at.text_input, "Financeur").set_value("ARS")
    click(at, "Créer l’action")
    assert store.actions.list(DIRECTION).empty
    field(at.text_input, "Montant").set_value("12 500,50")
    click(at, "Créer l’action")
    action = store.actions.list(DIRECTION).iloc[0]
    assert (action["propositions"], action["engagement"]) == (proposition, engagement)
    argent = store.financements.list(DIRECTION, action_id=int(action["id"])).iloc[0]
    assert (argent["financeur"], f"{argent['montant']:.2f}") == ("ARS", "12500.50")


def test_kept_proposal_leads_to_an_action_that_remembers_it(store: Store) -> None:
    store.instructions.decide(ORNE, propositions=["ACC-L-01"], territoire="D61", decision="retenue")
    at = open_as(ORNE, INSTRUCTION, territoire="D61")
    assert "Créer une action depuis ACC-L-01" in links(at)
    form = open_as(ORNE, PLAN, territoire="D61", nouvelle="1", proposition="ACC-L-01")
    assert has_button(form, "Enlever ACC-L-01")
    field(form.selectbox, "Ajouter une proposition").set_value("ACC-L-02")
    run(form)
    field(form.selectbox, "Ajouter une proposition").set_value("ACC-L-03")
    run(form)
    click(form, "Enlever ACC-L-02")
    propositions = load_donnees(dossier_courant()).table("propositions").set_index("id")
    assert field(form.text_input, "Intitulé").value == propositions.at["ACC-L-01", "intitule"]
    field(form.selectbox, "Engagement").set_value("E1")
    click(form, "Créer l’action")
    action = store.actions.list(DIRECTION).iloc[0]
    assert (action["territoire"], action["propositions"]) == ("D61", "ACC-L-01 | ACC-L-03")
    assert "Vient de ACC-L-01" in links(form)
    encore = open_as(ORNE, INSTRUCTION, territoire="D61")
    assert f"Fiche de l’action {action['id']}" in links(encore)
    assert f"Action {action['id']} : {action['intitule']} – **à venir**" in texts(encore)


def test_proposal_that_is_not_kept_offers_no_action(store: Store) -> None:
    store.instructions.decide(
        ORNE, propositions=["ACC-L-01"], territoire="D61", decision="a_approfondir"
    )
    at = open_as(ORNE, INSTRUCTION, territoire="D61")
    assert not any("Créer une action" in lien for lien in links(at))


def test_what_no_territory_took_up_agrees_with_a_naive_count(store: Store) -> None:
    store.instructions.decide(
        ORNE, propositions=["ACC-L-01", "ACC-L-02"], territoire="D61", decision="retenue"
    )
    store.instructions.decide(
        MANCHE, propositions=["ACC-L-03"], territoire="D50", decision="deja_engagee"
    )
    store.instructions.decide(
        MANCHE, propositions=["ACC-L-04"], territoire="D50", decision="a_approfondir"
    )
    at = open_as(DIRECTION, INSTRUCTION, partie="oubliees")
    assert "**42 propositions sur 42**" in at.info[0].value
    lu = texts(at)
    assert "1 territoire a écarté ou mis à l’étude" in lu


def test_direction_follows_national_proposals_as_transmissions(store: Store) -> None:
    at = open_as(DIRECTION, INSTRUCTION, partie="nationales")
    # All were summed up for the ministry: silence here is neither a refusal nor a delay.
    tout = texts(at) + " ".join(str(o) for e in (*at.pills, *at.multiselect) for o in e.options)
    assert "Suivi non renseigné" in tout
    for mot in ("sans suite", "as encore transmise"):
        assert mot not in tout.lower()
    premiere = next(case for case in at.checkbox if case.label.startswith("Choisir"))
    identifiant = premiere.label.removeprefix("Choisir ")
    premiere.check()
    run(at)
    field(at.selectbox, "État").set_value("transmise")
    click(at, "Enregistrer 1 transmission")
    assert "Indiquez à qui la proposition est transmise" in texts(at)
    field(at.text_input, "Destinataire").set_value("Ministère")
    field(at.date_input, "Date de transmission").set_value(dt.date(2026, 3, 1))
    click(at, "Enregistrer 1 transmission")
    ligne = store.transmissions.list(DIRECTION).iloc[0]
    assert (ligne["proposition"], ligne["etat"]) == (identifiant, "transmise")
    assert store.instructions.list(DIRECTION).empty
    assert "à Ministère" in texts(at)


def test_committee_reads_transmissions_and_does_not_write_them(store: Store) -> None:
    store.transmissions.create(DIRECTION, proposition="ACC-N-01", destinataire="CNAM")
    at = open_as(ORNE, INSTRUCTION, partie="nationales")
    assert "saisies par la direction" in texts(at)
    assert not choices(at)
    fiche = open_as(ORNE, INSTRUCTION, fiche="ACC-N-01")
    assert "à CNAM" in texts(fiche)
    assert not has_button(fiche, "Enregistrer")


def test_reader_sees_published_decisions_without_names(store: Store) -> None:
    store.instructions.decide(
        ORNE, propositions=["ACC-L-01", "ACC-L-02"], territoire="D61", decision="retenue"
    )
    at = open_as(DIRECTION, INSTRUCTION, territoire="D61")
    click(at, "Publier 2 décisions")
    store.instructions.decide(ORNE, propositions=["ACC-L-03"], territoire="D61", decision="retenue")
    lecteur = open_as(LECTEUR, INSTRUCTION, territoire="D61", decision="retenue")
    assert (
        "**2 propositions sur 45**"
        in lecteur.info[1 if "prenez" in lecteur.info[0].value else 0].value
    )
    assert "Anne Lebrun" not in texts(lecteur)


def test_last_entry_is_undone(store: Store) -> None:
    store.instructions.decide(ORNE, propositions=["ACC-L-01"], territoire="D61", decision="retenue")
    at = open_as(ORNE, INSTRUCTION, territoire="D61")
    click(at, "Annuler : ACC-L-01 retenue")
    assert store.instructions.list(DIRECTION).empty


def test_three_screens_stand_in_the_menu_in_order() -> None:
    fichiers = [ecran.fichier for ecran in every_ecran()]
    positions = [fichiers.index(fichier) for fichier in (INSTRUCTION, COMITE, PLAN)]
    assert positions == sorted(positions)
