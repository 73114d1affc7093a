"""What was computed a moment ago is given again, and only while nothing it follows from changed."""

from collections.abc import Callable, Iterator
from datetime import date
from uuid import UUID, uuid4

import pytest
from tests.imports.journey import approve, plan_of, receive, send
from tests.imports.school import CHILDREN, NEWCOMER, School, next_year
from tests.people import NOW, enrol_children, list_of

from leesloket.branches.models import Branch, Group
from leesloket.imports import actions, remembered
from leesloket.imports.kept import NothingToWorkOnError
from leesloket.imports.models import DistinctPair, NotIncluded, RosterImport
from leesloket.imports.remembered import Remembered, let_go_of_all
from leesloket.imports.work import Work, work_on
from leesloket.isolation.scope import scoped
from leesloket.patrons.models import Membership, Patron, Placement, PupilNumber
from leesloket.roster import identities
from leesloket.vault import actions as vault
from leesloket.vault.queries import branch_secret

MINUTE = 60


# --- the last answer of a function -----------------------------------------------------------


def test_a_function_is_asked_again_only_with_other_arguments() -> None:
    asked: list[tuple[str, int]] = []

    def ask(name: str, *, times: int) -> str:
        asked.append((name, times))
        return name * times

    before = Remembered()
    assert before.again(ask, "a", times=2) == "aa"
    assert before.again(ask, "abba"[:1], times=2) == "aa"
    assert before.again(ask, "a", times=3) == "aaa"
    assert before.again(ask, "a", times=2) == "aa"
    assert asked == [("a", 2), ("a", 3), ("a", 2)]


def test_what_failed_is_tried_again() -> None:
    answers: Iterator[int] = iter((0, 2))

    def ask() -> float:
        return 1 / next(answers)

    before = Remembered()
    with pytest.raises(ZeroDivisionError):
        before.again(ask)
    assert before.again(ask) == 0.5


# --- what is kept, and how long --------------------------------------------------------------


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """A clock that stands where a test puts it."""
    let_go_of_all()

    def put(seconds: float) -> None:
        monkeypatch.setattr("leesloket.imports.remembered.time.monotonic", lambda: seconds)

    put(0)
    return put


def test_it_is_let_go_of_some_minutes_after_it_was_last_asked_for(
    at: Callable[[float], None],
) -> None:
    one, other = uuid4(), uuid4()
    first = remembered.remembered(one)
    at(9 * MINUTE)
    assert remembered.remembered(one) is first
    at(18 * MINUTE)
    assert remembered.remembered(one) is first
    at(28 * MINUTE + 1)
    remembered.remembered(other)
    assert remembered.remembered(one) is not first


def test_so_many_rows_and_no_more(at: Callable[[float], None]) -> None:
    del at
    ids = [uuid4() for _ in range(4)]
    kept = {}
    for upload_id in ids:
        kept[upload_id] = remembered.remembered(upload_id)
        kept[upload_id].rows = 10_000
    remembered.remembered(uuid4())
    still = [one for one in ids if remembered.remembered(one) is kept[one]]
    assert still == ids[2:]


