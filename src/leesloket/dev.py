"""What `./run` calls: start Leesloket, prove it, and the small tools around it."""

import argparse
import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from leesloket.server import managing

CHECKOUT = managing.CHECKOUT

_NOTHING_CHOSEN = 5  # pytest's own code
_KNOWN = 1  # tools/vulnerabilities.py
BROWSERS = (
    # The same engine without windows: it takes a quarter less of the processor.
    "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome",
    "google-chrome-stable",
)  # fmt: skip


def serve(_: Sequence[str]) -> int:
    """Start Leesloket; demo data unless LEESLOKET_DATA names a folder of your own."""
    from leesloket.server.site import run_site  # noqa: PLC0415 - only this command needs it

    return run_site(CHECKOUT)


def lint(_: Sequence[str]) -> int:
    """Format, style and templates."""
    return _all(
        ["ruff", "format", "--check", "."],
        ["ruff", "check", "."],
        ["djlint", "src", "--check", "--lint", "--quiet"],
    )


def types(_: Sequence[str]) -> int:
    """The types, strictly."""
    return _all(["mypy"])


def imports(_: Sequence[str]) -> int:
    """The layers, and that the migrations say what the models say."""
    return _all(
        ["lint-imports"],
        [sys.executable, "-W", "ignore", "-m", "django", "makemigrations", "--check", "--dry-run"],
    )


def fast(arguments: Sequence[str]) -> int:
    """The engine's rules in about a second: no file formats, no Django, few examples a property.

    Two halves side by side, on two cores; what opens or writes files is for `./run test`.
    """
    alone = ["-c", "tests/roster/fast.ini", "--rootdir", ".", "--confcutdir", "tests/roster"]
    command = ["pytest", *alone, "--hypothesis-profile", "fast", *arguments]
    holds, formats = "tests/roster/plausibility", "tests/roster/formats"
    with subprocess.Popen(
        [*command, holds], cwd=CHECKOUT, env=_environment(), stdout=subprocess.PIPE, text=True
    ) as half:
        rest = _all([*command, "tests/roster", f"--ignore={holds}", f"--ignore={formats}"])
        print(half.communicate()[0], end="")
    # A choice (`-k`) may find nothing in one of the halves.
    return max({half.returncode, rest} - {_NOTHING_CHOSEN}, default=_NOTHING_CHOSEN)


def test(arguments: Sequence[str]) -> int:
    """Everything: style, types, layers, and all tests with the real browser."""
    os.environ["CHROMIUM"] = browser()
    os.environ["CLAMD"] = scanner()
    if arguments:
        return _all(["pytest", *arguments])
    # A file whose tests share a browser or a site stays in one worker (tests/together.py).
    workers = ["-n", "2", "--dist", "loadgroup"]
    # What is known of a package stops the tests; that nobody could be asked is only told.
    known = vulnerabilities(()) == _KNOWN
    return (
        int(known)
        or lint(())
        or types(())
        or imports(())
        or _all(["pytest", *workers, "-q", "--durations=20", "--durations-min=5"])
    )


def kills(arguments: Sequence[str]) -> int:
    """Kill -9 at moments drawn at random: --times N (100), --seed N to draw the same again."""
    return _drawn(arguments, "LEESLOKET_KILLS", "tests/kills/drawn.py")


def lives(arguments: Sequence[str]) -> int:
    """Lists in any order against a model: --runs N (100) of fifty steps, --seed N."""
    return _drawn(arguments, "LEESLOKET_LIVES", "tests/lives/test_lives.py")


def _drawn(arguments: Sequence[str], variable: str, test: str) -> int:
    """Run a test that draws, so many times and with this seed."""
    parser = argparse.ArgumentParser(prog="./run")
    parser.add_argument("--times", "--runs", dest="times", default="100")
    parser.add_argument("--seed", default="")
    asked = parser.parse_args(arguments)
    os.environ[variable] = asked.times
    os.environ["LEESLOKET_SEED"] = asked.seed
    seeded = [f"--hypothesis-seed={asked.seed}"] if asked.seed else []
    return _all(["pytest", test, "-q", "-s", "-p", "no:randomly", *seeded])


def messages(_: Sequence[str]) -> int:
    """Bring the Dutch catalogue up to date with the code and compile it."""
    return _all([sys.executable, "tools/messages.py"])


def vendor(_: Sequence[str]) -> int:
    """For maintainers: fetch the front end's files again, as tools/vendor.toml names them."""
    return _all([sys.executable, "tools/vendor.py"])


def manage(arguments: Sequence[str]) -> int:
    """A Django command on the running site's database."""
    return managing.manage(arguments)


def setup(arguments: Sequence[str]) -> int:
    """Make the first library: asks, or --json FILE; --code gives the code of the setup page."""
    from leesloket.server import site  # noqa: PLC0415

    environment = site.ready_environment(CHECKOUT)
    if list(arguments) == ["--code"]:
        folder, _ = site.data_folder(CHECKOUT)
        code = site.code_to_begin_with(folder, environment["DATABASE_URL"])
        print(code or "Er is al een bibliotheek.")
        return 0 if code else 1
    command = [sys.executable, "-m", "leesloket.operating", *arguments]
    return subprocess.run(command, env=environment, check=False).returncode


