"""The models of search, one idea a file."""

from search.models.desk import BestBet, BetPhrase, JudgedQuery, Synonym, Weights
from search.models.entries import Acronym, Entry, EntryLink, Word
from search.models.indices import Index, IndexState

__all__ = [
    "Acronym",
    "BestBet",
    "BetPhrase",
    "Entry",
    "EntryLink",
    "Index",
    "IndexState",
    "JudgedQuery",
    "Synonym",
    "Weights",
    "Word",
]
