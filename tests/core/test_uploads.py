"""What is uploaded is what it says it is, at every door, or is refused with a sentence."""

import io
import json
import random
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as Pillow
from wagtail.models import Collection

from accounts.models import User
from core import uploads
from core.models import Document, Image
from tests.factories import uploads as files
from tests.factories.trees import PDF, picture
from tests.factories.uploads import (
    GIF,
    GOOD,
    HTML,
    MAIN,
    ODF,
    PNG,
    SVG,
    archive,
    odf,
    ole,
    ooxml,
)

Door = Callable[[str, bytes], tuple[bool, str]]

WORD, SHEET = MAIN["docx"], MAIN["xlsx"]

#: Name, content, and what the sentence must say: what it seems to be, or what to do.
BAD: list[tuple[str, bytes, str]] = [
    ("x.pdf", HTML, "seems to be a web page (HTML)"),
    ("x.pdf", b"  \r\n\xef\xbb\xbf<ScRipt>alert(1)</script>%PDF-1.4", "web page (HTML)"),
    ("x.pdf", b"<!-- %PDF-1.4 --><script>", "web page (HTML)"),
    ("x.pdf", HTML.decode().encode("utf-16"), "web page (HTML)"),
    ("x.pdf", SVG, "a drawing (SVG)"),
    ("x.pdf", b"MZ\x90\x00 %PDF-1.4", "a program for Windows"),
    ("x.pdf", b"#!/bin/sh\n# %PDF-1.4", "a script"),
    ("x.pdf", b"words", "is no PDF"),
    ("x.pdf", b"x" * 2000 + b"%PDF-1.4", "is no PDF"),
    ("x.pdf", PDF + archive({"A.class": b"x"}), "a PDF and an archive in one"),
    ("x.pdf", PNG, "a PNG picture"),
    ("x.txt", HTML, "web page (HTML)"),
    ("x.txt", b"<a href=x>", "web page (HTML)"),
    ("x.md", b"\n\n<script src=x></script>", "web page (HTML)"),
    ("x.csv", SVG, "a drawing (SVG)"),
    ("x.csv", b"<?php system('id');", "a script"),
    ("x.csv", b"<?xml version='1.0'?><a/>", "XML"),
    ("x.txt", b"a\x00b", "is no text"),
    ("x.txt", b"a\x01b", "is no text"),
    ("x.txt", b"\x7fELF", "a program"),
    ("x.txt", b"\xcf\xfa\xed\xfe", "a program for macOS"),
    ("x.txt", b"#!/bin/sh", "a script"),
    ("x.csv", "name,tide".encode("utf-16"), "UTF-8"),
    ("x.txt", PDF, "a PDF"),
    ("x.ics", b"Words", "is no calendar"),
    ("x.rtf", b"words", "is no .rtf file"),
    ("x.zip", b"PK\x03\x04", "is no ZIP archive"),
    ("x.zip", b"MZ" + archive({"a": b"x"}), "a program for Windows"),
    ("x.zip", b"Rar!\x1a\x07\x00", "a RAR archive"),
    ("x.zip", files.locked_zip(), "locked with a password"),
    ("x.zip", files.bomb(), "600 MB when unpacked"),
    ("x.zip", files.bomb(60 * 1024 * 1024), "60 MB when unpacked"),
    ("x.docx", b"PK\x03\x04", "is no Office document"),
    ("x.docx", archive({"a.txt": b"x"}), "is no Word document"),
    ("x.docx", ooxml(SHEET), "is made by Excel"),
    ("x.docx", ooxml(files.MACRO_MAIN), "holds macros"),
    ("x.docx", ooxml(WORD, "application/vnd.ms-office.vbaProject"), "holds macros"),
    ("x.docx", ooxml(WORD, **{"word/VBAProject.bin": b"x"}), "holds macros"),
    ("x.docx", ooxml(WORD, files.MACRO_MAIN, encoding="utf-16"), "holds macros"),
    ("x.xlsx", ooxml(SHEET, "application/vnd.ms-excel.macrosheet+xml"), "holds macros"),
    ("x.docx", ole("EncryptedPackage", "EncryptionInfo"), "locked with a password"),
    ("x.docx", ole("WordDocument"), "an old Office document"),
    ("x.docx", files.bomb(**{"[Content_Types].xml": b"<Types/>"}), "when unpacked"),
    ("x.docx", archive({"[Content_Types].xml": b"<a>" * 500_000}), "is no Word document"),
    (
        "x.docx",
        archive({"[Content_Types].xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}),
        "no Word",
    ),
    ("x.docx", ooxml(WORD, *[" " * 1024] * 1024), "is no Word document"),
    ("x.odt", odf(ODF["ods"]), ".ods"),
    ("x.odt", odf("text/html"), "is no OpenDocument file"),
    ("x.odt", odf(ODF["odt"], **{"Basic/script-lc.xml": b"x"}), "holds macros"),
    ("x.odt", odf(ODF["odt"], b"<a><encryption-data/></a>"), "locked with a password"),
    ("x.odt", ooxml(WORD), "is no OpenDocument file"),
    ("x.doc", ole("Workbook"), "is no .doc document"),
    ("x.doc", ole("WordDocument", "Macros"), "holds macros"),
    ("x.xls", ole("Workbook", "_VBA_PROJECT_CUR"), "holds macros"),
    ("x.doc", ole("WordDocument", stream=b"\xec\xa5".ljust(10, b"\x00") + b"\x00\x01"), "locked"),
    ("x.xls", ole("Workbook", stream=b"\x09\x08\x02\x00\x00\x06\x2f\x00\x02\x00"), "locked"),
    ("x.ppt", ole("PowerPoint Document", "EncryptedSummary"), "locked"),
    ("x.ppt", ole("PowerPoint Document", stream=files.LOCKED_USER), "locked"),
    ("x.doc", ooxml(WORD), "a ZIP archive or an Office document"),
    ("x.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is no"),
    ("x.html", HTML, "of a kind that is not taken (.html)"),
    ("x.svg", SVG, "not taken (.svg)"),
    ("x.exe", b"MZ", "not taken (.exe)"),
    ("x.docm", ooxml(WORD), "not taken (.docm)"),
    ("x.pdf.exe", PDF, "not taken (.exe)"),
    ("x", PDF, "no known ending"),
    ("x.pdf.", PDF, "no known ending"),
]
BAD_PICTURES: list[tuple[str, bytes, str]] = [
    ("x.png", HTML, "a web page (HTML)"),
    ("x.png", SVG, "a drawing (SVG)"),
    ("x.gif", GIF + archive({"A.class": b"x"}), "a picture and an archive in one"),
    ("x.png", PNG[:60], "a PNG picture that cannot be shown"),
    ("x.png", b"MZ\x90\x00", "a program for Windows, not a picture"),
    ("x.png", b"words", "cannot be opened as a picture"),
    ("x.jpg", PDF, "a PDF"),
]


def wide(width: int, height: int) -> bytes:
    """A PNG of one colour: many pixels in few bytes."""
    buffer = io.BytesIO()
    Pillow.new("1", (width, height)).save(buffer, "PNG")
    return buffer.getvalue()


@pytest.mark.parametrize("name", GOOD)
def test_what_is_what_it_says_is_taken(name: str) -> None:
    uploads.document(name, GOOD[name])
    uploads.document(name.upper(), GOOD[name])


def test_there_is_a_check_for_every_kind_that_the_settings_take() -> None:
    assert {name.removeprefix("x.") for name in GOOD} == set(django_settings.WAGTAILDOCS_EXTENSIONS)


@pytest.mark.parametrize(("name", "data", "said"), BAD)
def test_what_is_not_is_refused_with_a_reason(name: str, data: bytes, said: str) -> None:
    began = time.monotonic()
    with pytest.raises(uploads.UnfitError) as refused:
        uploads.document(name, data)
    assert said in str(refused.value)
    assert str(refused.value).endswith(".")
    assert time.monotonic() - began < 1


@pytest.mark.parametrize(("name", "data", "said"), BAD_PICTURES)
def test_a_picture_that_is_none_is_refused_with_a_reason(name: str, data: bytes, said: str) -> None:
    with pytest.raises(uploads.UnfitError) as refused:
        uploads.picture(name, data)
    assert said in str(refused.value)


@pytest.mark.parametrize("kind", ["PNG", "GIF", "JPEG", "WEBP", "AVIF", "MPO"])
def test_pictures_are_known_by_their_content(kind: str) -> None:
    ending = {"JPEG": "jpg", "MPO": "jpg"}.get(kind, kind.lower())
    assert uploads.picture("x", picture(kind=kind)) == ending


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded() -> None:
    began = time.process_time()
    for size in ((10_000, 6_001), (20_000, 20_000)):
        data = wide(*size)
        with pytest.raises(uploads.UnfitError, match="too many pixels"):
            uploads.picture("x.png", data)
    assert time.process_time() - began < 5


def test_a_picture_that_moves_is_counted_in_all_its_frames() -> None:
    frames = [Pillow.new("P", (4000, 4000), colour) for colour in range(9)]
    buffer = io.BytesIO()
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:])
    with pytest.raises(uploads.UnfitError, match="too many pixels"):
        uploads.picture("x.gif", buffer.getvalue())


