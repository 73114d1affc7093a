"""What the screens show of an upload and its plan: frozen, complete, and nothing more.

A template can only leak a field that somebody put here on purpose.  The school's version of a
plan is made by the same function with `staff=False`: no cards, no loans, no holds to lift.
"""

from leesloket.imports.showing.children import (
    CandidateView,
    ChildLine,
    ElsewhereCandidate,
    ElsewhereView,
    FactLine,
    QuestionView,
)
from leesloket.imports.showing.plan import Flow, GroupPicture, HoldView, LocationLine, PlanView, Tab
from leesloket.imports.showing.reading import (
    CellLine,
    ColumnLine,
    DroppedLine,
    GroupCount,
    MistakeCount,
    ProblemLine,
    ReadingView,
    RowLine,
)
from leesloket.imports.showing.result import (
    ExclusionLine,
    ExclusionView,
    ReportRow,
    ResultView,
    RowsLeft,
)
from leesloket.imports.showing.uploads import (
    KINDS,
    Detail,
    Kind,
    Moment,
    NextList,
    QueueView,
    Status,
    UndoAsked,
    UploadLine,
)
from leesloket.roster.sheet_rows import SheetRow

__all__ = [
    "KINDS",
    "CandidateView",
    "CellLine",
    "ChildLine",
    "ColumnLine",
    "Detail",
    "DroppedLine",
    "ElsewhereCandidate",
    "ElsewhereView",
    "ExclusionLine",
    "ExclusionView",
    "FactLine",
    "Flow",
    "GroupCount",
    "GroupPicture",
    "HoldView",
    "Kind",
    "LocationLine",
    "MistakeCount",
    "Moment",
    "NextList",
    "PlanView",
    "ProblemLine",
    "QuestionView",
    "QueueView",
    "ReadingView",
    "ReportRow",
    "ResultView",
    "RowLine",
    "RowsLeft",
    "SheetRow",
    "Status",
    "Tab",
    "UndoAsked",
    "UploadLine",
]
