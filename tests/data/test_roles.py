"""What each published measure says: a need, a context, a means, a thing done, a result."""

import json

from concertation.declarations.role import ROLE
from concertation.donnees import load_donnees
from tests.aides.textes_livret import DATA, RACINE, rows

# Read one by one; whatever is not here is something done (`realisation`).
BESOINS = "pole-besoin medicobus-sans-mt zones-epci zones-epci-manche zones-epci-orne"
MOYENS = """pole-medecins crenppi-niveaux crenppi-lits-panda crenppi-lits-panda-proposition
crenppi-lits-grossesse jours-partenaires bulle-actions mspu-msp mspu-msu medicobus-communes
psla-budget rtps-territoires"""
RESULTATS = "pole-patients cpts-couverture"
CONTEXTES = """gem-ages crenppi-moins-20 crenppi-hdj-moins-21 crenppi-maternite pco-ages
jours-age-min jours-age-max jours-groupe jours-rythme jours-groupe-age jours-periode-debut
jours-periode-fin bulle-anciennete bulle-ateliers-tronque bulle-soir cpts-couverture-objectif
mspu-duree psla-multiplication psla-nombre psla-projets psla-medecins psla-logement psla-local
psla-bonification cae-duree quatrieme-annee-avant ptsm-nombre ptsm-objectifs attractivite-axes"""
LUES = {
    cle: role
    for role, cles in (
        ("besoin", BESOINS), ("moyen", MOYENS), ("resultat", RESULTATS), ("contexte", CONTEXTES),
    )
    for cle in cles.split()
}  # fmt: skip


def test_each_measure_has_the_nature_that_was_read_in_it_and_its_reason() -> None:
    assert set(LUES) <= {row["id"] for row in rows("mesures")}
    for row in rows("mesures"):
        assert row["role"] == LUES.get(row["id"], "realisation"), row["id"]
        assert row["role_raison"].endswith("."), row["id"]
        assert len(row["role_raison"]) < 90, row["id"]


def test_only_what_was_done_or_changed_ends_a_chain() -> None:
    assert ROLE.which("aboutit") == ("realisation", "resultat")
    # What is aimed at or proposed is never something done.
    visees = {row["role"] for row in rows("mesures") if row["nature"] != "constat"}
    assert not visees & set(ROLE.which("aboutit"))


def test_the_files_admit_the_declared_codes_and_no_other() -> None:
    schema = json.loads((DATA / "schemas" / "mesures.json").read_text(encoding="utf-8"))
    (champ,) = (c for c in schema["fields"] if c["name"] == "role")
    assert champ["constraints"]["enum"] == list(ROLE)


def test_files_of_before_have_no_nature_and_are_still_read() -> None:
    mesures = load_donnees(RACINE / "tests" / "regions" / "valmont").table("mesures")
    assert len(mesures)
    assert set(mesures["role"]) == {""}
