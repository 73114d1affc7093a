"""A small school: twenty children, and everybody who has something to do with their list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from tests.imports.journey import receive
from tests.people import Child, add_person, enrol_children, list_of, make_branch, make_library

from leesloket.accounts.queries import Viewer
from leesloket.branches.queries import BranchLine, branch_line
from leesloket.isolation.scope import Scope

_NAMES = (
    ("Zoë", "van", "Dijk"), ("Gökçe", "", "Öztürk"), ("Jan", "van der", "Berg"),
    ("Sem", "", "Visser"), ("Noor", "de", "Wit"), ("Finn", "", "Smit"),
    ("Sanne", "", "Mulder"), ("Daan", "ten", "Cate"), ("Lotte", "", "Vos"),
    ("Bram", "", "Kuiper"), ("Yara", "el", "Idrissi"), ("Tess", "", "Hendriks"),
    ("Luuk", "", "Peters"), ("Eva", "van 't", "Hof"), ("Mees", "", "Dekker"),
    ("Roos", "", "Brouwer"), ("Thijs", "", "Jacobs"), ("Liv", "", "Schouten"),
    ("Gijs", "", "Willems"), ("Fien", "", "Koster"),
)  # fmt: skip

CHILDREN = tuple(
    Child(f"{1200 + at:06d}", first, prefix, surname, date(2019 - at // 4, 1 + at % 4, 5), group)
    for at, (first, prefix, surname) in enumerate(_NAMES)
    for group in [f"{3 + at // 4}a"]
)
"""Last year: four in each of 3a, 4a, 5a, 6a and 7a."""

NEWCOMER = Child("001300", "Pien", "", "Zomer", date(2020, 2, 14), "3a")


def next_year(children: Iterable[Child] = CHILDREN) -> tuple[Child, ...]:
    """Everybody one group higher."""
    return tuple(replace(one, group=f"{int(one.year_group) + 1}a") for one in children)


@dataclass(frozen=True, slots=True)
class School:
    """Petra sends, marloes and tarik import.

    Carla does both for the other school of the library, noortje for another library.
    """

    branch: BranchLine
    other: BranchLine
    petra: Viewer
    marloes: Viewer
    tarik: Viewer
    carla: Viewer
    noortje: Viewer
    children: tuple[Child, ...]
    ids: dict[str, UUID]

    @property
    def scope(self) -> Scope:
        return Scope(self.branch.library_id, (self.branch.id,))

    @property
    def strangers(self) -> tuple[Viewer, Viewer]:
        """Who has the same rights elsewhere."""
        return (self.carla, self.noortje)

    def receive(self, children: Sequence[Child] = (), **more: object) -> UUID:
        """A list of these children, or of the next year with a newcomer, comes in from petra."""
        content = list_of(children or (*next_year(self.children), NEWCOMER))
        return receive(content, branch_id=self.branch.id, by=self.petra, **more)  # type: ignore[arg-type]


def make_school(*, children: tuple[Child, ...] = CHILDREN, tag: str = "") -> School:
    """A school with these children last year; `tag` makes it another one than the first."""
    library = make_library(f"Bibliotheek Lage Polder{tag}")
    elsewhere = make_library(f"Bibliotheek Hoge Heide{tag}")
    kiem, linde = make_branch(library, f"kiem{tag}"), make_branch(library, f"linde{tag}")
    heide = make_branch(elsewhere, f"heide{tag}")
    everything = {"upload": [linde], "import": [linde], "desk": [linde]}
    return School(
        branch=branch_line(kiem.pk),
        other=branch_line(linde.pk),
        petra=add_person(library, f"petra{tag}", {"upload": [kiem]}),
        marloes=add_person(
            library, f"marloes{tag}", {"import": [kiem, linde], "desk": [kiem, linde]}
        ),
        tarik=add_person(library, f"tarik{tag}", {"import": [kiem]}),
        carla=add_person(library, f"carla{tag}", everything),
        noortje=add_person(elsewhere, f"noortje{tag}", {kind: [heide] for kind in everything}),
        children=children,
        ids=enrol_children(kiem, children),
    )
