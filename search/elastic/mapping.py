"""The shape of an index: what is kept of an entry, and how its texts are taken apart."""

import hashlib
import json
from typing import Any

from search.models import Entry

#: As `search.words` takes words apart: an apostrophe joins, a full stop or an underscore parts.
CHARACTERS = {
    "apostrophes": {"type": "pattern_replace", "pattern": r"['’](?:s\b)?", "replacement": ""},
    "partings": {"type": "pattern_replace", "pattern": "[_.,:·]", "replacement": " "},
}
ANALYSIS: dict[str, Any] = {
    "char_filter": CHARACTERS,
    "filter": {
        "stems": {"type": "stemmer", "language": "porter2"},
    },
    "analyzer": {
        name: {
            "type": "custom",
            "tokenizer": "standard",
            "char_filter": list(CHARACTERS),
            "filter": ["lowercase", "asciifolding", *more],
        }
        for name, more in (("text", ["stems"]), ("plain", []))
    },
}
PLAIN = {"type": "text", "analyzer": "plain"}
#: What is looked for while it is typed: whole words, and their beginnings.
BEGUN = {**PLAIN, "index_prefixes": {"min_chars": 1, "max_chars": 12}}
TEXT = {"type": "text", "analyzer": "text"}
PROPERTIES: dict[str, Any] = {
    "title": {**TEXT, "fields": {"begun": BEGUN}},
    "names": {**PLAIN, "fields": {"begun": BEGUN}},
    "headings": TEXT,
    "summary": TEXT,
    "body": TEXT,
    "words": TEXT,
    "anchors": TEXT,
    # One term for each line of Entry.exact.
    "exact": {"type": "keyword", "ignore_above": 256},
    "address": TEXT,
    "trail": TEXT,
    "id": {"type": "long"},
    "source": {"type": "keyword"},
    "number": {"type": "long"},
    "version": {"type": "long"},
    "kind": {"type": "keyword"},
    # Missing where superusers alone may see it.
    "rule": {"type": "long"},
    "department": {"type": "long"},
    "topics": {"type": "long"},
    "year": {"type": "short"},
    "date": {"type": "date"},
    "live_until": {"type": "date"},
    "popularity": {"type": "integer"},
}
SETTINGS: dict[str, Any] = {
    "number_of_shards": 1,
    "auto_expand_replicas": "0-1",
    # How long a deletion is remembered, so that what was read before it and arrives after it is refused.
    "gc_deletes": "6h",
    "max_result_window": 10_000,
    "analysis": ANALYSIS,
}
TEXTS = (
    "title", "names", "headings", "summary", "body", "words", "anchors", "address", "trail", "source", "number",
    "version", "kind", "department", "year", "popularity",
)  # fmt: skip


def digest() -> str:
    """What names this shape: an index of another one is to be built anew."""
    shape = json.dumps([PROPERTIES, SETTINGS], sort_keys=True)
    return hashlib.sha256(shape.encode()).hexdigest()[:16]


def mappings() -> dict[str, Any]:
    """What an index is made with: a field that is not named here is refused."""
    return {"dynamic": "strict", "_meta": {"digest": digest()}, "properties": PROPERTIES}


def document_of(entry: Entry) -> dict[str, Any]:
    """What an index keeps of an entry."""
    return {name: getattr(entry, name) for name in TEXTS} | {
        "id": entry.pk,
        "rule": entry.rule_id,
        "exact": entry.exact.split("\n") if entry.exact else [],
        "topics": entry.topic_ids,
        "date": entry.date.isoformat() if entry.date else None,
        "live_until": entry.live_until.isoformat() if entry.live_until else None,
    }
