"""The figures of the four other documents: each is in the data, with its own words around it."""

import re
from collections import Counter

import pytest

from concertation.analyse.provenance import reserves_of
from concertation.donnees import load_donnees
from tests.aides.textes_livret import DATA, rows, split

HAVRE, REGION, ZONES, AURA = (
    "feuille-route-havre",
    "region-sante",
    "zones-prioritaires",
    "plan-aura",
)
# What the roadmap's review counts: (measure, number, upper bound).
MESURES_HAVRE = {
    "pole-besoin": 3100, "pole-medecins": 11, "pole-consultations": 2466, "pole-patients": 1013,
    "uaped-evaluations": 162, "uaped-evaluations-conjugales": 45, "uaped-evaluations-sexuelles": 34,
    "uaped-evaluations-scolaires": 15, "uaped-nip": 67, "uaped-signalements": 21,
    "gem-adherents": 24, "gem-ages": (20, 65), "gem-spectateurs": 93,
    "crenppi-niveaux": 3, "crenppi-lits-panda": 2, "crenppi-lits-panda-proposition": 6,
    "crenppi-lits-grossesse": 2, "crenppi-dyades": 113, "crenppi-moins-20": 25,
    "crenppi-hdj-familles": 20, "crenppi-hdj-moins-21": 45, "crenppi-maternite": 2.3,
    "uema-enfants": 7, "emas-creation": 1, "pco-ages": (7, 12),
    "cnh-places": 28, "cnh-enfants": 15, "cnh-ime": 9, "cnh-ime-epahk": 4, "cnh-ime-ligue": 5,
    "cnh-sessad": 6, "cnh-adultes": 13, "cnh-eam": 3, "cnh-samsah": 10, "cnh-samsah-apajh": 4,
    "cnh-samsah-vivre": 6,
    "jours-parents": 43, "jours-enfants": 21, "jours-age-min": 11, "jours-age-max": 3,
    "jours-partenaires": 10, "jours-groupe": 10, "jours-rythme": 15, "jours-groupe-age": 16,
    "jours-periode-debut": 4, "jours-periode-fin": 2,
    "bulle-anciennete": 2, "bulle-actions": 3, "bulle-consultations": 813, "bulle-familles": 112,
    "bulle-familles-peres": 60, "bulle-enfants": 125, "bulle-enfants-moins-2": 63,
    "bulle-enfants-2-5": 62, "bulle-inscriptions": 298, "bulle-ateliers-familles": 164,
    "bulle-ateliers-peres": 21, "bulle-ateliers-enfants": 154, "bulle-ateliers-tronque": 12,
    "bulle-soir": 43, "bulle-evenement": 136, "bulle-creches-rouen": 296,
    "bulle-creches-havre": 362,
    "msp-valides": 4, "cds-valides": 1,
    "cpts-habitants": 26261, "cpts-communes": 21, "cpts-couverture": 91,
    "cpts-couverture-objectif": 100,
    "mspu-conventionnees": 1, "mspu-duree": 5, "mspu-msp": 2, "mspu-msu": 6,
    "mspu-etudiants-2": (6, 8), "mspu-etudiants-3": 4, "mspu-etudiants-saspas": 4,
    "quatrieme-annee-avant": 3, "ptsm-nombre": 7, "ptsm-objectifs": 4, "attractivite-axes": 6,
}  # fmt: skip
MESURES_REGION = {
    "medicobus-sans-mt": 20, "medicobus-communes": 6, "psla-budget": 15_000_000,
    "psla-multiplication": 2, "psla-nombre": 90, "psla-projets": 50, "psla-medecins": 2,
    "psla-logement": 1, "psla-local": 1, "psla-bonification": 15, "rtps-territoires": 10,
}  # fmt: skip
MESURES_ZONES = {"zones-epci": 7, "zones-epci-manche": 2, "zones-epci-orne": 5, "cae-duree": 18}
FINANCEMENTS = {
    "pole-sextant": 10_000, "pole-metropole": 20_000, "pole-ars": 68_000, "uaped": 190_000,
    "gem": 91_000, "crenppi": None, "uema": 280_000, "emas": 100_000, "cnh-total": 2_600_000,
    "cnh-enfants": 1_700_000, "cnh-adultes": 900_000, "mille-jours": 50_000, "pco": 100_000,
}  # fmt: skip
CHIFFRES_AURA = {
    "aura-1-projets": 280, "aura-1-montant": 46_000_000, "aura-2-departements": 2,
    "aura-2-bourses": 998, "aura-2-bourses-montant": 2_930_000, "aura-2-installation": 10_000,
    "aura-2-installation-medecins": 15, "aura-2-equipement": 1_500, "aura-3-projets": 50,
    "aura-3-montant": 25_000_000, "aura-5-places": 20_000, "aura-5-organismes": 130,
    "aura-5-infirmiers": 9, "aura-5-puericulture": 17, "aura-5-innovations": 30,
    "aura-5-innovations-montant": 2_200_000,
}  # fmt: skip
# How a document writes a number that isn't in figures there.
EN_LETTRES = {
    1: "un |une |1ère", 2: "deux|doublement|Manche", 3: "trois|3 actions", 4: "quatre",
    5: "Orne", 6: "six|Nocé", 7: "sept", 10: "dizaine", 15: "quinzaine", 30: "trentaine",
    50: "cinquantaine",
}  # fmt: skip


