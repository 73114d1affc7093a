"""Reading imports for the screens: lists, what was read, the plan, and what was done."""

from leesloket.imports.finding import ImportNotFoundError
from leesloket.imports.queries.checking import check_page
from leesloket.imports.queries.children import PAGE_SIZE
from leesloket.imports.queries.excluded import not_included_of_branch, not_included_of_patron
from leesloket.imports.queries.lines import (
    next_waiting,
    queue,
    takeovers,
    upload_line,
    uploads_of_branch,
)
from leesloket.imports.queries.plan import hold_lines, plan_page, standing_of
from leesloket.imports.queries.reading import reading_page
from leesloket.imports.queries.report import report_rows
from leesloket.imports.queries.result import NotAppliedError, result_page
from leesloket.imports.queries.sample import NoSuchSampleError, required_columns, sample_file
from leesloket.imports.queries.teachers import Proposal, proposals_of
from leesloket.imports.queries.touching import (
    imports_that_touched,
    patrons_of_uploads,
    uploads_that_touched,
    without_index,
)

__all__ = [
    "PAGE_SIZE",
    "ImportNotFoundError",
    "NoSuchSampleError",
    "NotAppliedError",
    "Proposal",
    "check_page",
    "hold_lines",
    "imports_that_touched",
    "next_waiting",
    "not_included_of_branch",
    "not_included_of_patron",
    "patrons_of_uploads",
    "plan_page",
    "proposals_of",
    "queue",
    "reading_page",
    "report_rows",
    "required_columns",
    "result_page",
    "sample_file",
    "standing_of",
    "takeovers",
    "upload_line",
    "uploads_of_branch",
    "uploads_that_touched",
    "without_index",
]
