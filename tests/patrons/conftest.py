"""The small school of the imports, without a file."""

import pytest
from tests.imports.school import School, make_school


@pytest.fixture
def school(db: None) -> School:
    return make_school()
