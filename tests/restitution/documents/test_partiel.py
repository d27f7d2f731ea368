"""Public files on a base that holds newer, unpublished entries: nothing that these would deny."""

import datetime as dt
import re
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from concertation.analyse.mots.formats import format_date
from concertation.donnees import dossier_courant, load_donnees
from concertation.recits.contexte import PUBLIC, Contexte, DiapoImpossible
from concertation.restitution.diapos.composition import compose
from concertation.restitution.diapos.prets import REVUE, ready_decks
from concertation.restitution.documents import DOCUMENTS
from concertation.suivi import ErreurSuivi, References, Store
from tests.aides.bases import new_sqlite
from tests.aides.ecrans_suivi import (
    COMITE,
    DIRECTION,
    ENGAGEMENTS,
    LECTEUR,
    MANCHE,
    ORNE,
    add_point,
    create_action,
    define,
    lu,
    open_as,
)
from tests.aides.ecrans_suivi import base_des_ecrans as base_des_ecrans
from tests.aides.epreuves import times

DONNEES = load_donnees(dossier_courant())
AUJOURDHUI = dt.date.today()
VIEUX = AUJOURDHUI - dt.timedelta(days=224)
# What only who reads every entry may say.
COMPLET = re.compile(
    r"Aucun point d.étape (depuis|n.a été)|dernier date|Rien n.a changé|Rien ne demande"
    r"|n.est défini|renseignées? sur|dont \d+ renseignée|est bloquée\.|pendant cette séance"
    r"|Aucune \w+ n.est (saisie|enregistrée)|Sans point d.étape récent|il y a \d+.jours?\."
)
PARAMETRES = {
    "fiche-engagement": {"engagement": "E1"},
    "fiche-territoire": {"territoire": "D61"},
    "note-de-revue": {"territoire": "D61", "depuis": AUJOURDHUI.isoformat()},
    "releve-de-decisions": {"seance": "1"},
}


@pytest.fixture
def base(store: Store) -> Store:
    """Published: an old word, a blocked action, a session. Not published: the word of today."""
    vieux = add_point(store, date=VIEUX)
    action = create_action(store, statut="bloquee", fin=VIEUX)
    seance = store.seances.create(ORNE, territoire="D61", date=VIEUX, etat="close")
    for objet, cle in (("point_etape", vieux), ("action", action["id"]), ("seance", seance["id"])):
        store.publications.publish(DIRECTION, objet, int(cle))
    add_point(store, date=AUJOURDHUI, meteo="securises", seance_id=None)
    return store


def contexte(store: Store, acteur=PUBLIC) -> Contexte:
    return Contexte(DONNEES, AUJOURDHUI, acteur, store)


@pytest.mark.parametrize("cle", PARAMETRES)
def test_public_documents_speak_of_what_is_published(base: Store, cle: str) -> None:
    texte = repr(DOCUMENTS[cle].build(contexte(base), PARAMETRES[cle]).sections)
    assert not COMPLET.findall(texte)
    assert "publié" in texte
    complet = repr(DOCUMENTS[cle].build(contexte(base, DIRECTION), PARAMETRES[cle]).sections)
    assert COMPLET.search(complet) or cle == "fiche-engagement"


def test_public_decks_speak_of_what_is_published(base: Store) -> None:
    for deck in ready_decks(DONNEES, "D61").values():
        texte = repr(compose(deck, contexte(base), "D61"))
        assert not COMPLET.findall(texte), deck.id
    texte = repr(compose(ready_decks(DONNEES)[REVUE], contexte(base), ""))
    assert "Aucun point d’étape publié depuis 224" in texte.replace("\\xa0", " ")


# What is written, and what becomes of it: kept, published, or published then written again.
GARDE, PUBLIE, REECRIT = etats = ("garde", "publie", "reecrit")
GENRES = ("point_etape", "action", "indicateur", "instruction", "seance")
saisies = st.lists(
    st.tuples(st.sampled_from(GENRES), st.sampled_from(etats), st.integers(0, 400)),
    min_size=1, max_size=7,
)  # fmt: skip


