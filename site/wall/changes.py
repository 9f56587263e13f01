"""Telling others that posts have changed: search, and whoever keeps what people were told of."""

from collections.abc import Collection

from conversations.models import Comment
from core import findable
from core.notices import see_anew
from wall.models import Post


def posts_changed(numbers: Collection[int]) -> None:
    """Say that these posts were written, or that others than before may read them and the replies, within the transaction."""
    findable.changed(Post.kind, numbers)
    see_anew(Post.kind, numbers)
    replies = Comment.objects.filter(subject=Post.kind, number__in=numbers)
    see_anew(Comment.kind, list(replies.values_list("pk", flat=True)))


def walls_changed(walls: Collection[int]) -> None:
    """Say it of all that stands on these walls."""
    posts = Post.objects.standing().filter(wall__in=walls)
    posts_changed(list(posts.values_list("pk", flat=True)))