def numbers(row: dict[str, str], low: str = "valeur", high: str = "valeur_max") -> object:
    if not row[low]:
        return None
    return (float(row[low]), float(row[high])) if row.get(high) else float(row[low])


def expected(value: object) -> object:
    return tuple(map(float, value)) if isinstance(value, tuple) else value


def is_written(number: float, extract: str) -> bool:
    """Whether the extract writes the number: in figures, in thousands or millions, in letters."""
    if number in EN_LETTRES and re.search(EN_LETTRES[int(number)], extract):
        return True
    forms = [number]
    if number >= 1_000_000:
        forms.append(number / 1_000_000)
    if number % 1000 == 0 and " K€" in extract:
        forms.append(number / 1000)
    text = re.sub(r"(?<=\d)[\s\u00a0\u202f](?=\d{3})", "", extract).replace(",", ".")
    found = {float(n) for n in re.findall(r"\d+(?:\.\d+)?", text)}
    return any(form in found for form in forms)


@pytest.mark.parametrize(
    ("table", "source", "known"),
    [
        ("mesures", HAVRE, MESURES_HAVRE),
        ("mesures", REGION, MESURES_REGION),
        ("mesures", ZONES, MESURES_ZONES),
    ],
)
def test_every_figure_of_a_document_is_a_measure_and_no_other_is(
    table: str, source: str, known: dict[str, object]
) -> None:
    found = {r["id"]: numbers(r) for r in rows(table) if r["source"] == source}
    assert found == {key: expected(value) for key, value in known.items()}


def test_every_amount_of_the_review_is_a_funding_line_and_no_other_is() -> None:
    found = {r["id"]: numbers(r, "montant", "") for r in rows("financements")}
    assert found == FINANCEMENTS


def test_every_figure_of_the_other_region_is_known_and_no_other_is() -> None:
    found = {r["id"]: numbers(r) for r in rows("comparaison_chiffres") if r["valeur"]}
    assert found == CHIFFRES_AURA
    dates = {r["id"]: r["date"] for r in rows("comparaison_chiffres") if not r["valeur"]}
    assert dates == {
        "aura-adoption": "2022-03-18",
        "aura-communique": "2023-03-21",
        "aura-2-gip": "2022-05-25",
        "aura-2-recrutements": "2023-04-01",
        "aura-4-campagne": "2022-01-01",
    }


