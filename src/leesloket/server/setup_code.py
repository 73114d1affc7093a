"""The code that opens the setup page, once: whoever reads the server's terminal may begin.

Some 79 bits, in a file that only the server's user can read.  It goes when there is a library.
"""

import hmac
import os
from pathlib import Path

from leesloket.accounts.rules import one_time_password


def _file(folder: Path) -> Path:
    return folder / "run" / "setup-code"


def make_code(folder: Path) -> str:
    """The code of this data folder; made when there is none yet."""
    path = _file(folder)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text()
    code = one_time_password()
    with os.fdopen(descriptor, "w") as file:
        file.write(code)
    return code


def is_the_code(folder: Path, typed: str) -> bool:
    """Whether this was typed from the terminal; never when there is no code."""
    try:
        code = _file(folder).read_text().encode()
    except FileNotFoundError:
        return False
    return bool(code) and hmac.compare_digest(code, typed.strip().lower().encode())


def drop_code(folder: Path) -> None:
    """The code has done its work, or nobody needs it any more."""
    _file(folder).unlink(missing_ok=True)
