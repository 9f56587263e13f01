"""What the demo's people say about two stories, and how they feel about it."""

import re
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.utils import timezone
from wagtail.models import Page

from accounts.models import User
from conversations import subjects, targets
from conversations.enums import ReactionKind
from conversations.models import Comment
from conversations.pages import NAME
from conversations.services.posting import Draft, add_comment
from conversations.services.reacting import react
from news.models import NewsPage

CONVERSATIONS = Path(__file__).resolve().parent / "content" / "conversations.yaml"
MORNING = time(9)
_SPAN = re.compile(r"(?:(?P<hours>\d+)h)? ?(?:(?P<minutes>\d+)m)?")


def dress_conversations(home: Page) -> None:
    """Let people have talked about two stories, where nobody has said anything yet."""
    if Comment.objects.exists():
        return
    people = {user.username: user for user in User.objects.all()}
    for given in yaml.safe_load(CONVERSATIONS.read_text("utf-8")):
        path = f"{home.url_path}{given['story'].lstrip('/')}"
        story = NewsPage.objects.filter(url_path=path).first()
        if story is not None:
            _talk(story, given, people)


def _talk(story: NewsPage, given: Mapping[str, Any], people: Mapping[str, User]) -> None:
    start = timezone.make_aware(datetime.combine(story.publication_date, MORNING))
    _react(NAME, story.pk, given, people)
    for comment in given["comments"]:
        said = _say(story, comment, people, start)
        for reply in comment.get("replies", ()):
            _say(story, reply, people, start, said)


def _say(
    story: NewsPage,
    given: Mapping[str, Any],
    people: Mapping[str, User],
    start: datetime,
    parent: Comment | None = None,
) -> Comment:
    """Say it by all rules, and then let it have been said in its time."""
    user = people[given["by"]]
    place = subjects.find(user, NAME, story.pk)
    assert place is not None, f"{user} cannot talk about {story}"
    draft = Draft(given["text"], token=f"demo {story.pk} {given['after']}")
    said = add_comment(user, place, draft, parent)
    said.created_at = start + _span(given["after"])
    said.save(update_fields=["created_at"])
    _react(said.kind, said.pk, given, people)
    return said


def _react(name: str, number: int, given: Mapping[str, Any], people: Mapping[str, User]) -> None:
    for username, kind in given.get("reactions", {}).items():
        user = people[username]
        react(user, targets.find(user, name, number), ReactionKind(kind))


def _span(text: str) -> timedelta:
    """A span of time, written “2h 10m”."""
    found = _SPAN.fullmatch(text)
    assert found is not None, text
    return timedelta(**{unit: int(number) for unit, number in found.groupdict("0").items()})
