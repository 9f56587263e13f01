"""What the home page shows of the wall."""

from django.http import HttpRequest

from wall.models import Post
from wall.reading import Brief, briefs

LATEST = 3


def latest_for(request: HttpRequest, number: int = LATEST) -> list[Brief]:
    """The latest posts on the wall of everybody, for `wall/briefs.html`. One query.

    The place to write is `wall:everybody`.
    """
    return briefs(Post.objects.for_everybody(request.user), number)
