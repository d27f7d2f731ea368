"""What a template brings that a file of ours never carries on: macros, objects, links outward."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from lxml import etree
from pptx.oxml import parse_xml

from concertation.analyse.mots.formats import plural

_LIENS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
# How a relationship's type ends, and the words of what it leads to.
_NATURES = {
    "vbaProject": ("macro", None),
    "keyMapCustomizations": ("macro", None),
    "extensibility": ("commande de ruban", "commandes de ruban"),
    "control": ("contrôle ActiveX", "contrôles ActiveX"),
    "activeXControlBinary": ("contrôle ActiveX", "contrôles ActiveX"),
    "oleObject": ("objet incorporé", "objets incorporés"),
    "package": ("objet incorporé", "objets incorporés"),
    "webextension": ("complément", None),
    "webextensiontaskpanes": ("complément", None),
    "taskpanes": ("complément", None),
}
_DEHORS = ("lien vers l’extérieur", "liens vers l’extérieur")


def clean_presentation(presentation: Any) -> tuple[str, ...]:
    """Take them out of an open presentation; a French sentence of what was, none when nothing."""
    paquet, retires = presentation.part.package, Counter[tuple[str, str | None]]()
    for porteur in [paquet, *paquet.iter_parts()]:
        liens = porteur._rels if porteur is paquet else porteur.rels
        otes = {cle: mots for cle, lien in liens.items() if (mots := _nature(lien))}
        for cle in otes:
            liens.pop(cle)
        retires.update(otes.values())
        if otes and porteur is not paquet:
            _forget(porteur, otes.keys())
    if not retires:
        return ()
    dits = ", ".join(plural(nombre, *mots) for mots, nombre in sorted(retires.items()))
    return (f"Le modèle contenait {dits} : rien n’en est repris.",)


def _nature(lien: Any) -> tuple[str, str | None] | None:
    fin = lien.reltype.rpartition("/")[2]
    return _NATURES.get(fin) or (_DEHORS if lien.is_external else None)


def _forget(partie: Any, cles: Any) -> None:
    """Take out of a part what named these relationships: PowerPoint repairs a file that does."""
    racine = getattr(partie, "_element", None)
    if racine is None:
        racine = parse_xml(partie.blob)
    for element, nom in [*_names(racine, cles)]:
        if etree.QName(element).localname == "blip":
            del element.attrib[nom]  # of a picture that is also in the file, or is left empty
            continue
        cible = element
        for parent in element.iterancestors():
            if parent.tag == _COMPATIBLE or etree.QName(parent).localname == "graphicFrame":
                cible = parent
        if cible.getparent() is not None:
            cible.getparent().remove(cible)
    if getattr(partie, "_element", None) is None:
        partie.blob = etree.tostring(racine, encoding="UTF-8", standalone=True)


def _names(racine: Any, cles: Any) -> Iterator[tuple[Any, str]]:
    for element in racine.iter(etree.Element):
        for nom, valeur in element.attrib.items():
            if nom.startswith(_LIENS) and valeur in cles:
                yield element, nom
