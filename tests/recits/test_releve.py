"""The minutes of a session: all that was decided in it, nothing else, in a document that opens."""

import datetime as dt
import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from docx import Document as WordDocument
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from concertation.donnees import load_donnees
from concertation.recits.blocs import Liste, Puce, Section, Tableau, Texte
from concertation.recits.contexte import PUBLIC, Contexte
from concertation.recits.releve import Entrees, tell_releve
from concertation.restitution.documents.bilans import build_releve, sign_releve
from concertation.restitution.documents.modele import Document
from concertation.restitution.docx import to_docx
from concertation.suivi import Acteur, Introuvable, References, Store
from concertation.suivi.personnelles import erase
from concertation.suivi.sauvegarde import restore_backup, write_backup
from tests.aides.bases import new_demo, new_sqlite
from tests.aides.epreuves import times

JOUR, EDITION = dt.date(2026, 3, 2), dt.date(2026, 3, 4)
DIRECTION = Acteur("Denise", "direction")
ADMIN = Acteur("Alix", "administrateur")
SEANCE = {
    "id": 4, "territoire": "D1", "date": pd.Timestamp(JOUR), "lieu": "Alençon",
    "presents": "Anne, Zoé\n", "ordre_du_jour": "- Un\n- Deux", "decisions": "",
    "prochaine_date": pd.NaT, "etat": "close", "heure": "", "quorum": None,
    "signe_par": "", "signe_le": pd.NaT,
}  # fmt: skip
COMITE = "Comité de l’Orne (CTS de l’Orne)"
DONNEES = load_donnees(Path(__file__).parents[2] / "data")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    ouvert = Store.open(new_sqlite(tmp_path / "suivi.sqlite"), References.of_donnees(DONNEES))
    yield ouvert
    ouvert.close()


def hold(store: Store) -> int:
    """A session in which everything moves, and as much beside it; its id."""
    propositions = DONNEES.table("propositions")
    locales = propositions[propositions["portee"] == "locale"]["id"].tolist()
    nationales = propositions[propositions["portee"] == "nationale"]["id"].tolist()
    seance = store.seances.create(
        DIRECTION, territoire="D61", date=JOUR, lieu="Alençon", presents="Anne ; Zoé",
        ordre_du_jour="- Un\n• Deux", decisions="On avance.", prochaine_date="2026-06-15",
    )  # fmt: skip
    ici = {"seance_id": seance["id"]}
    decide = {"territoire": "D61", "decision": "retenue"}
    store.instructions.decide(DIRECTION, propositions=locales[:1], **decide)
    store.instructions.decide(DIRECTION, propositions=locales[3:1:-1], **decide, **ici)
    store.instructions.decide(
        DIRECTION, propositions=locales[4:5], territoire="D61", decision="ecartee",
        motif="Hors de portée", note="Voir", priorite="basse", **ici,
    )  # fmt: skip
    base = {"engagement": "E1", "territoire": "D61", "intitule": "Avant"}
    for intitule in ("Avant", "Changée", "Payée"):
        store.actions.create(DIRECTION, **{**base, "intitule": intitule})
    store.actions.update(DIRECTION, 2, 1, porteur="Zoé", debut="2026-04-01", **ici)
    store.financements.create(
        DIRECTION, action_id=3, financeur="Agence", montant="12500.50", periode="2026", **ici
    )
    store.financements.create(DIRECTION, action_id=3, financeur="Région", montant="3000")
    store.actions.create(DIRECTION, **{**base, "intitule": "Neuve"}, **ici)
    point = {"engagement": "E1", "territoire": "A611", "date": JOUR, "meteo": "appuis"}
    store.points_etape.add(DIRECTION, **point, synthese="Pendant", **ici)
    store.points_etape.add(DIRECTION, **point, synthese="Ailleurs")
    indicateur = store.indicateurs.create(
        DIRECTION, engagement="E1", territoire="D61", libelle="Équipes", unite="équipes"
    )["id"]
    mesure = {"indicateur_id": indicateur, "date": "2026-03-01", "source": "Agence"}
    store.mesures.add(DIRECTION, **mesure, valeur=1250.5, **ici)
    store.mesures.add(DIRECTION, **mesure, valeur=9)
    for rang in (0, 1):
        store.transmissions.create(DIRECTION, proposition=nationales[rang])
    store.transmissions.update(
        DIRECTION, 1, 1, etat="transmise", destinataire="Ministère", date="2026-03-01", **ici
    )
    return int(seance["id"])


