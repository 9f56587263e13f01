"""Walls, and what is posted on them."""

from typing import Any

import factory
from django.utils import timezone

from conversations.models import Comment
from tests.factories.accounts import UserFactory
from tests.factories.conversations import CommentFactory
from wall.enums import Audience, Purpose, WallKind
from wall.models import Post, Thanks, Wall
from wall.services.walls import say_who_reads, wall_of_department, wall_of_team


def everybodys_wall() -> Wall:
    """The wall of everybody, which the migrations made."""
    return Wall.objects.get(kind=WallKind.EVERYBODY)


def team_wall(team: Any, *, closed: bool = False) -> Wall:
    """A team's wall; `closed=True` lets only members read."""
    wall = wall_of_team(team)
    if closed:
        say_who_reads(wall, Audience.MEMBERS, actor=None)
    return wall


def department_wall(page: Any) -> Wall:
    """A department's wall."""
    return wall_of_department(page)


class PostFactory(factory.django.DjangoModelFactory):
    """A message on the wall of everybody; `wall=` is another. Nobody is told, and no rule is asked."""

    author = factory.SubFactory(UserFactory)
    text = factory.Sequence(lambda n: f"The tide is at the door, number {n}.")
    wall = factory.LazyFunction(everybodys_wall)

    class Meta:
        model = Post

    class Params:
        question = factory.Trait(purpose=Purpose.QUESTION, text="Who has the key to the boathouse?")
        announcement = factory.Trait(purpose=Purpose.ANNOUNCEMENT)
        hidden = factory.Trait(hidden_at=factory.LazyFunction(timezone.now))
        deleted = factory.Trait(deleted_at=factory.LazyFunction(timezone.now), text="")


def thanks_to(*people: Any, **fields: Any) -> Post:
    """A post that thanks these people."""
    post: Post = PostFactory(purpose=Purpose.THANKS, **fields)
    Thanks.objects.bulk_create(Thanks(post=post, person=person) for person in people)
    return post


def reply_to(post: Post, **fields: Any) -> Comment:
    """A reply to a post."""
    reply: Comment = CommentFactory(subject=Post.kind, number=post.pk, **fields)
    return reply
