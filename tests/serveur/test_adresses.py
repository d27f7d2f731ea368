"""Addresses that mail and keyboards damage lead to the screen meant; what is nowhere is said so."""

import pytest

from concertation.interface.socle.registre import every_ecran
from concertation.serveur.adresses import Adresses, prefix_of

TITRES = {ecran.url_path: ecran.titre for ecran in every_ecran()}
ADRESSES = Adresses(TITRES)
ENVELOPPE = (
    "url=https%3A%2F%2Fportail.exemple.fr%2Fcnr%2Fpropositions%3Ftheme%3Dacces%26portee%3Dlocale"
    "&data=05%7C02%7Canne%40exemple.fr%7C9d3&sdata=Zm9v%3D&reserved=0"
)


def scope(path: str, question: str = "", raw: str = "") -> dict[str, object]:
    return {
        "type": "http", "path": path, "query_string": question.encode(),
        "raw_path": (raw or path).encode(),
    }  # fmt: skip


@pytest.mark.parametrize("nom", TITRES)
def test_the_address_of_a_screen_stands(nom: str) -> None:
    assert ADRESSES.mend(f"/{nom}", "theme=acces&theme=&q=m%C3%A9decin") is None
    assert ADRESSES.judge(scope(f"/{nom}")) is None


@pytest.mark.parametrize(("nom", "titre"), TITRES.items())
def test_a_screen_is_meant_by_its_title_in_any_form(nom: str, titre: str) -> None:
    for ecrit in (titre, titre.upper(), titre.replace(" ", "-"), f"«{titre}»).", f"{titre}/"):
        assert ADRESSES.mend(f"/{ecrit}", "") == nom, ecrit


@pytest.mark.parametrize(
    ("path", "question", "meant"),
    [
        ("/Propositions", "", "propositions"),
        ("/propositions).", "", "propositions"),
        ("/propositions>", "theme=acces", "propositions?theme=acces"),
        ("/plan-action", "", "plan_action"),
        ("/feuille-de-route", "vue=argent", "feuille_route?vue=argent"),
        ("/index.html", "", ""),
        (
            "/propositions",
            "theme=acces&amp;portee=locale",
            "propositions?theme=acces&portee=locale",
        ),
        ("/propositions", "a=1&amp;amp;Portee=locale", "propositions?a=1&portee=locale"),
        ("/propositions?theme=acces", "", "propositions?theme=acces"),
        ("/propositions", "utm_source=lettre&theme=acces&fbclid=x", "propositions?theme=acces"),
        ("/", "utm_campaign=cnr", ""),
        ("/", ENVELOPPE, "propositions?theme=acces&portee=locale"),
        ("/propositions", ENVELOPPE, "propositions?theme=acces&portee=locale"),
        ("/", "url=https%3A%2F%2Fportail.exemple.fr%2Fp%2FACC-L-05&sdata=x", "p/ACC-L-05"),
        ("/", "url=https://[exemple", ""),
        ("/P/ACC-L-05).", "", "p/ACC-L-05"),
        ("/p/ACC-L-05", "utm_source=lettre", "p/ACC-L-05"),
        ("/Salle/k7m2qp", "", "salle/k7m2qp"),
        ("/propositions", "theme=%0d%0aX-A:1&utm_id=1", "propositions?theme=%0D%0AX-A%3A1"),
    ],
)
def test_a_damaged_address_leads_to_the_screen_meant(path: str, question: str, meant: str) -> None:
    assert ADRESSES.mend(path, question) == meant
    place, _, reste = meant.partition("?")
    assert ADRESSES.mend(f"/{place}", reste) is None


@pytest.mark.parametrize(
    "path", ["/api/sante", "/_stcore/health", "/static/js/a.js", "/favicon.png", "/salle/a/etat"]
)
def test_what_is_no_screen_is_left_alone(path: str) -> None:
    assert ADRESSES.mend(path, "utm_source=x") is None


def test_no_address_leads_to_another_host() -> None:
    for path in ("//exemple.fr", "/\\exemple.fr", "/propositions//exemple.fr", "/p//exemple.fr"):
        answer = ADRESSES.lead(scope(path, "utm_source=x"))
        place = answer.headers["location"] if answer else "./"
        assert place.startswith(("./", "../")), path


@pytest.mark.parametrize("base", ["", "cnr", "/sante/cnr/"])
@pytest.mark.parametrize("stripped", [True, False])
def test_the_way_is_counted_as_the_browser_counts(base: str, stripped: bool) -> None:
    adresses, prefix = Adresses(TITRES, base), prefix_of(base)
    seen = "" if stripped else prefix
    for path, place in {
        "/Propositions": "./propositions",
        "/Propositions/": "../propositions",
        "/P/ACC-L-05.": "../p/ACC-L-05",
    }.items():
        answer = adresses.lead(scope(prefix + path, raw=seen + path))
        assert answer is not None
        assert answer.headers["location"] == place


@pytest.mark.parametrize(
    ("path", "lien"),
    [
        ("/propositions/x", '<a href="../propositions">Propositions</a>'),
        ("/propositons", '<a href="./propositions">Propositions</a>'),
        ("/.git/config", '<a href="../">Lire'),
        ("/a/b/c", '<a href="../../">Lire'),
        ("/a%2Fb", '<a href="./">Lire'),
        ("/<script>alert(1)</script>", '<a href="../">Lire'),
        ("/" + "x/" * 30_000, "Lire la concertation"),
    ],
)
def test_what_is_nowhere_is_said_with_the_way_back(path: str, lien: str) -> None:
    answer = ADRESSES.judge(scope(path.replace("%2F", "/"), raw=path))
    assert answer is not None
    page = bytes(answer.body).decode()
    assert answer.status_code == 404
    assert "Adresse inconnue" in page
    assert lien in page
    assert "<script>" not in page
