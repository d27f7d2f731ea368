"""The screen of people: who sees it, inviting, changing, withdrawing, a list out and in."""

import pytest
from streamlit.runtime.context import ContextProxy

from concertation.acces import IDENTITE
from concertation.restitution.classeur.exports import Cachet, to_fichier
from concertation.restitution.classeur.personnes import CHAMPS, read_personnes
from concertation.suivi import Acteur, Store
from concertation.suivi.socle.identite import Identite
from tests.aides.connexion import opened_with
from tests.aides.ecrans_suivi import (
    DIRECTION,
    LECTEUR,
    base_des_ecrans,
    click,
    field,
    lu,
    open_as,
    run,
)
from tests.declarations.parcours import JOUR

__all__ = ["base_des_ecrans"]

PERSONNES = "gerer/personnes.py"
ADMIN = Acteur("Ada", "administrateur")
LEA = {"adresse": "lea@exemple.fr", "nom": "Léa", "role": "comite", "territoires": "D14 | D61"}


@pytest.mark.parametrize("acteur", [LECTEUR, DIRECTION], ids=lambda a: a.role)
def test_nobody_else_reads_the_list(store: Store, acteur: Acteur) -> None:
    store.personnes.create(ADMIN, **LEA)
    at = open_as(acteur, PERSONNES)
    assert "Seule une personne qui administre" in lu(at)
    assert "Léa" not in lu(at)
    assert "exemple.fr" not in lu(at)


def test_inviting_gives_a_link_once(store: Store) -> None:
    at = open_as(ADMIN, PERSONNES)
    field(at.text_input, "Adresse électronique").set_value("lea@exemple.fr")
    field(at.text_input, "Nom").set_value("Léa")
    field(at.selectbox, "Rôle").set_value("comite")
    field(at.multiselect, "Territoires").set_value(["D61"])
    click(at, "Inviter")
    (lea,) = store.personnes.list(ADMIN).to_dict("records")
    assert (lea["nom"], lea["role"], lea["territoires"]) == ("Léa", "comite", "D61")
    (lien,) = [code.value for code in at.code]
    assert store.personnes.invited(lien.split("invitation=")[1])["id"] == lea["id"]
    assert not run(at).code
    assert "jamais venue" in lu(at)


def test_what_is_wrong_is_said_and_stays_typed(store: Store) -> None:
    at = open_as(ADMIN, PERSONNES)
    field(at.text_input, "Adresse électronique").set_value("lea")
    field(at.text_input, "Nom").set_value("Léa")
    field(at.selectbox, "Rôle").set_value("comite")
    click(at, "Inviter")
    assert "nom@domaine.fr" in lu(at)
    assert "au moins un territoire" in lu(at)
    assert field(at.text_input, "Adresse électronique").value == "lea"
    assert store.personnes.list(ADMIN).empty


def test_a_person_is_changed_signed_out_withdrawn_and_comes_back(store: Store) -> None:
    lea = store.personnes.create(ADMIN, **LEA, fin="2027-01-31")
    at = open_as(ADMIN, PERSONNES, personne=str(lea["id"]))
    assert "jusqu’au 31 janvier 2027" in lu(at)
    # The first form is theirs, the second invites.
    at.multiselect[0].set_value(["D61"])
    click(at, "Enregistrer")
    assert store.personnes.get(ADMIN, lea["id"])["territoires"] == "D61"
    click(at, "Déconnecter partout")
    assert "devra se reconnecter" in lu(at)
    click(at, "Retirer")
    assert store.personnes.list(ADMIN).empty
    click(at, "Rétablir")
    assert list(store.personnes.list(ADMIN)["nom"]) == ["Léa"]


def test_an_invitation_that_is_over_says_so(store: Store) -> None:
    at = open_as(LECTEUR, PERSONNES, invitation="x")
    assert "demandez-en une autre" in lu(at)


