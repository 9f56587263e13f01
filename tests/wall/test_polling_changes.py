"""An open wall hears of it when what its reader may see has changed: no 304 then, and the number that the page shows."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace as World
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.http import Http404
from django.test import Client
from django.utils import timezone
from time_machine import travel
from wagtail.models import Page

from accounts.models import User
from notifications.models import Follow
from tests.compiling import counted
from tests.days import today, yesterday
from tests.factories.notifications import FollowFactory
from tests.factories.pages import DepartmentPageFactory, restrict
from tests.factories.people import MembershipFactory, PersonFactory, TeamFactory
from tests.factories.wall import PostFactory, department_wall, team_wall, thanks_to
from wall.enums import Audience
from wall.models import Post, Thanks
from wall.scopes import scope_of
from wall.services.walls import say_who_reads

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(home: Page, staff: User) -> World:
    """Two posts for each reason why one may concern a reader, and for none."""
    me = PersonFactory(user=staff)
    ours, followed, others = DepartmentPageFactory(), DepartmentPageFactory(), TeamFactory()
    above = TeamFactory(department=ours)
    team = TeamFactory(parent=above)
    colleague = PersonFactory(signs_in=True)
    FollowFactory(user=staff, kind="person", number=colleague.pk)
    FollowFactory(user=staff, kind="department", number=followed.pk)
    walls = {
        "team": team_wall(team, closed=True),
        "above": team_wall(above),
        "ours": department_wall(ours),
        "followed": department_wall(followed),
        "others": team_wall(others, closed=True),
        "open": team_wall(TeamFactory()),
    }
    made = World(me=me, team=team, others=others, colleague=colleague, walls=walls)
    made.ours, made.above, made.followed = ours, above, followed
    made.membership = MembershipFactory(person=me, team=team)
    for _twice in range(2):
        for wall in walls.values():
            PostFactory(wall=wall)
        PostFactory(author=staff)
        PostFactory(author=colleague.user)
        thanks_to(me)
    made.hidden = PostFactory(wall=walls["team"], hidden=True)
    return made


def leave_the_team(world: World) -> None:
    world.membership.ended_on = yesterday()
    world.membership.save()


def move_to_others(world: World) -> None:
    world.membership.team = world.others
    world.membership.save()


def join_others_too(world: World) -> None:
    MembershipFactory(person=world.me, team=world.others, is_primary=False)


def leave_the_house(world: World) -> None:
    """As of a profile that is no longer the reader's: the account stays open."""
    world.me.user = None
    world.me.save()


def move_the_team(world: World) -> None:
    world.team.parent = None
    world.team.save()


def part_team_and_department(world: World) -> None:
    world.above.department = None
    world.above.save()


def unfollow_a_person(world: World) -> None:
    Follow.objects.filter(kind="person").delete()


def unfollow_a_department(world: World) -> None:
    Follow.objects.filter(kind="department").delete()


def follow_who_wrote(world: World) -> None:
    author = Post.objects.filter(wall=world.walls["open"]).first().author
    FollowFactory(user=world.me.user, kind="person", number=PersonFactory(user=author).pk)


def take_thanks_back(world: World) -> None:
    Thanks.objects.all().delete()


def unpublish(world: World) -> None:
    world.followed.unpublish()


def restrict_a_department(world: World) -> None:
    restrict(world.ours, Group.objects.create(name="Board"))


def end_a_department(world: World) -> None:
    world.followed.expire_at = timezone.now() - timedelta(minutes=1)
    world.followed.save()


def close_a_wall(world: World) -> None:
    say_who_reads(world.walls["open"], Audience.MEMBERS, actor=None)


def open_a_wall(world: World) -> None:
    say_who_reads(world.walls["others"], Audience.EVERYBODY, actor=None)


def hide_a_post(world: World) -> None:
    Post.objects.filter(wall=world.walls["team"], hidden_at=None).update(hidden_at=timezone.now())


def restore_a_post(world: World) -> None:
    Post.objects.filter(pk=world.hidden.pk).update(hidden_at=None)


def delete_a_post(world: World) -> None:
    Post.objects.filter(author=world.me.user).update(deleted_at=timezone.now())


def post_again(world: World) -> None:
    PostFactory(wall=world.walls["team"])