@pytest.mark.parametrize("kind", ["zip", "docx"])
def test_an_archive_of_countless_files_is_refused_at_once(kind: str) -> None:
    data = archive({f"{n}": b"" for n in range(10_001)})
    with pytest.raises(uploads.UnfitError, match="more than 10,000 files"):
        uploads.document(f"x.{kind}", data)


def test_an_archive_that_is_packed_as_documents_are_is_bounded_too() -> None:
    data = files.bomb(**{"a.bin": random.Random(1).randbytes(4 * 1024 * 1024)})
    with pytest.raises(uploads.UnfitError, match="604 MB when unpacked"):
        uploads.document("x.zip", data)


def test_a_large_file_is_refused_by_its_size(settings: Any) -> None:
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 1024
    for check, name, data in (
        (uploads.document, "x.pdf", PDF.ljust(1025)),
        (uploads.picture, "x.png", PNG.ljust(1025)),
    ):
        with pytest.raises(uploads.UnfitError, match="too large a file"):
            check(name, data)


# The doors of the admin.


@pytest.fixture
def upload(admin_client: Client) -> Client:
    return admin_client


def collection() -> int:
    return int(Collection.get_first_root_node().pk)


def add_one(client: Client, kind: str, name: str, data: bytes) -> tuple[bool, str]:
    fields = {"title": "X", "file": SimpleUploadedFile(name, data), "collection": collection()}
    response = client.post(f"/admin/{kind}/add/", fields)
    return response.status_code == 302, response.content.decode()


