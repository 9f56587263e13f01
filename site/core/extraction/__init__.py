"""The words of uploaded documents, taken out for search by a process that may go no further than it is let."""
