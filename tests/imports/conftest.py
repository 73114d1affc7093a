"""A small school, in a library with another school, beside another library."""

import pytest
from tests.imports.school import School, make_school


@pytest.fixture
def school(db: None, reader: None) -> School:
    return make_school()