def test_counts_follow_the_documents() -> None:
    assert len(MESURES_HAVRE) + len(MESURES_REGION) + len(MESURES_ZONES) == len(rows("mesures"))
    assert [r["elements_publies"] for r in rows("priorites")] == [
        "oui" if n in (2, 3, 4, 6, 9, 10) else "non" for n in range(1, 13)
    ]
    assert (len(rows("chantiers")), len(rows("actions"))) == (9, 13)
    assert Counter(r["dispositif"] for r in rows("lieux"))["medicobus"] == 6
    assert (len(rows("zones_prioritaires")), len(rows("comparaison"))) == (7, 5)


@pytest.mark.parametrize("table", ["mesures", "financements", "comparaison_chiffres"])
def test_each_figure_is_in_its_own_extract(table: str) -> None:
    low = "montant" if table == "financements" else "valeur"
    for row in rows(table):
        for column in (low, "valeur_max"):
            if row.get(column):
                assert is_written(float(row[column]), row["extrait"]), (row["id"], row[column])


def test_a_period_of_money_is_in_the_words_that_carry_it() -> None:
    """« sur trois ans » is written of one funder alone."""
    periods = {r["id"]: r["periode_texte"] for r in rows("financements") if r["periode_texte"]}
    assert periods == {
        "pole-ars": "sur trois ans",
        "gem": "/an",
        "uema": "/an",
        "emas": "/an",
        "mille-jours": "au total",
    }
    for row in rows("financements"):
        assert row["periode_texte"] in row["extrait"]
        assert row["financeur"] in row["extrait"]
        assert row["programme"] in row["extrait"]


def test_places_add_up_as_the_document_says() -> None:
    values = {r["indicateur"]: float(r["valeur"]) for r in rows("mesures")}
    assert values["cnh-places"] == values["cnh-enfants"] + values["cnh-adultes"] == 28
    assert values["cnh-enfants"] == values["cnh-ime"] + values["cnh-sessad"] == 15
    assert values["cnh-adultes"] == values["cnh-eam"] + values["cnh-samsah"] == 13
    assert values["bulle-enfants"] == 63 + 62


def test_a_figure_keeps_the_territory_that_it_names() -> None:
    territories = {r["id"]: r["territoire"] for r in rows("indicateurs")}
    assert territories["cpts-couverture"] == "D76"
    assert territories["bulle-creches-rouen"] == "COM-76540"
    assert territories["bulle-creches-havre"] == "EPCI-200084952"
    assert territories["pco-ages"] == "D76 | D27"
    assert {r["id"]: r["territoire"] for r in rows("actions")}["ACT-13"] == "D76 | D27"


