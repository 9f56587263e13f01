"""What is done with posts: answered, pinned, changed, deleted, replied to, reported and hidden; and who is told."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.utils import timezone
from wagtail.models import Page

from accounts.models import User
from conversations.models import Comment, Reaction, Report
from conversations.services import moderating
from core import registry
from core.notices import Followed, Notice, NoticeKind
from notifications.models import Notification
from people.services.erasure import erase
from people.services.teams import close_team
from search.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.conversations import ReactionFactory
from tests.factories.notifications import FollowFactory
from tests.factories.pages import DepartmentPageFactory, restrict
from tests.factories.people import MembershipFactory, PersonFactory, TeamFactory, lead, member
from tests.factories.wall import PostFactory, department_wall, reply_to, team_wall, thanks_to
from wall.enums import Audience
from wall.models import Post, Wall

pytestmark = pytest.mark.django_db


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def change(client: Client, post: Post, do: str, **fields: Any) -> Any:
    return client.post(f"/wall/posts/{post.pk}/change/", {"do": do, **fields})


def found(post: Post) -> bool:
    return Entry.objects.filter(source="post", number=post.pk, live=True).exists()


# Questions


def test_who_asked_says_which_reply_answers(staff: User, staff_client: Client) -> None:
    post = PostFactory(author=staff, question=True)
    reply = reply_to(post)
    response = change(staff_client, post, "answered", reply=reply.pk, wall="1")
    assert response["Location"] == f"/wall/#post-{post.pk}"
    post.refresh_from_db()
    assert (post.is_answered, post.answer) == (True, reply)
    html = staff_client.get("/wall/").content.decode()
    assert "Answered" in html
    assert f'href="/talk/comment/{reply.pk}/"' in html
    change(staff_client, post, "unanswered")
    post.refresh_from_db()
    assert (post.is_answered, post.answer) == (False, None)


def test_nobody_else_says_that_a_question_is_answered(staff_client: Client) -> None:
    post = PostFactory(question=True)
    change(staff_client, post, "answered")
    post.refresh_from_db()
    assert not post.is_answered
    assert "Mark as answered" not in staff_client.get("/wall/").content.decode()


@pytest.mark.parametrize("reply", ["0", "x", "9" * 30, "-1"])
def test_a_reply_that_is_not_there_answers_nothing(
    staff: User, staff_client: Client, reply: str
) -> None:
    post = PostFactory(author=staff, question=True)
    assert change(staff_client, post, "answered", reply=reply).status_code == 404
    other = reply_to(PostFactory())
    assert change(staff_client, post, "answered", reply=other.pk).status_code == 404


def test_a_message_is_not_answered(staff: User, staff_client: Client) -> None:
    post = PostFactory(author=staff)
    change(staff_client, post, "answered")
    post.refresh_from_db()
    assert not post.is_answered


# Pins


def test_three_posts_at_most_are_pinned_by_those_who_look_after_the_wall(
    staff_client: Client,
) -> None:
    team = TeamFactory()
    leader = client_of(lead(team, signs_in=True).user)
    wall = team_wall(team)
    posts = [PostFactory(wall=wall) for _each in range(5)]
    for post in posts[:4]:
        change(leader, post, "pin")
    change(staff_client, posts[4], "pin")
    pinned = set(Post.objects.filter(pinned_at__isnull=False))
    assert pinned == set(posts[:3])
    first = leader.get(wall.get_absolute_url()).content.decode()
    assert first.index(f'id="post-{posts[0].pk}"') < first.index(f'id="post-{posts[4].pk}"')
    change(leader, posts[0], "unpin")
    change(leader, posts[3], "pin")
    posts[3].refresh_from_db()
    assert posts[3].pinned_at


@pytest.mark.parametrize("do", ["", "explode", "pin "])
def test_what_cannot_be_done_is_not_found(staff_client: Client, do: str) -> None:
    assert change(staff_client, PostFactory(), do).status_code == 404
    assert staff_client.get(f"/wall/posts/{PostFactory().pk}/change/").status_code == 405


# One's own


def test_words_can_be_changed_for_half_an_hour_by_who_wrote_them(
    staff: User, staff_client: Client, admin_client: Client
) -> None:
    post = PostFactory(author=staff, text="Tihs")
    address = f"/wall/posts/{post.pk}/edit/"
    assert admin_client.get(address).status_code == 404
    staff_client.post(address, {"text": "This", "token": post.token})
    post.refresh_from_db()
    assert (post.text, post.edited_at is not None) == ("This", True)
    Post.objects.update(created_at=timezone.now() - timedelta(minutes=31))
    response = staff_client.post(address, {"text": "That", "token": post.token})
    assert response.status_code == HTTPStatus.FORBIDDEN
    post.refresh_from_db()
    assert post.text == "This"
    assert address not in staff_client.get("/wall/").content.decode()


def test_a_deleted_post_leaves_nothing(
    staff: User, staff_client: Client, admin_client: Client
) -> None:
    person = PersonFactory()
    post = thanks_to(person, author=staff, text="Private words")
    address = f"/wall/posts/{post.pk}/delete/"
    assert admin_client.post(address).status_code == 404
    assert found(post)
    assert staff_client.get(address).status_code == 200
    assert staff_client.post(address)["Location"] == "/wall/"
    assert staff_client.post(address).status_code == 404
    post.refresh_from_db()
    assert (post.text, post.thanks.count(), found(post)) == ("", 0, False)
    assert staff_client.get(post.get_absolute_url()).status_code == 404


# Moderators


def test_hiding_and_restoring_tell_search_at_once(admin: User) -> None:
    post = PostFactory()
    moderating.hide(admin, post)
    assert not found(post)
    moderating.restore(admin, post)
    assert found(post)


def test_a_post_can_be_reported_and_a_closed_one_is_not_there_to_report(
    staff_client: Client,
) -> None:
    post = PostFactory()
    said = {"reason": "rude", "words": "It hurts."}
    assert staff_client.post(f"/talk/post/{post.pk}/report/", said).status_code == 302
    assert Report.objects.get().text == post.text
    closed = PostFactory(wall=team_wall(TeamFactory(), closed=True))
    for door in ("report", "react", "comment", "reactions"):
        assert staff_client.get(f"/talk/post/{closed.pk}/{door}/").status_code == 404


def test_replies_and_reactions_reach_a_post(staff: User, staff_client: Client) -> None:
    post = PostFactory()
    staff_client.post(f"/talk/post/{post.pk}/comment/", {"text": "Indeed.", "token": "r"})
    staff_client.post(f"/talk/post/{post.pk}/react/", {"kind": "love"})
    reply = Comment.objects.get()
    assert (reply.author, reply.subject_key) == (staff, ("post", post.pk))
    html = staff_client.get("/wall/").content.decode()
    assert "Indeed." in html
    assert 'aria-pressed="true"' in html


# Who is told


def test_those_who_follow_the_author_are_told_if_they_may_read_it(
    staff: User, staff_client: Client
) -> None:
    mine = PersonFactory(user=staff)
    follower, outsider = UserFactory(), UserFactory()
    for user in (follower, outsider):
        FollowFactory(user=user, kind="person", number=mine.pk)
    team = TeamFactory()
    MembershipFactory(person=mine, team=team)
    MembershipFactory(person=PersonFactory(user=follower), team=team)
    address = team_wall(team, closed=True).get_absolute_url()
    staff_client.post(address, {"purpose": "message", "text": "Only for us.", "token": "t"})
    told = Notification.objects.filter(kind=NoticeKind.MESSAGE)
    assert [row.user for row in told] == [follower]


def test_a_department_is_told_of_announcements_and_its_followers_of_all(
    home: Page, admin: User, admin_client: Client, told: list[Notice]
) -> None:
    page = DepartmentPageFactory()
    address = department_wall(page).get_absolute_url()
    fan = FollowFactory(kind="department", number=page.pk).user
    for purpose in ("announcement", "message"):
        admin_client.post(address, {"purpose": purpose, "text": "Hear, hear.", "token": purpose})
    announced, said = (notice for notice in told if notice.kind == NoticeKind.MESSAGE)
    assert announced.followed == [Followed("department", page.pk)]
    assert (list(said.users), said.followed) == ([fan.pk], [])


# People and teams that go


def test_what_an_erased_person_wrote_goes_and_thanks_to_them_name_nobody(
    admin: User, staff_client: Client
) -> None:
    author = PersonFactory(signs_in=True, first_name="Priya", last_name="Nair")
    post = PostFactory(author=author.user)
    thanks = thanks_to(author)
    erase(author, admin)
    html = staff_client.get("/wall/").content.decode()
    assert post.text not in html
    assert not found(post)
    assert thanks.text in html
    assert "Priya" not in html
    assert "A former member of staff" in html


def test_a_team_that_closes_keeps_its_wall_for_reading(staff: User, staff_client: Client) -> None:
    team, heir = TeamFactory(name="Old Team"), TeamFactory()
    member(team)
    wall = team_wall(team)
    post = PostFactory(wall=wall)
    close_team(team, on=timezone.localdate(), successor=heir)
    assert staff_client.get(wall.get_absolute_url()).status_code == 200
    assert staff_client.get(post.get_absolute_url()).status_code == 200
    assert "On the wall" not in staff_client.get(team.get_absolute_url()).content.decode()


def test_what_stood_on_the_wall_of_a_department_goes_with_it(home: Page) -> None:
    page = DepartmentPageFactory()
    post = PostFactory(wall=department_wall(page))
    reply = reply_to(post)
    for target, number in (("post", post.pk), ("comment", reply.pk)):
        ReactionFactory(target=target, number=number)
    page.delete()
    assert not Reaction.objects.exists()
    assert not Post.objects.filter(pk=post.pk).exists()
    assert not Comment.objects.filter(pk=reply.pk).exists()
    assert not found(post)


# Settings


def test_leads_say_who_reads_their_wall_and_nobody_else(staff_client: Client) -> None:
    team = TeamFactory(parent=TeamFactory())
    address = f"{team_wall(team).get_absolute_url()}settings/"
    assert staff_client.get(address).status_code == 404
    assert staff_client.post(address, {"audience": "members"}).status_code == 404
    leader = client_of(lead(team.parent, signs_in=True).user)
    assert leader.post(address, {"audience": "nobody"}).status_code == 422
    assert leader.post(address, {"audience": "members"}).status_code == 302
    assert team_wall(team).audience == Audience.MEMBERS
    assert staff_client.get("/wall/everybody/settings/").status_code == 404


# Panels


def test_walls_and_thanks_stand_on_the_pages_they_belong_to(
    home: Page, staff_client: Client
) -> None:
    page, team, person = DepartmentPageFactory(), TeamFactory(), PersonFactory()
    department = [PostFactory(wall=department_wall(page), text=f"Harbour {n}.") for n in range(4)]
    PostFactory(wall=team_wall(team), text="Tides.")
    thanks_to(person, text="For everything.")
    hidden = thanks_to(person, wall=team_wall(TeamFactory(), closed=True), text="In secret.")
    html = staff_client.get(page.url).content.decode()
    assert [post.text in html for post in department] == [False, True, True, True]
    assert department_wall(page).get_absolute_url() in html
    assert "Tides." in staff_client.get(team.get_absolute_url()).content.decode()
    profile = staff_client.get(person.get_absolute_url()).content.decode()
    assert "For everything." in profile
    assert hidden.text not in profile


def test_the_walls_of_departments_are_listed_before_anybody_posts(
    home: Page, staff_client: Client
) -> None:
    page, closed = DepartmentPageFactory(title="Harbours"), DepartmentPageFactory(title="Board")
    restrict(closed)
    draft = DepartmentPageFactory(title="Soon", live=False)
    html = staff_client.get("/wall/all/").content.decode()
    assert 'href="/wall/harbours/"' in html
    assert "/wall/board/" not in html
    assert "/wall/soon/" not in html
    assert "On the wall" not in staff_client.get(page.url).content.decode()
    assert not Wall.objects.filter(department=draft).exists()


def test_posts_are_found_by_search(home: Page, staff_client: Client) -> None:
    page = DepartmentPageFactory()
    PostFactory(text="The boathouse key hangs behind the barometer.")
    closed = PostFactory(wall=department_wall(page), text="The barometer is broken.")
    restrict(page)
    html = staff_client.get("/search/?q=barometer").content.decode()
    assert "boathouse key" in html
    assert closed.text not in html


def test_members_find_what_stands_on_their_closed_wall_and_nobody_else_does(
    home: Page, staff_client: Client
) -> None:
    team = TeamFactory()
    insider = member(team, signs_in=True).user
    post = PostFactory(
        wall=team_wall(team, closed=True), author=insider, text="The barometer lies."
    )
    for client, finds in ((client_of(insider), True), (staff_client, False)):
        for address in ("/search/?q=barometer", "/search/?q=lies&kind=post"):
            html = client.get(address).content.decode()
            assert (post.get_absolute_url() in html) is finds


def test_search_shows_what_the_source_says(staff: User) -> None:
    post = PostFactory(author=staff, text="Kelp")
    request = RequestFactory().get("/")
    request.user = staff
    source = registry.findables.get("post")
    entry = Entry.objects.get(source="post", number=post.pk)
    shown = source.show(request, [entry])[post.pk]
    assert (shown.title, shown.address) == ("Kelp", post.get_absolute_url())
    assert shown.facts == "Sam Okafor, the wall of everybody"
