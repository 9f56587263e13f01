"""Markdown becomes our blocks, in the dialects of four generators."""

from typing import Any

import pytest

from core.blocks import BodyBlock
from transfer.markdown.convert import convert
from transfer.markdown.model import Block, Body, ImageRef, Link, Prose, To
from transfer.markdown.prose import write
from transfer.report import Met


class Everything:
    """Finds every picture and file."""

    def picture(self, src: str, line: int) -> str | Link | None:
        """The address itself, unless it says that it is missing."""
        return None if "missing" in src else src

    def document(self, href: str) -> str | None:
        """The address, if it looks like a file."""
        return href if href.endswith((".pdf", ".docx")) else None


def body(text: str, title: str = "", told: list[tuple[Met, int, str]] | None = None) -> Body:
    met = told if told is not None else []
    return convert(text, Everything(), lambda *what: met.append(what), title=title)


def html(prose: Prose) -> str:
    return write(prose, lambda link: {"href": link.target})


def plain(value: Any) -> Any:
    """A block's value with prose as HTML."""
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return html(value) if isinstance(value, Prose) else value


def blocks(text: str, **options: Any) -> list[tuple[str, Any]]:
    found = []
    for block in body(text, **options).blocks:
        value = plain(block.value)
        found.append((block.block_type, value["prose"] if block.block_type == "text" else value))
    return found


