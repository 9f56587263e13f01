"""Planned pages into the page tree: made, changed, or left alone. All of it or nothing."""

import logging
from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from wagtail.log_actions import log
from wagtail.models import Page
from wagtail.signal_handlers import disable_reference_index_auto_update

from core.reserved import is_reserved
from transfer import contents
from transfer.models import ImportedPage
from transfer.people import People
from transfer.plan import Planned
from transfer.raw import Id, Ids
from transfer.redirects import Redirects
from transfer.report import Met, Report
from transfer.store import Store, topics

logger = logging.getLogger(__name__)
Progress = Callable[[str, int, int], None]


class Writer:
    """Writes one import. In a dry run it decides the same and writes nothing."""

    def __init__(
        self,
        pages: dict[str, Planned],
        tree: str,
        report: Report,
        *,
        user: AbstractBaseUser | None = None,
        progress: Progress,
    ) -> None:
        self.pages = pages
        self.tree = tree
        self.report = report
        self.user = user
        self.progress = progress
        rows = ImportedPage.objects.filter(tree=tree).select_related("page")
        self.records = {record.source: record for record in rows}
        self.ids: dict[str, Id] = {}
        self.rows: dict[str, Page] = {}
        self.new: set[str] = set()
        #: Pages that stand at a wanted address and are not ours: linked to, never written.
        self.strangers: set[str] = set()

    def write(
        self, store: Store, parent: Page | None, slug: str, taken: set[str], *, dry_run: bool
    ) -> None:
        """Do everything, or with `dry_run` say what would be done."""
        images, documents = contents.wanted_files(self.pages)
        store.look(images, documents)
        self.report.images, self.report.documents = store.missing()
        if not dry_run:
            store.fill(images)
        for place, page in enumerate(self.pages.values()):
            self.progress("Making pages", place, len(self.pages))
            self._place(page, parent, slug, dry_run=dry_run)
        self.progress("Making pages", len(self.pages), len(self.pages))
        self._fill(Ids(self.ids, store.images, store.documents), dry_run=dry_run)
        Redirects(self.tree, taken, self.report).settle(self.pages, self.ids, write=not dry_run)
        for source in sorted(set(self.records) - set(self.pages)):
            self.report.add(Met.VANISHED, source, 0, "Its page was left as it is.")

    def _place(self, page: Planned, parent: Page | None, slug: str, *, dry_run: bool) -> None:
        """Find the page's row, or make an empty draft at its address."""
        record = self.records.get(page.key)
        if record is not None:
            if not isinstance(record.page.specific, contents.MODELS[page.kind]):
                self._fail(
                    page, f"Its page is of another type than {page.kind} now; it was left alone."
                )
                self.strangers.add(page.key)
            self._know(page, record.page)
            return
        top = page.node.parent is None
        above = parent if top else self.rows.get(page.node.parent.key)  # type: ignore[union-attr]
        if not top and page.node.parent.key not in self.ids:  # type: ignore[union-attr]
            self._fail(page, "The page above it could not be made.")
            return
        wanted = slug if top else page.node.slug
        there = self._at(above, wanted, top=top)
        if there is not None:
            self._know(page, there)
            self.strangers.add(page.key)
            if page.node.file is not None and not (top and slug == ""):
                self.report.add(
                    Met.CLASH,
                    page.file,
                    0,
                    f"A page that was not imported has its address ({there.url_path}); it was left alone.",
                )
                self.report.failed += 1
            return
        address = f"{self.tree}{page.node.address}".strip("/")
        if is_reserved(address):
            self._fail(page, f"The site itself uses the address /{address}/. Rename the file.")
            return
        self.new.add(page.key)
        if dry_run:
            self.ids[page.key] = f"new:{page.key}"
        else:
            self._make(page, above, wanted)

    def _at(self, above: Page | None, slug: str, *, top: bool) -> Page | None:
        if top and slug == "":
            return above
        if above is None:
            return None
        return Page.objects.child_of(above).filter(slug=slug).first()

    def _know(self, page: Planned, row: Page) -> None:
        self.ids[page.key] = row.pk
        self.rows[page.key] = row

    def _make(self, page: Planned, above: Page | None, slug: str) -> None:
        row = contents.MODELS[page.kind](title=page.title, slug=slug, live=False, owner=self.user)
        row.show_in_menus = bool(page.fields.get("show_in_menus", row.show_in_menus_default))
        try:
            # What an empty page refers to is nothing; its text is entered when it is written.
            with transaction.atomic(), disable_reference_index_auto_update():
                above.add_child(instance=row)  # type: ignore[union-attr]
                log(instance=row, action="wagtail.create", user=self.user, content_changed=True)
        except (ValidationError, DatabaseError, ValueError) as error:
            self.new.discard(page.key)
            self._fail(page, f"Its page could not be made: {_words(error)}")
            return
        self._know(page, row)

    def _fill(self, ids: Ids, *, dry_run: bool) -> None:
        departments = contents.Departments(self.pages, self.report)
        people = People(self.pages, self.report)
        names = [name for page in self.pages.values() for name in page.topics]
        known = {} if dry_run else topics(names)
        for place, page in enumerate(self.pages.values()):
            self.progress("Writing", place, len(self.pages))
            if page.key not in self.ids or page.key in self.strangers:
                continue
            given = contents.values(page, ids, departments, people)
            written = contents.digest_of(page, given)
            if not self._is_due(page, written):
                self.report.unchanged += 1
                continue
            if dry_run:
                self._count(page)
                continue
            tags = [known[name.casefold()] for name in page.topics]
            self._publish(page, given, tags, written)
        self.progress("Writing", len(self.pages), len(self.pages))

    def _is_due(self, page: Planned, written: str) -> bool:
        """Whether the page is to be written: it is new, its file changed, or nobody edited it since."""
        record = self.records.get(page.key)
        if record is None:
            return True
        if record.written_digest == written and record.source_digest == page.source_digest:
            return False
        edited = record.page.latest_revision_id != record.revision
        if record.source_digest != page.source_digest:
            if edited:
                self.report.add(
                    Met.SUPERSEDED,
                    page.file,
                    0,
                    "The page was edited since; that version is in its history.",
                )
            return True
        if edited:
            self.report.add(
                Met.KEPT,
                page.file,
                0,
                "Its links or files would change, but the page was edited since.",
            )
        return not edited

    def _publish(self, page: Planned, given: dict[str, Any], tags: list[Any], written: str) -> None:
        """One revision, published unless the page is a draft."""
        try:
            with transaction.atomic():
                row = self.rows[page.key].specific
                contents.apply(row, given)
                if hasattr(row, "topics"):
                    row.topics.set(tags)
                row.full_clean(exclude=["path", "depth"])
                revision = row.save_revision(
                    user=self.user, log_action=True, changed=True, clean=False
                )
                if page.live:
                    revision.publish(user=self.user, log_action=True)
                elif row.live:
                    row.unpublish(user=self.user)
                self._remember(page, written, int(revision.pk))
        except (ValidationError, DatabaseError, ValueError) as error:
            self._fail(page, f"Its page could not be written: {_words(error)}")
            self._undo(page)
        else:
            self._count(page)

    def _remember(self, page: Planned, written: str, revision: int) -> None:
        ImportedPage.objects.update_or_create(
            tree=self.tree,
            source=page.key,
            defaults={
                "page_id": self.ids[page.key],
                "source_digest": page.source_digest,
                "written_digest": written,
                "revision": revision,
            },
        )

    def _undo(self, page: Planned) -> None:
        """Take away the empty draft of a page that could not be written, if nothing hangs on it."""
        if page.key not in self.new:
            return
        row = Page.objects.get(pk=self.ids[page.key])
        if row.is_leaf():
            row.specific.delete()
            del self.ids[page.key]

    def _count(self, page: Planned) -> None:
        address = f"{self.tree.rstrip('/')}/{page.node.address}".rstrip("/") + "/"
        if page.key in self.new:
            self.report.made += 1
            self.report.pages_made.append(address)
        else:
            self.report.changed += 1
            self.report.pages_changed.append(address)

    def _fail(self, page: Planned, why: str) -> None:
        self.report.failed += 1
        self.report.add(Met.UNUSABLE, page.file, 0, why)


def _words(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    return str(error)
