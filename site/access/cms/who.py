"""“Who can see this”: the rule in words, where it comes from, and whether one person meets it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst

from access.cms.permissions import may_ask, may_edit
from access.cms.privacy import part_in_words, title_of
from access.cms.words import people
from access.explain import Answer, answer, in_words
from access.parts import clauses_of, names_of, parts_of, rule_of
from access.readers import count, find
from access.rules import NOBODY, Requirement, sees_everything, terms_of
from access.settle import COLLECTIONS, PAGES, Tree

#: How many people a search offers; more are asked to be told apart by more words.
OFFERED = 10
NO_RULE = (
    "Its rule is missing, so only administrators see it."
    " Ask whoever runs the site to run “access_check --repair”."
)


def page(request: HttpRequest, page_id: int) -> HttpResponse:
    """Who can see a page."""
    return _screen(request, PAGES, page_id)


def collection(request: HttpRequest, collection_id: int) -> HttpResponse:
    """Who can open the files of a collection."""
    return _screen(request, COLLECTIONS, collection_id)


def _screen(request: HttpRequest, tree: Tree, number: int) -> HttpResponse:
    node = get_object_or_404(tree.nodes, pk=number)
    if not may_ask(request.user, tree, node):
        raise Http404
    rule = rule_of(tree, node)
    parts = parts_of(tree, node)
    names = names_of(rule or NOBODY, frozenset(clauses_of(parts)))
    told = [part_in_words(part, names, request.user, tree) for part in parts]
    asked = request.GET.get("person", "").strip()[:200]
    found, total = find(asked, OFFERED)
    context = {
        "header_title": "Who can see this",
        "title": title_of(node),
        "kind": tree.name,
        "is_live": getattr(node, "live", True),
        "who": capfirst(in_words(NOBODY if rule is None else rule, names)),
        "people": people(count(NOBODY if rule is None else rule)),
        "no_rule": NO_RULE if rule is None else "",
        "parts": told,
        "edit_url": _edit_url(request.user, tree, node),
        "asked": asked,
        "total": total,
        "found": found,
        "person": found[0] if len(found) == 1 else None,
    }
    if context["person"]:
        given = _answer(tree, node, found[0], rule, names)
        origin = {one["clause"]: one for one in told}
        context["yes"] = given.yes
        context["reasons"] = [(one, origin.get(one.clause)) for one in given.reasons]
    return render(request, "access/who_can_see.html", context)


def _answer(
    tree: Tree, node: Any, person: Any, rule: Requirement | None, names: dict[str, str]
) -> Answer:
    obstacles = []
    if not person.is_active:
        obstacles.append("The account is switched off.")
    if tree is PAGES and not node.live:
        obstacles.append("The page is not published, so nobody reads it on the site.")
    elif tree is PAGES and node.expire_at and node.expire_at <= timezone.now():
        obstacles.append("The page has come down: its time is over.")
    if rule is None and not sees_everything(person):
        obstacles.append(NO_RULE)
    return answer(
        NOBODY if rule is None else rule,
        terms_of(person),
        names,
        obstacles=obstacles,
        is_superuser=sees_everything(person),
    )


def _edit_url(user: Any, tree: Tree, node: Any) -> str:
    if not may_edit(user, tree, node):
        return ""
    kind = "pages" if tree is PAGES else "collections"
    return reverse(f"wagtailadmin_{kind}:edit", args=[node.pk])
