"""Front matter into fields: what people call things in four generators, and what we call them."""

import re
from dataclasses import dataclass
from typing import Any

from transfer.department_fields import DepartmentFiller
from transfer.files import PageFiles
from transfer.markdown import frontmatter
from transfer.markdown.frontmatter import FrontMatter
from transfer.markdown.model import Block, Body, ImageRef, Line, Link, Prose, Run, To
from transfer.markdown.parser import plain
from transfer.markdown.source import one_line, shorten
from transfer.names import name_of
from transfer.plan import ABOUT_TOPICS, BODILESS, Kind, Planned
from transfer.report import Met, Report

SUMMARY = (
    "summary",
    "excerpt",
    "standfirst",
    "purpose",
    "description",
    "subtitle",
    "lead",
    "abstract",
)
IMAGE = (
    "image",
    "lead_image",
    "featured_image",
    "feature_image",
    "cover",
    "thumbnail",
    "hero",
    "images",
)
TOPICS = ("tags", "topics", "categories", "tag", "category", "keywords_list")
KEYWORDS = ("keywords", "keyword", "search_terms", "synonyms")
OLD = ("redirect_from", "aliases", "old_addresses")
ORDER = ("order", "weight", "nav_order", "sidebar_position")
#: Understood, or of no meaning to readers: never told as unused.
KNOWN = frozenset(
    (*SUMMARY, *IMAGE, *TOPICS, *KEYWORDS, *OLD, *ORDER, "title", "date", "author", "authors", "owner", "image_alt",
     "image_credit", "department", "draft", "published", "show_in_menus", "applies_to",
     "effective_from", "review_by", "page_type", "services", "quick_links", "contacts",
     "redirect_to", "permalink", "slug", "url", "layout", "published_at", "pubdate")
)  # fmt: skip
_FILE_DATE = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:-|$)")
_MAIL = re.compile(r"^\s*[^@\s]+@[^@\s]+\s*$")
_MARKED = re.compile(r"[*_`\[\]<&]")
_HTML = re.compile(r"</?[a-z]+[^<>]*>|&#?\w+;", re.IGNORECASE)
LONGEST = {
    Kind.CONTENT: 400, Kind.DEPARTMENT: 400, Kind.NEWS_LIST: 400, Kind.POLICY_LIST: 400,
    Kind.NEWS: 500, Kind.POLICY: 600,
}  # fmt: skip
_SUMMARY_FIELD = {Kind.NEWS: "standfirst", Kind.DEPARTMENT: "purpose"}
LONGEST_TITLE, LONGEST_AUTHOR, LONGEST_TOPIC, LONGEST_ALT = 255, 500, 100, 255
LONGEST_KEYWORDS = 500


