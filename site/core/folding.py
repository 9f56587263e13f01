"""Text without what people leave out when they type: capitals, accents, double spaces."""

import unicodedata

#: Letters that no accent can be taken from, as people without them on the keyboard write them.
_SPELT = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "ħ": "h", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i"})  # fmt: skip


def fold(text: str) -> str:
    """Text in small letters without accents, its words one space apart: "José  Núñez" → "jose nunez"."""
    if text.isascii():
        return " ".join(text.lower().split())
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    # Taking letters apart brings out capitals: “𝑨” is an A.
    return " ".join(bare.casefold().translate(_SPELT).split())
