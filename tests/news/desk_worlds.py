"""Stories in every state of the desk, for its tests."""

from datetime import datetime, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone
from wagtail.models import Page, Workflow

from accounts.models import User
from news.models import NewsPage
from tests.factories.pages import NewsPageFactory


def client_of(person: User) -> Client:
    """A browser of theirs."""
    client = Client()
    client.force_login(person)
    return client


def draft(parent: Page, title: str, user: User | None = None, **fields: Any) -> NewsPage:
    """A story that was never published."""
    story: NewsPage = NewsPageFactory(parent=parent, title=title, live=False, **fields)
    story.save_revision(user=user)
    return story


def changed(parent: Page, title: str, **fields: Any) -> NewsPage:
    """A live story with a draft of a change."""
    story: NewsPage = NewsPageFactory(parent=parent, title=title, **fields)
    story.standfirst = "Changed."
    story.save_revision()
    return story


def scheduled(parent: Page, title: str, at: datetime | None = None, **fields: Any) -> NewsPage:
    """A story that is to go live, tomorrow unless told otherwise."""
    story = draft(parent, title, **fields)
    story.go_live_at = at or timezone.now() + timedelta(days=1)
    story.save_revision().publish()
    return story


def expired(parent: Page, title: str, days: int = 1) -> NewsPage:
    """A story that went so many days ago."""
    story: NewsPage = NewsPageFactory(parent=parent, title=title)
    NewsPage.objects.filter(pk=story.pk).update(
        live=False,
        expired=True,
        has_unpublished_changes=True,
        expire_at=timezone.now() - timedelta(days=days),
    )
    return story


def submitted(
    parent: Page, title: str, workflow: Workflow, user: User | None = None, **fields: Any
) -> NewsPage:
    """A draft that somebody submitted for approval."""
    story = draft(parent, title, user, **fields)
    workflow.start(story, user)
    return story
