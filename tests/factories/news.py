"""Series, pins, alerts and the like, and what the editor's form of a story sends."""

from datetime import timedelta

import factory
from django.utils import timezone

from news.models import Alert, NewsSeries, PinnedStory, StoryTemplate
from tests.factories.pages import NewsPageFactory

#: What stands in rows of their own in the form of a story.
ROWS = ("story_authors", "chosen_stories", "corrections", "comments")


def no_rows() -> dict[str, str]:
    """What the form of a story sends of its rows when there are none; staff may comment on it."""
    counts = {f"{name}-{count}_FORMS": "0" for name in ROWS for count in ("TOTAL", "INITIAL")}
    return {"comments": "open", **counts}


class NewsSeriesFactory(factory.django.DjangoModelFactory):
    """A series, by date."""

    title = factory.Sequence(lambda n: f"Series {n}")
    slug = factory.Sequence(lambda n: f"series-{n}")

    class Meta:
        model = NewsSeries


class PinnedStoryFactory(factory.django.DjangoModelFactory):
    """A story that stands first on the home page, unless told otherwise (`place=`)."""

    story = factory.SubFactory(NewsPageFactory)

    class Meta:
        model = PinnedStory


class AlertFactory(factory.django.DjangoModelFactory):
    """An alert for everybody that stands now, for an hour before and after."""

    title = factory.Sequence(lambda n: f"Alert {n}")
    starts_at = factory.LazyFunction(lambda: timezone.now() - timedelta(hours=1))
    ends_at = factory.LazyFunction(lambda: timezone.now() + timedelta(hours=1))

    class Meta:
        model = Alert


class StoryTemplateFactory(factory.django.DjangoModelFactory):
    """Something to start a story from."""

    name = factory.Sequence(lambda n: f"Template {n}")
    headline = "Welcome, [name]"

    class Meta:
        model = StoryTemplate
