"""Recherche: what a person may read, grouped, from the menu's field too."""

from concertation.suivi import Store
from tests.aides.ecrans_suivi import LECTEUR, ORNE, create_action, links, lu, open_as, run
from tests.aides.ecrans_suivi import base_des_ecrans as base_des_ecrans

RECHERCHE = "comprendre/recherche.py"


def test_what_is_recorded_is_found_by_who_may_read_it(store: Store) -> None:
    action = create_action(store, intitule="Ouvrir une pharmacie à Xanadu")
    at = open_as(ORNE, RECHERCHE, q="xanadu")
    lien = next(x.proto for x in at.main.get("page_link") if "Xanadu" in x.proto.label)
    assert (lien.page, lien.query_string) == ("plan_action", f"action={action['id']}")
    # Found as soon as it is recorded, unread by who may not.
    create_action(store, intitule="Former les pharmaciens de Xanadu")
    assert "2\u00a0résultats" in lu(run(at))
    assert "0\u00a0résultat" in lu(open_as(LECTEUR, RECHERCHE, q="xanadu"))


def test_screens_and_files_answer_under_their_kind(store: Store) -> None:
    at = open_as(LECTEUR, RECHERCHE, q="journal")
    assert "Journal" in links(at)
    assert [h.value for h in at.header] == ["Écrans (1)"]
    assert "Propositions, engagements" in lu(open_as(LECTEUR, RECHERCHE))


def test_the_field_of_the_menu_leads_to_the_answers(store: Store) -> None:
    at = open_as(LECTEUR, "comprendre/ateliers.py")
    at.sidebar.text_input(key="w-chercher").set_value("médicobus")
    run(at)
    assert at.title[0].value == "Recherche"
    assert at.query_params["q"] in ("médicobus", ["médicobus"])
    assert at.sidebar.text_input(key="w-chercher").value == ""
    assert "Dispositifs (1)" in lu(at)
