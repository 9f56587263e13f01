"""What site generators leave in Markdown: template tags, shortcodes, attributes on their own line.

Those that point somewhere become plain Markdown; the rest is taken out and told. Code is left alone.
Lines stay where they are.
"""

import re
from collections.abc import Callable

Tell = Callable[[int, str], None]

_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
_CODE_SPAN = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")
_ATTRIBUTES_ALONE = re.compile(
    r"^[ \t>]*\{:[^{}]*\}[ \t]*$|^[ \t>]*\{[ \t]*[.#][\w-][^{}]*\}[ \t]*$"
)
_QUOTED = r"""["']([^"']*)["']"""
_REWRITES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\{\{-?\s*(?:site|page)\.(?:base_?url|url|root)(?:\s*\|[^{}]*)?\s*-?\}\}"), ""),
    (re.compile(r"\{\{-?\s*(?:config\.)?(?:base_?url|pathPrefix|rootPath)(?:\s*\|[^{}]*)?\s*-?\}\}"), ""),
    (re.compile(r"\{\{[<%]\s*(?:rel)?ref\s+" + _QUOTED + r"[^{}]*[>%]\}\}"), r"\1"),
    (re.compile(r"\{\{-?\s*" + _QUOTED + r"\s*\|\s*(?:relative_url|absolute_url|url|relref)\s*-?\}\}"), r"\1"),
    (re.compile(r"\{%-?\s*(?:link|post_url)\s+([^\s%{}]+)\s*-?%\}"), r"\1"),
    (re.compile(r"\{\{<\s*youtube\s+(?:id=)?[\"']?([\w-]+)[\"']?[^{}]*>\}\}"), r"https://www.youtube.com/watch?v=\1"),
    (re.compile(r"\{\{<\s*vimeo\s+(?:id=)?[\"']?(\d+)[\"']?[^{}]*>\}\}"), r"https://vimeo.com/\1"),
)  # fmt: skip
_FIGURE = re.compile(r"\{\{<\s*(?:figure|image|img)\s+([^{}]*?)/?>\}\}")
_PAIR = re.compile(r"([\w-]+)\s*=\s*" + _QUOTED)
_LEFT = re.compile(r"\{\{[^{}\n]{0,500}\}\}|\{%[^{}\n]{0,500}%\}")


def clean(text: str, tell: Tell) -> str:
    """The text without template tags, line by line."""
    if "{" not in text:
        return text
    lines = text.split("\n")
    fence = ""
    for place, line in enumerate(lines):
        match = _FENCE.match(line)
        if fence:
            if match and match[1].startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
        elif match:
            fence = match[1]
        elif "{" in line:
            lines[place] = _line(line, place + 1, tell)
    return "\n".join(lines)


def _line(line: str, number: int, tell: Tell) -> str:
    if _ATTRIBUTES_ALONE.match(line):
        return ""
    parts: list[str] = []
    end = 0
    for span in _CODE_SPAN.finditer(line):
        parts += [_words(line[end : span.start()], number, tell), span[0]]
        end = span.end()
    return "".join([*parts, _words(line[end:], number, tell)])


def _words(text: str, number: int, tell: Tell) -> str:
    if "{{" not in text and "{%" not in text:
        return text
    for pattern, replacement in _REWRITES:
        text = pattern.sub(replacement, text)
    text = _FIGURE.sub(_figure, text)

    def drop(match: re.Match[str]) -> str:
        tell(number, f"{match[0][:80]} was dropped.")
        return ""

    return _LEFT.sub(drop, text)


def _figure(match: re.Match[str]) -> str:
    values = dict(_PAIR.findall(match[1]))
    alt = values.get("alt", "").replace("]", "")
    title = values.get("caption") or values.get("title") or ""
    quoted = f' "{title}"' if title and '"' not in title else ""
    return f"![{alt}](<{values.get('src', '')}>{quoted})"
