"""Documents with words in them, whole and hostile."""

from itertools import pairwise

from tests.factories.uploads import archive

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
BOTH = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"


def docx(
    body: str, *, space: str = WORD, doctype: str = "", at: str = "word/document.xml", **notes: str
) -> bytes:
    """A Word document of this body; `footnotes=…` and the like are parts beside it."""
    relations = (
        f'<Relationships xmlns="r"><Relationship Type="{_RELATION}" Target="{at}"/></Relationships>'
    )
    parts = {at: body, **{f"word/{name}.xml": note for name, note in notes.items()}}
    members = {
        name: f'{doctype}<w:document xmlns:w="{space}" xmlns:mc="{BOTH}">{content}</w:document>'
        for name, content in parts.items()
    }
    return archive(
        {"_rels/.rels": relations.encode(), **{n: m.encode() for n, m in members.items()}}
    )


def odt(body: str) -> bytes:
    """An OpenDocument text of this body."""
    content = f'<office:text xmlns:office="{_OFFICE}" xmlns:text="{_TEXT}">{body}</office:text>'
    return archive({"content.xml": content.encode()})


def laughs(letters: str = "abcdefghi") -> str:
    """A document type whose last entity, named after the last letter, is a thousand million words."""
    entities = "".join(
        f'<!ENTITY {letter} "{f"&{before};" * 10}">' for before, letter in pairwise(letters)
    )
    return f'<!DOCTYPE w [<!ENTITY {letters[0]} "ha">{entities}]>'


def raw_pdf(*objects: bytes, trailer: bytes = b"") -> bytes:
    """A PDF of these objects, the first of which is its root."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1,
        trailer,
        start,
    )
    return bytes(out)
