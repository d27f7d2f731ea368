"""People: who they are by their sign-in, until when, and what takes it away at once."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest

from concertation.suivi import Acteur, DroitRefuse, Introuvable, SaisieInvalide, Store
from concertation.suivi.socle.identite import Identite
from concertation.suivi.verbes.personnes import INVITATION, Refus
from tests.suivi.conftest import ADMIN, DIRECTION, LECTEUR, ORNE, Horloge, both_engines
from tests.suivi.saisies import create_action

HEURE = datetime.timedelta(hours=1)
LEA = {"adresse": "lea@exemple.fr", "nom": "Léa", "role": "comite", "territoires": "D1"}


def add(store: Store, **autres: Any) -> dict[str, Any]:
    return store.personnes.create(ADMIN, **{**LEA, **autres})


def come(store: Store, horloge: Horloge, cle: str = "a", adresse: str = "lea@exemple.fr") -> Acteur:
    return store.personnes.sign_in(Identite(adresse, cle, horloge()), HEURE)


def again(store: Store, cle: str = "a") -> Acteur:
    """The same sign-in, which the provider made long ago."""
    vieux = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    return store.personnes.sign_in(Identite("lea@exemple.fr", cle, vieux), HEURE)


def told(store: Store) -> list[str]:
    entrees = store.journal.list(ADMIN, {"objet": "personne"})
    return [f"{e.verbe} {e.qui}".strip() for e in entrees.itertuples()][::-1]


def test_a_person_has_the_rights_of_their_row(store: Store, horloge: Horloge) -> None:
    add(store)
    lea = come(store, horloge, adresse=" LEA@Exemple.fr ")
    assert (lea.nom, lea.role, lea.territoires) == ("Léa", "comite", frozenset({"D1"}))
    create_action(store, lea, territoire="C1")
    with pytest.raises(DroitRefuse, match="ne permet pas"):
        create_action(store, lea, territoire="D2")
    assert told(store) == ["creer Alix", "connecter Léa"]


def test_unknown_people_are_refused_with_a_reason_and_no_address_is_kept(
    store: Store, horloge: Horloge
) -> None:
    for _ in range(2):
        with pytest.raises(Refus, match="vous lisez ce qui est publié"):
            come(store, horloge, adresse="inconnu@exemple.fr")
    (entree,) = store.journal.list(ADMIN).to_dict("records")
    dite = (entree["verbe"], entree["apres"], entree["qui"])
    assert dite == ("refuser", {"demande": "inconnue"}, "")


@pytest.mark.parametrize(
    ("periode", "motif"),
    [
        ({"debut": "2026-03-03"}, "hors période"),
        ({"fin": "2026-03-01"}, "hors période"),
        ({"debut": "2026-03-02", "fin": "2026-03-02"}, ""),
    ],
)
def test_a_period_is_from_its_first_day_to_its_last(
    store: Store, horloge: Horloge, periode: dict[str, str], motif: str
) -> None:
    add(store, **periode)
    if not motif:
        assert come(store, horloge).nom == "Léa"
        return
    with pytest.raises(Refus) as refus:
        come(store, horloge)
    assert refus.value.demande[1] == motif


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda s, p: s.personnes.withdraw(ADMIN, p["id"], 1), id="withdrawn"),
        pytest.param(lambda s, p: s.personnes.update(ADMIN, p["id"], 1, role="lecteur"), id="role"),
        pytest.param(
            lambda s, p: s.personnes.update(ADMIN, p["id"], 1, territoires="D2"), id="territory"
        ),
        pytest.param(
            lambda s, p: s.personnes.update(ADMIN, p["id"], 1, fin="2026-03-01"), id="period"
        ),
    ],
)
def test_who_loses_a_right_loses_it_at_the_next_action(
    store: Store, horloge: Horloge, change: Callable[[Store, dict[str, Any]], Any]
) -> None:
    lea = add(store)
    connectee = come(store, horloge)
    create_action(store, connectee, territoire="D1")
    change(store, lea)
    avant = store.last_entry()
    with pytest.raises(DroitRefuse, match="Vos droits ont changé"):
        create_action(store, connectee, territoire="D1")
    with pytest.raises(DroitRefuse):
        store.journal.undo_last(connectee)
    assert store.last_entry() == avant


def test_signing_out_ends_this_sign_in_or_all_of_them(store: Store, horloge: Horloge) -> None:
    add(store)
    un, deux = come(store, horloge, "a"), come(store, horloge, "b")
    store.personnes.sign_out(un)
    with pytest.raises(Refus, match="déconnecté"):
        come(store, horloge, "a")
    with pytest.raises(DroitRefuse):
        create_action(store, un, territoire="D1")
    create_action(store, deux, territoire="D1")
    trois = come(store, horloge, "c")
    store.personnes.sign_out(deux, partout=True)
    for acteur in (deux, trois):
        with pytest.raises(DroitRefuse, match="session a pris fin"):
            create_action(store, acteur, territoire="D1")
    assert come(store, horloge, "d").nom == "Léa"
    assert told(store).count("deconnecter Léa") == 2


def test_an_idle_sign_in_ends_an_active_one_goes_on_for_a_day_at_most(
    store: Store, horloge: Horloge
) -> None:
    add(store)
    lea = come(store, horloge)
    for _ in range(23):
        horloge.avance(minutes=30)
        assert again(store) == lea
    horloge.avance(minutes=31)
    with pytest.raises(Refus, match="pris fin"):
        again(store)
    come(store, horloge, "b")
    horloge.avance(minutes=61)
    with pytest.raises(Refus, match="pris fin"):
        again(store, "b")
    with pytest.raises(Refus, match="pris fin"):
        again(store, "an old cookie that this base never saw")


@both_engines
def test_last_activity_is_kept_without_an_entry_or_a_version(
    store: Store, horloge: Horloge
) -> None:
    lea = add(store)
    come(store, horloge)
    avant = store.last_entry()
    horloge.avance(minutes=5)
    again(store)
    ligne = store.personnes.get(ADMIN, lea["id"])
    assert (ligne["vu_le"], ligne["version"]) == ("2026-03-02T18:05:00Z", 1)
    assert store.last_entry() == avant


def test_a_proxy_that_names_no_sign_in_still_gives_the_person(
    store: Store, horloge: Horloge
) -> None:
    lea = add(store)
    identite = Identite("lea@exemple.fr")
    acteur = store.personnes.sign_in(identite, HEURE)
    create_action(store, acteur, territoire="D1")
    horloge.avance(minutes=59)
    store.personnes.sign_in(identite, HEURE)
    horloge.avance(minutes=61)
    store.personnes.sign_in(identite, HEURE)
    assert told(store).count("connecter Léa") == 2
    store.personnes.withdraw(ADMIN, lea["id"], 1)
    with pytest.raises(Refus, match="retiré"):
        store.personnes.sign_in(identite, HEURE)


def test_only_who_administers_reads_and_writes_people_in_the_journal_too(store: Store) -> None:
    lea = add(store)
    for acteur in (DIRECTION, ORNE, LECTEUR):
        assert store.personnes.list(acteur).empty
        assert "personne" not in set(store.journal.list(acteur)["objet"])
        for essai in (
            lambda a=acteur: store.personnes.create(a, **{**LEA, "adresse": "b@b.fr", "nom": "B"}),
            lambda a=acteur: store.personnes.update(a, lea["id"], 1, role="direction"),
            lambda a=acteur: store.personnes.withdraw(a, lea["id"], 1),
            lambda a=acteur: store.personnes.invite(a, lea["id"]),
            lambda a=acteur: store.personnes.merge(a, [{**LEA, "role": "direction"}]),
        ):
            with pytest.raises(DroitRefuse):
                essai()


@pytest.mark.parametrize(
    ("valeurs", "champ"),
    [
        ({"adresse": "lea"}, "adresse"),
        ({"adresse": "LEA@exemple.fr", "nom": "B"}, "adresse"),
        ({"adresse": "b@exemple.fr", "nom": "LÉA"}, "nom"),
        ({"adresse": "b@exemple.fr", "nom": "B", "territoires": ""}, "territoires"),
        ({"adresse": "b@exemple.fr", "nom": "B", "territoires": "D1 | D9"}, "territoires"),
        ({"adresse": "b@exemple.fr", "nom": "B", "role": "roi"}, "role"),
        (
            {"adresse": "b@exemple.fr", "nom": "B", "debut": "2026-02-01", "fin": "2026-01-01"},
            "fin",
        ),
    ],
)
def test_what_a_row_may_not_say(store: Store, valeurs: dict[str, str], champ: str) -> None:
    add(store)
    with pytest.raises(SaisieInvalide) as faute:
        add(store, **valeurs)
    assert faute.value.champ == champ


@both_engines
def test_somebody_always_administers(store: Store) -> None:
    lea = add(store, role="administrateur")
    for essai in (
        lambda: store.personnes.withdraw(ADMIN, lea["id"], 1),
        lambda: store.personnes.update(ADMIN, lea["id"], 1, role="lecteur"),
        lambda: store.personnes.update(ADMIN, lea["id"], 1, fin="2026-01-01"),
    ):
        with pytest.raises(SaisieInvalide, match="nommez-en une autre"):
            essai()
    add(store, role="administrateur", adresse="b@exemple.fr", nom="B")
    store.personnes.withdraw(ADMIN, lea["id"], 1)


@both_engines
def test_an_invitation_serves_once_within_a_week_and_the_last_one_only(
    store: Store, horloge: Horloge
) -> None:
    lea = add(store)
    ancienne, lien = (store.personnes.invite(ADMIN, lea["id"]) for _ in range(2))
    with pytest.raises(Introuvable, match="demandez-en une autre"):
        store.personnes.invited(ancienne)
    assert store.personnes.invited(lien)["nom"] == "Léa"
    compte = Identite("l.martin@agence.fr", "x", horloge())
    store.personnes.accept(compte, lien)
    assert come(store, horloge, "y", "l.martin@agence.fr").nom == "Léa"
    with pytest.raises(Introuvable):
        store.personnes.accept(Identite("voleur@exemple.fr", "z", horloge()), lien)
    tardif = store.personnes.invite(ADMIN, lea["id"])
    horloge.avance(days=8)
    with pytest.raises(Introuvable):
        store.personnes.accept(compte, tardif)
    assert store.secrets.opens("autre", tardif) is None
    assert lien not in str(store.journal.list(ADMIN).to_dict())
    assert store.secrets.read(INVITATION, lien).empreinte != lien


def test_an_invitation_never_takes_the_account_of_another_person(
    store: Store, horloge: Horloge
) -> None:
    lea = add(store)
    add(store, adresse="b@exemple.fr", nom="B")
    lien = store.personnes.invite(ADMIN, lea["id"])
    with pytest.raises(SaisieInvalide, match="déjà cette adresse"):
        store.personnes.accept(Identite("b@exemple.fr", "x", horloge()), lien)
    assert store.personnes.invited(lien)["nom"] == "Léa"


@both_engines
def test_a_list_of_people_comes_in_whole_or_not_at_all(store: Store) -> None:
    add(store)
    deux = {**LEA, "adresse": "b@exemple.fr", "nom": "B"}
    assert store.personnes.merge(ADMIN, [{**LEA, "territoires": "D2"}, deux]) == (1, 1)
    assert store.personnes.merge(ADMIN, [{**LEA, "territoires": "D2"}, deux]) == (0, 0)
    avant = store.last_entry()
    with pytest.raises(SaisieInvalide):
        store.personnes.merge(ADMIN, [{**deux, "nom": "C"}, {"adresse": "lea", "nom": "D"}])
    assert store.last_entry() == avant


def test_signing_in_is_not_a_gesture_to_undo(store: Store, horloge: Horloge) -> None:
    add(store)
    create_action(store, come(store, horloge), territoire="D1")
    lea = come(store, horloge, "b")
    assert store.journal.undo_last(lea) == 1
    connexion = store.journal.list(ADMIN, {"verbe": "connecter"}).iloc[0]
    with pytest.raises(Introuvable, match="n’existe pas"):
        store.journal.revert(ADMIN, int(connexion["id"]))


@pytest.mark.parametrize("nom", ["", " ", "\u200b\u200b", "\u2060", "\u00ad"])
def test_a_name_that_shows_nothing_names_nobody(nom: str) -> None:
    with pytest.raises(SaisieInvalide, match="Indiquez votre nom"):
        Acteur(nom, "direction")
