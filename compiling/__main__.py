"""`python -m compiling`: the modules that `pipelines/compiled.py` names, made with mypyc into `pipelines/_compiled`.

Nothing is done where they are made already. Where there is no C compiler one line says so, and the status is 0: the
splitter then runs as Python. Otherwise what mypyc or the compiler says is shown, and the status is 1.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from tempfile import TemporaryDirectory

from pipelines import compiled

_BUILD = """
import sys
from mypyc.build import mypycify
from setuptools import setup
group, built, *modules = sys.argv[1:]
made = mypycify(modules, group_name=group, target_dir=f"{built}/c", debug_level="0")
setup(name=group, packages=[], ext_modules=made, script_args=["-q", "build_ext", f"--build-lib={built}/lib", f"--build-temp={built}/o"])
"""


def main() -> int:
    """Compile, if need be; the exit status."""
    if compiled.is_current():
        return 0
    lacking = _lacking()
    if lacking is not None:
        _say(f"no {lacking}: the splitter is not compiled and runs as Python, which is slower")
        return 0
    _say("compiling the splitter, which takes about a minute")
    digest = compiled.digest()
    with TemporaryDirectory() as built:
        modules = [f"{compiled.SOURCES.name}/{name}" for name in compiled.MODULES]
        command = [sys.executable, "-c", _BUILD, compiled.GROUP, built, *modules]
        # As on every machine, so on this one: no multiplication is fused with an addition.
        flags = {**os.environ, "CFLAGS": f"{os.environ.get('CFLAGS', '')} -ffp-contract=off"}
        done = subprocess.run(  # noqa: S603 - our own command
            command, cwd=compiled.SOURCES.parent, env=flags, capture_output=True, text=True, check=False
        )
        if done.returncode:
            _say(done.stdout + done.stderr)
            return 1
        _put(Path(built, "lib"), digest)
    return 0


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def _lacking() -> str | None:
    """What compiling needs and this machine has not."""
    command = shlex.split(os.environ.get("CC") or sysconfig.get_config_var("CC") or "cc")
    if shutil.which(command[0]) is None:
        return f"C compiler ({command[0]})"
    if not Path(sysconfig.get_path("include"), "Python.h").is_file():
        return "headers of Python (Python.h)"
    return None


def _put(built: Path, digest: str) -> None:
    """Put what was built where it is looked for: whole, or not at all."""
    (built / compiled.MADE_FROM).write_text(digest, encoding="ascii")
    new = compiled.FOLDER.with_name(f"{compiled.FOLDER.name}.new")
    for folder in (new, compiled.FOLDER):
        shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(built, new)
    new.rename(compiled.FOLDER)


if __name__ == "__main__":
    sys.exit(main())
