"""What the school says about its list, and letting go of it."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from leesloket.accounts.doors import needs, viewer_in
from leesloket.branches.rules import NotASchoolYearError
from leesloket.imports import actions, queries
from leesloket.portal.uploads.finding import own_branch
from leesloket.privacy.looking import saw_list
from leesloket.web.answers import answer_in, columns_in, group_in

View = Callable[[HttpRequest, str, UUID], HttpResponseBase]


def _about_own_list(view: View) -> View:
    """POST by an uploader of this branch; what has gone on meanwhile is said, not raised."""

    @wraps(view)
    def wrapped(request: HttpRequest, slug: str, upload_id: UUID) -> HttpResponseBase:
        own_branch(request, slug)
        try:
            return view(request, slug, upload_id)
        except queries.ImportNotFoundError:
            raise Http404 from None
        except actions.NotOpenError:
            messages.warning(
                request, _("This list has gone on. You can't change it any more; look at it here.")
            )
            return _whole_page(request, reverse("portal:uploads", args=[slug]))
        except actions.RowGoneError:
            messages.warning(request, _("This row has changed meanwhile. Look again."))
            return redirect("portal:upload", slug, upload_id)

    return require_POST(needs("upload")(wrapped))


def _whole_page(request: HttpRequest, url: str) -> HttpResponse:
    """To another page, also when only a part of this one asked."""
    if request.headers.get("HX-Request") == "true":
        return HttpResponseClientRedirect(url)
    return redirect(url)


@_about_own_list
def choose_columns(request: HttpRequest, slug: str, upload_id: UUID) -> HttpResponse:
    """Say which column is which field."""
    actions.choose_columns(
        upload_id, columns_in(request.POST), acting_user=viewer_in(request), now=timezone.now()
    )
    return redirect("portal:upload", slug, upload_id)


@_about_own_list
def set_terms(request: HttpRequest, slug: str, upload_id: UUID) -> HttpResponse:
    """Say for which school year the list is, and whether it is complete."""
    actions.set_terms(
        upload_id,
        school_year=request.POST.get("school_year", ""),
        mode=request.POST.get("mode", ""),
        acting_user=viewer_in(request),
        now=timezone.now(),
    )
    return redirect("portal:upload", slug, upload_id)


@_about_own_list
def repair(request: HttpRequest, slug: str, upload_id: UUID) -> HttpResponse:
    """Type a cell over."""
    actions.repair_cell(
        upload_id,
        fingerprint=request.POST.get("fingerprint", ""),
        field=request.POST.get("field", ""),
        value=request.POST.get("value", ""),
        acting_user=viewer_in(request),
        now=timezone.now(),
    )
    return redirect("portal:upload", slug, upload_id)


@_about_own_list
def leave_out(request: HttpRequest, slug: str, upload_id: UUID) -> HttpResponse:
    """Leave a row out, or take it along again."""
    actions.answer_question(
        upload_id,
        fingerprint=request.POST.get("fingerprint", ""),
        answer="clear" if request.POST.get("undo") else "leave_out",
        acting_user=viewer_in(request),
        now=timezone.now(),
    )
    return redirect("portal:upload", slug, upload_id)


@_about_own_list
def answer(request: HttpRequest, slug: str, upload_id: UUID) -> HttpResponse:
    """Say who a child is, or in which group it will be."""
    by, now = viewer_in(request), timezone.now()
    group = group_in(request.POST)
    if group is None:
        actions.answer_question(upload_id, **answer_in(request.POST), acting_user=by, now=now)
    else:
        actions.repair_cell(upload_id, **group, acting_user=by, now=now)
    return redirect("portal:plan", slug, upload_id)


@_about_own_list
def send(request: HttpRequest, slug: str, upload_id: UUID) -> HttpResponse:
    """Send the list: 'Upload geslaagd' is said after the commit, and not before."""
    viewer = viewer_in(request)
    try:
        actions.send(
            upload_id,
            digest=request.POST.get("digest", ""),
            school_year=request.POST.get("school_year", ""),
            acting_user=viewer,
            now=timezone.now(),
        )
    except actions.PlanOutdatedError:
        plan = queries.plan_page(
            upload_id, viewer=viewer, staff=False, seen=request.POST.get("seen", "")
        )
        branch_id = plan.upload.branch.id
        saw_list(upload_id, branch_id=branch_id, viewer=viewer, now=timezone.now())
        return render(request, "portal/plan.html", {"plan": plan, "outdated": True}, status=409)
    except (actions.NotReadyError, NotASchoolYearError):
        messages.warning(request, _("Something is still missing. Look at the list once more."))
        return redirect("portal:upload", slug, upload_id)
    messages.success(request, _("Upload succeeded. The library has been told."))
    return redirect("portal:uploads", slug)


@_about_own_list
def withdraw(request: HttpRequest, slug: str, upload_id: UUID) -> HttpResponse:
    """Take the list back: everything of it is destroyed."""
    actions.withdraw(upload_id, acting_user=viewer_in(request), now=timezone.now())
    messages.success(request, _("The file has been removed. Nothing has changed at the library."))
    return redirect("portal:uploads", slug)
