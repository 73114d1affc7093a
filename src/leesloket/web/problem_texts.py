"""The one place where a code becomes a sentence: problems of a file, and holds on a plan.

Every sentence is plain Dutch (B1) in the catalogue; the msgids here are English.  A problem says
what we see, and what you can do; a hold adds the numbers it saw.  The engine's enums and these
tables are compared by `tests/contracts/test_every_problem_has_a_sentence.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy as _n

from leesloket.web.formatting import day_of_text

Detail = Mapping[str, int | str | tuple[int, ...]]
Words = str | Promise


@dataclass(frozen=True, slots=True)
class Text:
    """What a problem says; `counted` is used when the detail holds every value it names."""

    said: Words
    do: Words = ""
    counted: Words = ""
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """One number of a hold, with its neighbour: `Leave group 4: 9`, `Limit: 7`."""

    label: str
    value: str
    odd: bool


@dataclass(frozen=True, slots=True)
class HoldText:
    title: str
    facts: tuple[Fact, ...]
    advice: str


@dataclass(frozen=True, slots=True)
class Form:
    """One way to say it: the first whose `needs` are all in the detail."""

    said: Words
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HoldWords:
    """How a hold reads.  `facts`: key of the detail, label, whether it is the odd number."""

    title: tuple[Form, ...]
    advice: Words
    facts: tuple[tuple[str, Words, bool], ...] = ()


_ANOTHER_FILE = _("Choose another file. Nothing has changed.")

PROBLEMS: dict[str, Text] = {
    # --- the file as a whole: refused
    "empty_file": Text(_("This file is empty."), _ANOTHER_FILE),
    "not_a_pupil_list": Text(
        _("We find no pupils in this file."),
        _("Choose the list with names and groups from your pupil system."),
    ),
    "unknown_format": Text(
        _("We do not know this kind of file."),
        _("Save it as Excel (.xlsx), Calc (.ods) or csv, or export EDEXML."),
    ),
    "damaged_file": Text(
        _("This file is damaged. We cannot open it."),
        _("Make it anew in your pupil system and choose it again."),
    ),
    "password_protected": Text(
        _("This file has a password."), _("Remove it in Excel and choose the file again.")
    ),
    "macro_workbook": Text(
        _("This file contains macros. We do not open those."),
        _("Save it as an ordinary Excel file (.xlsx) and choose it again."),
    ),
    "xlsb_workbook": Text(
        _("This is a binary Excel file (.xlsb)."),
        _("Save it as an ordinary Excel file (.xlsx) and choose it again."),
    ),
    "edex2000": Text(
        _("This is the old EDEX file."), _("Choose EDEXML in your pupil system instead.")
    ),
    "oso_dossier": Text(
        _("This is a transfer dossier (OSO). The library may not have that."),
        _("We kept nothing of it. Choose a pupil list."),
    ),
    "dtd_forbidden": Text(
        _("This XML file has a part that we do not open (a DTD)."),
        _("Export EDEXML anew from your pupil system."),
    ),
    "infected": Text(
        _("The virus scanner found something in this file."),
        _("We kept nothing of it. Have the computer checked, and make the file anew."),
    ),
    "too_large": Text(
        _("This file is too large."),
        _("Keep only the sheet with pupils and choose it again."),
    ),
    "too_many_rows": Text(
        _("This file has too many rows."),
        _("Keep only the pupils of this school and choose it again."),
    ),
    "too_many_columns": Text(
        _("This file has too many columns."),
        _("Keep only number, name, birth date and group."),
    ),
    "too_many_cells": Text(
        _("This file has too many cells."),
        _("Keep only the sheet with pupils and choose it again."),
    ),
    "too_slow": Text(
        _("Reading this file takes too long, so we stopped."),
        _("Copy the list to a new, empty file and choose that."),
    ),
    "reader_died": Text(
        _("We cannot read this file. Nothing has changed."),
        _("Choose it once more. If that fails too, copy the pupils to a new, empty file."),
    ),
    "zip_unsafe": Text(
        _("This zip file is not built in an ordinary way. We do not open it."),
        _("Take the list out of the zip and choose the list itself."),
    ),
    "zip_no_list": Text(
        _("There is no pupil list in this zip file."), _("Choose the list itself.")
    ),
    "zip_several_lists": Text(
        _("There are several lists in this zip file."), _("Choose one list at a time.")
    ),
    "headings_not_found": Text(
        _("We find no column names."),
        _("Put them in the first row of the sheet and choose the file again."),
    ),
    "several_sheets": Text(
        _("Several sheets hold pupils."), _("Choose the sheet with this year's pupils.")
    ),
    # --- the file, read all the same
    "active_parts_ignored": Text(
        _("Macros, links or pictures in the file were not opened."),
        _("We only read the values. You need not do anything."),
    ),
    "hidden_sheet_skipped": Text(
        _("A hidden sheet was not read."), _("Do its pupils belong here? Then make it visible.")
    ),
    "hidden_rows": Text(
        _("Rows are hidden in the sheet. We did read them."),
        _("Do these children belong here?"),
        _n(
            "%(rows)s row is hidden in the sheet. We did read it.",
            "%(rows)s rows are hidden in the sheet. We did read them.",
            "rows",
        ),
        ("rows",),
    ),
    "formulas_read_as_values": Text(
        _("Some cells hold a formula. We read its outcome."),
        _("Check whether groups and dates are right."),
    ),
    "encoding_guessed": Text(
        _("The file does not say how it writes letters. We chose what fits best."),
        _("Check a name with an accent, such as Zoë."),
    ),
    "forbidden_column_dropped": Text(
        _("The library may not have this column. It was thrown away and kept nowhere."),
        _("Leave it out of your list next year."),
        _("Column %(column)s was thrown away and kept nowhere. The library may not have it."),
        ("column",),
    ),
    "column_not_used": Text(
        _("We do not need this column. It was thrown away."),
        "",
        _("We do not need column %(column)s. It was thrown away."),
        ("column",),
    ),
    "column_missing": Text(
        _("A column that we need is missing."),
        _("Point it out below, or add it to your list."),
    ),
    "teachers_left_out": Text(
        _("The file also lists teachers. They are no pupils, so we left them out of the list."),
        _("You need not do anything."),
    ),
    # --- one row or cell
    "row_shifted": Text(
        _("This row has more or fewer cells than the others. Its cells may have moved."),
        _("Type over what stands in the wrong place, or put it right in your file."),
    ),
    "name_missing": Text(
        _("There is no name in this row."), _("Fill it in, or leave the row out.")
    ),
    "group_missing": Text(
        _("We see no group for this child."), _("Choose a group, or leave the row out.")
    ),
    "pupil_number_missing": Text(
        _("The pupil number is missing."), _("Look it up in your pupil system and fill it in.")
    ),
    "pupil_number_unreadable": Text(
        _("We cannot read this pupil number. Excel may have changed it."),
        _("Type the number as your pupil system shows it."),
    ),
    "pupil_number_twice": Text(
        _("Several children have this number."),
        _("Look up which one is right."),
        _("This number is in row %(rows)s too."),
        ("rows",),
    ),
    "birth_date_missing": Text(
        _("The date of birth is missing."), _("Fill it in: it helps us to recognise the child.")
    ),
    "birth_date_unreadable": Text(
        _("This is not an existing date."), _("Check it, or empty the field.")
    ),
    "birth_date_unlikely": Text(
        _("This date of birth does not fit a pupil."), _("Check the year, or empty the field.")
    ),
    "year_group_unreadable": Text(
        _("We do not know this year group."), _("Fill in a number, such as 5.")
    ),
    "duplicate_row": Text(
        _("This child is in the file twice."),
        _("We read it once. You need not do anything."),
        _("This child is in the file several times: rows %(rows)s."),
        ("rows",),
    ),
    "two_groups": Text(
        _("This child is in the file with two groups."),
        _("Choose one group."),
        _("This child is in the file with two groups: rows %(rows)s."),
        ("rows",),
    ),
    "cell_too_long": Text(_("This text is too long for a field."), _("Shorten it.")),
    "cell_error_value": Text(
        _("Excel shows an error in this cell."), _("Type the value over, or empty the field.")
    ),
    "forbidden_characters": Text(
        _("This cell holds invisible characters that do not belong in a name."),
        _("Type the value over."),
    ),
    "totals_row_skipped": Text(
        _("This row is a total and not a child. We left it out."), _("You need not do anything.")
    ),
    "two_rows_one_child": Text(
        _("Two rows claim the same child."),
        _("Leave one of the rows out, or correct it."),
        _("Rows %(rows)s claim the same child."),
        ("rows",),
    ),
    "card_number_missing": Text(
        _("There is no card number."), _("This person gets a new number from us.")
    ),
    "card_number_unreadable": Text(
        _("This cannot be a card number."),
        _("Look up the number on the card, and put it in the list as text."),
    ),
    "card_number_twice": Text(
        _("Several people have this card."),
        _("Look up whose card it is."),
        _("This card is in row %(rows)s too."),
        ("rows",),
    ),
    "card_number_taken": Text(
        _("Somebody else has this card already."), _("Look up whose card it is.")
    ),
}

HOLDS: dict[str, HoldWords] = {
    "no_rows": HoldWords(
        (Form(_("There are no pupils in this file")),),
        _("Everybody would be signed off. Ask the school for the right file."),
        (("known", _("Children now"), False),),
    ),
    "other_school": HoldWords(
        (
            Form(
                _("We know %(matched)s of the %(of)s children. Is this the right school?"),
                ("matched", "of"),
            ),
            Form(_("The file says it belongs to another school"), ("brin",)),
            Form(_("Is this the file of this school?")),
        ),
        _("Perhaps it is another school's file. Ask the school for its own list."),
        (
            ("matched", _("Recognised"), True),
            ("of", _("Children now"), False),
            ("rows", _("In the file"), False),
            ("brin", _("In the file"), True),
            ("expected", _("This school"), False),
        ),
    ),
    "older_file": HoldWords(
        (
            Form(_("%(same_rows)s rows are exactly as in an earlier file"), ("same_rows",)),
            Form(_("%(not_moved_up)s children did not go up a year"), ("not_moved_up",)),
            Form(_("%(same_group)s children are still in their old group"), ("same_group",)),
            Form(
                _("%(still_here)s of the %(of)s children of the final year are still in the list"),
                ("still_here", "of"),
            ),
            Form(_("%(returning)s children who left come back"), ("returning",)),
            Form(_("The list is for a year before that of the register"), ("asked_year",)),
            Form(_("The file says it is of another school year"), ("school_year",)),
            Form(_("This file is older than the one before"), ("as_of",)),
            Form(_("This looks like an old file")),
        ),
        _("Perhaps it is last year's list. Ask the school for a new one."),
        (
            ("same_rows", _("The same rows"), True),
            ("not_moved_up", _("Not gone up"), True),
            ("same_group", _("Same group"), True),
            ("still_here", _("Still in the list"), True),
            ("returning", _("Come back"), True),
            ("of", _("Out of"), False),
            ("leavers", _("Leave"), False),
            ("school_year", _("In the file"), True),
            ("expected", _("Expected"), False),
            ("asked_year", _("This list"), True),
            ("register_year", _("The register"), False),
            ("as_of", _("Made on"), True),
            ("previous", _("The one before"), False),
        ),
    ),
    "part_missing": HoldWords(
        (
            Form(
                _("The children of group %(group)s (soon group %(soon)s) are not in the file"),
                ("group", "soon"),
            ),
            Form(_("The children of group %(group)s are not in the file"), ("group",)),
            Form(_("The children of these groups are not in the file: %(groups)s"), ("groups",)),
            Form(_("All children of year %(year_group)s are missing"), ("year_group",)),
            Form(_("All children of these years are missing: %(year_groups)s"), ("year_groups",)),
            Form(_("The list seems to stop before the end of the alphabet"), ("behind_last_row",)),
            Form(_("A whole group is missing from the file")),
        ),
        _(
            "Perhaps a sheet or a group is missing from the file. Ask the school for the whole "
            "list. Has this group gone to another location? Then this is right."
        ),
        (
            ("leavers", _("Would leave"), True),
            ("behind_last_row", _("Would stand behind the last row"), True),
            ("of", _("Children now"), False),
        ),
    ),
    "column_sorted_alone": HoldWords(
        (Form(_("One column was sorted on its own")),),
        _("Names, numbers and dates no longer belong together. Ask the school for a new list."),
        (("rows", _("Rows that do not fit"), True), ("of", _("Out of"), False)),
    ),
    "columns_shifted": HoldWords(
        (
            Form(_("First names and surnames have changed places"), ("names_swapped",)),
            Form(_("The columns have shifted")),
        ),
        _("Values stand under the wrong heading. Ask the school for a new list."),
        (
            ("rows", _("Rows that do not fit"), True),
            ("names_swapped", _("Names changed places"), True),
            ("of", _("Out of"), False),
        ),
    ),
    "too_many_leavers": HoldWords(
        (
            Form(
                _("%(leavers)s of the %(of)s children of group %(group)s would leave"),
                ("group", "leavers", "of"),
            ),
            Form(
                _(
                    "%(outside_final_year)s of the %(of)s children would leave before their final "
                    "year, from %(groups_losing)s groups"
                ),
                ("outside_final_year", "of", "groups_losing"),
            ),
            Form(
                _("%(outside_final_year)s children would leave before their final year"),
                ("outside_final_year",),
            ),
            Form(_("%(leavers)s of the %(of)s children would leave"), ("leavers", "of")),
            Form(_("Unusually many children would leave")),
        ),
        _(
            "Perhaps a sheet or half a group is missing from the file. Ask the school. Has a part "
            "of the school gone to a second location? Then this is right."
        ),
        (
            ("leavers", _("Would leave"), True),
            ("outside_final_year", _("Leave early"), True),
            ("groups_losing", _("Groups that lose many"), True),
            ("limit", _("Limit"), False),
            ("of", _("Out of"), False),
            ("usual", _("Leavers last year"), False),
        ),
    ),
    "entered_by_hand": HoldWords(
        (Form(_("A child that was added by hand is not in the list")),),
        _(
            "The list may be older than the child is at this school. Ask the school for a new "
            "list, or whether the child has left again."
        ),
        (("leavers", _("Added by hand, and would leave"), True),),
    ),
    "too_many_newcomers": HoldWords(
        (
            Form(
                _("%(outside_entry_year)s children are new and not in the first year"),
                ("outside_entry_year",),
            ),
            Form(_("%(newcomers)s of the %(of)s children are new"), ("newcomers", "of")),
            Form(_("Unusually many children are new")),
        ),
        _("Perhaps the numbers or names are written in another way this year."),
        (
            ("newcomers", _("New children"), True),
            ("outside_entry_year", _("New, not in the first year"), True),
            ("limit", _("Limit"), False),
            ("of", _("Out of"), False),
            ("usual", _("New last year"), False),
        ),
    ),
    "zeros_lost": HoldWords(
        (Form(_("The pupil numbers have lost their leading zeros")),),
        _("Excel drops them. We recognise the children all the same; look at a few."),
        (("rows", _("Without zeros"), True), ("of", _("Out of"), False)),
    ),
    "numbers_all_new": HoldWords(
        (
            Form(_("%(changed)s of the %(of)s children have a new number"), ("changed", "of")),
            Form(_("Nearly all pupil numbers are new")),
        ),
        _(
            "Did the school change its pupil system? Then this is right: we recognise the "
            "children by name and birth date and note the new numbers."
        ),
        (("changed", _("New numbers"), True), ("of", _("Out of"), False)),
    ),
    "merger": HoldWords(
        (Form(_("Two schools seem to have become one")),),
        _(
            "Ask the school whether it has merged before you go on. If so, this is right: its "
            "own children stay and the others are enrolled."
        ),
        (
            ("newcomers", _("New children"), True),
            ("of", _("In the file"), False),
            ("stay", _("Known children"), False),
            ("known", _("Children now"), False),
        ),
    ),
    "teachers_in_list": HoldWords(
        (Form(_("There seem to be adults among the pupils")),),
        _("Ask the school for a list without teachers, or leave those rows out."),
        (("adults", _("Adults"), True), ("staff_rows", _("Rows of staff"), True)),
    ),
}


def _filled(forms: tuple[Form, ...], detail: Detail) -> str:
    form = next(form for form in forms if all(key in detail for key in form.needs))
    if not form.needs:
        return str(form.said)
    return str(form.said % {key: _value(value) for key, value in detail.items()})


def _value(value: object) -> int | str:
    # Rows come as numbers: a person reads "88, 89".
    if isinstance(value, tuple | list):
        return ", ".join(str(one) for one in value)
    return value if isinstance(value, int) else day_of_text(str(value))


def sentence(code: str, detail: Detail | None = None) -> str:
    """Return what we see, in the reader's language.  Raises KeyError for an unknown code."""
    text = PROBLEMS[code]
    counted = (Form(text.counted, text.needs),) if text.needs else ()
    return _filled((*counted, Form(text.said)), detail or {})


def what_to_do(code: str) -> str:
    """Return what the reader can do about it; empty when there is nothing to do."""
    return str(PROBLEMS[code].do)


def hold_text(code: str, detail: Detail | None = None) -> HoldText:
    """Return a hold in words: a title, the numbers it saw, what to do."""
    words, seen = HOLDS[code], detail or {}
    facts = tuple(
        Fact(str(label), str(_value(seen[key])), odd)
        for key, label, odd in words.facts
        if key in seen
    )
    return HoldText(_filled(words.title, seen), facts, str(words.advice))
