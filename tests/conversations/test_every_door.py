"""At every door at which something can be said, on stories and on walls, the same is refused and nothing is kept of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from accounts.models import User
from conversations.enums import Talk
from conversations.models import Comment
from conversations.services.moderating import make_read_only
from news.models import NewsPage
from tests.factories.conversations import CommentFactory
from tests.factories.pages import NewsPageFactory
from tests.factories.wall import PostFactory, reply_to
from wall.models import Post

pytestmark = pytest.mark.django_db


@dataclass
class World:
    """A story and a post, each with what the reader and somebody else said about it."""

    story: NewsPage
    post: Post
    comment: Comment
    own_comment: Comment
    reply: Comment
    own_reply: Comment
    own_post: Post


@pytest.fixture
def world(home: Page, staff: User) -> World:
    story, post = NewsPageFactory(), PostFactory()
    return World(
        story,
        post,
        CommentFactory(page=story),
        CommentFactory(page=story, author=staff),
        reply_to(post),
        reply_to(post, author=staff),
        PostFactory(author=staff),
    )


Door = Callable[[World], str]

#: Where each is sent to.
ADDING: dict[str, Door] = {
    "a comment": lambda world: f"/talk/page/{world.story.pk}/comment/",
    "a reply": lambda world: f"/talk/comment/{world.comment.pk}/reply/",
    "a reply to a post": lambda world: f"/talk/post/{world.post.pk}/comment/",
    "a reply to that": lambda world: f"/talk/comment/{world.reply.pk}/reply/",
    "a change of a comment": lambda world: f"/talk/comment/{world.own_comment.pk}/edit/",
    "a change of a reply": lambda world: f"/talk/comment/{world.own_reply.pk}/edit/",
    "a change of a post": lambda world: f"/wall/posts/{world.own_post.pk}/edit/",
}
DOORS = {**ADDING, "a post": lambda world: "/wall/"}


def send(client: Client, address: str, text: str = "Ahoy") -> Any:
    """Send the form of any of them."""
    return client.post(address, {"text": text, "token": "a", "purpose": "message"})


def said() -> list[str]:
    """All that stands anywhere."""
    texts = (
        model.objects.order_by("pk").values_list("text", flat=True) for model in (Comment, Post)
    )
    return [text for each in texts for text in each]


@pytest.mark.parametrize("door", DOORS)
def test_what_can_be_said_is_kept(world: World, staff_client: Client, door: str) -> None:
    assert send(staff_client, DOORS[door](world)).status_code == 302
    assert said().count("Ahoy") == 1


@pytest.mark.parametrize("door", DOORS)
def test_nothing_and_too_much_are_refused(world: World, staff_client: Client, door: str) -> None:
    before = said()
    for text in ("", " \n", "\u200b", "x" * 2001, "x" * 5000):
        assert send(staff_client, DOORS[door](world), text).status_code == 422
    assert said() == before


@pytest.mark.parametrize("door", ADDING)
def test_a_closed_conversation_takes_nothing(world: World, staff_client: Client, door: str) -> None:
    NewsPage.objects.update(comments=Talk.CLOSED)
    Post.objects.update(talk=Talk.CLOSED)
    before = said()
    assert send(staff_client, DOORS[door](world)).status_code == 403
    assert said() == before


@pytest.mark.parametrize("door", DOORS)
def test_who_may_only_read_for_a_time_says_nothing(
    world: World, staff: User, admin: User, staff_client: Client, door: str
) -> None:
    make_read_only(admin, staff, timezone.now() + timedelta(days=1))
    before = said()
    assert send(staff_client, DOORS[door](world)).status_code == 403
    assert said() == before
