"""The copy of the entries that Elasticsearch holds: its shape, and what keeps it in line."""
