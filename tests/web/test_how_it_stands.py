"""What a school's page opens with: what is to be done with this year's list."""

from dataclasses import replace
from uuid import UUID

import pytest
from tests.web.test_verdicts import UPLOAD

from leesloket.imports.showing import Status, UploadLine
from leesloket.portal.uploads.standing import how_it_stands

YEAR = "2026-2027"


def _line(status: Status, *, school_year: str = "") -> UploadLine:
    return replace(UPLOAD, id=UUID(int=2), status=status, school_year=school_year)


@pytest.mark.parametrize(
    ("status", "title"),
    [
        ("read", "Je lijst is nog niet verstuurd"),
        ("waiting", "Je lijst wacht op de viruscontrole"),
        ("sent", "Je lijst is bij de bibliotheek"),
        ("returned", "De bibliotheek stuurde je lijst terug"),
    ],
)
def test_a_list_that_is_underway_is_said_before_all_else(status: Status, title: str) -> None:
    underway = _line(status)
    done = _line("applied", school_year=YEAR)

    standing = how_it_stands([_line("refused"), underway, done], school_year=YEAR)

    assert standing.title == title
    assert standing.at_hand is underway
    assert standing.earlier == (done,)
    assert not standing.is_done


def test_a_new_list_does_not_hide_the_one_that_the_library_has() -> None:
    sent = _line("sent")

    standing = how_it_stands([_line("read"), sent], school_year=YEAR)

    assert standing.title == "Je nieuwe lijst is nog niet verstuurd"
    assert standing.body == "De bibliotheek heeft nog de vorige lijst, tot je deze verstuurt."
    assert standing.earlier == (sent,)


def test_who_sent_this_years_list_is_not_asked_for_it_again() -> None:
    done = _line("applied", school_year=YEAR)
    refused = _line("refused")

    standing = how_it_stands([refused, done, _line("replaced")], school_year=YEAR)

    assert standing.title == "Je lijst is verwerkt"
    assert standing.body == "Je hoeft nu niets te doen."
    assert standing.at_hand is done
    assert standing.is_done
    assert [one.status for one in standing.dropped] == ["refused", "replaced"]


@pytest.mark.parametrize(
    "line",
    [
        _line("applied", school_year="2025-2026"),
        _line("undone", school_year=YEAR),
        _line("refused"),
        _line("withdrawn"),
    ],
)
def test_a_list_of_last_year_or_one_without_effect_leaves_this_years_to_be_sent(
    line: UploadLine,
) -> None:
    standing = how_it_stands([line], school_year=YEAR)

    assert standing.title == "Stuur je leerlingen naar de bibliotheek"
    assert standing.at_hand is None
    assert (*standing.earlier, *standing.dropped) == (line,)
