"""What an operator copies from deploy/: every path, command, key and variable in it exists."""

import re
import shlex
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.urls import reverse
from tests.conftest import CHECKOUT

from leesloket import dev
from leesloket.server import site
from leesloket.vault.keys import make_key_files

DEPLOY = CHECKOUT / "deploy"
SERVICES = sorted((DEPLOY / "systemd").glob("*.service"))
UNITS = [*SERVICES, *sorted((DEPLOY / "systemd").glob("*.timer"))]
PYTHON = "/opt/leesloket/.venv/bin/python"
DOCS = (CHECKOUT / "docs" / "user" / "beheer.md").read_text()

named = pytest.mark.parametrize("unit", SERVICES, ids=lambda path: path.stem)


def _settings(unit: Path) -> list[tuple[str, str]]:
    """Every `Name=value` of a unit, in order; a name can come twice."""
    lines = [line for line in unit.read_text().splitlines() if line and line[0] not in "#["]
    return [(name, value) for name, _, value in (line.partition("=") for line in lines)]


def _all(unit: Path, name: str) -> list[str]:
    return [value for known, value in _settings(unit) if known == name]


def _variables() -> set[str]:
    """What the code reads from its environment, and what it is told by systemd or the wheel."""
    source = "".join(path.read_text() for path in (CHECKOUT / "src").rglob("*.py"))
    return {*re.findall(r'"(LEESLOKET_[A-Z_]+|DATABASE_URL|PORT)"', source)}


@named
def test_every_command_runs_a_module_that_is_there(unit: Path) -> None:
    for command in (*_all(unit, "ExecStart"), *_all(unit, "ExecStartPre")):
        python, *arguments = shlex.split(command)
        assert python == PYTHON
        module = arguments[arguments.index("-m") + 1]
        assert find_spec(module) is not None
        if module == "leesloket.dev":
            assert arguments[arguments.index("-m") + 2] in dev.COMMANDS


def test_the_web_server_is_started_as_run_starts_it() -> None:
    [command] = _all(DEPLOY / "systemd" / "leesloket-web.service", "ExecStart")

    assert shlex.split(command)[1:] == site.web_server("8000")


def test_the_reader_takes_the_options_that_its_unit_gives(tmp_path: Path) -> None:
    [command] = _all(DEPLOY / "systemd" / "leesloket-reader.service", "ExecStart")
    source = (CHECKOUT / "src" / "leesloket" / "sandbox" / "supervisor.py").read_text()

    for option in re.findall(r"--[a-z-]+", command):
        assert f'"{option}"' in source


def test_every_variable_of_a_unit_is_one_that_the_code_reads() -> None:
    set_by_us = {
        value.partition("=")[0] for unit in SERVICES for value in _all(unit, "Environment")
    }
    example = (DEPLOY / "systemd" / "leesloket.env.example").read_text()
    per_library = set(re.findall(r"^([A-Z_]+)=", example, re.MULTILINE))

    assert set_by_us | per_library <= _variables()


def test_the_page_for_operators_names_every_variable() -> None:
    # A benchmark's budget and how long a test is drawn are nobody's setting.
    of_developers = {f"LEESLOKET_{name}" for name in ("READER_BUDGET", "KILLS", "LIVES", "SEED")}
    for variable in _variables() - of_developers:
        short = variable.replace("LEESLOKET_SMTP", "")
        assert f"`{variable}`" in DOCS or f"`{short}`" in DOCS, variable


@named
def test_every_user_and_group_is_made(unit: Path) -> None:
    sysusers = (DEPLOY / "systemd" / "leesloket.sysusers.conf").read_text()
    made = set(re.findall(r"^[ug] (\S+)", sysusers, re.MULTILINE))

    wanted = {*_all(unit, "User"), *_all(unit, "Group"), *_all(unit, "SupplementaryGroups")}
    assert wanted
    assert wanted <= made


@named
def test_every_key_of_a_unit_is_one_that_is_made(unit: Path, tmp_path: Path) -> None:
    make_key_files(tmp_path)
    known = {path.name for path in tmp_path.iterdir()} | {"django.key"}

    for given in _all(unit, "LoadCredential"):
        name, _, path = given.partition(":")
        assert name in known
        assert path == f"/var/lib/leesloket/keys/{name}"


