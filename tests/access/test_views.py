"""Uploaded files are served to those who may see their collection, and to nobody else."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.http import HttpResponse
from django.test import Client
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, CollectionViewRestriction

from accounts.models import User
from core.models import Document, Image

pytestmark = pytest.mark.django_db


@pytest.fixture
def pilots() -> Group:
    return Group.objects.create(name="Pilots")


@pytest.fixture
def closed(pilots: Group) -> Collection:
    """A collection that is for pilots only."""
    collection = Collection.get_first_root_node().add_child(name="Pilots' files")
    restriction = CollectionViewRestriction.objects.create(
        collection=collection, restriction_type=CollectionViewRestriction.GROUPS
    )
    restriction.groups.add(pilots)
    return collection


def make_image(collection: Collection | None = None) -> Image:
    where = {"collection": collection} if collection else {}
    return Image.objects.create(title="Harbour", file=get_test_image_file(), **where)


def make_document(collection: Collection | None = None, name: str = "rota.pdf") -> Document:
    where = {"collection": collection} if collection else {}
    return Document.objects.create(title="Rota", file=ContentFile(b"%PDF-1.4 x", name), **where)


def addresses(collection: Collection | None = None) -> Iterator[str]:
    """Where a picture, its rendition and a document are served."""
    image = make_image(collection)
    yield image.file.url
    yield image.get_rendition("width-100").url
    yield make_document(collection).url


def body(response: HttpResponse) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_staff_are_given_pictures_and_documents(staff_client: Client) -> None:
    for address in addresses():
        response = staff_client.get(address)
        assert response.status_code == 200, address
        assert body(response)


def test_a_stranger_is_given_none() -> None:
    for address in addresses():
        response = Client().get(address)
        assert response.status_code == 302, address
        assert response["Location"].startswith("/accounts/login/")


def test_who_is_outside_the_group_is_told_that_nothing_is_there(
    staff_client: Client, closed: Collection
) -> None:
    for address in addresses(closed):
        assert staff_client.get(address).status_code == 404, address


def test_members_of_the_group_and_superusers_are_given_them(
    staff: User, staff_client: Client, admin_client: Client, closed: Collection, pilots: Group
) -> None:
    staff.groups.add(pilots)
    for address in addresses(closed):
        assert staff_client.get(address).status_code == 200, address
        assert admin_client.get(address).status_code == 200, address


def test_a_closed_document_has_no_say_on_what_the_reader_has_already(
    staff_client: Client, closed: Collection
) -> None:
    document = make_document(closed)
    etag = f'"{document.get_file_hash()}"'
    response = staff_client.get(document.url, headers={"if-none-match": etag})
    assert response.status_code == 404


def test_a_document_is_a_download_that_nobody_else_may_keep(staff_client: Client) -> None:
    response = staff_client.get(make_document().url)
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Security-Policy"] == "default-src 'none'"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]


def test_a_document_answers_only_to_its_own_name(staff_client: Client) -> None:
    document = make_document()
    assert staff_client.get(f"/documents/{document.pk}/other.pdf").status_code == 404
    assert staff_client.get(f"/documents/{document.pk + 1}/rota.pdf").status_code == 404


def test_documents_cannot_be_had_round_their_own_address(staff_client: Client) -> None:
    document = make_document()
    assert staff_client.get(f"/media/{document.file.name}").status_code == 404


def test_pictures_may_be_kept_by_the_readers_own_browser_alone(staff_client: Client) -> None:
    response = staff_client.get(make_image().file.url)
    assert "private" in response["Cache-Control"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("default-src 'none'")


@pytest.mark.parametrize(
    "path",
    [
        "",
        "images/",
        "images/../../secret.png",
        "images/%2e%2e/%2e%2e/secret.png",
        "original_images//etc/passwd.png",
        "original_images/nothing.png",
        "original_images/page.html",
        "documents/rota.pdf",
        "secret.png",
        "brand/../original_images/nothing.png",
        "brand/",
    ],
)
def test_nothing_else_below_media_is_served(staff_client: Client, path: str) -> None:
    outside = Path(settings.MEDIA_ROOT).parent / "secret.png"
    outside.write_bytes(b"secret")
    assert staff_client.get(f"/media/{path}").status_code == 404


def test_brand_is_no_way_round_a_closed_collection(
    staff_client: Client, closed: Collection
) -> None:
    """The logos' folder is open to all, and a path through it leads nowhere else."""
    image = make_image(closed)
    assert staff_client.get(f"/media/brand/../{image.file.name}").status_code == 404
    assert staff_client.get(f"/media/brand/%2e%2e/{image.file.name}").status_code == 404


def test_a_picture_whose_file_is_lost_is_missing(staff_client: Client) -> None:
    image = make_image()
    Path(image.file.path).unlink()
    assert staff_client.get(image.file.url).status_code == 404
