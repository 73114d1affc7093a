"""Reading the forms that school and staff share: an answer about a child, a choice of columns."""

from collections.abc import Mapping
from typing import Literal, TypedDict
from uuid import UUID

from django.http import Http404, HttpRequest

from leesloket.web.finding import id_or_404

_ANSWERS = ("same", "another", "leave_out", "clear")
_COLUMN = "col-"
_DIGITS_AT_MOST = 6


class AnswerInForm(TypedDict):
    fingerprint: str
    answer: Literal["same", "another", "leave_out", "clear"]
    patron_id: UUID | None
    shown: tuple[UUID, ...]


def answer_in(posted: Mapping[str, str]) -> AnswerInForm:
    """The answer in a question's form; 404 for a form that is not ours."""
    answer = posted.get("answer", "")
    shown = tuple(id_or_404(text) for text in posted.get("shown", "").split(",") if text)
    patron = id_or_404(posted["patron"]) if posted.get("patron") else None
    if answer not in _ANSWERS:
        raise Http404
    return {
        "fingerprint": posted.get("fingerprint", ""),
        "answer": answer,  # type: ignore[typeddict-item]  # one of _ANSWERS
        "patron_id": patron,
        "shown": shown,
    }


class GroupInForm(TypedDict):
    fingerprint: str
    field: Literal["group"]
    value: str | None


def group_in(posted: Mapping[str, str]) -> GroupInForm | None:
    """The group that was chosen for a row; no group takes it back.  None: the form says who."""
    if posted.get("answer") != "group":
        return None
    return {
        "fingerprint": posted.get("fingerprint", ""),
        "field": "group",
        "value": posted.get("group") or None,
    }


class ListAsked(TypedDict):
    kind: str
    query: str
    page: int


def list_asked(request: HttpRequest) -> ListAsked:
    """Which tab, search and page of a list; searching posts, so that no name is in an address."""
    page = request.POST.get("p", "")
    return {
        "kind": request.POST.get("soort") or request.GET.get("soort") or "all",
        "query": request.POST.get("zoek", ""),
        "page": int(page[:_DIGITS_AT_MOST]) if page.isdecimal() else 1,
    }


def columns_in(posted: Mapping[str, str]) -> dict[int, str | None]:
    """Which column is which field, by column number from 0."""
    return {
        int(name.removeprefix(_COLUMN)[:_DIGITS_AT_MOST]): value or None
        for name, value in posted.items()
        if name.startswith(_COLUMN) and name.removeprefix(_COLUMN).isdecimal()
    }
