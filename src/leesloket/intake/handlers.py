"""Receiving a file without a trace on disk.

Django's own handlers write what is larger than 2.5 MB to a temp folder in the clear.  Ours keeps
the bytes in memory, and stops at the limit instead of filling it.
"""

from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest
from typing_extensions import override


def went_over_the_limit(request: HttpRequest) -> bool:
    """Whether this request carried a file larger than UPLOAD_MAX_BYTES; its content is gone."""
    return bool(getattr(request, "upload_too_large", False))


class InMemoryHandler(FileUploadHandler):
    """Keeps at most UPLOAD_MAX_BYTES of a file; beyond that the request is marked too large."""

    @override
    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.buffer = BytesIO()

    @override
    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > settings.UPLOAD_MAX_BYTES:
            self.buffer = BytesIO()
            self.request.upload_too_large = True  # type: ignore[union-attr]
            # The browser waits for our answer, so the rest of the request is read and dropped.
            raise StopUpload(connection_reset=False)
        self.buffer.write(raw_data)

    @override
    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        self.buffer.seek(0)
        return InMemoryUploadedFile(
            self.buffer,
            self.field_name,
            self.file_name or "",
            self.content_type,
            file_size,
            self.charset,
            self.content_type_extra,
        )
