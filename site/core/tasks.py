"""What core does in the background."""

from django_tasks import task

from core.extraction.services import read_if_waiting


@task()
def read_document(document_id: int) -> None:
    """Take a document's text from its file, for search."""
    read_if_waiting(document_id)
