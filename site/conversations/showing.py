"""What people said, as a page shows it to one reader: a number of queries that does not grow."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.safestring import SafeString

from access.rules import Reader
from conversations.drawing import draw
from conversations.models import Contribution, Mention
from conversations.permissions import may_delete, may_edit, may_moderate
from conversations.reactions import Key, Reactions, reactions_of
from core.colleagues import Face, faces_and_people

FORMER_MEMBER = "A former member of staff"


@dataclass
class Shown:
    """Something that was said, with all that its template asks."""

    said: Contribution
    face: Face
    reactions: Reactions
    #: The addresses of who is mentioned, by name; empty for who has none.
    people: dict[str, str]
    is_own: bool
    is_moderated: bool
    may_edit: bool
    may_delete: bool
    #: What was said in reply, and how many replies are not among them.
    replies: list["Shown"] = field(default_factory=list)
    more: int = 0

    @property
    def anchor(self) -> str:
        """Where on a page it is."""
        return f"{self.said.kind}-{self.said.pk}"

    @property
    def is_readable(self) -> bool:
        """Whether its words are shown: what is hidden only to moderators."""
        return self.said.is_standing or (self.said.is_hidden and self.is_moderated)

    @property
    def may_be_reported(self) -> bool:
        """Whether the reader may report it."""
        return self.said.is_standing and not self.is_own

    @cached_property
    def words(self) -> SafeString:
        """The text as HTML."""
        return draw(self.said.text, self.people)


def dress(
    user: Reader,
    contributions: Collection[Contribution],
    reactions: Mapping[Key, Reactions] | None = None,
) -> dict[Key, Shown]:
    """Contributions of any kinds that `user` may read, by kind and id, with faces, mentions and reactions.

    Contributions come with their `author` at hand, and `reactions` may be. Three queries at most, and one for
    photos that are not in the cache.
    """
    everything = list(contributions)
    authors = {said.author for said in everything if said.author is not None}
    mentions = _mentions(everything)
    faces, people = faces_and_people(user, authors, {row.person_id for row in mentions})
    addresses = _addresses(mentions, people)
    if reactions is None:
        reactions = reactions_of(user, keys_of(everything))
    moderates = may_moderate(user)
    return {
        (said.kind, said.pk): Shown(
            said=said,
            face=faces.get(said.author_id or 0, Face(FORMER_MEMBER)),
            reactions=reactions[said.kind, said.pk],
            people=addresses.get((said.kind, said.pk), {}),
            is_own=said.author_id == user.pk,
            is_moderated=moderates,
            may_edit=may_edit(user, said),
            may_delete=may_delete(user, said),
        )
        for said in everything
    }


def keys_of(contributions: Collection[Contribution]) -> list[Key]:
    """What contributions are known by."""
    return [(said.kind, said.pk) for said in contributions]


def _mentions(said: Sequence[Contribution]) -> list[Mention]:
    """Who is mentioned. One query, if there is an `@` anywhere."""
    wanted = Q(pk__in=())
    naming = [one for one in said if "@" in one.text]
    for kind in {one.kind for one in naming}:
        wanted |= Q(target=kind, number__in=[one.pk for one in naming if one.kind == kind])
    return list(Mention.objects.filter(wanted).order_by("pk")) if naming else []


def _addresses(
    mentions: Sequence[Mention], people: Mapping[int, Face]
) -> dict[Key, dict[str, str]]:
    """The addresses of those who are mentioned, by the name that the text has."""
    found: dict[Key, dict[str, str]] = {}
    for row in mentions:
        face = people.get(row.person_id)
        address = face.address if face is not None else ""
        found.setdefault((row.target, row.number), {}).setdefault(row.name, address)
    return found
