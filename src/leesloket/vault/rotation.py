"""Changing a key: a new pair, everything that lives wrapped for it, and the old one destroyed.

Broken off between any two steps, nothing is lost: what lives can be opened with the files that are
there, and calling it again goes on where it stopped.  What each step leaves behind tells which one
was the last:

    1 make      NAME.next.key and NAME.next.pub lie beside the pair in use
    2 accept    the database knows both public halves: either may seal
    3 switch    NAME.old.key keeps the old one, NAME.key and NAME.pub are the new pair
    4 retire    only the new half may seal; whoever was sealing is waited for
    5 rewrap    every wrapped key, and every label, is wrapped again; the content is not touched
    6 destroy   NAME.old.key is written over and removed
"""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pyrage
from django.apps import apps
from django.conf import settings
from django.db import transaction
from pyrage import x25519

from leesloket.audit.actions import record
from leesloket.isolation.scope import Scope, scoped
from leesloket.vault import keys
from leesloket.vault.actions import OPENED_BY, hold_keys, seal_label, wrap
from leesloket.vault.models import AcceptedKey, Label, Sealed, WrappedKey
from leesloket.vault.queries import open_label

AT_ONCE = 200


def _hush(_step: str) -> None:
    """Nobody listens."""


class CannotBeRotatedError(Exception):
    """Only a pair can be changed; what `record` and `pseudonyms` bound would not fit any more."""


@dataclass(frozen=True, slots=True)
class Rotation:
    """What changing a key came to."""

    name: str
    mark: str
    rewrapped: int
    labels: int
    unopened: int
    """What no key that is here opens, before as after: an earlier key of it was lost."""
    old_destroyed: bool


def rotate(
    name: str,
    *,
    libraries: Sequence[Scope],
    now: datetime,
    public: str = "",
    after: Callable[[str], None] = _hush,
) -> Rotation:
    """Change the key `name`, or go on with a change that was broken off.

    `public` is the public half of a key that was made elsewhere (`recovery`, offline); otherwise
    the pair is made here.  `after` hears the name of each step that is done.
    """
    if name not in keys.PAIRS:
        raise CannotBeRotatedError(name)
    folder: Path = settings.KEYS
    if public:
        public = str(x25519.Recipient.from_str(public.strip()))
    _make(folder, name, public, after)
    _accept(name, _next_public(folder, name))
    after("accept")
    _switch(folder, name, after)
    _retire(name)
    after("retire")
    rewrapped, unopened, labels = 0, 0, 0
    for library in libraries:
        done, left = _rewrap(name, library, after)
        rewrapped, unopened = rewrapped + done, unopened + left
        if name == "working":
            done, left = _relabel(library)
            labels, unopened = labels + done, unopened + left
            after("relabel")
    # Before the last step: broken off here it is recorded once more, and never left out.
    told: dict[str, int | str | bool | None] = {
        "key": name,
        "mark": _mark(name),
        "count": rewrapped,
        "unopened": unopened,
    }
    for library in libraries:
        with scoped(library):
            record("key_rotated", at=now, by=None, library_id=library.library_id, detail=told)
    after("record")
    destroyed = _destroy(folder / f"{name}.old.key")
    after("destroy")
    return Rotation(name, _mark(name), rewrapped, labels, unopened, destroyed)


def _make(folder: Path, name: str, public: str, after: Callable[[str], None]) -> None:
    next_key, next_public = folder / f"{name}.next.key", folder / f"{name}.next.pub"
    under_way = next_public.exists() or (folder / f"{name}.old.key").exists()
    if public:
        if not under_way and public != (folder / f"{name}.pub").read_text().strip():
            keys.write(next_public, public)
    elif next_key.exists() and not next_public.exists():
        identity = x25519.Identity.from_str(next_key.read_text().strip())
        keys.write(next_public, str(identity.to_public()))
    elif not under_way:
        identity = x25519.Identity.generate()
        keys.write(next_key, str(identity))
        after("make_key")
        keys.write(next_public, str(identity.to_public()))
    after("make")


def _next_public(folder: Path, name: str) -> str:
    beside = folder / f"{name}.next.pub"
    return (beside if beside.exists() else folder / f"{name}.pub").read_text().strip()


@transaction.atomic
def _accept(name: str, public: str) -> None:
    both = {_mark(name), keys.mark_of(public)}
    AcceptedKey.objects.bulk_create(
        [AcceptedKey(name=name, mark=mark) for mark in sorted(both)], ignore_conflicts=True
    )


def _switch(folder: Path, name: str, after: Callable[[str], None]) -> None:
    key, old = folder / f"{name}.key", folder / f"{name}.old.key"
    next_key, next_public = folder / f"{name}.next.key", folder / f"{name}.next.pub"
    if not next_public.exists():
        return
    if key.exists() and _public_of(key) != next_public.read_text().strip():
        if not old.exists():
            # A second name, not a copy: at every moment there is a file with the key in use.
            old.hardlink_to(key)
            _sync(folder)
            after("keep_old")
        if not next_key.exists():
            key.unlink()
    if next_key.exists():
        next_key.replace(key)
    _sync(folder)
    after("switch_key")
    next_public.replace(folder / f"{name}.pub")
    _sync(folder)
    after("switch")


