"""One import at work: everything that is computed from what is stored.

The plan is a pure function of the sealed table, the mapping, the repairs, the decisions and the
register.  Nothing here writes; all of it needs a scope that holds the branch.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace

from leesloket.branches.limits import Limits
from leesloket.branches.policies import limits_of
from leesloket.branches.queries import BranchLine, line_of
from leesloket.imports.hand_edits import with_released
from leesloket.imports.kept import NothingToWorkOnError, answers_of, mapping_of, open_reading
from leesloket.imports.known import known_pupil
from leesloket.imports.models import DistinctPair, NotIncluded, RosterImport
from leesloket.imports.remembered import Remembered, let_go, remembered
from leesloket.imports.rules import HELD, hold_key
from leesloket.imports.taking_over import Said, plan_of_takeover
from leesloket.patrons.members import Member, members_of_branch
from leesloket.roster import (
    ColumnMapping,
    EarlierYear,
    Extraction,
    Plan,
    PreviousImport,
    Thresholds,
    extract_records,
    make_plan,
    with_known_signs,
)
from leesloket.roster.model import (
    Decision,
    Fingerprint,
    Identity,
    KnownPupil,
    ListKind,
    Mode,
    Origin,
    PatronId,
    PupilRecord,
    RawTable,
    Repair,
    Skip,
    SourceFacts,
)
from leesloket.roster.problems import Severity
from leesloket.roster.readers.result import ReadResult
from leesloket.vault.queries import branch_secret, is_kept

LEAVE_OUT = "leave_out"
"""The answer that takes a row out of the list, whatever is wrong with it."""

PRIMARY_FINAL_YEAR = frozenset({"8"})


@dataclass(frozen=True, slots=True)
class Work:
    """An import with everything that follows from it now."""

    roster_import: RosterImport
    branch: BranchLine
    read: ReadResult = field(repr=False)
    mapping: ColumnMapping
    repairs: tuple[Repair, ...] = field(repr=False)
    extraction: Extraction = field(repr=False)
    known: Mapping[PatronId, KnownPupil] = field(repr=False)
    plan: Plan = field(repr=False)

    @property
    def pupils(self) -> tuple[PupilRecord, ...]:
        """The pupil of every row."""
        return pupils_of(self.extraction)

    @property
    def table(self) -> RawTable:
        """The table as read, without forbidden columns."""
        if self.read.table is None:
            raise NothingToWorkOnError
        return self.read.table


def _read_again(roster_import: RosterImport, before: Remembered) -> ReadResult:
    """The reading, opened once; what was destroyed meanwhile is forgotten."""
    table_id = roster_import.table_id
    if table_id is None or (before.holds(open_reading) and not is_kept(table_id)):
        let_go(roster_import.upload_id)
        raise NothingToWorkOnError
    return before.again(open_reading, table_id)


def pupils_of(extraction: Extraction) -> tuple[PupilRecord, ...]:
    """The pupil of every row: taken along, set aside for an error, or left out."""
    skipped = (skip.record for skip in extraction.skips)
    return (*extraction.records, *extraction.set_aside, *skipped)


def work_on(roster_import: RosterImport, *, lock: bool = False) -> Work:
    """Compute everything about an import from what is stored.

    With `lock` the register's rows stay as they are until the transaction ends, so that the plan
    is the one that is applied.  What is stored is read each time; only what follows from it is
    remembered.
    """
    branch = line_of(roster_import.branch)
    secret = branch_secret(branch.id)
    before = remembered(roster_import.upload_id)
    read = _read_again(roster_import, before)
    if read.table is None:
        raise NothingToWorkOnError
    before.rows = len(read.table.rows)
    mapping = mapping_of(roster_import, read.table, before)
    repairs = answers_of(roster_import).repairs
    is_takeover = roster_import.kind == RosterImport.Kind.TAKEOVER
    decisions = decisions_of(roster_import)
    extraction = before.again(
        extract_records,
        read.table,
        mapping,
        secret=secret,
        repairs=repairs,
        leave_out=frozenset(one.fingerprint for one in decisions if one.answer == LEAVE_OUT),
        as_of=roster_import.as_of,
        kind=ListKind(roster_import.kind),
        secondary=branch.kind == "secondary" if is_takeover else None,
    )
    said = Said(
        decisions=decisions,
        distinct=_distinct(branch.id),
        not_to_be_included=_not_included(branch.id),
        secret=secret,
    )
    if is_takeover:
        plan, known = plan_of_takeover(roster_import, branch, extraction, said, before, lock=lock)
    else:
        plan, known = _plan_of_pupils(
            roster_import, branch, extraction, said, before, facts=read.table.facts, lock=lock
        )
        # Who is kept apart, or out, is so by the number that the plan goes by.
        extraction = with_known_signs(extraction, known)
    return Work(
        roster_import=roster_import,
        branch=branch,
        read=read,
        mapping=mapping,
        repairs=repairs,
        extraction=extraction,
        known={pupil.patron_id: pupil for pupil in known},
        plan=plan,
    )


def _plan_of_pupils(
    roster_import: RosterImport,
    branch: BranchLine,
    extraction: Extraction,
    said: Said,
    before: Remembered,
    *,
    facts: SourceFacts,
    lock: bool,
) -> tuple[Plan, tuple[KnownPupil, ...]]:
    known = before.again(_known_pupils, members_of_branch(branch.id, lock=lock))
    known = with_released(known, roster_import.hand_edits)
    plan = before.again(
        make_plan,
        extraction=extraction,
        known=known,
        mode=Mode(roster_import.mode),
        school_year=roster_import.school_year_id,
        as_of=roster_import.as_of,
        final_year_groups=frozenset(branch.final_year_groups) or PRIMARY_FINAL_YEAR,
        decisions=said.decisions,
        distinct=said.distinct,
        not_to_be_included=said.not_to_be_included,
        facts=facts,
        branch_brin=branch.brin6 or None,
        own_locations=frozenset({branch.name}),
        thresholds=_thresholds(limits_of(branch.library_id)),
        previous=_previous(roster_import),
        secret=said.secret,
    )
    return plan, known


def _known_pupils(members: Sequence[Member]) -> tuple[KnownPupil, ...]:
    return tuple(map(known_pupil, members))


def _thresholds(limits: Limits) -> Thresholds:
    """The engine's limits as this library has set them; earlier years count on top of it."""
    percents = {name: value for name, value in asdict(limits).items() if name.endswith("_share")}
    return replace(
        Thresholds(),
        **asdict(limits) | {name: value / 100 for name, value in percents.items()},
    )


