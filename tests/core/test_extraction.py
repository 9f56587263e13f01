"""Reading files: each through the real child process, with files whole, odd and hostile."""

import io
import json
import subprocess
import sys
import zlib
from pathlib import Path
from tempfile import TemporaryFile

import pytest
from pypdf import PdfReader, PdfWriter

from core.extraction import child, found, limits, pdf, process, typed
from core.extraction import docx as docx_reader
from core.extraction.found import (
    DAMAGED,
    LOCKED,
    ONLY_THE_BEGINNING,
    TOO_LARGE,
    TOO_LONG,
    TOO_MUCH_MEMORY,
    Found,
)
from core.extraction.process import extract
from tests.factories.papers import STRICT, docx, laughs, odt, raw_pdf
from tests.factories.uploads import archive, locked_zip
from tools.demo_pdf import pdf as made_pdf

TIDES = made_pdf("Tides", [("p", "The harbour master keeps the tables.")])
FORTY_PAGES = made_pdf("Long", [("p", f"Paragraph {n} of the book of tides.") for n in range(1000)])
CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"


def read(data: bytes, kind: str) -> Found:
    return extract(io.BytesIO(data), kind)


def locked_pdf(password: str, algorithm: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(TIDES)))
    writer.encrypt(password, "owner", algorithm=algorithm)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def in_words(value: object) -> str:
    return value if isinstance(value, str) else "file"


@pytest.mark.parametrize(
    ("kind", "data", "text"),
    [
        ("pdf", TIDES, "Tides\nThe harbour master keeps the tables."),
        ("docx", docx("<w:p><w:r><w:t>Ebb</w:t></w:r></w:p><w:p><w:t>Flow</w:t></w:p>"), "Ebb\nFlow"),
        ("docx", docx("<w:p><w:t>Ebb</w:t><w:tab/><w:t>Flow</w:t><w:br/><w:t>Neap</w:t></w:p>"), "Ebb Flow\nNeap"),
        ("docx", docx("<w:p><w:t>Ebb</w:t></w:p>", space=STRICT), "Ebb"),
        ("docx", docx("<w:p><w:t>Ebb</w:t></w:p>", at="word/document2.xml"), "Ebb"),
        ("docx", docx("<w:p><w:t>Ebb</w:t></w:p>", footnotes="<w:p><w:t>Note</w:t></w:p>", comments="<w:p><w:t>Hm</w:t></w:p>"), "Ebb\nNote"),
        ("docx", docx("<w:p><w:del><w:delText>Old</w:delText></w:del><w:moveFrom><w:t>Old</w:t></w:moveFrom><w:t>New</w:t></w:p>"), "New"),
        ("docx", docx("<w:p><mc:Choice><w:t>Box</w:t></mc:Choice><mc:Fallback><w:t>Box</w:t></mc:Fallback></w:p>"), "Box"),
        ("odt", odt("<text:h>Ebb</text:h><text:p>Flow<text:s/>and <text:span>neap</text:span></text:p>"), "Ebb\nFlow and neap"),
        ("odt", odt("<text:tracked-changes><text:p>Old</text:p></text:tracked-changes><text:p>New<office:annotation><text:p>Hm</text:p></office:annotation></text:p>"), "New"),
        ("txt", "Müller – Ebbe".encode(), "Müller – Ebbe"),
        ("txt", b"\xef\xbb\xbf" + "Müller".encode(), "Müller"),
        ("txt", "Müller".encode("cp1252"), "Müller"),
        ("txt", "Müller".encode("utf-16"), "Müller"),
        ("md", b"# Tides\r\n\r\n\r\n\r\nEbb\x07 and \xe2\x80\xaeflow", "# Tides\n\nEbb and flow"),
    ],
    ids=in_words,
)  # fmt: skip
def test_the_words_of_a_file_are_found_and_cleaned(kind: str, data: bytes, text: str) -> None:
    assert read(data, kind) == Found(text)


@pytest.mark.parametrize(
    ("kind", "data"),
    [("pdf", PdfWriter), ("docx", docx("<w:p/>")), ("odt", odt("")), ("txt", b" ")],
)
def test_a_file_without_words_has_not_failed(kind: str, data: bytes) -> None:
    if data is PdfWriter:
        writer, out = PdfWriter(), io.BytesIO()
        writer.add_blank_page(100, 100)
        writer.write(out)
        data = out.getvalue()
    assert read(data, kind) == Found()


