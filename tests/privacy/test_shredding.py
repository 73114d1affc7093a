"""`vault report`: what was shredded when, and whether it can be believed; and the other two."""

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from pyrage import x25519
from pytest_django import Settings
from tests.imports.school import School, make_school
from tests.people import NOW, TODAY

from leesloket.accounts.models import Account
from leesloket.audit.models import Event
from leesloket.imports import actions as imports
from leesloket.isolation.scope import Scope, scoped, signing_in
from leesloket.privacy import checking
from leesloket.privacy.shredding import ShreddingReport, as_json, as_text, shredding_report
from leesloket.vault import actions, keys
from leesloket.vault.models import Shredded, WrappedKey
from leesloket.vault.queries import open_sealed

pytestmark = pytest.mark.enable_socket
PASSWORD = "een lange zin om te proberen"


@pytest.fixture
def school(db: None, reader: None, settings: Settings, tmp_path: Path) -> School:
    settings.ANCHORS = tmp_path / "anchors"
    keys.make_key_files(tmp_path / "keys")
    settings.KEYS = tmp_path / "keys"
    return make_school()


def _library(school: School) -> Scope:
    return Scope(school.branch.library_id, (school.branch.id, school.other.id))


def _report(school: School, *, after: int = 0) -> ShreddingReport:
    day = timedelta(days=after)
    return shredding_report(_library(school), today=TODAY + day, now=NOW + day)


def _seal(school: School, kind: str = "raw") -> UUID:
    with scoped(school.scope):
        return actions.seal(b"Zo", kind=kind, branch_id=school.branch.id, expires_on=TODAY, now=NOW)


def _run(*arguments: str) -> str:
    out = StringIO()
    call_command("vault", *arguments, stdout=out)
    return out.getvalue()


def test_the_report_tells_what_is_kept_what_was_shredded_and_where_that_stands(
    school: School,
) -> None:
    upload = school.receive()
    imports.withdraw(upload, acting_user=school.petra, now=NOW)
    school.receive()
    checking.extend(_library(school))

    report = _report(school)

    assert report.holds
    assert report.kept_by_kind() == {"raw": 1, "table": 1}
    assert report.next_due == TODAY + timedelta(days=30)
    assert report.shredded_by_reason() == {("raw", "withdrawn"): 1, ("table", "withdrawn"): 1}
    assert {one.standing for one in report.proofs} == {"bound"}
    assert all(one.sequence > 0 and len(one.line.sha256) == 64 for one in report.proofs)
    assert {(one.line.sealed_at, one.line.at) for one in report.proofs} == {(NOW, NOW)}
    assert report.chain is not None
    assert report.chain.whole


def test_what_is_not_bound_yet_stands_in_the_record_already(school: School) -> None:
    with scoped(school.scope):
        actions.shred(_seal(school), reason="expired", now=NOW)

    [proof] = _report(school).proofs

    assert (proof.standing, proof.sequence) == ("recorded", 0)


def test_what_should_be_gone_is_told_from_the_day_after_its_own(school: School) -> None:
    sealed = _seal(school)

    assert _report(school).holds
    late = _report(school, after=1)

    assert not late.holds
    assert [one.id for one in late.overdue] == [sealed]
    with scoped(school.scope):
        actions.shred(sealed, reason="expired", now=NOW + timedelta(days=1))
    afterwards = _report(school, after=1)
    assert (afterwards.holds, afterwards.late) == (True, 1)


def test_a_proof_that_the_record_does_not_know_is_told(school: School) -> None:
    with scoped(school.scope):
        actions.shred(_seal(school), reason="expired", now=NOW)
        Shredded.objects.bulk_create(
            [
                Shredded(
                    sealed_id=UUID(int=1),
                    branch_id=school.branch.id,
                    kind="raw",
                    reason="expired",
                    at=NOW,
                    sha256="0" * 64,
                )
            ]
        )

    report = _report(school)

    assert not report.holds
    assert [(one.line.id, one.standing) for one in report.wrong] == [(UUID(int=1), "missing")]
    assert "NIET IN HET LOGBOEK" in "\n".join(as_text(report))


def test_a_key_that_came_back_is_told(school: School) -> None:
    sealed = _seal(school)
    with scoped(school.scope):
        wrapped = WrappedKey.objects.get(sealed_id=sealed)
        actions.shred(sealed, reason="expired", now=NOW)
        wrapped.save(force_insert=True)

    assert [one.standing for one in _report(school).wrong] == ["still_here"]


def test_a_proof_that_says_otherwise_than_the_record_is_told(school: School) -> None:
    with scoped(school.scope):
        sealed = _seal(school)
        actions.shred(sealed, reason="expired", now=NOW)
        other = {"kind": "raw", "reason": "withdrawn", "sha256": "0" * 64}
        # What the web role may not do to what is there, it could try with a second line.
        Event.objects.bulk_create(
            [
                Event(
                    library_id=school.branch.library_id,
                    branch_id=school.branch.id,
                    code="sealed_shredded",
                    at=NOW,
                    subject_id=sealed,
                    detail=other,
                )
            ]
        )

    assert [one.standing for one in _report(school).wrong] == ["changed"]


