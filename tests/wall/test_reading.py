"""What stands on a wall, in which order, and how it is narrowed."""

import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from accounts.models import User
from conversations.models import Comment, Mention
from tests.factories.accounts import UserFactory
from tests.factories.conversations import ReactionFactory
from tests.factories.notifications import FollowFactory
from tests.factories.pages import (
    ContentPageFactory,
    DepartmentPageFactory,
    NewsPageFactory,
    restrict,
)
from tests.factories.people import MembershipFactory, PersonFactory, TeamFactory
from tests.factories.wall import (
    PostFactory,
    department_wall,
    everybodys_wall,
    reply_to,
    team_wall,
    thanks_to,
)
from wall.enums import Purpose
from wall.models import Post

pytestmark = pytest.mark.django_db

MOST_QUERIES = 15


def ids(response: Any) -> list[int]:
    """The posts that a page lists, in its order."""
    assert response.status_code == 200
    page = BeautifulSoup(response.content, "html.parser")
    return [int(post["id"].removeprefix("post-")) for post in page.select("main article.post")]


def listed(client: Client, address: str = "/wall/") -> list[int]:
    return ids(client.get(address))


def test_the_newest_comes_first_thirty_a_page(staff_client: Client) -> None:
    posts = [PostFactory().pk for _each in range(33)]
    posts.reverse()
    assert listed(staff_client) == posts[:30]
    assert listed(staff_client, "/wall/?page=2") == posts[30:]


@pytest.mark.parametrize(
    "query",
    [
        "page=abc", "page=0", "page=-1", "page=99", "page=1e9", "page=9999999999999999999999", "page=²",
        "kind=sermon", "kind=", "by=", "kind[]=x", "page=1&page=2", "kind=%F0%9F%8E%89",
    ],
)  # fmt: skip
def test_nonsense_in_the_address_changes_nothing(staff_client: Client, query: str) -> None:
    post = PostFactory()
    for place in ("/wall/", "/wall/all/"):
        assert listed(staff_client, f"{place}?{query}") == [post.pk]


@pytest.mark.parametrize("by", ["nobody", "../..", "x" * 4_000, "1", "'; drop table"])
def test_of_a_person_whom_nobody_knows_there_is_nothing(staff_client: Client, by: str) -> None:
    PostFactory()
    assert listed(staff_client, f"/wall/?by={by}") == []


def test_a_wall_is_narrowed_by_kind(staff_client: Client) -> None:
    posts = {purpose: PostFactory(purpose=purpose).pk for purpose in Purpose}
    for purpose, number in posts.items():
        assert listed(staff_client, f"/wall/?kind={purpose}") == [number]


def test_questions_without_an_answer_are_found(staff_client: Client) -> None:
    waiting = PostFactory(question=True)
    PostFactory(question=True, answered_at=timezone.now())
    PostFactory()
    assert listed(staff_client, "/wall/?kind=unanswered") == [waiting.pk]


def test_a_wall_is_narrowed_to_one_person(staff: User, staff_client: Client) -> None:
    person = PersonFactory(user=staff)
    mine, _other = PostFactory(author=staff), PostFactory()
    assert listed(staff_client, f"/wall/?by={person.slug}") == [mine.pk]
    assert listed(staff_client, f"/wall/?by={PersonFactory().slug}") == []


def test_the_pages_of_a_narrowed_wall_stay_narrow(staff_client: Client) -> None:
    for _each in range(31):
        PostFactory(question=True)
    html = staff_client.get("/wall/?kind=question").content.decode()
    assert "?kind=question&amp;page=2" in html


def test_posts_of_other_walls_stand_on_theirs_and_on_all(home: Page, staff_client: Client) -> None:
    post = PostFactory()
    of_team = PostFactory(wall=team_wall(TeamFactory()))
    of_department = PostFactory(wall=department_wall(DepartmentPageFactory()))
    assert listed(staff_client) == [post.pk]
    assert listed(staff_client, of_team.wall.get_absolute_url()) == [of_team.pk]
    assert listed(staff_client, of_department.wall.get_absolute_url()) == [of_department.pk]
    assert listed(staff_client, "/wall/all/") == [of_department.pk, of_team.pk, post.pk]