def test_an_invitation_asks_to_sign_in_and_shows_no_address(store: Store) -> None:
    lea = store.personnes.create(ADMIN, **LEA)
    at = open_as(LECTEUR, PERSONNES, invitation=store.personnes.invite(ADMIN, lea["id"]))
    assert "Léa, vous êtes invité à entrer avec le profil comité de suivi" in lu(at)
    assert "Connectez-vous" in lu(at)
    assert "exemple.fr" not in lu(at)


@pytest.mark.parametrize("format_", ["xlsx", "csv", "csv-excel"])
def test_the_list_goes_out_and_comes_back(store: Store, format_: str) -> None:
    store.personnes.create(ADMIN, **LEA, fin="2027-01-31")
    frame = store.personnes.list(ADMIN)[list(CHAMPS)]
    cachet = Cachet("Personnes", "", JOUR)
    contenu = to_fichier(frame, cachet, "Personnes", format_, objet="personne")  # type: ignore[arg-type]
    lignes, fautes = read_personnes(contenu, "liste.xlsx" if format_ == "xlsx" else "liste.zip")
    assert fautes == []
    assert lignes == [{**LEA, "debut": "", "fin": "2027-01-31"}]
    assert store.personnes.merge(ADMIN, lignes) == (0, 0)


def test_a_list_that_people_write_is_read_by_its_words(store: Store) -> None:
    contenu = "Adresse;Nom;Rôle;Fin;Téléphone\nzoe@exemple.fr;Zoé;Direction;31/01/2027;06\n"
    lignes, fautes = read_personnes(contenu.encode(), "liste.csv")
    assert lignes == [
        {"adresse": "zoe@exemple.fr", "nom": "Zoé", "role": "direction", "fin": "2027-01-31"}
    ]
    assert [f.message for f in fautes if "Téléphone" not in f.message] == ["lu comme point-virgule"]
    assert len(fautes) == 2
    assert store.personnes.merge(ADMIN, lignes) == (1, 0)


@pytest.mark.parametrize(
    ("contenu", "nom"), [(b"a,b\n1,2\n", "l.csv"), (b"x", "l.xlsx"), (b"", "l.txt")]
)
def test_what_is_no_list_is_told(contenu: bytes, nom: str) -> None:
    lignes, fautes = read_personnes(contenu, nom)
    assert lignes == []
    assert len(fautes) == 1


def test_who_a_proxy_names_is_shown_with_the_way_out(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.personnes.create(ADMIN, **LEA)
    monkeypatch.setenv("CONCERTATION_ACCES", "mandataire")
    monkeypatch.setenv("CONCERTATION_DECONNEXION", "https://portail.exemple.fr/sortir")
    monkeypatch.setattr(ContextProxy, "headers", opened_with((IDENTITE, "lea@exemple.fr")))
    at = open_as(LECTEUR, "comprendre/accueil.py")
    assert "Connecté comme lea@exemple.fr" in lu(at)
    (sortie,) = at.get("link_button")
    assert sortie.proto.url == "https://portail.exemple.fr/sortir"
    monkeypatch.setattr(ContextProxy, "headers", opened_with((IDENTITE, "b@exemple.fr")))
    assert "Personne ne vous a encore invité" in lu(run(at))
    monkeypatch.setattr(ContextProxy, "headers", opened_with(("Host", "exemple.fr")))
    assert "ne vous a pas identifié" in lu(run(at))
    monkeypatch.setenv("CONCERTATION_ACCES", "lecture")
    assert "rien ne se saisit ici" in lu(run(at))


def test_who_is_invited_comes_in_by_another_address(store: Store) -> None:
    lea = store.personnes.create(ADMIN, **LEA)
    secret = store.personnes.invite(ADMIN, lea["id"])
    store.personnes.accept(Identite("l.martin@agence.fr"), secret)
    assert "l.martin@agence.fr" in lu(open_as(ADMIN, PERSONNES))