def test_the_pages_cannot_open_raw_files_and_nobody_has_the_recovery_key() -> None:
    keys = {
        unit.stem: {given.partition(":")[0] for given in _all(unit, "LoadCredential")}
        for unit in SERVICES
    }

    assert "worker.key" not in keys["leesloket-web"]
    assert "worker.key" in keys["leesloket-worker"]
    assert keys["leesloket-reader"] == set()
    assert not [unit for unit, held in keys.items() if "recovery.key" in held]
    users = {_all(unit, "User")[0] for unit in SERVICES if keys.get(unit.stem)}
    assert len(users) == 2


def test_the_worker_has_what_binds_the_record_and_the_pages_have_not() -> None:
    """Without it nothing is chained or anchored, and `/readyz` only counts jobs that failed."""
    holds = {
        name: "record.key:/var/lib/leesloket/keys/record.key"
        in _all(DEPLOY / "systemd" / f"leesloket-{name}.service", "LoadCredential")
        for name in ("web", "worker")
    }

    assert holds == {"web": False, "worker": True}


def test_web_and_worker_seal_with_every_public_half() -> None:
    for name in ("web", "worker"):
        unit = DEPLOY / "systemd" / f"leesloket-{name}.service"
        given = {one.partition(":")[0] for one in _all(unit, "LoadCredential")}
        assert given >= {"working.pub", "worker.pub", "recovery.pub", "pseudonyms.key"}


def test_systemd_understands_every_unit(tmp_path: Path) -> None:
    """Where systemd is not installed, its own words are held to what they are here."""
    analyze = shutil.which("systemd-analyze")
    for unit in UNITS:
        text = unit.read_text().replace("/opt/leesloket", str(CHECKOUT))
        (tmp_path / unit.name).write_text(text)
        assert re.fullmatch(r"(#[^\n]*\n|\[[A-Z][a-z]+\]\n|[A-Z][A-Za-z]+=[^\n]*\n|\n)+", text)
    if analyze:
        units = [str(tmp_path / unit.name) for unit in UNITS]
        done = subprocess.run(
            [analyze, "verify", *units], capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, "")


def test_the_container_copies_what_is_there_and_nothing_of_the_demo() -> None:
    text = (DEPLOY / "Containerfile").read_text().replace("\\\n", " ")
    copied = [
        source
        for line in re.findall(r"^COPY (.+)$", text, re.MULTILINE)
        for source in line.split()[:-1]
    ]
    kept = (CHECKOUT / ".dockerignore").read_text()

    for source in copied:
        assert (CHECKOUT / source).exists(), source
        assert f"!{source}" in kept or source.startswith("tools/pip-"), source
    assert set(re.findall(r"(LEESLOKET_[A-Z_]+)=", text)) <= _variables()
    assert "LEESLOKET_DATA=/data" in text
    assert re.search(r"^USER leesloket$", text, re.MULTILINE)


def test_the_proxy_takes_a_list_and_a_bit_more() -> None:
    text = (DEPLOY / "nginx" / "leesloket.conf").read_text()

    assert "client_max_body_size 11m;" in text
    assert "proxy_set_header X-Forwarded-Proto $scheme;" in text
    assert text.count("{") == text.count("}")


def test_the_proxy_keeps_what_comes_slowly_in_memory_until_all_of_it_is_there() -> None:
    """Passed on at once, a few slow senders would keep all threads of the web server waiting."""
    text = (DEPLOY / "nginx" / "leesloket.conf").read_text()

    assert "proxy_request_buffering" not in text
    sizes = re.findall(r"client_max_body_size (\w+);\s+client_body_buffer_size (\w+);", text)
    assert [most for most, _ in sizes] == [buffer for _, buffer in sizes] == ["2m", "11m"]


def test_the_proxy_lets_a_list_through_where_one_is_received() -> None:
    text = (DEPLOY / "nginx" / "leesloket.conf").read_text()
    [large] = re.findall(r"location ~ (\S+) \{", text)
    doors = {"portal:receive": ["de-vuurvlinder"], "desk:takeover_receive": list[str]()}

    assert all(re.search(large, reverse(name, args=args)) for name, args in doors.items())
    assert not re.search(large, reverse("account_login"))


@pytest.mark.parametrize("path", sorted(path for path in DEPLOY.rglob("*") if path.is_file()))
def test_the_page_for_operators_leads_to_every_file(path: Path) -> None:
    told = path.name if path.suffix != ".timer" else path.name.replace(".timer", "")

    assert told in DOCS or told.replace("hourly", "nightly").removesuffix(".service") in DOCS
