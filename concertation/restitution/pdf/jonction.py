"""A long deck, laid out in parts, as one PDF: tags, headers of tables and bookmarks go on."""

import io
from collections.abc import Iterator, Sequence
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, TextStringObject

PAGES, TAGS, NEXT = "/Pages", "/StructTreeRoot", "/ParentTreeNextKey"


def join_pdf(parts: Sequence[bytes]) -> bytes:
    """The parts in one, as if they had been laid out together; same parts, same bytes."""
    writer = PdfWriter(clone_from=io.BytesIO(parts[0]))
    writer.pdf_header = "%PDF-1.7"
    tags: Any = writer.root_object[TAGS]
    trunk: Any = writer.root_object[PAGES]
    for rank, part in enumerate(parts[1:], 1):
        reader, first = PdfReader(io.BytesIO(part)), trunk["/Count"]
        _rename(reader, f"V{rank:03}", tags[NEXT])
        root: Any = reader.root_object
        branch = root[PAGES].clone(writer)
        branch[NameObject("/Parent")] = trunk.indirect_reference
        trunk["/Kids"].append(branch.indirect_reference)
        trunk[NameObject("/Count")] = NumberObject(first + branch["/Count"])
        _add_tags(tags, root[TAGS].clone(writer))
        outline: Any = reader.outline  # flat: a slide has one title
        for mark in outline:
            page = first + reader.get_destination_page_number(mark)
            writer.add_outline_item(title=mark.title, page_number=page)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def _rename(reader: PdfReader, prefix: str, first: int) -> None:
    """The numbers of a part follow those of the parts before; its headers have names of its own."""
    for page in reader.pages:
        notes = (note.get_object() for note in page.get("/Annots", ()))
        for holder, key in ((page, "/StructParents"), *((n, "/StructParent") for n in notes)):
            if key in holder:
                holder[NameObject(key)] = NumberObject(holder[key] + first)
    tags: Any = reader.root_object[TAGS]
    for element in _elements(tags["/K"]):
        if "/ID" in element:
            element[NameObject("/ID")] = TextStringObject(prefix + element["/ID"])
        for attributes in element.get("/A", ()):
            if heads := attributes.get("/Headers"):
                heads[:] = [TextStringObject(prefix + head) for head in heads]


def _elements(kids: Any) -> Iterator[Any]:
    """The tags under some kids, among which stand the numbers of what is drawn."""
    for kid in (k.get_object() for k in kids):
        if isinstance(kid, DictionaryObject) and "/S" in kid:
            yield kid
            yield from _elements(kid.get("/K", ()))


def _add_tags(tags: Any, others: Any) -> None:
    """The tags of another part under the same document."""
    document = tags["/K"][0]
    theirs = others["/K"][0].get_object()["/K"]
    for kid in theirs:
        kid.get_object()[NameObject("/P")] = document
    document.get_object()["/K"].extend(theirs)
    first = tags[NEXT]
    for rank, number in enumerate(others["/ParentTree"]["/Nums"]):
        numbers = tags["/ParentTree"]["/Nums"]
        numbers.append(number if rank % 2 else NumberObject(number + first))
    tags[NameObject(NEXT)] = NumberObject(first + others[NEXT])
    named = (element for element in _elements(theirs) if "/ID" in element)
    names = tags.setdefault(NameObject("/IDTree"), DictionaryObject())
    names = names.setdefault(NameObject("/Names"), ArrayObject())
    for element in sorted(named, key=lambda e: e["/ID"]):
        names.extend((element["/ID"], element.indirect_reference))
