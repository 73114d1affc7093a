"""Undo gives back what an import changed, and never tramples what people did since."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from leesloket.roster import JournalLine, Leave, Restore, Undoing, WithdrawInstead, plan_undo
from leesloket.roster.model import PatronId
from leesloket.roster.undo import State

ANNA = PatronId("K1")
BEFORE: State = {"patron": {"first_name": "Ana"}, "placement:1": {"group": "4a", "until": None}}
AFTER: State = {
    "patron": {"first_name": "Anna"},
    "placement:1": {"group": "4a", "until": "2026-07-31"},
    "placement:2": {"group": "5b", "until": None},
}
LINE = JournalLine(ANNA, "update", {**BEFORE, "placement:2": None}, AFTER)
NEW = JournalLine(
    ANNA,
    "enrol",
    {"patron": None, "membership": None},
    {"patron": {"first_name": "Bo"}, "membership": {"until": None}},
)


def _undo(line: JournalLine, now: State, *, in_use: bool = False) -> Undoing:
    [outcome] = plan_undo([line], {ANNA: now}, in_use=frozenset({ANNA} if in_use else ()))
    return outcome


def _written(now: State, outcome: Undoing) -> dict[str, dict[str, str | None] | None]:
    """The rows after an undo."""
    rows = {key: None if row is None else dict(row) for key, row in now.items()}
    if isinstance(outcome, Restore):
        for key, row in outcome.rows.items():
            rows[key] = None if row is None else {**(rows.get(key) or {}), **row}
    return rows


def test_everything_the_import_changed_goes_back() -> None:
    outcome = _undo(LINE, AFTER)

    assert isinstance(outcome, Restore)
    assert outcome.rows == {
        "patron": {"first_name": "Ana"},
        "placement:1": {"until": None},
        "placement:2": None,
    }
    assert outcome.left_alone == ()


def test_what_was_edited_since_stays_and_is_named() -> None:
    outcome = _undo(LINE, {**AFTER, "patron": {"first_name": "Annabel"}})

    assert isinstance(outcome, Restore)
    assert "patron" not in outcome.rows
    assert outcome.left_alone == ("patron.first_name",)


def test_a_row_made_by_the_import_and_edited_since_stays() -> None:
    outcome = _undo(LINE, {**AFTER, "placement:2": {"group": "5c", "until": None}})

    assert isinstance(outcome, Restore)
    assert "placement:2" not in outcome.rows
    assert outcome.left_alone == ("placement:2.group",)


def test_a_row_taken_away_since_stays_away() -> None:
    outcome = _undo(LINE, {**AFTER, "placement:1": None})

    assert isinstance(outcome, Restore)
    assert "placement:1" not in outcome.rows
    assert outcome.left_alone == ("placement:1",)


def test_what_is_as_before_is_left() -> None:
    assert _undo(LINE, {**BEFORE, "placement:2": None}) == Leave(ANNA)


def test_a_newcomer_is_taken_away() -> None:
    outcome = _undo(NEW, NEW.after)

    assert outcome == Restore(ANNA, {"patron": None, "membership": None})


def test_a_newcomer_with_loans_is_withdrawn_instead() -> None:
    assert _undo(NEW, NEW.after, in_use=True) == WithdrawInstead(ANNA)


def test_a_newcomer_edited_at_the_desk_is_withdrawn_instead() -> None:
    now = {**NEW.after, "patron": {"first_name": "Boaz"}}

    assert _undo(NEW, now) == WithdrawInstead(ANNA)


def test_a_newcomer_with_more_by_now_is_withdrawn_instead() -> None:
    for added in ("placement:2", "number:2", "card:2"):
        assert _undo(NEW, {**NEW.after, added: {"from": "2026-08-01"}}) == WithdrawInstead(ANNA)


JOINED = JournalLine(
    ANNA,
    "transfer",
    {"membership:1": {"until": None}, "membership:2": None},
    {"membership:1": {"until": "2026-08-01"}, "membership:2": {"until": None}},
)


def test_who_came_from_another_branch_goes_back_to_it() -> None:
    with_a_card = {**JOINED.after, "card:1": {"blocked": None}}

    assert _undo(JOINED, with_a_card) == Restore(ANNA, JOINED.before)


def test_who_came_from_another_branch_and_has_more_here_is_withdrawn_here() -> None:
    back = WithdrawInstead(ANNA, {"membership:1": {"until": None}})

    assert _undo(JOINED, JOINED.after, in_use=True) == back
    assert _undo(JOINED, {**JOINED.after, "placement:2": {"group": "4a"}}) == back


def test_a_patron_that_is_gone_is_left() -> None:
    assert plan_undo([NEW], {}, in_use=frozenset()) == (Leave(ANNA),)


def test_a_row_the_import_took_away_comes_back() -> None:
    line = JournalLine(ANNA, "update", {"number:1": {"number": "4711"}}, {"number:1": None})

    assert _undo(line, {"number:1": None}) == Restore(ANNA, {"number:1": {"number": "4711"}})


RENUMBERED = JournalLine(
    ANNA,
    "update",
    {"number:1": {"number": "1", "until": None}, "number:2": None},
    {
        "number:1": {"number": "1", "until": "2026-08-01"},
        "number:2": {"number": "2", "until": None},
    },
)


def test_the_number_before_comes_back() -> None:
    back = {"number:1": {"until": None}, "number:2": None}

    assert _undo(RENUMBERED, RENUMBERED.after) == Restore(ANNA, back)


def test_the_number_before_stays_ended_where_a_third_took_the_place_of_ours() -> None:
    ended = {"number": "2", "until": "2026-08-17"}
    now = {**RENUMBERED.after, "number:2": ended, "number:3": {"number": "3", "until": None}}

    assert _undo(RENUMBERED, now) == Leave(ANNA, ("number:1", "number:2.until"))


def test_the_number_before_comes_back_where_ours_is_gone_or_another_row_was_changed() -> None:
    moved = JournalLine(
        ANNA,
        "update",
        {**RENUMBERED.before, "placement:1": None},
        {**RENUMBERED.after, "placement:1": {"group": "5a"}},
    )
    changed = {**moved.after, "placement:1": {"group": "5b"}}
    back: State = {"number:1": {"until": None}, "number:2": None}

    assert _undo(RENUMBERED, {**RENUMBERED.after, "number:2": None}) == Restore(
        ANNA, {"number:1": {"until": None}}
    )
    assert _undo(moved, changed) == Restore(ANNA, back, ("placement:1.group",))


def test_a_membership_that_nobody_wants_back_stays_ended() -> None:
    ended = JournalLine(
        ANNA, "withdraw", {"membership:1": {"until": None}}, {"membership:1": {"until": "2026"}}
    )

    [stays] = plan_undo(
        [ended], {ANNA: ended.after}, in_use=frozenset(), staying_ended=frozenset({"membership:1"})
    )

    assert stays == Leave(ANNA, ("membership:1",))
    assert _undo(ended, ended.after) == Restore(ANNA, ended.before)


def test_a_row_that_is_gone_is_no_more_than_the_import_made() -> None:
    assert _undo(NEW, {**NEW.after, "placement:2": None}) == _undo(NEW, NEW.after)


def test_no_value_is_in_a_repr() -> None:
    text = repr((LINE, _undo(LINE, AFTER)))

    assert "Ana" not in text
    assert "4a" not in text


VALUES = st.one_of(st.none(), st.sampled_from(["a", "b", "c"]))
ROWS = st.one_of(st.none(), st.fixed_dictionaries({"x": VALUES, "y": VALUES}))
STATES = st.fixed_dictionaries({"patron": ROWS, "membership": ROWS, "placement:1": ROWS})


@given(STATES, STATES)
def test_undo_after_apply_restores(before: State, after: State) -> None:
    line = JournalLine(ANNA, "update", before, after)

    assert _written(after, _undo(line, after)) == before


@given(STATES, STATES, STATES)
def test_undo_writes_no_value_that_somebody_else_set(
    before: State, after: State, now: State
) -> None:
    outcome = _undo(JournalLine(ANNA, "update", before, after), now)

    for key, row in _written(now, outcome).items():
        current = now.get(key)
        for name, value in (row or {}).items():
            if current is None or current[name] != value:
                assert after[key] is None or current is None or current[name] == after[key][name]  # type: ignore[index]
                assert (before[key] or {}).get(name) == value
