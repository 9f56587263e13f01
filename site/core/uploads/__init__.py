"""Looking into files before they are kept: size, kind and content must agree, at every door.

The admin's forms (`core.uploads.forms`) and the importer ask the same questions. An answer of no
is an `UnfitError`: the end of a sentence that begins with the file, saying what it seems to be and
what to do.
"""

from core.uploads.checks import document, picture
from core.uploads.reasons import UnfitError
from core.uploads.scanner import scan

__all__ = ["UnfitError", "document", "picture", "scan"]
