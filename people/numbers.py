"""Which of a person's phone numbers a reader is shown: at every exit the same."""

from typing import Any, NamedTuple

from core.phones import dialled
from people.enums import PhoneAudience
from people.models import Person
from people.permissions import Ties, sees_private_numbers


class Number(NamedTuple):
    """A phone number: its label, as it is written, and whether it is a mobile."""

    label: str
    written: str
    is_mobile: bool

    @property
    def dialled(self) -> str:
        """The number as a telephone takes it; empty for words."""
        return dialled(self.written)


def shown_numbers(user: Any, person: Person, ties: Ties | None = None) -> list[Number]:
    """The numbers that `user` is shown. Whether private ones are is asked only where there are any."""
    given = _given(person)
    private = any(audience != PhoneAudience.EVERYBODY for _number, audience in given)
    sees = private and sees_private_numbers(user, person, ties)
    return [number for number, audience in given if sees or audience == PhoneAudience.EVERYBODY]


def public_numbers(person: Person) -> list[Number]:
    """The numbers that everybody may see."""
    return [number for number, audience in _given(person) if audience == PhoneAudience.EVERYBODY]


def _given(person: Person) -> list[tuple[Number, str]]:
    numbers = [
        (Number("Phone", person.phone, is_mobile=False), person.phone_audience),
        (Number("Mobile", person.mobile, is_mobile=True), person.mobile_audience),
    ]
    return [(number, audience) for number, audience in numbers if number.written]
