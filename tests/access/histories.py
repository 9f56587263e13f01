"""Small worlds that change at random, and an oracle that says who sees what in them.

The oracle is written straight from Wagtail's restrictions and knows nothing of rules: a reader sees a
page if every restriction on its path lets them in, and for an alias also those of what it mirrors.
"""

from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import Group
from hypothesis import strategies as st
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.models import (
    BaseViewRestriction,
    Collection,
    CollectionViewRestriction,
    Page,
    PageViewRestriction,
)

from accounts.models import User
from core.models import Document, Image
from home.models import HomePage
from tests.factories.accounts import UserFactory

KINDS = [
    BaseViewRestriction.GROUPS,
    BaseViewRestriction.GROUPS,
    BaseViewRestriction.GROUPS,
    BaseViewRestriction.LOGIN,
    BaseViewRestriction.PASSWORD,
]

Step = tuple[str, int, int, frozenset[int]]


@dataclass
class World:
    """A home page, a few groups and people, and whatever has been done to them."""

    home: HomePage
    groups: list[Group] = field(default_factory=list)
    people: list[User] = field(default_factory=list)
    made: int = 0

    @classmethod
    def begin(cls) -> "World":
        """Two sections with a page each, one section closed; collections, groups and people."""
        world = cls(HomePage.objects.get())
        world.groups = [Group.objects.create(name=f"G{n}") for n in range(3)]
        world.people = [UserFactory() for _ in range(3)] + [UserFactory(superuser=True)]
        for place in range(2):
            world.people[place].groups.add(world.groups[place])
            world.add_page(0, place, frozenset())
            world.add_page(1 + 2 * place, place, frozenset())
            world.add_collection(0, place, frozenset())
        world.restrict(1, 0, frozenset({0}))
        world.restrict_collection(1, 0, frozenset({0}))
        return world

    def do(self, step: Step) -> None:
        """One thing that happens; what cannot be done in this world is left out."""
        name, one, other, some = step
        getattr(self, name)(one, other, some)

    def pages(self) -> list[Page]:
        return list(Page.objects.filter(path__startswith=self.home.path).order_by("path"))

    def collections(self) -> list[Collection]:
        return list(Collection.objects.order_by("path"))

    def _page(self, number: int, *, below_home: bool = False) -> Page | None:
        pages = self.pages()[1 if below_home else 0 :]
        return pages[number % len(pages)] if pages else None

    def _collection(self, number: int, *, below_root: bool = False) -> Collection | None:
        collections = self.collections()[1 if below_root else 0 :]
        return collections[number % len(collections)] if collections else None

    def _some_groups(self, some: frozenset[int]) -> list[Group]:
        return [self.groups[number % len(self.groups)] for number in some] if self.groups else []

    def _name(self) -> str:
        self.made += 1
        return f"thing-{self.made}"

    def add_page(self, one: int, other: int, some: frozenset[int]) -> None:
        name, parent = self._name(), self._page(one)
        assert parent is not None
        parent.add_child(instance=Page(title=name, slug=name, show_in_menus=bool(other % 2)))

    def restrict(self, one: int, other: int, some: frozenset[int]) -> None:
        page = self._page(one)
        restriction = PageViewRestriction.objects.create(
            page=page, restriction_type=KINDS[other % len(KINDS)], password="x"
        )
        restriction.groups.set(self._some_groups(some))

    def unrestrict(self, one: int, other: int, some: frozenset[int]) -> None:
        found = list(PageViewRestriction.objects.order_by("pk"))
        if found:
            found[one % len(found)].delete()

    def regroup(self, one: int, other: int, some: frozenset[int]) -> None:
        model = (PageViewRestriction, CollectionViewRestriction)[other % 2]
        found = list(model.objects.order_by("pk"))
        if found:
            found[one % len(found)].groups.set(self._some_groups(some))

    def move(self, one: int, other: int, some: frozenset[int]) -> None:
        page, target = self._page(one, below_home=True), self._page(other)
        if page and target and not target.path.startswith(page.path):
            taken = target.get_children().filter(slug=page.slug).exclude(pk=page.pk).exists()
            if not taken:
                page.move(target, pos="last-child")

    def copy(self, one: int, other: int, some: frozenset[int]) -> None:
        page, target, name = self._page(one, below_home=True), self._page(other), self._name()
        if page and target and not target.path.startswith(page.path):
            asked = oracle_clauses(page)
            copy = page.copy(to=target, recursive=bool(some), update_attrs={"slug": name})
            assert asks(asked, copy), "a copy is more open than what it was copied from"

    def alias(self, one: int, other: int, some: frozenset[int]) -> None:
        page, target, name = self._page(one, below_home=True), self._page(other), self._name()
        if page and target and not target.path.startswith(page.path):
            page.create_alias(parent=target, recursive=bool(some), update_slug=name)

    def unalias(self, one: int, other: int, some: frozenset[int]) -> None:
        found = list(Page.objects.filter(alias_of__isnull=False).order_by("path"))
        if found:
            page = found[one % len(found)]
            asked = oracle_clauses(page)
            ConvertAliasPageAction(page.specific).execute(skip_permission_checks=True)
            assert asks(asked, page), "a page is more open than the alias it was"

    def delete(self, one: int, other: int, some: frozenset[int]) -> None:
        page = self._page(one, below_home=True)
        if page:
            mirrors = Page.objects.filter(alias_of__path__startswith=page.path)
            asked = {
                mirror.pk: oracle_clauses(mirror)
                for mirror in mirrors.exclude(path__startswith=page.path)
            }
            page.delete()
            for mirror in Page.objects.filter(pk__in=asked):
                assert asks(asked[mirror.pk], mirror), "an orphan alias was opened"

    def publish(self, one: int, other: int, some: frozenset[int]) -> None:
        page = self._page(one, below_home=True)
        if page and not page.alias_of_id:
            page.specific.save_revision().publish()

    def unpublish(self, one: int, other: int, some: frozenset[int]) -> None:
        page = self._page(one, below_home=True)
        if page:
            page.unpublish()

    def join(self, one: int, other: int, some: frozenset[int]) -> None:
        self.people[one % len(self.people)].groups.set(self._some_groups(some))

    def delete_group(self, one: int, other: int, some: frozenset[int]) -> None:
        if len(self.groups) > 1:
            gone = self.groups.pop(one % len(self.groups))
            Group.objects.get(pk=gone.pk).delete()  # what is taken back needs its pk again

    def add_collection(self, one: int, other: int, some: frozenset[int]) -> None:
        name, parent = self._name(), self._collection(one)
        assert parent is not None
        collection = parent.add_child(name=name)
        Document.objects.create(title=name, file=f"documents/{name}.txt", collection=collection)
        Image.objects.create(
            title=name, file=f"original_images/{name}.png", collection=collection, width=1, height=1
        )

    def restrict_collection(self, one: int, other: int, some: frozenset[int]) -> None:
        restriction = CollectionViewRestriction.objects.create(
            collection=self._collection(one),
            restriction_type=KINDS[other % len(KINDS)],
            password="x",
        )
        restriction.groups.set(self._some_groups(some))

    def unrestrict_collection(self, one: int, other: int, some: frozenset[int]) -> None:
        found = list(CollectionViewRestriction.objects.order_by("pk"))
        if found:
            found[one % len(found)].delete()

    def move_collection(self, one: int, other: int, some: frozenset[int]) -> None:
        collection, target = self._collection(one, below_root=True), self._collection(other)
        if collection and target and not target.path.startswith(collection.path):
            collection.move(target, "sorted-child")


