"""Whom a post thanks: names as somebody types them, and who is meant."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from conversations.names import Question
from core.colleagues import Face, colleagues
from core.plain import plain_line

_BETWEEN = re.compile(r"[,;\n]|(?<!\S)@")
LONGEST = 2_000


@dataclass(frozen=True)
class Named:
    """Who is meant, whom nobody knows, and what is to be asked."""

    people: list[Face] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)


def people_named(user: Any, text: str, chosen: Collection[int] = ()) -> Named:
    """The people whose names or e-mail addresses stand in a text, with commas between. One query.

    `chosen` are the profiles that are meant among namesakes.
    """
    typed = (plain_line(part).lstrip("@").rstrip(".") for part in _BETWEEN.split(text[:LONGEST]))
    phrases = list(dict.fromkeys(filter(None, typed)))
    found = Named()
    known = colleagues().named(user, phrases) if phrases else {}
    people: dict[int | None, Face] = {}
    for phrase in phrases:
        faces = known.get(phrase) or []
        meant = faces if len(faces) == 1 else [face for face in faces if face.number in chosen]
        if not faces:
            found.unknown.append(phrase)
        elif not meant:
            found.questions.append(Question(phrase, tuple(faces)))
        people |= {face.number: face for face in meant}
    found.people.extend(people.values())
    return found
