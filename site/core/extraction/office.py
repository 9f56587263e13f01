"""Office documents that are archives of XML, read as a stream: no tree of it is ever built."""

import zipfile
import zlib
from dataclasses import dataclass
from typing import BinaryIO

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser, ParseError

from core.extraction.found import (
    DAMAGED,
    LOCKED,
    ONLY_THE_BEGINNING,
    TOO_LARGE,
    Found,
    UnreadableError,
    Words,
)
from core.extraction.limits import MOST_XML

PIECE = 64 * 1024
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
BROKEN = (
    DefusedXmlException,
    EOFError,
    LookupError,
    OSError,
    ParseError,
    RuntimeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)


@dataclass(frozen=True)
class Grammar:
    """Which elements hold words, end a line, stand for a space or are not to be read."""

    words: frozenset[str]
    lines: frozenset[str]
    spaces: frozenset[str]
    left_out: frozenset[str]


def named(spaces: str, names: str) -> frozenset[str]:
    """Elements of these names in each of these namespaces, as the parser calls them."""
    return frozenset(f"{{{space}}}{name}" for space in spaces.split() for name in names.split())


class _Target:
    """What the parser tells of each element as it comes."""

    def __init__(self, grammar: Grammar, words: Words) -> None:
        self.grammar = grammar
        self.words = words
        self.inside = 0
        self.left_out = 0

    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        self.inside += tag in self.grammar.words
        self.left_out += tag in self.grammar.left_out

    def end(self, tag: str) -> None:
        self.inside -= tag in self.grammar.words
        self.left_out -= tag in self.grammar.left_out
        if self.left_out:
            return
        if tag in self.grammar.lines:
            self.words.add("\n")
        elif tag in self.grammar.spaces:
            self.words.add(" ")

    def data(self, text: str) -> None:
        if self.inside and not self.left_out:
            self.words.add(text)


def opened(file: BinaryIO) -> zipfile.ZipFile:
    """The archive. Raises UnreadableError if it is none that can be looked into."""
    if file.read(len(_OLD_OFFICE)) == _OLD_OFFICE:
        raise UnreadableError(LOCKED)  # what Word makes of a document with a password
    try:
        return zipfile.ZipFile(file)
    except BROKEN as error:
        raise UnreadableError(DAMAGED) from error


def read_parts(archive: zipfile.ZipFile, names: list[str], grammar: Grammar) -> Found:
    """The words of these parts, one after the other. Raises UnreadableError."""
    words = Words()
    try:
        # A member never gives more than it says here, which is all that a bomb can do to us.
        if any(archive.getinfo(name).file_size > MOST_XML for name in names):
            raise UnreadableError(TOO_LARGE)
        whole = all(_part(archive, name, grammar, words) for name in names)
    except BROKEN as error:
        raise UnreadableError(DAMAGED) from error
    return Found(str(words), "" if whole else ONLY_THE_BEGINNING)


def _part(archive: zipfile.ZipFile, name: str, grammar: Grammar, words: Words) -> bool:
    """Add a part's words. False if there was no room or time for all of them."""
    parser = DefusedXMLParser(target=_Target(grammar, words))
    with archive.open(name) as member:
        while piece := member.read(PIECE):
            parser.feed(piece)
            if words.is_over:
                return False
    parser.close()
    return True
