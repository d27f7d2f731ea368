"""The editorial links: each reason cites both ends, each strength follows the written rule."""

import re
from collections import defaultdict

import pytest

from concertation.donnees import load_donnees
from concertation.donnees.schemas import RACINE

DATA = RACINE / "data"
DONNEES = load_donnees(DATA)
ANCIENS = 225
"""Ids that were given before some of them went; none of these is used again."""
# Whose text goes on in the rows that no action holds.
REGIONAUX = {"ptsm", "attractivite-metiers", "quatrieme-annee"}


def rows(table: str) -> list[dict[str, str]]:
    return DONNEES.table(table).astype("str").to_dict("records")


LIENS = rows("liens")


def plain(texte: str) -> str:
    return re.sub(r"[\s*]+", " ", texte.replace("’", "'")).lower()


def read_texts() -> dict[tuple[str, str], str]:
    """What a document writes of each end of a link."""
    textes: dict[tuple[str, str], str] = defaultdict(str)
    perspectives = rows("perspectives")
    engagements = {e["id"]: e["intitule"] for e in rows("engagements")}
    for p in rows("propositions"):
        textes["proposition", p["id"]] = f"{p['intitule']} {p['sous_points']}"
    for c in rows("composantes"):
        textes["composante", c["id"]] = f"{c['intitule']} {engagements[c['engagement']]}"
    for a in rows("actions"):
        suites = (p["texte"] for p in perspectives if a["id"] in p["action"].split(" | "))
        mots = (a["intitule"], a["besoin"], a["description"], a["bilan"], *suites)
        textes["action", a["id"]] = " ".join(mots)
    for p in rows("priorites"):
        textes["priorite", p["id"]] = p["intitule"]
    for c in rows("chantiers"):
        siennes = (textes["action", a["id"]] for a in rows("actions") if a["chantier"] == c["id"])
        textes["priorite", c["priorite"]] += " ".join(["", c["intitule"], *siennes])
    autres = " ".join(p["texte"] for p in perspectives if not p["action"])
    for d in rows("dispositifs"):
        suite = autres if d["id"] in REGIONAUX else ""
        textes["dispositif", d["id"]] = f"{d['nom']} {d['extrait']} {suite}"
    return {bout: plain(texte) for bout, texte in textes.items()}


TEXTES = read_texts()


@pytest.mark.parametrize("lien", LIENS, ids=lambda lien: lien["id"])
def test_a_reason_cites_words_that_stand_in_both_texts(lien) -> None:
    cites = [plain(mots) for mots in re.findall("«\u00a0(.*?)\u00a0»", lien["justification"])]
    origine = TEXTES[lien["origine_type"], lien["origine"]]
    cible = TEXTES[lien["cible_type"], lien["cible"]]
    assert any(mots in origine for mots in cites)
    assert any(mots in cible for mots in cites)
    assert [mots for mots in cites if mots not in origine and mots not in cible] == []


def test_a_title_without_anything_published_is_of_its_own_kind() -> None:
    muettes = {p["id"] for p in rows("priorites") if p["elements_publies"] == "non"}
    for lien in LIENS:
        assert (lien["force"] == "intitule") == (lien["cible"] in muettes), lien["id"]


def test_each_link_cites_the_documents_that_its_words_are_from() -> None:
    documents = {r["id"]: r["source"] for t in ("dispositifs", "actions") for r in rows(t)}
    for lien in LIENS:
        sources = lien["source"].split(" | ")
        assert sources[0] == "livret"
        attendue = documents.get(lien["cible"], "feuille-route-havre")
        if lien["cible"] in REGIONAUX:
            attendue = "feuille-route-havre"
        assert sources[1:] == ([] if lien["cible_type"] == "composante" else [attendue]), lien["id"]


def test_an_id_that_went_is_told_with_its_reason_and_serves_no_more() -> None:
    lignes = (DATA / "README.md").read_text(encoding="utf-8").splitlines()
    partis = dict(ligne.strip("| ").split(" | ") for ligne in lignes if ligne.startswith("| L"))
    gardes = {lien["id"] for lien in LIENS}
    assert not gardes & partis.keys()
    assert {f"L{n:03}" for n in range(1, ANCIENS + 1)} <= gardes | partis.keys()
    assert all(raison.endswith(".") and len(raison) > 20 for raison in partis.values())


def test_what_the_rule_calls_alike_is_alike() -> None:
    def forces(*ids: str) -> set[str]:
        return {lien["force"] for lien in LIENS if lien["id"] in ids}

    assert forces("L038", "L211") == {"faible"}  # a transport, and mobility in a title
    assert forces("L039", "L161") == {"forte"}  # « aller-vers » in both texts
    assert forces("L028", "L056", "L063") == {"faible"}  # another professional, complementarity