def only(text: str) -> tuple[str, Any]:
    found = blocks(text)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("Plain words.", "<p>Plain words.</p>"),
        ("**b** *i* `c`", "<p><b>b</b> <i>i</i> <code>c</code></p>"),
        ("***both***", "<p><b><i>both</i></b></p>"),
        ("one\ntwo", "<p>one two</p>"),
        ("one  \ntwo", "<p>one<br/>two</p>"),
        ("a < b & c", "<p>a &lt; b &amp; c</p>"),
        ("[a](/b/)", '<p><a href="/b/">a</a></p>'),
        ('[a](/b/ "t")', '<p><a href="/b/">a</a></p>'),
        (
            "see https://example.org/x.",
            '<p>see <a href="https://example.org/x">https://example.org/x</a>.</p>',
        ),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("- a\n\n- b", "<ul><li>a</li><li>b</li></ul>"),
        (
            "- a\n  - b\n    1. c\n- d",
            "<ul><li>a<ul><li>b<ol><li>c</li></ol></li></ul></li><li>d</li></ul>",
        ),
        ("- a\n\n  more\n- b", "<ul><li>a<br/>more</li><li>b</li></ul>"),
        ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"),
        ("4. d\n5. e", "<p>4. d</p><p>5. e</p>"),
        ("- ### Head\n- b", "<ul><li><b>Head</b></li><li>b</li></ul>"),
        ("x<sup>2</sup> H<sub>2</sub>O the 4<sup>th</sup>", "<p>x² H₂O the 4th</p>"),
        ("~~gone~~ <u>line</u> <mark>m</mark>", "<p>gone line m</p>"),
        ("Term\n: what it means", "<p><b>Term</b></p><p>what it means</p>"),
        ("<p align=center>A <strong>b</strong></p>", "<p>A <b>b</b></p>"),
        ("[Button](/x/){: .btn .big}", '<p><a href="/x/">Button</a></p>'),
        ("Words\n{: .lead}", "<p>Words</p>"),
        ("an <app-name> here", "<p>an &lt;app-name&gt; here</p>"),
        ("[**see** it](/x/)", '<p><a href="/x/"><b>see</b> it</a></p>'),
        ("**see [it](/x/) now**", '<p><b>see</b> <a href="/x/"><b>it</b></a><b> now</b></p>'),
    ],
)
def test_running_text_is_stored_as_the_editor_stores_it(text: str, stored: str) -> None:
    assert only(text) == ("text", stored)


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("![Alt](a.png)", "image", {"image": ImageRef("a.png", "Alt"), "caption": ""}),
        ('![Alt](a.png "Cap")', "image", {"image": ImageRef("a.png", "Alt"), "caption": "Cap"}),
        (
            "<figure>\n![Alt](a.png)\n<figcaption>The cap</figcaption>\n</figure>",
            "image",
            {"image": ImageRef("a.png", "Alt"), "caption": "The cap"},
        ),
        ("```py\nx = 1\n```", "code", {"code": "x = 1", "language": "py"}),
        (
            "> Words.\n> — Ana Lima, clerk",
            "quote",
            {"text": "Words.", "attribution": "Ana Lima", "role": "clerk"},
        ),
        (
            "> Words.\n>\n> More.",
            "quote",
            {"text": "Words.\n\nMore.", "attribution": "", "role": ""},
        ),
        (
            "> [!WARNING] Mind\n> the gap",
            "callout",
            {"tone": "warning", "title": "Mind", "text": "<p>the gap</p>"},
        ),
        (
            "> [!NOTE]\n> Words\n> - a",
            "callout",
            {"tone": "note", "title": "", "text": "<p>Words</p><ul><li>a</li></ul>"},
        ),
        ("> **Tip:** do it", "callout", {"tone": "tip", "title": "Tip", "text": "<p>do it</p>"}),
        (
            "> **Mind this**\n\n  It matters.",
            "callout",
            {"tone": "note", "title": "Mind this", "text": "<p>It matters.</p>"},
        ),
        (
            '!!! danger "Stop"\n    Now.',
            "callout",
            {"tone": "important", "title": "Stop", "text": "<p>Now.</p>"},
        ),
        (
            "> See [it](/x/).",
            "callout",
            {"tone": "note", "title": "", "text": '<p>See <a href="/x/">it</a>.</p>'},
        ),
        (
            "https://youtu.be/dQw4w9WgXcQ",
            "video",
            {"title": "Video", "url": "https://youtu.be/dQw4w9WgXcQ", "transcript": ""},
        ),
        (
            "[The tour](https://vimeo.com/76979871)",
            "video",
            {"title": "The tour", "url": "https://vimeo.com/76979871", "transcript": ""},
        ),
        (
            '<iframe title="Talk" src="//www.youtube.com/embed/dQw4w9WgXcQ"></iframe>',
            "video",
            {"title": "Talk", "url": "https://www.youtube.com/embed/dQw4w9WgXcQ", "transcript": ""},
        ),
        (
            "::: contact\nname: People desk\nemail: a_b@example.org\n:::",
            "contact",
            {
                "name": "People desk",
                "purpose": "",
                "email": "a_b@example.org",
                "phone": "",
                "place": "",
                "hours": "",
            },
        ),
        (
            "::: steps\n1. **Ask.** Then wait.\n2. Book it\n   by phone\n:::",
            "steps",
            {
                "steps": [
                    {"title": "Ask.", "text": "<p>Then wait.</p>"},
                    {"title": "Book it by phone", "text": ""},
                ]
            },
        ),
        (
            "<details><summary>Q1</summary>\n\nA1\n\n</details>\n\n<details><summary>Q2</summary>\n\n- A2\n\n</details>",
            "accordion",
            {
                "items": [
                    {"title": "Q1", "text": "<p>A1</p>"},
                    {"title": "Q2", "text": "<ul><li>A2</li></ul>"},
                ]
            },
        ),
        (
            "::: image-left\n![Alt](a.png)\n\nWords.\n:::",
            "image_text",
            {"image": ImageRef("a.png", "Alt"), "side": "left", "text": "<p>Words.</p>"},
        ),
    ],
)
def test_what_has_a_block_becomes_that_block(text: str, kind: str, value: dict[str, Any]) -> None:
    assert only(text) == (kind, value)


def test_a_picture_between_html_tags_is_seen_even_over_two_lines() -> None:
    kind, value = only("<div class=x>\n![A chart\nof costs](a.png)\n</div>")
    assert (kind, value["image"]) == ("image", ImageRef("a.png", "A chart of costs"))


def test_files_alone_become_a_document_list() -> None:
    for text in (
        "- [A](a.pdf)\n- [B](b.docx)",
        "[A](a.pdf), [B](b.docx)",
        "::: documents\n- [A](a.pdf)\n- [B](b.docx)\n:::",
    ):
        kind, value = only(text)
        assert kind == "documents"
        assert [entry["title"] for entry in value["documents"]] == ["A", "B"]


def test_cards_take_title_and_text_of_a_list_of_links() -> None:
    kind, value = only(
        "::: cards\n- [Leave](/leave/) Book it.\n- [Pay](/pay/) – When it comes.\n:::"
    )
    assert kind == "cards"
    assert [
        (card["title"], card["text"], card["leads"].link.target) for card in value["cards"]
    ] == [
        ("Leave", "Book it.", "/leave/"),
        ("Pay", "When it comes.", "/pay/"),
    ]


TABLE = "| A | B |\n| --- | --- |\n| x | £1.50 |\n| **y** | 2 |\n"


