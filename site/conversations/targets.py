"""What a reaction or a report is about: a thing that is talked about, or something that was said."""

from dataclasses import dataclass

from django.http import Http404

from access.rules import Reader
from conversations import contributions, subjects
from conversations.models import Contribution
from conversations.permissions import may_moderate
from conversations.subjects import Place


@dataclass(frozen=True)
class Target:
    """Something that a reader may see, where it stands, and what was said, if it was."""

    name: str
    number: int
    place: Place
    contribution: Contribution | None = None

    @property
    def anchor(self) -> str:
        """Where on its page it stands."""
        return f"{self.name}-{self.number}" if self.contribution is not None else "conversation"


def find(user: Reader, name: str, number: int) -> Target:
    """What `user` means. Raises Http404 for what is not there, is hidden or may not be read, alike."""
    model = contributions.model_of(name)
    if model is None:
        place = subjects.find(user, name, number)
        if place is None:
            raise Http404
        return Target(name, number, place)
    return find_said(user, name, number)


def find_said(user: Reader, kind: str, number: int) -> Target:
    """Something that was said, standing or, for moderators, hidden too. Raises Http404."""
    model = contributions.model_of(kind)
    said = model.objects.filter(pk=number, deleted_at__isnull=True).first() if model else None
    place = place_of(user, said) if said is not None else None
    if said is None or place is None or not (said.is_standing or may_moderate(user)):
        raise Http404
    return Target(kind, number, place, said)


def place_of(user: Reader, said: Contribution) -> Place | None:
    """What something is said about, if `user` may read it."""
    return subjects.find(user, *said.subject_key)


def is_seen(user: Reader, said: Contribution) -> bool:
    """Whether `user`, who may read what it is about, is shown it: hidden things are for their author and moderators."""
    if said.is_standing:
        return True
    return said.is_hidden and (said.author_id == user.pk or may_moderate(user))
