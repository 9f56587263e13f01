"""What stands on the walls of the demo: messages, questions and thanks, with replies and reactions."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils import timezone

from conversations.models import Comment, Contribution, Reaction
from conversations.services import mentions
from demo.voices import voice
from departments.models import DepartmentPage
from people.models import Person, Team
from wall.models import Post, Thanks, Wall
from wall.scopes import everybodys_wall
from wall.services.walls import wall_of_department, wall_of_team

CONTENT = Path(__file__).resolve().parent / "content" / "wall.yaml"


@transaction.atomic
def dress_walls() -> None:
    """Bring in what people say, where nobody has said anything yet: once, then it is theirs."""
    if Post.objects.exists():
        return
    for given in yaml.safe_load(CONTENT.read_text("utf-8"))["posts"]:
        _add(given)


def _add(given: Mapping[str, Any]) -> None:
    at = _moment(given["days"], given["at"])
    post = Post(
        author=voice(given["by"]),
        wall=_wall(given.get("wall", "")),
        purpose=given.get("kind", "message"),
        text=given["text"].strip(),
        created_at=at,
        pinned_at=at if given.get("pinned") else None,
    )
    post.save()
    _mention(post)
    for number in given.get("thanks", ()):
        Thanks.objects.create(post=post, person=Person.objects.get(employee_id=number))
    for kind, numbers in given.get("reactions", {}).items():
        for number in numbers:
            Reaction.objects.create(user=voice(number), target=post.kind, number=post.pk, kind=kind)
    for place, reply in enumerate(given.get("replies", ()), start=1):
        comment = Comment.objects.create(
            author=voice(reply["by"]),
            text=reply["text"].strip(),
            subject=Post.kind,
            number=post.pk,
            created_at=at + timedelta(minutes=17 * place),
        )
        _mention(comment)
        if reply.get("answers"):
            post.answer, post.answered_at = comment, comment.created_at
            post.save(update_fields=["answer", "answered_at"])


def _mention(said: Contribution) -> None:
    found = mentions.find(said.author, said.text, was_asked=True)
    mentions.record(said, found.people)


def _wall(name: str) -> Wall:
    """The wall of the department with this address, of the team with this name, or of everybody."""
    if not name:
        return everybodys_wall()
    team = Team.objects.filter(name=name).first()
    return wall_of_team(team) if team else wall_of_department(DepartmentPage.objects.get(slug=name))


def _moment(days: int, at: str) -> datetime:
    """So many days ago at a time of the day; never in the future."""
    hour, _colon, minute = at.partition(":")
    day = timezone.localtime() - timedelta(days=days)
    moment = day.replace(hour=int(hour), minute=int(minute), second=0, microsecond=0)
    return min(moment, timezone.now())
