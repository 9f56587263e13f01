"""Comments as something that people are told of."""

from collections.abc import Collection

from django.urls import reverse

from access.rules import Reader
from conversations import subjects
from conversations.drawing import excerpt
from conversations.models import Comment
from conversations.permissions import may_moderate
from core.notices import Sight, Told

NAME = "comment"


class Comments:
    """Comments, by the title of what they are about."""

    def show(self, user: Reader, numbers: Collection[int]) -> dict[int, Told]:
        """One query, and those of each subject. What is hidden is shown to moderators alone, without its words."""
        found = Comment.objects.filter(pk__in=numbers, deleted_at__isnull=True)
        comments = list(found if may_moderate(user) else found.standing())
        places = subjects.find_all(user, {comment.subject_key for comment in comments})
        return {
            comment.pk: Told(
                title=places[comment.subject_key].title,
                address=reverse("conversations:show", args=[comment.pk]),
                excerpt=excerpt(comment.text) if comment.is_standing else "",
            )
            for comment in comments
            if comment.subject_key in places
        }

    def sights(self, numbers: Collection[int]) -> dict[int, Sight]:
        """One query, and those of each subject. What is hidden is not counted for anybody."""
        found = list(Comment.objects.standing().filter(pk__in=numbers))
        by_key: dict[tuple[str, int], Sight] = {}
        for name in {comment.subject for comment in found} & set(subjects.names()):
            about = {comment.number for comment in found if comment.subject == name}
            sights = subjects.subject_of(name).sights(about)
            by_key |= {(name, number): sight for number, sight in sights.items()}
        return {
            comment.pk: by_key[comment.subject_key]
            for comment in found
            if comment.subject_key in by_key
        }
