"""Cells to values: text, names, numbers, dates, groups.  Cleaning never corrects a name."""

from leesloket.roster.cleaning.dates import (
    DateOrder,
    decide_date_order,
    looks_like_date,
    looks_like_day,
    looks_like_serial,
    parse_date,
)
from leesloket.roster.cleaning.groups import (
    PRIMARY,
    SECONDARY,
    clean_group,
    clean_year_group,
    fold_group,
    is_secondary,
    year_groups_of,
)
from leesloket.roster.cleaning.names import (
    WholeName,
    fold,
    fold_first_name,
    fold_surname,
    has_trailing_prefix,
    is_initials,
    is_particle,
    split_surname,
    split_whole_name,
    stands_surname_first,
    surname_words,
)
from leesloket.roster.cleaning.numbers import (
    clean_number,
    fold_number,
    is_unreadable_number,
    passes_eleven_test,
)
from leesloket.roster.cleaning.text import (
    MAX_CELL_LENGTH,
    clean_text,
    has_forbidden_characters,
    is_error_value,
    is_not_known,
)
from leesloket.roster.cleaning.years import start_of

__all__ = [
    "MAX_CELL_LENGTH",
    "PRIMARY",
    "SECONDARY",
    "DateOrder",
    "WholeName",
    "clean_group",
    "clean_number",
    "clean_text",
    "clean_year_group",
    "decide_date_order",
    "fold",
    "fold_first_name",
    "fold_group",
    "fold_number",
    "fold_surname",
    "has_forbidden_characters",
    "has_trailing_prefix",
    "is_error_value",
    "is_initials",
    "is_not_known",
    "is_particle",
    "is_secondary",
    "is_unreadable_number",
    "looks_like_date",
    "looks_like_day",
    "looks_like_serial",
    "parse_date",
    "passes_eleven_test",
    "split_surname",
    "split_whole_name",
    "stands_surname_first",
    "start_of",
    "surname_words",
    "year_groups_of",
]
