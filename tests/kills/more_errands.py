"""Errands that are only drawn (`./run kills`): their states are not made in every run of tests."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.people import HEADINGS, Child, list_of, truth
from tests.site.errands import DESK, answer_the_same, forms_of, lay_down, lists_of, send

from leesloket.demo.model import DemoMember

if TYPE_CHECKING:
    from tests.kills.errands import Stages

OURS, THEIRS = "vuurvlinder", "wilgenbos"
OWN = lists_of(OURS)
REGISTER = (
    "LENERNUMMER;ROEPNAAM;NAAMTUS;NAAM;GEBOORTEDATUM;KLAS_CODE;CATEGORIE\n"
    "2000101;Ada;van;Loon;2016-03-02;7a;Leerling\n"
    "2000102;Ben;;Prins;1961-11-30;;Leerkracht\n"
)


def add_to(stages: Stages) -> None:
    """What is said of a list, of a child and of a card; and the rarer ways of a list."""
    # The last that was served has a scanner that is silent.
    stages.site.serve()
    _answers(stages)
    _a_person(stages)
    _from_elsewhere(stages)
    _of_two_schools(stages)
    _take_over(stages)


def _answers(stages: Stages) -> None:
    stages.go_on_from("open")
    upload = stages.latest()
    stages.add(
        "terms", "open", login="petra", path=f"{OWN}{upload}/schooljaar/",
        form={"school_year": "2026-2027", "mode": "additions"}, twice_is_once=False,
    )  # fmt: skip
    stages.go_on_from("sent")
    upload = stages.latest()
    page = stages.marloes.get(f"{DESK}{upload}/?soort=new")
    [row, *_] = [form for form in forms_of(page) if {"fingerprint"} == set(form) - {_TOKEN}]
    stages.add(
        "keep row out", "sent", login="marloes", path=f"{DESK}{upload}/niet-opnemen/",
        form={**row, "reason": "parent"}, twice_is_once=False,
    )  # fmt: skip


_TOKEN = "csrfmiddlewaretoken"


def _a_person(stages: Stages) -> None:
    stages.go_on_from("nothing")
    patron = stages.site.value(
        "select m.patron_id::text from patrons_membership m join branches_branch b"
        " on b.id = m.branch_id where b.slug = %s and m.until_date is null order by 1 limit 1",
        OURS,
    )
    card = stages.site.value("select number from patrons_card where patron_id = %s::uuid", patron)
    at = f"/balie/klanten/{patron}/"
    excluded = {"branch": OURS, "reason": "parent", "day": "2026-08-17", "sign_off": "1"}
    stages.add("keep out", "nothing", login="marloes", path=f"{at}niet-opnemen/", form=excluded)
    details = {"first_name": "Anders", "surname": "Dan Eerst", "birth_date": "2016-01-01"}
    stages.add(
        "correct", "nothing", login="marloes", path=f"{at}verbeter/", form=details,
        twice_is_once=False,
    )  # fmt: skip
    stages.add(
        "another card", "nothing", login="marloes", path=f"{at}pas/vervang/", form={"card": card},
    )  # fmt: skip


def _child(one: DemoMember) -> Child:
    return Child(
        one.pupil_number, one.first_name, one.prefix, one.surname, one.birth_date, one.group
    )


def _sent(stages: Stages, content: bytes) -> str:
    stages.go_on_from("nothing")
    upload = lay_down(stages.petra, content)
    while "Dit is hetzelfde kind" in stages.petra.get(f"{OWN}{upload}/plan/").text:
        answer_the_same(stages.petra, f"{OWN}{upload}/")
    assert "Upload geslaagd" in send(stages.petra, upload).text
    return upload


def _from_elsewhere(stages: Stages) -> None:
    """A child that goes from the other school to ours, and takes its card along."""
    staying = {one.key for one in truth(THEIRS).next_year}
    goes = next(
        one for one in truth(THEIRS).members if one.key not in staying and one.group[0] in "3456"
    )
    newcomer = replace(_child(goes), number="99001", group="5")
    upload = _sent(stages, list_of([*map(_child, truth(OURS).next_year), newcomer]))
    stages.keep("known elsewhere")
    page = stages.marloes.get(f"{DESK}{upload}/?soort=elsewhere")
    [same, *_] = [form for form in forms_of(page) if form.get("patron")]
    same = {**same, "answer": "same", "ends": "1"}
    at = f"{DESK}{upload}/andere-vestiging/"
    stages.add(
        "same child", "known elsewhere", login="marloes", path=at, form=same, twice_is_once=False
    )
    stages.marloes.post(at, same)
    stages.keep("goes over")
    _approving(stages, "approve who goes over", "goes over", upload)


def _approving(stages: Stages, name: str, stage: str, upload: str) -> None:
    page = stages.marloes.get(f"{DESK}{upload}/")
    told = {one: page.field(one) for one in ("digest", "seen")}
    stages.add(
        name, stage, login="marloes", path=f"{DESK}{upload}/keur-goed/", form=told,
        undo=f"{DESK}{upload}/draai-terug/",
    )  # fmt: skip


def _of_two_schools(stages: Stages) -> None:
    named = {OURS: "De Vuurvlinder", THEIRS: "'t Wilgenbos"}
    schools = [(name, list(map(_child, truth(slug).next_year))) for slug, name in named.items()]
    children = [child for _, some in schools for child in some]
    first, *lines = list_of(children, headings=(*HEADINGS, "Locatie")).decode().splitlines()
    names = [name for name, some in schools for _ in some]
    rows = [f"{line};{name}" for line, name in zip(lines, names, strict=True)]
    upload = _sent(stages, "\n".join([first, *rows]).encode())
    stages.keep("of two schools")
    stages.add(
        "split off", "of two schools", login="marloes", path=f"{DESK}{upload}/splits/",
        form={"location-0": named[THEIRS], "branch-0": THEIRS},
    )  # fmt: skip


def _take_over(stages: Stages) -> None:
    stages.go_on_from("nothing")
    stages.marloes.send_file(
        "/balie/overname/ontvang/", REGISTER.encode(), name="leners.csv", more={"branch": OURS}
    )
    stages.keep("brought")
    upload = stages.latest()
    _approving(stages, "take over", "brought", upload)
    stages.add(
        "remove what was brought", "brought", login="marloes",
        path=f"/balie/overname/{upload}/verwijder/",
    )  # fmt: skip
