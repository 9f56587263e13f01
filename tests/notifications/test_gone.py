"""What was said and is gone, hidden or closed by now: the bell, the list and a letter on its way leave it out alike."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from accounts.models import User
from conversations.enums import Talk
from conversations.services import moderating, posting
from core.notices import Notice, NoticeKind, tell
from news.models import NewsPage
from notifications.letters.gathering import gather
from notifications.letters.sending import send
from people.services.erasure import erase
from people.services.teams import delete_team
from tests.factories.accounts import UserFactory
from tests.factories.conversations import CommentFactory
from tests.factories.pages import DepartmentPageFactory, NewsPageFactory, restrict
from tests.factories.people import PersonFactory, TeamFactory
from tests.factories.wall import PostFactory, department_wall, reply_to, team_wall
from wall.enums import Audience
from wall.services.walls import say_who_reads

pytestmark = pytest.mark.django_db


@dataclass
class World:
    """What was said, by the one word that stands in it, and where."""

    said: dict[str, Any]
    story: NewsPage
    department: Page
    team: Any
    author: Any
    root: User


TEAMS, DEPARTMENTS, STORYS = {"kelp", "dulse"}, {"whelk", "limpet"}, {"gannet", "fulmar"}
ALL = TEAMS | DEPARTMENTS | STORYS


@pytest.fixture
def world(home: Page, admin: User) -> World:
    """A comment with a reply on a story, and a post with a reply on a team's and on a department's wall."""
    story, department, team = NewsPageFactory(), DepartmentPageFactory(), TeamFactory()
    author = PersonFactory(signs_in=True)
    comment = CommentFactory(page=story, author=author.user, text="gannet")
    ours = PostFactory(wall=team_wall(team), author=author.user, text="kelp")
    theirs = PostFactory(wall=department_wall(department), text="whelk")
    said = (
        comment, CommentFactory(page=story, parent=comment, text="fulmar"),
        ours, reply_to(ours, text="dulse"), theirs, reply_to(theirs, text="limpet"),
    )  # fmt: skip
    return World({one.text: one for one in said}, story, department, team, author, admin)


def told(world: World, reader: User) -> None:
    """Tell somebody of all of it, and put it into a letter that has yet to leave."""
    for one in world.said.values():
        actor = UserFactory().pk
        tell(Notice(NoticeKind.MENTIONED, one.kind, one.pk, {reader.pk}, actor=actor))
    with time_machine.travel(timezone.now() + timedelta(minutes=2), tick=False):
        gather()


def words_in(text: str) -> set[str]:
    return {word for word in ALL if word in text}


def listed(client: Client) -> tuple[set[str], int, int]:
    """What the list tells of, how many lines it has, and how many the bell counts."""
    page = BeautifulSoup(client.get("/notifications/").content, "html.parser")
    bell = page.select_one(".header__tools a[href='/notifications/']").get_text(" ", strip=True)
    number = int(bell.split()[0]) if bell[0].isdigit() else 0
    lines = page.select(".tell")
    return words_in(" ".join(line.text for line in lines)), len(lines), number


def hide(*words: str) -> Callable[[World], None]:
    def do(world: World) -> None:
        for word in words:
            moderating.hide(world.root, world.said[word])

    return do


def delete(word: str) -> Callable[[World], None]:
    def do(world: World) -> None:
        posting.delete(world.said[word].author, world.said[word])

    return do


def close_wall(world: World) -> None:
    say_who_reads(team_wall(world.team), Audience.MEMBERS, actor=None)


def erase_author(world: World) -> None:
    erase(world.author, world.root)


def end_conversation(world: World) -> None:
    story = NewsPage.objects.get(pk=world.story.pk)
    story.comments = Talk.NONE
    story.save_revision().publish()


ENDS: dict[str, tuple[Callable[[World], Any], set[str]]] = {
    "a comment is hidden": (hide("gannet"), {"gannet"}),
    "a reply is hidden": (hide("fulmar", "dulse"), {"fulmar", "dulse"}),
    "a post is hidden, and so are its replies": (hide("kelp"), TEAMS),
    "a comment is deleted": (delete("gannet"), {"gannet"}),
    "a post is deleted, and its replies stand nowhere": (delete("whelk"), DEPARTMENTS),
    "a reply to a post is deleted": (delete("limpet"), {"limpet"}),
    "a team closes its wall": (close_wall, TEAMS),
    "a team is deleted": (lambda world: delete_team(world.team), TEAMS),
    "a department is closed": (
        lambda world: restrict(world.department, Group.objects.create(name="Few")),
        DEPARTMENTS,
    ),
    "a department is unpublished": (lambda world: world.department.unpublish(), DEPARTMENTS),
    "a department is deleted": (lambda world: world.department.delete(), DEPARTMENTS),
    "a story is closed": (
        lambda world: restrict(world.story, Group.objects.create(name="Few")),
        STORYS,
    ),
    "a story is unpublished": (lambda world: world.story.unpublish(), STORYS),
    "a story is deleted": (lambda world: world.story.delete(), STORYS),
    "a conversation is ended": (end_conversation, STORYS),
    "an author is erased": (erase_author, {"gannet", *TEAMS}),
}


@pytest.mark.parametrize("end", ENDS)
def test_bell_list_and_letter_leave_out_what_is_gone(
    world: World, staff: User, staff_client: Client, end: str
) -> None:
    told(world, staff)
    assert listed(staff_client) == (ALL, 6, 6)
    do, gone = ENDS[end]
    do(world)
    left = ALL - gone
    assert listed(staff_client) == (left, len(left), len(left))
    with time_machine.travel(timezone.now() + timedelta(minutes=2), tick=False):
        send()
    (letter,) = mail.outbox
    assert words_in(letter.body) == words_in(letter.alternatives[0][0]) == left


def restore(world: World) -> None:
    moderating.restore(world.root, world.said["kelp"])


def open_wall(world: World) -> None:
    say_who_reads(team_wall(world.team), Audience.EVERYBODY, actor=None)


def take_up_conversation(world: World) -> None:
    story = NewsPage.objects.get(pk=world.story.pk)
    story.comments = Talk.OPEN
    story.save_revision().publish()


@pytest.mark.parametrize(
    ("end", "begin"),
    [(hide("kelp"), restore), (close_wall, open_wall), (end_conversation, take_up_conversation)],
    ids=["hidden and restored", "closed and opened", "ended and taken up"],
)
def test_what_is_there_again_is_told_of_again(
    world: World,
    staff: User,
    staff_client: Client,
    end: Callable[[World], None],
    begin: Callable[[World], None],
) -> None:
    told(world, staff)
    end(world)
    assert listed(staff_client)[2] == 4
    begin(world)
    assert listed(staff_client) == (ALL, 6, 6)
