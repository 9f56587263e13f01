"""Pages that have changed, for those who follow them."""

from typing import Any

from wagtail.models import Page
from wagtail.signals import page_published

from core.notices import Followed, Notice, NoticeKind, tell
from notifications.models import Follow
from notifications.pages import PAGE


def published(instance: Page, revision: Any = None, **_kwargs: Any) -> None:
    """A page was published: if not for the first time, tell who follows it. One query where nobody does."""
    if is_first(instance):
        return
    if not Follow.objects.filter(kind=PAGE, number=instance.pk).exists():
        return
    tell(
        Notice(
            NoticeKind.CHANGED,
            PAGE,
            instance.pk,
            followed=[Followed(PAGE, instance.pk)],
            actor=revision.user_id if revision is not None else None,
            occasion=revision.pk if revision is not None else 0,
        )
    )


def is_first(page: Page) -> bool:
    """Whether a page that was just published had never been before."""
    return page.first_published_at == page.last_published_at


def register() -> None:
    """Listen. Called once, when the app is ready."""
    page_published.connect(published, dispatch_uid="notifications-published")
