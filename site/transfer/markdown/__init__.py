"""From a Markdown file to our blocks. Nothing in here touches the database."""
