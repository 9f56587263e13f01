"""Whoever may read a wall reads what stands on it, at every door; nobody else learns that it is there."""

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from django.test import Client, RequestFactory
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Page

from access.rules import forget
from accounts.models import User
from conversations import subjects
from core import registry
from search.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.pages import DepartmentPageFactory, restrict
from tests.factories.people import MembershipFactory, PersonFactory, TeamFactory
from tests.factories.wall import PostFactory, department_wall, everybodys_wall, team_wall
from wall import front, panels
from wall.enums import Audience, WallKind
from wall.models import Post, Wall
from wall.querysets import SIGHT, reads
from wall.scopes import scope_of
from wall.services.walls import say_who_reads

pytestmark = pytest.mark.django_db


@dataclass
class World:
    """Walls of every sort, and people who stand differently to them."""

    department: Page
    board: Group
    top: Any
    middle: Any
    leaf: Any
    posts: list[Post]
    people: dict[str, User] = field(default_factory=dict)


@pytest.fixture
def world(home: Page) -> World:
    top = TeamFactory(name="Top")
    middle = TeamFactory(name="Middle", parent=top)
    leaf = TeamFactory(name="Leaf", parent=middle)
    department = DepartmentPageFactory(title="Harbours")
    walls = [everybodys_wall(), department_wall(department), *map(team_wall, (top, middle, leaf))]
    made = World(
        department=department,
        board=Group.objects.create(name="Board"),
        top=top,
        middle=middle,
        leaf=leaf,
        posts=[PostFactory(wall=wall) for wall in walls for _twice in range(2)],
    )
    made.people = {
        "nobody's": UserFactory(),
        "root": UserFactory(superuser=True),
        "closed account": UserFactory(is_active=False),
    }
    for team in (top, middle, leaf):
        made.people[team.name] = UserFactory()
        MembershipFactory(person=PersonFactory(user=made.people[team.name]), team=team)
    made.people["board"] = UserFactory()
    made.people["board"].groups.add(made.board)
    return made


def may_read(world: World, who: str, post: Post) -> bool:
    """The rules of the wall, said another way: nothing here asks the code that is tested."""
    post.refresh_from_db()
    wall = Wall.objects.get(pk=post.wall_id)
    if who == "closed account" or post.hidden_at or post.deleted_at:
        return False
    if wall.kind == WallKind.EVERYBODY:
        return True
    if wall.kind == WallKind.DEPARTMENT:
        page = Page.objects.get(pk=wall.department_id)
        closed = page.view_restrictions.exists()
        return page.live and (not closed or who in {"board", "root"})
    inside = {"Top": {"Top", "Middle", "Leaf"}, "Middle": {"Middle", "Leaf"}, "Leaf": {"Leaf"}}
    return wall.audience == Audience.EVERYBODY or who == "root" or who in inside[wall.team.name]


def stands(post: Post) -> bool:
    """Whether the wall of a post is there."""
    page = post.wall.department_id
    return page is None or Page.objects.get(pk=page).live


CHANGES = ("close top", "close middle", "close leaf", "open top", "open middle", "open leaf",
           "restrict", "unpublish", "publish", "hide", "delete", "show")  # fmt: skip


def change(world: World, what: str, which: int) -> None:
    verb, _, name = what.partition(" ")
    post = world.posts[which % len(world.posts)]
    if name:
        audience = Audience.MEMBERS if verb == "close" else Audience.EVERYBODY
        say_who_reads(team_wall(getattr(world, name)), audience, actor=None)
    elif what == "restrict":
        if not world.department.view_restrictions.exists():
            restrict(world.department, world.board)
    elif what == "unpublish":
        world.department.refresh_from_db()
        world.department.unpublish()
    elif what == "publish":
        world.department.refresh_from_db()
        world.department.save_revision().publish()
    else:
        post.refresh_from_db()
        if what == "hide" and not post.deleted_at:
            post.hidden_at = timezone.now()
        elif what == "show":
            post.hidden_at = None
        elif what == "delete":
            post.deleted_at = timezone.now()
        post.save()


@pytest.mark.hypothesis
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=12)
@given(steps=st.lists(st.tuples(st.sampled_from(CHANGES), st.integers(0, 9)), max_size=6))
def test_what_each_person_is_shown_is_what_the_rules_say(
    world: World, steps: list[tuple[str, int]]
) -> None:
    """At the queryset, as a thing that is talked about, to whoever is told, in search and on the home page."""
    point = transaction.savepoint()
    try:
        for what, which in steps:
            change(world, what, which)
        for post in world.posts:
            post.refresh_from_db()
        numbers = [post.pk for post in world.posts]
        # Moderators know of what they hid; it is in no list of theirs either.
        hidden = {
            post.pk
            for post in world.posts
            if post.hidden_at and not post.deleted_at and stands(post)
        }
        request = RequestFactory().get("/")
        for who, user in world.people.items():
            forget(user)
            wanted = {post.pk for post in world.posts if may_read(world, who, post)}
            assert set(Post.objects.readable_by(user).values_list("pk", flat=True)) == wanted, who
            assert set(scope_of(user, "all").posts.values_list("pk", flat=True)) == wanted, who
            rows = Post.objects.standing().values_list("pk", *SIGHT)
            assert {number for number, *sight in rows if reads(user, *sight)} == wanted, who
            source = registry.findables.get("post")
            told = registry.noticeables.get("post")
            assert set(source.openable(user).values_list("pk", flat=True)) == wanted, who
            seen = wanted | (hidden if who == "root" else set())
            assert set(told.show(user, numbers)) == seen, who
            assert set(subjects.subject_of("post").places(user, numbers)) == seen, who
            request.user = user
            on_home = {brief.post.pk for brief in front.latest_for(request, 10)}
            first = {post.pk for post in world.posts[:2]}
            assert on_home == wanted & first, who
        found = set(Entry.objects.filter(source="post", live=True).values_list("number", flat=True))
        assert found == {post.pk for post in world.posts if may_read(world, "root", post)}
        for entry in Entry.objects.filter(source="post", live=True).select_related("rule"):
            assert source.rules([entry.number])[entry.number] == entry.rule_id
    finally:
        transaction.savepoint_rollback(point)


@pytest.mark.parametrize("who", ["nobody's", "Top", "Leaf", "board", "root"])
def test_each_door_answers_each_person_alike(world: World, who: str) -> None:
    restrict(world.department, world.board)
    say_who_reads(team_wall(world.middle), Audience.MEMBERS, actor=None)
    user = world.people[who]
    client = Client()
    client.force_login(user)
    everything = client.get("/wall/all/").content.decode()
    for post in world.posts:
        wanted = 200 if may_read(world, who, post) else 404
        wall = post.wall
        doors = [post.get_absolute_url(), wall.get_absolute_url()]
        assert [client.get(door).status_code for door in doors] == [wanted, wanted]
        poll = client.get(f"/wall/new/?at={wall.slug}&since=0")
        assert bool(poll.json()["new"]) is (wanted == HTTPStatus.OK)
        assert (post.text in everything) is (wanted == 200)


def test_panels_show_nothing_of_a_wall_that_one_may_not_read(world: World) -> None:
    say_who_reads(team_wall(world.leaf), Audience.MEMBERS, actor=None)
    request = RequestFactory().get("/")
    request.user = world.people["Top"]
    assert panels.latest_for_team(request, world.leaf) is None
    request.user = world.people["Leaf"]
    assert panels.latest_for_team(request, world.leaf) is not None
