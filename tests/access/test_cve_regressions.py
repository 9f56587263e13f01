"""What has gone wrong in Wagtail before, by its advisories, does not go wrong here: through the door.

The person edits and publishes Harbour. Estates is another department's, and a section of it is closed.
"""

import json
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Comment,
    Page,
    PageSubscription,
    PageViewRestriction,
    Revision,
)

from accounts.models import User
from accounts.roles import KEEP_FILES, PUBLISH
from core.models import Document, Image
from tests.factories.blocks import DocumentFactory, ImageFactory
from tests.factories.branding import BrandFactory
from tests.factories.pages import ContentPageFactory, DepartmentPageFactory, restrict, text
from tests.factories.rights import give_files, person_with

pytestmark = pytest.mark.django_db
CANARY = "Quokka"


@pytest.fixture
def board(db: None) -> Group:
    return Group.objects.create(name="Board")


@pytest.fixture
def harbour(home: Page) -> Page:
    return DepartmentPageFactory(title="Harbour", slug="harbour")


@pytest.fixture
def closed(home: Page, board: Group) -> Page:
    estates = DepartmentPageFactory(title="Estates", slug="estates")
    page = ContentPageFactory(
        parent=estates, title=f"{CANARY} plan", slug="plan", body=[text(f"<p>{CANARY} words</p>")]
    )
    page.save_revision().publish()
    page.save_revision()
    restrict(page, board)
    return Page.objects.get(pk=page.pk)


@pytest.fixture
def foreign(home: Page) -> Page:
    """A page that anybody may read and that is not the person's to change."""
    page = ContentPageFactory(title="Canteen", slug="canteen")
    page.save_revision().publish()
    page.title = f"{CANARY} canteen"
    page.save_revision()
    return Page.objects.get(pk=page.pk)


@pytest.fixture
def editor(harbour: Page) -> User:
    return person_with(harbour, *PUBLISH)


@pytest.fixture
def door(editor: User) -> Client:
    client = Client()
    client.force_login(editor)
    return client


def ids(page: Page) -> tuple[int, int]:
    return page.pk, page.get_latest_revision().pk


# Permission asked of the destination and not of the source: CVE-2026-44200, GHSA-jm5p-837g-rv8g.


@pytest.mark.parametrize("way", ["page", "api copy", "api alias", "bulk move"])
def test_nobody_takes_a_closed_page_into_their_own_department(
    door: Client, harbour: Page, closed: Page, way: str
) -> None:
    given = {"new_parent_page": harbour.pk, "new_title": "Mine", "new_slug": "mine"}
    api = f"/admin/api/main/pages/{closed.pk}/action"
    data = json.dumps(
        {"destination_page_id": harbour.pk, "recursive": False, "update_slug": "mine"}
    )
    answer = {
        "page": lambda: door.post(f"/admin/pages/{closed.pk}/copy/", given),
        "api copy": lambda: door.post(f"{api}/copy/", data, content_type="application/json"),
        "api alias": lambda: door.post(
            f"{api}/create_alias/", data, content_type="application/json"
        ),
        "bulk move": lambda: door.post(
            f"/admin/bulk/wagtailcore/page/move/?id={closed.pk}", {"chooser": harbour.pk}
        ),
    }[way]()
    assert answer.status_code in {403, 404}
    assert not Page.objects.get(pk=harbour.pk).get_children().exists()
    assert Page.objects.get(pk=closed.pk).path == closed.path


def test_a_copy_of_what_one_may_see_stays_as_closed(
    editor: User, door: Client, harbour: Page, closed: Page, board: Group, staff_client: Client
) -> None:
    editor.groups.add(board)
    closed.copy(to=Page.objects.get(pk=harbour.pk), update_attrs={"slug": "mine"})
    assert door.get("/harbour/mine/").status_code == 200
    assert staff_client.get("/harbour/mine/").status_code == 404


# Side doors for reading: CVE-2026-44197, CVE-2026-44198, CVE-2026-25517.


@pytest.mark.parametrize(
    "address",
    [
        "{0}/history/",
        "{0}/view_draft/",
        "{0}/edit/preview/",
        "{0}/revisions/{1}/view/",
        "{0}/revisions/compare/{1}...live/",
        "{0}/revisions/compare/earliest...latest/",
        "{0}/workflow_history/",
        "{0}/usage/",
    ],
)
@pytest.mark.parametrize("whose", ["closed", "foreign"])
def test_what_is_not_yet_published_is_not_read_by_others(
    door: Client, request: pytest.FixtureRequest, whose: str, address: str
) -> None:
    page = request.getfixturevalue(whose)
    answer = door.get(f"/admin/pages/{address.format(*ids(page))}", follow=True)
    assert CANARY not in answer.text


