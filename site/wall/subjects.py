"""Posts as things that are talked about: replies are comments on them."""

from collections.abc import Collection
from typing import Any

from access.rules import Reader
from conversations import contributions, subjects
from conversations.drawing import excerpt
from conversations.enums import Talk
from conversations.permissions import may_moderate
from conversations.subjects import Place
from core.notices import Sight
from wall.models import Post
from wall.permissions import looks_after
from wall.querysets import walls_q

LONGEST_TITLE = 60
#: Where the post that a page shows is remembered, with the user object.
AT_HAND = "_post_at_hand"


class Posts:
    """What stands on walls that one may read; for moderators what they hid, too."""

    label = "post"
    nests = False

    def of(self, user: Reader, thing: Post) -> Place | None:
        """A post at hand."""
        if not thing.is_standing and not (thing.is_hidden and may_moderate(user)):
            return None
        user.__dict__[AT_HAND] = thing
        return _place(thing)

    def places(self, user: Reader, numbers: Collection[int]) -> dict[int, Place]:
        """One query."""
        found = known_to(user).filter(pk__in=numbers)
        return {post.pk: _place(post) for post in found.only("text", "talk")}

    def readable(self, user: Reader) -> Any:
        """Their ids, as a query."""
        return known_to(user).values("pk")

    def sights(self, numbers: Collection[int]) -> dict[int, Sight]:
        """A department's wall is seen by who sees its page, any other by its rule. One query."""
        rows = Post.objects.standing().filter(pk__in=numbers)
        return {
            number: Sight(page=page, rule=rule)
            for number, page, rule in rows.values_list("pk", "wall__department", "wall__rule")
        }

    def told(self, number: int) -> set[int]:
        """Whoever wrote it."""
        authors = Post.objects.filter(pk=number, author__isnull=False)
        return set(authors.values_list("author", flat=True))

    def may_close(self, user: Reader, number: int) -> bool:
        """Who wrote it, and who looks after the wall."""
        post = user.__dict__.get(AT_HAND)
        if post is None or post.pk != number:
            post = Post.objects.with_walls().filter(pk=number).first()
        return post is not None and (post.author_id == user.pk or looks_after(user, post.wall))

    def set_talk(self, number: int, talk: Talk, actor: Any) -> None:
        """Let replies come, or no more."""
        Post.objects.filter(pk=number).update(talk=talk)


def register() -> None:
    """Let posts be talked about, reacted to, reported and moderated. Called once, when the app is ready."""
    contributions.register(Post)
    subjects.register(Post.kind, Posts())


def known_to(user: Reader) -> Any:
    """The posts that `user` may read, and for moderators those that they hid."""
    if may_moderate(user):
        return Post.objects.filter(walls_q(user, "wall__"), deleted_at__isnull=True)
    return Post.objects.readable_by(user)


def _place(post: Post) -> Place:
    title = excerpt(post.text, LONGEST_TITLE)
    return Place(Post.kind, post.pk, title, post.get_absolute_url(), Talk(post.talk))
