"""What the processes that open supplied files have in common: bounded memory and time, and how they answer.

A few kilobytes can ask for terabytes: one cell in the last row of a workbook, or a long text that a Parquet file names
once and repeats in each row. The library that reads them would stop the whole program; in a process of its own only
that process stops. It takes a request as JSON on standard input, and gives a line of JSON (what the file is, or what is
wrong with it), then an Arrow stream of its cells as text.

Imports nothing of the rest of the program, so that such a process starts fast.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from importlib.abc import MetaPathFinder
from typing import Any, BinaryIO


class _NoPandas(MetaPathFinder):
    """Arrow looks for pandas at its first use, which takes longer than all the rest, and needs it for nothing here."""

    def find_spec(self, fullname: str, path: object, target: object = None) -> None:
        if fullname == "pandas":
            raise ModuleNotFoundError(fullname)


OUT_OF_MEMORY = 3
"""The exit code that says so. Where a library asks for too much, the process may be aborted instead."""
CELLS_A_BATCH = 400_000

Sender = Callable[[BinaryIO], None]


def answer(look: Callable[[dict[str, Any]], tuple[dict[str, Any], Sender | None]]) -> None:
    """Read the request, and answer with what `look` replies to it and then what its sender sends."""
    sys.meta_path.insert(0, _NoPandas())
    request = json.loads(sys.stdin.readline())
    bound(request["memory"], request.get("seconds"))
    out = sys.stdout.buffer
    try:
        reply, send = look(request)
    except MemoryError:
        reply, send = {"problem": "memory"}, None
    out.write(json.dumps(reply).encode() + b"\n")
    out.flush()
    if send is not None:
        try:
            send(out)
        except MemoryError:
            sys.exit(OUT_OF_MEMORY)
    out.flush()


def bound(memory: int, seconds: int | None = None) -> None:
    """Lets this process have so many bytes, and so many seconds of work, and no more, where the system can say so."""
    try:
        import resource
    except ImportError:  # Windows: the limits on the unpacked size must do.
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    if seconds is not None:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
