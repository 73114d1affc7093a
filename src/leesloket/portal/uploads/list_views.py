"""What the school reads: its uploads, what was read, the plan, and what was done."""

import secrets
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from leesloket.accounts.actions import NotAllowedError, RightNotFoundError
from leesloket.accounts.doors import needs, viewer_in
from leesloket.accounts.reviews import senders_of
from leesloket.branches.rules import year_of_list
from leesloket.imports import queries
from leesloket.imports.showing import ReadingView, UploadLine
from leesloket.portal.uploads.finding import own_branch
from leesloket.portal.uploads.standing import how_it_stands
from leesloket.privacy import reviewing
from leesloket.privacy.looking import saw_list
from leesloket.teaching.queries import may_name
from leesloket.web import sheets
from leesloket.web.answers import list_asked
from leesloket.web.reports import report_download

OPEN = frozenset({"read", "returned"})


@require_GET
@needs("upload")
def uploads(request: HttpRequest, slug: str) -> HttpResponse:
    """The counter: lay a file down, and see what became of earlier ones."""
    branch = own_branch(request, slug)
    viewer = viewer_in(request)
    lines = queries.uploads_of_branch(branch, viewer=viewer)
    year = year_of_list(timezone.localdate())
    return render(
        request,
        "portal/uploads.html",
        {
            "branch": branch,
            "standing": how_it_stands(lines, school_year=year.label),
            "required": queries.required_columns(),
            "school_year": year.label,
            "may_name_teachers": may_name(viewer, branch_id=branch.id),
            "senders": senders_of(branch.id, viewer=viewer, today=timezone.localdate()),
            # One form, one upload: a second click with the same token finds the first.
            "token": secrets.token_urlsafe(24),
        },
    )


@require_POST
@needs("upload")
def report_gone(request: HttpRequest, slug: str) -> HttpResponse:
    """The school says that somebody who may send for it no longer works there."""
    branch = own_branch(request, slug)
    try:
        right_id = UUID(request.POST.get("right", ""))
        reviewing.report_gone(right_id=right_id, acting_user=viewer_in(request), now=timezone.now())
    except (ValueError, RightNotFoundError, NotAllowedError):
        raise Http404 from None
    messages.success(request, _("Thank you. The library ends the right, and has been told."))
    return HttpResponse(
        status=303, headers={"Location": reverse("portal:uploads", args=[branch.slug])}
    )


@require_GET
@needs("upload")
def sample(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The sample file, made from the same list as the picture of required columns."""
    own_branch(request, slug)
    try:
        content = queries.sample_file(kind)
    except queries.NoSuchSampleError:
        raise Http404 from None
    return sheets.download(content, name="voorbeeld-leerlingen", kind=kind)


@require_GET
@needs("upload")
def upload(request: HttpRequest, slug: str, upload_id: UUID) -> HttpResponse:
    """What was read of a file, and the rows that want a look."""
    line = _own_upload(request, slug, upload_id)
    if line.status in {"refused", "waiting"}:
        year = year_of_list(timezone.localdate()).label
        context = {"reading": _refused(line), "plan": None, "school_year": year}
        return render(
            request, "portal/upload.html", {**context, "sheets_of_year": _sheets_of(line, year)}
        )
    if line.status not in OPEN:
        return redirect("portal:plan", slug, upload_id)
    viewer = viewer_in(request)
    saw_list(upload_id, branch_id=line.branch.id, viewer=viewer, now=timezone.now())
    reading, shown = queries.check_page(upload_id, viewer=viewer, staff=False)
    return render(request, "portal/upload.html", {"reading": reading, "plan": shown})


@require_http_methods(["GET", "POST"])
@needs("upload")
def plan(request: HttpRequest, slug: str, upload_id: UUID) -> HttpResponse:
    """What will change, child by child; once applied, what did.

    A search posts, because a child's name does not belong in an address; it changes nothing.
    """
    line = _own_upload(request, slug, upload_id)
    viewer = viewer_in(request)
    asked, now = list_asked(request), timezone.now()
    if line.status not in {*OPEN, "sent", "applied", "undone"}:
        return redirect("portal:uploads", slug)
    saw_list(upload_id, branch_id=line.branch.id, viewer=viewer, now=now)
    if line.status in {"applied", "undone"}:
        result = queries.result_page(upload_id, viewer=viewer, staff=False, now=now, **asked)
        return render(request, "portal/result.html", {"result": result})
    return render(
        request,
        "portal/plan.html",
        {"plan": queries.plan_page(upload_id, viewer=viewer, staff=False, **asked)},
    )


@require_GET
@needs("upload")
def report(request: HttpRequest, slug: str, upload_id: UUID) -> HttpResponse:
    """The school's own list, with behind each row what was done."""
    _own_upload(request, slug, upload_id)
    return report_download(request, upload_id)


def _own_upload(request: HttpRequest, slug: str, upload_id: UUID) -> UploadLine:
    branch = own_branch(request, slug)
    try:
        line = queries.upload_line(upload_id, viewer=viewer_in(request))
    except queries.ImportNotFoundError:
        raise Http404 from None
    if line.branch.id != branch.id:
        raise Http404
    return line


def _sheets_of(line: UploadLine, year: str) -> tuple[str, ...]:
    """Of the sheets of several school years: those of `year`."""
    told = line.refusal_detail.get("years")
    years = told if isinstance(told, list) else []
    return tuple(sheet for sheet, of in zip(line.sheets, years, strict=False) if of == year)


def _refused(line: UploadLine) -> ReadingView:
    """A refused file has a reason, and sometimes sheets to choose from; nothing else."""
    return ReadingView(
        upload=line,
        sheet="",
        sheets=line.sheets,
        rows=0,
        pupils=0,
        groups=(),
        columns=(),
        dropped=(),
        missing=(),
        mapping_is_certain=False,
        field_choices=(),
        problems=(),
        repairs=(),
    )
