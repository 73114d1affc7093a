"""Where the lines of the drawings go: pure arithmetic, in the units of an SVG view box.

`group_drawing` draws the groups now (left) and soon (right), one band per flow of children; the
template tags turn the answer into SVG.  Words and colours are theirs, places are ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from leesloket.imports.showing import Flow, GroupCount, GroupPicture

LABELLED_FROM = 3
"""Fewer children than this get no words beside their arrow, unless they are odd."""
TIP = 8.0
BESIDE = 8.0
"""Between a group's block and its name."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The measures of one drawing; `height` is what the groups may take together."""

    width: int
    left: float
    right: float
    height: float
    stub: float
    letters: int
    """As many of a group's name are written; `left` and `right` give way to long ones."""
    top: float = 30.0
    gap: float = 15.0
    node: float = 11.0


WIDE = Frame(width=740, left=76.0, right=653.0, height=390.0, stub=62.0, letters=12)
NARROW = Frame(width=320, left=54.0, right=255.0, height=470.0, stub=24.0, letters=6)
LETTER = 9.0
"""What a bold letter of a name takes, on average and generously."""
SMALLEST, LARGEST = 0.45, 1.15
"""Units per child: a school of 1,200 stays on one screen, a school of 20 is no poster."""
TALLEST = 600.0
"""What all children together take at most, however many a wrong list has."""


@dataclass(frozen=True, slots=True)
class Node:
    """A group on one side: its block, its name beside it, its count above it."""

    name: str
    label: str
    """The name, as much of it as there is room for."""
    count: int
    x: float
    y: float
    height: float
    side: str
    """`left` (now) or `right` (soon)."""

    @property
    def middle(self) -> float:
        return round(self.y + self.height / 2 + 4.5, 1)

    @property
    def count_x(self) -> float:
        return self.x + 5.5

    @property
    def count_y(self) -> float:
        return round(self.y - 4, 1)

    @property
    def name_x(self) -> float:
        return self.x - BESIDE if self.side == "left" else self.x + 11 + BESIDE


@dataclass(frozen=True, slots=True)
class Band:
    """One flow: an SVG path and its look (`move`, `stay`, `new`, `leave`, `ask`)."""

    path: str
    look: str
    odd: bool


@dataclass(frozen=True, slots=True)
class Words:
    """A number beside an arrow.  `most`: more than half of the group goes, and that is ordinary."""

    x: float
    y: float
    anchor: str
    look: str
    children: int
    odd: bool
    most: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    width: int
    height: int
    nodes: tuple[Node, ...]
    bands: tuple[Band, ...]
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class GroupRow:
    """The same as a line of a table: `before - leave + ... = after` is the school's own sum."""

    name: str
    before: int
    leave: int
    new: int
    ask: int
    after: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A group's bar: `height` of 48, standing on the ground."""

    name: str
    pupils: int
    height: int

    @property
    def y(self) -> int:
        return 48 - self.height


def bars(groups: Sequence[GroupCount]) -> tuple[Bar, ...]:
    """Return a bar per group; the fullest group reaches the top."""
    most = max((one.pupils for one in groups), default=0)
    return tuple(
        Bar(one.group, one.pupils, max(2, round(46 * one.pupils / most)) if one.pupils else 0)
        for one in groups
    )


def group_rows(picture: GroupPicture) -> tuple[GroupRow, ...]:
    """Return the picture as a table, in the school's order of groups."""
    before = {one.group: one.pupils for one in picture.before}
    after = {one.group: one.pupils for one in picture.after}

    def total(kind: str, *, source: str = "", target: str = "") -> int:
        return sum(
            flow.children
            for flow in picture.flows
            if flow.kind == kind and source in ("", flow.before) and target in ("", flow.after)
        )

    return tuple(
        GroupRow(
            name=name,
            before=before.get(name, 0),
            leave=total("leave", source=name),
            new=total("new", target=name),
            ask=total("ask", source=name),
            after=after.get(name, 0),
        )
        for name in _in_order(picture)
    )


def _in_order(picture: GroupPicture) -> tuple[str, ...]:
    # Groups of now first, as the school orders them; a group that only exists soon comes after.
    return tuple(dict.fromkeys(one.group for one in (*picture.before, *picture.after)))


def group_drawing(picture: GroupPicture, frame: Frame) -> Drawing:
    """Return where everything stands; the height follows from the number of groups."""
    frame = _with_room(frame, picture)
    outgoing = _sorted_flows(picture, source=True)
    incoming = _sorted_flows(picture, source=False)
    scale = _scale(picture, frame)
    left = _column(picture.before, outgoing, frame, scale, side="left")
    right = _column(picture.after, incoming, frame, scale, side="right")
    starts = _places(left, outgoing, scale)
    ends = _places(right, incoming, scale)
    bands: list[Band] = []
    words: list[Words] = []
    for flow in picture.flows:
        height = round(flow.children * scale, 1)
        start, end = starts.get(flow), ends.get(flow)
        if start is not None and end is not None:
            bands.append(Band(_curve(frame, start, end, height), flow.kind, flow.odd))
        elif start is not None:
            bands.append(Band(_away(frame, flow, start, height), flow.kind, flow.odd))
            words += _words_left(frame, flow, start + height / 2, left)
        elif end is not None:
            bands.append(Band(_arriving(frame, flow, end, height), flow.kind, flow.odd))
            words += _words_right(frame, flow, end + height / 2)
    bottom = max((node.y + node.height for node in (*left, *right)), default=frame.top)
    return Drawing(frame.width, round(bottom + 14), (*left, *right), _odd_last(bands), tuple(words))