def backup(arguments: Sequence[str]) -> int:
    """Copy the database while it runs, to FOLDER; --keys FOLDER copies the keys apart."""
    from leesloket.server import keeping  # noqa: PLC0415

    return keeping.back_up(CHECKOUT, arguments)


def restore(arguments: Sequence[str]) -> int:
    """Put a backup back into an empty data folder; --keys FOLDER brings the keys."""
    from leesloket.server import keeping  # noqa: PLC0415

    return keeping.put_back(CHECKOUT, arguments)


def upgrade(arguments: Sequence[str]) -> int:
    """Make a backup, then bring the tables to this version."""
    from leesloket.server import keeping  # noqa: PLC0415

    return keeping.upgrade(CHECKOUT, arguments)


def audit(arguments: Sequence[str]) -> int:
    """Hold the record to its chain: `./run audit verify`."""
    return manage(["audit", *arguments])


def vault(arguments: Sequence[str]) -> int:
    """What was shredded when, and new keys: `./run vault report`, `rotate` and `recover`."""
    return manage(["vault", *arguments])


def export(arguments: Sequence[str]) -> int:
    """Everything of every library in open formats, one zip each, to FOLDER."""
    return manage(["export", *arguments])


def leesloket(arguments: Sequence[str]) -> int:
    """The command line of Leesloket: `roster`, `demo files`, `audit verify`, `vault`, `export`."""
    from leesloket.cli import main  # noqa: PLC0415

    return main(list(arguments))


def bench(arguments: Sequence[str]) -> int:
    """A benchmark by name: `./run bench pipeline`."""
    if not arguments:
        print("\n".join(sorted(path.stem for path in (CHECKOUT / "benchmarks").glob("*.py"))))
        return 1
    name, *rest = arguments
    return _all([sys.executable, "-m", f"benchmarks.{name}", *rest])


def reference(arguments: Sequence[str]) -> int:
    """For maintainers: hold the EDEXML we write against the standard's schemas in a folder."""
    return _all([sys.executable, "-m", "benchmarks.edexml_reference", *arguments])


def sbom(_: Sequence[str]) -> int:
    """What Leesloket is made of, as CycloneDX: every package with its version and hash."""
    return subprocess.run(_locked("cyclonedx1.5"), cwd=CHECKOUT, check=False).returncode


def vulnerabilities(arguments: Sequence[str]) -> int:
    """Hold the locked packages to what is known of them: 0 well, 1 known, 2 not checked."""
    pinned = subprocess.run(
        [*_locked("requirements-txt"), "--no-emit-project"],
        cwd=CHECKOUT,
        check=True,
        capture_output=True,
    ).stdout
    print("· vulnerabilities", *arguments, flush=True)
    asking = [sys.executable, "tools/vulnerabilities.py", *arguments]
    return subprocess.run(asking, cwd=CHECKOUT, input=pinned, check=False).returncode


def _locked(form: str) -> list[str]:
    # uv tells its own path to what it runs.
    uv = os.environ.get("UV") or shutil.which("uv") or str(CHECKOUT / ".tools/uv/bin/uv")
    return [uv, "export", "--locked", "--no-dev", "--quiet", "--format", form]


def browser() -> str:
    """The Chromium to test with; installed from Debian's packages when that can be done."""
    return os.environ.get("CHROMIUM") or _program(
        BROWSERS, packages=("chromium-headless-shell", "chromium")
    )


def scanner() -> str:
    """The ClamAV to test with, in the same way; its own signatures are never fetched."""
    return os.environ.get("CLAMD") or _program(("clamd",), packages=("clamav-daemon",))


def _program(names: Sequence[str], *, packages: Sequence[str]) -> str:
    """The path of the first of these that is there, after installing the first package there is."""

    def find() -> str | None:
        return next(filter(None, map(shutil.which, names)), None)

    if (found := find()) is None:
        _from_debian("update", "-q")
        any(_from_debian("install", "-qy", "--no-install-recommends", name) for name in packages)
        found = find()
    if found is None:
        sys.exit(f"The tests need {names[0]}. Install it:  sudo apt-get install {packages[0]}")
    return found


def _from_debian(*command: str) -> bool:
    """Whether there is an apt-get, for us to use, that did this."""
    apt_get = shutil.which("apt-get")
    if apt_get is None or os.geteuid() != 0:
        return False
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run([apt_get, *command], env=quiet, check=False, stdout=subprocess.DEVNULL)
    return done.returncode == 0


