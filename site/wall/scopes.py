"""Which posts a page of the wall is about: those of one wall, all that one may read, or what is one's own concern."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import Http404
from django.urls import reverse

from notifications.models import Follow
from wall.enums import WallKind
from wall.models import EVERYBODYS_SLUG, Post, Thanks, Wall
from wall.permissions import teams_of
from wall.querysets import PostQuerySet
from wall.services.walls import make_missing, make_missing_of_departments
from wall.words import audience_in_words

ALL, MINE = "all", "mine"
PERSON, DEPARTMENT = "person", "department"


@dataclass(frozen=True)
class Scope:
    """What a page of the wall shows: its name in addresses, its heading, and the posts that the reader may read."""

    key: str
    title: str
    lead: str
    address: str
    posts: PostQuerySet
    wall: Wall | None = None


def scope_of(user: Any, key: str) -> Scope:
    """What is asked for by its key: "everybody", "all", "mine" or a wall's. Raises Http404."""
    if key == ALL:
        return everything(user)
    if key == MINE:
        return mine(user)
    if key == EVERYBODYS_SLUG:
        return everybody(user)
    return of_wall(user, wall_at(user, key))


def about(key: str, user: Any, teams: Collection[Any], slug: Any) -> PostQuerySet:
    """The posts that a key is about, whoever may read them: for who then asks `wall.querysets.reads` of each.

    An account's id, its teams and the slug of a wall may be said later, each by a `Given`.
    """
    if key == ALL:
        return Post.objects.all()
    if key == MINE:
        return Post.objects.filter(_concerns(user, teams))
    if key == EVERYBODYS_SLUG:
        return Post.objects.filter(wall__kind=WallKind.EVERYBODY)
    return Post.objects.filter(wall__slug=slug)


def wall_at(user: Any, slug: str) -> Wall:
    """The wall at an address. Raises Http404 for one that `user` may not read."""
    found: Wall | None = Wall.objects.named().readable_by(user).filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def everybody(user: Any) -> Scope:
    """The wall of everybody. No query: its `wall` is not the one in the database, which is asked for to write."""
    wall = Wall(kind=WallKind.EVERYBODY, slug=EVERYBODYS_SLUG)
    posts = Post.objects.for_everybody(user)
    return Scope(
        EVERYBODYS_SLUG, "Wall", audience_in_words(wall), wall.get_absolute_url(), posts, wall
    )


def everybodys_wall() -> Wall:
    """The wall of everybody, to write on. One query."""
    found: Wall = Wall.objects.get(kind=WallKind.EVERYBODY)
    return found


def of_wall(user: Any, wall: Wall) -> Scope:
    """One wall that `user` may read."""
    posts = Post.objects.readable_by(user).filter(wall=wall)
    address = wall.get_absolute_url()
    return Scope(wall.slug, wall.name, audience_in_words(wall), address, posts, wall)


def everything(user: Any) -> Scope:
    """All that `user` may read."""
    lead = "What stands on all the walls that you may read."
    return Scope(ALL, "All walls", lead, reverse("wall:all"), Post.objects.readable_by(user))


def mine(user: Any) -> Scope:
    """What concerns `user`: their teams' and departments' walls, what they wrote and are thanked for, and follow."""
    lead = (
        "Your teams’ and departments’ walls, what you wrote, what you are thanked for, and the people and"
        " departments that you follow."
    )
    posts = Post.objects.readable_by(user).filter(_concerns(user.pk, teams_of(user)))
    return Scope(MINE, "My walls", lead, reverse("wall:mine"), posts)


def walls_of(user: Any) -> list[Wall]:
    """The walls of a person's teams, and of the departments of those: what is missing is made."""
    teams = teams_of(user)
    make_missing(teams)
    make_missing_of_departments()
    return list(Wall.objects.named().readable_by(user).filter(_theirs(teams)).in_order())


def walls_of_departments(user: Any) -> list[Wall]:
    """The walls of all departments that `user` may read: what is missing is made."""
    make_missing_of_departments()
    walls = Wall.objects.named().readable_by(user).filter(kind=WallKind.DEPARTMENT)
    return list(walls.in_order())


def _concerns(user: Any, teams: Collection[Any]) -> Q:
    """Said of a post's own columns alone, each of which has an index: nothing is looked at that concerns nobody."""
    thanks = Thanks.objects.filter(person__user=user)
    people: Any = Thanks._meta.get_field("person").related_model
    follows = Follow.objects.filter(user=user)
    followed = {kind: follows.filter(kind=kind).values("number") for kind in (PERSON, DEPARTMENT)}
    walls = Wall.objects.filter(_theirs(teams) | Q(department__in=followed[DEPARTMENT]))
    return (
        Q(author=user)
        | Q(author__in=people.objects.filter(pk__in=followed[PERSON]).values("user"))
        | Q(pk__in=thanks.values("post"))
        | Q(wall__in=walls.values("pk"))
    )


def _theirs(teams: Collection[Any]) -> Q:
    """The walls of these teams, and of the departments that they belong to."""
    model: Any = Wall._meta.get_field("team").related_model
    known = model.objects.filter(pk__in=teams, department__isnull=False)
    return Q(team__pk__in=teams) | Q(department__in=known.values("department"))
