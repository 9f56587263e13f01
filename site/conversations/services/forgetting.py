"""What goes with a thing that is deleted for good."""

from collections.abc import Collection

from django.db import transaction

from conversations.models import Comment, Mention, Reaction, Report
from core.notices import see_anew


@transaction.atomic
def forget_subjects(name: str, numbers: Collection[int]) -> None:
    """Forget what was said about things of a sort, and all that was said and felt about that."""
    comments = list(
        Comment.objects.filter(subject=name, number__in=numbers).values_list("pk", flat=True)
    )
    forget_targets(Comment.kind, comments)
    Comment.objects.filter(pk__in=comments).delete()
    see_anew(Comment.kind, comments)
    forget_targets(name, numbers)


def forget_targets(name: str, numbers: Collection[int]) -> None:
    """Forget reactions to things, and who was mentioned in them and what was reported of them."""
    for model in (Reaction, Mention, Report):
        model._default_manager.filter(target=name, number__in=numbers).delete()
