"""An answer that is sent while it is made, read to its end while its transaction is there."""

from io import BytesIO
from zipfile import ZipFile

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase


def read_out(answer: HttpResponseBase) -> HttpResponse:
    """The same answer with all that is in its file as plain content; pages stay as they are."""
    if isinstance(answer, HttpResponse):
        return answer
    assert isinstance(answer, StreamingHttpResponse)
    content = b"".join(answer.streaming_content)  # type: ignore[arg-type] # never asynchronous here
    with ZipFile(BytesIO(content)) as archive:
        everything = b"\n".join(map(archive.read, archive.namelist()))
    return HttpResponse(everything, status=answer.status_code, headers=dict(answer.headers))
