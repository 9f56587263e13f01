"""Small worlds to search in: those of `tests.access.histories`, where everything has words of its own.

Each thing has a word in its title, another one in its text, and each link one in its text. They are so unlike that
none is a slip away from another. Everything is also called a “thing”.
"""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from hypothesis import strategies as st
from wagtail.models import Page

from core.models import BinnedPage, Document
from core.trash.place import is_in_bin
from core.trash.services import put_back, throw_away
from departments.models import ContentPage, DepartmentPage
from tests.access.histories import STEPS, Step, World, numbers

LETTERS = "bcdfghjklmnpqrtvwxz"


def word(kind: str, number: int) -> str:
    """A word that stands nowhere else: seven letters, the same each time."""
    return "".join(
        LETTERS[byte % len(LETTERS)] for byte in sha256(f"{kind}{number}".encode()).digest()[:7]
    )


@dataclass
class SearchWorld(World):
    """Departments, pages that lead to each other, and documents."""

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
            page.body = self._body(other)
        parent.add_child(instance=page)

    def _body(self, leading_to: int) -> list[dict[str, Any]]:
        """A text of its own, with a link and an acronym."""
        target = self._page(leading_to)
        number = target.pk if target else 0
        link = f'<a linktype="page" id="{number}">{word("link", self.made)}</a>'
        long = [word(f"acronym{place}", self.made) for place in range(3)]
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
            page.body = self._body(other)
            page.save_revision().publish()

    def draft(self, one: int, other: int, some: frozenset[int]) -> None:
        page = self._content(one)
        if page:
            page.title = self._name().replace("-", " ")
            page.body = self._body(other)
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


MORE = ["rename", "rename", "draft", "bin", "put_back", "move_file"]
steps = st.tuples(
    st.sampled_from([*STEPS, *MORE]), numbers, numbers, st.frozensets(st.integers(0, 2), max_size=2)
)
histories: st.SearchStrategy[list[Step]] = st.lists(steps, min_size=1, max_size=6)