def _write(store: Store, objet: str, mot: str, jour: dt.date, rang: int) -> tuple[int, dict]:
    """An entry that says a word wherever it may, the id of its row, and a change to another."""
    if objet == "point_etape":
        return add_point(store, date=jour, synthese=mot, prochaine_etape=mot), {}
    if objet == "action":
        action = create_action(store, intitule=mot, description=mot, fin=jour, statut="bloquee")
        store.financements.create(ORNE, action_id=action["id"], financeur=mot, montant="5")
        return action["id"], {"intitule": mot.swapcase()}
    if objet == "indicateur":
        cle = define(store, libelle=mot)
        store.mesures.add(ORNE, indicateur_id=cle, valeur=4, date=jour, source=mot)
        return cle, {"libelle": mot.swapcase()}
    if objet == "instruction":
        proposition = DONNEES.table("propositions")["id"].iloc[rang]
        choix = {"propositions": [proposition], "territoire": "D61"}
        ligne = store.instructions.decide(ORNE, **choix, decision="ecartee", motif=mot)[0]
        return ligne["id"], {"motif": mot.swapcase()}
    seance = store.seances.create(
        ORNE, territoire="D61", date=jour, etat="ouverte", decisions=mot, lieu=mot
    )
    store.points.create(ORNE, seance_id=seance["id"], titre=mot, texte=mot, issue="decision")
    return seance["id"], {"decisions": mot.swapcase()}


def _fill(store: Store, dites: list[tuple[str, str, int]]) -> tuple[set[str], set[str]]:
    """Write all of them; the words that nobody published, the days of the last words published."""
    secrets, jours = set[str](), list[dt.date]()
    for rang, (objet, etat, age) in enumerate(dites):
        mot, jour = f"Zqx{rang}kw", AUJOURDHUI - dt.timedelta(days=age)
        cle, change = _write(store, objet, mot, jour, rang)
        if etat == GARDE:
            secrets.add(mot)
            continue
        store.publications.publish(DIRECTION, objet, cle)
        jours += [jour] * (objet == "point_etape")
        if etat == REECRIT and change:
            lignes = store.lignes[objet]
            lignes.update(ORNE, cle, int(lignes.get(ORNE, cle)["version"]), **change)
            secrets.add(mot.swapcase())
    return secrets, {format_date(max(jours))} if jours else set()


# Each example makes all the files: a failing one is told as it is found.
@settings(max_examples=times(3), phases=(Phase.explicit, Phase.generate))
@given(saisies)
def test_whatever_is_published_no_public_page_says_a_word_of_the_rest(
    dites: list[tuple[str, str, int]],
) -> None:
    with TemporaryDirectory() as dossier:
        store = Store.open(
            new_sqlite(Path(dossier) / "suivi.sqlite"), References.of_donnees(DONNEES)
        )
        secrets, derniers = _fill(store, dites)
        ici, textes = contexte(store), {}
        for cle, deck in ready_decks(DONNEES, "D61").items():
            textes[cle] = repr(compose(deck, ici, "D61"))
        for cle, parametres in PARAMETRES.items():
            with suppress(ErreurSuivi, DiapoImpossible):  # a session that is not published
                textes[cle] = repr(DOCUMENTS[cle].build(ici, parametres))
        store.close()
    for cle, brut in textes.items():
        texte = brut.replace("\\xa0", " ")
        assert not [mot for mot in secrets if mot in texte], cle
        assert not COMPLET.findall(texte), cle
        assert set(re.findall(r"le dernier publié date du ([^)]+)\)", texte)) <= derniers, cle


@pytest.mark.parametrize(
    ("ecran", "params"),
    [
        (ENGAGEMENTS, {}),
        (ENGAGEMENTS, {"vue": "changements", "depuis": AUJOURDHUI.isoformat()}),
        (ENGAGEMENTS, {"engagement": "E1", "territoire": "D61"}),
        (COMITE, {"territoire": "D61"}),
        (COMITE, {"territoire": "D61", "seance": "1", "vue": "releve"}),
    ],
)
def test_screens_of_a_reader_speak_of_what_is_published(
    base: Store, ecran: str, params: dict[str, str]
) -> None:
    texte = lu(open_as(LECTEUR, ecran, **params))
    assert not COMPLET.findall(texte)


def test_a_committee_reads_its_own_silence_in_full_and_that_of_others_as_published(
    base: Store,
) -> None:
    add_point(base, DIRECTION, territoire="D50", date=VIEUX)
    base.publications.publish(DIRECTION, "point_etape", 3)
    # Counted from the screen's own day: midnight may have passed since this file was read.
    jours = r"22[45]\sjours"
    for acteur, publie in ((MANCHE, ""), (ORNE, "publié ")):
        texte = lu(open_as(acteur, ENGAGEMENTS))
        assert re.search(f"Aucun point d’étape {publie}depuis {jours}", texte)
        autre = "" if publie else "publié "
        assert bool(re.search(f"Aucun point d’étape {autre}depuis {jours}", texte)) is (not publie)
