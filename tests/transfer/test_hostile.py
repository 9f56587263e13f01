"""Files that somebody else wrote, carelessly or in anger: taken cleanly or told, never a traceback."""

import os
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page

from core.models import Document, Image
from tests.factories.trees import page, picture, tree
from tests.factories.uploads import GOOD, MACRO_MAIN, ooxml
from transfer import contents
from transfer.report import Met, Report
from transfer.services import import_pages
from transfer.tree import LARGEST
from transfer.writer import Writer

pytestmark = pytest.mark.django_db
Importer = Callable[..., Report]


@pytest.fixture
def bring(home: Any, tmp_path: Path) -> Importer:
    """Import some files below /guide/."""

    def run(files: dict[str, str | bytes], kind: str = "content") -> Report:
        return import_pages(tree(tmp_path / "tree", files), "/guide/", kind)

    return run


def met(report: Report, kind: Met) -> list[str]:
    return [problem.file for problem in report.problems if problem.kind is kind]


def titled(address: str) -> str:
    return str(Page.objects.get(url_path=f"/home/guide/{address}").title)


def test_one_bad_file_never_stops_the_rest(bring: Importer) -> None:
    report = bring({"a.md": "x", "big.md": "x" * (5 * 1024 * 1024), "c.md": "x"})
    assert report.made == 3
    assert report.failed == 1
    assert met(report, Met.UNUSABLE) == ["big.md"]
    assert LARGEST < 5 * 1024 * 1024


def test_an_error_in_one_page_leaves_no_half_made_page(bring: Importer, monkeypatch: Any) -> None:
    original = contents.apply

    def fail_for_b(row: Any, given: dict[str, Any]) -> None:
        if row.slug == "b":
            raise ValueError("broken")
        original(row, given)

    monkeypatch.setattr(contents, "apply", fail_for_b)
    report = bring({"a.md": "x", "b.md": "x", "c.md": "[b](b.md)"})
    assert met(report, Met.UNUSABLE) == ["b.md"]
    assert not Page.objects.filter(slug="b").exists()
    assert Page.objects.filter(slug__in=["a", "c"], live=True).count() == 2
    assert Page.find_problems() == ([], [], [], [], [])


def test_a_failure_of_the_whole_writes_nothing_and_leaves_no_file(
    bring: Importer, monkeypatch: Any, settings: Any
) -> None:
    def crash(self: Any, *args: Any, **options: Any) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr(Writer, "_fill", crash)
    with pytest.raises(RuntimeError):
        bring({"a.md": "![x](x.png)", "x.png": picture()})
    assert not Page.objects.filter(slug__in=["guide", "a"]).exists()
    assert not Image.objects.exists()
    assert not [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    "matter",
    [
        "- a\n- list",
        "just words",
        "title: [unclosed",
        "title: x\n  bad: indent: here",
        "a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]",
        "title: !!python/object/apply:os.system ['touch /tmp/owned']",
        "title: " + "[" * 5000,
        "date: 2015-99-99\ntitle: T",
        "title: {a: b}\ntags: {a: {b: c}}\nauthors: 3\nredirect_from: {x: y}\ndate: yesterday",
        "title: 123\ndraft: maybe\norder: many\nimage: [1, 2]\nservices: 4",
        "? [complex, key]\n: value",
        "\ttabs: here",
        "title: x\ntitle: y",
        "",
        "x: " + "y" * 200_000,
        "permalink: javascript:alert(1)\naliases: ['http://x/', '../../..', '//x', '']",
    ],
)
def test_any_front_matter_is_read_or_told(bring: Importer, matter: str) -> None:
    for kind in ("content", "news"):
        report = bring({"a.md": f"---\n{matter}\n---\nWords.", "b.md": "x"}, kind)
        assert report.failed == 0, report.problems
        row = Page.objects.get(url_path="/home/guide/a/").specific
        assert "Words." in str(row.body.raw_data)
        assert row.title
        Page.objects.get(slug="guide").delete()
    assert not Path("/tmp/owned").exists()


