"""A document as a PDF on A4: tagged, numbered, stamped."""

from typing import Any

from concertation.recits.blocs import Bloc, Section, Texte
from concertation.restitution.documents.modele import Document
from concertation.restitution.pdf.blocs import Dessins, signs, to_data
from concertation.restitution.pdf.moteur import clean, compile_pdf

MODELE = "document.typ"


def document_to_pdf(document: Document) -> bytes:
    """The document as a tagged PDF (PDF/UA-1); same document, same bytes.

    Raises PdfImpossible, a French sentence.
    """
    dessins = Dessins()
    titre = clean(document.titre) or document.nature
    nature = clean(document.nature)
    donnees = {
        "nature": nature,
        "titre": titre,
        "titre_complet": f"{nature} – {titre}",
        "sous_titre": clean(document.sous_titre),
        "auteur": clean(document.consultation),
        "sujet": clean(document.sous_titre) or nature,
        "mots": [clean(document.mention)] if document.mention else [],
        "mention": clean(document.mention),
        "pied": " – ".join(m for m in (clean(document.consultation), nature, titre) if m),
        "cachet": [[clean(nom), clean(valeur)] for nom, valeur in document.cachet],
        "signes": signs(),
        "sections": [_section(section, dessins) for section in document.sections],
    }
    return compile_pdf(MODELE, donnees, dessins.fichiers, document.jour)


def _section(section: Section, dessins: Dessins) -> dict[str, Any]:
    blocs: tuple[Bloc, ...] = section.blocs or (Texte((section.vide,), "discret"),)
    return {
        "titre": clean(section.titre),
        "niveau": section.niveau,
        "discret": section.discret,
        "blocs": to_data(blocs, dessins),
    }
