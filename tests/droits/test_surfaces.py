"""Screens, routes, files, rooms and commands obey the matrix too.

The buttons that a screen shows to the direction are sent by who does not see them, as a browser
whose page was changed by hand would: to the runner for each profile, and over a real websocket.
"""

import datetime as dt
import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
import sqlalchemy as sa
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.testing.v1 import AppTest

from concertation.donnees import dossier_courant, load_donnees
from concertation.interface.socle import registre
from concertation.interface.socle.registre import Ecran
from concertation.recits.contexte import Contexte, DiapoImpossible
from concertation.restitution.diapos.composition import compose
from concertation.restitution.diapos.prets import ready_decks
from concertation.restitution.documents import DOCUMENTS
from concertation.serveur import courtes, operations, salle
from concertation.suivi import Acteur, Introuvable, Store
from tests.aides.ecrans_suivi import (
    DIRECTION,
    LECTEUR,
    MANCHE,
    ORNE,
    add_point,
    base_des_ecrans,
    create_action,
    define,
    lu,
    open_as,
)
from tests.aides.epreuves import times
from tests.aides.navigateur.application import Application
from tests.droits.matrice import Bilan, check
from tests.serveur.relais import SECONDS, session

__all__ = ["base_des_ecrans"]

DONNEES = load_donnees(dossier_courant())
ADMIN = Acteur("Alix", "administrateur")
# In every draft, and nowhere else.
SECRET, NATIONAL, NOM = "Brouillon-zibeline", "Brouillon-loutre", "Zéphyrine Quillebœuf"
PROFILS = {"lecteur": LECTEUR, "comité voisin": MANCHE, "comité": ORNE, "direction": DIRECTION}


@pytest.fixture(name="base")
def base_remplie(store: Store) -> Store:
    """Drafts of a committee, all with the same word; a closed session; something published."""
    ici = {"territoire": "D61"}
    seance = store.seances.create(
        ORNE, **ici, date=dt.date.today(), etat="ouverte", presents=NOM, decisions=SECRET
    )
    add_point(store, synthese=SECRET, seance_id=seance["id"])
    action = create_action(store, intitule=SECRET, porteur=NOM, seance_id=seance["id"])
    store.financements.create(ORNE, action_id=action["id"], financeur=SECRET, montant=1)
    mesure = {"valeur": 4, "date": dt.date.today(), "source": SECRET}
    indicateur = define(store, libelle=SECRET)
    mesure = store.mesures.add(ORNE, indicateur_id=indicateur, **mesure)
    store.contestations.add(ORNE, mesure_id=mesure["id"], motif=SECRET)
    store.instructions.decide(
        ORNE, propositions=["ACC-L-01"], decision="ecartee", motif=SECRET, **ici
    )
    store.transmissions.create(DIRECTION, proposition="ACC-N-01", destinataire=NATIONAL)
    store.liens.create(
        DIRECTION, origine_type="proposition", origine="ACC-L-01", cible_type="engagement",
        cible="E1", justification=NATIONAL,
    )  # fmt: skip
    store.seances.update(ORNE, seance["id"], 1, etat="close")
    publie = create_action(store, intitule="Publiée", porteur=NOM)
    store.publications.publish(DIRECTION, "action", publie["id"])
    return store


def writing(base: Store) -> list[tuple[Ecran, dict[str, str]]]:
    """The states of screens in which somebody writes."""
    d61 = {"territoire": "D61"}
    entree = base.journal.list(ADMIN, {"objet": "action"})["objet_id"].iloc[-1]
    return [
        (registre.ENGAGEMENTS, {"engagement": "E1", **d61}),
        (registre.PLAN_ACTION, {"action": str(entree)}),
        (registre.PLAN_ACTION, {}),
        (registre.INDICATEURS, {"indicateur": "1"}),
        (registre.INSTRUCTION, d61),
        (registre.COMITE, {**d61, "seance": "1"}),
        (registre.COMITE, {**d61, "seance": "nouvelle"}),
        (registre.JOURNAL, {}),
        (registre.RESTITUER, {}),
        (registre.PERSONNELLES, {}),
    ]


