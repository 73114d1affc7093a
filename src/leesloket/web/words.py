"""Short words for codes that are no problem: kinds of change, fields, states, reasons, events."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as _p

from leesloket.accounts.rules import OPENS_NOTHING_YET

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Sign:
    """A kind of change as every screen shows it: colour, icon and word, never colour alone."""

    look: str
    icon: str
    word: Words


KINDS: dict[str, Sign] = {
    "all": Sign("stay", "", _("Everything")),
    "elsewhere": Sign("change", "school", _("Known elsewhere")),
    "conflict": Sign("ask", "pencil", _("Desk differs")),
    "ask": Sign("ask", "circle-question-mark", _("Question")),
    "error": Sign("error", "octagon-alert", _("Not readable")),
    "leave": Sign("leave", "log-out", _("Leaves")),
    "new": Sign("new", "user-plus", _p("child", "New")),
    "change": Sign("change", "pencil", _("Changed")),
    "move": Sign("move", "arrow-right", _("Other group")),
    "stay": Sign("stay", "equal", _("Stays")),
    "skip": Sign("stay", "eye-off", _("Left out")),
}

STATUSES: dict[str, Words] = {
    "waiting": _("Waits for the virus scan"),
    "read": _("Not sent yet"),
    "refused": _("Not readable"),
    "sent": _("With the library"),
    "applied": _("Done"),
    "undone": _("Turned back"),
    "withdrawn": _("Removed by the school"),
    "replaced": _("Replaced by a newer file"),
    "moved": _("Put at another branch by the library"),
    "expired": _("Expired: not processed in time"),
    "undo_asked": _("Asked to turn the import back"),
    "returned": _("Sent back to the school"),
}

STATUSES_OF_TAKEOVERS: dict[str, Words] = {
    "sent": _("Not processed yet"),
    "withdrawn": _("Removed, without anything of it in the register"),
}
"""Where a library's own list is something else than a school's."""

FIELDS: dict[str, Words] = {
    "pupil_number": _("Pupil number"),
    "card_number": _("Card number"),
    "eck_id": _("ECK iD"),
    "first_name": _("First name"),
    "given_names": _("Given names"),
    "initials": _("Initials"),
    "prefix": _("Prefix"),
    "surname": _("Surname"),
    "full_name": _("Whole name"),
    "surname_first": _("Whole name, surname in front"),
    "birth_date": _("Date of birth"),
    "group": _("Group"),
    "group_name": _("Name of the group"),
    "year_group": _("Year group"),
    "location": _("Location"),
    "left_on": _("Left on"),
    "status": _("Status"),
    "category": _("Category"),
    "member_from": _("Member since"),
    "blocked": _("Card blocked"),
}

HOW: dict[str, Words] = {
    "remembered": _("as last time"),
    "heading": _("recognised by its name"),
    "values": _("recognised by its values"),
    "doubt": _("we are not sure"),
    "format": _("the file says so itself"),
    "confirmed": _("chosen by you"),
    "": "",
    "unused": _("not used"),
}

DROPPED: dict[str, Words] = {
    "forbidden": _("The library may not have this."),
    "not_needed": _("We do not need this."),
    "empty": _("This column is empty."),
    "does_not_fit": _("Something else stands in it than its name says."),
    "same_for_all": _("Nearly everybody has the same number: it is not the pupil's."),
}

EVENTS: dict[str, Words] = {
    "received": _("File received"),
    "refused": _("File refused"),
    "repaired": _("Row corrected"),
    "answered": _("Question answered"),
    "columns_chosen": _("Columns chosen"),
    "sent": _("Sent to the library"),
    "withdrawn": _("File removed"),
    "replaced": _("Replaced by a newer file"),
    "moved": _("Put at another branch by the library"),
    "split": _("Rows of another location split off"),
    "placed": _("Put here by the library, from another branch"),
    "expired": _("File destroyed: its time had passed"),
    "hold_lifted": _("Check approved all the same"),
    "agreed": _("Plan approved by one person"),
    "applied": _("Register updated"),
    "undone": _("Whole import turned back"),
    "undone_one": _("One child turned back"),
    "undo_asked": _("Asked to turn the import back"),
    "returned": _("Sent back to the school"),
    "file_asked": _("The library asks to take out the file itself"),
    "file_agreed": _("A second person agreed to that"),
    "file_denied": _("That did not go on"),
    "file_fetched": _("The library took out the file itself"),
}

FILE_WHY: dict[str, Words] = {
    "misread": _("We read the file otherwise than the school means it"),
    "school_asks": _("The school asks what was in it"),
    "incident": _("Something went wrong, or data may have leaked"),
    "other": _("Something else"),
}
"""Why somebody wants the file itself."""

FILE_STANDS: dict[str, Words] = {
    "asked": _("waits for a second person"),
    "agreed": _("is being made ready"),
    "ready": _("ready to be taken out"),
    "fetched": _("taken out"),
    "denied": _("did not go on"),
    "lapsed": _("nobody was in time"),
    "gone": _("the file was gone"),
}

REASONS: dict[str, Words] = {
    "same_eck_id": _("same ECK iD"),
    "same_number": _("same number"),
    "other_number": _("another number"),
    "same_card": _("same card"),
    "other_card": _("another card"),
    "card_taken": _("the card is somebody else's"),
    "same_name": _("same name"),
    "same_first_name": _("same first name"),
    "alike_first_name": _("nickname of the same name"),
    "other_first_name": _("another first name"),
    "same_surname": _("same surname"),
    "part_of_surname": _("part of the same surname"),
    "other_surname": _("another surname"),
    "near_name": _("nearly the same name"),
    "same_birth_date": _("same date of birth"),
    "swapped_birth_date": _("day and month changed places"),
    "near_birth_date": _("nearly the same date of birth"),
    "other_birth_date": _("another date of birth"),
    "crossed_name": _("first name and surname changed places"),
    "expected_group": _("in the group we expect"),
    "without_birth_date": _("no date of birth to check with"),
    "name_only": _("only the name tells: less sure"),
    "two_rows_one_child": _("two rows claim this child"),
    "group_missing": _("no group in the file"),
    "another_child": _("you said: another child"),
    "decided": _("you said: the same child"),
    "left_out": _("left out by a person"),
    "not_to_be_included": _("on the list “do not include”"),
    "other_location": _("belongs to another location"),
    "duplicate_row": _("this child is in the file twice"),
    "twice_in_file": _("this child is in the file twice"),
    "named_with_another": _("another child seems to be named in the same row"),
    "pre_registered": _("registered, but not at school yet"),
    "left": _("left according to the file"),
    "final_year": _("finishes school"),
    "not_in_file": _("not in the file"),
}

YEAR_GROUPS: dict[str, Words] = {
    "7": _("group 7"),
    "8": _("group 8"),
    "13": _("year 3"),
    "14": _("year 4 (vmbo)"),
    "15": _("year 5 (havo)"),
    "16": _("year 6 (vwo)"),
}
"""Year groups that can be final ones; the codes are those of EDEXML."""

BRANCH_KINDS: dict[str, Words] = {
    "primary": _("primary school, or special education"),
    "secondary": _("secondary school"),
    "public": _("public library"),
}
"""What a branch can be."""

KIND_HELD: dict[str, Words] = {
    "members": _("Somebody is or was enrolled here, as at the kind of branch that this is."),
    "lists": _("A list is under way here. Process or remove it first."),
    "rights": _(
        "Somebody sends lists for this branch or teaches here, or gets that right with a school"
        " account. End that first."
    ),
}
"""Why a school does not become a public library, or the other way round."""

SETTINGS: dict[str, Words] = {
    "name": _("name"),
    "place": _("place"),
    "kind": _("kind of branch"),
    "brin6": _("BRIN"),
    "contact_name": _("contact person"),
    "contact_email": _("mail of the contact person"),
    "contact_phone": _("telephone of the contact person"),
    "helpdesk": _("helpdesk"),
    "notice_email": _("mail of the library"),
    "final_year_groups": _("final years"),
}
"""The settings of a branch, as its history names them."""

POLICY: dict[str, Words] = {
    "name": _("name of the library"),
    "place": _("place of the library"),
    "leavers_share": _("Leavers outside the final year: share of the children outside it"),
    "leavers_at_least": _("Leavers: so many are always allowed"),
    "group_leavers_share": _("Leavers of one group: share of that group"),
    "group_leavers_at_least": _("Leavers of one group: from so many on we look"),
    "total_leavers_share": _("All leavers together: share of all children"),
    "newcomers_share": _("Newcomers outside the first year: share of the children outside it"),
    "newcomers_at_least": _("Newcomers: so many are always allowed"),
    "leaver_days": _("days after which leavers are erased"),
    "cards": _("numbers of cards"),
    "scan_required": _("every file waits until it was scanned for viruses"),
}
"""The policy of a library: what its fields ask, and what its history names."""

POLICY_VALUES: dict[str, Words] = {"False": _("no"), "True": _("yes")}
"""What the history of a policy tells that is no number."""

EXCLUDED: dict[str, Words] = {
    "parent": _("objection of a parent or carer"),
    "pupil": _("objection of the pupil"),
    "erasure": _("asked to be erased"),
    "other": _("another reason"),
}
"""Why a child stands on the list 'niet opnemen'."""

PASSED: dict[str, Words] = {
    "other_school": _("The list belongs to this school"),
    "older_file": _("The list is of this summer"),
    "part_missing": _("No group or year group is missing"),
    "column_sorted_alone": _("Names, numbers and dates belong together"),
    "columns_shifted": _("The columns stand where they should"),
    "birth_dates_moved": _("The birth dates are the known ones"),
    "names_changed": _("The children have the names that we know"),
    "too_many_leavers": _("No more leavers than in an ordinary year"),
    "entered_by_hand": _("Children who were added by hand are in the list"),
    "too_many_newcomers": _("No more newcomers than in an ordinary year"),
    "zeros_lost": _("The numbers still have their zeros"),
    "numbers_all_new": _("The pupil numbers are the known ones"),
    "merger": _("It is one school"),
    "teachers_in_list": _("No teachers among the pupils"),
    "no_rows": _("There are pupils in the list"),
}
"""What a hold code says when there was nothing to hold for."""

MISSING: dict[str, Words] = {
    "questions": _("answer the questions"),
    "holds": _("judge the checks"),
    "mapping": _("say which column is what"),
    "transfers": _("somebody who imports at both schools: a child comes from another branch"),
    "branches": _("say which branch these rows are of"),
}
"""What keeps a plan from being sent or approved; the codes are those of imports.rules."""

CATEGORIES: dict[str, Words] = {
    "pupil": _("pupil"),
    "teacher": _("teacher"),
    "public": _("member of the public library"),
}

HISTORY: dict[str, Words] = {
    **FIELDS,
    "until_date": _("Until"),
    "from_date": _("From"),
    "number": _("Number"),
    "blocked_on": _("Blocked on"),
    "school_year": _("School year"),
}
"""Fields of the register in its history; the pupil file's fields among them."""

