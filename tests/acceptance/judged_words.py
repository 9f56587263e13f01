"""Judged queries made of the words of a handbook's pages, each with its page as the answer."""

import math
import random
import re
from collections import Counter
from collections.abc import Mapping

from search.judged_files import Judged
from search.words import STOP_WORDS, folded_words, stem
from tests.acceptance.judged_handbook import address_of
from tests.acceptance.source import CODE, File

SEED = 20_131
#: How much a word counts where it stands, beside the body.
IN_TITLE, IN_HEADING = 3, 2
FEWEST, MOST = 2, 4
#: What several pages share, and how many of a page's foremost words such queries are drawn from.
SHARED, FOREMOST = 5, 15
HEADING = re.compile(r"^#{1,6}\s+(.+)$", re.M)
NO_TEXT = re.compile(r"\]\([^)]*\)|<[^>]+>|https?://\S+|{{.*?}}|{%.*?%}")


def keyword_queries(files: list[File]) -> list[Judged]:
    """The set `keywords`: of each page the two to four words that tell most of it, its title never whole."""
    chance = random.Random(SEED)
    queries = []
    for file, words, worth in _worths(files):
        size = chance.randint(FEWEST, MOST)
        order = sorted(worth, key=lambda one: (-worth[one], one))
        chosen = order[:size]
        title = _telling(_title(file))
        if title and title <= set(chosen):
            least = min(title, key=lambda one: worth[one])
            chosen = [one for one in order[: size + 1] if one != least]
        if len(chosen) >= FEWEST:
            queries.append(Judged("keywords", _in_order(chosen, words), (address_of(file),)))
    return queries


def shared_queries(files: list[File]) -> list[Judged]:
    """The set `shared`: two to four of a page's foremost words that several pages have and its title has not."""
    chance = random.Random(SEED)
    spread = _spread(files)
    queries = []
    for file, words, worth in _worths(files):
        size = chance.randint(FEWEST, MOST)
        left = {one for one in worth if spread[one] >= SHARED} - _telling(_title(file))
        order = sorted(left, key=lambda one: (-worth[one], one))[:FOREMOST]
        if len(order) >= size:
            chosen = chance.sample(order, size)
            queries.append(Judged("shared", _in_order(chosen, words), (address_of(file),)))
    return queries


def old_address_queries(files: list[File]) -> list[Judged]:
    """The set `old`: the words of addresses that pages had before, where these are not in the present one."""
    queries: dict[str, Judged] = {}
    for file in files:
        old = file.front.get("redirect_from") or []
        for one in [old] if isinstance(old, str) else old:
            words = folded_words(str(one).strip("/").rpartition("/")[2])
            now = set(folded_words(file.address)) | set(folded_words(_title(file)))
            if words and not set(words) <= now:
                query = " ".join(words)
                queries.setdefault(query, Judged("old", query, (address_of(file),)))
    return list(queries.values())


def _worths(files: list[File]) -> list[tuple[File, Mapping[str, str], dict[str, float]]]:
    """Each file, how its stems are written, and how much each tells of it."""
    spread = _spread(files)
    return [
        (
            file,
            _words_of(file),
            {
                one: math.sqrt(count) * math.log(len(files) / spread[one])
                for one, count in _counts(file).items()
            },
        )
        for file in files
    ]


def _spread(files: list[File]) -> Counter[str]:
    """How many files have each stem."""
    return Counter(one for file in files for one in _counts(file))


def _title(file: File) -> str:
    return str(file.front.get("title") or "")


def _telling(text: str) -> set[str]:
    return {stem(word) for word in folded_words(text) if word not in STOP_WORDS}


def _in_order(chosen: list[str], words: Mapping[str, str]) -> str:
    """The chosen stems as they are written, in the order in which they first stand in the file."""
    order = list(words)
    return " ".join(words[one] for one in sorted(chosen, key=order.index))


def _parts(file: File) -> list[tuple[str, int]]:
    body = NO_TEXT.sub(" ", CODE.sub(" ", file.text))
    headings = "\n".join(HEADING.findall(body))
    return [(_title(file), IN_TITLE), (headings, IN_HEADING), (body, 1)]


def _counts(file: File) -> Counter[str]:
    """How often each stem stands in a file, more for titles and headings."""
    found: Counter[str] = Counter()
    for text, weight in _parts(file):
        for word in folded_words(text):
            if word not in STOP_WORDS and len(word) > 2 and not word.isdigit():
                found[stem(word)] += weight
    return found


def _words_of(file: File) -> dict[str, str]:
    """A word for each stem, as it first stands in the file."""
    found: dict[str, str] = {}
    for text, _weight in _parts(file):
        for word in folded_words(text):
            found.setdefault(stem(word), word)
    return found