def load(store: Store, seance: int, acteur: Acteur = DIRECTION) -> Document:
    return build_releve(Contexte(DONNEES, EDITION, acteur, store), {"seance": str(seance)})


def tell(seance: dict[str, object], **entrees: pd.DataFrame) -> tuple[Section, ...]:
    """The minutes of a session that no base holds."""
    lues: Entrees = defaultdict(pd.DataFrame, entrees)
    return tell_releve(Contexte(DONNEES, EDITION, DIRECTION), seance, lues)


def document_of(sections: tuple[Section, ...]) -> Document:
    return Document("Relevé de décisions", "Comité", EDITION, (), sections)


def sections_of(releve: Document) -> dict[str, Section]:
    return {section.titre: section for section in releve.sections}


def words(section: Section) -> tuple[str, ...]:
    """Its sentences and its items, in order."""
    dits: list[str] = []
    for bloc in section.blocs:
        if isinstance(bloc, Texte):
            dits += bloc.paragraphes
        elif isinstance(bloc, Liste):
            dits += [puce.dit for puce in bloc.puces]
    return tuple(dits)


def table(section: Section) -> Tableau:
    """Its table, without rows when it has none."""
    return next((b for b in section.blocs if isinstance(b, Tableau)), Tableau((), ()))


def test_minutes_hold_what_moved_in_the_session_and_nothing_else(store):
    releve = load(store, hold(store))
    parts = sections_of(releve)
    propositions = DONNEES.table("propositions").set_index("id")["intitule"]
    locales = [nom for nom in propositions.index if "-L-" in nom]
    assert (releve.nature, releve.titre) == ("Relevé de décisions", COMITE)
    assert releve.sous_titre == "Séance du 2 mars 2026 (préparée), Alençon"
    assert words(parts["Personnes présentes"]) == ("Anne", "Zoé")
    assert words(parts["Ordre du jour"]) == ("Un", "Deux")
    decisions = parts["Décisions sur les propositions"]
    assert words(decisions) == ("3 propositions examinées (retenue\u00a0: 2, écartée\u00a0: 1).",)
    assert [ligne[0] for ligne in table(decisions).lignes] == locales[2:5], "in the booklet's order"
    assert dict(zip(table(decisions).colonnes, table(decisions).lignes[2], strict=True)) == {
        "N°": locales[4], "Proposition": propositions[locales[4]], "Décision": "Écartée",
        "Motif et note": "Hors de portée\nNote\u00a0: Voir", "Priorité": "Basse",
    }  # fmt: skip
    actions = table(parts["Actions décidées ou modifiées"]).lignes
    assert [ligne[0].split("\n")[0] for ligne in actions] == ["Changée", "Payée", "Neuve"]
    assert actions[0][1:4] == ("Zoé", "À partir du 01/04/2026", "À venir")
    assert actions[1][4] == (
        "Agence\u00a0: 12\u202f500,50\u00a0€, 2026 (prévu)\nRégion\u00a0: 3\u202f000\u00a0€ (prévu)"
    )
    assert actions[2][1:] == ("À désigner", "Dates à fixer", "À venir", "Non renseigné")
    (point,) = table(parts["Points d’étape"]).lignes
    assert point == ("E1 – Exercice coordonné et soignant-ressource – Alençon (arrondissement)",
                     "Appuis nécessaires", "Pendant")  # fmt: skip
    assert table(parts["Mesures relevées"]).lignes == (
        ("Équipes", "1\u202f250,5\u00a0équipes", "01/03/2026", "Agence"),
    )
    (transmission,) = table(parts["Propositions nationales transmises"]).lignes
    assert transmission[2:] == ("Ministère (01/03/2026)", "Transmise", "–")
    assert words(parts["Prochaine séance"]) == ("Le comité se réunira de nouveau le 15 juin 2026.",)
    assert "Données fictives" not in dict(releve.cachet)


def test_the_next_session_that_there_is_is_told_where_the_session_said_none(store: Store) -> None:
    seance = store.seances.create(DIRECTION, territoire="D61", date=JOUR)
    (vide,) = [p for p in load(store, seance["id"]).sections if p.titre == "Prochaine séance"]
    assert vide.vide == "Date non renseignée."
    for jour in ("2026-09-20", "2026-06-15", "2026-01-10"):
        store.seances.create(DIRECTION, territoire="D61", date=jour)
    (dite,) = [p for p in load(store, seance["id"]).sections if p.titre == "Prochaine séance"]
    assert "15 juin 2026" in str(dite)


