"""A committee's evening in three browsers at once, then the same in the database, on both engines.

Two people of the Orne hold a session; a director sees each entry appear. Once, the director then
publishes; a reader reads what is published, without names; a colleague of the Manche changes
nothing.
"""

import datetime as dt
import io
import re
import time
import zipfile
from collections.abc import Callable

import pytest
from docx import Document
from playwright.sync_api import Page, expect

from concertation.donnees import dossier_courant, load_donnees
from concertation.suivi import Acteur, DroitRefuse, References, Store
from tests.aides.client import window
from tests.aides.navigateur.aides import VEILLE, wait_ready
from tests.aides.navigateur.gestes import download, tick
from tests.aides.navigateur.navigation import go
from tests.aides.navigateur.poste import Poste
from tests.aides.navigateur.suivi import (
    ORNE,
    by_menu,
    choose,
    follow,
    message,
    open_as,
    path_of,
    press,
    title,
    type_date,
)
from tests.navigateur.conftest import OpenPage, Serve

DONNEES = load_donnees(dossier_courant())
PROPOSITIONS = DONNEES.table("propositions")
LOCALES = PROPOSITIONS[PROPOSITIONS["portee"] == "locale"]
ACCES, PREVENTION = (
    LOCALES.loc[LOCALES["theme"] == theme, "id"].tolist() for theme in ("acces", "prevention")
)
RETENUES, ECARTEES = ACCES[:6], PREVENTION[:4]
NOMS = ("Anne Lebrun", "Bruno Petit", "Claire Dubois", "Porteuse Perche")
# Seconds in which a director sees what others write, without reloading.
VU = 10
DIRECTION = Acteur("Contrôle", "direction")
ADMIN = Acteur("Contrôle", "administrateur")
MANCHE = Acteur("Marc", "comite", frozenset({"D50"}))


def test_a_committee_decides_a_director_sees_and_publishes_a_reader_reads(
    poste: Poste, anne: Page
) -> None:
    """The committee in the browser, the others by the protocol that theirs would speak."""
    aujourdhui, avant = dt.date.today(), poste.store.instructions.list(DIRECTION, territoire="D61")
    ouverte = poste.store.seances.create(
        DIRECTION, territoire="D61", date=aujourdhui, etat="ouverte"
    )
    seance = f"/comite?territoire=D61&seance={ouverte['id']}"
    with window(poste.application.port) as claire, window(poste.application.port) as lecteur:
        claire.open("/instruction?territoire=D61").take_profile(NOMS[2])
        assert f"{len(LOCALES) - len(avant)} à instruire" in claire.texts
        go(anne, seance)
        anne.get_by_role("button", name="Tenir cette séance").click()
        expect(anne.get_by_text("vous la tenez")).to_be_visible()
        follow(anne, "Décider des propositions", "Instruction")
        decide(anne, "Prévention", ECARTEES[:2], "Écartée", motif="Déjà porté par la région.")
        assert 0 < claire.watch() <= VU
        assert f"{len(LOCALES) - len(avant) - 2} à instruire" in claire.texts

        claire.open(seance).show_popover("Publication")
        claire.click("Publier la séance et ses saisies")
        assert "sont publiées" in claire.texts
        lu = lecteur.open("/instruction?territoire=D61&theme=prevention").texts
        assert lu.count("Motif\u00a0: Déjà porté par la région.") == 2
        assert not any(nom in lu for nom in NOMS)
    dites = poste.store.instructions.list(DIRECTION, seance_id=int(ouverte["id"]))
    assert dict(zip(dites["proposition"], dites["decision"], strict=True)) == dict.fromkeys(
        ECARTEES[:2], "ecartee"
    )


