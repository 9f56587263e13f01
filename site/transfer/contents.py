"""What a planned page is given: the values of its model's fields, with ids in place of names."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from departments.models import ContentPage, DepartmentPage
from news.models import NewsIndexPage, NewsPage, StoryAuthor
from policies.models import PolicyIndexPage, PolicyPage
from transfer.markdown.model import DocumentRef, ImageRef, Link, Prose, Target, To, change
from transfer.people import People
from transfer.plan import BODILESS, Kind, Planned, digest
from transfer.raw import Id, Ids, Raw
from transfer.report import Met, Report

MODELS: dict[Kind, type[Any]] = {
    Kind.CONTENT: ContentPage,
    Kind.DEPARTMENT: DepartmentPage,
    Kind.NEWS_LIST: NewsIndexPage,
    Kind.NEWS: NewsPage,
    Kind.POLICY_LIST: PolicyIndexPage,
    Kind.POLICY: PolicyPage,
}


class Departments:
    """Departments by what front matter may call them: title or slug, in the tree or on the site."""

    def __init__(self, pages: Mapping[str, Planned], report: Report) -> None:
        self.report = report
        self.ids: dict[str, int] = {}
        for number, title, slug in DepartmentPage.objects.values_list("pk", "title", "slug"):
            self.ids.setdefault(slug.casefold(), number)
            self.ids[title.casefold()] = number
        self.keys: dict[str, str] = {}
        for key, page in pages.items():
            if page.kind is Kind.DEPARTMENT:
                self.keys.setdefault(page.node.slug.casefold(), key)
                self.keys[page.title.casefold()] = key

    def find(self, page: Planned, ids: Ids) -> Id | None:
        """The department that a page names, or None, and told, if there is none of that name."""
        name = page.department.strip("/").casefold()
        if not name:
            return None
        found = ids.pages.get(self.keys[name]) if name in self.keys else self.ids.get(name)
        if found is None:
            self.report.add(
                Met.FIELD, page.file, 1, f"There is no department “{page.department[:80]}”."
            )
        return found


def values(page: Planned, ids: Ids, departments: Departments, people: People) -> dict[str, Any]:
    """The page's fields as they are stored. Streams are lists; the rest is plain."""
    raw = Raw(page.key, ids)
    found: dict[str, Any] = {"title": page.title, **page.fields}
    if page.kind not in BODILESS:
        found["body"] = raw.stream(page.body.blocks)
    for name, blocks in page.streams.items():
        found[name] = raw.stream(blocks)
    if page.kind in {Kind.NEWS, Kind.POLICY}:
        found["department_id"] = departments.find(page, ids)
    if page.kind is Kind.NEWS:
        found["story_authors"], found["author"] = people.authors(page)
    if page.owner_mail:
        found["content_owner_id"] = people.owner(page)
    if page.lead_image:
        found["lead_image_id"] = ids.images.get(page.lead_image)
    elif page.kind is Kind.NEWS:
        found["lead_image_id"] = None
    return found


def digest_of(page: Planned, given: dict[str, Any]) -> str:
    """A name for all that a page is given."""
    state = {"values": given, "topics": page.topics, "live": page.live, "kind": page.kind}
    return digest(json.dumps(state, sort_keys=True, default=_plain))


def apply(row: Any, given: dict[str, Any]) -> None:
    """Put the values into a page."""
    for name, value in given.items():
        if name == "story_authors":
            row.story_authors = [
                StoryAuthor(person_id=number, sort_order=place)
                for place, number in enumerate(value)
            ]
            continue
        setattr(row, name, json.dumps(value) if isinstance(value, list) else value)


def wanted_files(pages: Mapping[str, Planned]) -> tuple[dict[str, tuple[str, str]], set[str]]:
    """The paths of all images, with description and credit, and of all documents that pages use."""
    images: dict[str, tuple[str, str]] = {}
    documents: set[str] = set()
    for page in pages.values():
        if page.lead_image:
            words = str(page.fields.get("lead_image_alt", ""))
            images[page.lead_image] = (words, page.lead_credit)
        for leaf in _leaves(page):
            if isinstance(leaf, ImageRef) and not images.get(leaf.path, ("", ""))[0]:
                images[leaf.path] = (leaf.alt, images.get(leaf.path, ("", page.lead_credit))[1])
            elif isinstance(leaf, DocumentRef):
                documents.add(leaf.path)
            elif isinstance(leaf, Link) and leaf.to is To.DOCUMENT:
                documents.add(leaf.target)
    return images, documents


def _leaves(page: Planned) -> Iterator[Any]:
    found: list[Any] = []

    def visit(leaf: Any) -> Any:
        if isinstance(leaf, Prose):
            found.extend(run.link for line in leaf.lines for run in line.runs if run.link)
        elif isinstance(leaf, Target):
            found.append(leaf.link)
        else:
            found.append(leaf)
        return leaf

    for blocks in (page.body.blocks, *page.streams.values()):
        for block in blocks:
            change(block.value, visit)
    yield from found


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