def test_a_title_that_yaml_cannot_read_is_read_all_the_same(bring: Importer) -> None:
    report = bring({"a.md": "---\ntitle: Leave: the rules\ntags:\n- a\t\n---\nx"})
    assert titled("a/") == "Leave: the rules"
    assert met(report, Met.FRONT_MATTER) == ["a.md"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"caf\xe9 \x93quoted\x94", "café “quoted”"),
        (b"\xef\xbb\xbf---\r\ntitle: T\r\n---\r\nwindows\r\nlines", "windows lines"),
        ("sixteen".encode("utf-16"), "sixteen"),
        (b"nul \x00 and \x07 bell", "nul  and  bell".replace("  ", " ")),
        (b"half \xf0\x9f", "half "),
        (b"", ""),
    ],
)
def test_any_bytes_become_clean_text(bring: Importer, data: bytes, words: str) -> None:
    report = bring({"a.md": data, "b.md": "x"})
    assert report.failed == 0
    row = Page.objects.get(url_path="/home/guide/a/").specific
    assert words in str(row.body.raw_data)
    assert "\x00" not in str(row.body.raw_data)


def test_two_files_that_want_one_address_are_told(bring: Importer) -> None:
    report = bring(
        {
            "a b.md": "first",
            "a-b.md": "second",
            "c/index.md": "index",
            "c/README.md": "readme",
            "d.md": "beside",
            "d/index.md": "inside",
            "E.md": "large",
            "e.md": "small",
        }
    )
    assert sorted(met(report, Met.CLASH)) == ["a-b.md", "c/README.md", "d/index.md"]
    assert titled("E/") == "E"
    assert Page.objects.filter(slug__in=["E", "e"]).count() == 2


def test_names_that_no_address_can_carry_are_changed_and_told(bring: Importer) -> None:
    report = bring(
        {
            "v1.2.md": "x",
            "wie geht's?.md": "x",
            "…/a.md": "x",
            "Über.md": "x",
            "n" * 200 + ".md": "x",
        }
    )
    assert report.failed == 0
    assert len(met(report, Met.ADDRESS)) == 3
    assert Page.objects.filter(slug="v1-2").exists()
    assert Page.objects.filter(slug="Über").exists()


def test_a_title_of_three_hundred_characters_is_cut_and_told(bring: Importer) -> None:
    report = bring({"a.md": page("x", title="word " * 60)})
    assert len(titled("a/")) <= 255
    assert met(report, Met.SHORTENED) == ["a.md"]


def test_nothing_outside_the_tree_is_read(bring: Importer, tmp_path: Path) -> None:
    tree(
        tmp_path,
        {
            "secret.png": picture(),
            "secret.md": "secret",
            "out/x.md": "secret",
            "secret.pdf": b"%PDF-",
        },
    )
    root = tree(tmp_path / "tree", {"in/real.md": "x"})
    os.symlink(tmp_path / "secret.md", root / "link.md")
    os.symlink(tmp_path / "out", root / "folder")
    os.symlink(root, root / "loop")
    os.symlink("missing", root / "dangling.md")
    os.symlink("/etc/passwd", root / "passwd.md")
    report = bring(
        {
            "a.md": "![s](../secret.png) ![t](/../secret.png) ![u](in/../../secret.png) [v](../secret.pdf), x "
            f"![w]({tmp_path}/secret.png) ![x](file://{tmp_path}/secret.png) ![y](..%2fsecret.png)",
        }
    )
    assert not Image.objects.exists()
    assert not Document.objects.exists()
    assert not Page.objects.filter(
        slug__in=["link", "folder", "loop", "passwd", "dangling"]
    ).exists()
    assert len(met(report, Met.UNUSABLE)) == 5
    assert len(met(report, Met.IMAGE)) >= 5