# What the whole evening adds is held elsewhere at each run: its gestures by the keyboard alone
# (test_clavier_suivi.py), minutes, rights and what readers get without a browser (tests/droits/,
# tests/recits/test_releve.py, tests/interface/ecrans/).
@pytest.mark.epreuve
@pytest.mark.parametrize("moteur", ["sqlite", "postgresql"])
def test_a_committee_holds_its_evening(
    moteur: str, serve: Serve, open_page: OpenPage, nouvelle_base: Callable[..., str]
) -> None:
    base = nouvelle_base(moteur, False)
    application = serve(base=base)
    anne, bruno, claire = (open_page(application.url) for _ in range(3))
    open_as(anne, "/comite", NOMS[0], "Comité de suivi", ORNE)
    open_as(bruno, "/instruction?territoire=D61", NOMS[1], "Comité de suivi", ORNE)
    open_as(claire, "/instruction?territoire=D61", NOMS[2], "Direction")

    seance = open_session(anne)
    join_session(bruno, seance)
    follow(anne, "Décider des propositions", "Instruction")
    by_menu(bruno, "Instruction")
    decide(anne, "Accès aux soins", RETENUES, "Retenue")
    sees(claire, f"{len(LOCALES) - 6} à instruire")
    decide(bruno, "Prévention", ECARTEES, "Écartée", motif="Déjà porté par la région.")
    sees(claire, f"{len(LOCALES) - 10} à instruire")

    by_menu(claire, "Plan d’action")
    titres = [f"Action de {proposition}" for proposition in RETENUES[:3]]
    for rang, (proposition, titre) in enumerate(zip(RETENUES[:3], titres, strict=True), 1):
        make_action(anne, proposition, titre)
        sees(claire, f"{rang} action{'s' * (rang > 1)} sur {rang}")
    close_session(anne)
    check_database(base)
    minutes = read_minutes(anne)
    for attendu in (*RETENUES, *ECARTEES, *titres, "12\u202f500,50", "Porteuse Perche"):
        assert attendu in minutes, attendu

    review_and_publish(claire, seance)
    read_as_public(open_page(application.url), seance, titres)
    change_nothing_from_elsewhere(open_page(application.url), seance)
    check_database(base)


def open_session(page: Page) -> str:
    """Prepare and open a session; its address."""
    page.get_by_role("button", name="Préparer une séance").click()
    expect(title(page)).to_contain_text("Préparer une séance")
    wait_ready(page)
    page.get_by_label("Lieu").fill("Alençon")
    press(page, "Créer la séance", "La séance est préparée")
    for nom in NOMS[:2]:
        page.get_by_label("Ajouter une personne").fill(nom)
        page.get_by_label("Ajouter une personne").press("Enter")
        expect(page.get_by_label("Nom", exact=True).last).to_have_value(nom)
        wait_ready(page)
    press(page, "Ouvrir la séance", "La séance est ouverte")
    return path_of(page)


def join_session(page: Page, seance: str) -> None:
    by_menu(page, "Comité")
    # Not what changed, whose links open another tab.
    follow(page, re.compile(r"Séance du\s\d\d\D\d"), "Séance du")
    assert path_of(page) == seance
    page.get_by_role("button", name="Tenir cette séance").click()
    expect(page.get_by_text("vous la tenez")).to_be_visible()


def decide(page: Page, theme: str, propositions: list[str], decision: str, motif: str = "") -> None:
    """Filter by theme, tick the proposals one after the other without waiting, decide."""
    tick(page, "Thème", theme)
    expect(page.get_by_role("button", name=f"Thème : {theme}")).to_be_visible()
    wait_ready(page)
    for identifiant in propositions:
        page.get_by_text(f"Choisir {identifiant}", exact=True).click()
    nombre = len(propositions)
    bouton = page.get_by_role("button", name=f"Enregistrer la décision ({nombre})")
    expect(bouton).to_be_visible()
    wait_ready(page)
    choix = page.get_by_role("radiogroup", name="Décision")
    choix.get_by_text(decision, exact=True).click()
    if motif:
        # Refused first, and what was chosen is still there.
        bouton.click()
        expect(message(page, "demande un motif")).to_be_visible()
        expect(choix.get_by_role("radio", name=decision)).to_be_checked()
        page.get_by_label("Motif").fill(motif)
    bouton.click()
    expect(message(page, f"{nombre} propositions décidées")).to_be_visible()
    wait_ready(page)


