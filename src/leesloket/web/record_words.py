"""The record in words: every code that is recorded, by what it is about."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from leesloket.web.words import Words

SEEN: dict[str, Words] = {
    "patron_viewed": _("Looked at somebody's data"),
    "patrons_searched": _("Searched for patrons"),
    "group_viewed": _("Looked at a group's list"),
    "group_exported": _("Took a group's list out as a file"),
    "list_viewed": _("Looked at a pupil list"),
    "list_exported": _("Took the report of a pupil list out as a file"),
    "file_fetched": _("Took out the file of a school itself"),
    "breach_examined": _("Looked up what a data breach touched, as who runs the site"),
    "leavers_viewed": _("Looked at the leavers who will be erased"),
    "record_viewed": _("Looked at this log"),
    "library_exported": _("Took everything of the library out"),
    "patron_told": _("Looked up who saw somebody's data"),
    "patron_exported": _("Took everything about somebody out"),
}

REGISTER: dict[str, Words] = {
    "patron_corrected": _("Corrected somebody's data by hand"),
    "arrival_entered": _("Added a child to a group by hand"),
    "patron_erased": _("Erased somebody"),
    "consent_given": _("Recorded consent for the public library"),
    "consent_withdrawn": _("Recorded that consent was withdrawn"),
    "card_given": _("Gave somebody a card"),
    "card_blocked": _("Blocked somebody's card"),
    "card_replaced": _("Replaced somebody's card"),
    "cards_given": _("Gave everybody of a group without a card one"),
    "journal_rewritten": _("Took an erased person out of the journal of an import"),
    "not_included_added": _("Put a child on the list “do not include”"),
    "not_included_removed": _("Took a child off the list “do not include”"),
}

LISTS: dict[str, Words] = {
    "upload_received": _("A pupil list came in"),
    "upload_refused": _("A file was refused"),
    "upload_passed_on": _("Part of a list was passed on to another branch"),
    "file_asked": _("Asked to take out the file of a school itself"),
    "file_agreed": _("Agreed, as the second person, that the file is taken out"),
    "file_denied": _("Said no to taking out the file, or took the question back"),
    "columns_chosen": _("Said which column is what"),
    "terms_set": _("Set school year and kind of list"),
    "row_repaired": _("Corrected a row"),
    "question_answered": _("Answered a question"),
    "list_sent": _("Sent the list to the library"),
    "list_withdrawn": _("Removed the list"),
    "list_replaced": _("Replaced the list by a newer file"),
    "list_returned": _("Sent the list back to the school"),
    "list_split": _("Split off rows of another location"),
    "list_moved": _("Put the list at another branch"),
    "list_placed": _("Got a list from another branch"),
    "list_expired": _("Destroyed a list whose time had passed"),
    "hold_lifted": _("Approved a check all the same"),
    "hand_edit_chosen": _("Chose between the desk and the school"),
    "transfer_answered": _("Said whether a child comes from another branch"),
    "plan_agreed": _("Agreed to a plan, as the first person"),
    "import_applied": _("Processed a pupil list"),
    "undo_asked": _("Asked to turn an import back"),
    "import_undone": _("Turned an import back"),
    "child_undone": _("Turned one child back"),
}

PEOPLE: dict[str, Words] = {
    "signed_in": _("Signed in"),
    "signed_out": _("Signed out"),
    "sign_in_failed": _("Could not sign in"),
    "account_added": _("Added a person"),
    "reset_asked": _("Asked for a new password by mail"),
    "address_set": _("Set somebody's mail address"),
    "account_closed": _("Closed somebody's account"),
    "account_reopened": _("Opened somebody's account again"),
    "sessions_ended": _("Signed somebody out everywhere"),
    "right_given": _("Gave a right"),
    "right_ended": _("Ended a right"),
    "teacher_named": _("Said that somebody teaches a group"),
    "teacher_ended": _("Said that somebody teaches a group no longer"),
    "right_confirmed": _("Looked through a right: it stays"),
    "right_reported": _("Said that somebody who sends lists has left"),
    "reset_started": _("Made a password for one time"),
    "password_set": _("Chose a new password"),
    "one_time_expired": _("Used a password for one time too late"),
    "second_factor_set": _("Set the second step"),
    "second_factor_removed": _("Took the own second step away"),
    "passkey_set": _("Set an own passkey"),
    "passkey_removed": _("Took an own passkey away"),
    "second_factor_reset": _("Took somebody's second step away"),
    "recovery_codes_made": _("Made recovery codes"),
    "recovery_code_used": _("Signed in with a recovery code"),
    "emergency_code_made": _("Made an emergency code for somebody"),
    "emergency_code_used": _("Signed in with an emergency code"),
    "school_linked": _("Linked a school account"),
    "school_unlinked": _("Unlinked a school account"),
    "school_refused": _("A school account did not open the door"),
    "person_said": _("Said who sits at a shared account"),
    "people_forgotten": _("Took the names away of who sat at a shared account long ago"),
    "person_forgotten": _("Took away a name that was typed at a shared account"),
    "activations_printed": _("Printed activation cards for a group"),
    "activation_guessed": _("An activation card was stopped: too many wrong codes"),
    "child_activated": _("A child made its account with an activation card"),
    "pictures_printed": _("Printed picture cards for a group"),
    "picture_wrong": _("A child chose a wrong picture"),
    "picture_revoked": _("Revoked a child's picture card"),
    "picture_allowed": _("Let a child try its picture again"),
}

UPKEEP: dict[str, Words] = {
    "branch_added": _("Added the branch"),
    "branch_changed": _("Changed the settings"),
    "branch_described": _("Changed the name, the place or the kind of the branch"),
    "library_renamed": _("Changed the name or the place of the library"),
    "policy_changed": _("Changed the policy of the library"),
    "sealed_shredded": _("Destroyed something that lay encrypted"),
    "key_rotated": _("Changed a key, as who runs the site"),
    "recovery_key_used": _("Used the recovery key, with a second person"),
    "record_verified": _("Checked this log"),
    "record_anchored": _("Wrote the end of this log down elsewhere"),
}

GROUPS: dict[str, tuple[Words, dict[str, Words]]] = {
    "bekeken": (_("Looking at data"), SEEN),
    "register": (_("The register"), REGISTER),
    "lijsten": (_("Pupil lists"), LISTS),
    "mensen": (_("People and signing in"), PEOPLE),
    "beheer": (_("Upkeep"), UPKEEP),
}
"""By the word that stands in the address: what a log can be narrowed to."""

CODES: dict[str, Words] = {**SEEN, **REGISTER, **LISTS, **PEOPLE, **UPKEEP}
