"""Uploaded files, which only those who are signed in and may see them are given.

What a reader may not see answers as what is not there, before anything about the file is looked at.
"""

import posixpath

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.documents import get_document_model
from wagtail.documents.models import document_served
from wagtail.documents.wagtail_hooks import check_view_restrictions
from wagtail.images import get_image_model

from access import serving
from access.querysets import files_visible_to

#: Where Wagtail puts what a reader may fetch by address; documents have a view of their own.
IMAGE_FOLDERS = ("images", "original_images", "brand")


@require_safe
def document(request: HttpRequest, document_id: int, document_filename: str) -> HttpResponseBase:
    """Serve a document, as a download, to a person who may see its collection; else 404.

    An address with another name leads to the present one: the file may have been replaced since the
    address was sent round. Not for good, since a file may be called as before again.
    """
    documents = files_visible_to(get_document_model().objects.all(), request.user)
    found = documents.filter(pk=document_id).first()
    if found is None or not found.filename:
        raise Http404
    if found.filename != document_filename:
        return redirect(found.url)
    for hook in hooks.get_hooks("before_serve_document"):
        # Wagtail's own asks the collection's restrictions, which the door above has done, and
        # answers with sign-in, which would say that there is something.
        answer = None if hook is check_view_restrictions else hook(found, request)
        if isinstance(answer, HttpResponse):
            return answer
    response = serving.send(request, found.file.name, as_attachment=True)
    document_served.send(sender=type(found), instance=found, request=request)
    return response


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve an image or a rendition to a person who may see its collection; else 404."""
    if posixpath.normpath(path) != path:
        raise Http404  # "brand/../images/x.png" would be asked about as a logo
    folder, _, name = path.partition("/")
    is_picture = serving.extension(path) in serving.PICTURE_TYPES
    if not name or folder not in IMAGE_FOLDERS or not is_picture:
        raise Http404
    if not _may_see(request, folder, path):
        raise Http404
    return serving.send(request, path, as_attachment=False)


def _may_see(request: HttpRequest, folder: str, path: str) -> bool:
    images = files_visible_to(get_image_model().objects.all(), request.user)
    if folder == "images":
        return images.filter(renditions__file=path).exists()
    return folder == "brand" or images.filter(file=path).exists()
