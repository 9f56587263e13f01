"""Where links lead: to pages of the tree, its files, the site's other pages, or nowhere."""

import re
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

from transfer.addresses import ELSEWHERE, scheme_of, web_address
from transfer.files import Files, Usable, inside
from transfer.markdown import headings
from transfer.markdown.model import Link, To
from transfer.plan import Planned
from transfer.report import Met, Report
from transfer.tree import MARKDOWN

_POST = re.compile(r"^(\d{4})/(\d{1,2})/(\d{1,2})/([^/]+)$")
_DATED = re.compile(r"^(\d{4}-\d{2}-\d{2})-(.+)$")
_PAGE_SUFFIX = re.compile(r"(\.(html?|md|markdown))$", re.IGNORECASE)


class Links:
    """Every page of a tree by every name that a link may use for it."""

    def __init__(
        self,
        pages: Mapping[str, Planned],
        files: Files,
        at: str,
        site: Mapping[str, int],
        report: Report,
    ) -> None:
        self.pages = pages
        self.files = files
        self.at = at.strip("/")
        self.site = site
        self.report = report
        self.by_address: dict[str, str] = {}
        self.by_old: dict[str, str] = {}
        self.by_post: dict[str, str] = {}
        self.by_name: dict[str, str | None] = {}
        for key, page in pages.items():
            self._enter(key, page)
        self.folded = {name.lower(): key for name, key in self.by_old.items()}
        self.folded |= {name.lower(): key for name, key in self.by_address.items()}

    def resolve(self, link: Link, page: Planned) -> Link | None:
        """The link as it is to be written; None if only its text is kept. Counts and tells."""
        if link.to is not To.RAW:
            self._count(link)
            return link
        found = self._resolve(link, page)
        if found is not None:
            self._count(found)
        return found

    def page_at(self, address: str) -> str | None:
        """The key of the page at an address in the tree, however it is written."""
        name = address.strip("/")
        plain = _PAGE_SUFFIX.sub("", name)
        plain = re.sub(r"(^|/)(_?index|README)$", "", plain, flags=re.IGNORECASE).strip("/")
        for tried in (name, plain):
            found = (
                self.by_address.get(tried)
                or self.by_old.get(tried)
                or self.folded.get(tried.lower())
            )
            if found:
                return found
        post = _POST.match(plain)
        if post:
            year, month, day, slug = post.groups()
            dated = f"{year}-{month:>02}-{day:>02}-{slug}".lower()
            return self.by_post.get(dated) or self.by_name.get(slug.lower())
        return None

    def _enter(self, key: str, page: Planned) -> None:
        self.by_address[page.node.address] = key
        if not key.endswith("/"):
            self.by_address[key] = key
        if page.node.folder:
            self.by_address.setdefault(page.node.folder, key)
        stem = key.rsplit("/", 1)[-1]
        stem = _PAGE_SUFFIX.sub("", stem)
        if page.node.folder is None:
            folder = page.node.stands_in
            self.by_address.setdefault(f"{folder}/{stem}" if folder else stem, key)
        dated = _DATED.match(stem)
        if dated:
            self.by_post[stem.lower()] = key
            name = dated[2].lower()
            self.by_name[name] = None if name in self.by_name else key
        for old in page.old_addresses:
            self.by_old.setdefault(unquote(urlsplit_path(old)).strip("/"), key)

    def _resolve(self, link: Link, page: Planned) -> Link | None:
        href = link.target.strip()
        line = page.line_of(link.target, link.line)
        scheme = scheme_of(href)
        if scheme in ELSEWHERE or href.startswith("//"):
            written = web_address(href)
            return Link(To.URL, written, line=line) if written else self._dead(page, line, href)
        if scheme:
            self.report.add(Met.UNSAFE_LINK, page.file, line, f"{href[:100]} (its text was kept)")
            return None
        path, _, fragment = href.partition("#")
        if not path:
            return self._here(page, unquote(fragment), line, href)
        key = self._page(path, page)
        if key is not None:
            anchor = self._anchor(key, unquote(fragment), page, line, href)
            return Link(To.PAGE, key, anchor, line)
        return (
            self._file(path, page, line)
            or self._elsewhere(path, fragment, line)
            or self._dead(page, line, href)
        )

    def _page(self, path: str, page: Planned) -> str | None:
        path = unquote(urlsplit_path(path))
        for place in self._places(path, page):
            tidy = inside(place)
            if tidy is None:
                continue
            found = self.page_at(tidy)
            if found is not None:
                return found
        return None

    def _places(self, path: str, page: Planned) -> list[str]:
        """The addresses in the tree that a path may mean, the likeliest first."""
        if path.startswith("/"):
            prefix = f"/{self.at}/" if self.at else "/"
            inner = [path[len(prefix) - 1 :]] if self.at and f"{path}/".startswith(prefix) else []
            return [path, *inner] if self.at else [path]
        beside = f"{page.node.stands_in}/{path}"
        below = f"{page.node.address}/{path}"
        is_file = path.lower().rstrip("/").endswith(MARKDOWN)
        return [beside, below] if is_file else [below, beside]

    def _here(self, page: Planned, fragment: str, line: int, href: str) -> Link | None:
        anchor = headings.find(page.body, fragment)
        if anchor:
            return Link(To.HERE, anchor, line=line)
        if anchor is None or href == "#":
            self.report.add(
                Met.DEAD_FRAGMENT, page.file, line, f"{href[:100]} is no heading of this page."
            )
        return None

    def _anchor(self, key: str, fragment: str, page: Planned, line: int, href: str) -> str:
        if not fragment:
            return ""
        target = self.pages[key]
        anchor = headings.find(target.body, fragment)
        if anchor is None and target.body.blocks:
            self.report.add(
                Met.DEAD_FRAGMENT,
                page.file,
                line,
                f"{href[:140]} is no heading there; the link leads to the page.",
            )
        return anchor or ""

    def _file(self, path: str, page: Planned, line: int) -> Link | None:
        try:
            found = self.files.find(path, page.node.stands_in)
        except ValueError:
            self.report.add(Met.FILE, page.file, line, f"{path[:100]} leads out of the tree.")
            return None
        if found is None:
            return None
        usable = self.files.document(found)
        if isinstance(usable, Usable):
            return Link(To.DOCUMENT, found, line=line)
        self.report.add(Met.FILE, page.file, line, f"{found} {usable}")
        return None

    def _elsewhere(self, path: str, fragment: str, line: int) -> Link | None:
        """A page of the site that is not of this tree."""
        number = (
            self.site.get(unquote(urlsplit_path(path)).strip("/")) if path.startswith("/") else None
        )
        safe = fragment if re.fullmatch(r"[\w-]+", fragment) else ""
        return Link(To.PAGE, f"#{number}", safe, line) if number else None

    def _dead(self, page: Planned, line: int, href: str) -> Link | None:
        """Tell of a link that leads nowhere: nothing is left of it but its text."""
        self.report.links_dead += 1
        self.report.add(Met.DEAD_LINK, page.file, line, f"{href[:160]}")
        return None

    def _count(self, link: Link) -> None:
        if link.to is To.PAGE or link.to is To.HERE:
            self.report.links_to_pages += 1
        elif link.to is To.DOCUMENT:
            self.report.links_to_files += 1
        else:
            self.report.links_elsewhere += 1


def urlsplit_path(address: str) -> str:
    """An address's path; all of it if it cannot be taken apart."""
    try:
        return urlsplit(address).path
    except ValueError:
        return address