def _environment() -> dict[str, str]:
    """Ours, with the tools of this checkout first."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "leesloket.settings",
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",
    }
    # Compiling everything anew at every start takes longer than the engine's tests.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return environment


def _all(*commands: Sequence[str]) -> int:
    """Run commands one after the other; the first that fails ends it."""
    environment = _environment()
    for command in commands:
        print("·", *command, flush=True)
        done = subprocess.run(command, cwd=CHECKOUT, env=environment, check=False)
        if done.returncode:
            return done.returncode
    return 0


COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "serve": serve,
    "test": test,
    "fast": fast,
    "lint": lint,
    "types": types,
    "imports": imports,
    "kills": kills,
    "lives": lives,
    "messages": messages,
    "vendor": vendor,
    "setup": setup,
    "backup": backup,
    "restore": restore,
    "upgrade": upgrade,
    "manage": manage,
    "audit": audit,
    "vault": vault,
    "export": export,
    "sbom": sbom,
    "vulnerabilities": vulnerabilities,
    "leesloket": leesloket,
    "bench": bench,
    "reference": reference,
}


REFUSALS = {
    "AlreadyRunningError": "Op deze gegevens draait Leesloket al. Stop dat eerst.",
    "BackupDamagedError": "Deze reservekopie is beschadigd of niet volledig.",
    "BackupFailedError": (
        "Er is geen reservekopie bij gekomen; de reden staat hierboven. De vorige zijn er nog."
    ),
    "BackupIsNewerError": "Deze reservekopie is van een nieuwere Leesloket. Haal die eerst op.",
    "DataInCheckoutError": "LEESLOKET_DATA wijst in de broncode. Echte gegevens liggen daarbuiten.",
    "DemoFolderError": "Noem de map met echte gegevens in LEESLOKET_DATA.",
    "DemoHalfMadeError": "De demo is maar half gemaakt. Haal de map var weg en begin opnieuw.",
    "DoesNotStartError": (
        "De database start niet. Is de schijf vol? De reden staat hierboven, of in pg/log in de"
        " datamap."
    ),
    "FolderPathNotPlainError": (
        "In het pad van de datamap staat een spatie of een ander leesteken. Kies een pad zonder."
    ),
    "FolderPathTooLongError": "Het pad van de datamap is te lang. Kies een kortere.",
    "KeeperAddressMissingError": "Noem een rol die alles ziet in LEESLOKET_BACKUP_DATABASE_URL.",
    "KeysBesideBackupError": "De sleutels horen in een andere map dan de reservekopie.",
    "KeysDoNotFitError": (
        "Deze sleutels openen niets van wat verzegeld is. Begin opnieuw in een lege datamap of"
        " database, met de sleutels van nu: die van de dag van wrapped-keys.dump."
    ),
    "KeysMissingError": "De sleutels ontbreken. Noem de map met hun kopie: --keys MAP",
    "NoAnswerError": "De database antwoordt niet. Kijk in pg/log in de datamap waarom.",
    "NoBackupError": "In deze map staat geen volledige reservekopie.",
    "NotEmptyError": "Er zijn al gegevens of sleutels. Zet terug in een lege datamap.",
    "OwnerAddressMissingError": "Noem naast DATABASE_URL ook LEESLOKET_OWNER_DATABASE_URL.",
    "PortTakenError": "Op deze poort draait al iets. Kies een andere: PORT=8001 ./run",
    "RoleSeesNoRowsError": "Deze rol ziet niet alle rijen. Neem een superuser of BYPASSRLS.",
    "ToolMissingError": "pg_dump en pg_restore ontbreken, of zijn ouder dan de database.",
    "UpgradeNeededError": "Dit is een andere versie dan de tabellen. Doe eerst: ./run upgrade",
    "WallsMissingError": "Een muur om de lezer ontbreekt hier. Zie docs/user/beheer.md.",
}
"""What an operator reads when a command refuses; a test compares it with the exceptions."""


def _said_of_what_is_outside(error: Exception) -> str | None:
    """What an operator does about a file, or a database that is not there; else None."""
    if type(error).__name__ == "OperationalError":  # psycopg's, which most commands do without
        return f"De database antwoordt niet, of laat deze rol niet toe:\n{error}"
    match error:
        case OSError(errno=errno.ENOSPC | errno.EDQUOT, filename=str(name)):
            return f"De schijf is vol: {name}. Maak ruimte, en geef het commando nog eens."
        case OSError(errno=errno.EACCES | errno.EPERM | errno.EROFS, filename=str(name)):
            return f"Geen recht op {name}. Geef het commando als de gebruiker van de datamap."
        case _:
            return None


def main() -> int:
    """Do the command of the first word; without a word, start Leesloket."""
    name, *arguments = sys.argv[1:] or ["serve"]
    if name not in COMMANDS:
        for known, command in COMMANDS.items():
            print(f"  ./run {known:<15} {(command.__doc__ or '').splitlines()[0]}")
        return 0 if name in {"help", "--help", "-h"} else 1
    try:
        return COMMANDS[name](arguments)
    except KeyboardInterrupt:
        return 130  # as a shell has it: somebody pressed Ctrl-C
    except Exception as error:
        said = REFUSALS.get(type(error).__name__) or _said_of_what_is_outside(error)
        if said is None:
            raise
        print(said, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
