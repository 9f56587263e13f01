"""A site with one story at every door: where a reader may meet it, and how to look there as that reader."""

import json
import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from accounts import feed_keys
from accounts.models import User
from conversations.models import Comment
from core.models import PageTopic, Topic
from core.notices import Notice, NoticeKind, tell
from home.models import MyLink
from news.models import ChosenStory, NewsPage, StoryAuthor
from notifications import services
from notifications.choices import Mail
from notifications.letters.gathering import gather
from notifications.letters.writing import write
from notifications.models import Follow, Letter, Notification
from notifications.services import Wish
from notifications.states import LetterState
from search.models import BestBet, BetPhrase
from tests.factories.accounts import UserFactory
from tests.factories.conversations import CommentFactory
from tests.factories.home import cards, dress, section, words
from tests.factories.news import AlertFactory, NewsSeriesFactory, PinnedStoryFactory
from tests.factories.pages import (
    ContentPageFactory,
    DepartmentPageFactory,
    NewsIndexPageFactory,
    NewsPageFactory,
    text,
)
from tests.factories.people import PersonFactory
from tests.factories.wall import PostFactory, department_wall, everybodys_wall, thanks_to
from wall.models import Post

#: Stands in whatever the story says, and nowhere else.
NAME = "quokka"
#: Its address, which does not say its name.
ADDRESS = "/news/ashore/"
#: A word of its body alone, to search for.
WORD = "zyzzyva"
#: A door: its address, and the part of the answer in which the story stands; None is all of it.
Door = tuple[str, str | None]
#: Where the reader's notifications are listed.
LIST = "/notifications/"
_ICONS = re.compile(r"<svg.*?</svg>", re.DOTALL)


@dataclass
class World:
    """The story, who reads, and where they look."""

    story: NewsPage
    news: Page
    harbour: Page
    reader: User
    doors: dict[str, Door] = field(default_factory=dict)

    def fresh(self) -> NewsPage:
        """The story as it is in the database now."""
        found: NewsPage = NewsPage.objects.get(pk=self.story.pk)
        return found

    def told(self) -> dict[str, bool]:
        """Whether each door tells the reader of the story; by its address with a `*`, whether all that stands there does."""
        client = Client()
        client.force_login(self.reader)
        addresses = dict.fromkeys(address for address, _part in self.doors.values())
        answers = {address: _answer(client, address) for address in addresses}
        telling = {address: _tells(answer) for address, answer in answers.items()}
        wanted = {address for address, part in self.doors.values() if part and telling[address]}
        drawn = {
            address: BeautifulSoup(_ICONS.sub("", answers[address]), "html.parser")
            for address in wanted | {LIST}
        }
        found = {
            name: telling[address] and (part is None or _tells(_drawn(drawn[address], part)))
            for name, (address, part) in self.doors.items()
        }
        found |= {f"* {address}": tells for address, tells in telling.items()}
        found["letter"] = _tells(letters_of(self.reader))
        found["bell"] = "unread" in drawn[LIST].select_one(f"header a[href='{LIST}']").get_text()
        return found


def build(home: Page, reader: User) -> World:
    """The site, its story a draft that nobody has published."""
    news = NewsIndexPageFactory(title="News", slug="news")
    harbour = DepartmentPageFactory(title="Harbour", slug="harbour")
    ann = PersonFactory(first_name="Ann", last_name="Lee", slug="ann")
    near = {"parent": news, "department": harbour, "series": NewsSeriesFactory(title="Seasons")}
    pay, own = (
        Topic.objects.create(name=name, slug=f"t{at}") for at, name in enumerate(("Pay", NAME))
    )
    story = NewsPage(
        title="Quokka", slug="ashore", standfirst="A quokka came ashore.", live=False,
        department=harbour, series=near["series"], content_owner=ann, search_description="Quokka.",
        body=[text(f"<p>A {WORD}, they said.</p>")], story_authors=[StoryAuthor(person=ann)],
    )  # fmt: skip
    story.topics.add(pay, own)
    news.add_child(instance=story)
    story.save_revision()
    other = NewsPageFactory(title="Neighbour", slug="neighbour", **near)
    PageTopic.objects.create(content_object=other, tag=pay)
    ChosenStory.objects.create(page=other, story=story, sort_order=0)
    world = World(NewsPage.objects.get(pk=story.pk), news, harbour, reader)
    world.doors = {
        **_pages(world, home),
        **_desk_of_search(world),
        **_feeds(world, pay),
        **_walls(world),
        **_talk(world),
        **_own_things(world, other),
    }
    return world


