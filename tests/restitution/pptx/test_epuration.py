"""A template gives its look, and nothing that acts where our file is opened."""

import io
import zipfile

from pptx import Presentation
from pptx.opc.constants import CONTENT_TYPE as CT
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls

from concertation.restitution.diapos.modele import Page
from concertation.restitution.pptx.document import to_pptx
from concertation.restitution.pptx.template import MAISON, clean_modele

VBA = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
CADRE = """<p:graphicFrame {ns}><p:nvGraphicFramePr><p:cNvPr id="90" name="Objet"/>
<p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr><p:xfrm><a:off x="0" y="0"/>
<a:ext cx="9" cy="9"/></p:xfrm><a:graphic><a:graphicData uri="x"><p:oleObj r:id="{cle}"/>
</a:graphicData></a:graphic></p:graphicFrame>"""


def template(piege: bool = True) -> bytes:
    """Ours, with a macro, a link, a picture from elsewhere, an object and a theme that calls."""
    presentation = Presentation(str(MAISON))
    if piege:
        paquet, layout = presentation.part.package, presentation.slide_layouts[0]
        fiche = layout.placeholders[0]._element.nvSpPr.cNvPr
        lien = layout.part.relate_to("https://ailleurs.example/", RT.HYPERLINK, is_external=True)
        fiche.append(parse_xml(f'<a:hlinkClick {nsdecls("a", "r")} r:id="{lien}"/>'))
        macro = Part(PackURI("/ppt/vbaProject.bin"), "application/vnd.ms-office.vbaProject", paquet)
        macro.blob = b"Sub AutoOpen"
        presentation.part.relate_to(macro, VBA)
        objet = Part(PackURI("/ppt/embeddings/o.bin"), CT.OFC_OLE_OBJECT, paquet)
        objet.blob = b"objet"
        cle = layout.part.relate_to(objet, RT.OLE_OBJECT)
        layout.shapes._spTree.append(parse_xml(CADRE.format(ns=nsdecls("a", "p", "r"), cle=cle)))
        theme = presentation.slide_masters[0].part.part_related_by(RT.THEME)
        image = theme.rels.get_or_add_ext_rel(RT.IMAGE, "https://ailleurs.example/espion.png")
        fond = f'<a:blip {nsdecls("a", "r")} r:link="{image}"/>'.encode()
        theme.blob = theme.blob.replace(b"</a:bgFillStyleLst>", fond + b"</a:bgFillStyleLst>")
        assert fond in theme.blob
        presentation.part._content_type = CT.PML_PRES_MACRO_MAIN  # noqa: SLF001 (it has no other name)
    sortie = io.BytesIO()
    presentation.save(sortie)
    return sortie.getvalue()


def everything(contenu: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(contenu)) as archive:
        return b"".join(nom.encode() + archive.read(nom) for nom in archive.namelist())


def test_macros_objects_and_links_outward_are_taken_out_and_told() -> None:
    modele = template()
    assert all(mot in everything(modele) for mot in (b"AutoOpen", b"ailleurs", b"oleObj"))
    propre, (phrase,) = clean_modele(modele)
    assert phrase == (
        "Le modèle contenait 2 liens vers l’extérieur, 1 macro, 1 objet incorporé : rien n’en est "
        "repris."
    )
    for contenu in (propre, to_pptx("x", [Page("Titre")], modele=modele)):
        tout = everything(contenu)
        assert not [
            mot
            for mot in (b"AutoOpen", b"vbaProject", b"ailleurs", b"macro", b"oleObj", b"External",
                        b"hlinkClick", b"r:link")
            if mot in tout
        ]  # fmt: skip
        # What is left still opens, its theme with it.
        relue = Presentation(io.BytesIO(contenu))
        assert len(list(relue.slide_layouts)) == 2
    encore, retires = clean_modele(propre)
    with (
        zipfile.ZipFile(io.BytesIO(propre)) as avant,
        zipfile.ZipFile(io.BytesIO(encore)) as apres,
    ):  # their instants aside
        assert {n: avant.read(n) for n in avant.namelist()} == {
            n: apres.read(n) for n in apres.namelist()
        }
    assert retires == ()


def test_one_that_has_none_loses_nothing() -> None:
    assert clean_modele(template(piege=False))[1] == ()
