"""What people's profiles show of the rest of the site."""

from django.http import HttpRequest

from access.querysets import readable_by
from core.owners import owned_by
from core.registry import Panel
from people.models import Person

MOST = 12


def pages_owned(request: HttpRequest, person: Person) -> Panel | None:
    """The pages and policies that a person looks after and the reader may read."""
    pages = list(readable_by(owned_by(person), request.user).order_by("title")[: MOST + 1])
    if not pages:
        return None
    context = {"pages": pages[:MOST], "are_more": len(pages) > MOST}
    return Panel("Looks after", "people/pages_panel.html", context)
