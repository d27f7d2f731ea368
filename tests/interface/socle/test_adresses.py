"""Every state of a screen: declared once, written to its address and read back from it."""

import datetime as dt
import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concertation.analyse.adresses import Adresse, Param, params_of
from concertation.analyse.chaine.construction import build_graphe
from concertation.donnees import dossier_courant, load_donnees
from concertation.interface import ecrans
from concertation.interface.ecrans.comite.ecran import EtatComite
from concertation.interface.ecrans.documents.ecran import EtatDocuments, read_ecran
from concertation.interface.ecrans.engagements.ecran import EtatEngagements
from concertation.interface.ecrans.indicateurs.ecran import EtatIndicateurs
from concertation.interface.ecrans.instruction.ecran import EtatInstruction
from concertation.interface.ecrans.journal.ecran import EtatJournal
from concertation.interface.ecrans.plan_action.ecran import EcranPlanAction as EcranPlan
from concertation.interface.ecrans.plan_action.ecran import EtatPlan
from concertation.interface.ecrans.presentation.ecran import EtatPresentation
from concertation.interface.ecrans.territoires.ecran import PAR_DEFAUT, EtatTerritoires
from concertation.interface.ecrans.tracabilite.ecran import EtatTracabilite
from concertation.serveur.adresses import Adresses
from concertation.suivi import Acteur
from tests.aides.epreuves import times

for module in pkgutil.walk_packages(ecrans.__path__, f"{ecrans.__name__}."):
    importlib.import_module(module.name)

DONNEES = load_donnees(dossier_courant())
SERVEUR = Adresses({"ecran": "Écran"})


def leaves_of(classe: type[Adresse]) -> list[type[Adresse]]:
    """The states of screens, whatever they share."""
    filles = classe.__subclasses__()
    return [feuille for fille in filles for feuille in leaves_of(fille)] or [classe]


ETATS = sorted(leaves_of(Adresse), key=lambda classe: classe.__name__)
SOURCES: dict[type[Adresse], Any] = {EtatTracabilite: build_graphe(DONNEES)}


def source_of(classe: type[Adresse]) -> Any:
    return SOURCES.get(classe, DONNEES)


def values_of(param: Param, source: Any) -> st.SearchStrategy[Any]:
    """What a parameter may hold."""
    mots = [valeur for valeur in param.mots.values() if valeur != ()]
    if param.genre == "choix":
        un = st.sampled_from([*param.options(source)])
    elif param.genre == "jour":
        un = st.dates(dt.date(2000, 1, 1), dt.date(2999, 12, 31))
    elif param.genre == "entier":
        un = st.integers(*param.bornes) | st.sampled_from(mots or [param.bornes[0]])
    elif param.genre == "drapeau":
        un = st.just(True)
    else:
        un = st.text(min_size=1, max_size=12)
    return st.lists(un, max_size=4) if param.plusieurs else un


def states_of(classe: type[Adresse]) -> st.SearchStrategy[Adresse]:
    """States as reading gives them: with what their values imply, in one order."""
    source = source_of(classe)
    champs = {nom: values_of(param, source) for nom, param in params_of(classe).items()}

    def settle(valeurs: Mapping[str, Any]) -> Adresse:
        dits = {
            params_of(classe)[nom].nom or nom: params_of(classe)[nom].write(valeur)
            for nom, valeur in valeurs.items()
        }
        return classe.from_params(dits, source)[0]

    return st.fixed_dictionaries({}, optional=champs).map(settle)


def test_the_nineteen_states_are_declared() -> None:
    assert len(ETATS) == 19
    assert all(params_of(classe) for classe in ETATS)


@pytest.mark.parametrize("classe", ETATS, ids=lambda classe: classe.__name__)
@settings(max_examples=times(20), deadline=None)
@given(data=st.data())
def test_a_state_comes_back_from_its_address(classe: type[Adresse], data: st.DataObject) -> None:
    etat = data.draw(states_of(classe))
    params = etat.to_params()
    ecrite = parse_qs(urlencode(params, doseq=True), keep_blank_values=True)
    lu, phrases = classe.from_params(ecrite, source_of(classe))
    assert not phrases
    assert lu == etat
    assert lu.to_params() == params
    # The server takes none of it for damage.
    assert SERVEUR.mend("/ecran", urlencode(params, doseq=True)) is None
    noms = [param.nom or nom for nom, param in params_of(classe).items()]
    declares = [nom for nom in dict.fromkeys(noms) if nom in params]
    assert [nom for nom in params if nom in noms] == declares


@pytest.mark.parametrize("classe", ETATS, ids=lambda classe: classe.__name__)
@settings(max_examples=times(20), deadline=None)
@given(data=st.data())
def test_any_address_is_read(classe: type[Adresse], data: st.DataObject) -> None:
    noms = [param.nom or nom for nom, param in params_of(classe).items()]
    texte = st.text(max_size=8) | st.sampled_from(["٣", "1e9", "-1", "9" * 5000, "²", "\ud800"])
    params = data.draw(st.dictionaries(st.sampled_from(noms), st.lists(texte, max_size=3)))
    lu, phrases = classe.from_params(params, source_of(classe))
    assert classe.from_params(lu.to_params(), source_of(classe)) == (lu, ())
    assert all(phrase.endswith(".") for phrase in phrases)


