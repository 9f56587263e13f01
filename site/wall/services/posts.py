"""Posting, and what becomes of a post: a picture, whom it thanks, who is told."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from access.querysets import Reader
from conversations.models import Comment
from conversations.services import posting
from conversations.services.mentions import readers_among
from conversations.services.posting import Draft
from conversations.services.refusals import RefusedError, Why
from core.colleagues import Face
from core.notices import Followed, Notice, NoticeKind, tell
from core.plain import plain_line
from notifications.models import Follow
from wall.enums import Purpose
from wall.models import LONGEST_PICTURE_TEXT, MOST_PINNED, Post, Thanks, Wall
from wall.permissions import looks_after, may_announce, may_answer, may_write

PERSON, DEPARTMENT = "person", "department"
#: So many people one post can thank.
MOST_THANKED = 20


@dataclass(frozen=True)
class Letter:
    """What is to be posted: the words, and what goes with them."""

    draft: Draft
    purpose: Purpose = Purpose.MESSAGE
    thanked: Sequence[Face] = field(default=())
    #: A JPEG that is small and bare, and what it shows.
    picture: bytes = b""
    picture_text: str = ""


@transaction.atomic
def add_post(user: Any, wall: Wall, letter: Letter) -> Post:
    """Post something on a wall that `user` may read. A form that was sent before gives what it gave then.

    Raises RefusedError.
    """
    if before := posting.sent_before(Post, user, letter.draft.token):
        return before
    _check(user, wall, letter)
    said = Post(wall=wall, purpose=letter.purpose)
    if letter.picture:
        said.picture_text = plain_line(letter.picture_text)[:LONGEST_PICTURE_TEXT]
        # A neutral name: what files are called on somebody's device is theirs.
        said.picture.save("picture.jpg", ContentFile(letter.picture), save=False)
    try:
        post = posting.post(user, said, letter.draft)
    except Exception:
        said.picture.delete(save=False)  # the row is rolled back; nothing would name the file
        raise
    if post is not said:
        said.picture.delete(save=False)
        return post
    thanked = {face.number: face for face in letter.thanked if face.number}
    Thanks.objects.bulk_create(Thanks(post=post, person_id=number) for number in thanked)
    _tell(user, post, list(thanked.values()))
    return post


@transaction.atomic
def mark_answered(user: Any, post: Post, answer: Comment | None = None) -> None:
    """Say that a question is answered, and by which reply. Raises RefusedError."""
    _refuse(may_answer(user, post), "Only who asked can say that it is answered.")
    if answer is not None and (answer.subject_key != post.subject_key or not answer.is_standing):
        raise RefusedError(Why.CLOSED, "This reply is not there any more.")
    post.answered_at, post.answer = timezone.now(), answer
    post.save(update_fields=["answered_at", "answer"])


@transaction.atomic
def mark_unanswered(user: Any, post: Post) -> None:
    """Say that a question still waits for an answer. Raises RefusedError."""
    _refuse(may_answer(user, post), "Only who asked can say that it is not answered.")
    post.answered_at = post.answer = None
    post.save(update_fields=["answered_at", "answer"])


@transaction.atomic
def pin(user: Any, post: Post) -> None:
    """Keep a post at the top of its wall. Raises RefusedError, also where there are enough."""
    wall = Wall.objects.select_for_update().get(pk=post.wall_id)
    _refuse(looks_after(user, post.wall), "You may not pin posts on this wall.")
    pinned = Post.objects.standing().filter(wall=wall, pinned_at__isnull=False)
    if post.pinned_at is None and pinned.count() >= MOST_PINNED:
        raise RefusedError(
            Why.CLOSED, f"{MOST_PINNED} posts are pinned, which is the most. Unpin one first."
        )
    post.pinned_at = post.pinned_at or timezone.now()
    post.save(update_fields=["pinned_at"])


@transaction.atomic
def unpin(user: Any, post: Post) -> None:
    """Let a post stand where its time puts it. Raises RefusedError."""
    _refuse(looks_after(user, post.wall), "You may not unpin posts on this wall.")
    post.pinned_at = None
    post.save(update_fields=["pinned_at"])


def _check(user: Any, wall: Wall, letter: Letter) -> None:
    """Raise RefusedError for what this person may not post here, and for what lacks something."""
    _refuse(may_write(user, wall), "You may read this wall, but not write on it.")
    if letter.purpose == Purpose.ANNOUNCEMENT:
        _refuse(may_announce(user, wall), "You may not post announcements on this wall.")
    if letter.purpose == Purpose.THANKS and not letter.thanked:
        raise RefusedError(Why.EMPTY, "Say whom you thank.")
    if letter.purpose != Purpose.THANKS and letter.thanked:
        raise RefusedError(Why.EMPTY, "Choose “Thanks” to thank people, or name nobody.")
    if len(letter.thanked) > MOST_THANKED:
        raise RefusedError(Why.TOO_MANY_NAMES, f"Thank {MOST_THANKED} people at most in one post.")
    if letter.picture and not plain_line(letter.picture_text):
        raise RefusedError(Why.EMPTY, "Say what the picture shows, for those who cannot see it.")


def _refuse(allowed: bool, message: str) -> None:
    if not allowed:
        raise RefusedError(Why.NOT_YOURS, message)


def _tell(user: Any, post: Post, thanked: Sequence[Face]) -> None:
    """Tell those who are thanked, those who follow the author or the department, and a department of announcements."""
    accounts = readers_among(post, {face.account for face in thanked} - {user.pk})
    if accounts:
        tell(Notice(NoticeKind.THANKED, Post.kind, post.pk, users=accounts, actor=user.pk))
    followed, users = [], set[int]()
    if (number := _profile(user)) is not None:
        followed.append(Followed(PERSON, number))
    if (department := post.wall.department_id) is not None:
        if post.purpose == Purpose.ANNOUNCEMENT:
            followed.append(Followed(DEPARTMENT, department))  # and so everybody in its teams
        else:
            fans = Follow.objects.filter(kind=DEPARTMENT, number=department)
            users.update(fans.values_list("user", flat=True))
    message = NoticeKind.MESSAGE
    tell(Notice(message, Post.kind, post.pk, users=users, followed=followed, actor=user.pk))


def _profile(user: Reader) -> int | None:
    """The id of somebody's profile, if they have one."""
    person = getattr(user, "person", None)
    return None if person is None else person.pk