def test_the_sum_is_that_of_the_ciphertext_as_a_dump_has_it(school: School) -> None:
    sealed = _seal(school)
    with scoped(school.scope), connection.cursor() as cursor:
        cursor.execute("select encode(sha256(ciphertext), 'hex') from vault_sealed")
        [dumped] = cursor.fetchone()
        actions.shred(sealed, reason="expired", now=NOW)

    [proof] = _report(school).proofs

    assert proof.line.sha256 == dumped


def test_without_the_key_of_the_record_the_report_says_that_it_did_not_check(
    school: School, settings: Settings
) -> None:
    with scoped(school.scope):
        actions.shred(_seal(school), reason="expired", now=NOW)
    (settings.KEYS / "record.key").unlink()

    report = _report(school)

    assert report.holds
    assert report.chain is None
    assert "niet gecontroleerd" in "\n".join(as_text(report))


def test_the_report_for_a_machine_says_the_same_and_nobodys_name(school: School) -> None:
    school.receive()
    with scoped(school.scope):
        actions.shred(_seal(school), reason="expired", now=NOW)

    told = as_json(_report(school))

    assert (told["holds"], told["chain"], told["overdue"]) == (True, True, [])
    assert told["kept"] == {"raw": 1, "table": 1}
    assert "Dijk" not in json.dumps(told)
    assert "Dijk" not in "\n".join(as_text(_report(school)))


# --- the commands --------------------------------------------------------------------------------


def test_the_command_ends_with_one_when_something_is_overdue(school: School) -> None:
    assert "oordeel: klopt\n" in _run("report")
    assert json.loads(_run("report", "--json"))[0]["holds"] is True

    _seal(school)  # due on a day that is long past for the clock of a command

    with pytest.raises(SystemExit) as ended:
        _run("report")
    assert ended.value.code == 1


def test_the_command_changes_a_key_and_says_so(school: School) -> None:
    _seal(school)

    told = _run("rotate", "worker")

    assert "worker: 1 sleutels en 0 namen" in told
    assert "vernietigd" in told


def test_a_public_half_is_for_the_recovery_key_and_must_be_one(school: School) -> None:
    public = str(x25519.Identity.generate().to_public())
    for wrong in (("worker", "--public", public), ("recovery", "--public", "geen sleutel")):
        with pytest.raises(CommandError):
            _run("rotate", *wrong)


# --- the recovery key ----------------------------------------------------------------------------


def _give_passwords(school: School) -> None:
    for login in ("marloes", "tarik", "petra"):
        with signing_in():
            account = Account.objects.get(login=login)
        account.set_password(PASSWORD)
        with scoped(school.scope):
            account.save(update_fields=["password"])


def _lose_the_worker_s_key(school: School, folder: Path, apart: Path) -> UUID:
    """A raw file whose key file is gone; the recovery key lies elsewhere."""
    sealed = _seal(school)
    (folder / "recovery.key").rename(apart)
    (folder / "worker.key").unlink()
    assert "1 gaan met geen sleutel open" in _run("rotate", "worker")
    return sealed


def _answer(monkeypatch: pytest.MonkeyPatch, *people: tuple[str, str]) -> None:
    logins = iter(login for login, _ in people)
    passwords = iter(password for _, password in people)
    command = "leesloket.privacy.management.commands.vault"
    monkeypatch.setattr("builtins.input", lambda _: next(logins))
    monkeypatch.setattr(f"{command}.getpass", lambda _: next(passwords))


def test_two_people_make_a_lost_key_good_with_the_recovery_key(
    school: School, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _give_passwords(school)
    sealed = _lose_the_worker_s_key(school, tmp_path / "keys", tmp_path / "safe.key")
    _answer(monkeypatch, ("marloes", PASSWORD), ("tarik", PASSWORD))

    assert "1 sleutels opnieuw ingepakt; 0" in _run("recover", "--key", str(tmp_path / "safe.key"))

    with scoped(school.scope):
        assert open_sealed(sealed, key="worker") == b"Zo"
        [told] = Event.objects.filter(code="recovery_key_used")
    assert told.detail == {
        "count": 1,
        "unopened": 0,
        "first": str(school.marloes.account_id),
        "second": str(school.tarik.account_id),
    }


@pytest.mark.parametrize(
    "people",
    [
        (("marloes", PASSWORD), ("marloes", PASSWORD)),
        (("marloes", PASSWORD), ("tarik", "iets anders dan dat")),
        (("marloes", PASSWORD), ("petra", PASSWORD)),
        (("marloes", PASSWORD), ("niemand", PASSWORD)),
    ],
)
def test_the_recovery_key_wants_two_different_people_with_the_right(
    people: tuple[tuple[str, str], ...],
    school: School,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _give_passwords(school)
    _lose_the_worker_s_key(school, tmp_path / "keys", tmp_path / "safe.key")
    with scoped(school.scope):
        before = bytes(WrappedKey.objects.get().wrapped)
    _answer(monkeypatch, *people)

    with pytest.raises(CommandError, match="twee verschillende mensen"):
        _run("recover", "--key", str(tmp_path / "safe.key"))

    with scoped(school.scope):
        assert bytes(WrappedKey.objects.get().wrapped) == before
        assert not Event.objects.filter(code="recovery_key_used").exists()


def test_a_file_without_a_key_is_refused(school: School, tmp_path: Path) -> None:
    (tmp_path / "geen.key").write_text("niets")
    for name in ("geen.key", "nergens.key"):
        with pytest.raises(CommandError, match="geen sleutel"):
            _run("recover", "--key", str(tmp_path / name))
