"""RSS 2.0 and Atom, from items."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.html import linebreaks

from core.feeds.contract import Asked, Format, Item
from core.plain import plain_line, plain_text

#: What no XML may hold, beyond what `core.plain` takes out.
NO_CHARACTERS = dict.fromkeys((0xFFFE, 0xFFFF))
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def drawn(asked: Asked, label: str, items: Sequence[Item]) -> bytes:
    """The feed as XML: nothing in it but what its items say, so it is alike until one of them changes."""
    kind = Atom1Feed if asked.form == Format.ATOM else Rss201rev2Feed
    root, title = asked.full("/"), clean_line(asked.title(label))
    feed: SyndicationFeed = kind(
        title=title,
        link=root,
        description=title,
        author_name=clean_line(asked.site_name),
        language="en-gb",
        # Its own address holds the key, and is not to go round with what it says.
        feed_url=None,
        feed_guid=uuid5(NAMESPACE_URL, f"{root}{label}/{asked.place.name}").urn,
    )
    feed.latest_post_date = lambda: max(  # type: ignore[method-assign]
        (item.updated for item in items), default=LONG_AGO
    )
    for item in items:
        feed.add_item(
            title=clean_line(item.title),
            link=item.address,
            # What reads feeds takes it for HTML.
            description=linebreaks(clean_text(item.summary), autoescape=True),
            author_name=clean_line(item.author) or None,
            pubdate=item.published,
            updateddate=item.updated,
            unique_id=item.name,
            unique_id_is_permalink=False,
        )
    return feed.writeString("utf-8").encode()


def clean_line(text: str) -> str:
    """A line that XML can hold."""
    return plain_line(text.translate(NO_CHARACTERS))


def clean_text(text: str) -> str:
    """Lines that XML can hold."""
    return plain_text(text.translate(NO_CHARACTERS))
