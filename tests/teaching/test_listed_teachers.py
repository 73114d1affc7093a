"""Teachers in an EDEXML file: names and own groups, and no more of them."""

from tests.teaching.test_proposals import edexml

from leesloket.roster.model import ListedTeacher
from leesloket.roster.readers import read
from leesloket.sandbox import wire


def test_only_names_and_groups_are_read_and_they_cross_the_wire() -> None:
    result = read(edexml())
    payload = wire.encode_result(result)[wire.HEADER.size :]
    again = wire.decode_result(payload).table

    assert again is not None
    assert again == result.table
    assert again.teachers == (
        ListedTeacher("Bea de Vries", ("4a", "9z")),
        ListedTeacher("Chris Bakker", ("5a",)),
        ListedTeacher("Zonder", ()),
    )
    for more in (b"1980", b"bea80", b"@kiem", b"t1"):
        assert more not in payload
    assert "Bea" not in repr(again)
