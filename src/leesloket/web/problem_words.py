"""Every problem of a file or a row: what we see, and what the reader can do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy as _n

from leesloket.web.refusal_words import REFUSALS, Text

PROBLEMS: dict[str, Text] = {
    **REFUSALS,
    # --- the file, read all the same
    "active_parts_ignored": Text(
        _("Macros, links or pictures in the file were not opened."),
        _("We only read the values. You need not do anything."),
    ),
    "hidden_sheet_skipped": Text(
        _("A hidden sheet was not read."),
        _("Do its pupils belong here? Then make it visible."),
        _n(
            "%(count)s hidden sheet was not read.",
            "%(count)s hidden sheets were not read.",
            "count",
        ),
        ("count",),
    ),
    "sheet_repeats": Text(
        _("One sheet repeats children of the other sheets. They count once."),
        _("Is only that sheet the list? Then choose the file again, and that sheet."),
        _n(
            "Sheet %(sheet)s: %(count)s child of it is on another sheet too. It counts once.",
            "Sheet %(sheet)s: %(count)s children of it are on another sheet too. They count once.",
            "count",
        ),
        ("sheet", "count"),
    ),
    "group_is_the_sheet": Text(
        _("The sheets have no column with the group. We took the name of the sheet."),
        _("Are these no groups? Then put the group in a column of its own."),
        _("%(sheets)s: these sheets have no column with the group. We took the name of the sheet."),
        ("sheets",),
    ),
    "group_is_the_year": Text(
        _("No child in this file has a group. We took the year group."),
        _("Do you have groups such as 5a and 5b? Then make the file anew, with the groups."),
    ),
    "struck_through": Text(
        _("Rows are struck through in the sheet. We did read them."),
        _("Have these children left? Then take them out of the list."),
        _n(
            "%(count)s row is struck through in the sheet. We did read it.",
            "%(count)s rows are struck through in the sheet. We did read them.",
            "count",
        ),
        ("count",),
    ),
    "rows_above_headings": Text(
        _("There are rows above the headings that look like children. We did read them."),
        _("Do they belong here? If not, take them out of the list."),
        _n(
            "%(count)s row above the headings looks like a child. We did read it.",
            "%(count)s rows above the headings look like children. We did read them.",
            "count",
        ),
        ("count",),
    ),
    "hidden_rows": Text(
        _("Rows are hidden in the sheet. We did read them."),
        _("Do these children belong here?"),
        _n(
            "%(count)s row is hidden in the sheet. We did read it.",
            "%(count)s rows are hidden in the sheet. We did read them.",
            "count",
        ),
        ("count",),
    ),
    "formulas_read_as_values": Text(
        _("Some cells hold a formula. We read its outcome."),
        _("Check whether groups and dates are right."),
        _n(
            "%(count)s cell holds a formula. We read its outcome.",
            "%(count)s cells hold a formula. We read its outcome.",
            "count",
        ),
        ("count",),
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
    "bsn_dropped": Text(
        _("Among these cells stood a BSN. The library may not have it: it was kept nowhere."),
        _("Leave it out of your list next year."),
        _("A BSN stood in column %(column)s. The library may not have it: it was kept nowhere."),
        ("column",),
    ),
    "column_not_used": Text(
        _("We do not need this column. It was thrown away."),
        "",
        _("We do not need column %(column)s. It was thrown away."),
        ("column",),
    ),
    "column_missing": Text(
        _("This column is not in the list, it is empty, or something else stands in it."),
        _("With it we recognise children more surely. Add it if you can, or point it out below."),
    ),
    "pupil_numbers_shared": Text(
        _("Many numbers are of two children. Perhaps two schools have become one."),
        _("We note such a number only for the child that we already know by it."),
        _("%(numbers)s numbers are of two children or more. Perhaps two schools have become one."),
        ("numbers",),
    ),
    "group_taken_from_above": Text(
        _("The group is written at the first child only. We took it for the children below."),
        _("Check the numbers per group."),
        _n(
            "For %(count)s child the group is written only at a child above it. We took it from "
            "there.",
            "For %(count)s children the group is written only at a child above them. We took it "
            "from there.",
            "count",
        ),
        ("count",),
    ),
    "dates_from_1904": Text(
        _(
            "By these dates of birth everybody is four years too old for their group. They may be"
            " counted from 1904, as on an old Mac, or the list is of four years ago. We do not use"
            " them."
        ),
        _("Write the dates of birth as 31-12-2018 in your file, and send it again."),
    ),
    "dates_are_years": Text(
        _(
            "Nearly everybody was born on the first day of a month, by this list. These dates tell"
            " a year and no birthday. We do not use them."
        ),
        _("Does your system have the real dates of birth? Then send a list with those."),
    ),
    "starts_later": Text(
        _("There are children in the list who start later. They are enrolled with the others."),
        _("Should they wait? Then leave them out and send them when they start."),
        _("%(count)s children in the list start later. They are enrolled with the others."),
        ("count",),
    ),
    "status_unknown": Text(
        _("Some children have a status that we do not know. We count them as pupils."),
        _("Who has left already does not belong in the list."),
        _n(
            "%(count)s child has a status that we do not know. We count it as a pupil.",
            "%(count)s children have a status that we do not know. We count them as pupils.",
            "count",
        ),
        ("count",),
    ),
    "leaves_later": Text(
        _("A title or a note says of children that they leave. We count them as pupils."),
        _("Who has left already does not belong in the list."),
        _n(
            "A title or a note says that %(count)s child leaves. We count it as a pupil.",
            "A title or a note says that %(count)s children leave. We count them as pupils.",
            "count",
        ),
        ("count",),
    ),
    "most_left": Text(
        _("By a column with the day of leaving most children are gone already."),
        _(
            "Is this the list of an earlier school year? Then make a new one. Does the column say"
            " something else? Then take it out of your file, and send that again."
        ),
        _("By the day of leaving %(count)s of the %(of)s children are gone already."),
        ("count", "of"),
    ),
    "group_of_leavers": Text(
        _("There is a group of children who left. We do not take them along."),
        _("Are they still at your school? Then give the group another name."),
        _("%(groups)s: we read these %(count)s children as having left."),
        ("groups", "count"),
    ),
    "class_of_leavers": Text(
        _("One group is called after children who leave. We read it as a class of your school."),
        _("Did these children leave? Then take them out of the list."),
        _n(
            "%(groups)s: we read this %(count)s child as a class of your school.",
            "%(groups)s: we read these %(count)s children as a class of your school.",
            "count",
        ),
        ("groups", "count"),
    ),
    "teachers_left_out": Text(
        _("The file also lists teachers. They are no pupils, so we left them out of the list."),
        _("You need not do anything."),
    ),
    # --- one row or cell
    "row_shifted": Text(
        _("The cells of this row do not fit the columns. They may have moved."),
        _("Type over what stands in the wrong place, or put it right in your file."),
    ),
    "name_missing": Text(
        _("There is no name in this row."), _("Fill it in, or leave the row out.")
    ),
    "group_missing": Text(
        _("We see no group for this child."), _("Choose a group, or leave the row out.")
    ),
    "group_is_a_date": Text(
        _(
            "There is a date or a number where the group should stand. A spreadsheet makes a date"
            " of 5/6, and 10 of 1E1."
        ),
        _("Choose the group, or leave the row out."),
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
    "two_children_in_row": Text(
        _("There are two names in this row. Every child needs a row of its own."),
        _(
            "Type the name of one of them here. Put the other in a row of its own and choose the"
            " file again."
        ),
    ),
    "letters_lost": Text(
        _("Letters of this name became question marks or other signs."),
        _(
            "Type the name over. Are there many? Then make the list once more, as an Excel"
            " workbook (.xlsx)."
        ),
    ),
    "totals_row_skipped": Text(
        _("This row is a title or a total, and no child. We left it out."),
        _("You need not do anything."),
    ),
    "example_row_skipped": Text(
        _("This row is an example and not a child. We left it out."),
        _("Is it a child after all? Take the word “voorbeeld” out of the row."),
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