#: What may happen, and where it is to be heard.
CHANGES: dict[Callable[[World], None], set[str]] = {
    leave_the_team: {"all", "mine", "team"},
    move_to_others: {"all", "mine", "team", "others"},
    join_others_too: {"all", "mine", "others"},
    leave_the_house: {"all", "mine", "team"},
    move_the_team: {"mine"},
    part_team_and_department: {"mine"},
    unfollow_a_person: {"mine"},
    unfollow_a_department: {"mine"},
    follow_who_wrote: {"mine"},
    take_thanks_back: {"mine"},
    unpublish: {"all", "mine", "followed"},
    restrict_a_department: {"all", "mine", "ours"},
    end_a_department: {"all", "mine", "followed"},
    close_a_wall: {"all", "open"},
    open_a_wall: {"all", "others"},
    hide_a_post: {"all", "mine", "team"},
    restore_a_post: {"all", "mine", "team"},
    delete_a_post: {"all", "mine", "everybody"},
    post_again: {"all", "mine", "team"},
}


def poll(client: Client, address: str, tag: str = "") -> Any:
    return client.get(address, headers={"If-None-Match": tag} if tag else {})


def shown(user: User, key: str) -> int:
    """How many posts the wall's own page is about."""
    try:
        return scope_of(User.objects.get(pk=user.pk), key).posts.count()
    except Http404:
        return 0


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_what_changes_is_heard_and_what_does_not_is_a_304(
    change: Callable[[World], None], world: World, staff: User, staff_client: Client
) -> None:
    keys = {"all": "all", "mine": "mine", "everybody": "everybody"}
    keys |= {name: wall.slug for name, wall in world.walls.items()}
    polls = {name: f"/wall/new/?at={key}&since=0" for name, key in keys.items()}
    before = {name: poll(staff_client, address) for name, address in polls.items()}
    for name, answer in before.items():
        assert answer.json()["new"] == shown(staff, keys[name]), name
    change(world)
    after = {name: poll(staff_client, polls[name], before[name]["ETag"]) for name in polls}
    assert {name for name in polls if after[name].status_code == 200} == CHANGES[change]
    for name in CHANGES[change]:
        assert after[name].json()["new"] == shown(staff, keys[name]), name


def test_a_membership_ends_for_open_walls_at_midnight(
    world: World, staff: User, client: Client
) -> None:
    address = f"/wall/new/?at={world.walls['team'].slug}&since=0"
    with travel(timezone.localtime().replace(hour=23, minute=59), tick=False) as clock:
        client.force_login(staff)
        world.membership.ended_on = today()
        world.membership.save()
        answer = poll(client, address)
        assert answer.json()["new"] == 2
        clock.shift(timedelta(minutes=2))
        later = poll(client, address, answer["ETag"])
        assert (later.status_code, later.json()["new"]) == (200, 0)


def test_each_reader_hears_of_their_own(world: World, staff: User, staff_client: Client) -> None:
    """The question is kept, and those who ask it are not mixed up."""
    clients = {staff: staff_client}
    for person in (world.colleague, PersonFactory(signs_in=True)):
        clients[person.user] = Client()
        clients[person.user].force_login(person.user)
    MembershipFactory(person=world.colleague, team=world.others)
    for _twice in range(2):
        for user, client in clients.items():
            for key in ("mine", "all", world.walls["others"].slug):
                new = poll(client, f"/wall/new/?at={key}&since=0").json()["new"]
                assert new == shown(user, key)
    assert len({shown(user, "mine") for user in clients}) == len(clients)


@pytest.mark.parametrize("narrowed", ["", "&kind=question", "&kind=thanks"])
@pytest.mark.parametrize("at", ["everybody", "all", "mine", "team"])
def test_of_a_304_nothing_but_the_session_is_put_into_sql_anew(
    world: World, staff_client: Client, at: str, narrowed: str
) -> None:
    key = world.walls["team"].slug if at == "team" else at
    address = f"/wall/new/?at={key}&since={Post.objects.latest('pk').pk}{narrowed}"
    tag = poll(staff_client, address)["ETag"]
    with counted() as compiled:
        assert poll(staff_client, address, tag).status_code == 304
    assert compiled() == 1


@pytest.mark.parametrize(("at", "most"), [("everybody", 4), ("all", 6), ("mine", 6), ("team", 6)])
def test_to_ask_for_one_person_takes_one_query_more(
    world: World, staff_client: Client, django_assert_max_num_queries: Any, at: str, most: int
) -> None:
    key = world.walls["team"].slug if at == "team" else at
    for _each in range(3):
        PostFactory(author=world.colleague.user, wall=world.walls["team"])
    address = f"/wall/new/?at={key}&since=0&by={world.colleague.slug}"
    tag = poll(staff_client, address)["ETag"]
    with django_assert_max_num_queries(most):
        assert poll(staff_client, address, tag).status_code == 304
