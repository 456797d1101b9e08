from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.slow
def test_builds_killed_at_random_leave_the_published_build_whole() -> None:
    command = [sys.executable, "benchmarks/kill_builds.py", "--times", "5", "--seed", "1"]
    ended = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=300
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "5 builds killed, 0 faults" in ended.stdout
