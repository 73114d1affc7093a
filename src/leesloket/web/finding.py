"""What an address or a form names: found, or a page that says there is nothing here."""

from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils.dateparse import parse_date

from leesloket.accounts.doors import viewer_in
from leesloket.branches.queries import BranchLine, BranchNotFoundError, branch_by_slug


def branch_or_404(request: HttpRequest, slug: str, *rights: str) -> BranchLine:
    """The branch of this slug where the viewer holds one of these rights.

    Http404 for one that is another's, or does not exist.
    """
    try:
        return branch_by_slug(slug, among=viewer_in(request).branches_with(*rights))
    except BranchNotFoundError:
        raise Http404 from None


def id_or_404(text: str) -> UUID:
    """The id that a form of ours carries; Http404 for what is none."""
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def day_or_none(text: str) -> date | None:
    """The day that was typed; None for what is no day."""
    try:
        return parse_date(text)
    except ValueError:
        return None