def widgets(at: Any) -> dict[str, str]:
    """The id of each widget of a screen, with what it is."""
    trouves: dict[str, str] = {}
    restes: list[Any] = [at.main, at.sidebar]
    while restes:
        noeud = restes.pop()
        restes += getattr(noeud, "children", {}).values()
        identifiant = getattr(getattr(noeud, "proto", None), "id", "")
        if isinstance(identifiant, str) and identifiant.startswith("$$ID"):
            trouves[identifiant] = noeud.type
    return trouves


def pressed(identifiants: dict[str, str]) -> WidgetStates:
    """As a browser would say that each was pressed, or its table edited."""
    etats = WidgetStates()
    edition = json.dumps({"edited_rows": {0: {"intitule": "Forcé"}}})
    for identifiant, genre in identifiants.items():
        if genre == "button":
            etats.widgets.add(id=identifiant, trigger_value=True)
        elif genre == "arrow_data_frame":
            etats.widgets.add(id=identifiant, string_value=edition)
    return etats


def state(store: Store) -> str:
    """What the database holds, but for the refusals that the journal tells."""
    with store.reading() as connection:
        metadata = sa.MetaData()
        metadata.reflect(connection)
        return repr([
            [r for r in connection.execute(sa.select(t)).mappings() if r.get("verbe") != "refuser"]
            for t in metadata.sorted_tables
        ])  # fmt: skip


def send(port: int, chemin: str, requete: str, etats: WidgetStates | None = None) -> str:
    """Open the screen over a websocket, then send these states; all that it answered."""
    mots: list[str] = []
    with session(port) as websocket:
        for envoi in (WidgetStates(), etats) if etats else (WidgetStates(),):
            message = BackMsg()
            message.rerun_script.query_string = requete
            message.rerun_script.page_name = chemin
            message.rerun_script.widget_states.CopyFrom(envoi)
            websocket.send(message.SerializeToString())
            fini = False
            while not fini:
                reponse = ForwardMsg()
                recu = websocket.recv(timeout=SECONDS)
                reponse.ParseFromString(recu)  # type: ignore[arg-type]
                mots.append(recu.decode("utf-8", "ignore"))  # type: ignore[union-attr]
                fini = reponse.WhichOneof("type") == "script_finished"
    return "\n".join(mots)


@pytest.fixture
def serveur(base: Store) -> Iterator[Application]:
    with Application(base=str(base.moteur.url), copie=True) as application:
        yield application
        log = application.log()
        assert SECRET not in log
        assert NOM not in log


def test_what_a_screen_hides_does_nothing_when_it_is_sent_all_the_same(
    base: Store, serveur: Application
) -> None:
    bilan, avant, communs = Bilan(), state(base), 0
    for ecran, params in writing(base):
        tous = widgets(open_as(ADMIN, ecran.fichier, **params))
        requete = urllib.parse.urlencode(params)
        vu = send(serveur.port, ecran.url_path, requete)
        communs += sum(cle in vu for cle in tous)
        presses = pressed({cle: genre for cle, genre in tous.items() if cle not in vu})
        lu_apres = send(serveur.port, ecran.url_path, requete, presses) if presses.widgets else vu
        fait = state(base) != avant
        for etat in presses.widgets:
            bilan.note("a hidden button over a websocket, as a reader", fait, False, etat.id)
        for mot in (SECRET, NATIONAL, NOM):
            bilan.note("a draft or a name in the answer", mot in lu_apres, False, ecran.titre)
    # The same ids as the server gives: what is sent is what it would know.
    assert communs > 20
    # And the same button, by who may, does write.
    at = open_as(DIRECTION, registre.PLAN_ACTION.fichier, action="1")
    (retirer,) = [b.proto.id for b in at.button if b.label.startswith("Oui, retirer")]
    AppTest._run(at, pressed({retirer: "button"}))  # noqa: SLF001
    bilan.note("a button that is shown, as the direction", state(base) != avant, True, "Retirer")
    assert bilan.fausses == []
    check("screens", bilan.lines(), times(1) > 1)


