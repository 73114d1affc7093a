"""The pupil import at the desk: queue, plan, approval, result and undo."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from leesloket.accounts.doors import needs, viewer_in
from leesloket.accounts.step_up import step_up
from leesloket.imports import actions, queries
from leesloket.intake.file_requests import requests_waiting
from leesloket.privacy.looking import saw_list
from leesloket.web.answers import answer_in, group_in, list_asked
from leesloket.web.finding import id_or_404
from leesloket.web.reports import report_download
from leesloket.web.steps import status_word

View = Callable[[HttpRequest, UUID], HttpResponseBase]


@require_GET
@needs("import")
def queue(request: HttpRequest) -> HttpResponse:
    """Whose turn is it."""
    board = queries.queue(viewer=viewer_in(request), today=timezone.localdate())
    asked = requests_waiting(viewer_in(request), now=timezone.now())
    return render(request, "desk/queue.html", {"queue": board, "files_asked": asked})


@require_http_methods(["GET", "POST"])
@needs("import")
def plan(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """The heart: whether this file is sane.  A POST searches and changes nothing."""
    viewer = viewer_in(request)
    try:
        line = queries.upload_line(upload_id, viewer=viewer)
        if line.status in {"applied", "undone"}:
            return redirect("desk:result", upload_id)
        if line.status not in {"sent", "read", "returned"}:
            messages.info(
                request, _("This list is not here. %(why)s.") % {"why": status_word(line)}
            )
            return redirect("desk:queue")
        saw_list(upload_id, branch_id=line.branch.id, viewer=viewer, now=timezone.now())
        reading, shown = queries.check_page(
            upload_id, viewer=viewer, staff=True, **list_asked(request)
        )
        following = None if line.is_takeover else queries.next_waiting(line, viewer=viewer)
        context = {"plan": shown, "reading": reading, "next": following}
        return render(request, "desk/plan.html", context)
    except queries.ImportNotFoundError:
        raise Http404 from None


def about_a_list(view: View) -> View:
    """POST by staff with the right to import; what has gone on meanwhile is said, not raised."""

    @wraps(view)
    def wrapped(request: HttpRequest, upload_id: UUID) -> HttpResponseBase:
        try:
            return view(request, upload_id)
        except queries.ImportNotFoundError:
            raise Http404 from None
        except actions.AlreadyAppliedError:
            messages.info(request, _("This list was processed already. Nothing happened twice."))
            return redirect("desk:result", upload_id)
        except (actions.NotOpenError, actions.RowGoneError):
            messages.warning(
                request, _("Something changed meanwhile. Nothing was done; look again.")
            )
            return redirect("desk:plan", upload_id)
        except actions.ReasonMissingError:
            messages.warning(request, _("Write down a reason first."))
            return redirect("desk:plan", upload_id)

    return require_POST(needs("import")(wrapped))


@about_a_list
def answer(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Answer what the school left open."""
    by, now = viewer_in(request), timezone.now()
    group = group_in(request.POST)
    if group is None:
        actions.answer_question(upload_id, **answer_in(request.POST), acting_user=by, now=now)
    else:
        actions.repair_cell(upload_id, **group, acting_user=by, now=now)
    return redirect("desk:plan", upload_id)


