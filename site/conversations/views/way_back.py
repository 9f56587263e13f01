"""Where a form leads when it is done."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from conversations.models import Comment
from conversations.targets import Target
from conversations.threads import address_of

LONGEST = 500


def back_to(request: HttpRequest, target: Target) -> str:
    """The page that the form says it stood on, at the thing it was about; else the thing's own page."""
    page = request.POST.get("back", "")
    if page and len(page) <= LONGEST and is_ours(page):
        return f"{page.partition('#')[0]}#{target.anchor}"
    if isinstance(target.contribution, Comment):
        return address_of(request.user, target.place, target.contribution)
    return f"{target.place.address}#{target.anchor}"


def is_ours(address: str) -> bool:
    """Whether an address is a path on this site."""
    return address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
