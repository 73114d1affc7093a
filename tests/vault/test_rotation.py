"""Changing a key: what lives opens afterwards, what was shredded never does."""

import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pyrage
import pytest
from django.db import connections
from pyrage import DecryptError, x25519
from pytest_django import Settings
from tests.people import NOW, TODAY, add_person, make_branch, make_library

from leesloket.audit.models import Event
from leesloket.branches.models import Branch
from leesloket.intake.models import Upload
from leesloket.isolation.scope import Scope, scoped
from leesloket.server import database, embedded
from leesloket.vault import actions, keys
from leesloket.vault.models import AcceptedKey, Sealed, WrappedKey
from leesloket.vault.queries import not_opened_here, open_label, open_sealed, shown_label
from leesloket.vault.rotation import CannotBeRotatedError, rotate

CONTENT = "Zoë van Dijk;02-03-2017".encode()
STEPS = (
    *("make_key", "make", "accept", "keep_old", "switch_key", "switch", "retire", "rewrap"),
    *("record", "destroy"),
)


class BrokenOffError(Exception):
    """Somebody pulled the plug."""


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    """Key files of one's own."""
    keys.make_key_files(tmp_path / "keys")
    settings.KEYS = tmp_path / "keys"
    return tmp_path / "keys"


@pytest.fixture
def scope(db: None, folder: Path) -> Scope:
    library = make_library()
    return Scope(library.pk, (make_branch(library, "kiem").pk,))


def _seal(scope: Scope, kind: str = "raw") -> UUID:
    return actions.seal(
        CONTENT, kind=kind, branch_id=scope.branch_ids[0], expires_on=TODAY, now=NOW
    )


def _at(step: str) -> Callable[[str], None]:
    def after(done: str) -> None:
        if done == step:
            raise BrokenOffError

    return after


def _identity(text: str) -> x25519.Identity:
    return x25519.Identity.from_str(text.strip())


def test_after_a_change_the_new_key_opens_and_the_old_one_opens_nothing(
    scope: Scope, folder: Path
) -> None:
    with scoped(scope):
        sealed = _seal(scope)
    before = (folder / "worker.key").read_text()

    done = rotate("worker", libraries=[scope], now=NOW)

    assert (done.rewrapped, done.unopened, done.old_destroyed) == (1, 0, True)
    assert not list(folder.glob("worker.*.*"))
    assert (folder / "worker.key").read_text() != before
    with scoped(scope):
        assert open_sealed(sealed, key="worker") == CONTENT
        assert open_sealed(sealed, key="recovery") == CONTENT
        wrapped = bytes(WrappedKey.objects.get().wrapped)
        [told] = Event.objects.filter(code="key_rotated")
    with pytest.raises(DecryptError):
        pyrage.decrypt(wrapped, [_identity(before)])
    assert told.detail == {"key": "worker", "mark": done.mark, "count": 1, "unopened": 0}


@pytest.mark.parametrize("name", ["worker", "working", "recovery"])
@pytest.mark.parametrize("step", STEPS)
def test_broken_off_after_any_step_everything_opens_and_it_can_be_finished(
    name: str, step: str, scope: Scope, folder: Path
) -> None:
    with scoped(scope):
        made = {kind: _seal(scope, kind) for kind in ("raw", "table", "journal")}
        label = actions.seal_label("lijst.xlsx")
    before = (folder / f"{name}.key").read_text()

    with pytest.raises(BrokenOffError):
        rotate(name, libraries=[scope], now=NOW, after=_at(step))

    with scoped(scope):
        assert open_sealed(made["raw"], key="worker") == CONTENT
        assert open_sealed(made["table"]) == CONTENT
        assert open_sealed(made["journal"], key="recovery") == CONTENT
        if step != "destroy":  # by then every label that is kept was sealed anew
            assert open_label(label) == "lijst.xlsx"
        later = _seal(scope)
    rotate(name, libraries=[scope], now=NOW)
    assert not list(folder.glob("*.*.*"))
    assert (folder / f"{name}.key").read_text() != before
    with scoped(scope):
        for sealed in (made["raw"], later):
            assert open_sealed(sealed, key="worker") == CONTENT
            assert open_sealed(sealed, key="recovery") == CONTENT
        assert open_sealed(made["table"]) == CONTENT
        for wrapped in WrappedKey.objects.values_list("wrapped", flat=True):
            with pytest.raises(DecryptError):
                pyrage.decrypt(bytes(wrapped), [_identity(before)])


