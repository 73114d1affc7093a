"""Why a file is refused as a whole: what we see, and what the reader can do."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy as _n

from leesloket.web.words import Words


@dataclass(frozen=True, slots=True)
class Text:
    """What a problem says; `counted` is used when the detail holds every value it names."""

    said: Words
    do: Words = ""
    counted: Words = ""
    needs: tuple[str, ...] = ()


_ANOTHER_FILE = _("Choose another file.")

REFUSALS: dict[str, Text] = {
    "empty_file": Text(
        _("This file is empty."),
        _ANOTHER_FILE,
        _("Your pupil system gave no pupils: it had nothing new, or an error."),
        ("what",),
    ),
    "not_a_pupil_list": Text(
        _("We find no pupils in this file."),
        _("Choose the list with names and groups from your pupil system."),
        _n(
            "We find no pupils on what can be seen; %(hidden_sheets)s sheet is hidden. Are they"
            " there? Then make it visible.",
            "We find no pupils on what can be seen; %(hidden_sheets)s sheets are hidden. Are they"
            " there? Then make them visible.",
            "hidden_sheets",
        ),
        ("hidden_sheets",),
    ),
    "unknown_format": Text(
        _("We do not know this kind of file."),
        _("Save it as Excel (.xlsx), Calc (.ods) or csv, or export EDEXML."),
    ),
    "packed_file": Text(
        _("This file is packed in a way that we do not open (such as 7z, rar or gz)."),
        _("Unpack it and choose the list itself."),
    ),
    "document_file": Text(
        _("This is a document or a picture. We read no list from it."),
        _("Make a list in Excel (.xlsx) or csv in your pupil system, or export EDEXML."),
    ),
    "mail_file": Text(
        _("This is a mail or a saved web page, and not the list itself."),
        _("Save the list from it (in a mail: the attachment) and choose that."),
    ),
    "shortcut_file": Text(
        _("This is a shortcut to a list, and not the list itself."),
        _("Open the list, save it as Excel (.xlsx) and choose that file."),
    ),
    "web_page": Text(
        _("There are no pupils on this web page. Perhaps it is a page to log in."),
        _("Log in to your pupil system and download the list once more."),
    ),
    "damaged_file": Text(
        _("This file is damaged. We cannot open it."),
        _("Make it anew in your pupil system and choose it again."),
    ),
    "password_protected": Text(
        _("This file has a password."),
        _("Remove it in Excel (File, Info, Protect workbook) and choose the file again."),
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
        _("This file is too large. We read at most %(megabytes)s MB of a file."),
        ("megabytes",),
    ),
    "too_many_rows": Text(
        _("This file has too many rows."),
        _("Keep only the pupils of this school and choose it again."),
        _("This file has too many rows. We read at most %(limit)s."),
        ("limit",),
    ),
    "too_many_columns": Text(
        _("This file has too many columns."),
        _("Keep only number, name, birth date and group."),
        _("This file has too many columns. We read at most %(limit)s."),
        ("limit",),
    ),
    "too_many_cells": Text(
        _("This file has too many cells."),
        _("Keep only the sheet with pupils and choose it again."),
        _("This file has too many cells. We read at most %(limit)s."),
        ("limit",),
    ),
    "too_slow": Text(
        _("Reading this file takes too long, so we stopped."),
        _("Copy the list to a new, empty file and choose that."),
        _("Reading this file takes more than %(seconds)s seconds, so we stopped."),
        ("seconds",),
    ),
    "reader_died": Text(
        _("We cannot read this file."),
        _("Choose it once more. If that fails too, copy the pupils to a new, empty file."),
    ),
    "several_schools": Text(
        _("Two schools or two lists stand together in this file."),
        _("Make one file of one school in your pupil system, and choose that."),
    ),
    "part_of_a_set": Text(
        _(
            "This is one file of a set (OneRoster, School Data Sync or Clever). The groups are in"
            " another file of it."
        ),
        _("Choose the whole set as a zip, or make a list with names and groups in Excel (.xlsx)."),
        _("This is a set that we cannot read: an old School Data Sync (v1), Clever, or not whole."),
        ("files",),
    ),
    "zip_unsafe": Text(
        _("This zip file is not built in an ordinary way. We do not open it."),
        _("Take the list out of the zip and choose the list itself."),
    ),
    "zip_no_list": Text(
        _("There is no pupil list in this zip file."), _("Choose the list itself.")
    ),
    "zip_several_lists": Text(
        _("There are several lists in this zip file."),
        _("Choose one list at a time."),
        _("There are several lists in this zip file: %(files)s."),
        ("files",),
    ),
    "headings_not_found": Text(
        _("We find no column names."),
        _("Say which column is what, or put the names in the first row of the sheet."),
    ),
    "lists_side_by_side": Text(
        _("Two lists stand side by side on one sheet."),
        _("Put one below the other, with the same columns, and choose the file again."),
    ),
    "several_sheets": Text(
        _("Several sheets hold pupils."),
        _(
            "Choose the sheet with this year's pupils. Does every group have its own sheet? "
            "Then choose all of them together."
        ),
    ),
    "sheet_chosen": Text(
        _("A sheet of this file was chosen."),
        _(
            "The list that it became stands with your pupil lists. "
            "Should it be another sheet? Then choose the file again."
        ),
    ),
}
