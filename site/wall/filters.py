"""How a reader narrows a wall: by kind, to what is unanswered, and to one person. Nonsense narrows nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.http import urlencode

from wall.enums import Purpose
from wall.models import Thanks
from wall.querysets import PostQuerySet

KIND, BY = "kind", "by"
UNANSWERED = "unanswered"
#: What the box offers, in its order.
KINDS = (
    ("", "Everything"),
    (Purpose.MESSAGE.value, "Messages"),
    (Purpose.QUESTION.value, "Questions"),
    (UNANSWERED, "Questions without an answer"),
    (Purpose.THANKS.value, "Thanks"),
    (Purpose.ANNOUNCEMENT.value, "Announcements"),
)
LONGEST = 255


@dataclass(frozen=True)
class Filters:
    """What a reader asked for: a kind of posts, and the profile of who wrote them."""

    kind: str = ""
    by: str = ""
    person: Any = None

    @classmethod
    def of(cls, asked: Mapping[str, str], user: Any) -> "Filters":
        """Read them off an address. One query if a person is among them."""
        kind = asked.get(KIND, "")
        by = asked.get(BY, "")[:LONGEST]
        known = kind if kind in dict(KINDS) else ""
        return cls(known, by, _person(by, user) if by else None)

    def narrow(self, posts: PostQuerySet) -> PostQuerySet:
        """The posts that are asked for; none of a person whom nobody knows."""
        if self.kind == UNANSWERED:
            posts = posts.unanswered()
        elif self.kind:
            posts = posts.filter(purpose=self.kind)
        if self.by:
            posts = posts.filter(author=self.author) if self.author else posts.none()
        return posts

    @property
    def author(self) -> int | None:
        """The account of the person who is asked for; None of one without, and of one whom nobody knows."""
        account: int | None = self.person.user_id if self.person is not None else None
        return account

    def query(self) -> str:
        """The filters as the query string of an address; the page is not among them."""
        said = {KIND: self.kind, BY: self.by}
        return urlencode({name: value for name, value in said.items() if value})

    def __bool__(self) -> bool:
        return bool(self.kind or self.by)


def _person(slug: str, user: Any) -> Any:
    """Whose profile is at an address, if `user` may open it."""
    model: Any = Thanks._meta.get_field("person").related_model
    return model.objects.readable_by(user).filter(slug=slug).first()
