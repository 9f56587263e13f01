"""Images and documents, as Corridor keeps them."""

from typing import Any

from django.conf import settings
from django.db import models
from taggit.managers import TaggableManager
from wagtail.documents.models import AbstractDocument, DocumentQuerySet
from wagtail.images.models import AbstractImage, AbstractRendition, ImageQuerySet
from wagtail.search import index

from access.querysets import Reader, files_visible_to_q


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

    objects = ReadableDocumentQuerySet.as_manager()

    admin_form_fields = ("title", "file", "collection", "owner", "tags")

    class Meta(AbstractDocument.Meta):
        verbose_name = "document"
        verbose_name_plural = "documents"
        permissions = [("choose_document", "Can choose document")]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Check the file's ending, if there is a file: the form has said what was wrong with another."""
        if self.file:
            super().clean()