# Where the figures of the roadmap's review are, when it is not the territory of Le Havre.
HORS_DU_HAVRE = {
    "D76": {"cpts-couverture"},
    "D76 | D27": {"pco-ages"},
    "COM-76540": {"bulle-creches-rouen"},
    "COM-76259": {"gem-adherents", "gem-ages", "gem-spectateurs"},
    "COM-76384": {"emas-creation"},
    "R28": {"ptsm-nombre", "ptsm-objectifs", "attractivite-axes"},
    # Of the whole country, of what a document says of nowhere, or of a place that is none of the
    # territories: a judicial district, a hospital.
    "": {
        "bulle-actions", "bulle-anciennete", "jours-periode-debut", "jours-periode-fin",
        "quatrieme-annee-avant", "uaped-evaluations", "uaped-evaluations-conjugales",
        "uaped-evaluations-sexuelles", "uaped-evaluations-scolaires", "uaped-nip",
        "uaped-signalements", "crenppi-niveaux", "crenppi-lits-panda", "crenppi-lits-grossesse",
        "crenppi-dyades", "crenppi-moins-20", "crenppi-hdj-familles", "crenppi-hdj-moins-21",
        "crenppi-maternite", "bulle-inscriptions", "bulle-ateliers-familles",
        "bulle-ateliers-peres", "bulle-ateliers-enfants", "bulle-ateliers-tronque",
    },
}  # fmt: skip
QUALIFICATIFS = {
    "pole-besoin": "plus de", "jours-partenaires": "environ", "jours-groupe": "environ",
    "medicobus-sans-mt": "près de", "medicobus-communes": "compté",
    "psla-projets": "environ", "psla-medecins": "au moins", "psla-logement": "au moins",
    "psla-local": "au moins", "psla-bonification": "plus de", "zones-epci-manche": "compté",
    "zones-epci-orne": "compté", "aura-1-projets": "près de", "aura-1-montant": "plus de",
    "aura-2-installation": "jusqu’à", "aura-2-installation-medecins": "environ",
    "aura-2-equipement": "au plus", "aura-3-projets": "près de", "aura-5-places": "plus de",
    "aura-5-innovations": "environ",
}  # fmt: skip
# Numbers that count nothing by themselves: hours, names, dates; in the words that hold them.
DANS_LES_MOTS = (
    ("actions", "ACT-02", "un pédopsychiatre référent, une psychologue, un secrétariat"),
    ("actions", "ACT-04", "Les horaires élargis (8h30-18h30)"),
    ("actions", "ACT-09", "le soir après 17h ou le samedi"),
    ("actions", "ACT-12", "étudiants en médecine de 2nd cycle (externe) et de 3ème cycle"),
    ("perspectives", "PER-04", "Proposition de passer de 2 à 6 lits"),
    ("perspectives", "PER-14", "dans le cadre du plan 4000 MSP"),
    ("perspectives", "PER-24", "feuille de route nationale Psychiatrie et santé mentale 2018-2026"),
    ("perspectives", "PER-27", "Le Projet régional de santé 2023-2028"),
    ("perspectives", "PER-31", "initiée en octobre dernier"),
    ("dispositifs", "psla", "15 M€ d'ici à 2022"),
    ("dispositifs", "solidarite-territoriale", "dès septembre dans le cadre d’une phase pilote"),
    ("dispositifs", "cae", "Projet régional de santé 2023-2028"),
    ("sources", "zones-prioritaires", "le 25 avril dernier"),
    ("comparaison", "AURA-1", "la région qui compte le plus de maisons de santé"),
)


def test_figures_that_are_not_of_the_havre_are_nowhere_attributed_to_it() -> None:
    ailleurs: dict[str, set[str]] = {}
    for row in rows("indicateurs"):
        if row["source"] == HAVRE and "76351" not in row["territoire"]:
            ailleurs.setdefault(row["territoire"], set()).add(row["id"])
    assert {"CTS-76-HAVRE", "EPCI-200084952"} <= set(ailleurs)
    del ailleurs["CTS-76-HAVRE"], ailleurs["EPCI-200084952"]
    assert ailleurs == HORS_DU_HAVRE
    assert {r["id"]: r["territoire"] for r in rows("financements")}["pco"] == "D76 | D27"


def test_a_figure_has_the_qualifier_that_its_document_writes_and_no_other() -> None:
    trouves = [*rows("mesures"), *rows("comparaison_chiffres")]
    assert {r["id"]: r["qualificatif"] for r in trouves if r["qualificatif"]} == QUALIFICATIFS


@pytest.mark.parametrize(("table", "cle", "mots"), DANS_LES_MOTS)
def test_a_number_that_counts_nothing_is_in_its_words(table: str, cle: str, mots: str) -> None:
    (ligne,) = (r for r in rows(table) if r["id"] == cle)
    assert mots in " ".join(ligne.values())


def test_a_flow_is_never_of_the_kind_of_the_stock_beside_it() -> None:
    kinds = {r["id"]: r["nature"] for r in rows("indicateurs")}
    assert (kinds["pole-patients"], kinds["pole-besoin"]) == ("flux", "stock")