def _with_room(frame: Frame, picture: GroupPicture) -> Frame:
    """The frame, with its sides as far from the edges as the names beside them are long."""
    left, right = (
        LETTER * max((len(_label(one.group, frame)) for one in side), default=0)
        + frame.node
        + BESIDE
        for side in (picture.before, picture.after)
    )
    return replace(frame, left=max(frame.left, left), right=min(frame.right, frame.width - right))


def _label(name: str, frame: Frame) -> str:
    return name if len(name) <= frame.letters else f"{name[: frame.letters - 1]}…"


def _odd_last(bands: Iterable[Band]) -> tuple[Band, ...]:
    # What is drawn last lies on top: the odd thing must never hide under a pale band.
    return tuple(sorted(bands, key=lambda band: (band.odd, band.look in ("leave", "ask"))))


def _sorted_flows(picture: GroupPicture, *, source: bool) -> dict[str, list[Flow]]:
    order = {name: index for index, name in enumerate(_in_order(picture))}
    last = len(order)

    def place(flow: Flow) -> tuple[int, int]:
        # Left: to a group first, then questions, then leavers.  Right: newcomers first.
        away = {"ask": 1, "leave": 2}.get(flow.kind, 0) if source else int(flow.kind != "new")
        return away, order.get(flow.after if source else flow.before, last)

    found: dict[str, list[Flow]] = {}
    for flow in sorted(picture.flows, key=place):
        name = flow.before if source else flow.after
        if name:
            found.setdefault(name, []).append(flow)
    return found


def _scale(picture: GroupPicture, frame: Frame) -> float:
    fullest = max(
        sum(one.pupils for one in picture.before), sum(one.pupils for one in picture.after), 1
    )
    groups = max(len(picture.before), len(picture.after))
    fitting = max(SMALLEST, (frame.height - groups * frame.gap) / fullest)
    return min(LARGEST, fitting, TALLEST / fullest)


def _column(
    counts: Sequence[GroupCount],
    flows: dict[str, list[Flow]],
    frame: Frame,
    scale: float,
    *,
    side: str,
) -> tuple[Node, ...]:
    nodes, y = [], frame.top
    for one in counts:
        children = max(one.pupils, sum(flow.children for flow in flows.get(one.group, ())))
        height = round(max(2.0, children * scale), 1)
        x = frame.left - frame.node if side == "left" else frame.right
        label = _label(one.group, frame)
        nodes.append(Node(one.group, label, one.pupils, x, round(y, 1), height, side))
        y += height + frame.gap
    return tuple(nodes)


def _places(nodes: Sequence[Node], flows: dict[str, list[Flow]], scale: float) -> dict[Flow, float]:
    places = {}
    for node in nodes:
        y = node.y
        for flow in flows.get(node.name, ()):
            places[flow] = round(y, 1)
            y += flow.children * scale
    return places


def _curve(frame: Frame, start: float, end: float, height: float) -> str:
    middle = round((frame.left + frame.right) / 2, 1)
    low, lower = round(start + height, 1), round(end + height, 1)
    return (
        f"M{frame.left} {start}C{middle} {start} {middle} {end} {frame.right} {end}"
        f"V{lower}C{middle} {lower} {middle} {low} {frame.left} {low}z"
    )


def _reach(frame: Frame, flow: Flow) -> float:
    return frame.stub if flow.odd or flow.children >= LABELLED_FROM else frame.stub / 3


def _away(frame: Frame, flow: Flow, y: float, height: float) -> str:
    x = round(frame.left + _reach(frame, flow), 1)
    half = round(height / 2, 2)
    return f"M{frame.left} {y}H{x}l{TIP} {half} {-TIP} {half}H{frame.left}z"


def _arriving(frame: Frame, flow: Flow, y: float, height: float) -> str:
    x = round(frame.right - _reach(frame, flow), 1)
    half = round(height / 2, 2)
    return f"M{frame.right} {y}H{x}l{-TIP} {half} {TIP} {half}H{frame.right}z"


def _labelled(flow: Flow) -> bool:
    return flow.odd or flow.kind == "ask" or flow.children >= LABELLED_FROM


def _words_left(
    frame: Frame, flow: Flow, middle: float, nodes: Sequence[Node]
) -> tuple[Words, ...]:
    if not _labelled(flow):
        return ()
    group = next(node.count for node in nodes if node.name == flow.before)
    x = round(frame.left + _reach(frame, flow) + TIP + 5, 1)
    most = not flow.odd and flow.children * 2 > group
    y = round(middle + 4.5, 1)
    return (Words(x, y, "start", flow.kind, flow.children, flow.odd, most),)


def _words_right(frame: Frame, flow: Flow, middle: float) -> tuple[Words, ...]:
    if not _labelled(flow):
        return ()
    x = round(frame.right - _reach(frame, flow) - TIP - 5, 1)
    return (Words(x, round(middle + 4.5, 1), "end", flow.kind, flow.children, flow.odd),)
