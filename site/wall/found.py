"""Posts, as search knows and shows them."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.db.models import CharField
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from access.rules import Reader
from conversations.drawing import excerpt
from core.colleagues import faces_of
from core.findable import Findable, Known, Shown
from core.plain import plain_line
from wall.enums import Purpose, WallKind
from wall.models import Post
from wall.words import SOMEBODY, wall_in_words

LONGEST_TITLE, LONGEST_SUMMARY = 80, 200
PAGE_RULE = "wall__department__page_rule__rule"


class Posts:
    """What stands on walls, by its words. Names are not among them: who is renamed or erased is found no more."""

    name = Post.kind

    @property
    def kinds(self) -> dict[str, tuple[str, str]]:
        """What one of them is called, and several."""
        return {Post.kind: ("Post", "Posts")}

    def numbers(self) -> Iterator[int]:
        """Whatever somebody can read."""
        yield from _standing().order_by("pk").values_list("pk", flat=True).iterator()

    def describe(self, numbers: Collection[int]) -> dict[int, Findable]:
        """Two queries, however many."""
        posts = list(_standing().with_walls().filter(pk__in=numbers))
        rules = self.rules(numbers)
        return {post.pk: _describe(post, rules.get(post.pk)) for post in posts}

    def show(self, request: HttpRequest, entries: Collection[Known]) -> dict[int, Shown]:
        """Two queries."""
        numbers = [entry.number for entry in entries]
        readable = Post.objects.readable_by(request.user).with_walls().filter(pk__in=numbers)
        posts = list(readable)
        faces = faces_of(request.user, {post.author for post in posts if post.author})
        return {
            post.pk: Shown(
                title=excerpt(post.text, LONGEST_TITLE),
                address=post.get_absolute_url(),
                label=Purpose(post.purpose).label,
                date=timezone.localdate(post.created_at),
                summary=excerpt(post.text, LONGEST_SUMMARY),
                facts=_facts(post, faces[post.author_id].name if post.author_id else SOMEBODY),
                thing=post,
            )
            for post in posts
        }

    def openable(self, user: Reader) -> Any:
        """Their ids, which make their addresses."""
        posts = Post.objects.readable_by(user).order_by()
        return posts.values("pk", place=Cast("pk", CharField()))

    def address(self, request: HttpRequest, number: int, place: str) -> str:
        """The post by itself."""
        return reverse("wall:post", args=[number])

    def rules(self, numbers: Collection[int]) -> dict[int, int]:
        """Of a department's wall its page's rule. One query."""
        rows = Post.objects.filter(pk__in=numbers).order_by()
        found = rows.values_list("pk", "wall__kind", "wall__rule", PAGE_RULE)
        return {
            number: rule
            for number, kind, own, pages in found
            if (rule := pages if kind == WallKind.DEPARTMENT else own) is not None
        }

    def below(self, paths: Collection[str]) -> Iterable[int]:
        """Posts stand in no tree: what happens to a department's page, `wall.signals` says of them."""
        return ()


def _standing() -> Any:
    """Those that stand, on walls that are there."""
    gone = Post.objects.filter(wall__kind=WallKind.DEPARTMENT, wall__department__live=False)
    return Post.objects.standing().exclude(pk__in=gone.values("pk"))


def _describe(post: Post, rule: int | None) -> Findable:
    wall = post.wall
    department = wall.department
    if department is None and wall.team is not None:
        number = wall.team.department_id
    else:
        number = wall.department_id
    title = plain_line(post.text)
    return Findable(
        kind=Post.kind,
        title=excerpt(title, LONGEST_TITLE),
        rule=rule,
        summary=excerpt(title, LONGEST_SUMMARY),
        body="\n".join(filter(None, (post.text, post.picture_text))),
        trail=wall_in_words(wall),
        department=number,
        date=timezone.localdate(post.created_at),
        live_until=department.expire_at if department is not None else None,
    )


def _facts(post: Post, name: str) -> str:
    return f"{name}, {wall_in_words(post.wall)}"
