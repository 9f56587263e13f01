"""Old addresses that lead to imported pages."""

from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from wagtail.contrib.redirects.models import Redirect

from transfer.links import urlsplit_path
from transfer.models import ImportedRedirect
from transfer.plan import Planned
from transfer.raw import Id
from transfer.report import Met, Report


class Redirects:
    """The redirects of one tree.

    An old address was written from the tree's own root, so it leads on from below `--at`; and from
    the site's root too, where bookmarks of the former site arrive, unless something is there.
    """

    def __init__(self, at: str, taken: set[str], report: Report) -> None:
        self.at = at.rstrip("/")
        self.taken = {address.casefold() for address in taken}
        self.report = report
        self.rows = {row.old_path: row for row in Redirect.objects.filter(site=None)}
        self.ours = set(ImportedRedirect.objects.values_list("redirect_id", flat=True))

    def settle(self, pages: Mapping[str, Planned], ids: Mapping[str, Id], *, write: bool) -> None:
        """Make the redirects that are missing, and lead those that we made to the right page."""
        claimed: dict[str, str] = {}
        for page, old_path, is_inner in self._wanted(pages):
            number = ids.get(page.key)
            if number is None:
                continue
            first = claimed.setdefault(old_path, page.key)
            if first != page.key:
                if is_inner:
                    self._tell(page, f"{old_path}/ already leads to {first}.")
                continue
            if old_path.strip("/").casefold() in self.taken:
                continue
            self._settle(page, old_path, number, is_inner=is_inner, write=write)

    def _wanted(self, pages: Mapping[str, Planned]) -> Iterator[tuple[Planned, str, bool]]:
        """Every redirect: those below `--at` first, since they are the tree's own."""
        for is_inner in (True, False) if self.at else (True,):
            for page in pages.values():
                for old in page.old_addresses:
                    path = "/" + unquote(urlsplit_path(old)).strip("/")
                    inner = path if f"{path}/".startswith(f"{self.at}/") else f"{self.at}{path}"
                    yield page, Redirect.normalise_path(inner if is_inner else path), is_inner

    def _settle(
        self, page: Planned, old_path: str, number: Id, *, is_inner: bool, write: bool
    ) -> None:
        row = self.rows.get(old_path)
        if row is not None:
            if row.redirect_page_id == number:
                return
            if row.pk not in self.ours:
                if is_inner:
                    self._tell(page, f"{old_path}/ is a redirect that somebody else made.")
                return
        self.report.redirects += 1
        if not write:
            return
        if row is None:
            row = Redirect(old_path=old_path)
        row.redirect_page_id, row.redirect_link = number, ""
        row.save()
        self.rows[old_path] = row
        if row.pk not in self.ours:
            ImportedRedirect.objects.create(redirect=row)
            self.ours.add(row.pk)

    def _tell(self, page: Planned, message: str) -> None:
        self.report.add(Met.REDIRECT, page.file, 1, message)
