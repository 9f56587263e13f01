"""A story that a reader may not read stands at no door, and one that they may read stands at each of them.

What changes for the reader is looked at before and after: what was kept, queued or told at the first look is there
at the second.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page

from accounts.models import User
from accounts.roles import make_roles
from core.trash.services import throw_away
from news.approval import set_up_approval
from news.models import NewsPage
from tests.factories.accounts import UserFactory
from tests.factories.pages import restrict
from tests.news.door_world import World, build, letters_of

pytestmark = pytest.mark.django_db

#: A story that is kept for a minute somewhere would be there too long, or not yet.
SOON = timedelta(seconds=30)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """The time, which stands still until it is moved."""
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        yield traveller


@pytest.fixture
def world(clock: time_machine.Traveller, home: Page, staff: User) -> World:
    """The site."""
    return build(home, staff)


def nowhere(world: World) -> None:
    """Fail where any door tells the reader of the story."""
    telling = [door for door, tells in world.told().items() if tells]
    assert not telling, telling
    assert "Neighbour" in letters_of(world.reader)


def everywhere(world: World) -> None:
    """Fail where a door does not."""
    silent = [door for door, tells in world.told().items() if not tells]
    assert not silent, silent


def publish(world: World, **fields: datetime) -> None:
    """Publish it, or let it be scheduled, with some fields changed."""
    story = world.fresh()
    for name, value in fields.items():
        setattr(story, name, value)
    story.save_revision().publish()


def await_approval(world: World) -> Callable[[], None]:
    """Put it under an embargo and ask for approval. Gives what approves it."""
    make_roles()
    workflow, _is_new = set_up_approval(world.news)
    approver = UserFactory()
    approver.groups.set(Group.objects.filter(name="News team"))
    story = world.fresh()
    story.embargoed_until = timezone.now() + SOON
    story.save_revision()
    workflow.start(story, UserFactory())
    return lambda: world.fresh().current_workflow_task_state.approve(user=approver)


def schedule(world: World) -> None:
    publish(world, go_live_at=timezone.now() + SOON)


def embargo(world: World) -> None:
    publish(world, embargoed_until=timezone.now() + SOON)


def embargo_and_approve(world: World) -> None:
    await_approval(world)()
    assert world.fresh().scheduled_revision is not None


@pytest.mark.parametrize("hold", [schedule, embargo, embargo_and_approve])
def test_what_has_its_hour_stands_nowhere_before_it(
    world: World, clock: time_machine.Traveller, hold: Callable[[World], None]
) -> None:
    hold(world)
    clock.shift(SOON - timedelta(seconds=1))
    call_command("publish_scheduled")
    nowhere(world)
    clock.shift(timedelta(seconds=2))
    call_command("publish_scheduled")
    if hold == embargo_and_approve:
        everywhere(world)
    assert world.fresh().live


def test_what_nobody_has_approved_stands_nowhere_though_its_hour_has_come(
    world: World, clock: time_machine.Traveller
) -> None:
    approve = await_approval(world)
    clock.shift(SOON + timedelta(seconds=1))
    call_command("publish_scheduled")
    nowhere(world)
    approve()
    assert world.fresh().live


def test_a_draft_stands_nowhere_until_it_is_published(world: World) -> None:
    nowhere(world)
    publish(world)
    everywhere(world)


@pytest.mark.parametrize(
    "end", [lambda story: story.unpublish(), throw_away], ids=["unpublished", "in the bin"]
)
def test_what_has_ended_stands_nowhere_at_once(
    world: World, end: Callable[[NewsPage], object]
) -> None:
    publish(world)
    everywhere(world)
    end(world.fresh())
    nowhere(world)


def test_what_has_expired_stands_nowhere_though_the_worker_sleeps(
    world: World, clock: time_machine.Traveller
) -> None:
    publish(world, expire_at=timezone.now() + SOON)
    everywhere(world)
    clock.shift(SOON)
    nowhere(world)
    assert world.fresh().live


def test_what_is_closed_stands_everywhere_for_those_alone_whom_it_is_for(world: World) -> None:
    publish(world)
    everywhere(world)
    insiders = Group.objects.create(name="Insiders")
    restrict(world.fresh(), insiders)
    nowhere(world)
    world.reader.groups.add(insiders)
    everywhere(world)
