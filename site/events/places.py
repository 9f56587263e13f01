"""Where an event takes place."""

from typing import Protocol

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

https_only = URLValidator(
    schemes=["https"], message="Give the whole address, beginning with https://."
)


class Placed(Protocol):
    """What says where something takes place."""

    place: str
    location_id: int | None
    online_link: str


def check(event: Placed) -> None:
    """Raise a ValidationError unless people can find the event, in a place or online."""
    if not (event.place.strip() or event.location_id or event.online_link):
        raise ValidationError(
            {"place": "Say where it is: give a place, choose a location, or give a link to join."}
        )
