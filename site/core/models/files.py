"""Images and documents, as Corridor keeps them."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from taggit.managers import TaggableManager
from wagtail.documents.models import AbstractDocument, DocumentQuerySet
from wagtail.images.models import AbstractImage, AbstractRendition, ImageQuerySet
from wagtail.search import index

from access.querysets import Reader, files_visible_to_q
from core.extraction.signals import file_arrived
from core.extraction.states import SENTENCES, TextState

#: What is known of the words in a document's file.
TEXT_FIELDS = frozenset({"text", "text_state", "text_reason", "text_of", "text_asked_at"})


class ReadableImageQuerySet(ImageQuerySet):
    """Images, with the question that every exit asks."""

    def visible_to(self, user: Reader) -> "ReadableImageQuerySet":
        """Images whose collection is open to the user."""
        return self.filter(files_visible_to_q(user))


class ReadableDocumentQuerySet(DocumentQuerySet):
    """Documents, with the question that every exit asks."""

    def visible_to(self, user: Reader) -> "ReadableDocumentQuerySet":
        """Documents whose collection is open to the user."""
        return self.filter(files_visible_to_q(user))

    def waiting_since(self, moment: datetime) -> "ReadableDocumentQuerySet":
        """Documents that have waited to be read at least since then, the longest first."""
        waiting = self.filter(text_state=TextState.PENDING, text_asked_at__lte=moment)
        return waiting.order_by("text_asked_at")


def uploader() -> models.ForeignKey[Any, Any]:
    """Who uploaded a file. Named anew, since Wagtail's own Image and Document keep their names."""
    field: models.ForeignKey[Any, Any] = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="uploaded by",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="uploaded_%(class)ss",
    )
    field.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    return field


class Image(AbstractImage):
    """A picture: what it shows, who made it, and whether it says anything at all."""

    uploaded_by_user = uploader()
    tags = TaggableManager(blank=True, help_text=None, related_name="tagged_images")

    credit = models.CharField(
        max_length=255,
        blank=True,
        help_text="Who took or drew it. Shown small below the picture.",
    )
    is_decorative = models.BooleanField(
        "decorative by default",
        default=False,
        help_text="Tick for pictures that say nothing the text does not say: screen readers skip them.",
    )

    objects = ReadableImageQuerySet.as_manager()

    admin_form_fields = (
        "title",
        "file",
        "description",
        "is_decorative",
        "credit",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )
    search_fields = [*AbstractImage.search_fields, index.SearchField("credit")]

    class Meta(AbstractImage.Meta):
        verbose_name = "image"
        verbose_name_plural = "images"
        permissions = [("choose_image", "Can choose image")]

    def __str__(self) -> str:
        return self.title

    @property
    def default_alt_text(self) -> str:
        """What the picture says when an editor gave no words for one place."""
        return "" if self.is_decorative else self.description


class Rendition(AbstractRendition):
    """A picture cut and scaled for one use."""

    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)

    def __str__(self) -> str:
        return f"{self.image} ({self.filter_spec})"


class Document(AbstractDocument):
    """A file to download, with who looks after it and, for search, what it says."""

    uploaded_by_user = uploader()
    tags = TaggableManager(blank=True, help_text=None, related_name="tagged_documents")

    owner = models.ForeignKey(
        "accounts.User",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="owned_documents",
        help_text="Who keeps it up to date.",
    )
    text = models.TextField(
        blank=True, editable=False, help_text="What the file says, taken from it for search."
    )
    text_state = models.CharField(
        max_length=7, choices=TextState.choices, default=TextState.PENDING, editable=False
    )
    text_reason = models.CharField(
        max_length=255, blank=True, editable=False, help_text="Why not all of it could be read."
    )
    text_of = models.CharField(
        max_length=255, blank=True, editable=False, help_text="The file that it was asked of."
    )
    text_asked_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ReadableDocumentQuerySet.as_manager()

    admin_form_fields = ("title", "file", "collection", "owner", "tags")

    class Meta(AbstractDocument.Meta):
        verbose_name = "document"
        verbose_name_plural = "documents"
        permissions = [("choose_document", "Can choose document")]
        indexes = [
            models.Index(
                "text_asked_at",
                condition=models.Q(text_state=TextState.PENDING),
                name="core_documents_to_read",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def text_news(self) -> str:
        """What is known of the file's words, in a sentence or two."""
        return f"{SENTENCES[TextState(self.text_state)]} {self.text_reason}".strip()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save. What another file said is forgotten in the same statement, and the new one is read soon.

        Else what is known of the file's words stays as it is: a form that was opened before they
        were read would lose them.
        """
        fields = kwargs.get("update_fields")
        arrived = (fields is None or "file" in fields) and self._store_file()
        if arrived and fields is not None:
            kwargs["update_fields"] = {*fields, *TEXT_FIELDS}
        if not arrived and fields is None:
            kwargs["update_fields"] = self._fields_but_text()
        super().save(*args, **kwargs)
        if arrived:
            file_arrived.send(type(self), document=self)

    def _store_file(self) -> bool:
        """Put a file that was just given in its place. Whether it is another than the one last read.

        Django would store it while it saves; only then it has its name, by which it is known.
        """
        given = bool(self.file) and not self.file._committed
        self._meta.get_field("file").pre_save(self, add=self._state.adding)
        if not given and (self.file.name or "") == self.text_of and not self._state.adding:
            return False
        if not self._state.adding:
            self.text = ""
        self.text_reason, self.text_of = "", self.file.name or ""
        self.text_state, self.text_asked_at = TextState.PENDING, timezone.now()
        return True

    def _fields_but_text(self) -> set[str]:
        loaded = {field.attname for field in self._meta.concrete_fields if not field.primary_key}
        return loaded - self.get_deferred_fields() - TEXT_FIELDS

    def clean(self) -> None:
        """Check the file's ending, if there is a file: the form has said what was wrong with another."""
        if self.file:
            super().clean()