def test_my_walls_hold_what_concerns_me(home: Page, staff: User, staff_client: Client) -> None:
    mine = PersonFactory(user=staff)
    department = DepartmentPageFactory()
    above = TeamFactory(department=department)
    team = TeamFactory(parent=above)
    MembershipFactory(person=mine, team=team)
    followed = PersonFactory(signs_in=True)
    elsewhere = DepartmentPageFactory()
    FollowFactory(user=staff, kind="person", number=followed.pk)
    FollowFactory(user=staff, kind="department", number=elsewhere.pk)
    wanted = [
        PostFactory(author=staff),
        thanks_to(mine),
        PostFactory(wall=team_wall(team)),
        PostFactory(wall=team_wall(above)),
        PostFactory(wall=department_wall(department)),
        PostFactory(author=followed.user),
        PostFactory(wall=department_wall(elsewhere)),
    ]
    PostFactory()
    thanks_to(PersonFactory())
    PostFactory(wall=team_wall(TeamFactory(parent=above)))
    assert listed(staff_client, "/wall/mine/") == [post.pk for post in reversed(wanted)]
    html = staff_client.get("/wall/mine/").content.decode()
    for wall in (team_wall(team), team_wall(above), department_wall(department)):
        assert f'href="{wall.get_absolute_url()}"' in html


def test_who_is_in_no_team_has_an_empty_page_of_their_own(staff_client: Client) -> None:
    PostFactory()
    assert listed(staff_client, "/wall/mine/") == []


def test_what_is_hidden_or_deleted_stands_nowhere(staff: User, staff_client: Client) -> None:
    person = PersonFactory(user=staff)
    gone = [PostFactory(hidden=True, author=staff), PostFactory(deleted=True, author=staff)]
    gone.append(thanks_to(person, hidden=True))
    for post in gone:
        for address in (post.get_absolute_url(), f"{post.get_absolute_url()}edit/"):
            assert staff_client.get(address).status_code == 404
    for place in ("/wall/", "/wall/all/", "/wall/mine/"):
        assert listed(staff_client, place) == []
    assert "tide is at the door" not in staff_client.get(person.get_absolute_url()).content.decode()


def test_a_post_has_a_page_of_its_own_with_every_reply(staff_client: Client) -> None:
    post = PostFactory(text="A word in season.")
    replies = [reply_to(post) for _each in range(6)]
    page = staff_client.get(post.get_absolute_url())
    assert ids(page) == [post.pk]
    assert all(reply.text in page.content.decode() for reply in replies)
    on_wall = staff_client.get("/wall/").content.decode()
    assert [reply.text in on_wall for reply in replies] == [False] * 3 + [True] * 3
    assert "See all 6 replies" in on_wall


@pytest.mark.parametrize("number", ["0", "999999", "99999999999999999999999999"])
def test_a_post_that_never_was_is_not_found(staff_client: Client, number: str) -> None:
    for rest in ("", "picture/", "edit/", "delete/"):
        assert staff_client.get(f"/wall/posts/{number}/{rest}").status_code == 404


def test_who_wrote_it_is_named_with_what_they_do(staff: User, staff_client: Client) -> None:
    person = PersonFactory(user=staff, first_name="Sam", last_name="Okafor", job_title="Diver")
    PostFactory(author=staff)
    article = BeautifulSoup(staff_client.get("/wall/").content, "html.parser").select_one(".post")
    assert article.select_one(".post__by a")["href"] == person.get_absolute_url()
    assert "Diver" in article.get_text()
    moment = article.find("time")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT.+", moment["datetime"])


def test_a_card_shows_a_page_of_ours_to_those_who_may_read_it(
    home: Page, staff: User, staff_client: Client, admin_client: Client
) -> None:
    page = ContentPageFactory(title="Tide tables", summary="When the water comes.", slug="tides")
    PostFactory(author=staff, text="See /tides/ and http://127.0.0.1:8000/other/.")
    card = BeautifulSoup(staff_client.get("/wall/").content, "html.parser").select_one(
        ".post__card"
    )
    assert (card.a["href"], card.a.get_text()) == ("/tides/", "Tide tables")
    assert "When the water comes." in card.get_text()
    restrict(page)
    assert "post__card" not in staff_client.get("/wall/").content.decode()
    assert "Tide tables" not in staff_client.get("/wall/").content.decode()
    assert "post__card" in admin_client.get("/wall/").content.decode()
    page.unpublish()
    assert "post__card" not in admin_client.get("/wall/").content.decode()


def test_a_card_follows_a_page_that_moves(home: Page, staff: User, staff_client: Client) -> None:
    page = ContentPageFactory(slug="tides")
    PostFactory(author=staff, text="See http://127.0.0.1:8000/tides/?x=1#top!")
    page.slug = "waters"
    page.save_revision().publish()
    card = BeautifulSoup(staff_client.get("/wall/").content, "html.parser").select_one(
        ".post__card"
    )
    assert card.a["href"] == "/waters/"


