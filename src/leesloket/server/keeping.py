"""`./run backup`, `restore` and `upgrade`: the commands, and what they say."""

import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from leesloket.server import backup, database, site
from leesloket.server.alone import alone_on
from leesloket.server.restore import NotEmptyError, check_keys, read_backup, restore_backup


def back_up(checkout: Path, arguments: Sequence[str]) -> int:
    """Make a backup while the site runs."""
    parser = ArgumentParser(prog="./run backup", description="Maak een reservekopie.")
    parser.add_argument("folder", nargs="?", type=Path, help="anders backups/ in de datamap")
    parser.add_argument("--keys", type=Path, help="kopieer de sleutels naar deze andere map")
    parser.add_argument(
        "--keep", type=int, default=backup.KEEP_DAYS, metavar="DAGEN", help="oudere gaan weg"
    )
    parser.add_argument(
        "--wrapped-keys-only",
        action="store_true",
        help="alleen de tabel met sleutels verversen: dan is wat vernietigd is, overal vernietigd",
    )
    wanted = parser.parse_args(arguments)
    data, _ = site.real_data_folder(checkout)
    to = wanted.folder or data / "backups"
    address = database.keeper_address(data)
    if wanted.wrapped_keys_only:
        backup.refresh_wrapped_keys(address, to)
        _say(f"Ververst: {to / backup.KEYS_FILE}")
        return 0
    # First, because a backup without keys to it is one for nobody.
    if wanted.keys:
        names = backup.copy_keys(data / "keys", wanted.keys, backups=to)
        _say(f"Sleutels in {wanted.keys}: {', '.join(names)}")
    _say(f"Reservekopie: {backup.make_backup(address, to, now=_now(), keep_days=wanted.keep)}")
    return 0


def put_back(checkout: Path, arguments: Sequence[str]) -> int:
    """Put a backup back into an empty data folder."""
    parser = ArgumentParser(prog="./run restore", description="Zet een reservekopie terug.")
    parser.add_argument("folder", type=Path, help="een reservekopie, of de map ervan: de nieuwste")
    parser.add_argument("--keys", type=Path, help="de map met de kopie van de sleutels")
    wanted = parser.parse_args(arguments)
    data, own = site.real_data_folder(checkout)
    found, manifest = read_backup(wanted.folder)
    if not own and (data / "pg").exists():
        raise NotEmptyError
    check_keys(wanted.keys or data / "keys")
    if wanted.keys and wanted.keys.resolve() != (data / "keys").resolve():
        if any((data / "keys").glob("*.key")):
            raise NotEmptyError
        backup.copy_keys(wanted.keys, data / "keys", backups=wanted.folder)
    with alone_on(data):
        address = database.keeper_address(data)
        restore_backup(found, manifest, address=address, keys=data / "keys")
        # The next start brings the tables of an older version up to date.
        site.forget_schema_mark(data)
    _say(f"Teruggezet: {found.name}, {sum(manifest.rows.values())} rijen. Start nu ./run")
    return 0


def upgrade(checkout: Path, arguments: Sequence[str]) -> int:
    """Make a backup, and bring the tables to this version."""
    parser = ArgumentParser(prog="./run upgrade", description="Reservekopie, dan bijwerken.")
    parser.add_argument("folder", nargs="?", type=Path, help="anders backups/ in de datamap")
    wanted = parser.parse_args(arguments)
    data, _ = site.real_data_folder(checkout)
    to = wanted.folder or data / "backups"
    with alone_on(data):
        _say(f"Reservekopie: {backup.make_backup(database.keeper_address(data), to, now=_now())}")
        site.bring_up_to_date(data)
    _say("De tabellen zijn bijgewerkt. Start nu ./run")
    return 0


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the door of a command


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
