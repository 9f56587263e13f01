"""Bringing a folder of Markdown into the page tree."""

import re
import time
from collections.abc import Callable
from pathlib import Path

from wagtail.log_actions import log
from wagtail.models import Page, Site

from accounts.models import User
from core.findable import together
from departments.models import ContentPage
from transfer.contents import MODELS
from transfer.plan import TOP, Kind
from transfer.reader import Reader
from transfer.report import Report
from transfer.store import Store
from transfer.writer import Writer

Progress = Callable[[str, int, int], None]
_SLUG = re.compile(r"^[\w-]+$")


class WrongUseError(ValueError):
    """What was asked for cannot be done at all: no such folder, or an address that cannot be."""


def import_pages(
    tree: Path,
    at: str,
    kind: str,
    *,
    dry_run: bool = False,
    user: User | None = None,
    progress: Progress | None = None,
) -> Report:
    """Bring the Markdown files of `tree` in at the address `at`, as "content", "policy" or "news".

    Everything is read first; then all is written in one transaction, or nothing. `dry_run` writes
    nothing, neither rows nor files. `progress` is told a stage, how many are done and how many there
    are. Raises WrongUseError when nothing can be attempted; what is met on the way is in the report.
    """
    started = time.monotonic()
    progress = progress or (lambda _stage, _done, _all: None)
    root, slugs, top = _checked(tree, at, kind)
    at = "/" + "".join(f"{slug}/" for slug in slugs)
    home = _home()
    above, missing = _walk(home, slugs, top)
    report = Report(dry_run=dry_run)
    site = _addresses(home)
    reader = Reader(root, at, top, report, progress)
    pages = reader.read(site)
    if not pages:
        report.seconds = time.monotonic() - started
        return report
    _check_top(above, missing, next(iter(pages.values())).kind)
    store = Store(at, reader.files, report, user)
    taken = set(site) | {f"{at}{page.node.address}".strip("/") for page in pages.values()}
    writer = Writer(pages, at, report, user=user, progress=progress)
    try:
        with together():
            parent = _parent(above, slugs, missing, user, dry_run=dry_run)
            writer.write(store, parent, slugs[-1] if slugs else "", taken, dry_run=dry_run)
    except BaseException:
        store.undo()
        raise
    report.seconds = time.monotonic() - started
    return report


def _parent(
    above: Page,
    slugs: list[str],
    missing: list[str],
    user: User | None,
    *,
    dry_run: bool,
) -> Page | None:
    """The page below which the tree's own page stands. In a dry run it may not be there yet."""
    if slugs and not missing:
        return above.get_parent()
    if dry_run and len(missing) > 1:
        return None
    return _make_above(above, missing[:-1], user)


def _checked(tree: Path, at: str, kind: str) -> tuple[Path, list[str], Kind]:
    if kind not in TOP:
        raise WrongUseError(f"“{kind}” is none of {', '.join(TOP)}.")
    if not tree.is_dir():
        raise WrongUseError(f"There is no folder {tree}.")
    slugs = [part for part in at.strip().split("/") if part]
    if not at.startswith("/") or not all(_SLUG.match(part) and len(part) <= 255 for part in slugs):  # noqa: PLR2004
        raise WrongUseError(f"“{at}” is no address: give one such as /handbook/.")
    return tree, slugs, TOP[kind]


def _home() -> Page:
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None:
        raise WrongUseError("There is no site yet: run migrate first.")
    return site.root_page


def _addresses(home: Page) -> dict[str, int]:
    """Every page of the site by its address, without slashes at the ends."""
    skip = len(home.url_path)
    rows = Page.objects.descendant_of(home).values_list("url_path", "pk")
    return {url_path[skip:].strip("/"): number for url_path, number in rows}


def _walk(home: Page, slugs: list[str], top: Kind) -> tuple[Page, list[str]]:
    """The deepest page that is there on the way to `--at`, and the names still missing below it."""
    page = home
    for place, slug in enumerate(slugs):
        child = Page.objects.child_of(page).filter(slug=slug).first()
        if child is None:
            return page, slugs[place:]
        page = child
    return page, []


def _check_top(above: Page, missing: list[str], top: Kind) -> None:
    """Refuse an address at which the tree cannot hang, before anything is written."""
    there = above.specific_class or Page
    if not missing:
        is_top = there is MODELS[top]
        if not is_top and not (top is Kind.CONTENT and _holds(there, ContentPage)):
            raise WrongUseError(
                f"The page at {above.url_path} is a {there._meta.verbose_name}, which cannot hold this."
            )
    wanted: list[type[Page]] = [ContentPage for _ in missing[:-1]]
    wanted += [MODELS[top] for _ in missing[-1:]]
    for child in wanted:
        if not _holds(there, child):
            raise WrongUseError(
                f"A {child._meta.verbose_name} cannot stand below a {there._meta.verbose_name} "
                "on the way to this address."
            )
        there = child


def _holds(parent: type[Page], child: type[Page]) -> bool:
    return child in parent.allowed_subpage_models()


def _make_above(page: Page, slugs: list[str], user: User | None) -> Page:
    """The pages between what is there and `--at`."""
    for slug in slugs:
        title = slug.replace("-", " ").replace("_", " ").capitalize()
        child = ContentPage(title=title, slug=slug, owner=user)
        page.add_child(instance=child)
        log(instance=child, action="wagtail.create", user=user, content_changed=True)
        child.save_revision(user=user).publish(user=user)
        page = child
    return page