@pytest.mark.parametrize(
    ("kind", "data", "reason"),
    [
        ("pdf", b"", DAMAGED),
        ("pdf", b"%PDF-1.7 and no more", DAMAGED),
        ("pdf", TIDES[: len(TIDES) // 4], DAMAGED),
        ("pdf", locked_pdf("sesame", "RC4-128"), LOCKED),
        ("pdf", raw_pdf(CATALOG, b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"), DAMAGED),
        ("docx", b"", DAMAGED),
        ("docx", b"PK\x03\x04 and no more", DAMAGED),
        ("docx", archive({"a": b"b"}), DAMAGED),
        ("docx", locked_zip(), DAMAGED),
        ("docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(999), LOCKED),
        ("docx", docx("<w:p>"), DAMAGED),
        ("docx", docx("<w:p><w:t>&i;</w:t></w:p>", doctype=laughs()), DAMAGED),
        ("docx", docx("<w:p>" * 200_000), DAMAGED),
        ("docx", docx("<w:p/>" * (limits.MOST_XML // 6 + 1)), TOO_LARGE),
        ("odt", archive({"content.xml": b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'}), DAMAGED),
        ("txt", b"a\x00b", DAMAGED),
    ],
    ids=in_words,
)  # fmt: skip
def test_a_file_that_is_not_well_gives_a_reason_and_no_text(
    kind: str, data: bytes, reason: str
) -> None:
    assert read(data, kind) == Found(reason=reason, failed=True)


def test_a_pdf_that_is_locked_only_against_changes_is_read() -> None:
    assert "harbour master" in read(locked_pdf("", "RC4-128"), "pdf").text


def test_a_stream_that_unpacks_to_far_more_gives_nothing_and_ends() -> None:
    packed = zlib.compress(zlib.compress(b"0" * 300_000_000, 9), 9)
    bomb = raw_pdf(
        CATALOG,
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>",
        b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>\nstream\n%s\nendstream"
        % (len(packed), packed),
    )
    assert read(bomb, "pdf").text == ""


def test_a_broken_page_costs_only_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = pdf._page

    def page(document: PdfReader, number: int) -> str:
        if number == 1:
            raise KeyError("/Resources")
        return whole(document, number)

    monkeypatch.setattr(pdf, "_page", page)
    found = pdf.read(io.BytesIO(FORTY_PAGES))
    assert "Paragraph 1 " in found.text
    assert "Paragraph 999 " in found.text
    assert found.reason.startswith("1 of ")


def test_of_a_long_file_the_beginning_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    letters = limits.MOST_CHARACTERS
    found = read(b"x" * (letters + 1), "txt")
    assert (len(found.text), found.reason, found.failed) == (letters, ONLY_THE_BEGINNING, False)
    assert typed.read(io.BytesIO("é".encode() * letters)) == Found("é" * letters)
    found = read(docx(f"<w:p><w:t>{'x' * (letters + 1)}</w:t></w:p>" * 2), "docx")
    assert (len(found.text), found.reason, found.failed) == (letters, ONLY_THE_BEGINNING, False)
    monkeypatch.setattr(pdf, "MOST_PAGES", 2)
    found = pdf.read(io.BytesIO(FORTY_PAGES))
    assert found.text.startswith("Long")
    assert found.reason.startswith("Only the first 2 of ")


def test_what_takes_long_is_read_as_far_as_there_is_time(monkeypatch: pytest.MonkeyPatch) -> None:
    now = iter(range(1, 100))
    monkeypatch.setattr(found.time, "process_time", lambda: next(now))
    read_part = pdf.read(io.BytesIO(FORTY_PAGES))
    assert read_part.reason.startswith(f"Only the first {limits.ENOUGH_SECONDS} of ")
    paragraph = f"<w:p><w:t>{'Ebb ' * 10_000}</w:t></w:p>"
    read_part = docx_reader.read(io.BytesIO(docx(paragraph * 20)))
    assert read_part.reason == ONLY_THE_BEGINNING
    assert read_part.text.startswith("Ebb ")


def test_a_file_that_is_too_large_is_not_even_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "MOST_BYTES", len(TIDES) - 1)
    monkeypatch.setattr(process, "_run", None)
    assert read(TIDES, "pdf") == Found(reason=TOO_LARGE, failed=True)


def test_a_child_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "WALL_SECONDS", 0.01)
    assert read(TIDES, "pdf") == Found(reason=TOO_LONG, failed=True)


def test_what_nobody_foresaw_is_logged_and_gives_no_text(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(process.READERS, "txt", "nothing_of_the_kind")
    assert read(b"x", "txt") == Found(reason=DAMAGED, failed=True)
    assert "No module named core.extraction.nothing_of_the_kind" in caplog.text


def a_child(reader: str) -> "subprocess.CompletedProcess[bytes]":
    """A child as the site starts it, whose reader is one line of Python."""
    code = (
        "from core.extraction import child, limits\nlimits.CPU_SECONDS = 1\n"
        f"def read(file):\n    {reader}\nchild.answer(read)"
    )
    return subprocess.run([sys.executable, "-c", code], cwd=process.SITE, capture_output=True)


def test_the_kernel_ends_a_reader_that_goes_round_in_circles(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done = a_child("while True: pass")
    assert done.returncode == -process.signal.SIGXCPU
    monkeypatch.setattr(process, "_run", lambda *_: done.returncode)
    assert read(TIDES, "pdf") == Found(reason=TOO_LONG, failed=True)


def test_the_kernel_refuses_a_reader_more_memory() -> None:
    told = json.loads(a_child(f"bytearray({limits.MEMORY})").stdout)
    assert Found(**told) == Found(reason=TOO_MUCH_MEMORY, failed=True)


def test_the_child_knows_no_secret_of_the_site(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\nenv\n")
    python.chmod(0o700)
    monkeypatch.setenv("SECRET_KEY", "very secret")
    monkeypatch.setattr(process.sys, "executable", str(python))
    with TemporaryFile() as given, TemporaryFile() as answer:
        assert process._run("txt", given, answer, answer) == 0
        answer.seek(0)
        told = answer.read()
    assert b"PATH=" in told
    assert b"SECRET_KEY" not in told


def test_the_child_loads_neither_django_nor_what_it_does_not_need() -> None:
    code = "import sys; from core.extraction import docx, typed; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=process.SITE, capture_output=True)
    loaded = set(done.stdout.decode().split())
    assert "core.extraction.typed" in loaded
    assert not loaded & {"django", "pypdf", "wagtail"}
    assert Path(child.__file__).is_relative_to(process.SITE)