STEPS = [
    "add_page", "restrict", "restrict", "unrestrict", "regroup", "move", "move", "copy", "copy", "alias", "unalias",
    "delete", "publish", "unpublish", "join", "delete_group", "add_collection", "restrict_collection",
    "unrestrict_collection", "move_collection",
]  # fmt: skip
numbers = st.integers(0, 6)
steps = st.tuples(
    st.sampled_from(STEPS), numbers, numbers, st.frozensets(st.integers(0, 2), max_size=2)
)
histories: st.SearchStrategy[list[Step]] = st.lists(steps, min_size=1, max_size=8)

Clauses = frozenset[frozenset[int]]


def oracle_clauses(page: Page) -> Clauses:
    """The clauses that Wagtail's restrictions put on one page, those of its source included."""
    return Oracle().clauses(page.pk)


def asks(clauses: Clauses, page: Page) -> bool:
    """Whether a page asks at least what `clauses` ask."""
    own = oracle_clauses(page)
    return all(any(other <= clause for other in own) for clause in clauses)


class Oracle:
    """Everything that restrictions say, read once: make a new one after each change."""

    def __init__(self) -> None:
        self.pages = {page.pk: page for page in Page.objects.all()}
        self.by_path = {page.path: page.pk for page in self.pages.values()}
        self.asked: dict[tuple[str, int], Clauses] = {}
        self.on_pages = self._read(PageViewRestriction, "page")
        self.on_collections = self._read(CollectionViewRestriction, "collection")

    def sees(self, reader: User, groups: frozenset[int], thing: Any) -> bool:
        """Whether `reader`, who is in these groups, may see a page, a document or an image."""
        place = thing if isinstance(thing, Page) else thing.collection
        key = (type(place).__name__, place.pk)
        if key not in self.asked:
            is_page = isinstance(place, Page)
            self.asked[key] = self.clauses(place.pk) if is_page else self.file_clauses(place)
        return reader.is_superuser or all(clause & groups for clause in self.asked[key])

    @staticmethod
    def _read(model: Any, name: str) -> list[tuple[str, frozenset[int]]]:
        found = []
        for one in model.objects.select_related(name).prefetch_related("groups"):
            if one.restriction_type == BaseViewRestriction.LOGIN:
                continue
            in_groups = one.restriction_type == BaseViewRestriction.GROUPS
            groups = frozenset(group.pk for group in one.groups.all()) if in_groups else frozenset()
            found.append((getattr(one, name).path, groups))
        return found

    def clauses(self, number: int) -> Clauses:
        """Walk up the path, and from each alias on the way to what it mirrors."""
        waiting, seen, found = [number], set(), set()
        while waiting:
            page = self.pages[waiting.pop()]
            if page.pk in seen:
                continue
            seen.add(page.pk)
            found |= {groups for path, groups in self.on_pages if page.path == path}
            above = self.by_path.get(page.path[: -Page.steplen])
            waiting += [above] if above else []
            waiting += [page.alias_of_id] if page.alias_of_id else []
        return _strictest(found)

    def file_clauses(self, collection: Collection) -> Clauses:
        """What is asked along a collection's path."""
        return _strictest(
            {groups for path, groups in self.on_collections if collection.path.startswith(path)}
        )


def _strictest(clauses: set[frozenset[int]]) -> Clauses:
    """Without clauses that another one implies, so that two ways of saying the same are equal."""
    return frozenset(
        one for one in clauses if not any(other < one for other in clauses if other != one)
    )
