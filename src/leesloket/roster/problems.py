"""What can be wrong with a file or a row: codes, never sentences and never a pupil's value.

The Dutch sentence of each code stands in `leesloket.web.problem_words`; a test holds the two
together.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from leesloket.roster.model import Field, Origin

Detail = int | str | tuple[int, ...] | tuple[str, ...]
"""What a problem may say beside its code."""


class Severity(StrEnum):
    """`refusal` stops the file, `error` sets the row aside, `warning` is only shown."""

    REFUSAL = "refusal"
    ERROR = "error"
    WARNING = "warning"


class Code(StrEnum):
    """Every problem the engine can report."""

    # The file as a whole (refusals)
    INFECTED = "infected"
    EMPTY_FILE = "empty_file"
    NOT_A_PUPIL_LIST = "not_a_pupil_list"
    UNKNOWN_FORMAT = "unknown_format"
    PACKED_FILE = "packed_file"
    DOCUMENT_FILE = "document_file"
    MAIL_FILE = "mail_file"
    SHORTCUT_FILE = "shortcut_file"
    WEB_PAGE = "web_page"
    DAMAGED_FILE = "damaged_file"
    PASSWORD_PROTECTED = "password_protected"  # noqa: S105 - a code, not a password
    MACRO_WORKBOOK = "macro_workbook"
    XLSB_WORKBOOK = "xlsb_workbook"
    EDEX2000 = "edex2000"
    OSO_DOSSIER = "oso_dossier"
    DTD_FORBIDDEN = "dtd_forbidden"
    TOO_LARGE = "too_large"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    TOO_MANY_CELLS = "too_many_cells"
    TOO_SLOW = "too_slow"
    READER_DIED = "reader_died"
    SEVERAL_SCHOOLS = "several_schools"
    PART_OF_A_SET = "part_of_a_set"
    ZIP_UNSAFE = "zip_unsafe"
    ZIP_NO_LIST = "zip_no_list"
    ZIP_SEVERAL_LISTS = "zip_several_lists"
    HEADINGS_NOT_FOUND = "headings_not_found"
    SEVERAL_SHEETS = "several_sheets"
    LISTS_SIDE_BY_SIDE = "lists_side_by_side"
    SHEET_CHOSEN = "sheet_chosen"

    # The file, read all the same (warnings)
    ACTIVE_PARTS_IGNORED = "active_parts_ignored"
    HIDDEN_SHEET_SKIPPED = "hidden_sheet_skipped"
    HIDDEN_ROWS = "hidden_rows"
    STRUCK_THROUGH = "struck_through"
    ROWS_ABOVE_HEADINGS = "rows_above_headings"
    GROUP_IS_THE_SHEET = "group_is_the_sheet"
    GROUP_IS_THE_YEAR = "group_is_the_year"
    SHEET_REPEATS = "sheet_repeats"
    FORMULAS_READ_AS_VALUES = "formulas_read_as_values"
    ENCODING_GUESSED = "encoding_guessed"
    FORBIDDEN_COLUMN_DROPPED = "forbidden_column_dropped"
    BSN_DROPPED = "bsn_dropped"
    COLUMN_NOT_USED = "column_not_used"
    COLUMN_MISSING = "column_missing"
    PUPIL_NUMBERS_SHARED = "pupil_numbers_shared"
    GROUP_TAKEN_FROM_ABOVE = "group_taken_from_above"
    DATES_FROM_1904 = "dates_from_1904"
    DATES_ARE_YEARS = "dates_are_years"
    STARTS_LATER = "starts_later"
    STATUS_UNKNOWN = "status_unknown"
    LEAVES_LATER = "leaves_later"
    MOST_LEFT = "most_left"
    GROUP_OF_LEAVERS = "group_of_leavers"
    CLASS_OF_LEAVERS = "class_of_leavers"
    TEACHERS_LEFT_OUT = "teachers_left_out"

    # One row or cell
    ROW_SHIFTED = "row_shifted"
    NAME_MISSING = "name_missing"
    GROUP_MISSING = "group_missing"
    GROUP_IS_A_DATE = "group_is_a_date"
    PUPIL_NUMBER_MISSING = "pupil_number_missing"
    PUPIL_NUMBER_UNREADABLE = "pupil_number_unreadable"
    PUPIL_NUMBER_TWICE = "pupil_number_twice"
    BIRTH_DATE_MISSING = "birth_date_missing"
    BIRTH_DATE_UNREADABLE = "birth_date_unreadable"
    BIRTH_DATE_UNLIKELY = "birth_date_unlikely"
    YEAR_GROUP_UNREADABLE = "year_group_unreadable"
    DUPLICATE_ROW = "duplicate_row"
    TWO_GROUPS = "two_groups"
    CELL_TOO_LONG = "cell_too_long"
    CELL_ERROR_VALUE = "cell_error_value"
    FORBIDDEN_CHARACTERS = "forbidden_characters"
    TWO_CHILDREN_IN_ROW = "two_children_in_row"
    LETTERS_LOST = "letters_lost"
    TOTALS_ROW_SKIPPED = "totals_row_skipped"
    EXAMPLE_ROW_SKIPPED = "example_row_skipped"
    TWO_ROWS_ONE_CHILD = "two_rows_one_child"

    # One row of a library's own list of patrons
    CARD_NUMBER_MISSING = "card_number_missing"
    CARD_NUMBER_UNREADABLE = "card_number_unreadable"
    CARD_NUMBER_TWICE = "card_number_twice"
    CARD_NUMBER_TAKEN = "card_number_taken"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to tell the sender.

    `detail` holds counts, row numbers and headings (the school's words), never a pupil's value.
    """

    code: Code
    severity: Severity
    origin: Origin | None = None
    field: Field | None = None
    column: str | None = None
    detail: Mapping[str, Detail] = dataclasses.field(default_factory=dict)