def _mark(name: str) -> str:
    return keys.mark_of(keys.public_half(name))


def _public_of(key: Path) -> str:
    return str(x25519.Identity.from_str(key.read_text().strip()).to_public())


@transaction.atomic
def _retire(name: str) -> None:
    hold_keys(to_change=True)
    AcceptedKey.objects.filter(name=name).exclude(mark=_mark(name)).delete()


def recover(
    offline: x25519.Identity, *, libraries: Sequence[Scope], by: Sequence[UUID], now: datetime
) -> tuple[int, int]:
    """Wrap again, with the offline recovery key, what the keys in use do not open.

    For when a key file was lost and a new one made.  Nothing is read by it: the content stays
    sealed.  `by` are the two who agreed.  Gives how many, and how many it does not open either.
    """
    rewrapped = unopened = 0
    for library in libraries:
        counts = [_rewrap(name, library, _hush, offline) for name in ("worker", "working")]
        done, left = (sum(each) for each in zip(*counts, strict=True))
        rewrapped, unopened = rewrapped + done, unopened + left
        told = {"count": done, "unopened": left, "first": str(by[0]), "second": str(by[1])}
        with scoped(library):
            record("recovery_key_used", at=now, by=None, library_id=library.library_id, detail=told)
    return rewrapped, unopened


def _rewrap(
    name: str,
    library: Scope,
    after: Callable[[str], None],
    *offline: x25519.Identity,
) -> tuple[int, int]:
    """Wrap what lives in a library for the key in use; gives how many, how many nobody opens."""
    kinds = [kind for kind, openers in OPENED_BY.items() if name in openers]
    current = f"{name}:{_mark(name)}"
    done, unopened, last = 0, 0, None
    while True:
        with scoped(library):
            found = Sealed.objects.filter(kind__in=kinds).order_by("id")
            if last is not None:
                found = found.filter(id__gt=last)
            batch = dict(found.values_list("id", "kind")[:AT_ONCE])
            if not batch:
                return done, unopened
            last = max(batch)
            waiting = WrappedKey.objects.filter(sealed_id__in=batch).exclude(
                marks__contains=current
            )
            for one in waiting.select_for_update().order_by("sealed_id"):
                openers = OPENED_BY[Sealed.Kind(batch[one.sealed_id])]
                one_time = _opened(bytes(one.wrapped), openers, offline)
                if one_time is None:
                    unopened += 1
                    continue
                one.wrapped, one.marks = wrap(one_time, openers)
                one.save(update_fields=["wrapped", "marks"])
                done += 1
        after("rewrap")


def _opened(
    wrapped: bytes, openers: Sequence[str], offline: Sequence[x25519.Identity]
) -> x25519.Identity | None:
    here = [*offline, *(one for name in openers for one in _identities_here(name))]
    try:
        return x25519.Identity.from_str(pyrage.decrypt(wrapped, here).decode())
    except (pyrage.DecryptError, ValueError):
        return None


def _identities_here(name: str) -> list[x25519.Identity]:
    """Those of the key files that lie here: the offline one, and that of another user, do not."""
    found = [settings.KEYS / f"{name}{part}.key" for part in ("", ".old", ".next")]
    return [x25519.Identity.from_str(path.read_text().strip()) for path in found if path.exists()]


def _relabel(library: Scope) -> tuple[int, int]:
    """Seal every label of a library for the key in use; gives how many, how many nobody opens."""
    done, unopened = 0, 0
    for model, field in _labels():
        last = None
        while True:
            with scoped(library):
                found = model.objects.exclude(**{field: b""}).order_by("pk")
                if last is not None:
                    found = found.filter(pk__gt=last)
                batch = list(found.only("pk", field).select_for_update()[:AT_ONCE])
                for row in batch:
                    try:
                        text = open_label(getattr(row, field))
                    except pyrage.DecryptError:
                        unopened += 1
                        continue
                    setattr(row, field, seal_label(text))
                    row.save(update_fields=[field])
                    done += 1
            if len(batch) < AT_ONCE:
                break
            last = batch[-1].pk
    return done, unopened


def _labels() -> Iterator[tuple[Any, str]]:
    for model in apps.get_models():
        for field in model._meta.concrete_fields:  # noqa: SLF001 - Django's public API despite its name
            if isinstance(field, Label):
                yield model, field.name


def _destroy(path: Path) -> bool:
    """Write over and remove; what a disk keeps of it besides is out of our hands."""
    if not path.exists():
        return False
    with path.open("r+b") as file:
        file.write(b"\0" * path.stat().st_size)
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
    _sync(path.parent)
    return True


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
