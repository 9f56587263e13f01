"""The privacy dialog of pages and collections, at Wagtail's own addresses."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.views import View
from wagtail.admin.modal_workflow import render_modal_workflow
from wagtail.models import BaseViewRestriction

from access import files
from access.cms.forms import GROUPS, PrivacyForm
from access.cms.permissions import may_ask, may_edit, may_restrict
from access.cms.words import of_change, people
from access.explain import ADMINISTRATORS, EVERYBODY, NOBODY_GETS_IN, any_of, in_words
from access.parts import Part, clauses_of, names_of, parts_of, place_asks, rule_of
from access.readers import count
from access.restrict import Wish, restrict
from access.rules import ANYBODY, NOBODY, Requirement, canonical, is_met, terms_of, write
from access.settle import COLLECTIONS, PAGES, Tree

#: What a page may say that it allows, in Wagtail's `private_page_options`.
NEEDED_OPTION = GROUPS


class SetPrivacy(View):
    """The dialog: choose, see what it means for how many people, and save.

    Each answer is a step of Wagtail's modal workflow.
    """

    tree: Tree = PAGES
    node: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for who may restrict the page or the collection."""
        number = kwargs[f"{self.tree.name}_id"]
        self.node = get_object_or_404(self.tree.nodes, pk=number)
        if self.tree is PAGES:
            self.node = self.node.specific_deferred
        if not may_restrict(request.user, self.tree, self.node):
            raise PermissionDenied
        if self.tree is PAGES and NEEDED_OPTION not in self.node.private_page_options:
            return render_modal_workflow(request, "wagtailadmin/page_privacy/no_privacy.html")
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The restrictions that apply, and the form."""
        return self._choose(self._form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask for a yes to what the choice means; save once it is given."""
        form = self._form(request.POST)
        if not form.is_valid() or "back" in request.POST:
            return self._choose(form)
        wish = form.wish()
        after = wish.requirement(self.tree, self.node)
        if wish.is_met_by(self._own) and after == self._now:
            return self._done(after)
        # What was agreed to is what was shown: a change meanwhile is shown again.
        agreement = f"{write(self._now)} {write(after)}"
        if request.POST.get("agreed") != agreement:
            return self._confirm(wish, after, agreement)
        self._save(wish, after)
        return self._done(after)

    @cached_property
    def _parts(self) -> list[Part]:
        return parts_of(self.tree, self.node)

    @cached_property
    def _own(self) -> list[Any]:
        return [part.restriction for part in self._parts if part.node.pk == self.node.pk]

    @cached_property
    def _now(self) -> Requirement:
        rule = rule_of(self.tree, self.node)
        return NOBODY if rule is None else rule

    def _form(self, data: Any = None) -> PrivacyForm:
        place = place_asks(self.tree, self.node)
        anybody = "Anybody who is signed in"
        if place != ANYBODY:
            anybody = f"No restriction of its own: {in_words(place, names_of(place))}"
        return PrivacyForm(data, own=self._own, anybody=anybody)

    def _choose(self, form: PrivacyForm) -> HttpResponse:
        inherited = [part for part in self._parts if part.node.pk != self.node.pk]
        names = names_of(self._now, frozenset(clauses_of(inherited)))
        context = {
            "form": form,
            "who": in_words(self._now, names),
            "people": people(count(self._now)),
            "inherited": [
                part_in_words(part, names, self.request.user, self.tree) for part in inherited
            ],
        }
        return self._step("access/privacy_choose.html", context)

    def _confirm(self, wish: Wish, after: Requirement, agreement: str) -> HttpResponse:
        context = {
            "sentences": of_change(self._now, after),
            "warnings": list(self._warnings(wish, after)),
            "agreement": agreement,
            "choices": [
                (name, value)
                for name, values in self.request.POST.lists()
                if name.startswith(("restriction_type", "groups", "remove_"))
                for value in values
            ],
            **self._files(after),
        }
        return self._step("access/privacy_confirm.html", context)

    def _warnings(self, wish: Wish, after: Requirement) -> Iterable[str]:
        asked = canonical(
            frozenset(f"group:{one}" for one in groups) for groups in wish.groups.values()
        )
        names = names_of(asked)
        for clause in sorted(asked, key=sorted):
            if not count(frozenset({clause})) - count(NOBODY):
                yield f"Nobody is in {any_of(clause, names)} yet: only administrators will see it."
        user = self.request.user
        if not user.is_superuser and not is_met(after, terms_of(user)):
            yield "You yourself will no longer see it on the site. You can still edit it here."

    def _files(self, after: Requirement) -> dict[str, Any]:
        if self.tree is not PAGES or after == ANYBODY:
            return {}
        found = files.too_open(self.node, after)
        mine = files.movable(found, self.request.user)
        place = files.collection_for(after, self.node.title) if mine else None
        return {
            "files": mine,
            "other_files": [file for file in found if file not in mine],
            "collection": place.name if place else self.node.title,
            "is_new_collection": place is None,
        }

    def _save(self, wish: Wish, after: Requirement) -> None:
        with transaction.atomic():
            restrict(self.tree, self.node, wish)
            if self.tree is PAGES and "move_files" in self.request.POST:
                found = files.movable(files.too_open(self.node, after), self.request.user)
                if found:
                    files.move(found, after, self.node.title)

    def _step(self, template: str, context: dict[str, Any]) -> HttpResponse:
        name = self.tree.name
        kind = "pages" if self.tree is PAGES else "collections"
        context |= {
            "action_url": reverse(f"wagtailadmin_{kind}:set_privacy", args=[self.node.pk]),
            "who_url": reverse(f"access_who_can_see_{name}", args=[self.node.pk]),
            "kind": name,
        }
        return render_modal_workflow(
            self.request, template, template_vars=context, json_data={"step": "set_privacy"}
        )

    def _done(self, after: Requirement) -> HttpResponse:
        data = {"step": "set_privacy_done", "is_public": after == ANYBODY}
        return render_modal_workflow(self.request, None, json_data=data)


class SetCollectionPrivacy(SetPrivacy):
    """The same dialog for a collection."""

    tree = COLLECTIONS


def part_in_words(part: Part, names: Any, user: Any, tree: Tree) -> dict[str, Any]:
    """A restriction as a person may be told of it: whom it lets in, and where it stands.

    Where the person may not open the place in the CMS there is no link; where they may not know it,
    no title.
    """
    node = part.node
    if part.clause is None:
        who = EVERYBODY
    elif part.restriction.restriction_type == BaseViewRestriction.PASSWORD or not part.clause:
        who = f"{ADMINISTRATORS}. {NOBODY_GETS_IN}"
    else:
        who = in_words(frozenset({part.clause}), names)
    url = ""
    if may_edit(user, tree, node):
        view = "wagtailadmin_pages:edit" if tree is PAGES else "wagtailadmin_collections:edit"
        url = reverse(view, args=[node.pk])
    title = title_of(node) if url or may_ask(user, tree, node) else ""
    return {"who": who, "title": title, "url": url, "clause": part.clause}


def title_of(node: Any) -> str:
    """What a page or a collection is called in the CMS."""
    return str(getattr(node, "draft_title", "") or getattr(node, "title", "") or node)