def test_agenda_keeps_its_titles_above_their_items() -> None:
    agenda = "Points d’attention (2)\n- Un\n- Deux\n\nQuestions diverses"
    section = tell({**SEANCE, "ordre_du_jour": agenda})[1]
    titre, points, fin = section.blocs
    assert titre == Texte(("Points d’attention (2)",), "fort")
    assert fin == Texte(("Questions diverses",), "fort")
    assert points == Liste((Puce("Un"), Puce("Deux")))
    libre = tell({**SEANCE, "ordre_du_jour": "Un\nDeux"})[1]
    assert libre.blocs == (Liste((Puce("Un"), Puce("Deux"))),)


def test_empty_session_says_what_is_missing():
    sections = tell({**SEANCE, "presents": "", "ordre_du_jour": " "})
    assert not any(section.blocs for section in sections[:-1])
    assert {section.vide for section in sections} >= {
        "Non renseigné.", "Date non renseignée.",
        "Aucune décision, action, mesure ni point d’étape enregistré pendant cette séance.",
    }  # fmt: skip
    ecrit = WordDocument(io.BytesIO(to_docx(document_of(sections))))
    texte = "\n".join(p.text for p in ecrit.paragraphs)
    assert all(section.vide in texte for section in sections[:-1])
    assert [c.text for c in ecrit.tables[0].columns[0].cells][1:] == [
        "Présidence de séance", "Secrétariat de séance",
    ]  # fmt: skip


def plain(section: Section) -> tuple[str, ...]:
    """Its words, with spaces that break."""
    return tuple(mot.replace("\u00a0", " ") for mot in words(section))


def test_minutes_tell_people_items_decisions_votes_and_corrections(store: Store) -> None:
    cle = store.seances.create(
        DIRECTION, territoire="D61", date=JOUR, heure="18:30", quorum=2, etat="ouverte"
    )["id"]
    ici = {"seance_id": cle}
    for nom, etat, autres in (
        ("Zoé", "excusee", {"mandataire": "Anne"}), ("Bob", "absente", {}),
        ("Anne", "presente", {"organisme": "ARS (DD61, siège)", "qualite": "Présidente"}),
    ):  # fmt: skip
        store.presences.create(DIRECTION, nom=nom, etat=etat, **autres, **ici)
    vote = {"regle": "membres", "pour": 1, "contre": 1, "abstention": 0}
    store.points.create(DIRECTION, titre="Budget", issue="decision", texte="Adopté *tel quel*.",
                        suite="Anne écrit à l’agence", porteur="Anne", **vote, **ici)  # fmt: skip
    store.points.create(DIRECTION, titre="Bilan", issue="reporte", **ici)
    store.points.create(DIRECTION, titre="Projet", issue="decision", texte="Suivi.", **ici)
    parts = sections_of(load(store, cle))
    presents = parts["Présences"]
    assert plain(presents) == (
        "1 présente, 1 excusée, 1 absente (2 présentes ou représentées ; quorum de 2 atteint).",
    )
    assert table(presents).lignes == (
        ("Anne", "ARS (DD61, siège)", "Présidente", "Présente"),
        ("Zoé", "", "", "Excusée, représentée par Anne"), ("Bob", "", "", "Absente"),
    )  # fmt: skip
    assert plain(parts["Décisions de la séance"]) == (
        "Décision n° 1 – Budget : Adopté *tel quel*.", "Décision n° 2 – Projet : Suivi.",
    )  # fmt: skip
    assert plain(parts["1. Budget"])[:4] == (
        "Décision n° 1", "Adopté *tel quel*.",
        "Vote (majorité des membres présents ou représentés) : 1 pour, 1 contre, 0 abstention : "
        "non adopté.", "Suites : Anne écrit à l’agence",
    )  # fmt: skip
    assert plain(parts["2. Bilan"])[0] == "Reporté"
    assert table(parts["Signatures"]).lignes[0][0] == "Présidence de séance"
    store.seances.update(DIRECTION, cle, 1, etat="close", signe_par="Anne", signe_le="2026-03-03")
    signe = load(store, cle)
    assert plain(sections_of(signe)["Signatures"]) == ("Relevé signé par Anne le 3 mars 2026.",)
    assert "Corrections depuis la signature" not in sections_of(signe)
    store.points.update(DIRECTION, 3, 1, texte="Suivi de près.")
    (correction,) = plain(sections_of(load(store, cle))["Corrections depuis la signature"])
    assert "Projet, Relevé du point : « Suivi. » devient « Suivi de près. » (Denise)" in correction
    store.publications.publish(DIRECTION, "seance", cle)
    public = load(store, cle, PUBLIC)
    assert not any(nom in str(public) for nom in ("Zoé", "Bob", "Denise"))
    assert "Suivi de près." in str(public)
    # Who reads no name reads the same counts, and the same outcome of a vote.
    lus = sections_of(public)
    assert plain(lus["Personnes présentes"])[:1] == plain(presents)[:1]
    assert plain(lus["1. Budget"])[2] == plain(parts["1. Budget"])[2]
    assert "18\u00a0h\u00a030" in public.sous_titre
    for releve, mention in ((signe, "diffusion restreinte"), (public, "édition publique")):
        pied = WordDocument(io.BytesIO(to_docx(releve))).sections[0].footer.paragraphs[0].text
        assert mention in pied


