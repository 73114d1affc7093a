"""The demo world: two invented libraries, last year's register and what is true this summer.

Deterministic: one seed, one world.  Nobody in it exists.
"""

from __future__ import annotations

from dataclasses import replace

from leesloket.demo.drawing import People
from leesloket.demo.model import DemoBranch, DemoLibrary, DemoMember, DemoWorld
from leesloket.demo.school_years import last_year, next_year, story_by_key
from leesloket.demo.schools import VUURVLINDER, WILGENBOS, ZILVERMEEUW, School

_MEMBERS_WITHOUT_SCHOOL = 500
_ALSO_PUBLIC_MEMBER = 48

# Born from, born until, how many of a hundred: who walks into a public library.
_AGES = ((2009, 2013, 14), (2014, 2021, 16), (1990, 2007, 18), (1955, 1989, 38), (1932, 1954, 14))
_FIRST_ADULT_YEAR = 2008

_FIRST_CARDS = {"vuurvlinder": 2900010001, "wilgenbos": 2900020001, "zilvermeeuw": 3100010001}
_FIRST_PUBLIC_CARD = 2900030001


def make_world(*, seed: int = 2026) -> DemoWorld:
    """Both libraries with everything in them; about 900 patrons, and a second, tiny tenant."""
    vuurvlinder = _school(VUURVLINDER, seed=seed)
    movers = _movers(VUURVLINDER, vuurvlinder.members)
    wilgenbos = _school(WILGENBOS, seed=seed, arrivals=movers)
    public = _public(vuurvlinder.members + wilgenbos.members, seed=seed)
    rietoever = DemoLibrary(
        slug="rietoever",
        name="Bibliotheek Rietoever",
        branches=(vuurvlinder, wilgenbos, public),
    )
    overzee = DemoLibrary(
        slug="overzee", name="Bibliotheek Overzee", branches=(_school(ZILVERMEEUW, seed=seed),)
    )
    return DemoWorld(seed=seed, libraries=(rietoever, overzee))


def _school(school: School, *, seed: int, arrivals: tuple[DemoMember, ...] = ()) -> DemoBranch:
    people = People(seed=seed, prefix=school.slug)
    members = last_year(school, people, first_card=_FIRST_CARDS[school.slug])
    return DemoBranch(
        slug=school.slug,
        name=school.name,
        place=school.place,
        kind="school",
        brin6=school.brin6,
        members=members,
        next_year=next_year(school, people, members=members, arrivals=arrivals),
        teachers=school.teachers,
    )


def _movers(school: School, members: tuple[DemoMember, ...]) -> tuple[DemoMember, ...]:
    story = story_by_key(school)
    return tuple(
        member for member in members if member.key in story and story[member.key].happens == "moved"
    )


def _public(pupils: tuple[DemoMember, ...], *, seed: int) -> DemoBranch:
    """The public branch: people of all ages, and some pupils who are a member there as well."""
    people = People(seed=seed, prefix="rietdorp")
    also_here = tuple(
        replace(pupil, category="youth", pupil_number="", group="", year_group="")
        for pupil in people.sample(pupils, _ALSO_PUBLIC_MEMBER)
    )
    others = tuple(
        people.anyone(born_from=born_from, born_until=born_until)
        for born_from, born_until, share in _AGES
        for _ in range(_MEMBERS_WITHOUT_SCHOOL * share // 100)
    )
    members = also_here + tuple(
        replace(
            member,
            card_number=str(_FIRST_PUBLIC_CARD + count),
            category="adult" if member.birth_date.year < _FIRST_ADULT_YEAR else "youth",
        )
        for count, member in enumerate(others)
    )
    return DemoBranch(
        slug="rietdorp",
        name="Bibliotheek Rietdorp",
        place="Rietdorp",
        kind="public",
        brin6="",
        members=members,
        next_year=members,
    )
