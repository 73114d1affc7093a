"""Every hold on a plan: what it saw, in numbers, and what the reader can do."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from leesloket.web.words import Words


@dataclass(frozen=True, slots=True)
class Advice:
    """What may be the matter and what to do.  `ask`: what only others than the school can do."""

    why: Words
    ask: Words = ""
    right: Words = ""
    """When it is right after all."""

    def to(self, *, school: bool) -> str:
        """Return what this reader is told: a school is not told to ask the school."""
        parts = (self.why, "" if school else self.ask, self.right)
        return " ".join(str(part) for part in parts if part)


@dataclass(frozen=True, slots=True)
class Form:
    """One way to say it: the first whose `needs` are all in the detail."""

    said: Words
    needs: tuple[str, ...] = ()
    advice: Advice | None = None
    """What to do, where it is something else than for the hold's other forms."""


@dataclass(frozen=True, slots=True)
class HoldWords:
    """How a hold reads.  `facts`: key of the detail, label, whether it is the odd number."""

    title: tuple[Form, ...]
    advice: Advice
    facts: tuple[tuple[str, Words, bool], ...] = ()


_A_FILTER = Advice(
    _("Perhaps a filter hid a part of the rows."), _("Ask the school for the whole list.")
)

HOLDS: dict[str, HoldWords] = {
    "no_rows": HoldWords(
        (Form(_("There are no pupils in this file")),),
        Advice(_("Everybody would be signed off."), _("Ask the school for the right file.")),
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
        Advice(_("Perhaps it is another school's file."), _("Ask the school for its own list.")),
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
            Form(
                _("%(moved_up_too_far)s children would go up a year more than they should"),
                ("moved_up_too_far",),
            ),
            Form(_("%(same_group)s children are still in their old group"), ("same_group",)),
            Form(
                _("%(a_year_too_old)s of the %(of)s children are a year too old for their group"),
                ("a_year_too_old", "of"),
            ),
            Form(
                _(
                    "%(a_year_too_young)s of the %(of)s children are a year too young for their"
                    " group"
                ),
                ("a_year_too_young", "of"),
            ),
            Form(
                _("%(still_here)s of the %(of)s children of the final year are still in the list"),
                ("still_here", "of"),
            ),
            Form(
                _("Nobody is new and nobody left: these are the %(all_still_here)s of last year"),
                ("all_still_here",),
            ),
            Form(_("%(returning)s children who left come back"), ("returning",)),
            Form(_("The list is for a year before that of the register"), ("asked_year",)),
            Form(_("The file says it is of another school year"), ("school_year",)),
            Form(_("This file is older than the one before"), ("as_of",)),
            Form(_("This looks like an old file")),
        ),
        Advice(_("Perhaps it is the list of another year."), _("Ask the school for a new one.")),
        (
            ("same_rows", _("The same rows"), True),
            ("not_moved_up", _("Not gone up"), True),
            ("moved_up_too_far", _("Gone up too far"), True),
            ("same_group", _("Same group"), True),
            ("a_year_too_old", _("A year too old"), True),
            ("a_year_too_young", _("A year too young"), True),
            ("still_here", _("Still in the list"), True),
            ("all_still_here", _("Still in the list"), True),
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
            Form(
                _("%(without_group)s of the %(rows)s children have no group in the file"),
                ("without_group", "rows"),
                Advice(
                    _("They would stay in last year's group."),
                    _("Ask the school for a list with groups."),
                ),
            ),
            Form(
                _("Nobody is in year %(nobody_in)s; before the summer %(before)s were"),
                ("nobody_in", "before"),
                Advice(
                    _("Perhaps the new children are not in the list yet."),
                    _("Ask the school for the whole list."),
                    _("Does nobody begin here this year? Then this is right."),
                ),
            ),
            Form(
                _("The list seems to stop before its end"),
                ("behind_last_row",),
                Advice(
                    _("Perhaps the last rows were lost."), _("Ask the school for the whole list.")
                ),
            ),
            Form(
                _("%(between_rows)s children who would leave stand together in the list"),
                ("between_rows",),
                Advice(
                    _("Perhaps rows were lost in the middle of the list."),
                    _("Ask the school for the whole list."),
                ),
            ),
            Form(
                _("No surname in the file begins with %(letter)s"),
                ("letter",),
                _A_FILTER,
            ),
            Form(_("No surname in the file begins with %(letters)s"), ("letters",), _A_FILTER),
            Form(_("A whole group is missing from the file")),
        ),
        Advice(
            _("Perhaps a sheet or a group is missing from the file."),
            _("Ask the school for the whole list."),
            _("Has this group gone to another location? Then this is right."),
        ),
        (
            ("leavers", _("Would leave"), True),
            ("without_group", _("Without a group"), True),
            ("rows", _("In the file"), False),
            ("behind_last_row", _("Would stand behind the last row"), True),
            ("between_rows", _("Would stand between two rows"), True),
            ("of", _("Children now"), False),
        ),
    ),
    "column_sorted_alone": HoldWords(
        (
            Form(_("Column %(field)s or %(other)s was sorted on its own"), ("field", "other")),
            Form(_("Column %(field)s no longer belongs to the others"), ("field",)),
            Form(_("One column was sorted on its own")),
        ),
        Advice(
            _("Names, numbers and dates no longer belong together."),
            _("Ask the school for a new list."),
        ),
        (("rows", _("Rows that do not fit"), True), ("of", _("Out of"), False)),
    ),
    "columns_shifted": HoldWords(
        (
            Form(_("First names and surnames have changed places"), ("names_swapped",)),
            Form(
                _("%(in_one_heap)s of the %(of)s children would be in a group of nearly all ages"),
                ("in_one_heap", "of"),
            ),
            Form(
                _("%(crowded)s of the %(of)s children would be in a group larger than a class"),
                ("crowded", "of"),
                Advice(
                    _("Perhaps the unit or the year stands where the group should."),
                    _("Ask the school for a list with its groups."),
                    _("Does the school have such groups now? Then this is right."),
                ),
            ),
            Form(
                _("Two whole groups together would be group %(group)s, of %(together)s children"),
                ("group", "together"),
                Advice(
                    _("Perhaps one of them got the name of the other."),
                    _("Ask the school for a new list."),
                    _("Do they go on together? Then this is right."),
                ),
            ),
            Form(_("The columns have shifted")),
        ),
        Advice(_("Values stand under the wrong heading."), _("Ask the school for a new list.")),
        (
            ("rows", _("Rows that do not fit"), True),
            ("names_swapped", _("Names changed places"), True),
            ("in_one_heap", _("In a group of nearly all ages"), True),
            ("crowded", _("In a group larger than a class"), True),
            ("of", _("Out of"), False),
        ),
    ),
    "birth_dates_moved": HoldWords(
        (
            Form(
                _("%(rows)s of the %(of)s birth dates differ by the same number of days"),
                ("rows", "of"),
            ),
            Form(
                _("Of %(swapped)s of the %(of)s birth dates day and month changed places"),
                ("swapped", "of"),
            ),
            Form(_("All birth dates have moved")),
        ),
        Advice(
            _(
                "Perhaps the program that made the list moved the dates. We recognise the children "
                "all the same, but would write down wrong dates."
            ),
            _("Ask the school for a new list."),
            _("Are the dates in the list the right ones? Then this is right."),
        ),
        (
            ("days", _("Days of difference"), True),
            ("rows", _("Birth dates that moved"), True),
            ("swapped", _("Day and month changed places"), True),
            ("of", _("Out of"), False),
        ),
    ),
    "names_changed": HoldWords(
        (
            Form(
                _("Column %(field)s gives %(rows)s of the %(of)s children another name"),
                ("field", "rows", "of"),
            ),
            Form(_("Nearly everybody has another name")),
        ),
        Advice(
            _(
                "Perhaps this column has official names, or the name of the other parent. We "
                "recognise the children all the same, but would write these names down."
            ),
            _("Ask the school for the names that the children go by."),
            _("Are these the right ones? Then this is right."),
        ),
        (("rows", _("Children with another name"), True), ("of", _("Out of"), False)),
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
        Advice(
            _("Perhaps a sheet or half a group is missing from the file."),
            _("Ask the school."),
            _("Has a part of the school gone to a second location? Then this is right."),
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
        Advice(
            _("The list may be older than the child is at this school."),
            _("Ask the school for a new list."),
            _("Has the child left again? Then this is right."),
        ),
        (("leavers", _("Added by hand, and would leave"), True),),
    ),
    "too_many_newcomers": HoldWords(
        (
            Form(
                _("%(outside_entry_year)s children are new and not in the first year"),
                ("outside_entry_year",),
            ),
            Form(
                _("%(newcomers)s of the %(of)s children of group %(group)s are new"),
                ("group", "newcomers", "of"),
                Advice(
                    _("Perhaps a class of another school is in the list."),
                    _("Ask the school."),
                    _("Did these children come from elsewhere together? Then this is right."),
                ),
            ),
            Form(_("%(newcomers)s of the %(of)s children are new"), ("newcomers", "of")),
            Form(_("Unusually many children are new")),
        ),
        Advice(_("Perhaps the numbers or names are written in another way this year.")),
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
        Advice(_("Excel drops them. We recognise the children all the same; look at a few.")),
        (("rows", _("Without zeros"), True), ("of", _("Out of"), False)),
    ),
    "numbers_all_new": HoldWords(
        (
            Form(_("%(changed)s of the %(of)s children have a new number"), ("changed", "of")),
            Form(_("Nearly all pupil numbers are new")),
        ),
        Advice(
            _(
                "Did the school change its pupil system? Then this is right: we recognise the "
                "children by name and birth date and note the new numbers."
            )
        ),
        (("changed", _("New numbers"), True), ("of", _("Out of"), False)),
    ),
    "merger": HoldWords(
        (Form(_("Two schools seem to have become one")),),
        Advice(
            "",
            _("Ask the school before you go on."),
            _(
                "Have two schools merged? Then this is right: the own children stay and the "
                "others are enrolled."
            ),
        ),
        (
            ("newcomers", _("New children"), True),
            ("of", _("In the file"), False),
            ("stay", _("Known children"), False),
            ("known", _("Children now"), False),
            ("shared_numbers", _("Rows with a number of two children"), False),
        ),
    ),
    "teachers_in_list": HoldWords(
        (Form(_("There seem to be adults among the pupils")),),
        Advice(_("Leave those rows out."), _("Or ask the school for a list without teachers.")),
        (("adults", _("Adults"), True), ("staff_rows", _("Rows of staff"), True)),
    ),
}