@dataclass
class Filler:
    """Fills one page's fields from its front matter."""

    page: Planned
    matter: FrontMatter
    report: Report
    files: PageFiles

    def fill(self, body: Body) -> None:
        """Everything that the front matter says, and the body."""
        values = self.matter.values
        self.page.body = body
        self._title()
        self._summary()
        self._dates()
        self._people()
        self._picture()
        self._lists()
        self.page.department = frontmatter.as_words(values.get("department"))
        draft = frontmatter.is_yes(values.get("draft")) or self.page.node.is_draft
        published = values.get("published")
        hidden = isinstance(published, str) and published.strip().lower() in {"false", "no", "off"}
        self.page.live = not (draft or hidden)
        if "show_in_menus" in values:
            self.page.fields["show_in_menus"] = frontmatter.is_yes(values["show_in_menus"])
        self._order()
        self._old_addresses()
        self._moved()
        if self.page.kind is Kind.DEPARTMENT:
            DepartmentFiller(self).fill()
        if self.page.kind in BODILESS:
            self._bodiless()

    def tell(self, kind: Met, key: str, message: str) -> None:
        """Note a problem at the line of a key."""
        near = self.line(key)
        self.report.add(kind, self.page.file, near, message)

    def line(self, key: str) -> int:
        """The line of a key in the front matter."""
        for number, line in enumerate(self.matter.head, start=1):
            if line.lower().startswith(key):
                return number
        return 1

    def shortened(self, key: str, text: str, limit: int) -> str:
        """Text for a field with a limit; a cut is told."""
        if len(text) > limit:
            self.tell(Met.SHORTENED, key, f"{key} is longer than {limit} characters and was cut.")
        return shorten(text, limit)

    def _title(self) -> None:
        """The title given, else the first heading of level 1, else the file's name."""
        title = frontmatter.as_words(self.matter.values.get("title"))
        title = plain(title) if _HTML.search(title) else title
        if "title" in self.matter.values and not title:
            self.tell(Met.FIELD, "title", "The title is no line of text.")
        title = title or self.page.body.title
        title = one_line(title) or self.page.title
        self.page.title = self.shortened("title", title, LONGEST_TITLE)

    def _summary(self) -> None:
        values = self.matter.values
        words = ""
        for key in SUMMARY:
            text = frontmatter.as_words(values.get(key))
            if text:
                words = plain(text) if _MARKED.search(text) else text
                words = self.shortened(key, words, LONGEST[self.page.kind])
                break
        self.page.fields[_SUMMARY_FIELD.get(self.page.kind, "summary")] = words
        description = frontmatter.as_words(values.get("description"))
        self.page.fields["search_description"] = shorten(one_line(description), 1000)
        key = next((key for key in KEYWORDS if values.get(key)), KEYWORDS[0])
        keywords = ", ".join(one_line(word) for word in self._several(key))
        self.page.fields["keywords"] = self.shortened(key, keywords, LONGEST_KEYWORDS)

    def _date(self, key: str) -> Any:
        value = self.matter.values.get(key)
        if value in (None, ""):
            return None
        found = frontmatter.as_date(value)
        if found is None:
            self.tell(Met.FIELD, key, f"{key} is no date: {str(value)[:60]}")
        return found

    def _dates(self) -> None:
        fields = self.page.fields
        if self.page.kind is Kind.NEWS:
            stem = self.page.node.key.rsplit("/", 1)[-1]
            match = _FILE_DATE.match(stem)
            named = frontmatter.as_date("-".join(match.groups())) if match else None
            found = (
                self._date("date") or self._date("published_at") or self._date("pubdate") or named
            )
            if found is None:
                self.tell(
                    Met.FIELD, "date", "The story has no date; it bears the day of its import."
                )
            else:
                fields["publication_date"] = found
        elif self.page.kind is Kind.POLICY:
            fields["effective_from"] = self._date("effective_from") or self._date("date")
            fields["review_by"] = self._date("review_by")
            applies_to = frontmatter.as_words(self.matter.values.get("applies_to"))
            if applies_to:
                fields["applies_to"] = self.shortened("applies_to", applies_to, 255)
            start, review = fields["effective_from"], fields["review_by"]
            if start and review and review < start:
                self.tell(
                    Met.FIELD,
                    "review_by",
                    "The review comes before the policy takes effect; it was left out.",
                )
                fields["review_by"] = None

    def _people(self) -> None:
        self.page.owner_mail = frontmatter.as_words(self.matter.values.get("owner")).strip().lower()
        if self.page.kind is not Kind.NEWS:
            return
        key = "authors" if "authors" in self.matter.values else "author"
        names = self._several(key)
        self.page.author_mails = [name.strip().lower() for name in names if _MAIL.match(name)]
        joined = ", ".join(name_of(name) for name in names if not _MAIL.match(name))
        self.page.fields["author"] = self.shortened(key, joined, LONGEST_AUTHOR)

    def _several(self, key: str) -> list[str]:
        value = self.matter.values.get(key)
        if value in (None, ""):
            return []
        if isinstance(value, dict):
            value = [value]
        found = frontmatter.as_list(value)
        if found is None:
            self.tell(Met.FIELD, key, f"{key} is no list of words.")
        return found or []

    def _lists(self) -> None:
        if self.page.kind not in ABOUT_TOPICS:
            return
        seen: dict[str, str] = {}
        for key in TOPICS:
            for topic in self._several(key):
                name = one_line(topic)
                if len(name) > LONGEST_TOPIC:
                    self.tell(Met.FIELD, key, f"“{name[:60]}…” is too long for a topic.")
                else:
                    seen.setdefault(name.casefold(), name)
        self.page.topics = list(seen.values())

    def _picture(self) -> None:
        values = self.matter.values
        key = next((key for key in IMAGE if values.get(key)), "")
        if not key:
            return
        value = values[key]
        value = value[0] if isinstance(value, list) and value else value
        if isinstance(value, dict):
            alt = frontmatter.as_words(value.get("alt"))
            value = next((value[k] for k in ("path", "src", "url", "image") if value.get(k)), "")
        else:
            alt = ""
        src = frontmatter.as_words(value)
        if not src:
            self.tell(Met.FIELD, key, f"{key} is no path of a picture.")
            return
        found = self.files.picture(src, 1)
        alt = frontmatter.as_words(values.get("image_alt")) or alt
        self.page.lead_credit = frontmatter.as_words(values.get("image_credit"))[:255]
        if not isinstance(found, str):
            return
        if self.page.kind is Kind.NEWS:
            self.page.lead_image = found
            self.page.fields["lead_image_alt"] = self.shortened("image_alt", alt, LONGEST_ALT)
        else:
            block = Block("image", {"image": ImageRef(found, alt), "caption": ""}, 1)
            self.page.body.blocks.insert(0, block)

    def _order(self) -> None:
        for key in ORDER:
            value = frontmatter.as_words(self.matter.values.get(key))
            if re.fullmatch(r"-?\d{1,6}(\.\d{1,6})?", value):
                self.page.order = float(value)
                return

    def _old_addresses(self) -> None:
        for key in (*OLD, "permalink", "url"):
            for address in self._several(key):
                if ":" in address.split("/", 1)[0] or "{" in address or len(address) > 200:  # noqa: PLR2004
                    self.tell(Met.REDIRECT, key, f"{address[:80]} is no address of this tree.")
                elif address.strip("/ "):
                    self.page.old_addresses.append(address)

    def _moved(self) -> None:
        """A stub that leads elsewhere: a page that says where to go."""
        target = frontmatter.as_words(self.matter.values.get("redirect_to"))
        if not target:
            return
        link = Link(To.RAW, target, line=self.line("redirect_to"))
        runs = [Run("This page has moved: "), Run(target, link=link)]
        line = Line("p", runs, line=link.line)
        self.page.body.blocks.insert(0, Block("text", {"prose": Prose([line])}, link.line))
        self.tell(
            Met.LAYOUT, "redirect_to", f"The page only led to {target[:100]}; it says so now."
        )

    def _bodiless(self) -> None:
        if self.page.body.blocks:
            lines = [
                line.text
                for block in self.page.body.blocks
                if block.block_type == "text"
                for line in block.value["prose"].lines
            ]
            if not self.page.fields.get("summary") and lines:
                self.page.fields["summary"] = shorten(one_line(lines[0]), LONGEST[self.page.kind])
                lines.pop(0)
            if lines or any(block.block_type != "text" for block in self.page.body.blocks):
                self.tell(
                    Met.FIELD,
                    "title",
                    "A list has a sentence above it, no text: the rest was left out.",
                )
            self.page.body = Body()
