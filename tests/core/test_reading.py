"""A document's words are known soon after its file has come, and never those of another file."""

import logging
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import DatabaseError
from django.db.models.signals import post_save
from django.test import Client
from django.utils import timezone
from django_tasks import task_backends

from core import epochs
from core.extraction import handlers, services
from core.extraction.found import Found
from core.extraction.services import NOT_THERE, read_left_over, read_text
from core.extraction.states import SENTENCES, TextState
from core.models import Document
from tests.factories.trees import page, tree
from transfer.services import import_pages

pytestmark = pytest.mark.django_db
Committed = Callable[..., Any]


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Any) -> Committed:
    """Do something, and what was to be done after its transaction."""

    def run(work: Callable[[], Any]) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return work()

    return run


def made(data: bytes = b"Ebb and flow", name: str = "tides.txt") -> Document:
    return Document.objects.create(title="Tides", file=ContentFile(data, name))


def replaced(document: Document, data: bytes, name: str) -> Document:
    document.file = ContentFile(data, name)
    document.save()
    return document


def known(document: Document) -> tuple[str, str, str]:
    document.refresh_from_db()
    return document.text, document.text_state, document.text_reason


def waiting(age: float, name: str = "tides.txt") -> Document:
    """A document whose task was lost so many seconds ago."""
    document = made(name=name)
    asked = timezone.now() - timedelta(seconds=age)
    Document.objects.filter(pk=document.pk).update(text_asked_at=asked)
    return document


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (b"Ebb and flow", "tides.txt", ("Ebb and flow", TextState.READ, "")),
        (b"Ebb and flow", "TIDES.TXT", ("Ebb and flow", TextState.READ, "")),
        (b" ", "tides.txt", ("", TextState.NOTHING, "")),
        (b"a,b", "tides.csv", ("", TextState.NOTHING, "")),
        (b"a,b", "tides", ("", TextState.NOTHING, "")),
        (b"%PDF", "tides.pdf", ("", TextState.FAILED, "It is damaged, or locked with a password.")),
    ],
)
def test_a_new_document_is_read_once_its_transaction_is_over(
    committed: Committed, data: bytes, name: str, expected: tuple[str, str, str]
) -> None:
    def make() -> Document:
        document = made(data, name)
        assert known(document) == ("", TextState.PENDING, "")
        return document

    assert known(committed(make)) == expected


def test_another_file_is_read_and_nothing_of_the_last_one_stays(committed: Committed) -> None:
    document = committed(made)

    def replace() -> Document:
        replaced(document, b"\x00\x00", "neap.pdf")
        assert known(document) == ("", TextState.PENDING, "")
        return document

    committed(replace)
    assert known(document)[:2] == ("", TextState.FAILED)
    committed(lambda: replaced(document, b"Neap", "neap.txt"))
    assert known(document) == ("Neap", TextState.READ, "")
    committed(lambda: replaced(document, b"a,b", "neap.csv"))
    assert known(document) == ("", TextState.NOTHING, "")


def test_a_file_that_is_saved_alone_is_read_too(committed: Committed) -> None:
    document = committed(made)
    document.file = ContentFile(b"Neap", "neap.txt")
    committed(lambda: document.save(update_fields=["file"]))
    assert known(document) == ("Neap", TextState.READ, "")


