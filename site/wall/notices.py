"""Posts as something that people are told of."""

from collections.abc import Collection

from access.rules import Reader
from conversations.drawing import excerpt
from conversations.permissions import may_moderate
from core.colleagues import faces_of
from core.notices import Sight, Told
from wall import subjects
from wall.enums import Purpose
from wall.models import Post
from wall.words import SOMEBODY


class Posts:
    """Posts, by what they are and who wrote them."""

    def show(self, user: Reader, numbers: Collection[int]) -> dict[int, Told]:
        """Two queries. What is hidden is shown to moderators alone, without its words."""
        posts = list(subjects.known_to(user).filter(pk__in=numbers).select_related("author"))
        faces = faces_of(user, {post.author for post in posts if post.author})
        return {
            post.pk: Told(
                title=_title(post, faces[post.author_id].name if post.author_id else SOMEBODY),
                address=post.get_absolute_url(),
                excerpt=excerpt(post.text) if post.is_standing else "",
            )
            for post in posts
            if post.is_standing or may_moderate(user)
        }

    def sights(self, numbers: Collection[int]) -> dict[int, Sight]:
        """As of what is talked about."""
        return subjects.Posts().sights(numbers)


def _title(post: Post, name: str) -> str:
    return f"{Purpose(post.purpose).label} from {name}"