@pytest.mark.parametrize("address", ["revisions/{0}/view/", "revisions/compare/{0}...live/"])
def test_a_revision_of_another_page_is_not_had_through_ones_own(
    door: Client, harbour: Page, closed: Page, address: str
) -> None:
    DepartmentPageFactory._meta.model.objects.get(pk=harbour.pk).save_revision().publish()
    number = closed.get_latest_revision().pk
    answer = door.get(f"/admin/pages/{harbour.pk}/{address.format(number)}")
    assert answer.status_code == 404
    assert CANARY not in answer.text


def test_a_draft_is_not_published_by_who_may_not(door: Client, foreign: Page) -> None:
    for address in (
        f"/admin/pages/{foreign.pk}/edit/",
        f"/admin/pages/{foreign.pk}/unpublish/",
        f"/admin/pages/{foreign.pk}/delete/",
        f"/admin/pages/{foreign.pk}/lock/",
        f"/admin/bulk/wagtailcore/page/publish/?id={foreign.pk}",
        f"/admin/bulk/wagtailcore/page/unpublish/?id={foreign.pk}",
        f"/admin/bulk/wagtailcore/page/delete/?id={foreign.pk}",
        *(f"/admin/api/main/pages/{foreign.pk}/action/{a}/" for a in ("publish", "delete", "move")),
    ):
        door.post(address, {"title": "Taken", "slug": "taken", "action-publish": "1"})
    left = Page.objects.get(pk=foreign.pk)
    assert (left.title, left.live, left.locked, left.path) == (
        "Canteen",
        True,
        False,
        foreign.path,
    )


# Choosers, previews and addresses of files: CVE-2026-54259, CVE-2026-54261, CVE-2026-54263, GHSA-92hv-j533-69wc.


@pytest.fixture
def files(editor: User, board: Group) -> tuple[Document, Image]:
    root = Collection.get_first_root_node()
    own, other = root.add_child(name="Harbour files"), root.add_child(name=f"{CANARY} files")
    restriction = CollectionViewRestriction.objects.create(
        collection=other, restriction_type=CollectionViewRestriction.GROUPS
    )
    restriction.groups.set([board])
    give_files(
        editor, Collection.objects.get(pk=root.pk), "core.choose_image", "core.choose_document"
    )
    give_files(editor, own, *(right for right in KEEP_FILES if "choose" not in right))
    return (
        DocumentFactory(title=f"{CANARY} minutes", collection=other),
        ImageFactory(title=f"{CANARY} photograph", collection=other),
    )


@pytest.mark.parametrize(
    "address",
    [
        "documents/chooser/chosen/{0}/",
        "documents/edit/{0}/",
        "images/chooser/chosen/{1}/",
        "images/chooser/{1}/select_format/",
        "images/{1}/",
        "images/{1}/preview/width-100/",
        "images/{1}/generate_url/width-100/",
    ],
)
def test_closed_files_are_neither_chosen_nor_previewed(
    door: Client, files: tuple[Document, Image], address: str
) -> None:
    answer = door.get("/admin/" + address.format(files[0].pk, files[1].pk))
    assert answer.status_code in {302, 403, 404}
    assert CANARY not in answer.text


def test_a_picture_size_is_not_written_into_the_page_as_it_came(
    admin_client: Client, files: tuple[Document, Image]
) -> None:
    spec = "<script>alert(1)<"
    answer = admin_client.get(f"/admin/images/{files[1].pk}/generate_url/{spec}/")
    assert "<script>alert" not in answer.text


def test_a_closed_document_is_not_guessed_by_its_digest(
    door: Client, files: tuple[Document, Image]
) -> None:
    digest = files[0].get_file_hash()
    for tag in (f'"{digest}"', "*", '"other"'):
        answer = door.get(files[0].url, headers={"if-none-match": tag})
        assert answer.status_code == 404
        assert "ETag" not in answer


# Lists by API: CVE-2026-44201, GHSA-c2xx-cjmh-9q8f, CVE-2026-55468.


@pytest.mark.parametrize(
    "query",
    ["", "?search=quokka", "?child_of=root", "?slug=plan", "?descendant_of={0}", "?fields=*"],
)
def test_the_admins_page_api_lists_nothing_closed(door: Client, closed: Page, query: str) -> None:
    answer = door.get(f"/admin/api/main/pages/{query.format(closed.get_parent().pk)}")
    assert CANARY not in answer.text


