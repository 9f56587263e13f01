"""Where a text names people: `@` and a full name, or an e-mail address."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from core.colleagues import Face

#: In one contribution.
MOST = 20
#: Of how many words a name is, at most.
LONGEST_NAME = 5
_AT = re.compile(r"(?<![\w@./])@(?=\w)")
_ADDRESS = re.compile(r"[\w.+'-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_WORD = re.compile(r"[^\s@]+")
#: What stands after a name and is not part of it.
_AFTER = re.compile(r"(?:['’]s)?[^\w]*\Z")


@dataclass(frozen=True)
class Naming:
    """A place in a text where somebody may be named: where it begins, and what may be the name, longest first."""

    at: int
    phrases: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """A name that several people have."""

    name: str
    people: tuple[Face, ...]


@dataclass(frozen=True)
class Resolved:
    """A text in which each mention is `@` and the person's name, who is mentioned, and what is to be asked."""

    text: str
    people: tuple[Face, ...]
    questions: tuple[Question, ...]


def namings(text: str) -> list[Naming]:
    """The places where somebody may be named."""
    return [Naming(found.start(), _phrases(text, found.end())) for found in _AT.finditer(text)]


def resolve(
    text: str,
    places: Sequence[Naming],
    known: Mapping[str, Sequence[Face]],
    chosen: Collection[int] = (),
) -> Resolved:
    """Who is meant in `places` of a text. Of namesakes those in `chosen`, by profile; else it is a question."""
    parts, people, questions = [], dict[int | None, Face](), dict[str, Question]()
    end = 0
    for naming in places:
        phrase = next((one for one in naming.phrases if known.get(one)), None)
        if phrase is None or naming.at < end:
            continue
        found = known[phrase]
        meant = found if len(found) == 1 else [face for face in found if face.number in chosen]
        if not meant:
            questions.setdefault(phrase, Question(phrase, tuple(found)))
            continue
        people |= {face.number: face for face in meant}
        parts += [text[end : naming.at], "@", meant[0].name]
        end = naming.at + 1 + len(phrase)
    parts.append(text[end:])
    return Resolved("".join(parts), tuple(people.values()), tuple(questions.values()))


def _phrases(text: str, start: int) -> tuple[str, ...]:
    """What may be the name that begins here, the longest first."""
    if address := _ADDRESS.match(text, start):
        return (address.group(),)
    ends: list[int] = []
    at = start
    while len(ends) < LONGEST_NAME and (word := _WORD.match(text, at)):
        bare = _AFTER.sub("", word.group())
        if not bare:
            break
        ends.append(at + len(bare))
        at = word.end()
        if len(bare) < len(word.group()) or text[at : at + 1] != " ":
            break
        at += 1
    return tuple(text[start:end] for end in reversed(ends))
