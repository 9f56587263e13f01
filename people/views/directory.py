"""The directory of people, and what it suggests while one types."""

from datetime import timedelta
from typing import Any

from django.core.paginator import Paginator
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from people.filters import LONGEST, Alphabet, Filters, choices
from people.loading import for_cards, with_photos, with_teams
from people.models import Membership, Person
from people.trails import to_people
from people.tree import open_teams

A_PAGE = 24
MOST_SUGGESTIONS = 8
#: For so long people are new, have just moved, or confirmed their profile lately.
LATELY = timedelta(days=60)


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """`/people/?q=liz&team=…`: everybody who works here, narrowed by what the reader says."""
    filters, forest = Filters.of(request.GET), open_teams()
    everybody = Person.objects.listed_for(request.user)
    found = filters.narrow(everybody, forest)
    alphabet = Alphabet(found, filters)
    pages = Paginator(alphabet.narrow(found).for_cards(), A_PAGE)
    pages.count = alphabet.count  # known already: no query of its own
    shown = pages.get_page(request.GET.get("page"))
    shown.object_list = for_cards(shown.object_list, request.user)
    context = {
        "filters": filters,
        "chips": filters.chips(forest),
        "people": shown,
        "letters": alphabet.letters,
        "teams": list(forest.walk()),
        "choices": choices(everybody),
        "query": filters.query(),
    }
    return render(request, "people/directory.html", context)


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """`/people/suggest/?q=li`: up to eight people for the box that one types in, as JSON. One query."""
    typed = request.GET.get("q", "")[:LONGEST]
    people = Person.objects.listed_for(request.user)
    main = Membership.objects.going_on().filter(person=OuterRef("pk"), is_primary=True)
    named = people.matching(typed).annotate(team=Subquery(main.values("team__name")[:1]))
    found = named.only(*_SUGGESTED)[:MOST_SUGGESTIONS] if typed.split() else ()
    answer = JsonResponse({"suggestions": [_suggestion(person) for person in found]})
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_safe
def recent(request: HttpRequest) -> HttpResponse:
    """`/people/recent/`: who is new, who has moved, and who said that their profile is right."""
    day = timezone.localdate() - LATELY
    people = Person.objects.listed_for(request.user)
    moves = Membership.objects.filter(person__in=people).moves_since(day)
    moved = {row.person_id: row.started_on for row in moves[:A_PAGE]}
    by_id = {person.pk: person for person in people.filter(pk__in=moved).for_cards()}
    groups = [
        list(people.started_since(day).for_cards()[:A_PAGE]),
        [by_id[number] for number in moved if number in by_id],
        list(people.confirmed_since(day).for_cards()[:A_PAGE]),
    ]
    everybody = [person for group in groups for person in group]
    with_photos(with_teams(everybody), request.user)
    for person in by_id.values():
        person.moved_on = moved[person.pk]
    starters, movers, confirmed = groups
    context = {"starters": starters, "movers": movers, "confirmed": confirmed}
    context["crumbs"] = to_people()
    return render(request, "people/recent.html", context)


_SUGGESTED = ("first_name", "last_name", "preferred_name", "job_title", "slug", "erased_at")


def _suggestion(person: Any) -> dict[str, str]:
    said = filter(None, (person.job_title, person.team))
    return {
        "text": person.name,
        "detail": ", ".join(said),
        "address": person.get_absolute_url(),
    }
