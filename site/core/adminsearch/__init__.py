"""The search of the CMS itself: lists and choosers of pages, pictures and documents.

`core.adminsearch.backend` is named in WAGTAILSEARCH_BACKENDS. What readers search with is another matter.
"""
