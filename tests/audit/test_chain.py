"""The chain over the record: whatever is done to it afterwards is found."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leesloket.audit.rules import (
    Anchor,
    Entry,
    Finding,
    Link,
    anchor_line,
    anchors_in,
    broken,
    extended,
    torn_lines,
)

SECRET = b"only the worker has this"
START = datetime(2026, 8, 17, 9, 0, tzinfo=UTC)
Chain = list[tuple[Link, Entry | None]]


def _entries(count: int) -> list[Entry]:
    return [
        Entry(
            id=100 + 3 * at,
            library_id=1,
            branch_id=7 if at % 3 else None,
            account_id=f"account-{at % 4}",
            code=("patron_viewed", "list_sent", "right_given")[at % 3],
            at=START + timedelta(minutes=at),
            subject_id=f"subject-{at % 5}",
            detail={"count": at % 6},
        )
        for at in range(count)
    ]


def _chain(entries: Sequence[Entry], *, secret: bytes = SECRET) -> Chain:
    return list(zip(extended(None, entries, secret=secret), entries, strict=True))


def _anchor(chain: Chain) -> Anchor:
    head, _ = chain[-1]
    return Anchor(1, head.sequence, head.mac)


def _found(chain: Chain, *anchors: Anchor) -> list[Finding]:
    return list(broken(chain, anchors, secret=SECRET))


chains = st.integers(3, 30).map(_entries).map(_chain)


@settings(deadline=None)
@given(chain=chains, cut=st.integers(1, 30))
def test_a_chain_that_nobody_touched_is_whole_also_when_it_grew_in_pieces(
    chain: Chain, cut: int
) -> None:
    entries = [entry for _, entry in chain if entry]
    first = list(extended(None, entries[:cut], secret=SECRET))
    then = list(extended(first[-1], entries[cut:], secret=SECRET))

    assert first + then == [link for link, _ in chain]
    assert (
        _found(chain, _anchor(chain), *(_anchor(chain[: at + 1]) for at in range(len(chain)))) == []
    )


_CHANGES: dict[str, object] = {
    "code": "upload_received",
    "branch_id": 8,
    "library_id": 2,
    "account_id": "somebody-else",
    "subject_id": "",
    "detail": {"count": 99},
    "at": START - timedelta(days=3),
}


def _swapped(chain: Chain, at: int, other: int, *, rows: bool) -> Chain:
    """Two events get each other's contents, or each other's link."""
    changed = list(chain)
    for here, there in ((at, other), (other, at)):
        (link, entry), (_, moved) = chain[here], chain[there]
        assert entry is not None
        assert moved is not None
        if rows:
            changed[here] = (replace(link, event_id=moved.id), moved)
        else:
            changed[here] = (link, replace(moved, id=entry.id))
    return changed


def _edited(chain: Chain, at: int, /, **change: object) -> Chain:
    link, entry = chain[at]
    assert entry is not None
    return [*chain[:at], (link, replace(entry, **change)), *chain[at + 1 :]]  # type: ignore[arg-type]


def _moved(chain: Chain, at: int, other: int) -> Chain:
    changed = list(chain)
    changed[at], changed[other] = chain[other], chain[at]
    return changed


def _rewritten(chain: Chain, at: int, *, secret: bytes) -> Chain:
    entries = [entry for _, entry in _edited(chain, at, code="nothing_happened") if entry]
    return _chain(entries, secret=secret)


TAMPERINGS: dict[str, Callable[[Chain, int, int], Chain]] = {
    **{
        f"edit_{name}": lambda chain, at, _, name=name, value=value: _edited(  # type: ignore[misc]
            chain, at, **{name: value}
        )
        for name, value in _CHANGES.items()
    },
    "delete": lambda chain, at, _: [*chain[:at], (chain[at][0], None), *chain[at + 1 :]],
    "delete_both": lambda chain, at, _: [*chain[:at], *chain[at + 1 :]],
    "reorder_events": lambda chain, at, other: _swapped(chain, at, other, rows=False),
    "reorder_rows": lambda chain, at, other: _swapped(chain, at, other, rows=True),
    "reorder_links": _moved,
    "truncate": lambda chain, at, _: chain[:at],
    "truncate_head": lambda chain, at, _: chain[at + 1 :],
    "insert": lambda chain, at, other: [*chain[:at], chain[other], *chain[at:]],
    "rewrite": lambda chain, at, _: _rewritten(chain, at, secret=b"a guess"),
    "rewrite_with_the_key": lambda chain, at, _: _rewritten(chain, at, secret=SECRET),
}


# No deadline: a machine that is busy is no mistake of ours.
@settings(max_examples=1_000, deadline=None)
@given(chain=chains, kind=st.sampled_from(sorted(TAMPERINGS)), places=st.data())
def test_every_edit_deletion_reordering_truncation_and_rewriting_is_found(
    chain: Chain, kind: str, places: st.DataObject
) -> None:
    at, other = places.draw(
        st.lists(st.integers(0, len(chain) - 1), min_size=2, max_size=2, unique=True)
    )

    tampered = TAMPERINGS[kind](chain, at, other)

    assert tampered != chain
    assert _found(tampered, _anchor(chain)), kind


def test_one_break_is_told_once_with_its_place() -> None:
    chain = _chain(_entries(12))
    anchor = _anchor(chain)
    chain[4] = (chain[4][0], None)

    assert _found(chain, anchor) == [Finding("missing", 5)]
    assert _found(chain[:9], anchor) == [Finding("missing", 5), Finding("cut_off", 12)]


def test_who_has_the_key_cannot_change_what_was_anchored() -> None:
    entries = _entries(6)
    anchor = _anchor(_chain(entries[:4]))
    entries[2] = replace(entries[2], code="nothing_happened")

    assert _found(_chain(entries), anchor) == [Finding("rewritten", 4)]


def test_a_tail_after_the_last_anchor_is_what_an_anchor_cannot_save() -> None:
    chain = _chain(_entries(9))

    assert _found(chain[:7], _anchor(chain[:7])) == []


@pytest.mark.parametrize("kept", [-1, -30, -70, 50])
def test_a_line_that_broke_off_is_no_anchor_and_is_told(kept: int) -> None:
    line = anchor_line(Anchor(3, 41, "ab" * 32), at=START)
    text = f"{line[:kept]}\n{line}\n"

    assert anchors_in(text, library_id=3) == (Anchor(3, 41, "ab" * 32),)
    assert torn_lines(text) == 1
    assert torn_lines(f"{line}\n> {line}") == 0


@pytest.mark.parametrize("before", ["", "> "])
def test_an_anchor_is_read_from_a_line_among_others(before: str) -> None:
    anchor = Anchor(3, 41, "ab" * 32)
    text = f"Subject: Leesloket\n\n{before}{anchor_line(anchor, at=START)}\nlibrary=3 12\n"

    assert anchors_in(text, library_id=3) == (anchor,)
    assert anchors_in(text, library_id=4) == ()