def add_many(client: Client, kind: str, name: str, data: bytes) -> tuple[bool, str]:
    where = {"images": "/admin/images/multiple/add/", "documents": "/admin/documents/multiple/add/"}
    fields = {"title": "X", "files[]": SimpleUploadedFile(name, data), "collection": collection()}
    answer = json.loads(client.post(where[kind], fields).content)
    return answer["success"], answer.get("error_message", "")


def add_in_chooser(client: Client, kind: str, name: str, data: bytes) -> tuple[bool, str]:
    prefix = f"{kind.removesuffix('s')}-chooser-upload"
    fields = {"title": "X", "file": SimpleUploadedFile(name, data), "collection": collection()}
    named = {f"{prefix}-{field}": value for field, value in fields.items()}
    answer = json.loads(client.post(f"/admin/{kind}/chooser/create/", named).content)
    return answer["step"].endswith("chosen"), answer.get("html", answer.get("htmlFragment", ""))


def replace(client: Client, kind: str, name: str, data: bytes) -> tuple[bool, str]:
    start = ("a.png", PNG) if kind == "images" else ("a.pdf", PDF)
    assert add_one(client, kind, *start)[0]
    row = (Image if kind == "images" else Document).objects.get()
    fields = {"title": "X", "file": SimpleUploadedFile(name, data), "collection": collection()}
    response = client.post(
        f"/admin/{kind}/{'edit/' if kind == 'documents' else ''}{row.pk}/", fields
    )
    taken = response.status_code == 302
    row.refresh_from_db()
    assert (Path(row.file.path).read_bytes() == data) is taken
    return taken, response.content.decode()