def test_a_process_that_kept_the_old_key_seals_nothing_that_would_be_lost(
    scope: Scope, folder: Path, settings: Settings, tmp_path: Path
) -> None:
    stale = tmp_path / "credentials"
    shutil.copytree(folder, stale)
    rotate("worker", libraries=[scope], now=NOW)
    rotate("working", libraries=[scope], now=NOW)

    settings.KEYS = stale
    with scoped(scope):
        for kind in ("raw", "table"):
            with pytest.raises(actions.KeyRetiredError):
                _seal(scope, kind)
        with pytest.raises(actions.KeyRetiredError):
            actions.seal_label("lijst.xlsx")
        assert Sealed.objects.count() == 0

    settings.KEYS = folder
    with scoped(scope):
        assert open_sealed(_seal(scope), key="worker") == CONTENT


def test_a_file_s_name_opens_with_the_new_working_key_alone(scope: Scope, folder: Path) -> None:
    [branch_id] = scope.branch_ids
    branch = Branch.objects.get(pk=branch_id)
    sender = add_person(branch.library, "sanne", {"upload": [branch]})
    with scoped(scope):
        for name in ("groep 5 Zoë.xlsx", ""):
            Upload.objects.create(
                branch_id=branch_id,
                received_by_id=sender.account_id,
                received_at=NOW,
                file_name=actions.seal_label(name) if name else b"",
                size=1,
                content_mark="",
                form_token=name,
            )
    before = (folder / "working.key").read_text()

    assert rotate("working", libraries=[scope], now=NOW).labels == 1

    with scoped(scope):
        names = [bytes(one) for one in Upload.objects.values_list("file_name", flat=True)]
    assert sorted(map(open_label, names)) == ["", "groep 5 Zoë.xlsx"]
    with pytest.raises(DecryptError):
        pyrage.decrypt(max(names, key=len), [_identity(before)])


def test_a_label_that_no_key_opens_stops_no_change_and_no_page(scope: Scope, folder: Path) -> None:
    """Of a lost key, or of an older backup than the last change of the key."""
    [branch_id] = scope.branch_ids
    sender = add_person(
        Branch.objects.get(pk=branch_id).library, "sanne", {"upload": [Branch.objects.get()]}
    )
    with scoped(scope):
        lost = actions.seal_label("groep 5 Zoë.xlsx")
        Upload.objects.create(
            branch_id=branch_id,
            received_by_id=sender.account_id,
            received_at=NOW,
            file_name=lost,
            size=1,
            content_mark="",
            form_token="x",
        )
        _seal(scope, "table")
    for path in folder.glob("working.*"):
        path.unlink()
    keys.make_key_files(folder)
    with scoped(scope):
        assert not_opened_here() == 1

    done = rotate("working", libraries=[scope], now=NOW)

    assert (done.labels, done.unopened) == (0, 2)
    with scoped(scope):
        assert bytes(Upload.objects.get().file_name) == lost
    assert shown_label(lost) == ""


def test_a_recovery_key_made_elsewhere_needs_only_its_public_half(
    scope: Scope, folder: Path
) -> None:
    with scoped(scope):
        sealed = _seal(scope)
    (folder / "recovery.key").unlink()
    offline = x25519.Identity.generate()

    # Done twice is done once.
    done = [
        rotate("recovery", libraries=[scope], now=NOW, public=f" {offline.to_public()} ")
        for _ in range(2)
    ]

    assert [one.rewrapped for one in done] == [1, 0]
    assert done[-1].unopened == 0
    assert not (folder / "recovery.key").exists()
    assert (folder / "recovery.pub").read_text() == str(offline.to_public())
    with scoped(scope):
        wrapped = bytes(WrappedKey.objects.get(sealed_id=sealed).wrapped)
        ciphertext = bytes(Sealed.objects.get().ciphertext)
    # As the program `age` would do it, with nothing of ours (docs/user/beheer.md).
    one_time = pyrage.decrypt(wrapped, [offline]).decode()
    assert pyrage.decrypt(ciphertext, [_identity(one_time)]) == CONTENT


@pytest.mark.parametrize("step", STEPS[1:])
def test_a_public_half_from_elsewhere_is_taken_over_also_after_a_break(
    step: str, scope: Scope, folder: Path
) -> None:
    with scoped(scope):
        sealed = _seal(scope)
    offline = x25519.Identity.generate()
    public = str(offline.to_public())
    with pytest.raises(BrokenOffError):
        rotate("recovery", libraries=[scope], now=NOW, public=public, after=_at(step))

    rotate("recovery", libraries=[scope], now=NOW, public=public)

    assert sorted(path.name for path in folder.glob("recovery*")) == ["recovery.pub"]
    with scoped(scope):
        wrapped = bytes(WrappedKey.objects.get(sealed_id=sealed).wrapped)
        assert open_sealed(sealed, key="worker") == CONTENT
    assert pyrage.decrypt(wrapped, [offline])
    assert AcceptedKey.objects.filter(name="recovery").count() == 1


