"""Documents as Word files, to print, sign and correct."""

from concertation.restitution.documents.modele import Document


def to_docx(document: Document) -> bytes:
    """The document as a DOCX."""
    # 0.3 s to load, for one button of one screen.
    from concertation.restitution.docx.document import write_docx

    return write_docx(document)
