"""The commands that the READMEs show are run here as they stand, one after the other, in an empty folder."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.sources import ROOT


@pytest.mark.slow
@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_every_youju_command_of_the_readme_ends_well(readme, tmp_path):
    commands = re.findall(r"^\.venv/bin/youju (.+)$", (ROOT / readme).read_text("utf-8"), re.MULTILINE)
    assert commands
    youju = Path(sys.executable).parent / "youju"
    told = {
        command: subprocess.run(
            [youju, *command.split()], cwd=tmp_path, capture_output=True, text=True, timeout=300
        )
        for command in commands
    }
    assert {command: end.stderr for command, end in told.items() if end.returncode} == {}
