"""Phone numbers, as people write them and as a phone dials them."""

import re

_NUMBER = re.compile(r"[\d\s()+./-]*")


def dialled(written: str) -> str:
    """A number as a phone dials it, up to the first word such as "ext."; empty for what is none."""
    number = _NUMBER.match(written or "")
    digits = re.sub(r"\(0\)|[^\d+]", "", number[0]) if number else ""
    return digits if re.fullmatch(r"\+?\d{3,}", digits) else ""
