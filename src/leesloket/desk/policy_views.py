"""The policy of the library at the desk: checks, the term of leavers, numbers of cards."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.functional import Promise
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
from leesloket.patrons.policy_page import PolicyPage, policy_page
from leesloket.web.policy_forms import LibraryForm, LimitsForm, ScanForm, SeriesForm, TermForm
from leesloket.web.seen_forms import SeenForm


class _Part(NamedTuple):
    """A part of the policy, set by itself."""

    form: type[SeenForm[Any]]
    now: Callable[[PolicyPage], object]
    """What it is now, as the form takes it."""
    set_it: Callable[..., bool]
    kept: Promise
    """What is said when it was set."""


_PARTS: Mapping[str, _Part] = {
    "library": _Part(
        LibraryForm,
        lambda page: page.called,
        rename_library,
        gettext_lazy("Kept. The library is called so from now on."),
    ),
    "limits": _Part(
        LimitsForm,
        lambda page: page.limits,
        set_limits,
        gettext_lazy("Kept. Plans use these limits from now on."),
    ),
    "term": _Part(
        TermForm,
        lambda page: page.term.days,
        set_leaver_days,
        gettext_lazy("Kept. Leavers are erased by this term."),
    ),
    "cards": _Part(
        SeriesForm,
        lambda page: page.cards.series,
        set_series,
        gettext_lazy("Kept. New cards get these numbers."),
    ),
    "scan": _Part(
        ScanForm,
        lambda page: page.scan_required,
        set_scan_required,
        gettext_lazy("Kept. It holds for every file from now on."),
    ),
}

_REFUSALS = {
    LibraryTakenError: ("name", gettext_lazy("Another library has this name already.")),
    NamedByProvidersError: (
        "name",
        gettext_lazy(
            "The settings of the school accounts call the library by its name. Ask who"
            " runs the site to put the word of a branch there first; otherwise nobody gets"
            " in with a school account any more."
        ),
    ),
    SeriesUnfitError: ("begins_with", gettext_lazy("Use letters without accents, and digits.")),
}
"""Where on the form it is said that something does not fit, and how."""


@require_GET
@needs("administer")
def policy(request: HttpRequest) -> HttpResponse:
    """The policy of the library."""
    return _page(request)


def _page(request: HttpRequest, **typed: SeenForm[Any]) -> HttpResponse:
    """The page; of what was `typed` and not kept, the form as it stands."""
    page = policy_page(viewer=viewer_in(request))
    shown = {
        "page": page,
        **{name: part.form.showing(part.now(page)) for name, part in _PARTS.items()},
        **typed,
        "scanner": scanner_now(viewer=viewer_in(request)),
        "pause": PAUSE,
        "today": timezone.localdate(),
        "raw_days": settings.RETENTION_RAW_AFTER_IMPORT,
        "waiting_days": settings.RETENTION_RAW_NOT_IMPORTED,
        "journal_days": settings.RETENTION_JOURNAL,
    }
    return render(request, "desk/policy.html", shown)


def _set(request: HttpRequest, name: str) -> HttpResponse:
    """Set one part; what does not fit, or what somebody else set meanwhile, is said in its form."""
    part = _PARTS[name]
    form = part.form(request.POST)
    if form.is_valid():
        signed = {"acting_user": viewer_in(request), "now": timezone.now()}
        try:
            changed = part.set_it(form.typed(), seen=form.was_seen(), **signed)
        except ChangedMeanwhileError:
            form.show_again(part.now(policy_page(viewer=viewer_in(request))))
        except SeriesGivenError as given:
            said = _("These were given before; the next free number is %(number)s.")
            form.add_error("last", said % {"number": given.upcoming})
        except tuple(_REFUSALS) as refused:
            form.add_error(*_REFUSALS[type(refused)])
        else:
            messages.success(request, str(part.kept) if changed else _("Nothing was different."))
            return redirect("desk:policy")
    return _page(request, **{name: form})


@require_POST
@needs("administer")
@step_up(gettext_lazy("You are about to change the name of the library."))
def rename(request: HttpRequest) -> HttpResponse:
    """Give the library another name or place."""
    return _set(request, "library")


_sets = step_up(gettext_lazy("You are about to change the policy of the library."))


@require_POST
@needs("administer")
@_sets
def set_policy_limits(request: HttpRequest) -> HttpResponse:
    """Set when a list is held."""
    return _set(request, "limits")


@require_POST
@needs("administer")
@_sets
def set_policy_term(request: HttpRequest) -> HttpResponse:
    """Set after how many days leavers are erased."""
    return _set(request, "term")


@require_POST
@needs("administer")
@_sets
def set_policy_cards(request: HttpRequest) -> HttpResponse:
    """Set which numbers the library gives."""
    return _set(request, "cards")


@require_POST
@needs("administer")
@_sets
def set_policy_scan(request: HttpRequest) -> HttpResponse:
    """Set whether a file waits where there is no virus scanner."""
    return _set(request, "scan")


policy_urls = [
    path("beleid/", policy, name="policy"),
    path("beleid/naam/", rename, name="rename_library"),
    path("beleid/controles/", set_policy_limits, name="set_policy_limits"),
    path("beleid/bewaren/", set_policy_term, name="set_policy_term"),
    path("beleid/pasnummers/", set_policy_cards, name="set_policy_cards"),
    path("beleid/viruscontrole/", set_policy_scan, name="set_policy_scan"),
]
