"""Small worlds to search in: those of `tests.access.histories`, where everything has words of its own.

Each thing has a word in its title, another one in its text, its summary and its keywords, and each link one in its
text. They are so unlike that none is a slip away from another. Everything is also called a “thing”.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import Q
from django.utils import timezone
from hypothesis import strategies as st
from wagtail.models import Page

from accounts.models import User
from accounts.roles import KEEP_SEARCH
from core.models import BinnedPage, Document
from core.trash.place import is_in_bin
from core.trash.services import put_back, throw_away
from departments.models import ContentPage, DepartmentPage
from people.models import Person
from search.models import BestBet, BetPhrase
from tests.access.histories import STEPS, Step, World, numbers
from tests.factories.people import PersonFactory

LETTERS = "bcdfghjklmnpqrtvwxz"
ACRONYM = ("acronym0", "acronym1", "acronym2")
#: Whose words they are: there is one of each for every thing that was ever made. Those of bets are their editors' own.
KINDS = ("title", "text", "link", "summary", "keyword", "person", *ACRONYM)


def word(kind: str, number: int) -> str:
    """A word that stands nowhere else: seven letters, the same each time."""
    return "".join(
        LETTERS[byte % len(LETTERS)] for byte in sha256(f"{kind}{number}".encode()).digest()[:7]
    )


def meaning_of(told: str) -> str:
    """Whose word it is: “title 12”."""
    whose = (f"{kind} {n}" for n in range(200) for kind in KINDS if word(kind, n) == told)
    return next(whose, "nobody's")


@dataclass
class SearchWorld(World):
    """Departments, pages that lead to each other and have owners, documents, and best bets; one reader is an editor."""

    owners: list[Person] = field(default_factory=list)

    @classmethod
    def begin(cls) -> "SearchWorld":
        """With three people who own pages, a few best bets, and an editor of search who is in no group."""
        world = super().begin()
        assert isinstance(world, cls)
        for number in range(3):
            name = word("person", number).capitalize()
            world.owners.append(PersonFactory(first_name="Thing", last_name=name))
        for number in range(4):
            world.bet(number, number, frozenset())
        rights = [right.partition(".") for right in (*KEEP_SEARCH, "wagtailadmin.access_admin")]
        wanted = (Q(content_type__app_label=app, codename=name) for app, _dot, name in rights)
        for one in wanted:
            world.editor.user_permissions.add(Permission.objects.get(one))
        return world

    @property
    def editor(self) -> User:
        """Who works at the desk."""
        return self.people[2]

    def words(self) -> set[str]:
        """Every word of every thing that there is, was, or may be."""
        return {word(kind, number) for kind in KINDS for number in range(self.made + 1)}

    def _name(self) -> str:
        self.made += 1
        return f"thing-{word('title', self.made)}"

    def pages(self) -> list[Page]:
        return [page for page in super().pages() if not is_in_bin(page)]

    def add_page(self, one: int, other: int, some: frozenset[int]) -> None:
        name, parent = self._name(), self._page(one)
        assert parent is not None
        model = DepartmentPage if parent.pk == self.home.pk else ContentPage
        page = model(title=name.replace("-", " "), slug=name, show_in_menus=bool(other % 2))
        if model is ContentPage:
            self._write(page, other)
        parent.add_child(instance=page)

    def _write(self, page: Any, leading_to: int) -> None:
        """Texts of its own, and an owner."""
        page.body = self._body(leading_to)
        page.summary = f"All of {word('summary', self.made)}."
        page.keywords = word("keyword", self.made)
        page.content_owner = self.owners[self.made % len(self.owners)] if self.owners else None

    def _body(self, leading_to: int) -> list[dict[str, Any]]:
        """A text of its own, with a link and an acronym."""
        target = self._page(leading_to)
        number = target.pk if target else 0
        link = f'<a linktype="page" id="{number}">{word("link", self.made)}</a>'
        long = [word(place, self.made) for place in ACRONYM]
        short = "".join(one[0] for one in long).upper()
        said = f"<p>{word('text', self.made)} {link} by {' '.join(long)} ({short})</p>"
        return [{"type": "text", "value": said}]

    def add_collection(self, one: int, other: int, some: frozenset[int]) -> None:
        super().add_collection(one, other, some)
        document = Document.objects.order_by("pk").last()
        assert document is not None
        document.title = document.title.replace("-", " ")
        document.text = f"A file about {word('text', self.made)}."
        document.save(update_fields=["title", "text"])

    def _content(self, number: int) -> Any:
        """A page with a body; None where the number leads to another one."""
        page = self._page(number, below_home=True)
        page = page.specific if page else None
        return page if isinstance(page, ContentPage) and not page.alias_of_id else None

    def rename(self, one: int, other: int, some: frozenset[int]) -> None:
        page = self._content(one)
        if page:
            page.title = self._name().replace("-", " ")
            self._write(page, other)
            page.save_revision().publish()

    def draft(self, one: int, other: int, some: frozenset[int]) -> None:
        page = self._content(one)
        if page:
            page.title = self._name().replace("-", " ")
            self._write(page, other)
            page.save_revision()

    def bin(self, one: int, other: int, some: frozenset[int]) -> None:
        page = self._page(one, below_home=True)
        if page:
            throw_away(page)

    def put_back(self, one: int, other: int, some: frozenset[int]) -> None:
        binned = list(BinnedPage.objects.order_by("pk"))
        if binned:
            entry, place = binned[one % len(binned)], self._page(other)
            put_back(entry, place=place, slug=self._name())

    def move_file(self, one: int, other: int, some: frozenset[int]) -> None:
        files, collection = list(Document.objects.order_by("pk")), self._collection(other)
        if files and collection:
            document = files[one % len(files)]
            document.collection = collection
            document.save()

    def bet(self, one: int, other: int, some: frozenset[int]) -> None:
        """A best bet on a page, a file or a person, for a word of its own."""
        self.made += 1
        files = list(Document.objects.order_by("pk"))
        targets: list[dict[str, Any]] = [
            {"page": self._page(one)},
            {"page": self._page(one, below_home=True)},
        ]
        targets += [{"document": files[one % len(files)]}] if files else []
        targets += [{"person": self.owners[one % len(self.owners)]}]
        target = targets[other % len(targets)]
        if all(target.values()):
            bet = BestBet.objects.create(**target)
            BetPhrase.objects.create(bet=bet, phrase=word("bet", self.made))

    def leave(self, one: int, other: int, some: frozenset[int]) -> None:
        """Somebody leaves, or comes back."""
        person = Person.objects.get(pk=self.owners[one % len(self.owners)].pk)
        person.left_on = timezone.localdate() - timedelta(days=2) if other % 3 else None
        person.save()


MORE = ["rename", "rename", "draft", "bin", "put_back", "move_file", "bet", "leave"]
steps = st.tuples(
    st.sampled_from([*STEPS, *MORE]), numbers, numbers, st.frozensets(st.integers(0, 2), max_size=2)
)
histories: st.SearchStrategy[list[Step]] = st.lists(steps, min_size=1, max_size=6)
