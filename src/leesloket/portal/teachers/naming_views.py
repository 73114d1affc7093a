"""Who teaches which group: said by the school that sends the list, or by the library."""

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from leesloket.accounts.actions import LoginTakenError, LoginUnfitError, OneTime
from leesloket.accounts.doors import needs, viewer_in
from leesloket.accounts.queries import PersonNotFoundError
from leesloket.accounts.rules import ADMINISTER, IMPORT, UPLOAD, login_for
from leesloket.accounts.step_up import step_up
from leesloket.branches.queries import BranchLine, BranchNotFoundError, branch_by_slug
from leesloket.imports import actions as lists
from leesloket.imports.queries import Proposal, proposals_of
from leesloket.patrons.pages import groups_of
from leesloket.patrons.showing import GroupLine
from leesloket.teaching import actions, queries
from leesloket.teaching.rules import years_to_name_for
from leesloket.web.words import Words

_NAMERS = (UPLOAD, IMPORT, ADMINISTER)
for_namers = needs(*_NAMERS)

_REFUSALS: dict[type[Exception], Words] = {
    LoginUnfitError: gettext_lazy(
        "A login name has 3 to 60 small letters, digits, dots or dashes, without spaces."
    ),
    LoginTakenError: gettext_lazy("Somebody has this login name already. Choose another one."),
    PersonNotFoundError: gettext_lazy("Choose a teacher, or type a name and a login name."),
    actions.GroupUnfitError: gettext_lazy("Choose at least one group."),
    lists.ProposalGoneError: gettext_lazy("This proposal was answered before, or has gone."),
}


@dataclass(frozen=True, slots=True)
class TaughtGroup:
    """A group with its teachers."""

    group: GroupLine
    teachers: tuple[queries.TeacherLine, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Offer:
    """A proposal, with the login name that we would give."""

    proposal: Proposal = field(repr=False)
    login: str = field(repr=False)


@require_GET
@for_namers
def teachers(request: HttpRequest, slug: str) -> HttpResponse:
    """The groups of a school year with their teachers, and what the school's file proposes."""
    branch, viewer, today = _branch(request, slug), viewer_in(request), timezone.localdate()
    present, following = (year.label for year in years_to_name_for(today))
    groups = {
        year: groups_of(branch, year, viewer=viewer, today=today) for year in (present, following)
    }
    years = [year for year in (present, following) if groups[year]]
    year = request.GET.get("jaar", "")
    if year not in years:
        year = years[0] if years else present
    known = queries.teachers_of(branch, year, viewer=viewer)
    return render(
        request,
        "portal/teachers/teachers.html",
        {
            "branch": branch,
            "years": years,
            "year": year,
            "groups": [TaughtGroup(group, known.get(group.id, ())) for group in groups[year]],
            "colleagues": queries.colleagues_of(branch, viewer=viewer, today=today),
            "offers": [
                Offer(one, login_for(one.name))
                for one in proposals_of(branch, viewer=viewer, today=today)
            ],
        },
    )


@require_POST
@for_namers
@step_up(gettext_lazy("You are about to let a teacher see the children of a group."))
def name_teacher(request: HttpRequest, slug: str) -> HttpResponse:
    """Say who teaches a group; the answer shows a newcomer's password, this once."""
    branch = _branch(request, slug)
    group_ids = _ids(request.POST.getlist("group"))
    teacher: UUID | actions.Newcomer
    if request.POST.get("account"):
        [teacher] = _ids([request.POST["account"]])
    else:
        name = " ".join(request.POST.get("name", "").split())
        teacher = actions.Newcomer(request.POST.get("login", ""), name[:120])
        if not name:
            messages.error(request, str(_REFUSALS[PersonNotFoundError]))
            return _see(branch)
    return _said(
        request,
        branch,
        lambda: actions.name_teacher(
            teacher,
            branch_id=branch.id,
            group_ids=group_ids,
            acting_user=viewer_in(request),
            now=timezone.now(),
        ),
    )


@require_POST
@for_namers
@step_up(gettext_lazy("You are about to let a teacher see the children of a group."))
def answer_proposal(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a teacher of the school's file, or put the proposal aside."""
    branch, viewer, now = _branch(request, slug), viewer_in(request), timezone.now()
    [upload_id] = _ids([request.POST.get("upload", "")])
    at = request.POST.get("at", "")
    if not at.isascii() or not at.isdigit():
        raise Http404
    if request.POST.get("deed") == "aside":
        try:
            lists.put_proposal_aside(upload_id, int(at), branch=branch, acting_user=viewer, now=now)
        except lists.ProposalGoneError:
            messages.info(request, str(_REFUSALS[lists.ProposalGoneError]))
        return _see(branch)
    account = request.POST.get("account", "")
    return _said(
        request,
        branch,
        lambda: lists.take_proposal(
            upload_id,
            int(at),
            branch=branch,
            account_id=_ids([account])[0] if account else None,
            login=request.POST.get("login", ""),
            acting_user=viewer,
            now=now,
        ),
    )


@require_POST
@for_namers
@step_up(gettext_lazy("You are about to take a group from a teacher."))
def end_teaching(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that somebody teaches a group no longer."""
    branch = _branch(request, slug)
    [teaching_id] = _ids([request.POST.get("teaching", "")])
    try:
        actions.end_teaching(
            teaching_id=teaching_id,
            branch_id=branch.id,
            acting_user=viewer_in(request),
            now=timezone.now(),
        )
    except (actions.TeachingNotFoundError, queries.NotAllowedError):
        raise Http404 from None
    messages.success(request, _("This teacher sees the group no longer."))
    return _see(branch)


def _said(
    request: HttpRequest, branch: BranchLine, say: Callable[[], OneTime | None]
) -> HttpResponse:
    try:
        one_time = say()
    except queries.NotAllowedError:
        raise Http404 from None
    except tuple(_REFUSALS) as refused:
        messages.error(request, str(_REFUSALS[type(refused)]))
        return _see(branch)
    if one_time is None:
        messages.success(request, _("This teacher sees the group until the school year ends."))
        return _see(branch)
    return _show_once(request, branch, one_time)


def _show_once(request: HttpRequest, branch: BranchLine, one_time: OneTime) -> HttpResponse:
    colleagues = queries.colleagues_of(
        branch, viewer=viewer_in(request), today=timezone.localdate()
    )
    [person] = [one for one in colleagues if one.id == one_time.account_id]
    shown = {
        "branch": branch,
        "person": person,
        "password": one_time.password,
        "valid_until": one_time.valid_until,
    }
    return render(request, "portal/teachers/password.html", shown)


def _ids(texts: list[str]) -> list[UUID]:
    try:
        return [UUID(text) for text in texts]
    except ValueError:
        raise Http404 from None


def _branch(request: HttpRequest, slug: str) -> BranchLine:
    try:
        branch = branch_by_slug(slug, among=viewer_in(request).branches_with(*_NAMERS))
    except BranchNotFoundError:
        raise Http404 from None
    if not queries.may_name(viewer_in(request), branch_id=branch.id):
        raise Http404
    return branch


def _see(branch: BranchLine) -> HttpResponse:
    location = reverse("portal:teachers", args=[branch.slug])
    return HttpResponse(status=303, headers={"Location": location})
