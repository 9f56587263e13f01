"""An order as it stands in the form, saved or not: what is sent with each press of a button, and what it becomes."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.http import urlencode

from core.clock import WallClockFormField
from news.desk.arranging import MOST, Pin
from news.desk.narrowing import number
from news.models import PinnedStory

#: What a browser's field for a time sends and is given.
TYPED = "%Y-%m-%dT%H:%M"


@dataclass(frozen=True)
class Line:
    """A story of the order, with the end that was typed, and what is wrong with that."""

    story: int
    typed: str = ""
    until: datetime | None = None
    error: str = ""


@dataclass
class Arrangement:
    """The stories in their order."""

    lines: list[Line] = field(default_factory=list)

    @classmethod
    def stored(cls, pins: list[PinnedStory]) -> "Arrangement":
        """As it is saved."""
        return cls([Line(pin.story_id, _typed(pin.until), pin.until) for pin in pins])

    @classmethod
    def sent(cls, form: QueryDict) -> "Arrangement":
        """As a form sends it, with what its button asks for done."""
        numbers = dict.fromkeys(number(text) for text in form.getlist("story")[: 2 * MOST])
        made = cls([_line(one, form.get(f"until-{one}", "")) for one in numbers if one])
        made._take_positions(form)
        asked, _colon, story = form.get("do", "").partition(":")
        made._do(asked, number(story))
        return made

    @property
    def numbers(self) -> list[int]:
        """The stories' ids, in order."""
        return [line.story for line in self.lines]

    @property
    def pins(self) -> list[Pin]:
        """What is saved of it."""
        return [Pin(line.story, line.until) for line in self.lines]

    @property
    def has_errors(self) -> bool:
        """Whether something has to be mended first."""
        return any(line.error for line in self.lines)

    @property
    def is_full(self) -> bool:
        """Whether no more can be pinned."""
        return len(self.lines) >= MOST

    @property
    def query(self) -> str:
        """The order as a part of an address, for the preview."""
        return urlencode([("story", one) for one in self.numbers])

    def _take_positions(self, form: QueryDict) -> None:
        """Move the stories for which another position was chosen, each to where it was wanted."""
        for at, story in enumerate(self.numbers, start=1):
            wanted = number(form.get(f"position-{story}", ""))
            if wanted and wanted != at:
                self._move(story, wanted - 1)

    def _do(self, asked: str, story: int) -> None:
        if asked == "add" and story and story not in self.numbers and not self.is_full:
            self.lines.append(Line(story))
        if story not in self.numbers:
            return
        at = self.numbers.index(story)
        if asked == "remove":
            del self.lines[at]
        moves = {"up": at - 1, "down": at + 1, "lead": 0}
        if asked in moves:
            self._move(story, moves[asked])

    def _move(self, story: int, to: int) -> None:
        line = self.lines.pop(self.numbers.index(story))
        self.lines.insert(min(max(to, 0), len(self.lines)), line)

    def without(self, others: set[int]) -> "Arrangement":
        """The same without some stories."""
        return replace(self, lines=[line for line in self.lines if line.story not in others])


def _line(story: int, typed: str) -> Line:
    typed = typed.strip()[:40]
    try:
        until: Any = WallClockFormField(required=False).clean(typed)
    except ValidationError as error:
        return Line(story, typed, None, " ".join(error.messages))
    if until is not None and until <= timezone.now():
        return Line(
            story, typed, until, "That time is over. Choose one to come, or leave it empty."
        )
    return Line(story, typed, until)


def _typed(until: datetime | None) -> str:
    if until is None:
        return ""
    return timezone.localtime(until, timezone.get_default_timezone()).strftime(TYPED)
