"""What search is to know of pages and documents."""
