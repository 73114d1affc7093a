"""Cells to values: text, names, numbers, dates, groups.  Cleaning never corrects a name.

A name is taken apart in `names` and made a key to compare on in `folding`; what schools write
around it goes in `notes`.  How a column writes its dates is decided before any of them is read.
"""

from leesloket.roster.cleaning.date_forms import (
    MONTHS,
    looks_like_date,
    looks_like_day,
    looks_like_serial,
)
from leesloket.roster.cleaning.date_orders import (
    DateOrder,
    decide_date_order,
    order_of_six_digits,
)
from leesloket.roster.cleaning.dates import parse_date
from leesloket.roster.cleaning.folding import (
    fold,
    fold_first_name,
    fold_surname,
    learn_letters,
    surname_words,
)
from leesloket.roster.cleaning.groups import (
    PRIMARY,
    SECONDARY,
    clean_group,
    clean_year_group,
    fold_group,
    is_no_group,
    is_secondary,
    stage_of,
    year_groups_of,
)
from leesloket.roster.cleaning.look_alikes import as_code
from leesloket.roster.cleaning.names import (
    WholeName,
    call_name,
    has_trailing_prefix,
    is_initials,
    is_letter_or_initials,
    is_middle_name,
    is_whole_name,
    split_surname,
    split_surname_first,
    split_whole_name,
    stands_surname_first,
    without_brackets,
)
from leesloket.roster.cleaning.notes import without_note
from leesloket.roster.cleaning.numbers import (
    clean_number,
    clean_numbers,
    fold_number,
    is_unreadable_number,
    looks_like_power,
    passes_eleven_test,
    without_brin,
)
from leesloket.roster.cleaning.particles import is_particle
from leesloket.roster.cleaning.text import (
    DITTO,
    MAX_CELL_LENGTH,
    clean_text,
    has_forbidden_characters,
    has_lost_letters,
    is_error_value,
    is_no_prefix,
    is_not_known,
    may_have_lost_letters,
    without_forbidden_characters,
)
from leesloket.roster.cleaning.two_children import (
    BETWEEN_NAMES,
    IsFirstName,
    has_two_first_names,
    has_two_whole_names,
    names_two_children,
    whole_name_of_two,
)
from leesloket.roster.cleaning.years import (
    end_of_school_year,
    school_year_in,
    start_of,
    without_school_year,
)

__all__ = [
    "BETWEEN_NAMES",
    "DITTO",
    "MAX_CELL_LENGTH",
    "MONTHS",
    "PRIMARY",
    "SECONDARY",
    "DateOrder",
    "IsFirstName",
    "WholeName",
    "as_code",
    "call_name",
    "clean_group",
    "clean_number",
    "clean_numbers",
    "clean_text",
    "clean_year_group",
    "decide_date_order",
    "end_of_school_year",
    "fold",
    "fold_first_name",
    "fold_group",
    "fold_number",
    "fold_surname",
    "has_forbidden_characters",
    "has_lost_letters",
    "has_trailing_prefix",
    "has_two_first_names",
    "has_two_whole_names",
    "is_error_value",
    "is_initials",
    "is_letter_or_initials",
    "is_middle_name",
    "is_no_group",
    "is_no_prefix",
    "is_not_known",
    "is_particle",
    "is_secondary",
    "is_unreadable_number",
    "is_whole_name",
    "learn_letters",
    "looks_like_date",
    "looks_like_day",
    "looks_like_power",
    "looks_like_serial",
    "may_have_lost_letters",
    "names_two_children",
    "order_of_six_digits",
    "parse_date",
    "passes_eleven_test",
    "school_year_in",
    "split_surname",
    "split_surname_first",
    "split_whole_name",
    "stage_of",
    "stands_surname_first",
    "start_of",
    "surname_words",
    "whole_name_of_two",
    "without_brackets",
    "without_brin",
    "without_forbidden_characters",
    "without_note",
    "without_school_year",
    "year_groups_of",
]