def make_action(page: Page, proposition: str, titre: str) -> None:
    """From a proposal kept to an action with a lead, dates and money, and back to the list."""
    follow(page, f"Créer une action depuis {proposition}", "Nouvelle action")
    expect(page.get_by_text(f"{proposition} – ")).to_be_visible()
    page.get_by_label("Intitulé").fill(titre)
    page.get_by_label("Porteur").fill("Porteuse Perche")
    choose(page, "Engagement", re.compile("^E1"))
    type_date(page, "Début", "01122026")
    type_date(page, "Fin", "30062027")
    press(page, "Créer l’action", "est créée")
    page.get_by_label("Financeur").fill("Fonds d’intervention")
    page.get_by_label("Montant en euros").fill("12 500,50")
    page.get_by_label("Période").fill("2027")
    press(page, "Ajouter le financement", "Le financement est ajouté")
    by_menu(page, "Instruction")


def close_session(page: Page) -> None:
    follow(page, "Revenir à la séance", "Séance du")
    follow(page, "Mode séance", "Séance du")
    # Both screens have one title.
    expect(page.get_by_role("link", name="Quitter le mode séance")).to_be_visible()
    wait_ready(page)
    page.keyboard.press("ArrowRight")
    texte = page.get_by_label("Relevé du point")
    texte.fill("Six propositions retenues.")
    texte.blur()
    page.keyboard.press("d")
    expect(page.get_by_role("button", name="Décision")).to_be_visible()
    wait_ready(page)
    follow(page, "Quitter le mode séance", "Séance du")
    page.get_by_text("Prochaine séance", exact=True).click()
    type_date(page, "Date", "20012027")
    press(page, "Fixer la prochaine séance", "La prochaine séance est préparée")
    page.get_by_role("button", name="Clore la séance").click()
    press(page, "Oui, clore la séance", "La séance est close")


def read_minutes(page: Page) -> str:
    """The minutes as a document; those on screen, printed, say the same."""
    given, contenu = download(page, "Relevé (DOCX)")
    assert given.suggested_filename.startswith("releve-d61-")
    document = Document(io.BytesIO(contenu))
    cellules = [c.text for t in document.tables for ligne in t.rows for c in ligne.cells]
    follow(page, "Relevé de décisions", "Relevé de décisions")
    page.emulate_media(media="print")
    expect(page.get_by_test_id("stSidebar")).not_to_be_in_viewport()
    ecran = page.get_by_role("main").inner_text()
    assert page.pdf().startswith(b"%PDF")
    page.emulate_media(media="screen")
    for texte in (*RETENUES, *ECARTEES, "20 janvier 2027", "Six propositions retenues."):
        assert texte in ecran, texte
    return "\n".join([*(p.text for p in document.paragraphs), *cellules])


def sees(page: Page, texte: str) -> None:
    """It appears by itself, soon enough."""
    debut = time.monotonic()
    expect(page.get_by_role("main").get_by_text(texte)).to_be_visible(timeout=VEILLE)
    assert time.monotonic() - debut < VU, texte


def open_session_of_orne(page: Page, seance: str) -> None:
    by_menu(page, "Comité")
    choose(page, "Territoire", ORNE)
    expect(title(page)).to_contain_text(ORNE)
    wait_ready(page)
    # The next one stands first for who reads drafts.
    page.get_by_role("main").get_by_role("link", name="Séance du").last.click()
    expect(title(page)).to_contain_text("Séance du")
    wait_ready(page)
    assert path_of(page) == seance


def review_and_publish(page: Page, seance: str) -> None:
    open_session_of_orne(page, seance)
    page.get_by_role("button", name="Publication").click()
    expect(page.get_by_text("10 décisions, 3 actions")).to_be_visible()
    press(page, "Publier la séance et ses saisies", "sont publiées")


