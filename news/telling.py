"""Telling people of stories: once, when a story first comes out.

A story comes out at many doors (the editor's button, an approval, a schedule, a command), and each of
them saves the story as live. So that is what is heard, within the transaction of that save: either the
story is out and is being told of, or neither.
"""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.notices import Followed, Notice, NoticeKind, tell
from news.models import NewsIndexPage, NewsPage, StoryTold

#: A story that bears a date so long before it was written is no news: an archive comes in.
OLD = timedelta(days=7)
SOURCE = "page"


def tell_once(story: NewsPage) -> bool:
    """Tell of a story that is out, unless that was done before. Whether it was told of now."""
    with transaction.atomic():
        _told, is_new = StoryTold.objects.get_or_create(story_id=story.pk)
        if not is_new or _is_old(story):
            return False
        tell(
            Notice(
                kind=NoticeKind.STORY,
                source=SOURCE,
                number=story.pk,
                followed=_followed(story),
                actor=story.live_revision.user_id if story.live_revision else None,
            )
        )
    return True


def story_saved(
    instance: NewsPage,
    raw: bool = False,
    update_fields: Collection[str] | None = None,
    **_kwargs: Any,
) -> None:
    """A story was saved; tell of it if it has come out by this."""
    if raw or (update_fields is not None and "live" not in update_fields):
        return
    if instance.live and instance.first_published_at is not None:
        tell_once(instance)


def _is_old(story: NewsPage) -> bool:
    written = story.revisions.order_by("created_at").values_list("created_at", flat=True).first()
    begun = timezone.localdate(written) if written else timezone.localdate()
    return story.publication_date < begun - OLD


def _followed(story: NewsPage) -> list[Followed]:
    """What people may follow to hear of it: its department, its topics, who wrote it, the lists that it is in."""
    above = [story.path[:end] for end in range(story.steplen, len(story.path), story.steplen)]
    lists = NewsIndexPage.objects.filter(path__in=above).values_list("pk", flat=True)
    people = {row.person_id for row in story.story_authors.all()} | {story.on_behalf_of_person_id}
    return [
        *([Followed("department", story.department_id)] if story.department_id else []),
        *(Followed("topic", topic.pk) for topic in story.topics.all()),
        *(Followed("person", number) for number in sorted(filter(None, people))),
        *(Followed("page", number) for number in lists),
    ]
