"""What search does in the background."""

from django_tasks import task

from search.elastic.keeping import send_what_changed


@task()
def send_changes() -> None:
    """Send Elasticsearch what has changed."""
    send_what_changed()
