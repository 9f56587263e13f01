"""The demo's pages and files, as readers and reviewers meet them."""

import io
import re
import zipfile
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from openpyxl import load_workbook
from PIL import Image as Pillow

from core.models import Document
from demo.services import CONTENT, PAGES
from home.models import HomePage
from news.models import NewsPage

PLACEHOLDERS = re.compile(
    r"lorem|ipsum|\btodo\b|\btbc\b|\btbd\b|\bxxx+\b|placeholder|insert here", re.IGNORECASE
)
FILES = sorted(PAGES.rglob("*.md"))
IMAGES = sorted((PAGES / "images").glob("*.webp"))
DRAMA = re.compile(r"^(01632 960\d{3}|020 7946 0\d{3})$")


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PAGES)))
def test_no_placeholder_words_and_no_real_people_reached(file):
    text = file.read_text("utf-8")
    assert not PLACEHOLDERS.search(text)
    assert all(address.endswith("@coasts.example") for address in re.findall(r"\S+@[\w.]+\w", text))
    assert all(DRAMA.match(number) for number in re.findall(r"\b0\d{3,4}[ \d]{6,8}\d\b", text))


def test_every_page_answers_staff(visited):
    assert len(visited) > 120
    assert {address for address, answer in visited.items() if answer.status_code != 200} == set()


def test_every_picture_is_described_where_it_says_something(visited):
    silent = []
    for address, answer in visited.items():
        html = BeautifulSoup(answer.content, "html.parser")
        pictures = html.select("main .body img, main figure img")
        silent += [address for picture in pictures if not picture.get("alt")]
    assert silent == []


@pytest.mark.parametrize("path", IMAGES, ids=lambda path: path.stem)
def test_pictures_are_small_and_used(path):
    assert path.stat().st_size <= 60_000
    with Pillow.open(path) as picture:
        assert picture.size == (1600, 1000)
    assert any(f"/images/{path.name}" in file.read_text("utf-8") for file in FILES)


def test_every_lead_picture_is_described_and_carries_its_credit(demo):
    stories = NewsPage.objects.exclude(lead_image=None)
    assert stories.count() >= 20
    assert all(story.lead_image_text and story.lead_image.credit for story in stories)


def test_documents_open(demo):
    for document in Document.objects.all():
        data = document.file.read()
        opened = {"pdf": opens_pdf, "docx": opens_docx, "xlsx": opens_xlsx, "csv": opens_csv}
        assert opened[document.file_extension](data), document.title


def opens_pdf(data):
    """A header, a cross-reference table that is right, and text tagged in a language."""
    start = int(data.rsplit(b"startxref\n", 1)[1].split()[0])
    places = [int(line[:10]) for line in data[start:].split(b"\n")[3:] if line.endswith(b" n ")]
    right = all(re.match(rb"%d 0 obj" % number, data[at:]) for number, at in enumerate(places, 1))
    return data.startswith(b"%PDF-1.7") and right and b"/Lang (en-GB)" in data and b"/S /H1" in data


def opens_docx(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [ElementTree.fromstring(archive.read(name)) for name in archive.namelist()]
        return archive.testzip() is None and len(parts) == 7


def opens_xlsx(data):
    book = load_workbook(io.BytesIO(data))
    return any(str(cell.value).startswith("=SUM") for row in book.active for cell in row)


def opens_csv(data):
    rows = [line.split(",") for line in data.decode("utf-8-sig").splitlines()]
    return len(rows) > 5 and len({len(row) for row in rows}) == 1


def test_the_home_page_shows_tasks_stories_and_departments(sign_in):
    html = BeautifulSoup(sign_in("staff").get("/").content, "html.parser")
    home, cards = HomePage.objects.get(), html.select("main .card a")
    assert len(cards) == len(home.top_tasks) + len(home.sections[-1].value["cards"])
    assert "/about-us/our-plan/" in {card["href"] for card in cards}
    assert len(html.select("main article")) >= 4
    assert {a["href"] for a in html.select("main .directory a")} >= {
        "/harbour-licensing/",
        "/people-and-culture/",
    }


def test_the_readme_tells_the_licence():
    assert "BSD-3-Clause" in (CONTENT / "README.md").read_text("utf-8")