@pytest.mark.parametrize("classe", ETATS, ids=lambda classe: classe.__name__)
def test_what_is_unknown_is_told_in_one_way_and_left_out(classe: type[Adresse]) -> None:
    source = source_of(classe)
    for nom, param in params_of(classe).items():
        if param.genre == "texte":
            continue
        lu, phrases = classe.from_params({param.nom or nom: ["jamais <b>vu"]}, source)
        assert len(phrases) == 1, nom
        assert phrases[0].startswith(
            f"« jamais <b>vu » : valeur inconnue pour « {param.libelle} »."
        )
        assert lu == classe.from_params({}, source)[0]


# Addresses that were written before the states were declared in one way.
@pytest.mark.parametrize(
    ("etat", "adresse"),
    [
        (
            EtatEngagements(
                "cts", "E1", "CTS-76-HAVRE", ("appuis", ""), "changements", ("retard",), 30,
                dt.date(2026, 1, 2), 3,
            ),
            "niveau=cts&engagement=E1&territoire=CTS-76-HAVRE&meteo=appuis&meteo=aucune&vue=changements"
            "&motif=retard&silence=30&depuis=2026-01-02&page=3",
        ),
        (EtatIndicateurs("E1", "D61", 2, 7), "engagement=E1&territoire=D61&page=2&fiche=7"),
        (
            EtatJournal(
                "Anne", "D61", "action", 3, dt.date(2026, 1, 1), dt.date(2026, 2, 1), 900
            ),
            "qui=Anne&territoire=D61&objet=action&fiche=3&depuis=2026-01-01&jusqua=2026-02-01"
            "&avant=900",
        ),
        (EtatComite("D61", nouvelle=True), "territoire=D61&seance=nouvelle"),
        (EtatComite("D61", 3, releve=True), "territoire=D61&seance=3&vue=releve"),
        (
            EtatPlan("tous", ("E1",), ("a_venir",), True, "frise"),
            "territoire=tous&engagement=E1&statut=a_venir&retard=oui&vue=frise",
        ),
        (
            EtatPlan("D61", nouvelle=True, propositions=("PRE-L-05",)),
            "territoire=D61&nouvelle=1&proposition=PRE-L-05",
        ),
        (EtatPlan("D61", action=12), "territoire=D61&action=12"),
        (EtatTerritoires(couches=()), "couche=aucune"),
        (EtatTerritoires("regards", (*PAR_DEFAUT, "actions")),
         "vue=regards&couche=ateliers&couche=departements&couche=zones&couche=actions"),
        (EtatInstruction("D61", "nationales", ("",)), "territoire=D61&partie=nationales&decision="),
        (EtatPresentation("d", "D61", 3, "orateur"),
         "diaporama=d&territoire=D61&diapo=3&vue=orateur"),
        (EtatTracabilite("theme:acces", "eau", lignes=2), "depart=theme%3Aacces&q=eau&lignes=2"),
    ],
)  # fmt: skip
def test_addresses_of_mails_are_read_and_written_as_before(etat: Adresse, adresse: str) -> None:
    params = parse_qs(adresse, keep_blank_values=True)
    assert type(etat).from_params(params, source_of(type(etat))) == (etat, ())
    assert urlencode(etat.to_params(), doseq=True) == adresse


LIEUX = [classe for classe in ETATS if "territoire" in params_of(classe)]


@pytest.mark.parametrize("classe", LIEUX, ids=lambda classe: classe.__name__)
def test_an_address_of_a_cts_alone_in_its_departement_goes_to_its_committee(
    classe: type[Adresse],
) -> None:
    for ecrit in ("CTS-61", "cts-61.", "D61", "Orne"):
        etat, phrases = classe.from_params({"territoire": [ecrit]}, DONNEES)
        assert (etat.territoire, phrases) == ("D61", ()), ecrit
    assert etat.to_params()["territoire"] == ["D61"]


def test_documents_too_go_to_the_committee() -> None:
    params = {"document": ["fiche-territoire"], "territoire": ["CTS-61"]}
    ecran, phrases = read_ecran(DONNEES, params)
    assert (ecran.etat.parametres, phrases) == ({"territoire": "D61"}, ())


def test_case_label_and_trailing_punctuation_are_forgiven() -> None:
    dit = {"territoire": ["d61."], "engagement": ["e1, "], "statut": ["À venir"]}
    lu, phrases = EtatPlan.from_params(dit, DONNEES)
    assert lu == EtatPlan("D61", ("E1",), ("a_venir",))
    assert not phrases


def test_a_label_of_two_values_stands_for_none() -> None:
    param = Param("Lieu", "choix", {"a": "Le Gué", "b": "Le gué", "c": "Ailleurs"})
    assert param.read(["le gué"])[0] is None
    assert param.read(["ailleurs !"]) == ("c", [])


def test_the_plan_opens_on_ones_own_territory_unless_the_address_says_all() -> None:
    orne = Acteur("Anne", "comite", ("D61",))
    assert EcranPlan.read_etat(DONNEES, {}, orne)[0].territoire == "D61"
    assert EcranPlan.read_etat(DONNEES, {"territoire": ["tous"]}, orne)[0].territoire == "tous"
    assert EcranPlan.read_etat(DONNEES, {}, replace(orne, territoires=()))[0].territoire == "tous"


def test_an_address_says_its_document_even_by_default() -> None:
    etat, _ = EtatDocuments.from_params({}, DONNEES)
    assert etat.to_params() == {"document": ["diaporama:restitution-regionale"]}
    assert EtatTerritoires().to_params() == {}