def test_what_no_key_here_opens_is_told_and_left_as_it_is(scope: Scope, folder: Path) -> None:
    with scoped(scope):
        _seal(scope)
        before = bytes(WrappedKey.objects.get().wrapped)
    (folder / "worker.key").write_text(str(x25519.Identity.generate()))
    (folder / "recovery.key").unlink()

    done = rotate("worker", libraries=[scope], now=NOW)

    assert (done.rewrapped, done.unopened) == (0, 1)
    with scoped(scope):
        assert bytes(WrappedKey.objects.get().wrapped) == before


@pytest.mark.parametrize("name", ["record", "pseudonyms", "django", "../worker"])
def test_what_other_things_are_bound_to_cannot_be_changed(name: str) -> None:
    with pytest.raises(CannotBeRotatedError):
        rotate(name, libraries=[], now=NOW)


def test_what_was_shredded_opens_with_no_key_although_its_noise_lies_in_a_dump(
    scope: Scope, folder: Path
) -> None:
    with scoped(scope):
        sealed = _seal(scope)
        dumped = bytes(Sealed.objects.get().ciphertext)
        other = _seal(scope)
        actions.shred(sealed, reason="expired", now=NOW)
    rotate("worker", libraries=[scope], now=NOW)

    every = [_identity(path.read_text()) for path in folder.glob("[!pdr]*.key")]
    every += [_identity((folder / "recovery.key").read_text())]
    with scoped(scope):
        for wrapped in WrappedKey.objects.values_list("wrapped", flat=True):
            every.append(_identity(pyrage.decrypt(bytes(wrapped), every).decode()))
        assert open_sealed(other, key="worker") == CONTENT
    assert len(every) == 4
    with pytest.raises(DecryptError):
        pyrage.decrypt(dumped, every)


def test_an_old_copy_of_the_wrapped_keys_opens_nothing_once_the_keys_were_changed(
    scope: Scope, folder: Path
) -> None:
    with scoped(scope):
        sealed = _seal(scope)
        copied = bytes(WrappedKey.objects.get().wrapped)
        actions.shred(sealed, reason="expired", now=NOW)
    for name in ("worker", "working", "recovery"):
        rotate(name, libraries=[scope], now=NOW)

    for name in keys.PAIRS:
        with pytest.raises(DecryptError):
            pyrage.decrypt(copied, keys.identities(name))


# --- a real process, really killed ---------------------------------------------------------------

_ERRAND = """
import os, signal, sys
import django
django.setup()
from django.conf import settings
from django.utils import timezone
from leesloket.branches.queries import scopes_of_libraries
from leesloket.vault.rotation import rotate
die = lambda step: step == sys.argv[1] and os.kill(os.getpid(), signal.SIGKILL)
rotate("working", libraries=scopes_of_libraries(), now=timezone.now(), after=die)
"""


def test_killed_again_and_again_it_goes_on_where_it_was(
    fresh_database: str, folder: Path, server: embedded.Embedded
) -> None:
    branch = Branch.objects.get(slug="vuurvlinder")
    scope = Scope(branch.library_id, (branch.pk,))
    with scoped(scope):
        made = [
            actions.seal(
                CONTENT,
                kind="table",
                branch_id=branch.pk,
                expires_on=TODAY + timedelta(days=1),
                now=NOW,
            )
            for _ in range(3)
        ]
    connections.close_all()
    environment = database.environment(server, embedded.WEB_ROLE, fresh_database)
    environment["LEESLOKET_KEYS"] = str(folder)

    for step in ("keep_old", "switch_key", "rewrap", "nothing"):
        done = subprocess.run(
            [sys.executable, "-c", _ERRAND, step], env=environment, check=False, timeout=60
        )
        assert done.returncode == (0 if step == "nothing" else -signal.SIGKILL)
        with scoped(scope):
            assert [open_sealed(one) for one in made] == [CONTENT] * 3

    assert not list(folder.glob("*.*.*"))
    with scoped(scope):
        [told] = Event.objects.filter(code="key_rotated")
    # The kill after the first batch kept what that batch had done.
    assert told.detail["count"] == 0
