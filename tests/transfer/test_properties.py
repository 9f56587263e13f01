"""Whatever a file says: it converts, what is stored is what the editor allows, and no word is lost."""

import re
from collections import Counter
from html.parser import HTMLParser
from typing import Any

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.blocks.text import PROSE_FEATURES
from core.richtext import Converter
from tests.transfer.test_convert import body, plain
from transfer.markdown import frontmatter
from transfer.markdown.source import decode

ALLOWED = {"p", "ul", "ol", "li", "b", "i", "code", "br", "a"}
WORD = re.compile(r"[a-z]{4,}[0-9]*")

words = st.text("abcdefghijkl", min_size=4, max_size=8)
inline = st.one_of(
    words,
    words.map("**{}**".format),
    words.map("*{}*".format),
    words.map("`{}`".format),
    words.map("[{}](/x/)".format),
    words.map("<b>{}</b>".format),
    words.map("<span onclick=x>{}</span>".format),
    words.map("{} <br> ".format),
    words.map("**{} [link](y.md) **".format),
)
lines = st.lists(inline, min_size=1, max_size=5).map(" ".join)
parts = st.one_of(
    lines,
    lines.map("## {}".format),
    lines.map("##### {}".format),
    lines.map("> {}".format),
    lines.map("> [!NOTE] {}\n> x".format),
    st.lists(lines, min_size=1, max_size=4).map(
        lambda items: "\n".join(f"- {item}" for item in items)
    ),
    st.lists(lines, min_size=1, max_size=4).map(
        lambda items: "\n".join(f"{n}. {i}\n   - {i}" for n, i in enumerate(items, 1))
    ),
    lines.map("```\n{}\n```".format),
    lines.map("| {} |\n| --- |\n| x |".format),
    lines.map("<details><summary>{}</summary>\n\ny\n\n</details>".format),
    lines.map("<table><tr><td>{}</td></tr></table>".format),
    lines.map("<div class=x>\n{}\n</div>".format),
    lines.map('!!! warning "{}"\n    z'.format),
    lines.map("::: steps\n1. {}\n:::".format),
    lines.map("- {}\n\n  ![alt](a.png)\n- next".format),
)
documents = st.lists(parts, min_size=1, max_size=6).map("\n\n".join)
SETTINGS = settings(suppress_health_check=[HealthCheck.too_slow])


class Parser(HTMLParser):
    """Gathers the tags and attributes of stored HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def stored(value: Any) -> list[str]:
    """All rich text in a block's value."""
    if isinstance(value, dict):
        return [html for item in value.values() for html in stored(item)]
    if isinstance(value, list):
        return [html for item in value for html in stored(item)]
    return [value] if isinstance(value, str) and value.startswith(("<p>", "<ul>", "<ol>")) else []


def words_of(value: Any) -> list[str]:
    """All text in a block's value."""
    if isinstance(value, dict):
        return [text for item in value.values() for text in words_of(item)]
    if isinstance(value, list):
        return [text for item in value for text in words_of(item)]
    return [value] if isinstance(value, str) else []


def check_stored(text: str) -> list[str]:
    found = []
    for block in body(text).blocks:
        if block.block_type in {"code", "quote"}:
            continue
        for html in stored(plain(block.value)):
            parser = Parser()
            parser.feed(html)
            for tag, attributes in parser.found:
                assert tag in ALLOWED
                assert set(attributes) <= {"href"}
                href = (attributes.get("href") or "").strip().lower()
                scheme = re.match(r"^([a-z][a-z0-9+.-]*):", re.sub(r"[\x00-\x20]", "", href))
                assert not scheme or scheme[1] in {"http", "https", "mailto", "tel"}
            found.append(html)
    return found


@SETTINGS
@given(st.text(max_size=400))
def test_any_text_converts_to_what_the_editor_allows(text: str) -> None:
    check_stored(text)


ODD = "<>[](){}!#*_`~|:\\/\"'=&;-+.1aA \n\t"


@SETTINGS
@given(st.text(ODD, max_size=200))
def test_any_marks_convert_to_what_the_editor_allows(text: str) -> None:
    check_stored(text)


@SETTINGS
@given(st.lists(st.sampled_from([
    "<script>", "</script>", "<a href=javascript:x>", "<a href='&#106;avascript:x'>", "</a>", "<table>", "<td>",
    "<b>", "</b>", "<p>", "</div>", "<div onclick=x>", "[x](java\nscript:y)", "<svg/onload=x>", "<!--", "-->",
    "<img src=x onerror=y>", "](data:x)", "[y", "\n\n", "> ", "- ", "```", "<details>", "<summary>", "&lt;script&gt;",
    "<style>", "<title>", "<textarea>", "<a href=\"x\" linktype=\"page\" id=\"1\">", "words",
]), max_size=25).map("".join))  # fmt: skip
def test_any_hostile_mixture_converts_to_what_the_editor_allows(text: str) -> None:
    check_stored(text)


@SETTINGS
@given(documents)
def test_no_word_is_lost(text: str) -> None:
    made = body(text)
    kept = Counter(WORD.findall(" ".join(words_of(plain([b.value for b in made.blocks])))))
    expected = Counter(
        WORD.findall(re.sub(r"<[^>]*>|\]\([^)]*\)|onclick|steps|warning|NOTE", " ", text))
    )
    assert not {word: count for word, count in (expected - kept).items() if word != "link"}


@SETTINGS
@given(documents)
def test_saving_in_the_editor_changes_nothing(text: str) -> None:
    converter = Converter(PROSE_FEATURES)
    for html in check_stored(text):
        again = converter.to_database_format(converter.from_database_format(html))
        assert re.sub(r' data-block-key="[^"]*"', "", again) == html


@SETTINGS
@given(st.binary(max_size=300))
def test_any_bytes_are_read(data: bytes) -> None:
    matter = frontmatter.split(decode(data).text)
    assert "\x00" not in matter.body


values = st.recursive(
    st.one_of(
        st.text(max_size=20), st.integers(), st.floats(), st.booleans(), st.none(), st.dates()
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)


@SETTINGS
@given(
    st.dictionaries(
        st.sampled_from(["title", "date", "tags", "authors", "draft", "order", "x"]), values
    )
)
def test_any_values_in_front_matter_are_read_as_text(matter: dict[str, Any]) -> None:
    found = frontmatter.split(f"---\n{yaml.safe_dump(matter, allow_unicode=True)}---\nBody.")
    assert found.body == "Body."
    for value in found.values.values():
        frontmatter.as_words(value)
        frontmatter.as_list(value)
        frontmatter.as_date(value)
        frontmatter.is_yes(value)
