"""Why something cannot be said, in words for whoever tried."""

from collections.abc import Sequence
from enum import StrEnum, auto
from http import HTTPStatus

from conversations.names import Question


class Why(StrEnum):
    """Why it is refused."""

    CLOSED = auto()
    NOT_YOURS = auto()
    TOO_LATE = auto()
    READ_ONLY = auto()
    NO_TOKEN = auto()
    EMPTY = auto()
    TOO_LONG = auto()
    TOO_MANY_NAMES = auto()
    WHO = auto()
    TOO_OFTEN = auto()


#: How a view answers; whatever is not named here is a form that has to be mended: 422.
STATUS = {
    Why.CLOSED: HTTPStatus.FORBIDDEN,
    Why.NOT_YOURS: HTTPStatus.FORBIDDEN,
    Why.TOO_LATE: HTTPStatus.FORBIDDEN,
    Why.READ_ONLY: HTTPStatus.FORBIDDEN,
    Why.NO_TOKEN: HTTPStatus.BAD_REQUEST,
    Why.TOO_OFTEN: HTTPStatus.TOO_MANY_REQUESTS,
}


class RefusedError(Exception):
    """It cannot be said, or not so. The message is a sentence for whoever tried; `questions` are to be answered."""

    def __init__(self, why: Why, message: str, questions: Sequence[Question] = ()) -> None:
        super().__init__(message)
        self.why = why
        self.questions = tuple(questions)

    @property
    def status(self) -> HTTPStatus:
        """How a view answers."""
        return STATUS.get(self.why, HTTPStatus.UNPROCESSABLE_ENTITY)
