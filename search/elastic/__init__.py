"""The copy of the entries that Elasticsearch holds, and how it is asked."""
