"""News to subscribe to, as RSS and Atom: for one person at a time, by a private address (`core.feeds`)."""

from datetime import datetime, time

from django.db.models import Prefetch
from django.utils import timezone
from wagtail.models import Page

from accounts.models import User
from core.feeds.contract import Asked, Format, Item
from core.feeds.papers import drawn
from core.feeds.places import PlaceKind
from core.models import Topic
from news.models import NewsPage, StoryAuthor
from news.querysets import NewsQuerySet

#: A feed gives the latest; what is older is on the site.
STORIES = 50


class NewsFeed:
    """The latest stories that a person may read."""

    name = "news"
    label = "News"
    formats: tuple[Format, ...] = (Format.RSS, Format.ATOM)

    def draw(self, asked: Asked) -> bytes:
        """The feed: three queries, however many stories."""
        stories = of_place(_readable(asked.user), asked).latest_first().for_listing()
        authors = Prefetch(
            "story_authors", StoryAuthor.objects.select_related("person").order_by("sort_order")
        )
        latest = stories.prefetch_related(authors)[:STORIES]
        return drawn(asked, self.label, [_item(asked, story) for story in latest])

    def topics(self, user: User) -> list[Topic]:
        """The topics of what that person may read."""
        return _readable(user).topics()

    def departments(self, user: User) -> list[Page]:
        """The departments, open to that person, of what they may read."""
        return _readable(user).departments(user)


def of_place(stories: NewsQuerySet, asked: Asked) -> NewsQuerySet:
    """Those that concern the place that was asked for."""
    if asked.place.kind == PlaceKind.DEPARTMENT:
        return stories.of_department(asked.place.thing)
    if asked.place.kind == PlaceKind.TOPIC:
        return stories.filter(page_topics__tag=asked.place.thing)
    return stories


def _readable(user: User) -> NewsQuerySet:
    stories: NewsQuerySet = NewsPage.objects.readable_by(user)
    return stories


def _item(asked: Asked, story: NewsPage) -> Item:
    published = _published(story)
    return Item(
        name=story.translation_key.urn,
        title=story.title,
        address=asked.page_address(story),
        summary=story.teaser,
        author=_authors(story),
        published=published,
        updated=max(published, story.last_published_at or published),
    )


def _authors(story: NewsPage) -> str:
    """Who wrote it, as its page names them."""
    people = [row.person.name for row in story.story_authors.all()]
    return ", ".join(filter(None, [*people, story.author]))


def _published(story: NewsPage) -> datetime:
    """When it came out, on the day that it bears: at the time that it did if that was the day, else as the day begins."""
    first = story.first_published_at
    if first and timezone.localdate(first) == story.publication_date:
        return first
    return timezone.make_aware(datetime.combine(story.publication_date, time()))
