"""Why a file is not taken."""

LOCKED = "is locked with a password, so nobody can look into it. Take the password off and choose it again."
MACROS = "holds macros, which are programs. Save it without macros and choose it again."


class UnfitError(Exception):
    """Why a file is not taken: sentences that follow its name, or the words “This file”."""


def damaged(kind: str) -> UnfitError:
    """The reason for a file that cannot be read as what it says it is, such as “PDF”."""
    return UnfitError(
        f"is damaged, or is no {kind}. Open it, save it anew as one and choose it again."
    )
