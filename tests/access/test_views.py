"""Uploaded files are served to those who may see their collection, and to nobody else."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.http import HttpRequest, HttpResponse
from django.test import Client
from wagtail import hooks
from wagtail.documents.models import document_served
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, CollectionViewRestriction

from accounts.models import User
from core.models import Document, Image
from tests.needs import ROOT

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


def test_nobody_but_the_reader_gets_or_keeps_a_file(staff_client: Client) -> None:
    for address in addresses():
        response = staff_client.get(address)
        assert response["Cache-Control"] == "private, no-store", address
        assert response["Content-Security-Policy"] == "default-src 'none'; sandbox", address
        assert response["Cross-Origin-Resource-Policy"] == "same-origin", address
        assert response["X-Content-Type-Options"] == "nosniff", address


@pytest.mark.parametrize(
    ("name", "served_as"),
    [
        ("rota.pdf", "application/pdf"),
        ("rota.PDF", "application/pdf"),
        ("rota.csv", "text/csv"),
        ("rota.html", "application/octet-stream"),
        ("rota.js", "application/octet-stream"),
        ("rota", "application/octet-stream"),
    ],
)
def test_a_document_is_a_download_of_a_type_from_the_table(
    staff_client: Client, name: str, served_as: str
) -> None:
    response = staff_client.get(make_document(name=name).url)
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response["Content-Type"] == served_as


def test_a_download_keeps_its_name_in_any_script(staff_client: Client) -> None:
    response = staff_client.get(make_document(name="Übersicht_2026.pdf").url)
    assert response["Content-Disposition"] == (
        "attachment; filename*=utf-8''%C3%9Cbersicht_2026.pdf"
    )


def test_a_picture_is_shown_in_its_place(staff_client: Client) -> None:
    response = staff_client.get(make_image().file.url)
    assert response["Content-Disposition"].startswith("inline")
    assert response["Content-Type"] == "image/png"


TEN = b"0123456789"


@pytest.fixture
def ten() -> Document:
    """A document of ten bytes."""
    return Document.objects.create(title="Ten", file=ContentFile(TEN, "ten.txt"))


@pytest.mark.parametrize(
    ("asked", "status", "given"),
    [
        ("bytes=0-3", 206, b"0123"),
        ("bytes=4-4", 206, b"4"),
        ("bytes=7-", 206, b"789"),
        ("bytes=7-99", 206, b"789"),
        ("bytes=-2", 206, b"89"),
        ("bytes=-99", 206, TEN),
        ("bytes=0-9", 206, TEN),
        ("bytes=10-", 416, b""),
        ("bytes=99-100", 416, b""),
        ("bytes=-0", 416, b""),
        ("bytes=0-1,3-4", 200, TEN),
        ("bytes=5-2", 200, TEN),
        ("bytes=-", 200, TEN),
        ("bytes=a-b", 200, TEN),
        ("lines=0-1", 200, TEN),
        ("bytes=" + "9" * 40 + "-", 200, TEN),
        ("", 200, TEN),
    ],
)
def test_a_part_of_a_file_can_be_asked_for(
    staff_client: Client, ten: Document, asked: str, status: int, given: bytes
) -> None:
    response = staff_client.get(ten.url, headers={"range": asked})
    assert response.status_code == status
    assert body(response) == given
    assert response["Content-Length"] == str(len(given))
    assert response["Accept-Ranges"] == "bytes"
    if status == 206:
        start = TEN.find(given)
        assert response["Content-Range"] == f"bytes {start}-{start + len(given) - 1}/10"
    if status == 416:
        assert response["Content-Range"] == "bytes */10"


def test_a_large_files_part_is_given_whole(staff_client: Client) -> None:
    data = bytes(range(256)) * 1024
    document = Document.objects.create(title="Large", file=ContentFile(data, "large.zip"))
    response = staff_client.get(document.url, headers={"range": "bytes=1000-200000"})
    assert body(response) == data[1000:200_001]


def test_a_part_is_given_only_of_the_file_it_was_begun_from(
    staff_client: Client, ten: Document
) -> None:
    tag = staff_client.get(ten.url)["ETag"]
    part = {"range": "bytes=0-3"}
    assert staff_client.get(ten.url, headers={**part, "if-range": tag}).status_code == 206
    for other in ('"other"', f"W/{tag}", "Tue, 24 Nov 2026 10:00:00 GMT"):
        assert staff_client.get(ten.url, headers={**part, "if-range": other}).status_code == 200


def test_asking_for_the_head_gives_the_headers_alone(staff_client: Client, ten: Document) -> None:
    response = staff_client.head(ten.url, headers={"range": "bytes=0-3"})
    assert response.status_code == 200
    assert (body(response), response["Content-Length"]) == (b"", "10")
    assert response["Content-Type"] == "text/plain"


def test_a_copy_that_is_still_good_is_not_sent_again(staff_client: Client, ten: Document) -> None:
    tag = staff_client.get(ten.url)["ETag"]
    response = staff_client.get(ten.url, headers={"if-none-match": tag})
    assert (response.status_code, body(response)) == (304, b"")
    assert response["Cache-Control"] == "private, no-store"
    assert staff_client.get(ten.url, headers={"if-match": '"other"'}).status_code == 412


def test_a_tag_says_nothing_of_the_content(staff_client: Client, ten: Document) -> None:
    assert ten.get_file_hash() not in staff_client.get(ten.url)["ETag"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_files_are_only_read(staff_client: Client, method: str) -> None:
    for address in addresses():
        assert getattr(staff_client, method)(address).status_code == 405, address


def told(response: HttpResponse, address: str) -> tuple[dict[str, str], bytes]:
    """A page's headers and words, but for the address itself, the form's token and the time."""
    words = body(response).replace(address.encode(), b"")
    differ = {"Content-Length", "Expires"}
    headers = {name: value for name, value in response.items() if name not in differ}
    return headers, re.sub(rb'(csrfmiddlewaretoken" value=")\w+', rb"\1", words)


CONDITIONS: list[dict[str, str]] = [
    {},
    {"range": "bytes=0-3"},
    {"range": "bytes=999999999-"},
    {"if-none-match": "*"},
    {"if-match": '"other"'},
    {"if-modified-since": "Tue, 24 Nov 2099 10:00:00 GMT"},
    {"if-unmodified-since": "Tue, 24 Nov 1999 10:00:00 GMT"},
]


@pytest.mark.parametrize("headers", CONDITIONS)
@pytest.mark.parametrize("method", ["get", "head"])
def test_what_is_closed_answers_exactly_as_what_is_missing(
    staff_client: Client, closed: Collection, method: str, headers: dict[str, str]
) -> None:
    ask = getattr(staff_client, method)
    document, image = make_document(closed), make_image(closed)
    rendition = image.get_rendition("width-100")
    for there, missing in (
        (document.url, f"/documents/{document.pk + 1}/rota.pdf"),
        (image.file.url, "/media/original_images/none.png"),
        (rendition.url, "/media/images/none.png"),
    ):
        first, second = (ask(address, headers=headers) for address in (there, missing))
        assert first.status_code == second.status_code == 404
        assert told(first, there) == told(second, missing)


def test_a_reader_who_loses_the_right_loses_it_at_once(
    staff: User, staff_client: Client, closed: Collection, pilots: Group
) -> None:
    staff.groups.add(pilots)
    there = list(addresses(closed))
    assert {staff_client.get(address).status_code for address in there} == {200}
    staff.groups.remove(pilots)
    assert {staff_client.get(address).status_code for address in there} == {404}


def test_superusers_open_what_a_password_once_closed(
    admin_client: Client, staff_client: Client
) -> None:
    collection = Collection.get_first_root_node().add_child(name="Old")
    CollectionViewRestriction.objects.create(
        collection=collection,
        restriction_type=CollectionViewRestriction.PASSWORD,
        password="sesame",
    )
    for address in addresses(collection):
        assert admin_client.get(address).status_code == 200, address
        assert staff_client.get(address).status_code == 404, address


@pytest.mark.parametrize(
    "address",
    [
        "/documents/authenticate_with_password/1/",
        "/_util/authenticate_with_password/1/2/",
        "/_util/login/",
    ],
)
def test_wagtails_other_doors_are_not_there(admin_client: Client, address: str) -> None:
    assert admin_client.get(address).status_code == 404
    assert admin_client.post(address, {"password": "sesame"}).status_code == 404


def test_who_listens_hears_of_each_document_that_is_served(
    staff: User, staff_client: Client, closed: Collection
) -> None:
    heard: list[Document] = []

    def listen(instance: Document, **_others: object) -> None:
        heard.append(instance)

    document_served.connect(listen)
    try:
        document, hidden = make_document(), make_document(closed)
        staff_client.get(document.url)
        staff_client.get(hidden.url)
    finally:
        document_served.disconnect(listen)
    assert heard == [document]


def test_a_hook_may_answer_in_a_documents_place(staff_client: Client, closed: Collection) -> None:
    def answer(document: Document, request: HttpRequest) -> HttpResponse:
        return HttpResponse("Accept the terms first.", status=403)

    with hooks.register_temporarily("before_serve_document", answer):
        assert staff_client.get(make_document().url).status_code == 403
        assert staff_client.get(make_document(closed).url).status_code == 404


class TestThroughNginx:
    """MEDIA_ACCEL: we decide, nginx sends."""

    @pytest.fixture(autouse=True)
    def _accelerated(self, settings: Any) -> None:
        settings.MEDIA_ACCEL = "/protected/"

    def test_the_answer_is_headers_alone(self, staff_client: Client) -> None:
        for address in addresses():
            response = staff_client.get(address, headers={"range": "bytes=0-3"})
            assert (response.status_code, body(response)) == (200, b""), address
            assert response["X-Accel-Redirect"].startswith("/protected/")
            assert response["Cache-Control"] == "private, no-store"
            assert response["X-Content-Type-Options"] == "nosniff"
            assert not response.has_header("ETag")  # nginx's own would follow
        assert response["Content-Disposition"].startswith("attachment")
        assert response["Content-Type"] == "application/pdf"

    @pytest.mark.parametrize(
        ("name", "quoted"),
        [
            ("Ü.pdf", "%C3%9C.pdf"),
            ("a b.pdf", "a%20b.pdf"),
            ("a?b.pdf", "a%3Fb.pdf"),
            ("a%2e.pdf", "a%252e.pdf"),
        ],
    )
    def test_names_are_quoted(self, admin_client: Client, name: str, quoted: str) -> None:
        document = make_document()
        file = Path(document.file.path)
        document.file.name = f"documents/{name}"
        document.save()
        file.rename(file.with_name(name))
        answer = admin_client.get(document.url)
        assert answer["X-Accel-Redirect"] == f"/protected/documents/{quoted}"

    def test_nothing_closed_or_lost_is_named(
        self, staff_client: Client, closed: Collection
    ) -> None:
        lost = make_document(name="lost.pdf")
        Path(lost.file.path).unlink()
        for address in (*addresses(closed), lost.url):
            response = staff_client.get(address)
            assert response.status_code == 404
            assert not response.has_header("X-Accel-Redirect")


@pytest.mark.parametrize("given", ["protected", "/protected", "protected/", "/protected/"])
def test_the_internal_location_has_both_its_slashes(given: str) -> None:
    """Without one of them nginx would send files of the folder's neighbours."""
    command = "from django.conf import settings; print(settings.MEDIA_ACCEL)"
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v0", "-c", command],
        cwd=ROOT,
        env={**os.environ, "MEDIA_ACCEL": given},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "/protected/"


