"""The models of search, one idea a file."""

from search.models.bets import BestBet, BetPhrase, BetState
from search.models.desk import JudgedQuery, Synonym, Weights
from search.models.entries import Acronym, Entry, EntryLink, Word
from search.models.indices import Index, IndexState

__all__ = [
    "Acronym",
    "BestBet",
    "BetPhrase",
    "BetState",
    "Entry",
    "EntryLink",
    "Index",
    "IndexState",
    "JudgedQuery",
    "Synonym",
    "Weights",
    "Word",
]
