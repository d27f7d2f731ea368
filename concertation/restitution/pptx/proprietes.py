"""What a deck says of itself: title, stamp, sections, language."""

import datetime as dt
from collections.abc import Sequence
from itertools import groupby
from typing import Any
from uuid import NAMESPACE_OID, uuid5
from xml.sax.saxutils import quoteattr

from lxml import etree
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn

from concertation.restitution.classeur.exports import Cachet
from concertation.restitution.diapos.modele import Page
from concertation.restitution.pptx import texte as textes
from concertation.suivi.mentions import FICTIVES


def set_properties(
    presentation: Any, titre: str, pages: Sequence[Page], cachet: Cachet | None
) -> None:
    """Its title, its stamp, its sections and its language."""
    _set_sections(presentation, pages)
    _say_in_french(presentation)
    proprietes = presentation.core_properties
    fictif = any(page.mention for page in pages) or bool(cachet and cachet.mention)
    proprietes.title = textes.clean(titre)[:255]
    proprietes.author = ""
    proprietes.last_modified_by = ""
    proprietes.subject = textes.clean(cachet.titre if cachet else titre)[:255]
    proprietes.keywords = FICTIVES if fictif else ""
    proprietes.language = textes.LANGUE
    proprietes.revision = 1
    if cachet is not None:
        lignes = "\n".join(f"{nom} : {texte}" for nom, texte in cachet.rows())
        proprietes.comments = textes.clean(lignes)[:255]
        if isinstance(cachet.date_export, dt.date):
            proprietes.created = dt.datetime.combine(cachet.date_export, dt.time())
            proprietes.modified = proprietes.created


def _set_sections(presentation: Any, pages: Sequence[Page]) -> None:
    """The parts of the deck, as the panel of slides folds them; none when its slides name none."""
    if not any(page.section for page in pages):
        return
    diapos = zip(pages, presentation.slides._sldIdLst, strict=True)
    parties = [
        f"<p14:section name={quoteattr(textes.clean(nom) or 'Ouverture')}"
        + f' id="{{{str(uuid5(NAMESPACE_OID, str(rang))).upper()}}}"><p14:sldIdLst>'
        + "".join(f'<p14:sldId id="{diapo.id}"/>' for _, diapo in siennes)
        + "</p14:sldIdLst></p14:section>"
        for rang, (nom, siennes) in enumerate(groupby(diapos, lambda paire: paire[0].section))
    ]
    racine = presentation.part._element
    suites = racine.find(qn("p:extLst"))
    if suites is None:
        suites = etree.SubElement(racine, qn("p:extLst"))
    suites.append(
        parse_xml(
            f'<p:ext {nsdecls("p")} uri="{{521415D9-36F7-43E2-AB2F-B90AF26B5E84}}">'
            '<p14:sectionLst xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main">'
            f"{''.join(parties)}</p14:sectionLst></p:ext>"
        )
    )


def _say_in_french(presentation: Any) -> None:
    """What the library writes in English, or of a deck that is not this one."""
    for partie in presentation.part.package.iter_parts():
        racine = getattr(partie, "_element", None)
        for element in () if racine is None else racine.xpath("//*[@lang='en-US']"):
            element.set("lang", textes.LANGUE)
        if partie.partname == "/docProps/app.xml":
            large = presentation.slide_width / presentation.slide_height
            formats = ((1.7, "Grand écran (16:9)"), (1.2, "Écran (4:3)"), (0, "Personnalisé"))
            format_ = next(nom for seuil, nom in formats if large > seuil)
            partie._blob = (
                '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns='
                '"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
                f"<PresentationFormat>{format_}</PresentationFormat>"
                f"<Slides>{len(presentation.slides)}</Slides></Properties>"
            ).encode()