def letters_of(reader: User) -> str:
    """All that a reader's letters say if they are written now, and what they tell of was told two minutes ago."""
    ago = timezone.now() - timedelta(minutes=2)
    Notification.objects.filter(letter=None).update(told_at=ago)
    gather()
    waiting = Letter.objects.filter(user=reader, state=LetterState.QUEUED)
    mails = [mail for letter in waiting if (mail := write(letter)) is not None]
    return "\n".join(f"{mail.subject}\n{mail.body}\n{mail.alternatives[0][0]}" for mail in mails)


def _pages(world: World, home: Page) -> dict[str, Door]:
    """Where pages name other pages."""
    story = world.story
    for place in (None, world.harbour):
        PinnedStoryFactory(story=story, place=place, is_lead=True)
    link = text(f'<p><a linktype="page" id="{story.pk}">Read on</a></p>')
    card = {"type": "cards", "value": {"cards": [{"page": story.pk}]}}
    ContentPageFactory(title="Tides", slug="tides", body=json.dumps([link, card]))
    kept = section("news", number=6), section("my_links", number=8), words(link), cards(story)
    dress(home, *kept)
    AlertFactory(title="Mind the step", link_page=story)
    Redirect.objects.create(old_path="/bygone", redirect_page=story)
    return {
        "itself": (ADDRESS, "h1"),
        "an old address": ("/bygone/", "h1"),
        "the home page's news": ("/", ".part--news"),
        "the home page's text": ("/", ".part--words"),
        "the home page's cards": ("/", ".part--cards"),
        "an alert": ("/", ".alerts"),
        "its department": ("/harbour/", ".stories"),
        "a page that leads there": ("/tides/", ".body p"),
        "a page with a card": ("/tides/", ".cards"),
        "the news list": ("/news/", ".story"),
        "the list's topics": ("/news/", "form option"),
        "the list by topic": ("/news/?topic=t0", ".story"),
        "the list by department": ("/news/?department=harbour", ".story"),
        "the list by series": (f"/news/?series={story.series.slug}", ".story"),
        "its series": ("/news/neighbour/", ".series"),
        "related stories": ("/news/neighbour/", ".band .story"),
        "its author": ("/people/ann/", "main"),
        "its topic": ("/topics/t0/", ".story"),
        "its topic, by kind": ("/topics/t0/?kind=news", ".story"),
        "a topic of its own": ("/topics/t1/", "h1"),
        "all topics": ("/topics/", ".topic-list"),
    }


def _desk_of_search(world: World) -> dict[str, Door]:
    """Where words lead to it."""
    bet = BestBet.objects.create(page=world.story)
    BetPhrase.objects.create(bet=bet, phrase="islands")
    return {
        "search": (f"/search/?q={WORD}", ".hit"),
        "search of a kind": (f"/search/?q={WORD}&kind=news", ".hit"),
        "a best bet": ("/search/?q=islands", ".bet"),
        "did you mean": ("/search/?q=quokak", ".meant"),
        "what is suggested": ("/search/suggest/?q=quo", None),
    }


def _feeds(world: World, topic: Topic) -> dict[str, Door]:
    """The reader's private addresses, and the page that gives them."""
    key = feed_keys.renew(world.reader)
    places = "site", f"department-{world.harbour.pk}", f"topic-{topic.pk}"
    doors: dict[str, Door] = {"the choice of feeds": ("/feeds/", "select")}
    for place in places:
        for form in ("rss", "atom"):
            doors[f"{form} of {place}"] = (f"/feeds/{key}/news/{place}.{form}", None)
    return doors


