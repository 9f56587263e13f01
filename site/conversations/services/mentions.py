"""Who is mentioned in what somebody says: found in the text, written down, told."""

from collections.abc import Collection, Iterable
from typing import Any

from django.contrib.auth import get_user_model

from conversations import names, subjects
from conversations.models import Contribution, Mention
from conversations.names import Resolved
from conversations.services.refusals import RefusedError, Why
from core.colleagues import Face, colleagues
from core.notices import Notice, NoticeKind, tell


def find(
    user: Any,
    text: str,
    *,
    chosen: Collection[int] = (),
    was_asked: bool = False,
    label: str = "comment",
) -> Resolved:
    """Whom a clean text mentions, as `user` finds them in the directory, and the text with their names.

    `chosen` are the profiles that are meant among namesakes. Raises RefusedError for a name that several
    have, unless `was_asked`: then it stays a word; and for more mentions than anybody may make. One query.
    """
    places = names.namings(text)
    if len({place.phrases for place in places}) > names.MOST:
        raise RefusedError(
            Why.TOO_MANY_NAMES, f"A {label} can mention {names.MOST} people at most. Name fewer."
        )
    phrases = {phrase for place in places for phrase in place.phrases}
    known = colleagues().named(user, phrases) if phrases else {}
    found = names.resolve(text, places, known, chosen)
    if found.questions and not was_asked:
        several = ", ".join(question.name for question in found.questions)
        raise RefusedError(Why.WHO, f"More than one person is called {several}.", found.questions)
    return found


def record(said: Contribution, people: Iterable[Face]) -> set[int]:
    """Write down who is mentioned in a contribution, and forget who is no longer. The ids of who is new."""
    wanted = {face.number: face for face in people if face.number is not None}
    rows = Mention.objects.filter(target=said.kind, number=said.pk)
    there = set(rows.values_list("person_id", flat=True))
    if gone := there - wanted.keys():
        rows.filter(person__in=gone).delete()
    new = wanted.keys() - there
    Mention.objects.bulk_create(
        Mention(target=said.kind, number=said.pk, person_id=number, name=wanted[number].name)
        for number in new
    )
    return set(new)


def tell_mentioned(said: Contribution, people: Iterable[Face]) -> set[int]:
    """Tell those who are mentioned and may read it. The ids of their accounts."""
    accounts = {face.account for face in people if face.account} - {said.author_id}
    told = readers_among(said, accounts)
    if told:
        tell(
            Notice(
                NoticeKind.MENTIONED, said.kind, said.pk, users=sorted(told), actor=said.author_id
            )
        )
    return told


def readers_among(said: Contribution, accounts: Collection[int | None]) -> set[int]:
    """Those of these accounts that may read what a contribution is about."""
    wanted = {number for number in accounts if number}
    users = get_user_model()._default_manager.filter(pk__in=wanted, is_active=True)
    return (
        {user.pk for user in users if subjects.find(user, *said.subject_key)} if wanted else set()
    )
