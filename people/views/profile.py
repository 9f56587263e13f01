"""A person's page, and their card for address books."""

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from core import registry
from people.completeness import completeness
from people.enums import Hat
from people.models import Membership
from people.numbers import shown_numbers
from people.permissions import sees_changes
from people.profiles import find, find_by_former_address, profile_of
from people.trails import to_people
from people.vcards import vcard


@require_safe
def person(request: HttpRequest, slug: str) -> HttpResponse:
    """`/people/<slug>/`: who somebody is. An address of before a change of name leads on."""
    found = find(slug, request.user)
    if found is None:
        return _moved(request, slug, "people:person")
    panels = (build(request, found) for build in registry.profile_panels)
    profile = profile_of(found, request.user, request.GET.get("reports", 1))
    is_own = Hat.SELF in profile.hats
    context = {
        "object": found,  # as Wagtail names it in a preview
        "profile": profile,
        "completeness": completeness(found, bool(profile.skills)) if is_own else None,
        "shows_changes": sees_changes(request.user, found),
        "panels": [panel for panel in panels if panel],
        "crumbs": to_people(),
    }
    return render(request, "people/person.html", context)


@require_safe
def card(request: HttpRequest, slug: str) -> HttpResponse:
    """`/people/<slug>/card.vcf`: how to reach somebody, for an address book. Not of who has left."""
    found = find(slug, request.user)
    if found is None:
        return _moved(request, slug, "people:card")
    if found.has_left:
        raise Http404
    main = Membership.objects.going_on().filter(person=found).select_related("team").first()
    address = request.build_absolute_uri(found.get_absolute_url())
    words = vcard(found, shown_numbers(request.user, found), main, address)
    answer = HttpResponse(words, content_type="text/vcard; charset=utf-8")
    answer["Content-Disposition"] = content_disposition_header(True, f"{found.slug}.vcf") or ""
    return answer


def _moved(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """The way to the address that came after this one. Raises Http404 if there is none."""
    now = find_by_former_address(slug, request.user)
    if now is None:
        raise Http404
    return HttpResponsePermanentRedirect(reverse(name, args=[now.slug]))
