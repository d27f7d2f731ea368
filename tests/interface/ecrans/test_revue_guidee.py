"""The guided review: one cell after the other, what is confirmed or written again, publication."""

import datetime as dt

from streamlit.testing.v1 import AppTest

from concertation.suivi import Store
from tests.aides.ecrans_suivi import (
    DIRECTION,
    ENGAGEMENTS,
    LECTEUR,
    ORNE,
    add_point,
    click,
    field,
    links,
    lu,
    open_as,
    run,
    today,
)
from tests.aides.ecrans_suivi import base_des_ecrans as base_des_ecrans

HIER = {"date": (today() - dt.timedelta(days=30)).isoformat()}
AJOUTER = "Ajouter le point d’étape"


def say(at: AppTest, meteo: str, synthese: str = "") -> AppTest:
    """The météo of the open cell by its button, its synthesis, then the button that records."""
    next(b for b in at.button if str(b.key).endswith(f"-{meteo}") and "f-revue" in b.key).click()
    run(at)
    if synthese:
        field(at.text_area, "Synthèse").set_value(synthese)
    next(b for b in at.button if b.label == AJOUTER).click()
    return run(at)


def ici(at: AppTest) -> tuple[str, str]:
    (zone,) = (z for z in at.text_area if z.label.startswith("Synthèse"))
    _, _, engagement, territoire, *_ = str(zone.key).split("-")
    return engagement, territoire


def test_it_begins_where_nothing_was_said_today_and_ends_with_publication(store: Store) -> None:
    lieux = ("D14", "D27", "D50", "D61", "D76")
    for n in range(22):
        add_point(store, DIRECTION, engagement=f"E{n // 5 + 1}", territoire=lieux[n % 5])
    at = open_as(DIRECTION, ENGAGEMENTS, revue="guidee")
    vues = []
    for meteo in ("securises", "compromis", "appuis"):
        vues.append(ici(at))
        say(at, meteo, "Des mots.")
    assert vues == [("E5", "D50"), ("E5", "D61"), ("E5", "D76")]
    assert len(store.points_etape.latest(DIRECTION)) == 25
    assert at.title[0].value == "Relire et publier"


def test_the_synthesis_of_before_is_grey_and_recorded_only_when_confirmed(store: Store) -> None:
    add_point(store, DIRECTION, synthese="Une équipe tourne.", meteo="appuis", **HIER)
    at = open_as(ORNE, ENGAGEMENTS, revue="guidee", engagement="E1", territoire="D61")
    zone = field(at.text_area, "Synthèse")
    assert (zone.value, zone.placeholder) == ("", "Une équipe tourne.")
    assert len(store.points_etape.list(ORNE)) == 1
    say(at, "securises")
    derniers = store.points_etape.list(ORNE).tail(1)
    assert derniers[["meteo", "synthese", "auteur"]].values.tolist() == [
        ["securises", "Une équipe tourne.", "Anne Lebrun"]
    ]
    at = open_as(ORNE, ENGAGEMENTS, revue="guidee", engagement="E1", territoire="D61")
    assert "↗ mieux que le" in lu(at)


def test_what_another_says_of_a_cell_shows_at_the_next_look(store: Store) -> None:
    at = open_as(DIRECTION, ENGAGEMENTS, revue="guidee", engagement="E1", territoire="D14")
    add_point(store, territoire="D61", synthese="Un local est trouvé.")
    assert "Un local est trouvé." in lu(run(at))


def test_nothing_to_confirm_asks_for_words_and_keeps_the_meteo(store: Store) -> None:
    at = open_as(ORNE, ENGAGEMENTS, revue="guidee", engagement="E2", territoire="D61")
    say(at, "appuis")
    assert "Synthèse" in " ".join(str(e.value) for e in at.error)
    assert store.points_etape.list(ORNE).empty
    # The météo pressed waits in the draft, in another window too.
    autre = open_as(ORNE, ENGAGEMENTS, revue="guidee", engagement="E2", territoire="D61")
    assert "Appuis nécessaires" in lu(autre)


def test_the_same_is_said_for_several_territories_at_once_all_or_none(store: Store) -> None:
    add_point(store, DIRECTION, territoire="D14", synthese="Du Calvados.", **HIER)
    at = open_as(DIRECTION, ENGAGEMENTS, revue="guidee", engagement="E1", territoire="D14")
    field(at.multiselect, "Dire la même chose").set_value(["D61", "D50"])
    say(run(at), "appuis")
    # Nothing was ever said of two of them: there is nothing to confirm.
    assert len(store.points_etape.list(DIRECTION)) == 1
    at.text_input(key="f-revue-E1-D14-0-appui").set_value("Un arbitrage")
    say(at, "appuis", "Le même mot partout.")
    points = store.points_etape.list(DIRECTION).tail(3)
    assert sorted(points["territoire"]) == ["D14", "D50", "D61"]
    assert set(points["synthese"]) == {"Le même mot partout."}
    assert set(points["appui"]) == {"Un arbitrage"}
    assert ici(at) == ("E1", "D27")


def test_what_a_reader_will_read_is_shown_and_what_is_ticked_alone_published(store: Store) -> None:
    ancien = add_point(store, DIRECTION, synthese="Avant.", meteo="appuis", **HIER)
    store.publications.publish(DIRECTION, "point_etape", ancien)
    neuf = add_point(store, DIRECTION, synthese="Après.", meteo="securises", appui_de="Mme Nom")
    add_point(store, ORNE, engagement="E2", synthese="Ailleurs.")
    at = open_as(DIRECTION, ENGAGEMENTS, revue="publier")
    dit = lu(at).replace("\u00a0", " ")
    assert "2 points d’étape à publier" in dit
    assert dit.count("Un lecteur lit :") == 2
    assert "Un lecteur lit : rien" in dit
    assert "Après." in dit
    assert "Mme Nom" not in dit
    # Ticked is what this person said today: the others' only when asked for.
    assert [case.value for case in at.checkbox] == [True, False]
    assert at.checkbox(key=f"w-publier-{neuf}").value
    click(at, "Tout cocher")
    assert [case.value for case in at.checkbox] == [True, True]
    click(at, "Tout décocher")
    assert at.button(key="publier-revue").disabled
    at.checkbox(key=f"w-publier-{neuf}").check()
    run(at).button(key="publier-revue").click()
    run(at)
    publies = store.points_etape.list(LECTEUR)
    assert publies["id"].tolist() == [ancien, neuf]
    assert "1 point d’étape à publier" in lu(at).replace("\u00a0", " ")


def test_who_does_not_write_is_told_so_and_who_does_not_publish_has_no_button(
    store: Store,
) -> None:
    add_point(store)
    at = open_as(LECTEUR, ENGAGEMENTS, revue="guidee")
    assert not [z for z in at.text_area if z.label.startswith("Synthèse")]
    assert "Commencer la revue" not in links(open_as(LECTEUR, ENGAGEMENTS))
    assert "Commencer la revue" in links(open_as(ORNE, ENGAGEMENTS))
    at = open_as(ORNE, ENGAGEMENTS, revue="publier")
    assert "publier-revue" not in [b.key for b in at.button]