def test_minutes_name_what_an_item_is_about(store: Store) -> None:
    cle = store.seances.create(DIRECTION, territoire="D61", date=JOUR, etat="ouverte")["id"]
    propositions = DONNEES.table("propositions").set_index("id")["intitule"]
    action = {"engagement": "E1", "territoire": "D61"}
    for intitule in ("Recruter", "Ouvrir"):
        store.actions.create(DIRECTION, intitule=intitule, **action)
    vu = {"genre": "information", "issue": "decision"}
    autres = propositions.index[:6].tolist()
    for lies in ("1 | 2 | E1", autres[0], " | ".join(autres)):
        store.points.create(DIRECTION, titre="Un", lie=lies, seance_id=cle, **vu)
    store.actions.withdraw(DIRECTION, 2, 1)
    parts = [plain(s) for s in load(store, cle).sections if s.titre.endswith(". Un")]
    assert parts[0][1:] == (
        "Porte sur : « Recruter » ; action n° 2 ; E1 – Exercice coordonné et soignant-ressource",
    )
    assert parts[1][1:] == (f"Porte sur : {autres[0]} – {propositions[autres[0]]}",)
    assert parts[2] == ("Décision n° 3", f"Porte sur : {' ; '.join(autres)}")
    store.publications.publish(DIRECTION, "seance", cle)
    assert "action non publiée" in str(load(store, cle, PUBLIC))
    assert "Recruter" not in str(load(store, cle, PUBLIC))


def test_reader_gets_no_name(store):
    seance = hold(store)
    with pytest.raises(Introuvable):
        load(store, seance, PUBLIC)
    store.publications.publish(DIRECTION, "seance", seance)
    store.publications.publish(DIRECTION, "action", [2, 4])
    releve = load(store, seance, PUBLIC)
    parts = sections_of(releve)
    assert parts["Personnes présentes"].vide == "Les noms des personnes ne sont pas publiés."
    (action,) = table(parts["Actions décidées ou modifiées"]).lignes
    assert action[1] == "Non publié"
    assert "Points d’étape" not in parts
    assert "Zoé" not in str(releve)


def test_document_has_headings_tables_with_headers_and_page_numbers(store):
    releve = load(store, hold(store))
    contenu = to_docx(releve)
    document = WordDocument(io.BytesIO(contenu))
    styles = [(p.style.name, p.text) for p in document.paragraphs]
    assert styles[0] == ("Title", "Relevé de décisions – " + COMITE)
    assert [texte for style, texte in styles if style == "Heading 1"] == [
        *(section.titre for section in releve.sections), "À propos de ce document",
    ]  # fmt: skip
    assert ("List Bullet", "Zoé") in styles
    tables = [table(section) for section in releve.sections if table(section).lignes]
    assert len(document.tables) == len(tables) == 6
    for tableau, section in zip(document.tables, tables, strict=True):
        assert tuple(c.text for c in tableau.rows[0].cells) == section.colonnes
        assert tableau.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert tableau.style.name == "Tableau"
        assert [c.tag for c in tableau._tbl.tblPr][-1] == qn("w:tblCaption")
        assert [tuple(c.text for c in r.cells) for r in tableau.rows[1:]] == list(section.lignes)
    pied = document.sections[0].footer._element.xml
    assert re.findall(r'w:instr="(\w+)"', pied) == ["PAGE", "NUMPAGES"]
    proprietes = document.core_properties
    assert proprietes.title.startswith("Relevé de décisions")
    assert (proprietes.author, proprietes.language) == (COMITE, "fr-FR")
    archive = zipfile.ZipFile(io.BytesIO(contenu))
    styles = archive.read("word/styles.xml").decode()
    assert '<w:lang w:val="fr-FR" w:eastAsia="fr-FR"' in styles
    assert re.search(r'"Tableau"/>.*<w:insideH w:val="single"', styles)
    page = document.sections[0]
    assert (round(page.page_width.cm), round(page.left_margin.cm)) == (21, 2)
    assert len(contenu) < 40_000
    assert not document.sections[0].header.paragraphs[0].text


