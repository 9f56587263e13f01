"""Uploaded files, which only those who are signed in and may see them are given."""

import posixpath
from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.utils._os import safe_join
from django.utils.cache import patch_cache_control
from wagtail.documents import get_document_model
from wagtail.documents.views.serve import serve
from wagtail.images import get_image_model

from access.querysets import files_visible_to

#: Where Wagtail puts what a reader may fetch by address; documents have a view of their own.
IMAGE_FOLDERS = ("images", "original_images", "brand")
IMAGE_TYPES = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
}


def document(request: HttpRequest, document_id: int, document_filename: str) -> HttpResponseBase:
    """Serve a document to a person who may see its collection; else 404.

    Wagtail's own answer to a reader without the right is sign-in, which says that there is something,
    and leads a person who is signed in round in a circle.
    """
    documents = files_visible_to(get_document_model().objects.all(), request.user)
    if not documents.filter(pk=document_id).exists():
        raise Http404
    return serve(request, document_id, document_filename)


def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve an image or a rendition to a person who may see its collection; else 404."""
    if posixpath.normpath(path) != path:
        raise Http404  # "brand/../images/x.png" would be asked about as a logo
    folder, _, name = path.partition("/")
    content_type = IMAGE_TYPES.get(Path(path).suffix.lower())
    if folder not in IMAGE_FOLDERS or not content_type or not _may_see(request, folder, path):
        raise Http404
    try:
        file = Path(safe_join(settings.MEDIA_ROOT, path))
    except (SuspiciousFileOperation, ValueError) as error:
        raise Http404 from error
    if not name or not file.is_file():
        raise Http404
    response = FileResponse(file.open("rb"), content_type=content_type)
    # A rendition's name changes with its picture, so the reader's own browser may keep it.
    patch_cache_control(response, private=True, max_age=24 * 60 * 60)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    return response


def _may_see(request: HttpRequest, folder: str, path: str) -> bool:
    images = files_visible_to(get_image_model().objects.all(), request.user)
    if folder == "images":
        return images.filter(renditions__file=path).exists()
    return folder == "brand" or images.filter(file=path).exists()
