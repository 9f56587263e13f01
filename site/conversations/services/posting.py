"""Saying something, changing it and taking it back."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.utils import timezone

from conversations import subjects
from conversations.enums import Outcome
from conversations.models import Comment, Contribution, Mention, Reaction, Report
from conversations.services import limits, mentions
from conversations.services.refusals import RefusedError, Why
from conversations.subjects import Place
from core.notices import Notice, NoticeKind, see_anew, tell

C = TypeVar("C", bound=Contribution)
LONGEST_TOKEN = 43


@dataclass(frozen=True)
class Draft:
    """What a form holds: words, its token, whom namesakes mean, and whether that was asked."""

    text: str
    token: str = ""
    chosen: Collection[int] = ()
    was_asked: bool = False


def post(user: Any, said: C, draft: Draft) -> C:
    """Save something new that `user` says, by all rules: `said` has everything but author, text and token.

    A form that was sent before gives what it gave then. Those who are mentioned are told. Raises RefusedError.
    """
    if not 0 < len(draft.token) <= LONGEST_TOKEN or not draft.token.isprintable():
        raise RefusedError(
            Why.NO_TOKEN, "The form was sent without its token. Open the page again."
        )
    if before := sent_before(type(said), user, draft.token):
        return before
    limits.refuse_read_only(user)
    text = limits.cleaned(draft.text, said.label)
    found = mentions.find(
        user, text, chosen=draft.chosen, was_asked=draft.was_asked, label=said.label
    )
    limits.refuse_long(found.text, said.label)
    limits.refuse_often(user)
    said.author, said.text, said.token = user, found.text, draft.token
    try:
        with transaction.atomic():
            said.save()
    except IntegrityError:
        # Sent twice at the same moment: the other was a little faster.
        if before := sent_before(type(said), user, draft.token):
            return before
        raise
    with transaction.atomic():
        mentions.record(said, found.people)
        mentions.tell_mentioned(said, found.people)
    return said


def sent_before(model: type[C], user: Any, token: str) -> C | None:
    """What the form with this token gave, if it was sent before."""
    return model.objects.by(user).filter(token=token).first()


@transaction.atomic
def add_comment(user: Any, place: Place, draft: Draft, parent: Comment | None = None) -> Comment:
    """Say something about a thing that `user` may read, or in reply to a comment there.

    A reply to a reply goes under the same comment. The one replied to is told, or else those whose
    thing it is. Raises RefusedError.
    """
    if before := sent_before(Comment, user, draft.token):
        return before
    if not place.is_open:
        raise RefusedError(Why.CLOSED, "This conversation is closed. Nobody can add to it.")
    if parent is not None and (parent.subject_key != place.key or not parent.is_standing):
        raise RefusedError(Why.CLOSED, "What you reply to is not there any more.")
    subject = subjects.subject_of(place.subject)
    top = (parent.parent or parent) if parent is not None and subject.nests else None
    said = Comment(subject=place.subject, number=place.number, parent=top)
    comment = post(user, said, draft)
    if comment is said:
        _tell_replied(comment, parent)
    return comment


@transaction.atomic
def edit(user: Any, said: Contribution, draft: Draft) -> bool:
    """Change what `user` said. Whether anything changed; who is mentioned newly is told. Raises RefusedError."""
    if said.author_id != user.pk or not said.is_standing:
        raise RefusedError(Why.NOT_YOURS, f"This {said.label} is not yours to change.")
    place = subjects.find(user, *said.subject_key)
    if place is None or not place.is_open:
        raise RefusedError(Why.CLOSED, "This conversation is closed. You can delete what you said.")
    limits.refuse_mistimed(said)
    limits.refuse_read_only(user)
    text = limits.cleaned(draft.text, said.label)
    found = mentions.find(
        user, text, chosen=draft.chosen, was_asked=draft.was_asked, label=said.label
    )
    limits.refuse_long(found.text, said.label)
    if found.text == said.text:
        return False
    said.text, said.edited_at = found.text, timezone.now()
    said.save(update_fields=["text", "edited_at"])
    new = mentions.record(said, found.people)
    mentions.tell_mentioned(said, [face for face in found.people if face.number in new])
    return True


@transaction.atomic
def delete(user: Any, said: Contribution) -> None:
    """Take back what `user` said: its text goes at once, and with it reactions and mentions. Raises RefusedError.

    What was replied to it stays. Reports keep the text that they were made about, for the moderators.
    """
    if said.author_id != user.pk:
        raise RefusedError(Why.NOT_YOURS, f"This {said.label} is not yours to delete.")
    if said.deleted_at is not None:
        return
    wipe(said)
    Report.objects.of(said.kind, said.pk).open().update(
        settled_at=timezone.now(), outcome=Outcome.GONE
    )


def wipe(said: Contribution) -> None:
    """Leave nothing of a contribution but that it was there."""
    said.text, said.deleted_at = "", said.deleted_at or timezone.now()
    said.save(update_fields=["text", "deleted_at"])
    about = {"target": said.kind, "number": said.pk}
    Mention.objects.filter(**about).delete()
    Reaction.objects.filter(**about).delete()
    see_anew(said.kind, [said.pk])


def _tell_replied(comment: Comment, parent: Comment | None) -> None:
    """Tell whoever was replied to, unless they were told that they are mentioned in it."""
    if parent is not None:
        wanted = {parent.author_id} if parent.author_id else set()
    else:
        wanted = subjects.subject_of(comment.subject).told(comment.number)
    named = Mention.objects.filter(target=comment.kind, number=comment.pk)
    wanted -= {comment.author_id, *named.values_list("person__user", flat=True)}
    told = mentions.readers_among(comment, wanted)
    if told:
        tell(
            Notice(
                NoticeKind.REPLIED,
                comment.kind,
                comment.pk,
                users=sorted(told),
                actor=comment.author_id,
            )
        )
