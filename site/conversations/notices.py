"""Comments as something that people are told of."""

from collections.abc import Collection

from django.urls import reverse

from access.rules import Reader
from conversations import subjects
from conversations.drawing import excerpt
from conversations.models import Comment
from conversations.permissions import may_moderate
from core.notices import Told

NAME = "comment"


class Comments:
    """Comments, by the title of what they are about."""

    def show(self, user: Reader, numbers: Collection[int]) -> dict[int, Told]:
        """One query, and those of each subject. What is hidden is shown to moderators alone, without its words."""
        found = Comment.objects.filter(pk__in=numbers, deleted_at__isnull=True)
        if not may_moderate(user):
            found = found.standing()
        comments = list(found)
        places = subjects.find_all(user, {comment.subject_key for comment in comments})
        return {
            comment.pk: Told(
                title=places[comment.subject_key].title,
                address=reverse("conversations:show", args=[NAME, comment.pk]),
                excerpt=excerpt(comment.text) if comment.is_standing else "",
            )
            for comment in comments
            if comment.subject_key in places
        }
