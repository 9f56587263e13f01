"""A profile's photo, from the upload to the square that is shown, and to its end."""

import io
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as Pillow
from wagtail.images.rect import Rect
from wagtail.models import Collection

from core.models import Image
from people.enums import Hat
from people.models import Person
from people.permissions import FieldLockedError
from people.photos import LONGEST, Cut, closest, portrait
from people.services.photos import cut_photo, set_photo
from people.services.profiles import save_person
from people.services.staff_photos import COLLECTION, discard_unused
from tests.factories.blocks import ImageFactory
from tests.factories.pages import NewsIndexPageFactory, NewsPageFactory
from tests.factories.people import PersonFactory
from tests.factories.trees import picture
from tests.factories.uploads import HTML, SVG, archive
from tests.people.office import browser, changes, form_at, section, someone

pytestmark = pytest.mark.django_db

GPS, ORIENTATION = 0x8825, 0x0112
RED, BLUE = (200, 0, 0), (0, 0, 200)


@pytest.fixture
def ann() -> Person:
    return someone()


@pytest.fixture
def client(ann: Person) -> Client:
    return browser(ann.user)


def halves(size: tuple[int, int] = (800, 600), kind: str = "JPEG", **more: Any) -> bytes:
    """A picture, red on its left and blue on its right."""
    drawn = Pillow.new("RGB", size, RED)
    drawn.paste(BLUE, (size[0] // 2, 0, *size))
    buffer = io.BytesIO()
    drawn.save(buffer, kind, **more)
    return buffer.getvalue()


def from_a_telephone() -> bytes:
    """A picture that lies on its side and says where it was taken."""
    exif = Pillow.Exif()
    exif[ORIENTATION] = 6
    exif[0x010F] = "Telephone"
    exif.get_ifd(GPS)[2] = (51.0, 30.0, 0.0)
    return halves(exif=exif, comment=b"at home")


def post(client: Client, person: Person, do: str, **fields: Any) -> Any:
    address = section(person, "photo")
    return client.post(address, {**form_at(client, address, do), **fields})


def upload(client: Client, person: Person, data: bytes, name: str = "me.jpg") -> Any:
    return post(client, person, "upload", file=SimpleUploadedFile(name, data))


def fresh(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def near(pixel: tuple[int, ...], colour: tuple[int, int, int]) -> bool:
    return all(abs(a - b) < 40 for a, b in zip(pixel, colour, strict=True))


# Uploading.


def test_a_photo_is_kept_small_upright_and_without_what_the_camera_wrote(
    ann: Person, client: Client
) -> None:
    sent = from_a_telephone()
    assert Pillow.open(io.BytesIO(sent)).getexif().get_ifd(GPS)
    answer = upload(client, ann, sent)
    image = fresh(ann).photo
    assert (answer.status_code, answer["Location"]) == (302, section(ann, "photo"))
    with image.open_file() as file:
        kept = file.read()
    seen = Pillow.open(io.BytesIO(kept))
    assert (seen.format, seen.size) == ("JPEG", (600, 800))
    assert near(seen.getpixel((300, 100)), RED)
    assert near(seen.getpixel((300, 700)), BLUE)
    assert not seen.getexif()
    assert {"exif", "comment", "icc_profile"}.isdisjoint(seen.info)
    assert b"Telephone" not in kept
    assert b"at home" not in kept


def test_a_photo_lies_with_the_others_and_is_the_persons(ann: Person, client: Client) -> None:
    upload(client, ann, halves())
    image = fresh(ann).photo
    assert (image.title, image.uploaded_by_user) == ("Ann Lee", ann.user)
    assert (image.collection.name, image.collection.get_parent()) == (
        COLLECTION,
        Collection.get_first_root_node(),
    )
    assert image.collection.collection_rule.rule.requirement == "[]"
    assert "ann" not in image.file.name.lower()
    assert (image.file_size, len(image.file_hash)) == (image.file.size, 40)
    other = someone(email="other@example.org")
    upload(browser(other.user), other, halves())
    assert Collection.objects.filter(name=COLLECTION).count() == 1


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_kinds_that_cameras_and_telephones_make_are_taken(kind: str) -> None:
    made = Pillow.open(io.BytesIO(portrait(f"x.{kind.lower()}", halves((3000, 2000), kind))))
    assert (made.format, made.size) == ("JPEG", (LONGEST, 800))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
def test_pictures_of_all_colours_become_portraits(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    buffer = io.BytesIO()
    Pillow.new(mode, (300, 300)).save(buffer, kind)
    assert Pillow.open(io.BytesIO(portrait("x", buffer.getvalue()))).mode == "RGB"


def test_what_is_transparent_becomes_white() -> None:
    buffer = io.BytesIO()
    Pillow.new("RGBA", (300, 300), (0, 0, 0, 0)).save(buffer, "PNG")
    assert Pillow.open(io.BytesIO(portrait("x", buffer.getvalue()))).getpixel((9, 9)) == (
        255,
        255,
        255,
    )


def test_a_colour_profile_that_cannot_be_read_spoils_nothing() -> None:
    assert portrait("x", halves(icc_profile=b"no profile"))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (HTML, "web page"),
        (SVG, "SVG"),
        (b"MZ" + b"\0" * 99, "program"),
        (picture(size=(400, 400), kind="GIF"), "no JPEG, PNG or WebP"),
        (picture(size=(400, 199)), "too small"),
        (halves()[:2000], "damaged"),
        (halves() + archive({"x": b"x"}), "attacks"),
        (b"\xff\xd8\xff" + b"x" * (20 * 1024 * 1024), "too large"),
    ],
    ids=["empty", "html", "svg", "program", "gif", "small", "broken", "polyglot", "large"],
)
def test_what_is_no_photo_is_refused_with_the_reason(
    ann: Person, client: Client, data: bytes, words: str
) -> None:
    answer = upload(client, ann, data)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert (fresh(ann).photo, Image.objects.count(), changes(ann)) == (None, 0, [])


def test_no_file_is_left_of_an_upload_that_is_refused(ann: Person, settings: Any) -> None:
    with pytest.raises(FieldLockedError):
        set_photo(ann, portrait("x", halves()), hats={Hat.MANAGER}, actor=None)
    Person.objects.filter(pk=ann.pk).update(first_name="", last_name="")
    broken = fresh(ann)
    with pytest.raises(Exception, match="at least one name"):
        set_photo(broken, portrait("x", halves()), hats={Hat.SELF}, actor=None)
    assert list(settings.MEDIA_ROOT.rglob("*.*")) == []
    assert Image.objects.count() == 0


# Cutting.


def test_a_new_photo_is_cut_above_the_middle(ann: Person, client: Client) -> None:
    upload(client, ann, halves((600, 900)))
    assert (
        Cut().square(fresh(ann).photo)
        == fresh(ann).photo.get_focal_point()
        == Rect(0, 99, 600, 699)
    )


def test_the_chosen_square_is_what_every_page_shows(ann: Person, client: Client) -> None:
    upload(client, ann, halves((1200, 900)))
    answer = post(client, ann, "use", across="100", down="0", closer="200")
    image = fresh(ann).photo
    assert answer["Location"] == f"/people/{ann.slug}/"
    assert image.get_focal_point() == Rect(750, 0, 1200, 450)
    for side in (64, 200, 400):
        with image.get_rendition(f"fill-{side}x{side}-c100|format-png").file as file:
            shown = Pillow.open(file)
            assert shown.size == (side, side)
            assert near(shown.convert("RGB").getpixel((2, 2)), BLUE)
    assert changes(ann)[-1].fields == {
        "photo_cut": ["50% across, 33% down, 100% close", "100% across, 0% down, 200% close"]
    }


def test_a_preview_shows_the_square_and_keeps_nothing(ann: Person, client: Client) -> None:
    upload(client, ann, halves((1200, 900)))
    before = fresh(ann).photo.get_focal_point()
    answer = post(client, ann, "preview", across="0", down="10", closer="150")
    page = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 200
    assert page.select_one("[data-cut-square]")["src"].startswith("data:image/jpeg;base64,")
    assert page.find("input", {"name": "across"})["value"] == "0"
    assert fresh(ann).photo.get_focal_point() == before
    assert len(changes(ann)) == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"across": "101"},
        {"down": "-1"},
        {"closer": "99"},
        {"closer": "1000"},
        {"across": "x"},
        {"down": ""},
    ],
)
@pytest.mark.parametrize("do", ["use", "preview"])
def test_a_square_that_cannot_be_is_refused(
    ann: Person, client: Client, do: str, fields: dict[str, str]
) -> None:
    upload(client, ann, halves((1200, 900)))
    assert post(client, ann, do, **fields).status_code == 422
    assert len(changes(ann)) == 1


