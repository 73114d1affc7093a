"""Whatever the engine can report, the screens can say in Dutch; and they say nothing else."""

import re
import string
from pathlib import Path

import polib
import pytest

from leesloket.accounts import rules
from leesloket.imports import showing
from leesloket.imports.queries import lines
from leesloket.roster.columns.mapping import How
from leesloket.roster.matching import LEVELS, evidence
from leesloket.roster.model import Field
from leesloket.roster.plausibility import HOLDS
from leesloket.roster.problems import Code
from leesloket.web import hold_words, problem_texts, words
from leesloket.web.problem_words import PROBLEMS

CATALOGUE = polib.pofile(
    str(
        Path(__file__).parents[2] / "src/leesloket/web/locale/nl/LC_MESSAGES/django.po",
    )
)
ENGLISH = {entry.msgid for entry in CATALOGUE if entry.msgid != entry.msgstr}


def test_every_problem_code_has_a_sentence_and_no_other() -> None:
    assert set(PROBLEMS) == {code.value for code in Code}


def test_every_hold_code_has_words_and_no_other() -> None:
    assert set(hold_words.HOLDS) == set(HOLDS)
    assert set(words.PASSED) == set(HOLDS)


def test_every_moment_of_an_upload_has_words_and_no_other() -> None:
    assert set(words.EVENTS) == set(lines.MOMENTS.values())


def test_every_right_has_words_and_no_other() -> None:
    assert set(words.RIGHTS) == set(rules.KINDS)


def test_every_way_to_know_a_column_has_words() -> None:
    assert set(How.__args__) <= set(words.HOW)  # type: ignore[attr-defined]


def test_every_reason_of_a_match_has_words() -> None:
    parts = (evidence._NUMBER_REASONS, evidence._FIRST_NAME_REASONS, evidence._SURNAME_REASONS)
    reasons = {reason for table in (*parts, evidence._BORN_REASONS) for reason in table.values()}

    assert reasons - {None} <= set(words.REASONS)
    assert {"same_name", "same_eck_id", "expected_group", "crossed_name"} <= set(words.REASONS)
    assert {level.less_sure for level in LEVELS} - {None} <= set(words.REASONS)


def test_every_field_has_a_name() -> None:
    assert set(words.FIELDS) == {one.value for one in Field}


@pytest.mark.parametrize(
    ("table", "closed"),
    [(words.STATUSES, showing.Status), (words.KINDS, showing.Kind)],
    ids=["status", "kind"],
)
def test_every_closed_set_of_the_screens_has_words(
    table: dict[str, object], closed: object
) -> None:
    assert set(closed.__args__) <= set(table)  # type: ignore[attr-defined]


@pytest.mark.parametrize("code", sorted(PROBLEMS))
def test_a_problem_is_said_in_dutch_as_a_sentence(code: str) -> None:
    said, do = problem_texts.sentence(code), problem_texts.what_to_do(code)

    assert said not in ENGLISH
    assert said.endswith(".")
    assert said[0] in string.ascii_uppercase
    assert "%" not in said + do
    assert do not in ENGLISH


@pytest.mark.parametrize("code", sorted(hold_words.HOLDS))
def test_a_hold_is_said_in_dutch_with_or_without_numbers(code: str) -> None:
    plain = problem_texts.hold_text(code, {})
    keys = {key for form in hold_words.HOLDS[code].title for key in form.needs}
    keys |= {key for key, _, _ in hold_words.HOLDS[code].facts}

    full = problem_texts.hold_text(code, dict.fromkeys(keys, 7))

    assert plain.title not in ENGLISH
    assert "%" not in plain.title + full.title + plain.advice
    assert plain.advice not in ENGLISH
    assert plain.advice_to_school
    assert not re.search(r"\bvraag\b.*\bschool\b", plain.advice_to_school, re.IGNORECASE)
    assert len(full.facts) == len(hold_words.HOLDS[code].facts)