@pytest.mark.parametrize(
    "text",
    [
        "http://example.org/tides/", "//example.org/tides/", "nothing/tides/", "http://[", "/", "/tides/extra/",
        "http://127.0.0.1:8000", "javascript:/tides/",
    ],
)  # fmt: skip
def test_what_leads_elsewhere_gets_no_card(home: Page, staff: User, text: str) -> None:
    ContentPageFactory(slug="tides")
    assert PostFactory(author=staff, text=text).linked_page is None


def test_nobody_gets_a_card_by_writing_the_address_of_a_closed_page(
    home: Page, staff: User, admin_client: Client
) -> None:
    restrict(ContentPageFactory(slug="tides"))
    assert PostFactory(author=staff, text="/tides/").linked_page is None


def test_a_full_wall_takes_few_queries(
    home: Page, staff: User, django_assert_max_num_queries: Any
) -> None:
    """30 posts of all kinds, each with 5 replies and 3 reactions, by 20 people, for a member of a team."""
    team = TeamFactory(department=DepartmentPageFactory())
    team_wall(TeamFactory(), closed=True)
    MembershipFactory(person=PersonFactory(user=staff), team=team)
    people = [PersonFactory(signs_in=True) for _each in range(20)]
    pages = [ContentPageFactory(), DepartmentPageFactory(), NewsPageFactory()]
    for number in range(30):
        author = people[number % 20].user
        page = pages[number % 3]
        words = f"Look at {page.url} with @{people[4].name}."
        if number % 5 == 0:
            post = thanks_to(*people[:3], author=author, text=words)
        else:
            post = PostFactory(author=author, text=words, question=False)
        for each in range(5):
            by = people[(number + each) % 20].user
            reply = reply_to(post, author=by, text=f"And @{people[5].name}.")
            Mention.objects.create(
                target="comment", number=reply.pk, person=people[5], name=people[5].name
            )
            ReactionFactory(number=reply.pk, user=author)
        Mention.objects.create(target="post", number=post.pk, person=people[4], name=people[4].name)
        for each in range(3):
            ReactionFactory(target="post", number=post.pk, user=people[each].user)
    client = Client()
    client.force_login(staff)
    for address in ("/wall/", "/wall/all/", "/wall/mine/", team_wall(team).get_absolute_url()):
        client.get(address)
        with django_assert_max_num_queries(MOST_QUERIES):
            client.get(address)
    post = Post.objects.filter(purpose=Purpose.THANKS).latest("pk")
    client.get(post.get_absolute_url())
    with django_assert_max_num_queries(MOST_QUERIES):
        client.get(post.get_absolute_url())


def test_html_of_every_page_is_valid(
    home: Page, staff: User, staff_client: Client, html_errors: Any
) -> None:
    team = TeamFactory(name="Tides & <Waves>")
    MembershipFactory(person=PersonFactory(user=staff), team=team, is_lead=True)
    wall = team_wall(team)
    post = PostFactory(author=staff, question=True, text="Who knows?\n\nI do not.", wall=wall)
    reply_to(post)
    thanks_to(PersonFactory(), PersonFactory(has_left=True), wall=wall)
    PostFactory(author=staff, wall=wall, pinned_at=timezone.now())
    PostFactory(purpose=Purpose.ANNOUNCEMENT, wall=wall)
    address = wall.get_absolute_url()
    refused = {"purpose": "thanks", "thanks": "Nobody", "text": "", "token": "x"}
    pages = {
        "wall": staff_client.get(address),
        "everybody": staff_client.get("/wall/?kind=thanks"),
        "mine": staff_client.get("/wall/mine/"),
        "post": staff_client.get(post.get_absolute_url()),
        "edit": staff_client.get(f"{post.get_absolute_url()}edit/"),
        "delete": staff_client.get(f"{post.get_absolute_url()}delete/"),
        "settings": staff_client.get(f"{address}settings/"),
        "refused": staff_client.post(address, refused),
        "team": staff_client.get(team.get_absolute_url()),
    }
    assert html_errors({name: page.content.decode() for name, page in pages.items()}) == []


def test_a_post_of_somebody_who_is_gone_is_still_drawn(staff_client: Client) -> None:
    author = UserFactory()
    post = PostFactory(author=author)
    author.delete()
    assert listed(staff_client) == [post.pk]
    assert "A former member of staff" in staff_client.get("/wall/").content.decode()


def test_a_reply_that_is_gone_answers_nothing(staff_client: Client) -> None:
    post = PostFactory(question=True, answered_at=timezone.now())
    reply = reply_to(post)
    Post.objects.filter(pk=post.pk).update(answer=reply)
    assert "See the reply" in staff_client.get("/wall/").content.decode()
    Comment.objects.update(hidden_at=timezone.now())
    assert "See the reply" not in staff_client.get("/wall/").content.decode()
    assert everybodys_wall().posts.count() == 1
