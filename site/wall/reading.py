"""Reading a page of posts with all that is shown of them: a number of queries that does not grow."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Window
from django.http import HttpRequest

from conversations import showing
from conversations.drawing import excerpt
from conversations.enums import Talk
from conversations.models import Comment
from conversations.reactions import Reactions
from conversations.showing import Shown as TalkShown
from conversations.threads import with_latest
from core.colleagues import Face
from wall.cards import Card, cards_for
from wall.enums import Purpose
from wall.filters import Filters
from wall.models import Post, Thanks
from wall.permissions import looks_after
from wall.querysets import PostQuerySet
from wall.scopes import Scope
from wall.words import SOMEBODY, wall_in_words

A_PAGE = 30
LONGEST_BRIEF = 160
#: So many replies stand below a post in a list; so many are offered as the answer on its own page.
MOST_REPLIES, MOST_ANSWERS = 3, 50
#: No list has a page of a number this long.
LONGEST_NUMBER = 6


@dataclass
class Shown:
    """A post as one reader is shown it: as anything that is said, and what a wall adds."""

    post: Post
    talk: TalkShown
    thanked: list[Face] = field(default_factory=list)
    card: Card | None = None
    #: Whether it is kept at the top of the list that it stands in.
    is_pinned: bool = False
    may_answer: bool = False
    may_pin: bool = False
    #: Whether it is said on which wall it stands.
    says_wall: bool = False
    #: The replies of which one may be marked as the answer.
    answers: list[TalkShown] = field(default_factory=list)

    @property
    def wall_words(self) -> str:
        """Where it stands, as it is said after "on"."""
        return wall_in_words(self.post.wall)

    @property
    def is_open(self) -> bool:
        """Whether others may reply."""
        return self.post.talk == Talk.OPEN

    @property
    def answer(self) -> Comment | None:
        """The reply that answers it, if one does and it still stands."""
        answer: Comment | None = self.post.answer if self.post.is_answered else None
        return answer if answer is not None and answer.is_standing else None

    @property
    def replies_in_words(self) -> str:
        """How many replies there are."""
        return f"{self.talk.more + len(self.talk.replies)} replies"


def page_of(request: HttpRequest, scope: Scope, filters: Filters) -> "Page[Any]":
    """A page of posts, the newest first; on a wall's own page those that are pinned before them. One query."""
    posts = filters.narrow(scope.posts).with_walls()
    order = [F("pinned_at").desc(nulls_last=True)] if scope.wall is not None else []
    counted = posts.annotate(everything=Window(Count("pk"))).order_by(*order, "-pk")
    pages = Paginator(counted, A_PAGE)
    number = _whole(request.GET.get("page", ""))
    rows = list(counted[(number - 1) * A_PAGE : number * A_PAGE])
    if not rows and number > 1:
        number, rows = 1, list(counted[:A_PAGE])
    pages.count = rows[0].everything if rows else 0
    return Page(rows, number, pages)


def feed(request: HttpRequest, posts: Sequence[Post], scope: Scope) -> list[Shown]:
    """The posts with all that is shown of each in a list, their latest replies among it."""
    return _dress(request, posts, with_latest(request.user, posts, MOST_REPLIES), scope)


def alone(request: HttpRequest, post: Post, scope: Scope) -> Shown:
    """A post by itself, above all that is said about it; for who may say which reply answers it, with those."""
    user = request.user
    if post.is_question and (post.author_id == user.pk or _keeps(user, scope)):
        talk = with_latest(user, [post], MOST_ANSWERS)
    else:
        key = (post.kind, post.pk)  # the conversation has the reactions
        talk = list(showing.dress(user, [post], {key: Reactions(*key)}).values())
    return _dress(request, [post], talk, scope)[0]


def _keeps(user: Any, scope: Scope) -> bool:
    return scope.wall is not None and looks_after(user, scope.wall)


def _dress(
    request: HttpRequest, posts: Sequence[Post], talk: Sequence[TalkShown], scope: Scope
) -> list[Shown]:
    thanked = _thanked(posts)
    cards = cards_for(request, {post.linked_page_id for post in posts if post.linked_page_id})
    wall = scope.wall
    may_keep = _keeps(request.user, scope)
    return [
        Shown(
            post=post,
            talk=said,
            thanked=thanked.get(post.pk, []),
            card=cards.get(post.linked_page_id or 0),
            is_pinned=wall is not None and post.pinned_at is not None,
            may_answer=post.is_question and (may_keep or said.is_own),
            may_pin=may_keep,
            says_wall=wall is None,
            answers=[reply for reply in said.replies if reply.said.is_standing],
        )
        for post, said in zip(posts, talk, strict=True)
    ]


@dataclass(frozen=True)
class Brief:
    """A post in a line or two, on somebody else's page."""

    post: Post
    face: Face
    words: str
    purpose: str


def briefs(posts: PostQuerySet, most: int) -> list[Brief]:
    """The latest of some posts in a line or two each: one query."""
    latest = posts.select_related("author__person", "wall__department", "wall__team").latest_first()
    return [
        Brief(
            post=post,
            face=_face(post.author),
            words=excerpt(post.text, LONGEST_BRIEF),
            purpose=str(Purpose(post.purpose).label),
        )
        for post in latest[:most]
    ]


def _face(author: Any) -> Face:
    """The name of who wrote a post that came with the author's profile."""
    person = getattr(author, "person", None)
    if person is not None:
        return Face(person.name)
    return Face(str(author) if author is not None else SOMEBODY.capitalize())


def newest(posts: Iterable[Post]) -> int:
    """The id of the newest of some posts, after which others are new; 0 if there is none."""
    return max((post.pk for post in posts), default=0)


def _thanked(posts: Iterable[Post]) -> dict[int, list[Face]]:
    """Whom each post thanks, by the post's id and in the order of names. One query, if one thanks anybody."""
    thanking = [post.pk for post in posts if post.purpose == Purpose.THANKS]
    found: dict[int, list[Face]] = {}
    rows = Thanks.objects.filter(post__in=thanking).select_related("person") if thanking else ()
    for row in sorted(rows, key=lambda row: row.person.sort_name):
        person: Any = row.person
        address = "" if person.erased_at or person.has_left else person.get_absolute_url()
        found.setdefault(row.post_id, []).append(Face(person.name, address))
    return found


def _whole(text: str) -> int:
    """A page's number as somebody typed it; 1 for what is none."""
    is_number = text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER
    return max(1, int(text)) if is_number else 1
