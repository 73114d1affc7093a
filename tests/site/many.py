"""Many schools at once: made in the database of a running site, with a list for each."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.people import Child, list_of
from tests.site.running import Site

from leesloket.accounts.models import Account, Right
from leesloket.branches.models import Branch, Library
from leesloket.isolation.scope import Scope, scoped, signing_in

WORDS = "omdat wij dat zo afspraken met de school en het ook volgend jaar nog willen weten "


@dataclass(frozen=True, slots=True)
class Sending:
    """A list that somebody is about to send for a school."""

    slug: str
    name: str
    content: bytes = field(repr=False)


def make_schools(count: int, *, login: str) -> list[str]:
    """So many schools, for which `login` may upload; gives their slugs.  Works on Django's own."""
    with signing_in():
        account = Account.objects.get(login=login)
    library = Library.objects.get(pk=account.library_id)
    made = [
        Branch(
            library=library,
            slug=f"school-{at}",
            name=f"School {at}",
            place="Polderdorp",
            kind="primary",
            notice_email=f"school-{at}@bibliotheek.example",
            final_year_groups=["8"],
        )
        for at in range(count)
    ]
    branches = Branch.objects.bulk_create(made)
    with scoped(Scope(library.pk, tuple(branch.pk for branch in branches))):
        Right.objects.bulk_create(
            Right(account=account, branch=branch, kind="upload", from_date=date(2025, 8, 1))
            for branch in branches
        )
    return [branch.slug for branch in branches]


def lists_for(slugs: list[str], *, each: int, pupils: int, size: int) -> list[Sending]:
    """`each` lists for every school, of so many children and at least `size` bytes."""
    return [
        Sending(slug, f"lijst-{version}.csv", _list(slug, version, pupils=pupils, size=size))
        for version in range(each)
        for slug in slugs
    ]


def _list(slug: str, version: int, *, pupils: int, size: int) -> bytes:
    school = int(slug.rpartition("-")[2])
    rows = list_of(
        Child(
            number=f"{school:03d}{count:04d}",
            first_name=f"Kind{'abcdefghij'[count % 10]}",
            prefix="van" if count % 3 == 0 else "",
            surname=f"Achter{'abcdefghij'[count // 10 % 10]}{'abcdefghij'[count // 100]}",
            born=date(2014, 1, 1) + timedelta(days=count * 3 + version),
            group=f"{count % 8 + 1}a",
        )
        for count in range(pupils)
    ).decode()
    head, *lines = rows.splitlines()
    room = max(0, (size - len(rows)) // pupils)
    remark = (WORDS * (room // len(WORDS) + 1))[:room]
    return "\r\n".join([f"{head};Opmerking", *(f"{line};{remark}" for line in lines), ""]).encode()


def lists_there(site: Site) -> dict[str, tuple[str, str]]:
    """Upload id -> (slug, status) of everything that is there."""
    return {
        upload: (slug, status)
        for upload, slug, status in site.rows(
            "select upload_id::text, b.slug, status from imports_rosterimport i"
            " join branches_branch b on b.id = i.branch_id"
        )
    }
