"""Documents with words in them, whole and hostile."""

from itertools import pairwise

from tests.factories.uploads import archive
from tools.demo_pdf import assembled

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
    return assembled(objects, trailer)
