"""The branch in the address, if this person may upload for it."""

from django.http import Http404, HttpRequest

from leesloket.accounts.doors import viewer_in
from leesloket.branches.queries import BranchLine, BranchNotFoundError, branch_by_slug


def own_branch(request: HttpRequest, slug: str) -> BranchLine:
    """The branch of this slug; 404 for one that is not this person's, or does not exist."""
    try:
        return branch_by_slug(slug, among=viewer_in(request).branches_with("upload"))
    except BranchNotFoundError:
        raise Http404 from None
