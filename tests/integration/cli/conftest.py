"""Commands are run in the process, as the shell would run them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from emergency_world import defined, emergency, installation  # noqa: F401

from trigpoint.cli import main


@dataclass(frozen=True)
class Ran:
    """What a command wrote, and with what it ended."""

    code: int
    out: str
    err: str


@pytest.fixture
def run(installation, capsys) -> Callable[..., Ran]:  # noqa: F811
    """Run `trigpoint …` on the test's installation."""

    def command(*words: object) -> Ran:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main([str(word) for word in ("--home", installation.home, *words)])
        said = capsys.readouterr()
        return Ran(int(ended.value.code or 0), said.out, said.err)

    return command
