"""One identity of a service in every form, refused with a reason where it can't be read."""

import datetime as dt
import io
import re
from functools import cache
from pathlib import Path
from typing import Any

import pypdf
import pytest
from docx import Document as WordDocument
from PIL import Image
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE

from concertation.__main__ import main
from concertation.donnees import load_donnees
from concertation.graphiques.style.couleurs import contrast
from concertation.recits.contexte import Contexte
from concertation.restitution.diapos.charte import Charte, current_charte
from concertation.restitution.diapos.html import page_html, scene_css
from concertation.restitution.diapos.modele import Page
from concertation.restitution.documents import DOCUMENTS, PROPOSITION
from concertation.restitution.documents.modele import Document
from concertation.restitution.docx.document import write_docx
from concertation.restitution.pdf.formes import document_to_pdf, to_pdf
from concertation.restitution.pptx.document import to_pptx
from concertation.restitution.pptx.template import MAISON
from tests.aides.lecture_pdf import dense, read_pdf

JOUR = dt.date(2026, 11, 22)
PIED, ACCENT = "Agence de la plaine", "#8A1538"
TOUT = f'accent = "{ACCENT}"\npied = "{PIED}"\npolice = "Lato"\nlogo = "logo.png"'
PAGE = Page("Ce qui avance", date="22 novembre 2026")


def wear(monkeypatch: pytest.MonkeyPatch, dossier: Path, texte: str) -> Path:
    (dossier / "identite.toml").write_text(texte, encoding="utf-8")
    Image.new("RGBA", (300, 100), (0, 90, 0, 120)).save(dossier / "logo.png")
    monkeypatch.setenv("CONCERTATION_IDENTITE", str(dossier))
    return dossier


@cache
def _document() -> Document:
    return DOCUMENTS[PROPOSITION].build(
        Contexte(load_donnees(Path("data")), JOUR), {"proposition": "ACC-L-05"}
    )


def look(pdf: bytes) -> tuple[bool, int]:
    """Whether the first page of a PDF fills with the accent; how many pictures it holds."""
    page = pypdf.PdfReader(io.BytesIO(pdf)).pages[0]
    traits = page.get_contents().get_data().decode("latin-1")
    teintes = re.findall(r"([\d.]+) ([\d.]+) ([\d.]+) (?:scn|rg)", traits)
    vus = {"#" + "".join(f"{round(float(v) * 255):02X}" for v in teinte) for teinte in teintes}
    return ACCENT in vus, len(page.images)


def theme_of(presentation: Any) -> str:
    part = presentation.slide_master.part
    return part.part_related_by(RELATIONSHIP_TYPE.THEME).blob.decode()


def test_one_identity_is_in_each_form(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    avant = (to_pdf("Essai", [PAGE], jour=JOUR), document_to_pdf(_document()))
    wear(monkeypatch, tmp_path, TOUT)
    apres = (to_pdf("Essai", [PAGE], jour=JOUR), document_to_pdf(_document()))
    for neuf, nu in zip(apres, avant, strict=True):
        assert dense(PIED) in dense(read_pdf(neuf).pages[0])
        assert dense(PIED) not in dense(read_pdf(nu).pages[0])
        assert (look(neuf), look(nu)) == ((True, 1), (False, 0))
    html = page_html(PAGE, 1, 1)
    assert PIED in html
    assert f"--maison:{ACCENT}" in scene_css()
    assert 'font-family:"Lato"' in scene_css()
    assert "url(data:image/png;base64," in scene_css()
    presentation = Presentation(io.BytesIO(to_pptx("Essai", [PAGE])))
    assert f'<a:accent1><a:srgbClr val="{ACCENT[1:]}"/>' in theme_of(presentation)
    assert '<a:latin typeface="Lato"' in theme_of(presentation)
    assert [f.image.size for f in presentation.slide_master.shapes if f.name == "Logo"] == [
        (300, 100)
    ]
    assert any(PIED in f.text_frame.text for f in presentation.slides[0].shapes if f.has_text_frame)
    mots = WordDocument(io.BytesIO(write_docx(_document()))).sections[0].footer
    assert PIED in mots.paragraphs[0].text


def test_without_identity_nothing_changes(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("CONCERTATION_IDENTITE", raising=False)
    assert current_charte() == Charte()
    assert scene_css() == Path("concertation/restitution/diapos/diapo.css").read_text("utf-8")
    neuve = Presentation(io.BytesIO(to_pptx("Essai", [PAGE])))
    assert theme_of(neuve) == theme_of(Presentation(str(MAISON)))


@pytest.mark.parametrize(
    ("texte", "raison"),
    [
        ('accent = "#FFCC00"', r"#FFCC00 se lit mal sur fond clair, contraste de 1,\d pour 4,5"),
        ('accent = "rouge"', "accent = 'rouge'. On attend accent"),
        ("accent = 3", "accent = 3"),
        ('police = "a;} body{display:none"', "police ="),
        ('pide = "Agence"', "pide = 'Agence'"),
        ('logo = "../autre.png"', "logo = '../autre.png'"),
        ('logo = "absent.png"', "absent.png, "),
        ('logo = "identite.toml"', "n’est pas une image JPEG, PNG ou WebP"),
        ("accent = ", "On attend accent"),
    ],
)
def test_an_identity_that_cannot_be_worn_ends_with_its_reason(
    texte: str, raison: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    wear(monkeypatch, tmp_path, texte)
    with pytest.raises(SystemExit, match=f"Identité, «.*identite.toml.*{raison}"):
        main(["verifier"])


def test_the_accent_is_read_on_dark_grounds_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    wear(monkeypatch, tmp_path, f'accent = "{ACCENT}"')
    assert min(contrast(current_charte().sombre, f) for f in ("#14161A", "#262B33")) >= 4.5
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
