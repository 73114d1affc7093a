"""One school, two school years: who is there at the end of the last, and who in the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from leesloket.demo.drawing import People, stored_in
from leesloket.demo.model import DemoMember
from leesloket.demo.schools import School, StoryChild

LAST_AUTUMN = 2025
"""The year in which `LAST_YEAR` began."""

_LAST_GROUP = 8
_CORRECTION = timedelta(days=9)

# Four-year-olds come in all year round; those of the spring stay in group 1 after the summer.
_SPRING_ARRIVALS = 3
_BORN_IN_TIME_FOR_SPRING = 260


def story_by_key(school: School) -> Mapping[str, StoryChild]:
    """The children with a part to play, by the key they have in the world."""
    return {f"{school.slug}-s{number:02d}": child for number, child in enumerate(school.story, 1)}


def last_year(school: School, people: People, *, first_card: int) -> tuple[DemoMember, ...]:
    """The pupils at the end of last year: placed, numbered and with a card."""
    by_year: dict[int, list[DemoMember]] = {year: [] for year in range(1, _LAST_GROUP + 1)}
    for key, child in story_by_key(school).items():
        by_year[child.year_group].append(_story_member(key, child))
        people.reserve(child.first_name, child.prefix, child.surname)
    for year, members in by_year.items():
        late = _SPRING_ARRIVALS if year == 1 else 0
        missing = school.sizes[year - 1] - len(members)
        members += [
            people.pupil(year_group=year, autumn=LAST_AUTUMN)
            for _ in range(missing - min(late, missing))
        ]
        members += [
            people.pupil(year_group=0, autumn=LAST_AUTUMN, days=_BORN_IN_TIME_FOR_SPRING)
            for _ in range(min(late, missing))
        ]
    # The longer a child is at the school, the lower its number.
    placed = [member for year in reversed(by_year) for member in _placed(school, year, by_year)]
    return tuple(
        replace(
            stored_in(member, school.charset),
            pupil_number=_number(school, count),
            card_number=str(first_card + count),
        )
        for count, member in enumerate(placed)
    )


def next_year(
    school: School,
    people: People,
    *,
    members: Sequence[DemoMember],
    arrivals: Sequence[DemoMember] = (),
) -> tuple[DemoMember, ...]:
    """The pupils after the summer: who stays, moved up or not, and who is new."""
    story = story_by_key(school)
    by_year: dict[int, list[DemoMember]] = {year: [] for year in range(1, _LAST_GROUP + 1)}
    numbers = (_number(school, count) for count in range(len(members), len(members) * 2))
    for member in members:
        child = story.get(member.key)
        year = _year_after(member, child)
        if year <= _LAST_GROUP:
            stays = _changed(member, child)
            if child is not None and child.happens == "respelled":
                stays = replace(stays, pupil_number=next(numbers))
            by_year[year].append(stays)
    for arrival in arrivals:
        year = int(arrival.year_group) + 1
        by_year[year].append(replace(arrival, pupil_number=next(numbers)))
    for year, count in school.newcomers.items():
        by_year[year] += [
            replace(
                people.pupil(year_group=year, autumn=LAST_AUTUMN + 1), pupil_number=next(numbers)
            )
            for _ in range(count)
        ]
    placed = [member for year in by_year for member in _placed(school, year, by_year)]
    return tuple(stored_in(member, school.charset) for member in placed)


def _story_member(key: str, child: StoryChild) -> DemoMember:
    month, day = child.born
    # A year group is born between 1 October and the next 30 September.
    year = LAST_AUTUMN - 4 - child.year_group + (0 if (month, day) >= (10, 1) else 1)
    return DemoMember(
        key=key,
        sex=child.sex,
        first_name=child.first_name,
        prefix=child.prefix,
        surname=child.surname,
        birth_date=date(year, month, day),
        given_names=child.first_name,
    )


def _placed(
    school: School, year: int, by_year: Mapping[int, Sequence[DemoMember]]
) -> list[DemoMember]:
    members = by_year[year]
    quarters = school.quarters[year]
    return [
        replace(member, group=quarters[place * 4 // len(members)], year_group=str(year))
        for place, member in enumerate(members)
    ]


def _number(school: School, count: int) -> str:
    """Numbers run on by three: nobody may think that they are a count."""
    return str(school.first_number + 3 * count).zfill(school.number_width)


def _year_after(member: DemoMember, child: StoryChild | None) -> int:
    """The year group after the summer; beyond the last group: not at this school any more."""
    year = int(member.year_group)
    if child is not None and child.happens in ("leaves", "moved"):
        return _LAST_GROUP + 1
    if child is not None and child.happens == "repeats":
        return year
    if member.birth_date >= date(LAST_AUTUMN - 4, 10, 1):
        return year
    return year + 1


def _changed(member: DemoMember, child: StoryChild | None) -> DemoMember:
    match child:
        case StoryChild(happens="renamed", becomes=(prefix, surname)):
            return replace(member, prefix=prefix, surname=surname)
        case StoryChild(happens="corrected"):
            return replace(member, birth_date=member.birth_date + _CORRECTION)
        case StoryChild(happens="respelled", becomes=(_, first_name)):
            return replace(member, first_name=first_name, given_names=first_name)
        case _:
            return member