@pytest.mark.parametrize("text", [f"{TABLE}\nTable: Rates", f"Table: Rates\n\n{TABLE}"])
def test_a_table_keeps_headings_figures_and_its_caption(text: str) -> None:
    kind, value = only(text)
    assert kind == "table"
    assert value["caption"] == "Rates"
    assert value["table"]["columns"] == [
        {"type": "text", "heading": "A"},
        {"type": "number", "heading": "B"},
    ]
    assert value["table"]["rows"] == [
        {"values": ["<p>x</p>", "£1.50"]},
        {"values": ["<p><b>y</b></p>", "2"]},
    ]


def test_a_table_of_raw_html_keeps_every_cell() -> None:
    text = (
        "<div><table><tbody><tr><td><strong>Place</strong></td><td>230 Dearborn<br>Chicago</td></tr>"
        "<tr><td><strong>Ask</strong></td><td><ul><li>Ana</li><li>Bo</li></ul></td></tr>"
        "<tr><td><strong>Wide</strong></td><td colspan=2>x</td></tr></tbody></table></div>"
    )
    _kind, value = only(text)
    assert value["row_headers"] is True
    assert [row["values"][1] for row in value["table"]["rows"]] == [
        "<p>230 Dearborn<br/>Chicago</p>",
        "<p>Ana</p><p>Bo</p>",
        "<p>x</p>",
    ]
    assert (
        len(
            {len(row["values"]) for row in value["table"]["rows"]}
            | {len(value["table"]["columns"])}
        )
        == 1
    )


def test_a_list_goes_on_after_a_picture_with_its_numbers() -> None:
    found = blocks("1. one\n2. two\n\n   ![Alt](a.png)\n3. three\n   - inner")
    assert [kind for kind, _value in found] == ["text", "image", "text"]
    assert found[0][1] == "<ol><li>one</li><li>two</li></ol>"
    assert found[2][1] == "<p>3. three</p><ul><li>inner</li></ul>"


def test_a_list_after_a_nested_one_of_its_kind_stays_what_it_is() -> None:
    assert blocks("1. one\n   - inner\n\n- two") == [
        ("text", "<ol><li>one<ul><li>inner</li></ul></li></ol>"),
        ("text", "<ul><li>two</li></ul>"),
    ]


def test_a_missing_picture_leaves_its_words() -> None:
    assert only("![A chart of costs](missing.png)") == ("text", "<p><i>A chart of costs</i></p>")


def test_a_folded_part_with_more_than_text_becomes_a_section() -> None:
    kinds = [
        kind
        for kind, _v in blocks(
            "## H\n\n<details><summary>More</summary>\n\n![A](a.png)\n\n</details>"
        )
    ]
    assert kinds == ["heading", "heading", "image"]


@pytest.mark.parametrize(
    ("levels", "settled"),
    [
        ("### a\n\n##### b\n\n## c", ["2", "3", "2"]),
        ("## a\n\n#### b\n\n#### c\n\n### d", ["2", "3", "3", "3"]),
        ("# a\n\nx\n\n## b\n\n### c\n\n#### d\n\n##### e", ["2", "3", "4", "4", "4"]),
    ],
)
def test_headings_skip_no_level(levels: str, settled: list[str]) -> None:
    told: list[tuple[Met, int, str]] = []
    found = [
        b.value["level"]
        for b in body(f"Intro.\n\n{levels}", told=told).blocks
        if b.block_type == "heading"
    ]
    assert found == settled
    assert any(kind is Met.HEADING for kind, _line, _what in told)


def test_the_title_is_not_said_twice() -> None:
    assert blocks("# Leave\n\nWords.", title="Leave") == [("text", "<p>Words.</p>")]
    assert body("# Leave\n\nWords.").title == "Leave"
    assert [kind for kind, _v in blocks("# Other\n\nWords.", title="Leave")] == ["heading", "text"]


def test_headings_are_found_by_every_generators_fragment() -> None:
    made = body("## 1. What's new?\n\n## Side {#side-nav}\n\n## Side\n\n<p id='deep'>x</p>")
    anchors = [b.value["anchor"] for b in made.blocks if b.block_type == "heading"]
    assert len(set(anchors)) == 3
    for name, at in (
        ("1-whats-new", 0),
        ("whats-new", 0),
        ("side-nav", 1),
        ("side-1", 2),
        ("deep", 2),
    ):
        assert made.anchors[name] == anchors[at], name


