"""Progress, lateness, cells and points of attention, against naive computations."""

import datetime
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concertation.suivi import Store, etat
from tests.suivi.conftest import DIRECTION, ORNE, REFERENCES, Horloge
from tests.suivi.saisies import add_mesure, add_point, create_action, create_indicateur

JOUR = datetime.date(2026, 3, 2)
nombres = st.floats(allow_nan=False, allow_infinity=False)
moderes = st.integers(-10_000, 10_000)


@given(nombres, nombres, nombres)
def test_progress_stays_between_its_bounds(initial: float, cible: float, actuel: float) -> None:
    valeur = etat.progress(initial, cible, actuel)
    assert (valeur is None) == (initial == cible)
    if valeur is not None:
        assert 0 <= valeur <= 100
        assert etat.progress(initial, cible, initial) == 0
        assert etat.progress(initial, cible, cible) == 100


@given(moderes, moderes, moderes, moderes)
def test_progress_grows_towards_the_target_whichever_way_it_lies(
    initial: int, cible: int, un: int, autre: int
) -> None:
    pas = [etat.progress(initial, cible, valeur) for valeur in sorted((un, autre))]
    if initial == cible:
        assert pas == [None, None]
    else:
        assert pas == sorted(pas, reverse=cible < initial)
        miroir = etat.progress(-initial, -cible, -un)
        assert miroir == etat.progress(initial, cible, un)
        exact = 100 * (un - initial) / (cible - initial)
        assert miroir == pytest.approx(min(100, max(0, exact)))


@given(nombres, nombres, nombres, st.integers(0, 2), st.sampled_from([None, math.nan]))
def test_progress_is_none_when_a_part_is_missing(
    initial: float, cible: float, actuel: float, place: int, vide: float | None
) -> None:
    valeurs: list[float | None] = [initial, cible, actuel]
    valeurs[place] = vide
    assert etat.progress(*valeurs) is None


@given(st.lists(st.one_of(st.none(), st.floats(0, 100))))
def test_a_mean_is_none_when_a_part_is_none(parts: list[float | None]) -> None:
    moyenne = etat.mean_progress(parts)
    if not parts or None in parts:
        assert moyenne is None
    else:
        assert moyenne == pytest.approx(sum(parts) / len(parts))


@pytest.mark.parametrize(
    ("fin", "statut", "retard"),
    [
        ("2026-03-01", "en_cours", True),
        ("2026-03-01", "bloquee", True),
        ("2026-03-02", "en_cours", False),
        ("2026-03-01", "realisee", False),
        ("2026-03-01", "abandonnee", False),
        (None, "en_cours", False),
    ],
)
def test_an_action_is_late_after_its_end_unless_finished(
    store: Store, fin: str | None, statut: str, retard: bool
) -> None:
    create_action(store, fin=fin, statut=statut)
    actions = store.actions.list(ORNE)
    assert list(etat.late_actions(actions, JOUR)) == [retard]
    assert etat.is_late(actions.iloc[0].to_dict(), JOUR) == retard


def cells_of(store: Store) -> etat.pd.DataFrame:
    return etat.cells(
        ["E1", "E2"],
        ["D1", "D2"],
        REFERENCES,
        store.points_etape.latest(DIRECTION),
        store.actions.list(DIRECTION),
        store.indicateurs.list(DIRECTION),
        store.mesures.latest(DIRECTION),
        JOUR,
    )


def test_first_launch_invents_nothing(store: Store) -> None:
    cellules = cells_of(store)
    assert len(cellules) == 4
    assert set(cellules["meteo"]) == {""}
    assert cellules["date"].isna().all()
    assert cellules["progression"].isna().all()
    assert set(etat.attention(cellules, store.actions.list(DIRECTION), JOUR)["nature"]) == {
        "silence"
    }


def test_a_cell_gathers_what_its_territories_said(store: Store) -> None:
    add_point(store, territoire="D1", date="2026-02-01", meteo="appuis")
    add_point(store, territoire="C1", date="2026-02-02", meteo="securises")
    create_action(store, territoire="C2", statut="bloquee", fin="2026-01-01")
    create_action(store, porteur="Zoé")
    for cible, valeur in ((10.0, 5.0), (0.0, 1.0)):
        indicateur = create_indicateur(
            store,
            valeur_initiale=4.0,
            date_initiale="2025-01-01",
            source_initiale="s",
            cible=cible,
            date_cible="2027-01-01",
            source_cible="s",
        )
        add_mesure(store, indicateur_id=indicateur["id"], valeur=valeur)
    cellule = cells_of(store).iloc[0]
    assert (cellule["meteo"], cellule["origine"]) == ("securises", "C1")
    assert cellule["progression"] == pytest.approx((100 / 6 + 75) / 2)
    compte = ("actions", "en_retard", "bloquees", "sans_porteur", "indicateurs")
    assert [cellule[nom] for nom in compte] == [2, 1, 1, 1, 2]
    natures = etat.attention(cells_of(store), store.actions.list(ORNE), JOUR)
    ici = natures[(natures["engagement"] == "E1") & natures["territoire"].isin({"D1", "C2"})]
    assert sorted(ici["nature"]) == ["bloquee", "contradiction", "retard", "sans_porteur"]
    create_indicateur(store)
    assert math.isnan(cells_of(store).iloc[0]["progression"])


def test_a_cell_is_silent_after_the_days_chosen(store: Store) -> None:
    add_point(store, date="2026-01-01")
    actions = store.actions.list(ORNE)

    def silent(jours: int) -> set[tuple[str, str]]:
        frame = etat.attention(cells_of(store), actions, JOUR, jours)
        frame = frame[frame["nature"] == "silence"]
        return set(zip(frame["engagement"], frame["territoire"], strict=True))

    assert ("E1", "D1") in silent(59)
    assert ("E1", "D1") not in silent(60)
    assert ("E2", "D1") in silent(10_000)


def test_changes_are_told_once_per_object(store: Store, horloge: Horloge) -> None:
    ancienne = create_action(store)
    depuis = store.last_entry()
    store.actions.update(ORNE, ancienne["id"], 1, intitule="Un", statut="en_cours")
    store.actions.update(DIRECTION, ancienne["id"], 2, intitule="Deux", statut="a_venir")
    nouvelle = create_action(store)
    journal = store.journal.list(DIRECTION, limit=100)
    resume = etat.changes_since(journal[journal["id"] > depuis])
    assert list(resume["objet_id"]) == [nouvelle["id"], ancienne["id"]]
    modifiee = resume.iloc[1]
    assert modifiee["avant"] == {"intitule": "Ouvrir une équipe"}
    assert modifiee["apres"] == {"intitule": "Deux"}
    assert modifiee["qui"] == ["Anne", "Denise"]
    assert resume.iloc[0]["avant"] is None
    assert etat.changes_since(journal.head(0)).empty