def test_other_changes_do_not_have_it_read_again(
    committed: Committed, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = committed(made)  # and what it holds itself is older than its text
    monkeypatch.setattr(services, "extract", None)

    def change() -> None:
        document.title = "Tide tables"
        document.save()
        document.save(update_fields=["title"])
        document.get_file_hash()
        Document.objects.get(pk=document.pk).save()
        Document.objects.only("title").get(pk=document.pk).save()

    committed(change)
    assert document.title == "Tide tables"
    assert known(document) == ("Ebb and flow", TextState.READ, "")


def test_one_read_by_hand_is_not_read_again_when_it_is_saved(monkeypatch: Any) -> None:
    Document.objects.bulk_create([Document(title="Tides", file=made().file.name)])
    document = Document.objects.latest("pk")
    assert (document.text_state, document.text_of) == (TextState.PENDING, "")
    read_text(document.pk)
    document.refresh_from_db()
    document.save()
    assert known(document) == ("Ebb and flow", TextState.READ, "")


def test_who_listens_to_documents_hears_of_the_text_and_nothing_cached_is_dropped() -> None:
    document, heard = made(), []

    def listen(instance: Document, update_fields: Any, **_kwargs: Any) -> None:
        heard.append((instance.text, "text" in update_fields))

    post_save.connect(listen, sender=Document)
    before = epochs.current()
    try:
        read_text(document.pk)
    finally:
        post_save.disconnect(listen, sender=Document)
    assert heard == [("Ebb and flow", True)]
    assert epochs.current() == before


def test_a_file_that_comes_while_another_is_read_is_left_to_its_own_reading(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    document = made()

    def slow(*_arguments: Any) -> Found:
        replaced(Document.objects.get(pk=document.pk), b"Neap", "neap.txt")
        return Found("Ebb and flow")

    monkeypatch.setattr(services, "extract", slow)
    read_text(document.pk)
    assert known(document) == ("", TextState.PENDING, "")


def test_a_document_that_is_deleted_meanwhile_is_no_matter(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    document = made()
    number = document.pk
    monkeypatch.setattr(services, "extract", lambda *_: document.delete() and Found("Ebb"))
    read_text(number)
    read_text(number)
    assert not Document.objects.filter(pk=number).exists()


def test_why_there_is_no_text_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    document = made()
    Path(document.file.path).unlink()
    with caplog.at_level(logging.WARNING):
        read_text(document.pk)
    assert known(document) == ("", TextState.FAILED, NOT_THERE)
    assert f"Document {document.pk} (tides.txt) gives no text: {NOT_THERE}" in caplog.text


def test_an_upload_does_not_fail_because_nobody_could_be_asked_to_read_it(
    committed: Committed, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_number: int) -> None:
        raise DatabaseError("The queue is away.")

    monkeypatch.setattr(
        handlers, "read_document", type("Task", (), {"enqueue": staticmethod(fail)})
    )
    document = committed(made)
    assert known(document)[1] == TextState.PENDING
    assert "The queue is away." in caplog.text


def test_the_worker_reads_what_a_crash_left_unread_after_a_minute() -> None:
    lost, recent = waiting(61), waiting(50)
    call_command("worker", once=True)
    assert known(lost) == ("Ebb and flow", TextState.READ, "")
    assert known(recent)[1] == TextState.PENDING
    with time_machine.travel(timezone.now() + timedelta(seconds=11)):
        call_command("worker", once=True)
    assert known(recent)[1] == TextState.READ


def test_what_takes_the_worker_down_does_not_keep_it_from_the_rest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    worst, other = waiting(100), waiting(90)
    whole = services.extract

    def extract(file: Any, kind: str) -> Found:
        if not known(worst)[0] and not tried:
            tried.append(kind)
            raise KeyboardInterrupt
        return whole(file, kind)

    tried: list[str] = []
    monkeypatch.setattr(services, "extract", extract)
    with pytest.raises(KeyboardInterrupt):
        read_left_over()
    read_left_over()
    assert known(other)[1] == TextState.READ
    assert known(worst)[1] == TextState.PENDING


def test_many_left_unread_give_other_jobs_their_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    documents = [waiting(100 - n, name="tides.csv") for n in range(3)]
    monkeypatch.setattr(services, "AT_ONCE", 2)
    assert read_left_over() is True
    assert [known(document)[1] for document in documents] == ["nothing", "nothing", "pending"]
    assert read_left_over() is False
    assert known(documents[2])[1] == "nothing"
    monkeypatch.setattr(services, "A_TURN", -1)
    waiting(100)
    assert read_left_over() is True


def test_a_task_leaves_alone_what_was_read_meanwhile(
    monkeypatch: pytest.MonkeyPatch, committed: Committed
) -> None:
    def make() -> Document:
        document = made()
        read_text(document.pk)
        monkeypatch.setattr(services, "extract", None)
        return document

    assert known(committed(make))[1] == TextState.READ


def test_with_a_queue_the_worker_reads_it(committed: Committed, settings: Any) -> None:
    settings.TASKS = settings.TASKS_QUEUED
    assert type(task_backends["default"]).__name__ == "DatabaseBackend"
    document = committed(made)
    assert known(document)[1] == TextState.PENDING
    call_command("worker", once=True)
    assert known(document) == ("Ebb and flow", TextState.READ, "")


def test_imported_documents_are_read(committed: Committed, home: Any, tmp_path: Path) -> None:
    files = {"a.md": page("[Tides](tides.txt)", title="A"), "tides.txt": "Ebb and flow"}
    committed(lambda: import_pages(tree(tmp_path / "tree", files), "/guide/", "content"))
    assert known(Document.objects.get()) == ("Ebb and flow", TextState.READ, "")


def test_an_editor_is_told_what_search_knows(committed: Committed, admin_client: Client) -> None:
    assert set(SENTENCES) == set(TextState)
    document = committed(lambda: made(b"%PDF", "tides.pdf"))
    html = admin_client.get(f"/admin/documents/edit/{document.pk}/").content.decode()
    assert "Search finds only its title. It is damaged, or locked with a password." in html
    html = admin_client.get("/admin/documents/add/").content.decode()
    assert SENTENCES[TextState.PENDING] not in html


def test_an_editor_replaces_a_file_and_its_address_and_text_follow(
    committed: Committed, admin_client: Client, staff_client: Client
) -> None:
    document = committed(made)
    old = document.url
    data = {
        "title": "Neap tides",
        "file": ContentFile(b"Neap", "neap.txt"),
        "collection": document.collection_id,
        "owner": "",
        "tags": "",
        "next": "",
    }
    response = committed(lambda: admin_client.post(f"/admin/documents/edit/{document.pk}/", data))
    assert response.status_code == 302, response.context["form"].errors
    assert known(document) == ("Neap", TextState.READ, "")
    assert document.url != old
    followed = staff_client.get(old, follow=True)
    assert followed.redirect_chain == [(document.url, 302)]
    assert b"".join(followed.streaming_content) == b"Neap"