def test_a_dated_fact_is_in_its_extract_and_its_precision_spans_its_days() -> None:
    for fact in rows("faits"):
        assert fact["date_texte"] in fact["extrait"], fact["id"]
        assert (fact["precision"] == "jour") == (not fact["date_fin"]), fact["id"]
        if fact["precision"] == "annee":
            assert fact["date"][5:] + fact["date_fin"][5:] == "01-0112-31", fact["id"]


def test_former_communes_have_their_current_name() -> None:
    named = {r["nom"]: r["commune"] for r in rows("lieux") if r["dispositif"] == "medicobus"}
    assert named["Nocé"] == "Perche en Nocé"
    assert named["Tourouvre"] == "Tourouvre au Perche"
    assert named["Le Theil-sur-Huisne"] == "Val-au-Perche"


def test_priority_zones_have_an_outline_and_their_official_name() -> None:
    territories = {r["id"]: r for r in rows("territoires")}
    names = {
        f["properties"]["code"]: f["properties"]["nom"]
        for f in load_donnees(DATA).geo("epci")["features"]
    }
    for zone in rows("zones_prioritaires"):
        place = territories[zone["territoire"]]
        assert (place["code"], place["nom"]) == (zone["siren"], zone["nom_officiel"])
        assert zone["siren"] in names
        assert zone["nom_document"].startswith("Intercommunalité ")
        assert {a[1:3] for a in split(zone["arrondissements"])} == {zone["code_departement"]}


def test_no_link_to_the_review_claims_that_a_document_made_it() -> None:
    assert {r["force"] for r in rows("liens")} == {"forte", "faible", "intitule"}
    assert {r["auteur"] for r in rows("liens")} == {"lecture éditoriale du tableau de bord"}
    reasons = [r["justification"] for r in rows("liens")]
    assert all(reason.endswith(".") and len(reason) > 30 for reason in reasons)


def test_links_run_from_what_was_said_to_what_was_done() -> None:
    rank = {"proposition": 0, "composante": 1, "priorite": 2, "action": 3, "dispositif": 3}
    for row in rows("liens"):
        assert rank[row["origine_type"]] < rank[row["cible_type"]], row["id"]


# Each reservation, and one place where its figure stands.
RESERVES = {
    "R18": ("mesures", "msp-valides"), "R19": ("priorites", "P01"),
    "R20": ("feuilles", "FR-LE-HAVRE"), "R21": ("mesures", "cpts-couverture"),
    "R22": ("lieux", "msp-hericourt"), "R23": ("mesures", "uaped-evaluations"),
    "R24": ("mesures", "bulle-ateliers-tronque"), "R25": ("financements", "pole-sextant"),
    "R26": ("indicateurs", "pole-patients"), "R27": ("financements", "gem"),
    "R28": ("liens", "L001"), "R29": ("comparaison_chiffres", "aura-1-projets"),
    "R30": ("dispositifs", "psla"), "R31": ("lieux", "medicobus-61309"),
    "R33": ("mesures", "psla-nombre"), "R35": ("financements", "uaped"),
}  # fmt: skip


@pytest.mark.parametrize("reserve", RESERVES)
def test_a_reservation_is_found_from_the_row_it_is_about(reserve: str) -> None:
    table, row = RESERVES[reserve]
    assert reserve in set(reserves_of(load_donnees(DATA), table, row)["id"])


def test_a_reservation_about_a_column_is_found_from_its_file() -> None:
    donnees = load_donnees(DATA)
    assert "R32" in set(reserves_of(donnees, "zones_prioritaires")["id"])
    assert "R19" in set(reserves_of(donnees, "priorites")["id"])


def test_a_reservation_about_one_row_leaves_the_others_out() -> None:
    donnees = load_donnees(DATA)
    assert "R25" not in set(reserves_of(donnees, "financements", "gem")["id"])
    assert "R24" not in set(reserves_of(donnees, "mesures", "pole-consultations")["id"])


def test_every_reservation_is_kept() -> None:
    assert {r["id"] for r in rows("reserves")} == {f"R{n:02d}" for n in range(1, 37)}
