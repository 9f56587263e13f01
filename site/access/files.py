"""The files that only the pages beneath one place use, and moving them where they are as closed."""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import CharField, Model
from django.db.models.functions import Cast
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, Page, ReferenceIndex
from wagtail.permissions import policy_registry

from access.explain import is_as_closed
from access.parts import rule_of
from access.restrict import Wish, restrict
from access.rules import NOBODY, Requirement, write
from access.settle import COLLECTIONS


def too_open(page: Page, requirement: Requirement) -> list[Any]:
    """Documents and images that only `page` and what is below it use, and that stand too open.

    That is in collections more open than `requirement`. Each file has its collection with it.
    """
    found = [
        file
        for model in (get_document_model(), get_image_model())
        for file in model.objects.filter(pk__in=_used_only_beneath(page, model))
        .select_related("collection")
        .order_by("title", "pk")
    ]
    rules = {
        collection: rule_of(COLLECTIONS, collection) for collection in {f.collection for f in found}
    }
    closed = {
        collection
        for collection, rule in rules.items()
        if is_as_closed(NOBODY if rule is None else rule, requirement)
    }
    return [file for file in found if file.collection not in closed]


def movable(files: Iterable[Any], user: Any) -> list[Any]:
    """Those of the files that `user` may change."""
    return [
        file
        for file in files
        if policy_registry.get_by_type(type(file)).user_has_permission_for_instance(
            user, "change", file
        )
    ]


def collection_for(requirement: Requirement, name: str) -> Collection | None:
    """The collection that asks just `requirement`: one of this name first; None if there is none."""
    same = Collection.objects.filter(collection_rule__rule__requirement=write(requirement))
    return same.filter(name=name).first() or same.order_by("path").first()


def move(files: list[Any], requirement: Requirement, name: str) -> Collection:
    """Move files into a collection that asks just `requirement`, which is made if it is missing.

    A new one is put beneath the one that the files share, so that whoever keeps them still may.
    """
    with transaction.atomic():
        collection = collection_for(requirement, name)
        if collection is None:
            parent = _shared(files, requirement)
            collection = parent.add_child(name=name)
            groups = {
                -place: frozenset(int(term.partition(":")[2]) for term in clause)
                for place, clause in enumerate(sorted(requirement, key=sorted), start=1)
            }  # all of them new
            restrict(COLLECTIONS, collection, Wish(groups))
        for file in files:
            file.collection = collection
            file.save(update_fields=["collection"])
    return collection


def _shared(files: list[Any], requirement: Requirement) -> Collection:
    """The innermost collection around all the files that asks no more than `requirement`."""
    paths = [file.collection.path for file in files]
    for end in range(len(paths[0]), 0, -COLLECTIONS.step):
        path = paths[0][:end]
        if not all(other.startswith(path) for other in paths):
            continue
        collection = Collection.objects.get(path=path)
        rule = rule_of(COLLECTIONS, collection)
        if rule is not None and is_as_closed(requirement, rule):
            return collection
    return Collection.get_first_root_node()


def _used_only_beneath(page: Page, model: type[Model]) -> set[int]:
    target = ContentType.objects.get_for_model(model, for_concrete_model=True)
    references = ReferenceIndex.objects.filter(to_content_type=target)
    pages = Page.objects.filter(path__startswith=page.path).order_by()
    numbers = pages.annotate(number=Cast("pk", CharField())).values("number")
    beneath = {
        "base_content_type": ContentType.objects.get_for_model(Page),
        "object_id__in": numbers,
    }
    used = references.filter(**beneath).values_list("to_object_id", flat=True)
    elsewhere = references.filter(to_object_id__in=used).exclude(**beneath)
    only = set(used) - set(elsewhere.values_list("to_object_id", flat=True))
    return {int(number) for number in only}