def test_a_site_that_nobody_uses_lets_go_by_itself(
    at: Callable[[float], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[tuple[float, Callable[[], None]]] = []

    class Clock:
        daemon = False

        def __init__(self, seconds: float, then: Callable[[], None]) -> None:
            self.told = (seconds, then)

        def start(self) -> None:
            started.append(self.told)

        def is_alive(self) -> bool:
            return True

    monkeypatch.setattr("leesloket.imports.remembered.Timer", Clock)
    monkeypatch.setattr("leesloket.imports.remembered._emptying", remembered.Emptying())
    one, other = uuid4(), uuid4()
    first = remembered.remembered(one)
    at(4 * MINUTE)
    second = remembered.remembered(other)
    [(seconds, go_off)] = started
    assert seconds == remembered.MINUTES * MINUTE

    at(10 * MINUTE)
    go_off()
    [_, (seconds, go_off)] = started
    assert seconds == 4 * MINUTE
    at(14 * MINUTE)
    go_off()
    assert len(started) == 2  # nothing is left to wait for
    at(0)
    assert remembered.remembered(one) is not first
    assert remembered.remembered(other) is not second


def test_a_timer_that_did_not_start_is_no_timer(
    at: Callable[[float], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    del at
    tries = []

    class NoThreads:
        daemon = False

        def __init__(self, *_: object) -> None:
            tries.append(self)

        def start(self) -> None:
            message = "can't start new thread"
            raise RuntimeError(message)

        def is_alive(self) -> bool:
            return False

    monkeypatch.setattr("leesloket.imports.remembered.Timer", NoThreads)
    monkeypatch.setattr("leesloket.imports.remembered._emptying", remembered.Emptying())
    for _ in range(2):
        with pytest.raises(RuntimeError):
            remembered.remembered(uuid4())
    assert len(tries) == 2


# --- a list at work --------------------------------------------------------------------------


def _worked_on(school: School, upload: UUID) -> Work:
    with scoped(school.scope):
        return work_on(RosterImport.objects.select_related("upload", "branch").get(pk=upload))


def test_looking_twice_computes_once(school: School) -> None:
    upload = school.receive()
    first = _worked_on(school, upload)
    again = _worked_on(school, upload)
    assert again.plan is first.plan
    assert again.extraction is first.extraction
    let_go_of_all()
    anew = _worked_on(school, upload)
    assert anew.plan is not first.plan
    assert anew == first


def _patron(school: School, at: int) -> UUID:
    return school.ids[CHILDREN[at].number]


def _register(school: School, upload: UUID) -> None:
    del upload
    Patron.objects.filter(id=_patron(school, 0)).update(surname="Anders")


def _by_hand(school: School, upload: UUID) -> None:
    del upload
    Patron.objects.filter(id=_patron(school, 0)).update(hand_edited=["surname"])


def _left(school: School, upload: UUID) -> None:
    del upload
    Membership.objects.filter(patron_id=_patron(school, 1)).update(until_date=date(2026, 5, 1))


def _number(school: School, upload: UUID) -> None:
    del upload
    theirs = PupilNumber.objects.filter(membership__patron_id=_patron(school, 2))
    theirs.update(number="777777", folded="777777")


def _group(school: School, upload: UUID) -> None:
    del upload
    Group.objects.filter(branch_id=school.branch.id, code="3a").update(code="3z")


def _placement(school: School, upload: UUID) -> None:
    del upload
    Placement.objects.filter(membership__patron_id=_patron(school, 3)).update(year_group="8")


def _newly_enrolled(school: School, upload: UUID) -> None:
    del upload
    branch = Branch.objects.get(id=school.branch.id)
    enrol_children(branch, [NEWCOMER])


def _repaired(school: School, upload: UUID) -> None:
    [fingerprint, *_] = [one.fingerprint for one in _worked_on(school, upload).extraction.records]
    actions.repair_cell(
        upload,
        fingerprint=fingerprint,
        field="surname",
        value="Hersteld",
        acting_user=school.petra,
        now=NOW,
    )


def _left_out(school: School, upload: UUID) -> None:
    [fingerprint, *_] = [one.fingerprint for one in _worked_on(school, upload).extraction.records]
    actions.answer_question(
        upload, fingerprint=fingerprint, answer="leave_out", acting_user=school.petra, now=NOW
    )


def _not_included(school: School, upload: UUID) -> None:
    made = _worked_on(school, upload)
    code, *_ = identities(made.extraction.records[0], secret=branch_secret(school.branch.id))
    NotIncluded.objects.create(
        entry_id=uuid4(),
        branch_id=school.branch.id,
        identity=code,
        reason="other",
        decided_on=NOW.date(),
        added_at=NOW,
    )


def _distinct(school: School, upload: UUID) -> None:
    made = _worked_on(school, upload)
    code, *_ = identities(made.extraction.records[0], secret=branch_secret(school.branch.id))
    DistinctPair.objects.create(
        branch_id=school.branch.id, identity=code, patron_id=_patron(school, 0)
    )


def _additions(school: School, upload: UUID) -> None:
    del school
    RosterImport.objects.filter(pk=upload).update(mode="additions")


def _another_day(school: School, upload: UUID) -> None:
    del school
    RosterImport.objects.filter(pk=upload).update(as_of=date(2026, 12, 1))


def _another_year(school: School, upload: UUID) -> None:
    del school
    RosterImport.objects.filter(pk=upload).update(school_year_id="2025-2026")


def _final_year(school: School, upload: UUID) -> None:
    del upload
    Branch.objects.filter(id=school.branch.id).update(final_year_groups=["7"])


def _other_columns(school: School, upload: UUID) -> None:
    del school
    roster_import = RosterImport.objects.get(pk=upload)
    roster_import.fields = [None if one == "prefix" else one for one in roster_import.fields]
    roster_import.save()


@pytest.mark.parametrize(
    "change",
    [
        _register,
        _by_hand,
        _left,
        _number,
        _group,
        _placement,
        _newly_enrolled,
        _repaired,
        _left_out,
        _not_included,
        _distinct,
        _additions,
        _another_day,
        _another_year,
        _final_year,
        _other_columns,
    ],
)
def test_whatever_changes_the_plan_is_the_one_computed_anew(
    school: School, change: Callable[[School, UUID], None]
) -> None:
    upload = school.receive()
    before = _worked_on(school, upload)
    with scoped(school.scope):
        change(school, upload)
    remembered_plan = _worked_on(school, upload)
    let_go_of_all()
    anew = _worked_on(school, upload)
    assert remembered_plan == anew
    assert anew != before, "the change changed nothing: it proves nothing"


def test_a_list_that_was_processed_changes_what_the_next_one_is_compared_with(
    school: School,
) -> None:
    other = receive(
        list_of(next_year(CHILDREN)), branch_id=school.branch.id, by=school.petra, name="a.xlsx"
    )
    waiting = _worked_on(school, other)
    send(other, by=school.petra)
    assert approve(other, by=school.marloes)
    again = school.receive()
    assert _worked_on(school, again).plan.counts != waiting.plan.counts
    seen = _worked_on(school, again)
    let_go_of_all()
    assert _worked_on(school, again) == seen


def test_a_list_that_was_destroyed_is_not_shown_from_memory(school: School) -> None:
    upload = school.receive()
    table_id = _worked_on(school, upload).roster_import.table_id
    assert table_id is not None
    with scoped(school.scope):
        vault.shred(table_id, reason="expired", now=NOW)
    with pytest.raises(NothingToWorkOnError):
        _worked_on(school, upload)


def test_a_list_that_was_processed_is_let_go_of(school: School) -> None:
    upload = school.receive()
    send(upload, by=school.petra)
    plan_of(upload, by=school.marloes)
    first = remembered.remembered(upload)
    assert first.rows == len(CHILDREN) + 1
    approve(upload, by=school.marloes)
    assert remembered.remembered(upload) is not first


def test_it_tells_nothing_of_pupils_in_a_traceback(school: School) -> None:
    upload = school.receive()
    _worked_on(school, upload)
    told = repr(remembered.remembered(upload))
    assert not any(child.surname in told for child in CHILDREN)
