"""“Why is this result here” and “Search entry”: what they say, and to whom they say nothing."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection, CollectionViewRestriction, Page

from search.models import Entry, Index, Synonym
from tests.factories.accounts import UserFactory
from tests.factories.blocks import DocumentFactory
from tests.factories.pages import ContentPageFactory, DepartmentPageFactory, restrict, text
from tests.factories.people import PersonFactory, TeamFactory
from tests.factories.rights import person_with
from tests.search.desk_people import client_of, search_editor

pytestmark = pytest.mark.django_db

WHY = reverse("search_why")


@pytest.fixture
def editor(home: Page) -> Client:
    """A browser of a search editor."""
    return client_of(search_editor())


def entry_of(thing: Any, source: str = "page") -> str:
    return reverse("search_entry", args=[source, thing.pk])


def told(client: Client, url: str, **query: str) -> str:
    answer = client.get(url, query)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_why_shows_the_points_of_each_result_and_their_sum(editor: Client) -> None:
    ContentPageFactory(title="Annual leave")
    ContentPageFactory(title="Travel", body=[text("<p>Travel on annual leave</p>")])
    answer = editor.get(WHY, {"q": "the annual leave"})
    done = answer.context["done"]
    assert [row.title for row in done.rows] == ["Annual leave", "Travel"]
    for row in done.rows:
        assert sum(row.points.values()) == pytest.approx(row.score)
    assert done.rows[0].points["Words in the title"] > 0
    assert done.left_out == ["the"]
    assert done.engine in answer.content.decode()


def test_why_tells_what_else_would_do_for_a_word(editor: Client) -> None:
    ContentPageFactory(title="Annual leave")
    Synonym.objects.create(words="vacation, annual leave")
    done = editor.get(WHY, {"q": "vacation"}).context["done"]
    (meaning,) = done.meanings
    assert meaning.others["Means the same"] == ["annual leave"]


def test_why_not_higher(editor: Client) -> None:
    ContentPageFactory(title="Annual leave", slug="annual-leave")
    page = ContentPageFactory(
        title="Travel", slug="travel", body=[text("<p>Travel on annual leave</p>")]
    )
    for wanted in (f"page:{page.pk}", "/travel/", "http://localhost/travel/"):
        standing = editor.get(WHY, {"q": "annual leave", "page": wanted}).context["standing"]
        assert (standing.rank, standing.title) == (2, "Travel")
        label, own, first = standing.against_first[0]
        assert own < first
        assert label


def test_why_it_is_not_found_at_all(editor: Client) -> None:
    ContentPageFactory(title="Annual leave")
    ContentPageFactory(title="Travel", slug="travel")
    standing = editor.get(WHY, {"q": "leave", "page": "/travel/"}).context["standing"]
    assert standing.rank == 0
    assert "it does not hold “leave”" in standing.sentences[0]


def test_asking_as_somebody_else_shows_nothing_that_the_editor_may_not_see(editor: Client) -> None:
    board, hr = Group.objects.create(name="Board"), Group.objects.create(name="HR")
    restrict(ContentPageFactory(title="Quokka leave"), board)
    closed = ContentPageFactory(title="Leave for HR")
    restrict(closed, hr)
    ContentPageFactory(title="Leave")
    director = UserFactory(username="dora")
    director.groups.add(board)
    other = search_editor("hal")
    other.groups.add(hr)
    answer = editor.get(WHY, {"q": "leave", "as": "dora"})
    assert [row.title for row in answer.context["done"].rows] == ["Leave"]
    assert answer.context["done"].total == 1
    assert "Quokka" not in answer.content.decode()
    own = client_of(other).get(WHY, {"q": "leave"})
    assert {row.title for row in own.context["done"].rows} == {"Leave", "Leave for HR"}
    narrowed = client_of(other).get(
        WHY, {"q": "leave", "as": "anybody", "page": f"page:{closed.pk}"}
    )
    assert [row.title for row in narrowed.context["done"].rows] == ["Leave"]
    assert "may not see it" in narrowed.context["standing"].sentences[0]


def test_a_superuser_sees_what_another_one_sees(admin_client: Client, home: Page) -> None:
    board = Group.objects.create(name="Board")
    restrict(ContentPageFactory(title="Board leave"), board)
    restrict(ContentPageFactory(title="Other leave"), Group.objects.create(name="Others"))
    UserFactory(username="dora").groups.add(board)
    answer = admin_client.get(WHY, {"q": "leave", "as": "dora"})
    assert [row.title for row in answer.context["done"].rows] == ["Board leave"]


def test_a_reader_who_is_nobody_is_said_to_be(editor: Client) -> None:
    assert "Nobody is called “zz”" in told(editor, WHY, q="leave", **{"as": "zz"})


def test_a_closed_page_is_nowhere_in_why(editor: Client) -> None:
    page = ContentPageFactory(title="Quokka leave", slug="quokka-plan")
    restrict(page, Group.objects.create(name="Board"))
    for wanted in (f"page:{page.pk}", "/quokka-plan/", "page:999999", "/nothing/"):
        said = told(editor, WHY, q="leave", page=wanted)
        assert f"There is nothing at “{wanted}” that you may see." in said
        assert "Quokka leave" not in said


@pytest.mark.parametrize(
    "query", ['"', "\u202e", "x" * 500, "a " * 60, "' OR 1=1 --", "😀", "page:²"]
)
def test_any_words_can_be_asked_why(query: str, editor: Client) -> None:
    ContentPageFactory(title="Leave")
    for wanted in ("", "page:1", query, "person:99999999999999999999", "http://[", "nothing:3"):
        answer = editor.get(WHY, {"q": query, "page": wanted, "as": query[:100] if wanted else ""})
        assert answer.status_code == 200


def test_an_entry_tells_all_that_search_knows(editor: Client) -> None:
    page = ContentPageFactory(
        title="Annual leave", keywords="holiday", body=[text("<p>Ask for a form SCS7.</p>")]
    )
    linking = ContentPageFactory(
        title="Welcome",
        body=[text(f'<p><a linktype="page" id="{page.pk}">days off</a></p>')],
    )
    said = told(editor, entry_of(page))
    for part in ("Annual leave", "holiday", "Ask for a form SCS7.", "days off", "Welcome"):
        assert part in said
    assert "Anybody who is signed in" in said
    assert "the database answers" in said
    assert reverse("search_entry", args=["page", linking.pk]) in said


def test_an_entry_says_which_link_texts_do_not_count(admin_client: Client, home: Page) -> None:
    page = ContentPageFactory(title="Annual leave")
    linking = ContentPageFactory(
        title="For the board",
        body=[text(f'<p><a linktype="page" id="{page.pk}">quokka</a></p>')],
    )
    restrict(linking, Group.objects.create(name="Board"))
    said = told(admin_client, entry_of(page))
    assert "No: not everybody may read that page" in said
    assert "quokka" in said


def test_links_on_pages_that_are_closed_to_the_editor_are_not_listed(editor: Client) -> None:
    page = ContentPageFactory(title="Annual leave")
    linking = ContentPageFactory(
        title="For the board",
        body=[text(f'<p><a linktype="page" id="{page.pk}">quokka</a></p>')],
    )
    restrict(linking, Group.objects.create(name="Board"))
    said = told(editor, entry_of(page))
    assert "quokka" not in said
    assert "For the board" not in said


def test_an_entry_of_a_closed_thing_is_as_none(editor: Client) -> None:
    board = Group.objects.create(name="Board")
    page = ContentPageFactory(title="Quokka")
    restrict(page, board)
    files = Collection.get_first_root_node().add_child(name="Board files")
    CollectionViewRestriction.objects.create(
        collection=files, restriction_type=CollectionViewRestriction.GROUPS
    ).groups.set([board])
    document = DocumentFactory(title="Quokka minutes", collection=files)
    draft = ContentPageFactory(title="Quokka draft", live=False)
    for url in (
        entry_of(page),
        entry_of(document, "document"),
        entry_of(draft),
        reverse("search_entry", args=["page", 999_999]),
        reverse("search_entry", args=["nothing", 1]),
    ):
        assert editor.get(url).status_code == 404


def test_who_edits_a_closed_page_sees_its_entry_and_no_more(home: Page) -> None:
    page = ContentPageFactory(title="Quokka", slug="quokka")
    restrict(page, Group.objects.create(name="Board"))
    draft = ContentPageFactory(parent=page, title="Draft", live=False)
    person = person_with(page, "wagtailcore.change_page")
    client = client_of(person)
    assert client.get(entry_of(page)).status_code == 302
    person.groups.add(*search_editor().groups.all())
    client = client_of(person)
    assert "People in Board" in told(client, entry_of(page))
    assert "Search does not find it now" in told(client, entry_of(draft))


def test_an_entry_says_whether_the_index_has_it(editor: Client) -> None:
    Index.objects.create(name="corridor-1", state="live")
    page = ContentPageFactory(title="Annual leave")
    assert "the change is still to be sent" in told(editor, entry_of(page))
    entry = Entry.objects.get(source="page", number=page.pk)
    Entry.objects.filter(pk=entry.pk).update(indexed_version=entry.version)
    assert "The index corridor-1 has it as it is here." in told(editor, entry_of(page))


def test_edit_screens_lead_to_the_entry(editor: Client, admin_client: Client, home: Page) -> None:
    page, document = ContentPageFactory(), DocumentFactory()
    person, team = PersonFactory(), TeamFactory()
    screens = {
        reverse("wagtailadmin_pages:edit", args=[page.pk]): entry_of(page),
        reverse("wagtaildocs:edit", args=[document.pk]): entry_of(document, "document"),
        reverse("wagtailsnippets_people_person:edit", args=[person.pk]): entry_of(person, "person"),
        reverse("wagtailsnippets_people_team:edit", args=[team.pk]): entry_of(team, "team"),
    }
    for screen, entry in screens.items():
        assert f'href="{entry}"' in told(admin_client, screen), screen
        assert admin_client.get(entry).status_code == 200
    without = client_of(person_with(page, "wagtailcore.change_page"))
    assert entry_of(page) not in told(without, reverse("wagtailadmin_pages:edit", args=[page.pk]))


def test_why_names_a_slip_only_for_words_that_the_reader_finds(editor: Client) -> None:
    closed = ContentPageFactory(title="Quokka plans")
    restrict(closed, Group.objects.create(name="Board"))
    ContentPageFactory(title="Mooring")
    done = editor.get(WHY, {"q": "quoka moorinf"}).context["done"]
    assert [meaning.others for meaning in done.meanings] == [
        {},
        {"Perhaps a slip for": ["mooring"]},
    ]
    assert "quokka" not in told(editor, WHY, q="quoka").lower()


def test_who_edits_a_page_is_not_told_what_is_called_above_it(home: Page) -> None:
    house = DepartmentPageFactory(title="Quokka House", slug="house")
    page = ContentPageFactory(title="Leave", slug="leave", parent=house)
    restrict(house, Group.objects.create(name="Board"))
    editor = person_with(page, "wagtailcore.change_page")
    editor.user_permissions.add(Permission.objects.get(codename="view_entry"))
    shown = told(client_of(editor), entry_of(page))
    assert "Leave" in shown
    assert "Quokka" not in shown