def bomb() -> bytes:
    """The head of a picture of 40,000 by 40,000."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", 40_000, 40_000, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(10_000)))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.png", b"<html><script>alert(1)</script>"),
        ("x.png", b""),
        ("x.png", picture()[:40]),
        ("x.png", bomb()),
        ("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><!DOCTYPE x>"),
        (
            "x.svg",
            b"<?xml version='1.0'?><!DOCTYPE l [<!ENTITY a 'aa'><!ENTITY b '&a;&a;'>]><svg>&b;</svg>",
        ),
        ("x.bmp", picture(kind="BMP")),
    ],
)
def test_a_picture_that_is_none_leaves_its_words(bring: Importer, name: str, data: bytes) -> None:
    report = bring({"a.md": f"![The words]({name})", name: data})
    assert met(report, Met.IMAGE) == ["a.md"]
    assert "The words" in str(Page.objects.get(slug="a").specific.body.raw_data)
    assert not Image.objects.exists()


def test_a_drawing_is_kept_as_a_file_without_anything_that_runs(bring: Importer) -> None:
    drawing = (
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><script>alert(1)</script>"
        b"<a href='javascript:alert(1)'><path d='M0 0'/></a><path d='M1 1' onclick='x()' fill='url(http://x)'/>"
        b"<image href='http://x/y.png'/><use href='#a'/><style>@import 'http://x'</style></svg>"
    )
    bring({"a.md": "![A drawing](x.svg)", "x.svg": drawing})
    document = Document.objects.get()
    data = document.file.read()
    for bad in (b"alert", b"script", b"onload", b"onclick", b"http://x", b"<image"):
        assert bad not in data
    assert b"M1 1" in data
    assert f'linktype="document" id="{document.pk}"' in str(
        Page.objects.get(slug="a").specific.body.raw_data
    )


@pytest.mark.parametrize(
    ("name", "data", "taken"),
    [
        ("x.pdf", b"%PDF-1.4", True),
        ("x.pdf", b"<html>", False),
        ("x.pdf", b"<html>%PDF-1.4", False),
        ("x.docx", GOOD["x.docx"], True),
        ("x.docx", b"PK\x03\x04", False),
        ("x.docx", ooxml(MACRO_MAIN), False),
        ("x.docx", b"MZ\x90", False),
        ("x.csv", b"a,b", True),
        ("x.csv", b"MZ\x00", False),
        ("x.exe", b"MZ", False),
        ("x.html", b"<script>", False),
        ("x.xlsm", GOOD["x.xlsx"], False),
        ("x.png", picture(), True),
        ("x.png", b"<html>", False),
    ],
)
def test_files_are_attached_only_if_they_are_what_they_say(
    bring: Importer, name: str, data: bytes, taken: bool
) -> None:
    report = bring({"a.md": f"Words [the file]({name}).", name: data})
    assert Document.objects.exists() is taken
    assert bool(met(report, Met.FILE)) is not taken
    assert "the file" in str(Page.objects.get(slug="a").specific.body.raw_data)


def test_pages_that_link_in_a_circle_come_in(bring: Importer) -> None:
    report = bring({"a.md": "[a](a.md) [b](b.md)", "b.md": "[a](a.md)"})
    assert (report.made, report.links_to_pages, report.links_dead) == (3, 3, 0)


def test_a_hostile_page_is_safe_to_read(bring: Importer, staff_client: Client) -> None:
    hostile = (
        "<script>alert(1)</script>\n\n# <img src=x onerror=alert(2)>Head\n\n[a](javascript:alert(3))\n\n"
        '| <script>alert(4)</script> | "onmouseover=alert(5) |\n| --- | --- |\n| <b onclick=alert(6)>x</b> | y |\n\n'
        '<details open ontoggle=alert(7)><summary>"><script>alert(8)</script></summary>z</details>\n\n'
        '```"><script>alert(9)</script>\n</code><script>alert(10)</script>\n```\n\n> <iframe src=//evil></iframe>\n\n'
        "::: contact\nname: <script>alert(11)</script>\nemail: javascript:alert(12)\n:::\n\n"
        '<!--for:page:1--><a linktype="page" id="1" href=\'x\'>secret</a><!--end:page:1-->'
    )
    bring(
        {
            "a.md": page(
                hostile, title='"<script>alert(0)</script>"', summary="<img src=x onerror=alert(1)>"
            )
        }
    )
    response = staff_client.get("/guide/a/")
    assert response.status_code == 200
    html = response.content.decode().lower()
    for bad in (
        "<script>alert",
        "onerror=alert(",
        "<b onclick",
        'href="javascript',
        "<iframe",
        "ontoggle",
        "<img src=x",
    ):
        assert bad not in html, bad


def test_an_e_mail_that_is_none_is_not_kept_as_one(bring: Importer) -> None:
    bring({"a.md": "::: contact\nname: Desk\nemail: not an address\n:::"})
    row = Page.objects.get(slug="a").specific
    type(row)._meta.get_field("body").stream_block.clean(row.body)
