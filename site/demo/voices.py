"""Accounts of those in the demo who say something. Only the four sign-ins have a password."""

from accounts.models import User
from people.models import Person


def voice(employee_id: str) -> User:
    """The account of somebody in the staff file, made if they have none: nobody can sign in with it."""
    person = Person.objects.select_related("user").get(employee_id=employee_id)
    if person.user is not None:
        account: User = person.user
        return account
    address = person.email or f"{employee_id.lower()}@coasts.example"
    made = User(
        username=address.partition("@")[0],
        email=address,
        first_name=person.first_name,
        last_name=person.last_name,
    )
    made.set_unusable_password()
    made.save()
    person.user = made
    person.save()
    return made