@about_a_list
def lift_hold(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Say why a hold does not stop this list."""
    try:
        actions.lift_hold(
            upload_id,
            key=request.POST.get("key", ""),
            reason=request.POST.get("reason", ""),
            acting_user=viewer_in(request),
            now=timezone.now(),
        )
    except actions.PlanOutdatedError:
        messages.warning(request, _("The numbers of this hold changed. Look again."))
    else:
        messages.success(request, _("The reason is recorded."))
    return redirect("desk:plan", upload_id)


@about_a_list
@step_up(gettext_lazy("You are about to approve a pupil list."))
def approve(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Agree, and apply: exactly the plan that was read, or nothing."""
    viewer = viewer_in(request)
    try:
        applied = actions.approve(
            upload_id,
            digest=request.POST.get("digest", ""),
            acting_user=viewer,
            now=timezone.now(),
        )
    except actions.PlanOutdatedError:
        reading, plan = queries.check_page(
            upload_id, viewer=viewer, staff=True, seen=request.POST.get("seen", "")
        )
        branch_id = plan.upload.branch.id
        saw_list(upload_id, branch_id=branch_id, viewer=viewer, now=timezone.now())
        told = {"plan": plan, "reading": reading, "outdated": True}
        return render(request, "desk/plan.html", told, status=409)
    except actions.NotReadyError as not_ready:
        messages.warning(request, _not_ready(not_ready.missing))
        return redirect("desk:plan", upload_id)
    except actions.SecondPersonNeededError:
        messages.info(request, _("You approved it. Somebody else must agree."))
        return redirect("desk:plan", upload_id)
    if applied:
        return redirect("desk:result", upload_id)
    messages.success(request, _("You approved it. Now somebody else must agree."))
    return redirect("desk:plan", upload_id)


def _not_ready(missing: tuple[str, ...]) -> str:
    if "cards" in missing:
        return _(
            "A card of this list is somebody's at a branch where you do not import."
            " Nothing was done. Ask somebody who imports at all branches."
        )
    if "card_numbers" in missing:
        return _(
            "The card numbers of the library are used up. Nothing was done. An administrator sets"
            " new numbers at Branches, Policy of the library."
        )
    return _("Something is still open. Look at the plan once more.")


@about_a_list
def return_to_school(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Give the list back to the school, with a question."""
    actions.return_to_school(
        upload_id,
        reason=request.POST.get("reason", ""),
        acting_user=viewer_in(request),
        now=timezone.now(),
    )
    messages.success(request, _("The list is back at the school, with your question."))
    return redirect("desk:queue")


@require_http_methods(["GET", "POST"])
@needs("import")
def result(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """What was done.  A POST searches and changes nothing."""
    viewer, now = viewer_in(request), timezone.now()
    try:
        page = queries.result_page(
            upload_id, viewer=viewer, staff=True, now=now, **list_asked(request)
        )
    except queries.ImportNotFoundError:
        raise Http404 from None
    except queries.NotAppliedError:
        return redirect("desk:plan", upload_id)
    saw_list(upload_id, branch_id=page.upload.branch.id, viewer=viewer, now=now)
    upload = page.upload
    following = None if upload.is_takeover else queries.next_waiting(upload, viewer=viewer)
    return render(request, "desk/result.html", {"result": page, "next": following})


@require_GET
@needs("import")
def report(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """The school's own list, with behind each row what was done."""
    return report_download(request, upload_id)


def _undoing(request: HttpRequest, upload_id: UUID, undo_it: Callable[[], str]) -> HttpResponse:
    """Undo, and say what came of it; all refusals lead back to the result."""
    try:
        messages.success(request, undo_it())
    except actions.NotTheLatestError:
        messages.warning(
            request,
            _("A newer list has been processed since. Turn children back one by one."),
        )
    except actions.JournalGoneError:
        messages.warning(request, _("This import is too old: what was before is destroyed."))
    except actions.SecondPersonNeededError:
        messages.info(
            request,
            _("This is more than a week ago. Your wish is noted; somebody else must agree."),
        )
    except actions.ReasonMissingError:
        messages.warning(request, _("Write down a reason first."))
    except actions.FromElsewhereError:
        messages.warning(
            request,
            _("A child came from another branch. Somebody who imports at both turns it back."),
        )
    except actions.NotOpenError:
        messages.info(request, _("This was turned back already. Nothing happened twice."))
    return redirect("desk:result", upload_id)


@about_a_list
@step_up(gettext_lazy("You are about to turn an import back."))
def undo(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Turn a whole import back."""

    def undo_it() -> str:
        done = actions.undo_import(
            upload_id,
            reason=request.POST.get("reason", ""),
            acting_user=viewer_in(request),
            now=timezone.now(),
        )
        return ngettext(
            "%(n)s child is as before.", "%(n)s children are as before.", done.restored
        ) % {"n": done.restored}

    return _undoing(request, upload_id, undo_it)


@about_a_list
@step_up(gettext_lazy("You are about to turn one child back."))
def undo_one(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Turn one child back."""

    def undo_it() -> str:
        actions.undo_one(
            upload_id,
            patron_id=id_or_404(request.POST.get("patron", "")),
            acting_user=viewer_in(request),
            now=timezone.now(),
        )
        return _("This child is as before.")

    return _undoing(request, upload_id, undo_it)
