"""People as the bodies of pages name them."""

from django.template.loader import render_to_string

from access.rules import Reader
from people.models import Person
from people.numbers import public_numbers


def draw(numbers: set[int], reader: Reader) -> dict[int, str]:
    """The lines of a contact for each of these people whom the reader finds in the directory: one query.

    They are drawn anew each time, so a change of the profile is right at once on every page.
    """
    people = Person.objects.listed_for(reader).filter(pk__in=numbers)
    return {
        person.pk: render_to_string(
            "people/contact.html", {"person": person, "numbers": public_numbers(person)}
        )
        for person in people
    }
