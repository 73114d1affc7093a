"""The walls around a reading child: limits, no network, no files, no privileges.

Every wall is tried and none is taken for granted: `probe` tells which ones stand on this machine.
"""

from __future__ import annotations

import ctypes
import math
import os
import resource
import signal
import struct
import sys
from dataclasses import dataclass

from leesloket.roster.readers.result import Budget

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 1, 4, 38
_CLONE_NEWUSER, _CLONE_NEWNET, _CLONE_NEWIPC = 0x1000_0000, 0x4000_0000, 0x0800_0000
# The same numbers on x86-64 and aarch64: both take them from the generic table.
_SYS_LANDLOCK_CREATE_RULESET, _SYS_LANDLOCK_RESTRICT_SELF = 444, 446
_LANDLOCK_VERSION = 1
_LANDLOCK_FILE_RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
_LANDLOCK_NETWORK_SINCE, _LANDLOCK_BIND_AND_CONNECT = 4, 3
_NOBODY = 65534
_FILES_AT_MOST = 16


@dataclass(frozen=True, slots=True)
class Wall:
    """One wall, and whether it stands here."""

    name: str
    stands: bool


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _prctl(option: int, value: int) -> bool:
    return sys.platform == "linux" and int(_libc().prctl(option, value, 0, 0, 0)) == 0


def leave_network() -> bool:
    """Move this process into a network without interfaces; its children are born there.

    Done once by the supervisor: a new network per file would cost more than reading the file.
    """
    if sys.platform != "linux":
        return False
    libc = _libc()
    if libc.unshare(_CLONE_NEWNET | _CLONE_NEWIPC) == 0:
        return True
    return os.geteuid() != 0 and libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) == 0


def set_limits(budget: Budget, *, used: int | None) -> None:
    """Memory, processor time, files and processes, for the rest of this process's life.

    `used` is what `address_space` told: memory the process was born with does not count.
    """
    seconds = math.ceil(budget.wall_seconds) + 1
    wanted = {
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: _FILES_AT_MOST,
        resource.RLIMIT_NPROC: 0,
    }
    if used is not None:
        wanted[resource.RLIMIT_AS] = used + budget.memory_bytes
    for which, most in wanted.items():
        resource.setrlimit(which, (most, most))


def address_space() -> int | None:
    """Bytes this process has mapped; None where the system does not tell.

    Asked before `close_files`, which takes /proc away too.
    """
    try:
        with open("/proc/self/statm", "rb") as told:  # noqa: PTH123 - pathlib is more to import in a child
            return int(told.read().split()[0]) * resource.getpagesize()
    except OSError:
        return None


def drop_privileges() -> bool:
    """Become nobody, where that is allowed, and never more than that again."""
    if os.geteuid() == 0:
        try:
            os.setgroups([])
            os.setresgid(_NOBODY, _NOBODY, _NOBODY)
            os.setresuid(_NOBODY, _NOBODY, _NOBODY)
        except OSError:
            return False
    return _prctl(_PR_SET_NO_NEW_PRIVS, 1)


def die_with_parent() -> bool:
    """Ask the kernel to end this process with its parent.

    Asked after any change of user, which undoes it.
    """
    _prctl(_PR_SET_DUMPABLE, 0)
    return _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def close_files() -> bool:
    """Take away the file system (Landlock, Linux 5.13).  Needs `drop_privileges` first."""
    if sys.platform != "linux":
        return False
    libc = _libc()
    version = libc.syscall(_SYS_LANDLOCK_CREATE_RULESET, None, 0, _LANDLOCK_VERSION)
    if version < 1:
        return False
    files = max(rights for since, rights in _LANDLOCK_FILE_RIGHTS.items() if since <= version)
    network = _LANDLOCK_BIND_AND_CONNECT if version >= _LANDLOCK_NETWORK_SINCE else 0
    rules = struct.pack("=QQ", files, network)[: 16 if network else 8]
    ruleset = libc.syscall(_SYS_LANDLOCK_CREATE_RULESET, rules, len(rules), 0)
    if ruleset < 0:
        return False
    closed: int = libc.syscall(_SYS_LANDLOCK_RESTRICT_SELF, ruleset, 0)
    os.close(ruleset)
    return closed == 0
