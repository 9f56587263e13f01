"""Handing out the bytes of an uploaded file, once somebody has been found to have the right to it.

Nothing here asks who may see what: `access.views` does, before. So whether a file is there, and
whether a reader's copy of it is still good, is told only to those who may have it.
"""

import re
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import PurePosixPath
from typing import BinaryIO
from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

PICTURE_TYPES = {
    "avif": "image/avif",
    "gif": "image/gif",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "png": "image/png",
    "svg": "image/svg+xml",
    "webp": "image/webp",
}
#: Everything that a file is ever called. What is not here is bytes, whatever the machine's own table says.
TYPES = {
    **PICTURE_TYPES,
    "csv": "text/csv",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "ics": "text/calendar",
    "md": "text/markdown",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "pdf": "application/pdf",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "rtf": "application/rtf",
    "txt": "text/plain",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
UNKNOWN = "application/octet-stream"
HEADERS = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
PIECE = 64 * 1024
_ONE_RANGE = re.compile(r"bytes=\s*(\d{0,18})-(\d{0,18})\s*", re.ASCII | re.IGNORECASE)


def content_type(name: str) -> str:
    """What a file of this name is served as."""
    return TYPES.get(extension(name), UNKNOWN)


def extension(name: str) -> str:
    """The end of a file's name, in small letters and without its dot."""
    return PurePosixPath(name).suffix.lower().removeprefix(".")


def send(request: HttpRequest, name: str, *, as_attachment: bool) -> HttpResponseBase:
    """The file of this name below MEDIA_ROOT, or the part of it that is asked for.

    Raises Http404 if it is not there. With MEDIA_ACCEL the answer is only headers: they tell nginx
    which file to send, and it answers ranges and conditions itself.
    """
    size, tag = _facts(name)
    shown_as = "".join(char for char in PurePosixPath(name).name if char.isprintable())
    headers = {
        **HEADERS,
        "Content-Type": content_type(name),
        "Content-Disposition": content_disposition_header(as_attachment, shown_as) or "inline",
    }
    if settings.MEDIA_ACCEL:
        headers["X-Accel-Redirect"] = settings.MEDIA_ACCEL + quote(name)
        return HttpResponse(headers=headers)
    headers |= {"ETag": tag, "Accept-Ranges": "bytes"}
    told = get_conditional_response(request, etag=tag)
    if told is None:
        return _answer(request, name, size, headers)
    for header, value in {**HEADERS, "ETag": tag}.items():
        told[header] = value
    return told


def _facts(name: str) -> tuple[int, str]:
    """A file's size in bytes and what stands for its present content. Raises Http404."""
    try:
        if not name or not default_storage.exists(name):
            raise Http404
        size = default_storage.size(name)
        changed = default_storage.get_modified_time(name).timestamp()
    except (OSError, SuspiciousFileOperation, ValueError) as error:
        raise Http404 from error
    return size, f'"{int(changed * 1_000_000):x}-{size:x}"'


def _answer(
    request: HttpRequest, name: str, size: int, headers: dict[str, str]
) -> HttpResponseBase:
    if request.method == "HEAD":
        return HttpResponse(headers={**headers, "Content-Length": str(size)})
    part = _range_asked(request, size, headers["ETag"])
    if part is None:
        response = FileResponse(_open(name))
        # After the fact, since it guesses headers of its own from the file's name.
        for header, value in {**headers, "Content-Length": str(size)}.items():
            response[header] = value
        return response
    if not part:
        headers = {**headers, "Content-Range": f"bytes */{size}"}
        return HttpResponse(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, headers=headers)
    headers = {
        **headers,
        "Content-Length": str(len(part)),
        "Content-Range": f"bytes {part.start}-{part.stop - 1}/{size}",
    }
    return StreamingHttpResponse(
        _pieces(_open(name), part), status=HTTPStatus.PARTIAL_CONTENT, headers=headers
    )


def _range_asked(request: HttpRequest, size: int, tag: str) -> range | None:
    """The bytes that are asked for; empty if there are none such; None for the whole file.

    Whole is also the answer to what is not understood and to several ranges at once, which may be
    answered so and could ask for a file many times over.
    """
    match = _ONE_RANGE.fullmatch(request.headers.get("range", ""))
    if not match or not any(match.groups()):
        return None
    if request.headers.get("if-range", tag) != tag:
        return None
    first, last = match.groups()
    if not first:
        return range(max(size - int(last), 0), size)
    if last and int(last) < int(first):
        return None
    return range(int(first), min(int(last) + 1 if last else size, size))


def _open(name: str) -> BinaryIO:
    try:
        return default_storage.open(name)  # type: ignore[return-value]
    except OSError as error:
        raise Http404 from error


def _pieces(file: BinaryIO, part: range) -> Iterator[bytes]:
    with file:
        file.seek(part.start)
        left = len(part)
        while left and (piece := file.read(min(PIECE, left))):
            left -= len(piece)
            yield piece