@given(
    width=st.integers(200, 1200), height=st.integers(200, 1200),
    across=st.integers(0, 100), down=st.integers(0, 100), share=st.integers(0, 100),
)  # fmt: skip
def test_any_square_lies_in_its_picture_and_is_found_again(
    width: int, height: int, across: int, down: int, share: int
) -> None:
    image = Image(width=width, height=height)
    cut = Cut(across, down, 100 + (closest(image) - 100) * share // 100)
    square = cut.square(image)
    assert 0 <= square.left < square.right <= width
    assert 0 <= square.top < square.bottom <= height
    assert square.width == square.height
    image.set_focal_point(square)
    again = Cut.of(image).square(image)
    assert abs(again.left - square.left) <= 8
    assert abs(again.top - square.top) <= 8
    assert abs(again.width - square.width) <= 8


def test_an_image_of_the_library_is_not_cut_from_a_profile(ann: Person, client: Client) -> None:
    ann.photo = ImageFactory()
    save_person(ann, hats={Hat.PEOPLE_ADMIN})
    page = client.get(section(ann, "photo")).content.decode()
    assert "library of images" in page
    version = form_at(client, section(ann, "photo"), "remove")["version"]
    sent = {"do": "use", "version": version, "across": "0", "down": "0", "closer": "100"}
    assert client.post(section(ann, "photo"), sent).status_code == 400
    with pytest.raises(ValueError, match="uploaded"):
        cut_photo(ann, Cut(), hats={Hat.SELF}, actor=None)


@pytest.mark.parametrize("do", ["", "delete", "use", "preview"])
def test_a_form_that_says_nothing_to_be_done_is_a_mistake(
    ann: Person, client: Client, do: str
) -> None:
    version = form_at(client, section(ann, "photo"), "upload")["version"]
    assert client.post(section(ann, "photo"), {"do": do, "version": version}).status_code == 400


def test_a_photo_that_was_replaced_meanwhile_is_not_removed(ann: Person, client: Client) -> None:
    upload(client, ann, halves())
    opened = form_at(client, section(ann, "photo"), "remove")
    upload(client, ann, halves((500, 500)))
    now = fresh(ann).photo
    assert client.post(section(ann, "photo"), opened).status_code == 409
    assert fresh(ann).photo == now


# The end.


@pytest.mark.parametrize("way", ["replace", "remove"])
def test_a_photo_that_goes_is_deleted_with_its_files(
    ann: Person, client: Client, way: str, django_capture_on_commit_callbacks: Any
) -> None:
    upload(client, ann, halves())
    image = fresh(ann).photo
    rendition = image.get_rendition("fill-64x64-c100")
    storage, names = image.file.storage, (image.file.name, rendition.file.name)
    with django_capture_on_commit_callbacks() as later:
        if way == "replace":
            upload(client, ann, halves((500, 500)))
        else:
            assert post(client, ann, "remove").status_code == 302
    assert Image.objects.filter(pk=image.pk).exists(), "before it is committed, it may come back"
    with django_capture_on_commit_callbacks(execute=True):
        for callback in later:
            callback()
    assert not Image.objects.filter(pk=image.pk).exists()
    assert [storage.exists(name) for name in names] == [False, False]
    assert (fresh(ann).photo is None) is (way == "remove")


def test_a_photo_that_stands_elsewhere_stays(ann: Person, client: Client, home: Any) -> None:
    upload(client, ann, halves())
    image = fresh(ann).photo
    other = PersonFactory(photo=image)
    post(client, ann, "remove")
    assert not discard_unused(image.pk)
    other.photo = None
    other.save()
    story = NewsPageFactory(parent=NewsIndexPageFactory(), lead_image=image)
    assert not discard_unused(image.pk)
    story.delete()
    assert discard_unused(image.pk)
    assert not discard_unused(image.pk)


def test_an_image_of_the_library_stays_when_a_profile_lets_it_go(
    ann: Person, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    image = ImageFactory()
    ann.photo = image
    save_person(ann, hats={Hat.PEOPLE_ADMIN})
    with django_capture_on_commit_callbacks(execute=True):
        post(client, ann, "remove")
    assert fresh(ann).photo is None
    assert Image.objects.filter(pk=image.pk).exists()


def test_a_name_as_hostile_as_can_be_leads_nowhere(ann: Person, client: Client) -> None:
    upload(client, ann, halves(), name="../../etc/\u202egpj.exe")
    assert fresh(ann).photo.file.name.startswith("original_images/staff-photo")
