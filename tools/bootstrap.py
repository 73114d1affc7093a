"""Put uv into .tools/uv on a machine that has nothing but python3.

Debian's python3 comes without pip and without ensurepip, so a pip wheel is kept beside this file.
Runs on Python 3.8 and later; needs the package index, and no other network.
"""

import subprocess
import sys
from pathlib import Path

TOOLS = Path(__file__).resolve().parent
TARGET = TOOLS.parent / ".tools" / "uv"
UV_VERSION = "0.13.9"
NOT_FETCHED = """
Leesloket haalt de eerste keer zijn onderdelen van internet, en dat lukte niet. Er is niets
kapot: kijk naar het netwerk (of zet HTTPS_PROXY), en geef ./run nog eens."""


def main() -> int:
    bin_folder = TARGET / ("Scripts" if sys.platform == "win32" else "bin")
    python = bin_folder / "python"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(TARGET)], check=True)
    [pip_wheel] = TOOLS.glob("pip-*.whl")
    command = [str(python), str(pip_wheel / "pip"), "install", "--quiet"]
    command += ["--disable-pip-version-check", f"uv=={UV_VERSION}"]
    if subprocess.run(command, check=False).returncode:
        print(NOT_FETCHED, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
