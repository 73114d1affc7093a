"""Sealing, opening, shredding: what lies in the database says nothing without a key file."""

from datetime import date, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.db import ProgrammingError, connection, transaction
from pyrage import DecryptError
from pytest_django import Settings
from tests.people import NOW, TODAY, make_branch, make_library

from leesloket.isolation.scope import Scope, scoped
from leesloket.vault import actions, keys
from leesloket.vault.models import Sealed, Shredded, WrappedKey
from leesloket.vault.queries import (
    ShreddedError,
    branch_secret,
    open_label,
    open_sealed,
)

CONTENT = "Zoë van Dijk;02-03-2017".encode()


@pytest.fixture
def scope(db: None) -> Scope:
    library = make_library()
    return Scope(library.pk, (make_branch(library, "kiem").pk,))


@pytest.fixture
def other(scope: Scope) -> Scope:
    library = make_library("Bibliotheek Hoge Heide")
    return Scope(library.pk, (make_branch(library, "heide").pk,))


def _seal(scope: Scope, kind: str = "table", *, expires_on: date = TODAY) -> UUID:
    return actions.seal(
        CONTENT, kind=kind, branch_id=scope.branch_ids[0], expires_on=expires_on, now=NOW
    )


@pytest.mark.parametrize(
    ("kind", "opens"),
    [
        ("raw", {"worker", "recovery"}),
        ("table", {"working"}),
        ("answers", {"working"}),
        ("journal", {"working", "recovery"}),
    ],
)
def test_each_kind_opens_with_its_own_keys_and_no_other(
    scope: Scope, kind: str, opens: set[str]
) -> None:
    with scoped(scope):
        sealed = _seal(scope, kind)
        for key in ("worker", "working", "recovery"):
            if key in opens:
                assert open_sealed(sealed, key=key) == CONTENT
            else:
                with pytest.raises(DecryptError):
                    open_sealed(sealed, key=key)


def test_nothing_of_the_content_lies_in_the_database(scope: Scope) -> None:
    with scoped(scope):
        _seal(scope)
        first, again = (
            bytes(one.ciphertext) for one in (Sealed.objects.get(), Sealed.objects.get())
        )
        assert first == again
        assert b"Dijk" not in first
        # Sealed once more it looks different: nobody can tell that two things are the same.
        _seal(scope)
        assert len({bytes(one) for one in Sealed.objects.values_list("ciphertext", flat=True)}) == 2


def test_a_process_without_the_workers_key_cannot_open_a_raw_file(
    scope: Scope, settings: Settings, tmp_path: Path
) -> None:
    with scoped(scope):
        sealed = _seal(scope, "raw")
    for name in ("worker.pub", "working.pub", "working.key", "recovery.pub"):
        (tmp_path / name).write_bytes((settings.KEYS / name).read_bytes())
    settings.KEYS = tmp_path

    with scoped(scope), pytest.raises(FileNotFoundError):
        open_sealed(sealed, key="worker")


def test_a_shredded_thing_is_gone_for_good_and_the_proof_stays(scope: Scope) -> None:
    with scoped(scope):
        sealed = _seal(scope)
        assert actions.shred(sealed, reason="withdrawn", now=NOW) is True
        assert actions.shred(sealed, reason="again", now=NOW) is False

        with pytest.raises(ShreddedError):
            open_sealed(sealed)
        assert (Sealed.objects.count(), WrappedKey.objects.count()) == (0, 0)
        proof = Shredded.objects.get()
    assert (proof.sealed_id, proof.reason, proof.kind, proof.at) == (
        sealed,
        "withdrawn",
        "table",
        NOW,
    )


def test_without_its_key_a_thing_is_gone_although_its_noise_is_there(scope: Scope) -> None:
    with scoped(scope):
        sealed = _seal(scope)
        WrappedKey.objects.all().delete()

        with pytest.raises(ShreddedError):
            open_sealed(sealed)


def test_what_expires_goes_on_its_day_and_not_the_day_before(scope: Scope) -> None:
    with scoped(scope):
        _seal(scope, expires_on=TODAY)
        later = _seal(scope, expires_on=TODAY + timedelta(days=1))
        assert actions.shred_expired(today=TODAY - timedelta(days=1), now=NOW) == 0

        assert actions.shred_expired(today=TODAY, now=NOW) == 1
        assert actions.shred_expired(today=TODAY, now=NOW) == 0

        assert open_sealed(later) == CONTENT
        actions.keep_until([later], expires_on=TODAY)
        assert actions.shred_expired(today=TODAY, now=NOW) == 1


def test_another_branch_can_open_shred_and_expire_nothing(scope: Scope, other: Scope) -> None:
    with scoped(scope):
        sealed = _seal(scope)

    with scoped(other):
        with pytest.raises(ShreddedError):
            open_sealed(sealed)
        assert actions.shred(sealed, reason="x", now=NOW) is False
        assert actions.shred_expired(today=TODAY, now=NOW) == 0
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            _seal(scope)

    with scoped(scope):
        assert open_sealed(sealed) == CONTENT


def test_the_proof_of_an_expiry_cannot_be_changed_or_taken_away(scope: Scope) -> None:
    with scoped(scope):
        actions.shred(_seal(scope), reason="x", now=NOW)
        for statement in ("update vault_shredded set reason = 'y'", "delete from vault_shredded"):
            with (
                pytest.raises(ProgrammingError, match="permission denied"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement)


def test_something_that_never_was_is_gone(scope: Scope) -> None:
    with scoped(scope), pytest.raises(ShreddedError):
        open_sealed(uuid4())


# --- labels, secrets and key files ---------------------------------------------------------------


def test_a_label_opens_and_an_erased_one_is_empty(db: None) -> None:
    label = actions.seal_label("Zoë van Dijk.xlsx")

    assert b"Dijk" not in label
    assert open_label(label) == "Zoë van Dijk.xlsx"
    assert open_label(memoryview(label)) == "Zoë van Dijk.xlsx"
    assert open_label(b"") == ""


def test_every_branch_has_a_secret_of_its_own() -> None:
    assert branch_secret(1) == branch_secret(1)
    assert branch_secret(1) != branch_secret(2)
    assert len(branch_secret(1)) == 32


def test_key_files_are_made_once_for_their_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    keys.make_key_files(folder)
    before = {path.name: path.read_text() for path in folder.iterdir()}

    keys.make_key_files(folder)

    assert {path.name: path.read_text() for path in folder.iterdir()} == before
    assert len(before) == 8
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o700
