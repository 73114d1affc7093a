"""A file over HTTP stays in memory, and stops at the limit."""

import tempfile
from pathlib import Path

import pytest
from django.core.exceptions import TooManyFilesSent
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.http import HttpRequest
from django.test import RequestFactory
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from pytest_django import Settings

from leesloket.intake.handlers import went_over_the_limit


def _post(content: bytes) -> HttpRequest:
    return RequestFactory().post("/", {"file": SimpleUploadedFile("lijst.csv", content)})


def test_a_large_file_leaves_no_trace_on_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    content = b"001200;Dijk\n" * 400_000

    request = _post(content)

    file = request.FILES["file"]
    assert isinstance(file, UploadedFile)
    assert file.read() == content
    assert not went_over_the_limit(request)
    assert list(tmp_path.iterdir()) == []
    assert not hasattr(file, "temporary_file_path")


def test_a_file_over_the_limit_is_dropped_and_said_so(settings: Settings) -> None:
    settings.UPLOAD_MAX_BYTES = 100_000

    request = _post(b"x" * 100_001)

    assert "file" not in request.FILES
    assert went_over_the_limit(request)


def test_a_file_of_exactly_the_limit_is_taken(settings: Settings) -> None:
    settings.UPLOAD_MAX_BYTES = 100_000

    request = _post(b"x" * 100_000)

    file = request.FILES["file"]
    assert isinstance(file, UploadedFile)
    assert file.size == 100_000
    assert not went_over_the_limit(request)


def test_a_second_file_in_a_form_is_not_taken_into_memory() -> None:
    """A stranger could fill the memory of the web server with a hundred of them."""
    two = {name: SimpleUploadedFile("lijst.csv", b"x") for name in ("file", "more")}

    with pytest.raises(TooManyFilesSent):
        _ = RequestFactory().post("/", two).FILES


def test_a_file_that_was_cut_off_on_the_way_never_passes_for_a_shorter_one() -> None:
    content = b"001200;Dijk\n" * 20
    whole = encode_multipart(BOUNDARY, {"file": SimpleUploadedFile("lijst.csv", content)})
    send = RequestFactory().generic

    taken = [
        file.read()
        for cut in range(len(whole) + 1)
        for file in send("POST", "/", whole[:cut], MULTIPART_CONTENT).FILES.values()
        if isinstance(file, UploadedFile)
    ]

    assert taken
    assert set(taken) == {content}
