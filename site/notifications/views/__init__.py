"""The pages of notifications, one idea a file."""