@pytest.mark.epreuve
@pytest.mark.parametrize("profil", ["lecteur", "comité voisin"])
def test_no_screen_does_what_it_hides_from_a_profile(base: Store, profil: str) -> None:
    avant, essais = state(base), 0
    partout = [(ecran, {}) for ecran in registre.every_ecran()]
    for ecran, params in [*partout, *writing(base)]:
        tous = widgets(open_as(ADMIN, ecran.fichier, **params))
        at = open_as(PROFILS[profil], ecran.fichier, **params)
        assert SECRET not in lu(at), ecran.titre
        siens = widgets(at)
        presses = pressed({cle: genre for cle, genre in tous.items() if cle not in siens})
        AppTest._run(at, presses)  # noqa: SLF001
        assert not at.exception, ecran.titre
        assert state(base) == avant, ecran.titre
        essais += len(presses.widgets)
    assert essais > 25


def test_no_route_gives_a_draft_and_only_the_token_moves_a_room(
    base: Store, serveur: Application
) -> None:
    bilan = Bilan()
    code, jeton = base.salles.open("Salle", json.dumps(["<p>Une</p>", "<p>Deux</p>"]))
    for route in [*operations.routes(), *courtes.routes(), *salle.routes()]:
        chemin = route.path.format(code=code, rang=1, cle="ACC-L-01")
        for methode in ("GET", "POST"):
            rendu = serveur.get(chemin, methode)
            assert rendu.status < 500, chemin
            corps = rendu.body.decode("utf-8", "replace")
            for mot in (SECRET, NATIONAL, NOM):
                bilan.note("a draft or a name by a route", mot in corps, False, chemin)
    for dit, voulu in (("", False), ("faux", False), (jeton, True)):
        demande = urlencode({"jeton": dit, "position": 2}).encode()
        envoi = urllib.request.Request(f"{serveur.url}/salle/{code}/position", demande)
        try:
            with urllib.request.urlopen(envoi, timeout=SECONDS) as rendu:
                fait, code_http = True, rendu.status
        except urllib.error.HTTPError as refus:
            fait, code_http = False, refus.code
        assert code_http == (200 if voulu else 403)
        bilan.note("move a room", fait, voulu, dit)
    assert bilan.fausses == []
    check("routes", bilan.lines(), times(1) > 1)


def test_files_hold_what_their_reader_may_read(base: Store) -> None:
    bilan = Bilan()
    params = {"engagement": "E1", "territoire": "D61", "seance": "1", "proposition": "ACC-L-01"}
    siens = {"comité", "direction"}
    for profil, acteur in PROFILS.items():
        contexte = Contexte(DONNEES, dt.date.today(), acteur, base)
        textes: dict[str, str] = {}
        for cle, piece in DOCUMENTS.items():
            try:
                textes[cle] = repr(piece.build(contexte, params).sections)
            except (DiapoImpossible, Introuvable):
                # The minutes of a session that this person may not read.
                textes[cle] = ""
        for deck in ready_decks(DONNEES, "D61").values():
            textes[deck.id] = repr(compose(deck, contexte, "D61"))
        textes["plan"] = (
            base.actions.list(acteur).to_csv() + base.financements.list(acteur).to_csv()
        )
        dits = {cle for cle, texte in textes.items() if SECRET in texte}
        for cle, texte in textes.items():
            lecteur = profil == "lecteur"
            bilan.note("a draft of a committee in a file", cle in dits, profil in siens and
                       cle in dits, f"{cle}, {profil}")  # fmt: skip
            bilan.note("a name in a file, as a reader", lecteur and NOM in texte, False, cle)
        # Whoever may read drafts does find them in some.
        assert (len(dits) > 3) is (profil in siens), (profil, dits)
    assert bilan.fausses == []
    check("files", bilan.lines(), times(1) > 1)
