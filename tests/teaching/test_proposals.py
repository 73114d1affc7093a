"""Teachers in the school's own file: proposals, and nothing by themselves."""

from datetime import timedelta
from uuid import UUID

import pytest
from tests.imports.journey import receive
from tests.imports.school import CHILDREN
from tests.people import NOW, THIS_YEAR, TODAY
from tests.teaching.conftest import Taught

from leesloket.accounts.actions import LoginTakenError
from leesloket.accounts.models import Account
from leesloket.imports import actions
from leesloket.imports.queries import Proposal, proposals_of
from leesloket.isolation.scope import scoped
from leesloket.teaching.queries import NotAllowedError, teachers_of

pytestmark = pytest.mark.usefixtures("reader")

TEACHERS = """<leerkrachten>
<leerkracht key="t1"><achternaam>Vries</achternaam><voorvoegsel>de</voorvoegsel>
<roepnaam>Bea</roepnaam><geboortedatum>1980-02-03</geboortedatum>
<gebruikersnaam>bea80</gebruikersnaam><emailadres>bea@kiem.example</emailadres>
<groepen><groep key="g4a"/><groep key="g9z"/></groepen></leerkracht>
<leerkracht key="t2"><achternaam>Bakker</achternaam><roepnaam>Chris</roepnaam>
<groepen><groep key="g5a"/><groep key="weg"/></groepen></leerkracht>
<leerkracht key="t3"><achternaam>Zonder</achternaam></leerkracht>
<leerkracht key="t4"><groepen><groep key="g5a"/></groepen></leerkracht>
</leerkrachten>"""


def edexml(teachers: str = TEACHERS) -> bytes:
    codes = [*dict.fromkeys(one.group for one in CHILDREN), "9z"]
    groups = "".join(
        f'<groep key="g{code}"><naam>{code}</naam><jaargroep>{code[0]}</jaargroep></groep>'
        for code in codes
    )
    pupils = "".join(
        f'<leerling key="{one.number}"><achternaam>{one.surname}</achternaam>'
        f"<voorvoegsel>{one.prefix}</voorvoegsel><roepnaam>{one.first_name}</roepnaam>"
        f"<geboortedatum>{one.born}</geboortedatum><jaargroep>{one.year_group}</jaargroep>"
        f'<groep key="g{one.group}"/></leerling>'
        for one in CHILDREN
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><EDEX><school>'
        f"<schooljaar>{THIS_YEAR}</schooljaar></school><groepen>{groups}</groepen>"
        f"<leerlingen>{pupils}</leerlingen>{teachers}</EDEX>"
    ).encode()


@pytest.fixture
def upload(taught: Taught) -> UUID:
    return _sends(taught, edexml())


def _sends(taught: Taught, content: bytes, *, days: int = 0) -> UUID:
    return receive(
        content,
        branch_id=taught.school.branch.id,
        by=taught.school.petra,
        name="lijst.xml",
        now=NOW + timedelta(days=days),
    )


def _offered(taught: Taught) -> tuple[Proposal, ...]:
    return proposals_of(taught.school.branch, viewer=taught.school.petra, today=TODAY)


def _taught_by(taught: Taught) -> dict[str, list[str]]:
    known = teachers_of(taught.school.branch, THIS_YEAR, viewer=taught.school.petra)
    return {
        code: [line.display_name for line in known[group_id]]
        for code, group_id in taught.groups.items()
        if group_id in known
    }


def _takes(taught: Taught, upload: UUID, at: int, **how: object) -> str:
    one_time = actions.take_proposal(
        upload,
        at,
        branch=taught.school.branch,
        acting_user=taught.school.petra,
        now=NOW,
        **how,  # type: ignore[arg-type] # an account or a login name
    )
    return one_time.password if one_time else ""


def test_name_and_groups_are_offered_and_nobody_is_named(taught: Taught, upload: UUID) -> None:
    offered = _offered(taught)

    assert [(one.at, one.name) for one in offered] == [(0, "Bea de Vries"), (1, "Chris Bakker")]
    assert [[group.name for group in one.groups] for one in offered] == [["4a", "9z"], ["5a"]]
    # A group that the branch does not have cannot be given.
    assert offered[0].group_ids == (taught.groups["4a"],)
    assert {one.upload_id for one in offered} == {upload}
    assert _taught_by(taught) == {"3a": ["Anna de Vries"]}


def test_a_proposal_is_taken_with_a_new_account_or_a_known_one(
    taught: Taught, upload: UUID
) -> None:
    assert _takes(taught, upload, 0, login="bea.devries")
    assert not _takes(taught, upload, 1, account_id=taught.anna_id)

    assert _taught_by(taught) == {
        "3a": ["Anna de Vries"],
        "4a": ["Bea de Vries"],
        "5a": ["Anna de Vries"],
    }
    assert _offered(taught) == ()
    with pytest.raises(actions.ProposalGoneError):
        _takes(taught, upload, 1, account_id=taught.anna_id)


def test_a_login_name_that_is_taken_leaves_the_proposal(taught: Taught, upload: UUID) -> None:
    with pytest.raises(LoginTakenError):
        _takes(taught, upload, 0, login="anna")

    assert len(_offered(taught)) == 2


def test_put_aside_it_does_not_come_again_with_this_list(taught: Taught, upload: UUID) -> None:
    actions.put_proposal_aside(
        upload, 0, branch=taught.school.branch, acting_user=taught.school.marloes, now=NOW
    )

    assert [one.name for one in _offered(taught)] == ["Chris Bakker"]
    assert _taught_by(taught) == {"3a": ["Anna de Vries"]}


@pytest.mark.parametrize("at", [2, 3, 4, 99])
def test_who_has_no_name_or_no_group_is_no_proposal(taught: Taught, upload: UUID, at: int) -> None:
    with pytest.raises(actions.ProposalGoneError):
        _takes(taught, upload, at, login="iemand")


def test_strangers_and_teachers_see_no_proposals(taught: Taught, upload: UUID) -> None:
    for viewer in (*taught.school.strangers, taught.anna()):
        with pytest.raises(NotAllowedError):
            proposals_of(taught.school.branch, viewer=viewer, today=TODAY)
        with pytest.raises(NotAllowedError):
            actions.put_proposal_aside(
                upload, 0, branch=taught.school.branch, acting_user=viewer, now=NOW
            )


def test_they_go_with_the_file(taught: Taught, upload: UUID) -> None:
    actions.withdraw(upload, acting_user=taught.school.petra, now=NOW)

    assert _offered(taught) == ()
    with pytest.raises(actions.ProposalGoneError):
        _takes(taught, upload, 0, login="bea.devries")


def test_a_newer_file_takes_their_place(taught: Taught, upload: UUID) -> None:
    _sends(taught, edexml(""), days=1)

    assert _offered(taught) == ()
    with pytest.raises(actions.ProposalGoneError):
        _takes(taught, upload, 0, login="bea.devries")


def test_no_account_is_made_of_what_the_file_says_more(taught: Taught, upload: UUID) -> None:
    _takes(taught, upload, 0, login="bea.devries")

    with scoped(taught.school.scope):
        account = Account.objects.get(login="bea.devries")
    assert (account.display_name, account.email) == ("Bea de Vries", "")
