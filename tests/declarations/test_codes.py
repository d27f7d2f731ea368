"""Every code list says, for each of its codes, a word, a sign, an icon and a colour of its own."""

import pytest

from concertation.declarations import LISTES, OBJETS, words_of
from concertation.declarations.action import STATUT
from concertation.declarations.codes import GLYPHES, TONS, Code, CodeListe, Signe
from concertation.declarations.instruction import DECISION
from concertation.declarations.point_etape import METEO
from concertation.declarations.portee import PORTEE
from concertation.declarations.veille import GRAVITE, GRAVITE_DU_MOTIF, MOTIF_ATTENTION
from concertation.graphiques.lecteurs.traits import SYMBOLES
from concertation.graphiques.style.couleurs import resolve, sign_ground, sign_role
from concertation.graphiques.style.marques import sign_bar, sign_point

toutes_les_listes = pytest.mark.parametrize("liste", LISTES.values(), ids=list(LISTES))


@toutes_les_listes
def test_each_code_has_a_word_and_an_icon_that_no_other_has(liste: CodeListe) -> None:
    assert len(set(liste.values())) == len(liste) > 1
    assert len({liste.court(cle) for cle in liste}) == len(liste)
    assert len({liste.icone(cle) for cle in liste}) == len(liste)
    assert all(mot == mot.strip() and mot for mot in liste.values())


@toutes_les_listes
def test_each_code_has_a_sign_that_every_reader_of_signs_draws(liste: CodeListe) -> None:
    signes = [liste.signe(cle) for cle in liste]
    for signe in signes:
        assert sign_point(signe, 0, 0, 20).bord == sign_role(signe)
        assert sign_bar(signe, 0, 0, 1, 10).bord == sign_role(signe)
        assert signe.symbole.startswith("circle") or (
            signe.symbole.removesuffix("-open") in SYMBOLES
        )
        for mode in ("light", "dark"):
            assert resolve(sign_ground(signe), mode) != resolve(sign_role(signe), mode)
    assert all(s.symbole in GLYPHES and s.glyphe and s.teinte in TONS for s in signes)
    assert {liste.couleur(cle) for cle in liste} <= set(TONS.values())


@toutes_les_listes
def test_a_list_begins_with_one_of_its_codes_and_offers_some(liste: CodeListe) -> None:
    assert set(liste.saisies) <= set(liste)
    assert liste.saisies
    assert not liste.depart or liste.depart in liste.saisies


@toutes_les_listes
def test_a_code_of_another_version_is_read_as_it_stands(liste: CodeListe) -> None:
    assert liste.mot("inconnu") == liste.court("inconnu") == "inconnu"
    assert liste.signe("inconnu").teinte == ""
    assert liste.couleur("inconnu") == "gray"
    assert liste.icone("inconnu") not in {liste.icone(cle) for cle in liste}


def test_every_list_of_a_field_is_walked_here() -> None:
    siennes = [c.liste for objet in OBJETS.values() for c in objet.champs if c.liste is not None]
    assert len(siennes) >= 9
    assert all(LISTES[liste.nom] is liste for liste in siennes)


@pytest.mark.parametrize("liste", [METEO, STATUT])
def test_no_two_codes_of_a_chart_share_a_shape(liste: CodeListe) -> None:
    assert len({(liste.signe(c).symbole, liste.signe(c).anneau) for c in liste}) == len(liste)


def test_no_two_decisions_share_a_hatching() -> None:
    assert len({(DECISION.signe(c).motif, DECISION.signe(c).plein) for c in DECISION}) == 5


def test_parts_are_played_by_codes_of_the_list() -> None:
    assert STATUT.which("fini") == ("realisee", "abandonnee")
    assert STATUT.which("bloque")
    assert METEO.which("favorable") == ("securises", "atteignables")
    assert DECISION.which("repris") == ("retenue", "deja_engagee")
    assert (PORTEE.which("instruite"), PORTEE.which("transmise")) == (("locale",), ("nationale",))
    assert set(GRAVITE_DU_MOTIF) == set(MOTIF_ATTENTION)
    assert set(GRAVITE_DU_MOTIF.values()) == set(GRAVITE)
    assert STATUT.which("inconnu") == ()


def test_the_meteo_of_silence_is_read_and_never_typed() -> None:
    assert "" in METEO
    assert "" not in METEO.saisies


def test_words_of_a_field_follow_its_kind_of_row() -> None:
    assert words_of("seance", "etat")["close"] == "Close"
    assert "close" not in words_of("transmission", "etat")
    assert {"close", "reprise"} <= set(words_of("", "etat"))
    assert words_of("action", "intitule") == {} == words_of("inconnu", "inconnu")


def test_a_list_that_takes_other_codes_is_the_same_for_who_holds_it() -> None:
    liste = CodeListe("essai", "Essai", Code("a", "A"), Code("b", "B"), depart="a")
    tenue = {"champ": liste}
    liste.take([Code("c", "C", Signe("x", "rouge"), "block")])
    assert dict(tenue["champ"]) == {"c": "C"}
    assert liste.signe("c").teinte == "rouge"
    assert liste.mot("a") == "a"