def counts_of(work: Work) -> dict[str, int]:
    """The plan in numbers, as lists and reports show it and next year's holds compare with."""
    year = work.plan.teaches
    of_year = (
        {
            "leavers_outside_final_year": year.leavers,
            "members_outside_final_year": year.expected_to_stay,
            "newcomers_outside_entry_year": year.newcomers,
            "pupils_outside_entry_year": year.outside_entry,
        }
        if year
        else {}
    )
    lifted = {told["key"] for told in work.roster_import.lifted_holds}
    holds = work.plan.holds
    open_holds = {hold.code for hold in holds if hold_key(hold.code, hold.detail) not in lifted}
    return {
        **work.plan.counts,
        "pupils": len(work.extraction.records),
        "error": len(work.extraction.set_aside),
        "hold": len(work.plan.holds),
        "judged": sum(hold_key(hold.code, hold.detail) in lifted for hold in work.plan.holds),
        **of_year,
        **{f"{HELD}{code}": 1 for code in open_holds},
    }


def error_codes(extraction: Extraction) -> dict[Origin, str]:
    """Per row with an error the first one's code."""
    return {
        problem.origin: problem.code.value
        for problem in reversed(extraction.problems)
        if problem.origin is not None and problem.severity is Severity.ERROR
    }


def rows_left(work: Work) -> list[tuple[int, str, str]]:
    """The rows that do not go along, in the file's order: number, `skip` or `error`, and why.

    Why is the reason of a skip or the code of a problem.
    """
    codes = error_codes(work.extraction)
    rows = [
        (step.record.origin.row, "skip", step.reasons[0])
        for step in work.plan.steps
        if isinstance(step, Skip)
    ]
    rows += [
        (record.origin.row, "error", codes.get(record.origin, ""))
        for record in work.extraction.set_aside
    ]
    return sorted(rows)


def decisions_of(roster_import: RosterImport) -> tuple[Decision, ...]:
    """The answers people gave, as the engine takes them."""
    return tuple(
        Decision(
            fingerprint=Fingerprint(told["fingerprint"]),
            answer=told["answer"],
            candidates=tuple(map(PatronId, told["candidates"])),
            patron_id=PatronId(told["patron_id"]) if told["patron_id"] else None,
        )
        for told in roster_import.decisions
    )


def _distinct(branch_id: int) -> frozenset[tuple[Identity, PatronId]]:
    pairs = DistinctPair.objects.filter(branch_id=branch_id).values_list("identity", "patron_id")
    return frozenset((Identity(identity), PatronId(str(patron))) for identity, patron in pairs)


def _not_included(branch_id: int) -> frozenset[Identity]:
    listed = NotIncluded.objects.filter(branch_id=branch_id).values_list("identity", flat=True)
    return frozenset(map(Identity, listed))


def _previous(roster_import: RosterImport) -> PreviousImport | None:
    """The branch's latest applied import: what was usual, and whether this is an older file."""
    applied = (
        RosterImport.objects.filter(
            branch_id=roster_import.branch_id,
            kind=RosterImport.Kind.PUPILS,
            status=RosterImport.Status.APPLIED,
        )
        .exclude(upload_id=roster_import.upload_id)
        .order_by("-applied_at")
    )
    latest = applied.values_list("as_of", "school_year_id", "counts", "fingerprints").first()
    if latest is None:
        return None
    as_of, school_year, counts, fingerprints = latest
    before = applied.filter(mode=Mode.FULL, school_year_id__lt=roster_import.school_year_id)
    return PreviousImport(
        as_of=as_of,
        school_year=school_year,
        rows=counts.get("pupils", 0),
        fingerprints=frozenset(map(Fingerprint, fingerprints)),
        years=_earlier_years(before.values_list("school_year_id", "counts")),
    )


_NEARLY_ALL = 0.9
"""Of the pupils of a list, newly enrolled by it: the register held hardly any of them."""


def _earlier_years(lists: Iterable[tuple[str, Mapping[str, int]]]) -> tuple[EarlierYear, ...]:
    """Per school year the list by which most left: the one of the summer.

    A year in which a register was filled says nothing of who comes and goes: nobody could leave
    yet, and everybody was new.
    """
    lists = tuple(lists)
    filled = {
        school_year
        for school_year, counts in lists
        if counts.get("enrol", 0) > _NEARLY_ALL * counts.get("pupils", 0)
    }
    years = [
        EarlierYear(
            school_year=school_year,
            pupils=counts.get("pupils", 0),
            leavers=counts.get("leavers_outside_final_year", 0),
            newcomers=counts.get("newcomers_outside_entry_year", 0),
            expected_to_stay=counts.get("members_outside_final_year", 0),
            outside_entry=counts.get("pupils_outside_entry_year", 0),
        )
        for school_year, counts in lists
        if school_year not in filled
    ]
    years.sort(key=lambda year: (year.school_year, year.leavers))
    return tuple({year.school_year: year for year in years}.values())