DOORS = [add_one, add_many, add_in_chooser, replace]


@pytest.mark.django_db
@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("documents", ("b.pdf", PDF + b"\n"), ("x.pdf", HTML, "seems to be a web page (HTML)")),
        ("documents", ("b.docx", ooxml(WORD)), ("x.docx", ooxml(files.MACRO_MAIN), "holds macros")),
        (
            "documents",
            ("b.txt", b"words"),
            ("x.html", HTML, "is a file of a kind that is not taken (.html)"),
        ),
        (
            "images",
            ("b.gif", GIF),
            ("x.gif", GIF + archive({"A": b"x"}), "is a picture and an archive"),
        ),
        ("images", ("b.png", picture("red")), ("x.png", HTML, "seems to be a web page (HTML)")),
        ("images", ("b.png", picture("red")), ("x.svg", SVG, "seems to be a drawing (SVG)")),
    ],
)
def test_every_door_asks(upload: Client, door: Any, kind: str, good: Any, bad: Any) -> None:
    model = Image if kind == "images" else Document
    name, data, said = bad
    taken, words = door(upload, kind, name, data)
    assert not taken
    assert f"This file {said}" in words
    assert model.objects.count() == (1 if door is replace else 0)
    model.objects.all().delete()
    assert door(upload, kind, *good)[0]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "name", "said"),
    [("documents", "x.html", "is a file of a kind"), ("images", "x.png", "seems to be a web page")],
)
def test_a_refusal_is_told_once(upload: Client, kind: str, name: str, said: str) -> None:
    _taken, words = add_many(upload, kind, name, HTML)
    assert words.startswith(f"This file {said}")
    assert "\n" not in words


@pytest.mark.django_db
def test_changing_the_title_alone_asks_nothing(upload: Client, settings: Any) -> None:
    add_one(upload, "documents", "a.pdf", PDF)
    settings.UPLOAD_SCANNER = "tests.core.test_uploads.finds_something"
    row = Document.objects.get()
    fields = {"title": "New", "collection": collection()}
    assert upload.post(f"/admin/documents/edit/{row.pk}/", fields).status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../x.pdf", r"x\.pdf"),
        ("..\\..\\x.pdf", r"\.*x\.pdf"),
        ("/etc/x.pdf", r"x\.pdf"),
        ("a\u202efdp.pdf", r"afdp\.pdf"),
        ("x" * 300 + ".pdf", r"x{50,}\w*\.pdf"),
        ("a\x00b.pdf", r"ab\.pdf"),
        ('<img src=x onerror="alert(1)">.pdf', r"[\w-]+\.pdf"),
        ("Übersicht 2026.pdf", r"Übersicht_2026\.pdf"),
    ],
)
@pytest.mark.parametrize("door", [add_one, add_many])
def test_a_files_name_is_made_safe(
    upload: Client, staff_client: Client, door: Any, name: str, kept: str
) -> None:
    upload_ = SimpleUploadedFile("x.pdf", PDF)
    upload_._name = name  # as a client that is no browser sends it
    fields = {"title": name.replace("\x00", ""), "collection": collection()}
    field, address = (
        ("file", "/admin/documents/add/")
        if door is add_one
        else ("files[]", "/admin/documents/multiple/add/")
    )
    fields["title"] = fields["title"][:200]
    response = upload.post(address, {**fields, field: upload_})
    assert response.status_code in {200, 302}
    document = Document.objects.get()
    assert re.fullmatch(rf"documents/{kept}", document.file.name), document.file.name
    assert len(document.file.name) <= 100
    assert staff_client.get(document.url).status_code == 200
    shown = upload.get("/admin/documents/").content.decode()
    assert "<img src=x" not in shown


