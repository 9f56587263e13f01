"""What changes who may see something is true for the next request, at every exit."""

import re
from dataclasses import dataclass

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, CollectionViewRestriction, Page, Site

from accounts.models import User
from tests.factories.blocks import DocumentFactory, ImageFactory
from tests.factories.pages import ContentPageFactory, DepartmentPageFactory, restrict

pytestmark = pytest.mark.django_db
CSRF = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')


@dataclass
class Place:
    """A section with all that leads to it, its files, and a group that may be let in."""

    section: Page
    collection: Collection
    group: Group
    addresses: list[str]

    def answers(self, client: Client) -> set[int]:
        """What the section's addresses answer; a redirect counts as what it leads to."""
        return {client.get(address, follow=True).status_code for address in self.addresses}

    def is_named(self, client: Client) -> bool:
        """Whether the menu, the department's list or a search says that it is there."""
        pages = ["/", "/estates/", "/search/?q=quokka", "/elsewhere/"]
        return any(b"Quokka" in client.get(page).content for page in pages)

    def close(self) -> None:
        """Close pages and files to all but the group."""
        restrict(self.section, self.group)
        restriction = CollectionViewRestriction.objects.create(
            collection=self.collection, restriction_type=CollectionViewRestriction.GROUPS
        )
        restriction.groups.set([self.group])


@pytest.fixture
def place(home: Page) -> Place:
    estates = DepartmentPageFactory(title="Estates", slug="estates")
    section = ContentPageFactory(parent=estates, title="Quokka", slug="plans", show_in_menus=True)
    ContentPageFactory(parent=section, title="Quokka budget", slug="budget")
    ContentPageFactory(title="Elsewhere", slug="elsewhere")
    Redirect.objects.create(
        old_path="/bygone", redirect_page=section, site=Site.objects.get(), is_permanent=False
    )
    collection = Collection.get_first_root_node().add_child(name="Estates")
    document = DocumentFactory(collection=collection)
    image = ImageFactory(collection=collection)
    addresses = [
        "/estates/plans/",
        "/estates/plans/budget/",
        "/bygone/",
        document.url,
        image.file.url,
        image.get_rendition("width-100").url,
    ]
    return Place(section, collection, Group.objects.create(name="Few"), addresses)


def test_a_restriction_holds_for_the_next_request(place: Place, staff_client: Client) -> None:
    assert place.answers(staff_client) == {200}
    assert place.is_named(staff_client)
    place.close()
    assert place.answers(staff_client) == {404}
    assert not place.is_named(staff_client)


def test_joining_and_leaving_a_group_does_too(
    place: Place, staff: User, staff_client: Client
) -> None:
    place.close()
    for joins in (True, False):
        staff.groups.set([place.group] if joins else [])
        assert place.answers(staff_client) == ({200} if joins else {404})
        assert place.is_named(staff_client) is joins


def test_so_does_lifting_it(place: Place, staff_client: Client) -> None:
    place.close()
    assert place.answers(staff_client) == {404}
    place.section.view_restrictions.all().delete()
    place.collection.view_restrictions.all().delete()
    assert place.answers(staff_client) == {200}
    assert place.is_named(staff_client)


def test_so_does_moving_into_a_closed_section(place: Place, staff_client: Client) -> None:
    closed = ContentPageFactory(title="Closed", slug="closed")
    restrict(closed, place.group)
    assert staff_client.get("/estates/plans/budget/").status_code == 200
    place.section.move(closed, pos="last-child")
    for address in ("/estates/plans/", "/closed/plans/", "/closed/plans/budget/", "/bygone/"):
        assert staff_client.get(address, follow=True).status_code == 404
    assert not place.is_named(staff_client)


def test_so_does_deleting_the_group(place: Place, staff: User, staff_client: Client) -> None:
    staff.groups.add(place.group)
    place.close()
    assert place.answers(staff_client) == {200}
    place.group.delete()
    assert place.answers(staff_client) == {404}


def test_what_is_closed_answers_as_what_is_not_there(place: Place, staff_client: Client) -> None:
    place.close()
    for closed, missing in (
        ("/estates/plans/", "/estates/nothing/"),
        (place.addresses[3], "/documents/999999/x.pdf"),
        (place.addresses[4], "/media/original_images/nothing.jpg"),
    ):
        one, other = staff_client.get(closed), staff_client.get(missing)
        assert (one.status_code, other.status_code) == (404, 404)
        assert CSRF.sub(b"", one.content) == CSRF.sub(b"", other.content)
        assert {**one.headers, "Content-Length": ""} == {**other.headers, "Content-Length": ""}