def test_a_document_that_was_replaced_is_still_found_at_its_old_address(
    staff_client: Client,
) -> None:
    document = make_document()
    old = document.url
    document.file = ContentFile(b"%PDF-1.4 y", "Dienstplan ü.pdf")
    document.save()
    assert document.url != old
    for method in (staff_client.get, staff_client.head):
        response = method(old)
        # Not for good: the next file may have the first one's name again.
        assert (response.status_code, response["Location"]) == (302, document.url)
        assert "no-store" in response["Cache-Control"]
    assert body(staff_client.get(old, follow=True)) == b"%PDF-1.4 y"
    assert staff_client.post(old).status_code == 405


def test_an_old_address_tells_nothing_of_what_may_not_be_seen(
    staff_client: Client, closed: Collection
) -> None:
    document = make_document(closed)
    old = document.url
    document.file = ContentFile(b"%PDF-1.4 y", "secret.pdf")
    document.save()
    assert staff_client.get(old).status_code == 404
    assert staff_client.get(f"/documents/{document.pk}/other.pdf").status_code == 404


def test_a_document_without_a_file_is_not_there(staff_client: Client) -> None:
    document = Document.objects.create(title="Lost")
    assert staff_client.get(f"/documents/{document.pk}/x.pdf").status_code == 404


def test_no_other_document_is_found_by_name(staff_client: Client) -> None:
    document = make_document()
    assert staff_client.get(f"/documents/{document.pk + 1}/rota.pdf").status_code == 404


def test_documents_cannot_be_had_round_their_own_address(staff_client: Client) -> None:
    document = make_document()
    assert staff_client.get(f"/media/{document.file.name}").status_code == 404


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


def test_a_file_that_is_lost_is_missing(staff_client: Client) -> None:
    image, document = make_image(), make_document()
    for row in (image, document):
        Path(row.file.path).unlink()
        address = image.file.url if row is image else document.url
        assert staff_client.get(address).status_code == 404
        assert staff_client.head(address).status_code == 404


def test_no_number_is_too_large_to_be_missing(staff_client: Client) -> None:
    assert staff_client.get(f"/documents/{10**30}/rota.pdf").status_code == 404
