"""The forms that every upload in the admin goes through: one file, many, in a chooser, or in place of another."""

from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from core.uploads.checks import document, picture
from core.uploads.reasons import UnfitError


class CheckedFileMixin:
    """Looks into a new file, and says in one sentence why it is not taken."""

    def check(self, upload: "UploadedFile[Any]") -> None:
        """Raise UnfitError if the file is not one to keep."""
        raise NotImplementedError

    def clean(self: Any) -> Any:
        """Put our sentence in the place of what the field itself may have said."""
        cleaned = super().clean()  # type: ignore[misc]
        upload = self.files.get(self.add_prefix("file")) if "file" in self.fields else None
        if upload:
            try:
                self.check(upload)
            except UnfitError as error:
                self.errors.pop("file", None)
                self.add_error("file", f"This file {error}")
        return cleaned


class DocumentForm(CheckedFileMixin, BaseDocumentForm):
    """Adding and editing a document. An editor is told whether search finds what the file says."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "file" in self.fields:
            self.fields["file"].help_text = self.instance.text_news

    def check(self, upload: "UploadedFile[Any]") -> None:
        """Raise UnfitError if the file is not what its name says."""
        document(upload.name or "", _bytes(upload, settings.WAGTAILDOCS_MAX_UPLOAD_SIZE))


class ImageForm(CheckedFileMixin, BaseImageForm):
    """Adding and editing an image. The field itself sees that the name agrees."""

    def check(self, upload: "UploadedFile[Any]") -> None:
        """Raise UnfitError if the file is no picture that can be shown."""
        picture(upload.name or "", _bytes(upload, settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE))


def _bytes(upload: "UploadedFile[Any]", most: int) -> bytes:
    """All bytes of a file, or of one that is too large as many as show it."""
    upload.seek(0)
    data: bytes = upload.read(most + 1)
    upload.seek(0)
    return data
