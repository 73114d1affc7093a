"""The sample file for schools, and the picture of its columns: one list of columns behind both."""

from leesloket.roster.writers.sample import (
    SampleColumn,
    required_columns,
    sample_ods,
    sample_xlsx,
)

_WRITERS = {"xlsx": sample_xlsx, "ods": sample_ods}


class NoSuchSampleError(Exception):
    """The sample is made as xlsx and ods only."""


def sample_file(kind: str) -> bytes:
    """The sample as `xlsx` or `ods`; raises NoSuchSampleError."""
    if kind not in _WRITERS:
        raise NoSuchSampleError
    return _WRITERS[kind]()


__all__ = ["NoSuchSampleError", "SampleColumn", "required_columns", "sample_file"]
