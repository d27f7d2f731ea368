"""The sheet of each « dispositif »: all that the documents say of it, and nothing else."""

import pytest

from concertation.donnees import load_donnees
from concertation.recits.blocs import Liste, Section, Texte
from concertation.recits.publies import SANS_ADRESSE, tell_contacts, tell_dispositif
from tests.aides.dossiers import VALMONT
from tests.aides.textes_livret import DATA, plain, rows

DONNEES = load_donnees(DATA)


def words(section: Section) -> str:
    puces = [p for b in section.blocs if isinstance(b, Liste) for p in b.puces]
    dits = [mots for p in puces for mots in (p.dit, *p.sous)]
    dits += [t for b in section.blocs if isinstance(b, Texte) for t in b.paragraphes]
    return "\n".join(dits).replace("\xa0", " ").replace("\u202f", " ")


@pytest.mark.parametrize("row", rows("dispositifs"), ids=lambda row: row["id"])
def test_a_sheet_holds_the_words_the_figures_and_the_links_of_its_rows(row: dict[str, str]) -> None:
    recit = tell_dispositif(DONNEES, row["id"])
    assert recit is not None
    tout = "\n".join(map(words, recit.sections))
    assert plain(row["extrait"]) in plain(tout)
    siens = [i for i in rows("indicateurs") if i["dispositif"] == row["id"]]
    for indicateur in siens:
        assert plain(indicateur["libelle"]) in plain(tout), indicateur["id"]
        assert ("indicateurs", indicateur["id"]) in recit.cibles
    for contact in rows("contacts"):
        if contact["dispositif"] == row["id"]:
            assert plain(contact["libelle"]) in plain(tout), contact["id"]


def test_what_began_before_the_workshops_says_so_and_nothing_else_does() -> None:
    dits = {
        row["id"]: words(recit.sections[0]).partition("Engagé avant les ateliers : ")[2]
        for row in rows("dispositifs")
        if (recit := tell_dispositif(DONNEES, row["id"]))
    }
    assert dits["psla"].startswith("d’ici à 2022")
    # The page of the Région is not dated, and its « d'ici à 2022 » speaks of the PSLA alone.
    assert {cle for cle, mots in dits.items() if mots} == {"psla"}


def test_a_link_whose_address_no_document_writes_says_so() -> None:
    assert SANS_ADRESSE in words(tell_contacts(DONNEES, dispositif="medinstal"))
    region = words(tell_contacts(DONNEES, source="region-sante"))
    assert "02 35.52.57.34" in region
    assert "ars-normandie-dd76@ars.sante.fr" in words(
        tell_contacts(DONNEES, source="feuille-route-havre")
    )


def test_the_sheet_of_another_region_and_of_an_unknown_id() -> None:
    valmont = load_donnees(VALMONT)
    cle = str(valmont.table("dispositifs")["id"].iloc[0])
    recit = tell_dispositif(valmont, cle)
    assert recit is not None
    assert recit.sections[-1].blocs == ()
    assert tell_dispositif(DONNEES, "inconnu") is None