def test_long_words_are_shortened_where_a_block_has_a_limit_and_stand_in_full() -> None:
    found = blocks(
        f"## {'word ' * 80}\n\n<details><summary>{'sum ' * 90}</summary>\n\nx\n\n</details>"
    )
    assert len(found[0][1]["text"]) <= 255
    assert found[1][1].count("word") == 80
    assert found[2][1]["items"][0]["text"].count("sum") == 90


def test_footnotes_stand_at_the_end() -> None:
    found = blocks("A fact.[^1]\n\n[^1]: The source.")
    assert found[0] == ("text", "<p>A fact.[1]</p>")
    assert found[1][1]["text"] == "Notes"
    assert found[2] == ("text", "<ol><li>The source.</li></ol>")


@pytest.mark.parametrize(
    ("text", "stored", "told"),
    [
        ("[Home]({{ site.baseurl }}/leave/)", '<p><a href="/leave/">Home</a></p>', 0),
        ("[Post]({% post_url 2015-01-02-x %})", '<p><a href="2015-01-02-x">Post</a></p>', 0),
        ('[Ref]({{< ref "leave.md" >}})', '<p><a href="leave.md">Ref</a></p>', 0),
        ("[Url]({{ '/leave/' | url }})", '<p><a href="/leave/">Url</a></p>', 0),
        ("A {% include box.html %}b", "<p>A b</p>", 1),
        ("`{{ kept }}` and", "<p><code>{{ kept }}</code> and</p>", 0),
    ],
)
def test_template_tags_become_addresses_or_go(text: str, stored: str, told: int) -> None:
    met: list[tuple[Met, int, str]] = []
    made = body(text, told=met)
    assert plain(made.blocks[0].value)["prose"] == stored
    assert sum(kind is Met.TEMPLATE for kind, _line, _what in met) == told


def test_tags_in_code_are_left_alone() -> None:
    assert only("```\n{{ x }} {% y %}\n```")[1]["code"] == "{{ x }} {% y %}"


@pytest.mark.parametrize(
    "text",
    [
        "Hello <script>alert(1)</script> world",
        "<script>\nalert(1)\n</script>\n\nHello world",
        "Hello <img src=x onerror=alert(1)> world",
        "Hello <a href='javascript:alert(1)'>world</a>",
        "Hello [world](javascript:alert(1))",
        "Hello [world](data:text/html;base64,PHNjcmlwdD4=)",
        "Hello [world](vbscript:x)",
        "Hello [world](JaVaScRiPt:alert(1))",
        "Hello <svg onload=alert(1)><text>x</text></svg> world",
        'Hello <span onclick="alert(1)">world</span>',
        "Hello <object data=x></object> world <embed src=x>",
        "Hello world <style>p { color: red }</style>",
        "<div onmouseover='alert(1)'>Hello world</div>",
        "<iframe src='javascript:alert(1)'></iframe>Hello world",
        "Hello <b onclick=alert(1)>world</b>",
    ],
)
def test_what_could_run_is_dropped_and_told_and_the_words_stay(text: str) -> None:
    told: list[tuple[Met, int, str]] = []
    made = body(text, told=told)
    stored = str([plain(block.value) for block in made.blocks])
    for bad in (
        "script",
        "onerror",
        "onload",
        "onclick",
        "onmouse",
        "alert",
        "data:",
        "<svg",
        "<style",
        "<iframe",
    ):
        assert bad not in stored.lower(), stored
    assert "Hello" in stored
    assert "world" in stored
    assert told


def test_links_keep_what_they_lead_to_and_their_line() -> None:
    made = body("Words\n\n[a](b.md#c)")
    run = made.blocks[0].value["prose"].lines[1].runs[0]
    assert run.link == Link(To.RAW, "b.md#c", line=3)


def test_deep_nesting_ends() -> None:
    for text in ("<div>" * 5000, "<b>" * 5000, "> " * 3000, "- " * 2000, "**" * 3000, "[" * 5000):
        made = body(f"{text}x\n\nEnd.")
        assert any("End" in str(plain(block.value)) for block in made.blocks), text[:10]


def test_kinds_of_blocks_are_ours() -> None:
    made = body("## H\n\nx\n\n![A](a.png)\n\n> q\n\n```\nc\n```\n\n" + TABLE)
    assert {block.block_type for block in made.blocks} <= set(BodyBlock().child_blocks)
    assert all(isinstance(block, Block) for block in made.blocks)
