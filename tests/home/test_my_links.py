"""Each person's own links: added, ordered, renamed and removed by their owner alone."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.models import ReferenceIndex

from core import registry
from home.models import HomePage, MyLink
from home.services import MOST
from tests.factories.accounts import UserFactory
from tests.factories.home import dress, section
from tests.factories.pages import ContentPageFactory, restrict

pytestmark = pytest.mark.django_db
ADD = "/my-links/add/"


def shown(client: Client, address: str = "/") -> dict[str, str]:
    """The own links on the home page: names and addresses."""
    page = BeautifulSoup(client.get(address).content, "html.parser")
    return {
        a.get_text(strip=True): a["href"] for a in page.select(".own-links a, .own-list__name a")
    }


def names(user: Any) -> list[str]:
    return [link.name for link in MyLink.objects.of(user)]


@pytest.fixture
def front(home: HomePage) -> HomePage:
    return dress(home, section("my_links"))


class TestAdding:
    """From a page, or by an address."""

    def test_a_page_is_added_from_its_own_menu(
        self, front: HomePage, staff: Any, staff_client: Client
    ) -> None:
        page = ContentPageFactory(title="Tide tables", slug="tides")
        menu = BeautifulSoup(staff_client.get("/tides/").content, "html.parser")
        button = menu.select_one(f"form[action='{ADD}'] button[name=page]")
        answer = staff_client.post(ADD, {"page": button["value"]}, follow=True)
        assert answer.redirect_chain[-1][0].endswith("/tides/")
        assert "Added to your links." in answer.content.decode()
        assert shown(staff_client) == {"Tide tables": "/tides/"}
        assert MyLink.objects.get().page_id == page.pk

    def test_a_form_sent_twice_adds_one_link(self, staff_client: Client, home: HomePage) -> None:
        page = ContentPageFactory()
        for _n in range(2):
            answer = staff_client.post(ADD, {"page": page.pk}, follow=True)
            staff_client.post(ADD, {"address": "https://example.org/", "name": ""})
        assert "among your links already" in answer.content.decode()
        assert MyLink.objects.count() == 2

    @pytest.mark.parametrize(
        "address", ["/tides/", "/tides", "http://testserver/tides/", "testserver/tides/?a=1#top"]
    )
    def test_the_address_of_a_page_of_ours_becomes_a_link_to_the_page(
        self, address: str, staff_client: Client, home: HomePage
    ) -> None:
        page = ContentPageFactory(slug="tides")
        staff_client.post(ADD, {"address": address})
        assert MyLink.objects.get().page_id == page.pk

    @pytest.mark.parametrize(
        ("address", "kept", "name"),
        [
            ("https://www.example.org/a?b=1#c", "https://www.example.org/a?b=1#c", "example.org"),
            ("example.org", "https://example.org", "example.org"),
            ("http://payroll:8080/", "http://payroll:8080/", "payroll"),
            ("/people/?team=x", "/people/?team=x", "/people/"),
        ],
    )
    def test_other_addresses_are_kept_as_they_are(
        self, address: str, kept: str, name: str, staff_client: Client, home: HomePage
    ) -> None:
        staff_client.post(ADD, {"address": address})
        link = MyLink.objects.get()
        assert (link.address, link.name, link.page) == (kept, name, None)

    @pytest.mark.parametrize(
        "address",
        [
            "",
            "javascript:alert(1)",
            "JavaScript://example.org/%0aalert(1)",
            "data:text/html,x",
            "vbscript:x",
            "ftp://example.org/",
            "mailto:a@example.org",
            "//evil.example/",
            "/\\evil.example/",
            "https:///path",
            "https://user:pass@example.org/",
            "https://exa mple.org/",
            "https://example.org/\u202egpj.exe",
            "https://exam\u200bple.org/",
            "http://[",
            "http://example.org:port/",
            "https://example.org/" + "a" * 600,
            "/no-such-page/",
            "a" * 1_000_000,
        ],
    )
    def test_no_other_address_is_taken(
        self, address: str, staff_client: Client, home: HomePage
    ) -> None:
        answer = staff_client.post(ADD, {"address": address, "name": "x"})
        assert answer.status_code == 422
        assert not MyLink.objects.exists()
        assert "Nothing is saved yet" in answer.content.decode()

    def test_a_closed_page_is_no_page(self, staff_client: Client, home: HomePage) -> None:
        page = ContentPageFactory(slug="closed")
        restrict(page, Group.objects.create(name="Keepers"))
        assert staff_client.post(ADD, {"page": page.pk}).status_code == 404
        closed = staff_client.post(ADD, {"address": "/closed/"}).content.decode()
        nothing = staff_client.post(ADD, {"address": "/nothing/"}).content.decode()
        assert "There is no page at this address." in closed
        assert "There is no page at this address." in nothing
        assert not MyLink.objects.exists()

    @pytest.mark.parametrize("number", ["0", "-1", "1e3", "999999999", "9" * 40, "abc", "1", "١"])
    def test_what_is_no_page_of_the_site_is_not_found(
        self, number: str, staff_client: Client, home: HomePage
    ) -> None:
        assert staff_client.post(ADD, {"page": number}).status_code == 404

    def test_there_are_twenty_at_most(
        self, staff: Any, staff_client: Client, home: HomePage
    ) -> None:
        for n in range(MOST):
            MyLink.objects.create(
                user=staff, address=f"https://example.org/{n}", name=f"{n}", position=n
            )
        page = ContentPageFactory()
        for form in ({"address": "https://example.org/more"}, {"page": page.pk}):
            said = staff_client.post(ADD, form, follow=True).content.decode()
            assert "Remove one first" in said
        assert MyLink.objects.count() == MOST

    @pytest.mark.parametrize("name", ["<b>x</b>", "\u202eevil", "a\u200bb", "  two   words "])
    def test_a_name_is_one_plain_line(
        self, name: str, front: HomePage, staff_client: Client
    ) -> None:
        staff_client.post(ADD, {"address": "https://example.org/", "name": name})
        kept = MyLink.objects.get().name
        assert "\u202e" not in kept
        assert "\u200b" not in kept
        assert "  " not in kept
        assert kept in shown(staff_client)


class TestShowing:
    """On the home page, and to nobody else."""

    def test_a_link_to_a_page_is_called_as_the_page_is_now(
        self, front: HomePage, staff: Any, staff_client: Client
    ) -> None:
        page = ContentPageFactory(title="Before", slug="before")
        MyLink.objects.create(user=staff, page=page)
        assert shown(staff_client) == {"Before": "/before/"}
        page.title, page.slug = "After", "after"
        page.save_revision().publish()
        assert shown(staff_client) == {"After": "/after/"}

    def test_a_page_that_closes_is_gone_at_once_and_comes_back(
        self, front: HomePage, staff: Any, staff_client: Client
    ) -> None:
        page = ContentPageFactory(title="Secret plans")
        MyLink.objects.create(user=staff, page=page)
        restriction = restrict(page, Group.objects.create(name="Keepers"))
        assert shown(staff_client) == {}
        manage = staff_client.get("/my-links/").content.decode()
        assert "Secret plans" not in manage
        assert "A page that you cannot open any more" in manage
        restriction.delete()
        assert "Secret plans" in shown(staff_client)

    def test_closed_links_take_no_place_of_open_ones(
        self, home: HomePage, staff: Any, staff_client: Client
    ) -> None:
        dress(home, section("my_links", number=1))
        closed, open_ = ContentPageFactory(), ContentPageFactory(title="Open")
        restrict(closed, Group.objects.create(name="Keepers"))
        for place, page in enumerate((closed, open_)):
            MyLink.objects.create(user=staff, page=page, position=place)
        assert list(shown(staff_client)) == ["Open"]

    def test_nobody_sees_anothers(self, front: HomePage, staff_client: Client) -> None:
        other = UserFactory()
        MyLink.objects.create(user=other, address="https://example.org/", name="Mine")
        assert shown(staff_client) == {}
        assert "Mine" not in staff_client.get("/my-links/").content.decode()

    def test_a_page_does_not_tell_who_keeps_a_link_to_it(self, staff: Any, home: HomePage) -> None:
        page = ContentPageFactory()
        MyLink.objects.create(user=staff, page=page)
        assert not ReferenceIndex.get_references_to(page).exists()

    def test_without_links_both_pages_tell_how_to_have_some(
        self, front: HomePage, staff_client: Client
    ) -> None:
        for address in ("/", "/my-links/"):
            said = BeautifulSoup(staff_client.get(address).content, "html.parser").main.get_text()
            assert "Add to my links" in said


class TestChanging:
    """Order, names, removal: by whoever owns the link."""

    @pytest.fixture
    def three(self, staff: Any, home: HomePage) -> list[MyLink]:
        return [
            MyLink.objects.create(
                user=staff, address=f"https://example.org/{n}", name=n, position=place
            )
            for place, n in enumerate("abc")
        ]

    @pytest.mark.parametrize(
        ("which", "do", "order"),
        [
            (2, "up", "acb"),
            (0, "down", "bac"),
            (0, "up", "abc"),
            (2, "down", "abc"),
            (1, "sideways", "abc"),
        ],
    )
    def test_a_link_moves_by_one(
        self, which: int, do: str, order: str, three: Any, staff: Any, staff_client: Client
    ) -> None:
        answer = staff_client.post(f"/my-links/{three[which].pk}/", {"do": do})
        assert answer["Location"] == f"/my-links/#link-{three[which].pk}"
        assert "".join(names(staff)) == order

    def test_a_link_is_renamed(self, three: Any, staff: Any, staff_client: Client) -> None:
        staff_client.post(f"/my-links/{three[0].pk}/", {"do": "rename", "name": " The  tides "})
        staff_client.post(f"/my-links/{three[1].pk}/", {"do": "rename", "name": ""})
        staff_client.post(f"/my-links/{three[2].pk}/", {"do": "rename", "name": "x" * 81})
        assert names(staff) == ["The tides", "b", "c"]

    def test_a_page_that_loses_its_name_is_called_as_the_page_is(
        self, front: HomePage, staff: Any, staff_client: Client
    ) -> None:
        link = MyLink.objects.create(user=staff, page=ContentPageFactory(title="Tides"), name="Sea")
        assert list(shown(staff_client)) == ["Sea"]
        staff_client.post(f"/my-links/{link.pk}/", {"do": "rename", "name": ""})
        assert list(shown(staff_client)) == ["Tides"]

    def test_a_link_is_removed_once(self, three: Any, staff: Any, staff_client: Client) -> None:
        for _n in range(2):
            answer = staff_client.post(f"/my-links/{three[1].pk}/", {"do": "remove"}, follow=True)
            assert answer.status_code == 200
        assert names(staff) == ["a", "c"]

    @pytest.mark.parametrize("do", ["up", "down", "remove", "rename"])
    def test_nobody_changes_anothers(self, do: str, three: Any, staff: Any, client: Client) -> None:
        client.force_login(UserFactory())
        for link in three:
            client.post(f"/my-links/{link.pk}/", {"do": do, "name": "mine now"})
        assert names(staff) == ["a", "b", "c"]

    @pytest.mark.parametrize("address", [ADD, "/my-links/1/"])
    def test_looking_changes_nothing(
        self, address: str, staff_client: Client, home: HomePage
    ) -> None:
        assert staff_client.get(address).status_code == 405

    def test_a_stranger_is_asked_to_sign_in(self, client: Client, home: HomePage) -> None:
        for address in ("/my-links/", ADD, "/my-links/1/"):
            assert client.post(address)["Location"].startswith("/accounts/login/")

    def test_a_form_from_elsewhere_is_refused(self, staff: Any, home: HomePage) -> None:
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(staff)
        assert strict.post(ADD, {"address": "https://example.org/"}).status_code == 403


def test_links_go_with_the_person_who_is_erased(staff: Any, home: HomePage) -> None:
    from tests.factories.people import PersonFactory

    MyLink.objects.create(user=staff, address="https://example.org/", name="x")
    person = PersonFactory(user=staff)
    for forget in registry.erasure:
        forget(person)
    assert not MyLink.objects.exists()


def test_a_link_goes_with_its_page(staff: Any, home: HomePage) -> None:
    page = ContentPageFactory()
    MyLink.objects.create(user=staff, page=page)
    page.delete()
    assert not MyLink.objects.exists()
