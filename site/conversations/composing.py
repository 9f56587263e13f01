"""The form in which something is said: what it holds, and what it is drawn with."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.http import QueryDict

from conversations.models import LONGEST, new_token
from conversations.names import MOST, Question
from conversations.services.posting import Draft
from conversations.services.refusals import RefusedError

#: Of an id, which is then for the database to find.
DIGITS = 18


@dataclass
class Composer:
    """What `conversations/composer.html` draws. `name` sets it apart from others on the page."""

    action: str
    name: str = "comment"
    label: str = "Your comment"
    submit: str = "Comment"
    text: str = ""
    token: str = field(default_factory=new_token)
    error: str = ""
    questions: tuple[Question, ...] = ()
    chosen: Collection[int] = ()
    most: int = LONGEST
    most_names: int = MOST

    @property
    def most_in_words(self) -> str:
        """How much may be said."""
        return f"{self.most:,}"

    def refused(self, draft: Draft, error: RefusedError) -> "Composer":
        """The same form with what was typed, and why it was not taken."""
        self.text, self.token = draft.text, draft.token or self.token
        self.error, self.questions, self.chosen = str(error), error.questions, draft.chosen
        return self


def draft_of(data: QueryDict) -> Draft:
    """What somebody sent. Everything else in it is nobody's to say."""
    return Draft(
        text=data.get("text", ""),
        token=data.get("token", ""),
        chosen=[int(one) for one in data.getlist("who") if is_id(one)][:MOST],
        was_asked="asked" in data,
    )


def is_id(text: str) -> bool:
    """Whether a text may be an id."""
    return text.isascii() and text.isdecimal() and len(text) <= DIGITS
