"""The policy of the library at the desk: checks, the term of leavers, numbers of cards."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from leesloket.accounts.doors import needs, viewer_in
from leesloket.accounts.renaming import NamedByProvidersError, rename_library
from leesloket.accounts.step_up import step_up
from leesloket.branches.actions import ChangedMeanwhileError
from leesloket.branches.founding import LibraryTakenError
from leesloket.branches.limits import PAUSE
from leesloket.branches.policies import set_leaver_days, set_limits, set_scan_required
from leesloket.intake.queries import scanner_now
from leesloket.patrons.card_numbers import SeriesGivenError, SeriesUnfitError, set_series
from leesloket.patrons.policy_page import policy_page
from leesloket.web.policy_forms import (
    LibraryForm,
    LimitsForm,
    ScanForm,
    SeriesForm,
    TermForm,
    told_called,
    told_limits,
    told_scan,
    told_series,
)

_sets = step_up(gettext_lazy("You are about to change the policy of the library."))


@require_GET
@needs("administer")
def policy(request: HttpRequest) -> HttpResponse:
    """The policy of the library."""
    return _page(request)


def _page(
    request: HttpRequest,
    *,
    library: LibraryForm | None = None,
    limits: LimitsForm | None = None,
    term: TermForm | None = None,
    cards: SeriesForm | None = None,
    scan: ScanForm | None = None,
) -> HttpResponse:
    page = policy_page(viewer=viewer_in(request))
    shown = {
        "page": page,
        "library": library or LibraryForm.showing(page.called),
        "limits": limits or LimitsForm.showing(page.limits),
        "term": term or TermForm.showing(page.term.days),
        "cards": cards or SeriesForm.showing(page.cards.series),
        "scan": scan or ScanForm.showing(page.scan_required),
        "scanner": scanner_now(viewer=viewer_in(request)),
        "pause": PAUSE,
        "today": timezone.localdate(),
        "raw_days": settings.RETENTION_RAW_AFTER_IMPORT,
        "waiting_days": settings.RETENTION_RAW_NOT_IMPORTED,
        "journal_days": settings.RETENTION_JOURNAL,
    }
    return render(request, "desk/policy.html", shown)


@require_POST
@needs("administer")
@step_up(gettext_lazy("You are about to change the name of the library."))
def rename(request: HttpRequest) -> HttpResponse:
    """Give the library another name or place."""
    form = LibraryForm(request.POST)
    if form.is_valid():
        try:
            changed = rename_library(
                form.called(),
                seen=form.seen_called(),
                acting_user=viewer_in(request),
                now=timezone.now(),
            )
        except ChangedMeanwhileError:
            form.show_again(told_called(policy_page(viewer=viewer_in(request)).called))
        except LibraryTakenError:
            form.add_error("name", _("Another library has this name already."))
        except NamedByProvidersError:
            form.add_error(
                "name",
                _(
                    "The settings of the school accounts call the library by its name. Ask who"
                    " runs the site to put the word of a branch there first; otherwise nobody gets"
                    " in with a school account any more."
                ),
            )
        else:
            return _done(request, changed, _("Kept. The library is called so from now on."))
    return _page(request, library=form)


@require_POST
@needs("administer")
@_sets
def set_policy_limits(request: HttpRequest) -> HttpResponse:
    """Set when a list is held."""
    form = LimitsForm(request.POST)
    if form.is_valid():
        try:
            changed = set_limits(
                form.limits(),
                seen=form.seen_limits(),
                acting_user=viewer_in(request),
                now=timezone.now(),
            )
        except ChangedMeanwhileError:
            form.show_again(told_limits(policy_page(viewer=viewer_in(request)).limits))
        else:
            return _done(request, changed, _("Kept. Plans use these limits from now on."))
    return _page(request, limits=form)


@require_POST
@needs("administer")
@_sets
def set_policy_term(request: HttpRequest) -> HttpResponse:
    """Set after how many days leavers are erased."""
    form = TermForm(request.POST)
    if form.is_valid():
        try:
            changed = set_leaver_days(
                form.cleaned_data["days"],
                seen=form.seen_days(),
                acting_user=viewer_in(request),
                now=timezone.now(),
            )
        except ChangedMeanwhileError:
            form.show_again(str(policy_page(viewer=viewer_in(request)).term.days))
        else:
            return _done(request, changed, _("Kept. Leavers are erased by this term."))
    return _page(request, term=form)


@require_POST
@needs("administer")
@_sets
def set_policy_cards(request: HttpRequest) -> HttpResponse:
    """Set which numbers the library gives."""
    form = SeriesForm(request.POST)
    if form.is_valid():
        try:
            changed = set_series(
                form.series(),
                seen=form.seen_series(),
                acting_user=viewer_in(request),
                now=timezone.now(),
            )
        except ChangedMeanwhileError:
            form.show_again(told_series(policy_page(viewer=viewer_in(request)).cards.series))
        except SeriesUnfitError:
            form.add_error("begins_with", _("Use letters without accents, and digits."))
        except SeriesGivenError as given:
            form.add_error(
                "last",
                _("These were given before; the next free number is %(number)s.")
                % {"number": given.upcoming},
            )
        else:
            return _done(request, changed, _("Kept. New cards get these numbers."))
    return _page(request, cards=form)


@require_POST
@needs("administer")
@_sets
def set_policy_scan(request: HttpRequest) -> HttpResponse:
    """Set whether a file waits where there is no virus scanner."""
    form = ScanForm(request.POST)
    if form.is_valid():
        try:
            changed = set_scan_required(
                form.cleaned_data["required"],
                seen=form.seen_required(),
                acting_user=viewer_in(request),
                now=timezone.now(),
            )
        except ChangedMeanwhileError:
            form.show_again(told_scan(policy_page(viewer=viewer_in(request)).scan_required))
        else:
            return _done(request, changed, _("Kept. It holds for every file from now on."))
    return _page(request, scan=form)


def _done(request: HttpRequest, changed: bool, said: str) -> HttpResponse:  # noqa: FBT001 - what came of it
    messages.success(request, said if changed else _("Nothing was different."))
    return redirect("desk:policy")


policy_urls = [
    path("beleid/", policy, name="policy"),
    path("beleid/naam/", rename, name="rename_library"),
    path("beleid/controles/", set_policy_limits, name="set_policy_limits"),
    path("beleid/bewaren/", set_policy_term, name="set_policy_term"),
    path("beleid/pasnummers/", set_policy_cards, name="set_policy_cards"),
    path("beleid/viruscontrole/", set_policy_scan, name="set_policy_scan"),
]