def read_as_public(page: Page, seance: str, titres: list[str]) -> None:
    """What is published, on each screen, in each file, and nobody's name."""
    lus = []
    for adresse in (
        "/instruction?territoire=D61&theme=acces",
        "/plan_action?territoire=D61",
        "/plan_action?territoire=D61&action=1",
        seance,
        f"{seance}&vue=releve",
    ):
        go(page, adresse)
        lus.append(page.get_by_role("main").inner_text())
    assert re.findall("Retenue · le", lus[0]) == ["Retenue · le"] * len(RETENUES)
    assert all(titre in lus[1] for titre in titres)
    assert "12\u202f500,50" in lus[2]
    assert "Close" in lus[3]
    assert "Six propositions retenues." in lus[4]
    _, contenu = download(page, "Relevé (DOCX)")
    document = Document(io.BytesIO(contenu))
    lus += [p.text for p in document.paragraphs]
    lus += [c.text for t in document.tables for ligne in t.rows for c in ligne.cells]
    go(page, "/instruction?territoire=D61")
    page.get_by_role("button", name="Exporter").click()
    _, contenu = download(page, "CSV pour Excel (zip)")
    with zipfile.ZipFile(io.BytesIO(contenu)) as archive:
        export = archive.read(archive.namelist()[0]).decode()
    assert export.count("Retenue") == len(RETENUES)
    for nom in NOMS:
        assert nom not in "\n".join([*lus, export])
    go(page, "/journal")
    expect(page.get_by_text("Ce qui a été publié, par instance")).to_be_visible()
    journal = page.get_by_role("main").inner_text()
    assert "Comité de l’Orne" in journal
    for nom in NOMS:
        assert nom not in journal


def change_nothing_from_elsewhere(page: Page, seance: str) -> None:
    """The Manche reads what is published of the Orne, and finds nothing to write with."""
    open_as(page, "/instruction?territoire=D61", "Marc", "Comité de suivi", "Manche")
    ecrire = page.get_by_role(
        "button", name=re.compile(r"^(Enregistrer|Ajouter\sle\sfin|Clore|Rouv)")
    )
    expect(message(page, "n’écrit pas pour l’Orne")).to_be_visible()
    expect(page.get_by_text("Choisir", exact=False)).to_have_count(0)
    follow(page, "Fiche de l’action", "Action de")
    expect(message(page, "n’écrit pas pour l’Orne")).to_be_visible()
    expect(ecrire).to_have_count(0)
    open_session_of_orne(page, seance)
    expect(message(page, "n’écrit pas pour l’Orne")).to_be_visible()
    expect(ecrire).to_have_count(0)


def check_database(base: str) -> None:
    """What the evening left, and what the store refuses to the Manche."""
    store = Store.open(base, References.of_donnees(DONNEES))
    try:
        seance, suivante = (ligne for _, ligne in store.seances.list(DIRECTION).iterrows())
        assert (seance["etat"], suivante["etat"]) == ("close", "preparee")
        attendues = store.presences.list(DIRECTION, seance_id=int(suivante["id"]))
        assert attendues["nom"].tolist() == list(NOMS[:2])
        dites = store.instructions.list(DIRECTION, seance_id=int(seance["id"]))
        assert dict(zip(dites["proposition"], dites["decision"], strict=True)) == {
            **dict.fromkeys(RETENUES, "retenue"),
            **dict.fromkeys(ECARTEES, "ecartee"),
        }
        actions = store.actions.list(DIRECTION, seance_id=int(seance["id"]))
        assert actions["propositions"].tolist() == RETENUES[:3]
        argent = store.financements.list(DIRECTION)
        assert argent["montant"].tolist() == [12500.5] * 3
        avant = store.last_entry()
        ligne = {"propositions": RETENUES[:1], "territoire": "D61", "versions": {RETENUES[0]: 1}}
        refus = (
            lambda: store.instructions.decide(MANCHE, decision="a_approfondir", **ligne),
            lambda: store.actions.update(MANCHE, 1, 1, statut="realisee"),
            lambda: store.financements.update(MANCHE, 1, 1, montant="1"),
            lambda: store.seances.update(
                MANCHE, int(seance["id"]), int(seance["version"]), lieu=""
            ),
            lambda: store.publications.unpublish(MANCHE, "seance", int(seance["id"])),
        )
        for refuse in refus:
            with pytest.raises(DroitRefuse):
                refuse()
        # Nothing is written but the refusals, each told once a day.
        dits = store.journal.list(ADMIN, {"verbe": "refuser"})
        assert dits["qui"].tolist() == [MANCHE.nom] * len(refus)
        assert store.last_entry() in {avant, avant + len(refus)}
    finally:
        store.close()