def _walls(world: World) -> dict[str, Door]:
    """Cards of posts that lead to it: by somebody who could read it when they wrote."""
    wall = department_wall(world.harbour)
    posts = [PostFactory(wall=each) for each in (everybodys_wall(), wall)]
    posts.append(thanks_to(PersonFactory(first_name="Ben", last_name="Ito", slug="ben")))
    Post.objects.filter(pk__in=[post.pk for post in posts]).update(linked_page=world.story)
    addresses = "/wall/", "/wall/all/", f"/wall/{wall.slug}/", f"/wall/posts/{posts[0].pk}/"
    return {f"a card at {address}": (address, ".post__card") for address in addresses}


def _talk(world: World) -> dict[str, Door]:
    """What is said about it: a comment with its reply, and one of the reader's own."""
    said, own = (
        CommentFactory(page=world.story, author=author, text="Nice.")
        for author in (UserFactory(), world.reader)
    )
    reply = CommentFactory(page=world.story, parent=own, text="Indeed.")
    return {
        "a comment": (f"/talk/comment/{said.pk}/", "h1"),
        "a comment with its replies": (f"/talk/comment/{own.pk}/replies/", ".talk__about"),
        "a form to reply": (f"/talk/comment/{reply.pk}/reply/", ".talk__about"),
        "a form to change a comment": (f"/talk/comment/{own.pk}/edit/", ".talk__about"),
        "a form to take it back": (f"/talk/comment/{own.pk}/delete/", ".talk__about"),
        "a form to report": (f"/talk/comment/{said.pk}/report/", ".talk__about"),
        "a form to comment": (f"/talk/page/{world.story.pk}/comment/", ".talk__about"),
        "who reacted": (f"/talk/page/{world.story.pk}/reactions/", ".talk__about"),
    }


def _own_things(world: World, other: Page) -> dict[str, Door]:
    """What the reader keeps, follows and was told of."""
    reader, story = world.reader, world.story
    services.choose(reader, {kind: Wish(True, Mail.AT_ONCE) for kind in NoticeKind})
    MyLink.objects.create(user=reader, page=story)
    for kind, thing in (("page", story), ("department", world.harbour)):
        Follow.objects.create(user=reader, kind=kind, number=thing.pk)
    reply = Comment.objects.get(parent__isnull=False)
    for kind, source, number in (
        (NoticeKind.REPLIED, "comment", reply.pk),
        (NoticeKind.MENTIONED, "comment", reply.pk),
        (NoticeKind.CHANGED, "page", story.pk),
    ):
        tell(Notice(kind, source, number, {reader.pk}))
    # So that a letter leaves in any case.
    tell(Notice(NoticeKind.MENTIONED, "page", other.pk, {reader.pk}))
    Notification.objects.filter(thing__page=other.pk).update(in_bell=False)
    changed = Notification.objects.get(kind=NoticeKind.CHANGED)
    return {
        "what one follows": ("/notifications/following/", ".told__list"),
        "what one was told": (LIST, ".told__list"),
        "the way from there": (f"/notifications/{changed.pk}/", "h1"),
        "one's own links": ("/my-links/", ".own-list"),
        "one's own links at home": ("/", ".part--my_links"),
    }


def _answer(client: Client, address: str) -> str:
    """What stands there for a reader, who looks ahead and so marks nothing as read; less the address itself."""
    answer: Any = client.get(address, follow=True, headers={"Sec-Purpose": "prefetch"})
    assert answer.status_code in {200, 404}, address
    said = answer.content.decode()
    return said if answer.status_code == 200 else said.replace(ADDRESS, "")


def _drawn(page: BeautifulSoup, part: str) -> str:
    return "\n".join(map(str, page.select(part)))


def _tells(said: str) -> bool:
    return NAME in said.casefold() or ADDRESS in said
