"""A text as HTML: whatever is in it, it is words and safe links."""

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from conversations.drawing import draw

TEXTS = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs", "Cc"]),
        st.sampled_from("<>&\"'@ \n:/.()[]"),
    ),
    max_size=150,
)
PIECES = st.lists(
    st.sampled_from(
        [
            "https://",
            "http://",
            "javascript:",
            "example.org",
            "/a?b=c&d",
            "@Ana",
            "<b>",
            '"',
            " ",
            "\n",
            "é",
            "@",
            "(",
            ")",
        ]
    )
).map("".join)


def soup(text: str, people: dict[str, str] | None = None) -> BeautifulSoup:
    return BeautifulSoup(draw(text, people), "html.parser")


@given(st.one_of(TEXTS, PIECES))
def test_nothing_but_paragraphs_breaks_and_safe_links_comes_out(text: str) -> None:
    page = soup(text, {"Ana": "/people/ana/"})
    assert {tag.name for tag in page.find_all(True)} <= {"p", "br", "a"}
    for link in page.find_all("a"):
        assert set(link.attrs) in ({"href", "rel"}, {"href", "class"})
        assert link["href"].startswith(("https://", "http://", "/people/ana/"))
        if "rel" in link.attrs:
            assert link["rel"] == ["nofollow", "noopener", "ugc"]


@given(TEXTS)
def test_no_word_is_lost(text: str) -> None:
    if "http" not in text.lower():
        shown = "".join(soup(text).get_text().split())
        assert shown == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "address", "shown"),
    [
        ("See https://example.org.", "https://example.org", "example.org"),
        ("(https://example.org/a_(b))", "https://example.org/a_(b)", "example.org/a_(b)"),
        ("HTTPS://Example.ORG/A?b=c&d=e", "https://example.org/A?b=c&d=e", "example.org/A?b=c&d=e"),
        ("http://example.org:8080/", "http://example.org:8080/", "example.org:8080"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/", "xn--bcher-kva.example"),
        ("https://example.org/" + "a" * 99, "https://example.org/" + "a" * 99, "example.org/" + "a" * 39 + "…"),
    ],
)  # fmt: skip
def test_a_link_shows_its_whole_host(text: str, address: str, shown: str) -> None:
    link = soup(text).a
    assert (link["href"], link.text) == (address, shown)


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://example.org/",
        "https://bank.example@evil.example/",
        "https://",
        "https:///a",
        "https://example.org:99999/",
        "https://" + "a" * 300 + ".example/",
        "//example.org",
    ],
)
def test_what_is_no_safe_address_is_no_link(text: str) -> None:
    assert soup(text).a is None


def test_lines_and_paragraphs_are_as_they_were_written() -> None:
    assert draw("One\ntwo\n\nthree") == "<p>One<br>two</p><p>three</p>"


def test_a_mention_leads_to_the_profile_and_a_name_within_another_word_does_not() -> None:
    page = soup("@Ana and @Anabel and @Ana.", {"Ana": "/people/ana/"})
    assert [link.text for link in page.find_all("a")] == ["@Ana", "@Ana"]


def test_who_has_no_profile_any_more_is_no_link() -> None:
    assert draw("@Ana", {"Ana": ""}) == "<p>@Ana</p>"


def test_a_name_with_markup_is_words() -> None:
    page = soup("@<b>Ana</b> & co", {"<b>Ana</b>": "/people/ana/"})
    assert page.a.text == "@<b>Ana</b>"