def test_fictional_minutes_say_so_on_each_page(tmp_path):
    url = new_demo(tmp_path / "demo.sqlite", dt.date(2026, 11, 22))
    with closing(Store.open(url, References.of_donnees(DONNEES))) as demo:
        releve = build_releve(Contexte(DONNEES, EDITION, DIRECTION, demo), {})
    document = WordDocument(io.BytesIO(to_docx(releve)))
    assert document.sections[0].header.paragraphs[0].text == "DONNÉES FICTIVES"
    assert any(p.text.startswith("Données fictives") for p in document.paragraphs)
    assert releve.cachet[0][0] == "Données fictives"


TEXTES = st.text(max_size=30) | st.sampled_from(
    ["<script>alert(1)</script>", "![](http://x)", "=1+1", "\x00\x0b\x1f", "\u202eabc", "\ufffe",
     "{PAGE}", "a" * 20_000, "]]>", "&amp;", "A-B-01\nsuite\tfin"]
)  # fmt: skip


@settings(max_examples=times(4))
@given(TEXTES, TEXTES, TEXTES)
def test_text_of_users_is_never_markup_nor_breaks_the_file(un, deux, trois):
    points = {"id": 1, "engagement": "E1", "territoire": "D1", "meteo": "appuis", "synthese": un}
    instructions = {
        "id": 1, "proposition": "P1", "territoire": "D1", "note": "", "decision": "ecartee",
        "motif": deux, "priorite": "",
    }  # fmt: skip
    sections = tell(
        {**SEANCE, "decisions": trois},
        points=pd.DataFrame([points]),
        instructions=pd.DataFrame([instructions]),
    )
    releve = replace(document_of(sections), titre=un, sous_titre=deux, cachet=((un, trois),))
    document = WordDocument(io.BytesIO(to_docx(releve)))
    interdits = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
    attendu = interdits.sub("", re.sub("\r\n?", "\n", un)).strip()
    (points,) = [t for t in document.tables if t.rows[0].cells[1].text == "Météo"]
    assert points.rows[1].cells[2].text == re.sub("[\ufffe\uffff]", "", attendu)
    assert len(document.tables) == 3


def test_signed_minutes_stay_as_they_were_signed_and_tell_what_was_corrected(
    store: Store, tmp_path: Path
) -> None:
    cle = hold(store)
    ici = {"seance_id": cle}
    store.points.create(DIRECTION, titre="Un", texte="Dit par Anne Lebrun", **ici)
    ici = (store.points, 1, "suite", "Bruno écrit")
    assert store.frappes.say(DIRECTION, *ici, lambda _: True, "Bruno")
    contexte = Contexte(DONNEES, EDITION, DIRECTION, store)
    sign_releve(contexte, store.seances.get(DIRECTION, cle), signe_par="Zoé", signe_le=JOUR)
    signe = load(store, cle)
    assert "Suites\u00a0: Bruno écrit" in words(sections_of(signe)["1. Un"])
    store.points.update(DIRECTION, 1, 2, texte="Corrigé")
    seance = store.seances.get(DIRECTION, cle)
    store.seances.update(DIRECTION, cle, int(seance["version"]), lieu="Argentan")
    write_backup(store, tmp_path / "base.zip", ADMIN)
    restore_backup(store, tmp_path / "base.zip", ADMIN, remplacer=True)
    lu = load(store, cle)
    *corps, signatures, corrections = lu.sections
    assert (lu.sous_titre, tuple(corps)) == (signe.sous_titre, signe.sections[:-1])
    assert lu.sous_titre.endswith("(close), Alençon")
    assert seance["empreinte"][:16] in words(signatures)[1]
    assert [mot.split("\u00a0:")[0].split(", ", 1)[1] for mot in words(corrections)] == [
        "Un, Relevé du point", "séance, Lieu",
    ]  # fmt: skip
    scelle = store.journal.list(DIRECTION, {"objet": "seance"}).iloc[1]["apres"]["empreinte"]
    assert scelle == seance["empreinte"]
    # A name is erased there too, and the seal tells nothing of what it was.
    assert erase(store, ADMIN, ["Anne Lebrun"])
    efface = load(store, cle)
    assert "Personne effacée" in " ".join(words(sections_of(efface)["1. Un"]))
    assert words(sections_of(efface)["Signatures"])[1].endswith("mais pour un nom, effacé depuis.")
    assert store.journal.find_breaks() == []
