"""Who works here, as apps below `people` show and name them. Whoever knows fills `registry.colleagues`."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Protocol

from access.rules import Reader
from core import registry


@dataclass(frozen=True)
class Face:
    """Somebody as they are shown beside what they did; `components/avatar.html` draws one."""

    name: str
    #: Where their profile is; empty where there is none to open.
    address: str = ""
    initials: str = ""
    #: What they do, and in which team: it tells namesakes apart.
    detail: str = ""
    #: The photo, cut to size, where the reader may see it.
    picture: Any = None
    #: What chooses the ground of the initials.
    sort_name: str = ""
    #: The ids of their profile and of their account.
    number: int | None = None
    account: int | None = None


class Colleagues(Protocol):
    """What is known of those who work here. A number of queries that does not grow, each time."""

    def known(
        self, user: Reader, accounts: Collection[int], profiles: Collection[int] = ()
    ) -> list[Face]:
        """Those whose accounts or profiles these are; also who has left, without an address.

        With photos those whose accounts these are.
        """

    def named(self, user: Reader, phrases: Collection[str]) -> dict[str, list[Face]]:
        """Whom each phrase names in full, by name or e-mail address, among those whom `user` finds in lists."""

    def matching(self, user: Reader, words: str, most: int) -> list[Face]:
        """Those whom somebody who types these words may mean, best first."""


class _Nobody:
    """What is known where nobody knows anybody."""

    def known(
        self, user: Reader, accounts: Collection[int], profiles: Collection[int] = ()
    ) -> list[Face]:
        return []

    def named(self, user: Reader, phrases: Collection[str]) -> dict[str, list[Face]]:
        return {}

    def matching(self, user: Reader, words: str, most: int) -> list[Face]:
        return []


def colleagues() -> Colleagues:
    """Whoever knows them."""
    return next(iter(registry.colleagues), _Nobody())


def faces_of(user: Reader, accounts: Collection[Any]) -> dict[int, Face]:
    """A face for each of these accounts, by id: of the profile, or of the account where it has none."""
    return faces_and_people(user, accounts, ())[0]


def faces_and_people(
    user: Reader, accounts: Collection[Any], profiles: Collection[int]
) -> tuple[dict[int, Face], dict[int, Face]]:
    """A face for each of these accounts, by its id, and one for each of these profiles that is there, by its own."""
    wanted = {account.pk for account in accounts}
    known = colleagues().known(user, wanted, profiles) if wanted or profiles else []
    by_account = {face.account: face for face in known}
    by_profile = {face.number: face for face in known if face.number is not None}
    faces = {account.pk: by_account.get(account.pk) or _face(account) for account in accounts}
    return faces, by_profile


def _face(account: Any) -> Face:
    name = str(account)
    initials = "".join(word[0] for word in name.split()[:2]).upper()
    return Face(name, initials=initials, sort_name=name.lower(), account=account.pk)
