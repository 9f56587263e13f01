"""How many queries a conversation takes: as many for two hundred comments as for two."""

import gzip
from itertools import islice, product
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from conversations.enums import ReactionKind
from conversations.models import Comment, Mention, Reaction
from conversations.threads import with_latest
from news.models import NewsPage
from tests.factories.blocks import ImageFactory
from tests.factories.conversations import CommentFactory
from tests.factories.pages import NewsPageFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db

MOST = 15
#: Of a page with fifty comments, fifty replies and a hundred bars of reactions, zipped.
MOST_ZIPPED = 20_000
#: What a conversation may add to the queries of a page without one.
SHARE = 5


@pytest.fixture
def story() -> NewsPage:
    return NewsPageFactory(title="The ferry is back")


def photographed(number: int) -> list[Any]:
    """People with accounts and photos."""
    photo = ImageFactory()
    return [PersonFactory(signs_in=True, photo=photo) for _n in range(number)]


def talk(story: NewsPage, people: list[Any], comments: int, reactions: int) -> None:
    """Comments with replies, mentions and reactions, by many people."""
    kinds = list(ReactionKind)
    tops = [
        CommentFactory(
            page=story, author=people[n % len(people)].user, text=f"Hear, @{people[0].name}"
        )
        for n in range(comments // 2)
    ]
    said = tops + [
        CommentFactory(page=story, author=people[n % len(people)].user, parent=top)
        for n, top in enumerate(tops)
    ]
    Mention.objects.bulk_create(
        Mention(target="comment", number=one.pk, person=people[0], name=people[0].name)
        for one in tops
    )
    targets = [("page", story.pk), *(("comment", one.pk) for one in said)]
    pairs = product(people, targets)
    Reaction.objects.bulk_create(
        Reaction(user=person.user, target=name, number=number, kind=kinds[n % len(kinds)])
        for n, (person, (name, number)) in enumerate(islice(pairs, reactions))
    )


def queries(client: Client, address: str) -> int:
    """On the second visit."""
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_a_story_with_200_comments_and_500_reactions_takes_15_queries_at_most(
    staff_client: Client, story: NewsPage
) -> None:
    people = photographed(12)
    NewsPage.objects.filter(pk=story.pk).update(comments="none")
    bare = queries(staff_client, story.url)
    NewsPage.objects.filter(pk=story.pk).update(comments="open")
    talk(story, people[:3], 4, 10)
    few = queries(staff_client, story.url)
    Reaction.objects.all().delete()
    talk(story, people, 196, 500)
    assert Comment.objects.count() == 200
    assert Reaction.objects.count() == 500
    many = queries(staff_client, story.url)
    assert many == few
    assert many <= MOST
    assert many - bare <= SHARE
    assert len(gzip.compress(staff_client.get(story.url).content)) <= MOST_ZIPPED


def test_a_wall_of_thirty_posts_takes_as_many_as_of_one(
    staff: User, story: NewsPage, django_assert_max_num_queries: Any
) -> None:
    """Comments stand in for posts here: whatever is a contribution is dressed alike."""
    people = photographed(5)
    posts = [CommentFactory(page=story, author=people[n % 5].user) for n in range(30)]
    for post in posts:
        for n in range(4):
            CommentFactory(subject="comment", number=post.pk, author=people[n].user)
    found = list(
        Comment.objects.filter(pk__in=[post.pk for post in posts]).select_related("author")
    )
    with_latest(staff, found, 3)
    with django_assert_max_num_queries(4):
        shown = with_latest(staff, found, 3)
    assert [len(one.replies) for one in shown] == [3] * 30
    assert [one.more for one in shown] == [1] * 30