# The scanner.


def finds_nothing(name: str, data: bytes) -> str:
    return ""


def finds_something(name: str, data: bytes) -> str:
    return "Eicar-Test-Signature"


def breaks(name: str, data: bytes) -> str:
    raise OSError("connection refused")


def forgets(name: str, data: bytes) -> None:
    return None


@pytest.mark.parametrize(
    ("scanner", "said"),
    [
        ("", None),
        ("tests.core.test_uploads.finds_nothing", None),
        ("tests.core.test_uploads.finds_something", "found Eicar-Test-Signature"),
        ("tests.core.test_uploads.breaks", "could not be looked at"),
        ("tests.core.test_uploads.forgets", "could not be looked at"),
        ("nowhere.at_all", "could not be looked at"),
    ],
)
@pytest.mark.parametrize(
    "check", [lambda: uploads.document("x.pdf", PDF), lambda: uploads.picture("x.png", PNG)]
)
def test_what_the_scanner_does_not_clear_is_not_taken(
    settings: Any, scanner: str, said: str | None, check: Callable[[], object]
) -> None:
    settings.UPLOAD_SCANNER = scanner
    if said is None:
        check()
        return
    with pytest.raises(uploads.UnfitError, match=said):
        check()


# Whatever is uploaded.

#: What a browser takes for a web page, by the WHATWG's table; and what systems run.
TAGS = (
    "!doctype html,html,head,script,iframe,h1,div,font,table,a,style,title,b,body,br,p,svg".split(
        ","
    )
)
RUN = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xfe\xed\xfa\xce")
DANGER = re.compile(
    rb"<(?:" + "|".join(TAGS).encode() + rb")[\s>]|<!--|<\?xml|<\?php", re.IGNORECASE
)
STARTS = st.sampled_from(
    [
        b"",
        b" ",
        b"\n\n",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\x0c",
        b"%PDF-1.4 ",
        b"{\\rtf",
        b"BEGIN:VCALENDAR\n",
    ]
    + [b"<%s>" % tag.encode() for tag in TAGS]
    + [b"<!--", b"<?xml version='1.0'?>", b"<?php ", b"<SVG ", b"<sCrIpT "]
    + [*RUN, *GOOD.values(), PNG, GIF]
)
CONTENTS = st.lists(STARTS | st.binary(max_size=12), max_size=4).map(b"".join)


def is_dangerous(data: bytes) -> bool:
    words = data.lstrip(b"\x09\x0a\x0c\x0d\x20").removeprefix(b"\xef\xbb\xbf").lstrip()
    return data.startswith(RUN) or bool(DANGER.match(words + b" "))


@given(name=st.sampled_from(sorted(GOOD)), data=CONTENTS)
def test_whatever_is_taken_never_begins_like_a_page_or_a_program(name: str, data: bytes) -> None:
    try:
        uploads.document(name, data)
    except uploads.UnfitError:
        return
    assert not is_dangerous(data)


@given(data=CONTENTS)
def test_whatever_picture_is_taken_is_one(data: bytes) -> None:
    try:
        ending = uploads.picture("x.png", data)
    except uploads.UnfitError:
        return
    assert Pillow.open(io.BytesIO(data)).format == ending.upper()
    assert not is_dangerous(data)


@pytest.fixture
def reader(admin: User) -> Client:
    client = Client()
    client.force_login(admin)
    return client


@pytest.mark.django_db
def test_whatever_is_taken_is_served_as_a_download(reader: Client) -> None:
    """Through both doors: uploaded in the admin, and fetched again."""

    @given(name=st.sampled_from(sorted(GOOD)), data=CONTENTS)
    def check(name: str, data: bytes) -> None:
        taken, _words = add_one(reader, "documents", name, data)
        if not taken:
            return
        document = Document.objects.latest("pk")
        response = reader.get(document.url)
        assert b"".join(response.streaming_content) == data
        assert not is_dangerous(data)
        assert response["Content-Disposition"].startswith("attachment")
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "html" not in response["Content-Type"]

    check()
