"""The comments on a thing, a page of them at a time, and the latest on many things at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Window
from django.db.models.functions import Coalesce, RowNumber
from django.urls import reverse

from access.rules import Reader
from conversations.models import Comment, Contribution
from conversations.permissions import may_moderate
from conversations.reactions import Key, Reactions, reactions_of
from conversations.showing import Shown, dress, keys_of
from conversations.subjects import Place

A_PAGE = 50
#: Replies below one comment; the others stand on a page of their own.
MOST_REPLIES = 20
MOST_OF_A_THREAD = 100

STANDING = Q(deleted_at__isnull=True, hidden_at__isnull=True)


@dataclass(frozen=True)
class Conversation:
    """What is said about a thing, as one reader sees it."""

    place: Place
    #: How many comments and replies stand.
    total: int
    pages: "Page[Any]"
    comments: list[Shown]
    reactions: Reactions


def seen_q(user: Reader) -> Q:
    """The comments whose place in the list `user` is shown: those that stand, their own hidden ones, all to moderators."""
    if may_moderate(user):
        return Q(deleted_at__isnull=True)
    return STANDING | Q(deleted_at__isnull=True, author=user.pk)


def conversation_of(user: Reader, place: Place, page: str | int = 1) -> Conversation:
    """A page of the comments on a thing that `user` may read, the newest first, with their latest replies.

    Two queries, and those of `dress`.
    """
    every = Comment.objects.about(*place.key)
    seen = seen_q(user)
    tops = Q(parent__isnull=True) & (seen | Q(is_answered=True))
    listed = every.annotate(is_answered=_is_answered(seen))
    counts = listed.aggregate(
        total=Count("pk", filter=STANDING), tops=Count("pk", filter=tops, distinct=True)
    )
    pages = Paginator(range(counts["tops"]), A_PAGE).get_page(page)
    first = (pages.number - 1) * A_PAGE
    wanted = listed.filter(tops).order_by("-pk").values("pk")[first : first + A_PAGE]
    comments = list(_with_replies(every, wanted, seen)) if counts["tops"] else []
    reactions = reactions_of(user, [place.key, *keys_of(comments)])
    shown = dress(user, comments, reactions)
    return Conversation(
        place, counts["total"], pages, _nested(comments, shown), reactions[place.key]
    )


def thread_of(user: Reader, top: Comment, page: str | int = 1) -> tuple[Shown, "Page[Any]"]:
    """A comment with a page of its replies, the oldest first."""
    replies = Comment.objects.filter(seen_q(user), parent=top).select_related("author")
    pages = Paginator(replies.order_by("pk"), MOST_OF_A_THREAD).get_page(page)
    below = list(pages.object_list)
    shown = dress(user, [top, *below])
    head = shown["comment", top.pk]
    head.replies = [shown["comment", reply.pk] for reply in below]
    return head, pages


def with_latest(user: Reader, posts: Sequence[Contribution], most: int) -> list[Shown]:
    """Contributions that are subjects themselves, each with the latest comments on it, the oldest of them first.

    One query for the comments, and those of `dress`. `more` says how many comments are not among them.
    """
    comments = list(_latest(posts, seen_q(user), most)) if posts else []
    shown = dress(user, [*posts, *comments])
    found = [shown[post.kind, post.pk] for post in posts]
    by_key = {(one.said.kind, one.said.pk): one for one in found}
    for comment in sorted(comments, key=lambda one: one.pk):
        post = by_key[comment.subject_key]
        post.replies.append(shown["comment", comment.pk])
        post.more = comment.among - len(post.replies)
    return found


def address_of(user: Reader, place: Place, comment: Comment) -> str:
    """Where a comment stands: on which page of its thing's, or of its thread's. Two queries at most."""
    top = comment.parent or comment
    anchor = f"comment-{comment.pk}"
    if comment.parent_id is not None:
        later = Comment.objects.filter(seen_q(user), parent=top, pk__gt=comment.pk).count()
        if later >= MOST_REPLIES:
            return _thread_address(user, top, comment, anchor)
    seen = seen_q(user)
    tops = Comment.objects.about(*place.key).annotate(is_answered=_is_answered(seen))
    newer = tops.filter(seen | Q(is_answered=True), parent__isnull=True, pk__gt=top.pk).count()
    page = newer // A_PAGE + 1
    return f"{place.address}{f'?page={page}' if page > 1 else ''}#{anchor}"


def _thread_address(user: Reader, top: Comment, reply: Comment, anchor: str) -> str:
    earlier = Comment.objects.filter(seen_q(user), parent=top, pk__lt=reply.pk).count()
    page = earlier // MOST_OF_A_THREAD + 1
    address = reverse("conversations:thread", args=[top.pk])
    return f"{address}{f'?page={page}' if page > 1 else ''}#{anchor}"


def _is_answered(seen: Q) -> Exists:
    """Whether a comment has replies that the reader is shown."""
    return Exists(Comment.objects.filter(seen, parent=OuterRef("pk")))


def _with_replies(every: Any, tops: Any, seen: Q) -> "QuerySet[Any]":
    """Comments and the latest replies to each, in one query; a comment's `among` counts it and its replies."""
    threads = every.annotate(root=Coalesce("parent_id", "pk")).filter(
        Q(parent__isnull=True) | seen, root__in=tops
    )
    ranked = threads.annotate(
        rank=Window(
            RowNumber(),
            partition_by="root",
            order_by=[F("parent").asc(nulls_first=True), F("pk").desc()],
        ),
        among=Window(Count("pk"), partition_by="root"),
    )
    return ranked.filter(rank__lte=MOST_REPLIES + 1).select_related("author").order_by("pk")


def _latest(posts: Sequence[Contribution], seen: Q, most: int) -> "QuerySet[Any]":
    """The latest comments on each; `among` counts all of them."""
    wanted = Q(pk__in=())
    for kind in {post.kind for post in posts}:
        numbers = [post.pk for post in posts if post.kind == kind]
        wanted |= Q(subject=kind, number__in=numbers)
    of_one = [F("subject"), F("number")]
    ranked = Comment.objects.filter(wanted & seen).annotate(
        rank=Window(RowNumber(), partition_by=of_one, order_by=F("pk").desc()),
        among=Window(Count("pk"), partition_by=of_one),
    )
    return ranked.filter(rank__lte=most).select_related("author")


def _nested(comments: Sequence[Any], shown: Mapping[Key, Shown]) -> list[Shown]:
    """The comments, newest first, each with its replies, oldest first; `comments` come by id."""
    tops = {one.pk: shown["comment", one.pk] for one in comments if one.parent_id is None}
    for one in comments:
        if one.parent_id is None:
            tops[one.pk].more = one.among - 1
        else:
            tops[one.parent_id].replies.append(shown["comment", one.pk])
    for top in tops.values():
        top.more -= len(top.replies)
    return list(reversed(tops.values()))