WAYS_IN: dict[str, Words] = {"activation": _("Activation card"), "picture": _("Picture card")}
WAYS_IN_ENDED: dict[str, Words] = {
    "used": _("used"),
    "revoked": _("taken back"),
    "guessed": _("stopped: too often wrong"),
}

CONSENT_GIVERS: dict[str, Words] = {
    "parent": _("a parent or guardian"),
    "self": _("the person itself (from sixteen on)"),
}
CONSENT_SOURCES: dict[str, Words] = {
    "form": _("by a signed form"),
    "desk": _("at the desk"),
    "mail": _("by mail"),
    "school": _("by way of the school"),
}
"""Consent for a membership of the public library: who gave it, and how the library knows."""

TOO_MANY_FILES: Words = _(
    "You sent very many files in a short time. Nothing was received. Wait ten minutes."
)

RIGHTS: dict[str, Words] = {
    "upload": _("may upload patron data for"),
    "import": _("may process pupil lists"),
    "desk": _("works at the desk"),
    "lending": _("lends and takes back"),
    "reports": _("reads the reports"),
    "teach": _("teaches a group at"),
    "administer": _("manages the library"),
}


def right_word(code: str) -> str:
    """What a right lets somebody do, and whether there is nothing yet that it opens."""
    word = str(RIGHTS[code])
    if code not in OPENS_NOTHING_YET:
        return word
    return gettext("%(right)s (opens nothing yet)") % {"right": word}


LEVELS: dict[str, tuple[str, str]] = {
    "debug": ("stay", "info"),
    "info": ("move", "info"),
    "success": ("ok", "circle-check"),
    "warning": ("ask", "triangle-alert"),
    "error": ("leave", "octagon-alert"),
}
"""Django's message levels: look and icon."""

NOTES: dict[str, str] = {
    "ok": "circle-check",
    "ask": "triangle-alert",
    "leave": "octagon-alert",
    "move": "info",
    "new": "circle-check",
    "change": "info",
    "stay": "info",
}
"""The icon of a note of each look."""


def kind_word(code: str) -> str:
    """Return `Vertrekt` for `leave`, and so on.  Raises KeyError for an unknown kind."""
    return str(KINDS[code].word)
