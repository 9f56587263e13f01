"""The place for a virus scanner, which each installation brings itself."""

import logging

from django.conf import settings
from django.utils.module_loading import import_string

from core.uploads.reasons import UnfitError

logger = logging.getLogger(__name__)


def scan(name: str, data: bytes) -> None:
    """Ask UPLOAD_SCANNER, if there is one, what it makes of a file. Raises UnfitError.

    A scanner is a function of the file's name and bytes. It gives "" for a clean file, and else what
    it found. Whatever else it does, the file is not taken.
    """
    if not settings.UPLOAD_SCANNER:
        return
    try:
        found = import_string(settings.UPLOAD_SCANNER)(name, data)
    except Exception as error:
        logger.exception("The scanner %s failed; the file was refused.", settings.UPLOAD_SCANNER)
        raise UnfitError(_unasked()) from error
    if not isinstance(found, str):
        logger.error("The scanner %s gave %r, not text.", settings.UPLOAD_SCANNER, found)
        raise UnfitError(_unasked())
    if found:
        logger.warning("The scanner found %r in an upload.", found)
        raise UnfitError(
            f"is dangerous: the virus scanner found {found[:80]}. Do not open it; tell your IT team."
        )


def _unasked() -> str:
    return (
        "could not be looked at by the virus scanner, so it was not taken. Try again in some minutes;"
        " if that does not help, tell your IT team."
    )