@pytest.mark.parametrize("kind", ["images", "documents"])
def test_the_admins_file_api_lists_nothing_closed(
    door: Client, files: tuple[Document, Image], kind: str
) -> None:
    number = {"documents": files[0], "images": files[1]}[kind].pk
    for address in ("", "?search=quokka", f"{number}/"):
        assert CANARY not in door.get(f"/admin/api/main/{kind}/{address}").text


@pytest.mark.parametrize(
    "address", ["/api/v2/pages/", "/api/v2/images/", "/api/v2/documents/", "/api/v3/"]
)
def test_there_is_no_public_api(door: Client, address: str) -> None:
    assert door.get(address).status_code == 404


# Settings, CVE-2024-35228; wrong recipients, GHSA-xqxm-2rpm-3889.


def test_settings_are_changed_by_who_may_alone(door: Client) -> None:
    brand = BrandFactory(name="Corridor")
    for address in (
        "/admin/settings/branding/brand/",
        f"/admin/settings/branding/brand/{brand.pk}/",
    ):
        door.post(address, {"name": "Taken"})
    brand.refresh_from_db()
    assert brand.name == "Corridor"


@pytest.mark.parametrize(("may_see", "subscribed"), [(True, True), (False, True), (False, False)])
def test_a_comment_is_mailed_to_nobody_who_may_no_longer_see_the_page(
    editor: User, admin_client: Client, closed: Page, board: Group, may_see: bool, subscribed: bool
) -> None:
    if may_see:
        editor.groups.add(board)
    if subscribed:
        PageSubscription.objects.create(page=closed, user=editor, comment_notifications=True)
    thread = Comment.objects.create(
        page=closed, user=editor, text="When?", contentpath="title", position=""
    )
    body: dict[str, Any] = {
        "title": closed.title,
        "slug": "plan",
        "summary": "S",
        "body-count": "0",
        "page_topics-TOTAL_FORMS": "0",
        "page_topics-INITIAL_FORMS": "0",
        "comments-TOTAL_FORMS": "1",
        "comments-INITIAL_FORMS": "1",
        "comments-0-id": str(thread.pk),
        "comments-0-text": "When?",
        "comments-0-contentpath": "title",
        "comments-0-position": "",
        "comments-0-replies-TOTAL_FORMS": "1",
        "comments-0-replies-INITIAL_FORMS": "0",
        "comments-0-replies-0-text": f"{CANARY} reply",
        "comments-0-replies-0-id": "",
        "comment_notifications": "on",
    }
    admin_client.post(f"/admin/pages/{closed.pk}/edit/", body)
    to = {address for message in mail.outbox for address in message.to}
    assert (editor.email in to) is may_see


# Script: GHSA-wq5h-f9p5-q7fx, CVE-2020-11001.


@pytest.mark.parametrize("scheme", ["javascript:alert(1)", "data:text/html,x", "vbscript:x"])
def test_a_link_that_is_a_script_is_not_stored(
    admin_client: Client, harbour: Page, scheme: str
) -> None:
    words = {
        "blocks": [
            {
                "key": "a",
                "text": "press",
                "type": "unstyled",
                "depth": 0,
                "inlineStyleRanges": [],
                "entityRanges": [{"key": 0, "offset": 0, "length": 5}],
            }
        ],
        "entityMap": {"0": {"type": "LINK", "mutability": "MUTABLE", "data": {"url": scheme}}},
    }
    body = {
        "title": "Links",
        "slug": "links",
        "summary": "S",
        "body-count": "1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "text",
        "body-0-id": "",
        "body-0-value": json.dumps(words),
        "page_topics-TOTAL_FORMS": "0",
        "page_topics-INITIAL_FORMS": "0",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "action-publish": "1",
    }
    admin_client.post(f"/admin/pages/add/departments/contentpage/{harbour.pk}/", body)
    stored = Revision.objects.filter(content__slug="links").first()
    assert stored is not None
    assert "press" in json.dumps(stored.content)
    assert scheme not in json.dumps(stored.content)


def test_comparing_writes_titles_as_text(admin_client: Client, harbour: Page) -> None:
    page = ContentPageFactory(parent=harbour, title="<script>alert(1)</script>", slug="s")
    page.save_revision().publish()
    page.title = "<script>alert(2)</script>"
    page.save_revision()
    compared = admin_client.get(f"/admin/pages/{page.pk}/revisions/compare/earliest...latest/")
    assert compared.status_code == 200
    assert "<script>alert(" not in compared.text


def test_passwords_on_pages_are_nobodys_right(staff_client: Client, harbour: Page) -> None:
    PageViewRestriction.objects.create(page=harbour, restriction_type="password", password="x")
    assert staff_client.get("/harbour/").status_code == 404
