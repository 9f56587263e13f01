"""People as apps below name and show them: `core.colleagues`."""

from collections.abc import Collection
from typing import Any

from django.db.models import OuterRef, Q, Subquery

from access.rules import Reader
from core.colleagues import Face
from core.folding import fold
from people.loading import with_photos
from people.models import Membership, Person


class Everybody:
    """All who have a profile."""

    def known(
        self, user: Reader, accounts: Collection[int], profiles: Collection[int] = ()
    ) -> list[Face]:
        """One query, and one for photos that are not in the cache."""
        wanted = Q(user__in=accounts) | Q(pk__in=profiles)
        found: list[Any] = list(Person.objects.filter(wanted).for_cards())
        with_photos([person for person in found if person.user_id in accounts], user)
        return [_face(person) for person in found]

    def named(self, user: Reader, phrases: Collection[str]) -> dict[str, list[Face]]:
        """One query."""
        wanted = {phrase: _sort_names(phrase) for phrase in phrases}
        names = {name for found in wanted.values() for name in found}
        addresses = {phrase.lower() for phrase in phrases if "@" in phrase}
        if not names and not addresses:
            return {}
        meant = Q(sort_name__in=names) | Q(email__in=addresses)
        found = list(_with_team(Person.objects.listed_for(user).filter(meant)))
        return {
            phrase: [
                _face(person)
                for person in found
                if person.sort_name in names or person.email == phrase.lower()
            ]
            for phrase, names in wanted.items()
        }

    def matching(self, user: Reader, words: str, most: int) -> list[Face]:
        """One query."""
        if not words.split():
            return []
        found = _with_team(Person.objects.listed_for(user).matching(words))
        return [_face(person) for person in found[:most]]


def _sort_names(phrase: str) -> set[str]:
    """What somebody of this name may be listed under, wherever the last name begins."""
    words = fold(phrase).split()
    return {" ".join((*words[at:], *words[:at])) for at in range(len(words))}


def _with_team(people: Any) -> Any:
    main = Membership.objects.going_on().filter(person=OuterRef("pk"), is_primary=True)
    named = people.annotate(team=Subquery(main.values("team__name")[:1]))
    return named.defer("about", "search_text")


def _face(person: Any) -> Face:
    is_here = not (person.erased_at or person.has_left)
    return Face(
        name=person.name,
        address=person.get_absolute_url() if is_here else "",
        initials=person.initials,
        detail=", ".join(filter(None, (person.job_title, getattr(person, "team", "")))),
        picture=getattr(person, "picture", None) if is_here else None,
        sort_name=person.sort_name,
        number=person.pk,
        account=person.user_id,
    )
