"""The group picture: nothing lost, nothing overlapping, the odd thing on top."""

import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from django.template import Context, Template

from leesloket.imports.showing import Flow, GroupCount, GroupPicture
from leesloket.web import describing
from leesloket.web.pictures import (
    NARROW,
    WIDE,
    Drawing,
    Frame,
    Node,
    bars,
    group_drawing,
    group_rows,
)


def counts(**groups: int) -> tuple[GroupCount, ...]:
    return tuple(GroupCount(name.removeprefix("g"), pupils) for name, pupils in groups.items())


SUMMER = GroupPicture(
    before=counts(g3=27, g4=28, g8=26),
    after=counts(g3=20, g4=27, g5=19, g8=1),
    flows=(
        Flow("3", "4", 26, "move"),
        Flow("3", "", 1, "leave"),
        Flow("4", "5", 19, "move"),
        Flow("4", "", 9, "leave", odd=True),
        Flow("8", "8", 1, "stay"),
        Flow("8", "", 25, "leave"),
        Flow("", "3", 20, "new"),
        Flow("", "4", 1, "new"),
    ),
)


def side(drawing: Drawing, name: str) -> list[Node]:
    return [node for node in drawing.nodes if node.side == name]


@pytest.mark.parametrize("frame", [WIDE, NARROW], ids=["wide", "narrow"])
def test_every_group_and_every_flow_is_drawn_once(frame: Frame) -> None:
    drawing = group_drawing(SUMMER, frame)

    assert [(node.name, node.count) for node in side(drawing, "left")] == [
        ("3", 27),
        ("4", 28),
        ("8", 26),
    ]
    assert [node.name for node in side(drawing, "right")] == ["3", "4", "5", "8"]
    assert len(drawing.bands) == len(SUMMER.flows)


@pytest.mark.parametrize("frame", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("groups", [1, 8, 45])
def test_groups_never_overlap_and_fit_the_drawing(frame: Frame, groups: int) -> None:
    many = tuple(GroupCount(f"{number}", 24) for number in range(groups))
    flows = tuple(Flow(one.group, one.group, 24, "stay") for one in many)

    drawing = group_drawing(GroupPicture(many, many, flows), frame)

    for name in ("left", "right"):
        nodes = side(drawing, name)
        for above, below in pairwise(nodes):
            assert above.y + above.height + 12 <= below.y
        assert nodes[-1].y + nodes[-1].height <= drawing.height
    for band in drawing.bands:
        across = [float(number) for number in re.findall(r"[MHC ]([\d.]+) [\d.]+", band.path)]
        assert all(0 <= x <= frame.width for x in across)


def test_the_odd_leavers_lie_on_top_and_have_words() -> None:
    drawing = group_drawing(SUMMER, WIDE)

    assert drawing.bands[-1].odd
    [word] = [word for word in drawing.words if word.odd]
    assert (word.children, word.look) == (9, "leave")


def test_one_ordinary_leaver_gets_no_words() -> None:
    drawing = group_drawing(SUMMER, WIDE)

    assert sorted(word.children for word in drawing.words) == [9, 20, 25]


def test_a_final_year_that_leaves_is_called_ordinary() -> None:
    drawing = group_drawing(SUMMER, WIDE)

    assert [word.children for word in drawing.words if word.most] == [25]


def test_a_list_of_thousands_stays_a_picture() -> None:
    many = tuple(GroupCount(f"{number}", 400) for number in range(8))
    flows = tuple(Flow("", one.group, 400, "new") for one in many)

    drawing = group_drawing(GroupPicture((), many, flows), WIDE)

    assert drawing.height < 800


def test_words_of_leavers_and_newcomers_do_not_meet_on_a_telephone() -> None:
    group = (GroupCount("1", 128),)
    flows = (Flow("1", "", 128, "leave", odd=True), Flow("", "1", 128, "new"))

    leave, new = group_drawing(GroupPicture(group, group, flows), NARROW).words

    # In the sizes of components.css: "128 weg" (17 px, fat) and "128 nieuw" (13 px).
    assert new.x - leave.x >= 7 * 8.5 + 9 * 6.5


def test_a_school_without_groups_is_an_empty_drawing() -> None:
    drawing = group_drawing(GroupPicture((), (), ()), WIDE)

    assert (drawing.nodes, drawing.bands, drawing.words) == ((), (), ())


def test_the_table_tells_the_same_numbers() -> None:
    rows = {row.name: row for row in group_rows(SUMMER)}

    assert (rows["4"].before, rows["4"].leave, rows["4"].new, rows["4"].after) == (28, 9, 1, 27)
    assert (rows["5"].before, rows["5"].after) == (0, 19)


def test_the_fullest_group_has_the_highest_bar_and_an_empty_one_none() -> None:
    drawn = bars(counts(g3=30, g4=15, g5=0))

    assert [bar.height for bar in drawn] == [46, 23, 0]
    assert bars(()) == ()


def test_who_cannot_see_it_hears_the_odd_thing_first() -> None:
    told = describing.group_picture(SUMMER)

    assert told.startswith(
        "De groepen nu en straks. Ongewoon: uit groep 4 vertrekken 9 van de 28 kinderen."
    )
    assert "21 kinderen zijn nieuw." in told


def test_the_tag_draws_valid_svg_with_its_words() -> None:
    page = Template("{% load leesloket %}{% group_picture picture %}").render(
        Context({"picture": SUMMER})
    )

    drawings = [ET.fromstring(svg) for svg in re.findall(r"<svg.*?</svg>", page, re.DOTALL)]  # noqa: S314 - our own page
    assert [svg.get("viewBox", "").split()[2] for svg in drawings] == ["740", "320"]
    assert "25 weg (gewoon)" in page
    # A Dutch comma would break every number of a path.
    assert all("," not in (path.get("d") or ",") for path in drawings[0].iter() if path.get("d"))


@pytest.mark.parametrize("frame", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("name", ["8", "Bovenbouw", "Vuurvlinders", "Kabouters en elfjes"])
def test_a_long_name_stays_inside_the_drawing(name: str, frame: Frame) -> None:
    picture = GroupPicture(
        before=(GroupCount(name, 20),),
        after=(GroupCount(name, 20),),
        flows=(Flow(name, name, 20, "stay"),),
    )

    [left, right] = group_drawing(picture, frame).nodes

    assert left.label == right.label
    assert left.label.removesuffix("…") == name[: len(left.label.removesuffix("…"))]
    assert len(left.label) == min(len(name), frame.letters)
    assert left.name_x >= 9 * len(left.label)
    assert frame.width - right.name_x >= 9 * len(right.label)
    assert right.x - left.x > frame.width / 3
