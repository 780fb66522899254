"""Runs a module of ours within bounds, which hold before anything of a library is loaded.

    python -m accounts.files.bounded MEMORY SECONDS support.resume.press

It reads what belongs to Python and the machine, and its own app: no database, no stored file, no settings.
"""

import runpy
import sys
from pathlib import Path

from accounts.files.bounded import kernel

HOUSE = Path(__file__).resolve().parents[3]
OF_THE_MACHINE = ("/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/ssl/openssl.cnf", "/dev/urandom")


def main() -> None:
    memory, seconds, module = sys.argv[1:4]
    del sys.argv[1:4]
    kernel.limit(memory=int(memory), seconds=int(seconds))
    kernel.refuse_privileges()
    kernel.refuse_sockets()
    read: list[str | Path] = [*OF_THE_MACHINE, sys.prefix, sys.base_prefix, HOUSE / module.partition(".")[0]]
    kernel.refuse_files(but=[Path(it) for it in read], names_in=HOUSE)
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
