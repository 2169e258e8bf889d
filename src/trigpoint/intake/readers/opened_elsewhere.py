"""A file that a process of bounded memory opens for us: what it replied, then the cells that it sends.

However small the file, no more text is taken of it than any honest file of its size holds.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

import pyarrow as pa

from trigpoint.intake.faults import CannotRead
from trigpoint.intake.readers.bounded_process import OUT_OF_MEMORY
from trigpoint.intake.readers.table import Batch, ReadLimits


class OpenedElsewhere:
    """The process, which has replied. `too_much` and `damaged` make the refusals of a file by its name."""

    def __init__(
        self,
        opener: str,
        path: Path,
        name: str,
        limits: ReadLimits,
        *,
        too_much: Callable[[str], CannotRead],
        damaged: Callable[[str, str], CannotRead],
        **request: Any,
    ) -> None:
        """opener: a module of this folder. Raises CannotRead where it replies that it cannot, or nothing."""
        self._name, self._too_much, self._damaged = name, too_much, damaged
        self._size, self._most = path.stat().st_size, limits.text_bytes(path.stat().st_size)
        self._process = subprocess.Popen(  # noqa: S603 - this interpreter and our own module
            [sys.executable, "-P", "-m", f"{__package__}.{opener}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        with self.stopped_on_error():
            self.reply = self._ask({"path": str(path), "memory": limits.memory, **request})
            problem = str(self.reply.get("problem", ""))
            if problem == "memory":
                raise too_much(name)
            if problem.startswith("damaged"):
                raise damaged(name, problem.removeprefix("damaged: "))

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The cells as text. Raises CannotRead where the process ends before its time, or sends too much."""
        out: IO[bytes] | None = self._process.stdout
        assert out is not None
        left = self._most
        try:
            with pa.ipc.open_stream(out) as reader:
                for batch in reader:
                    left -= batch.nbytes
                    if left < 0:
                        raise self._holds_too_much()
                    yield batch
        except (pa.ArrowInvalid, OSError) as error:
            raise self._stopped() from error
        if self._process.wait() != 0:
            raise self._stopped()

    def to_its_end(self, batches: Iterator[Batch]) -> Iterator[Batch]:
        """Batches made of what it sends; with the last of them, or when they are let go of, the process ends."""
        found = self._then_stopped(batches)
        # A file may be refused by its header alone: a generator that never began does not come to its `finally`.
        weakref.finalize(found, _stop, self._process)
        return found

    def stop(self) -> None:
        """Ends the process, where all that is wanted was in its reply."""
        _stop(self._process)

    @contextmanager
    def stopped_on_error(self) -> Iterator[None]:
        """Ends the process where anything goes wrong."""
        try:
            yield
        except BaseException:
            _stop(self._process)
            raise

    def _then_stopped(self, batches: Iterator[Batch]) -> Iterator[Batch]:
        try:
            yield from batches
        finally:
            _stop(self._process)

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        with suppress(BrokenPipeError):
            process.stdin.write(json.dumps(request).encode() + b"\n")
            process.stdin.close()
        line = process.stdout.readline()
        if not line:
            raise self._stopped()
        reply: dict[str, Any] = json.loads(line)
        return reply

    def _stopped(self) -> CannotRead:
        """Why the process ended before its time."""
        if self._process.wait() in (OUT_OF_MEMORY, -signal.SIGABRT, -signal.SIGKILL, -signal.SIGSEGV, -signal.SIGXCPU):
            return self._too_much(self._name)
        return self._damaged(self._name, "it cannot be read to its end")

    def _holds_too_much(self) -> CannotRead:
        return CannotRead(
            self._name,
            f"it has {max(1, self._size // 1000):,} kB and holds more than {self._most / 2**20:,.0f} MB of text, which no "
            "honest file of its size does.",
            "Leave out the columns that hold long texts, supply it in parts, or save it as CSV.",
        )


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.kill()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()
    process.wait()
