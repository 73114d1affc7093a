"""What was read and what will change, on one page: one computation for both."""

from uuid import UUID

from leesloket.accounts.queries import Viewer
from leesloket.imports.queries.plan import plan_view, work_to_read
from leesloket.imports.queries.reading import reading_view
from leesloket.imports.showing import PlanView, ReadingView
from leesloket.isolation.scope import scoped


def check_page(
    upload_id: UUID,
    *,
    viewer: Viewer,
    staff: bool,
    kind: str = "all",
    query: str = "",
    page: int = 1,
    seen: str = "",
) -> tuple[ReadingView, PlanView]:
    """The views of reading_page and of plan_page; takes and raises what plan_page does."""
    with scoped(viewer.scope):
        work = work_to_read(upload_id, viewer=viewer, staff=staff)
        plan = plan_view(
            work, viewer=viewer, staff=staff, kind=kind, query=query, page=page, seen=seen
        )
    return reading_view(work, plan.upload), plan
