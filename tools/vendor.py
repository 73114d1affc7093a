"""Fetch the fonts, icons and component styles that we ship, and write down their hashes.

For maintainers: needs `npm` on the PATH and a package registry.  Reads `tools/vendor.toml`,
replaces `src/leesloket/web/static/leesloket/vendor/`, the hashes in `tools/vendor.toml` and
`THIRD-PARTY-NOTICES.md`.  Nothing of npm runs: `npm pack` only downloads.
"""

from __future__ import annotations

import hashlib
import re
import struct
import subprocess
import tarfile
import tempfile
import tomllib
import zlib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIST = ROOT / "tools" / "vendor.toml"
VENDOR = ROOT / "src" / "leesloket" / "web" / "static" / "leesloket" / "vendor"
NOTICES = ROOT / "THIRD-PARTY-NOTICES.md"
BUNDLE = "utrecht.css"
"""One file for the browser: every Utrecht component style, in the order of the list."""


@dataclass(frozen=True, slots=True)
class VendoredFile:
    """One file of a package: where it lies there, where it lies here, its sha256 (hex)."""

    source: str
    target: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Package:
    """One npm package as `tools/vendor.toml` lists it."""

    name: str
    version: str
    licence: str
    files: tuple[VendoredFile, ...]


def packages(text: str) -> tuple[Package, ...]:
    """Return the packages of a `vendor.toml`."""
    return tuple(
        Package(
            name=entry["name"],
            version=entry["version"],
            licence=entry["licence"],
            files=tuple(
                VendoredFile(one["source"], one["target"], one["sha256"]) for one in entry["file"]
            ),
        )
        for entry in tomllib.loads(text)["package"]
    )


def bundle(listed: tuple[Package, ...], vendor: Path) -> bytes:
    """Return the Utrecht styles joined; each keeps its licence comment."""
    parts = [
        (vendor / one.target).read_bytes().rstrip() + b"\n"
        for package in listed
        for one in package.files
        if one.target.startswith("utrecht/") and one.target.endswith(".css")
    ]
    return b"".join(parts)


def notices(listed: tuple[Package, ...]) -> str:
    """Return THIRD-PARTY-NOTICES.md: what we ship that others made, and under which licence."""
    lines = [
        "# Third-party notices",
        "",
        "Leesloket ships these files of others, unchanged (a font for printing out of its zlib) in",
        "`src/leesloket/web/static/leesloket/vendor/`; the licence texts lie beside them.",
        "Written by `tools/vendor.py` from `tools/vendor.toml`; do not edit by hand.",
        "",
        "| package | version | licence |",
        "|---|---|---|",
    ]
    lines += [f"| {one.name} | {one.version} | {one.licence} |" for one in listed]
    return "\n".join(lines) + "\n"


def _members(name: str, version: str, folder: Path) -> dict[str, bytes]:
    packed = subprocess.run(
        ["npm", "pack", "--silent", f"{name}@{version}"],  # noqa: S607 - the maintainer's own npm
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()[-1]
    with tarfile.open(folder / packed) as archive:
        found = {}
        for member in archive:
            content = archive.extractfile(member)
            if content is not None:
                found[member.name.removeprefix("package/")] = content.read()
        return found


def unwrapped(woff: bytes) -> bytes:
    """The font inside a WOFF 1.0, for the typesetter: the same tables, each packed with zlib."""
    head, entry = struct.Struct(">4s4sIHHIHHIIIII"), struct.Struct(">5I")
    _, flavor, _, count, *_ = head.unpack_from(woff)
    power = 1 << (count.bit_length() - 1)
    search = (power * 16, power.bit_length() - 1, (count - power) * 16)
    font = bytearray(struct.pack(">4s4H", flavor, count, *search))
    place, tables = len(font) + count * 16, bytearray()
    for number in range(count):
        tag, at, packed, length, checksum = entry.unpack_from(woff, head.size + number * entry.size)
        content = woff[at : at + packed]
        if packed < length:
            content = zlib.decompress(content)
        font += struct.pack(">4I", tag, checksum, place + len(tables), length)
        tables += content + bytes(-len(content) % 4)
    return bytes(font + tables)


def _with_hash(text: str, target: str, digest: str) -> str:
    return re.sub(
        rf'(target = "{re.escape(target)}", sha256 = ")[0-9a-f]*"', rf'\g<1>{digest}"', text
    )


def main() -> None:
    """Fetch everything of the list."""
    text = LIST.read_text(encoding="utf-8")
    listed = packages(text)
    for package in listed:
        with tempfile.TemporaryDirectory() as folder:
            members = _members(package.name, package.version, Path(folder))
        for one in package.files:
            target = VENDOR / one.target
            target.parent.mkdir(parents=True, exist_ok=True)
            content = members[one.source]
            if one.source.endswith(".woff") and one.target.endswith(".ttf"):
                content = unwrapped(content)
            target.write_bytes(content)
            text = _with_hash(text, one.target, hashlib.sha256(content).hexdigest())
        print(f"{package.name} {package.version}: {len(package.files)} files")
    (VENDOR / BUNDLE).write_bytes(bundle(listed, VENDOR))
    LIST.write_text(text, encoding="utf-8")
    NOTICES.write_text(notices(listed), encoding="utf-8")


if __name__ == "__main__":
    main()
