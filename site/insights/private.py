"""What of people's words is not kept: whatever points at somebody or something private."""

import re

AN_ADDRESS = "(an e-mail address)"
A_NUMBER = "(a number)"

#: At both ends no more characters than an address may have, so that no text is read over and over.
_ADDRESS = re.compile(r"[^\s@<>,;]{1,64}@[^\s@<>,;]{1,190}")
#: Digits in a row, with no more than what people put between them.
_DIGITS = re.compile(r"\+?\d(?:[ .()/\-]{0,3}\d)*")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
#: From so many digits on, in one piece or apart, it is somebody's number and no form's.
IN_ONE_PIECE, APART = 5, 6


def stored_query(text: str) -> str:
    """A query as it is kept: as it is, or what it looks like if it looks private."""
    if _ADDRESS.search(text):
        return AN_ADDRESS
    if any(_is_private(match.group()) for match in _DIGITS.finditer(text)):
        return A_NUMBER
    return text


def stored_comment(text: str) -> str:
    """A comment as it is kept: without the addresses and numbers in it."""
    text = _ADDRESS.sub(AN_ADDRESS, text)
    return _DIGITS.sub(
        lambda match: A_NUMBER if _is_private(match.group()) else match.group(), text
    )


def _is_private(digits: str) -> bool:
    """Whether these digits are a phone number, an insurance number or the like, and no years."""
    pieces = re.findall(r"\d+", _YEAR.sub(" ", digits))
    return max(map(len, pieces), default=0) >= IN_ONE_PIECE or sum(map(len, pieces)) >= APART
