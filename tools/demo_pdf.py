"""A small writer of tagged PDFs: headings, paragraphs and lists on A4, in a font every reader has."""

import textwrap
from collections.abc import Sequence

LEFT, TOP, BOTTOM = 64, 770, 70
#: For each kind: its tag, font, size, characters a line, space above.
KINDS = {
    "title": ("H1", "F2", 24, 42, 0),
    "h": ("H2", "F2", 15, 66, 16),
    "p": ("P", "F1", 11.5, 92, 8),
    "li": ("LI", "F1", 11.5, 86, 5),
    "box": ("LI", "F1", 11.5, 84, 9),
}


def pdf(title: str, blocks: list[tuple[str, str]]) -> bytes:
    """A PDF of a title and blocks: `h` a heading, `p` a paragraph, `li` an item, `box` an item to tick."""
    pages, marks = _pages([("title", title), *blocks])
    objects: list[bytes] = [b""] * 7
    tags: list[bytes] = []
    kids: list[int] = []
    trees: list[list[int]] = []
    for number, content in enumerate(pages):
        page, stream = len(objects) + 1, len(objects) + 2
        kids.append(page)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /StructParents %d /Tabs /S"
            b" /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> /Contents %d 0 R >>"
            % (number, stream)
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        trees.append([])
        for place, tag in enumerate(marks[number]):
            objects.append(
                b"<< /Type /StructElem /S /%s /P 7 0 R /Pg %d 0 R /K %d >>"
                % (tag.encode(), page, place)
            )
            trees[-1].append(len(objects))
            tags.append(b"%d 0 R" % len(objects))
    nums = b" ".join(
        b"%d [%s]" % (number, b" ".join(b"%d 0 R" % element for element in tree))
        for number, tree in enumerate(trees)
    )
    objects[0] = (
        b"<< /Type /Catalog /Pages 2 0 R /Lang (en-GB) /MarkInfo << /Marked true >>"
        b" /ViewerPreferences << /DisplayDocTitle true >> /StructTreeRoot 6 0 R >>"
    )
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (
        b" ".join(b"%d 0 R" % kid for kid in kids),
        len(kids),
    )
    for place, name in ((2, b"Helvetica"), (3, b"Helvetica-Bold")):
        objects[place] = (
            b"<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >>" % name
        )
    objects[4] = b"<< /Title %s /Author (Department for Coasts and Harbours) >>" % _text(title)
    objects[5] = b"<< /Type /StructTreeRoot /K 7 0 R /ParentTree << /Nums [%s] >> >>" % nums
    objects[6] = b"<< /Type /StructElem /S /Document /P 6 0 R /K [%s] >>" % b" ".join(tags)
    return assembled(objects, b"/Info 5 0 R")


def _pages(blocks: list[tuple[str, str]]) -> tuple[list[bytes], list[list[str]]]:
    """Each page's drawing orders, and its tags in their order."""
    pages: list[list[bytes]] = [[]]
    marks: list[list[str]] = [[]]
    y = float(TOP)
    for kind, text in blocks:
        tag, font, size, width, above = KINDS[kind]
        lines = textwrap.wrap(text, width)
        height = above + size * 1.4 * len(lines)
        if y - height < BOTTOM:
            pages.append([])
            marks.append([])
            y = float(TOP)
        y -= above
        indent = {"li": 16, "box": 26}.get(kind, 0)
        orders = [b"/%s << /MCID %d >> BDC" % (tag.encode(), len(marks[-1]))]
        if kind == "li":
            lines[0] = f"•  {lines[0]}"
        if kind == "box":
            orders.append(b"0.6 w %d %.1f 11 11 re S" % (LEFT + 4, y - size - 1))
        for number, line in enumerate(lines):
            y -= size * 1.4
            x = LEFT + indent - (13 if kind == "li" and not number else 0)
            colour = b"0.06 0.30 0.36 rg" if tag.startswith("H") else b"0.07 0.1 0.13 rg"
            orders.append(
                b"BT %s /%s %.1f Tf %d %.1f Td %s Tj ET"
                % (colour, font.encode(), size, x, y, _text(line))
            )
        orders.append(b"EMC")
        pages[-1].extend(orders)
        marks[-1].append(tag)
    return [b"\n".join(page) for page in pages], marks


def _text(words: str) -> bytes:
    data = words.encode("cp1252")
    for mark in (b"\\", b"(", b")"):
        data = data.replace(mark, b"\\" + mark)
    return b"(" + data + b")"


def assembled(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """A PDF of these objects, the first of which is its root; `trailer` is what else its last part says."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        trailer,
        start,
    )
    return bytes(out)
