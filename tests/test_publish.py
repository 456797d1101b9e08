from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.errors import BuildBusy, BuildError, DamagedBuild, NoBuild
from embeddings.publish import KEPT_BUILDS, building, publish, published_build_id, published_folder

HOLD_THE_LOCK = """
import sys, time
from pathlib import Path
from embeddings.publish import building
with building(Path(sys.argv[1])) as making:
    (making / "half a file").write_text("...")
    print("held", flush=True)
    time.sleep(60)
"""


def publish_one(data_folder: Path, build_id: str) -> None:
    with building(data_folder) as making:
        (making / "file").write_text(build_id, encoding="utf-8")
        publish(making, data_folder, build_id)


def names(data_folder: Path) -> list[str]:
    return sorted(path.name for path in (data_folder / "builds").iterdir())


def test_publish_makes_the_folder_the_published_one(data_folder: Path) -> None:
    assert published_build_id(data_folder) is None
    publish_one(data_folder, "one")
    assert published_build_id(data_folder) == "one"
    assert (published_folder(data_folder) / "file").read_text(encoding="utf-8") == "one"
    assert names(data_folder) == ["one"]


def test_publish_keeps_the_last_builds_and_the_published_one(data_folder: Path) -> None:
    for number in (2, 3, 4, 5, 1):
        publish_one(data_folder, f"build-{number}")
    assert names(data_folder) == ["build-1", "build-4", "build-5"]
    assert len(names(data_folder)) == KEPT_BUILDS
    assert published_build_id(data_folder) == "build-1"


def test_building_leaves_nothing_where_it_fails(data_folder: Path) -> None:
    publish_one(data_folder, "one")
    with pytest.raises(KeyboardInterrupt), building(data_folder) as making:
        (making / "half").write_text("...", encoding="utf-8")
        raise KeyboardInterrupt
    assert names(data_folder) == ["one"]
    assert published_build_id(data_folder) == "one"


def test_building_refuses_a_second_builder_and_names_the_first(data_folder: Path) -> None:
    with building(data_folder), pytest.raises(BuildBusy, match=r"another process \(pid \d+, started .* UTC\)"):
        building(data_folder).__enter__()
    publish_one(data_folder, "after all")
    assert published_build_id(data_folder) == "after all"


def test_building_goes_on_where_a_builder_was_killed(data_folder: Path) -> None:
    command = [sys.executable, "-c", HOLD_THE_LOCK, str(data_folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as killed:
        assert killed.stdout is not None
        assert killed.stdout.readline() == "held\n"
        with pytest.raises(BuildBusy, match=f"pid {killed.pid},"):
            publish_one(data_folder, "too early")
        killed.send_signal(signal.SIGKILL)
    assert names(data_folder) == [f".making-{killed.pid}"]
    publish_one(data_folder, "one")
    assert names(data_folder) == ["one"]


@pytest.mark.parametrize("below", ["", "sub", "sub/sub"])
def test_building_says_that_data_is_a_file(tmp_path: Path, below: str) -> None:
    (tmp_path / "data").write_text("a file", encoding="utf-8")
    with pytest.raises(BuildError, match=r"data"):
        publish_one(tmp_path / "data" / below, "one")


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), OSError("database or disk is full")])
def test_building_tells_what_the_system_refused(data_folder: Path, error: OSError) -> None:
    with pytest.raises(BuildError, match=r"(No space left|disk is full).*; the published build is unchanged"):  # noqa: SIM117
        with building(data_folder):
            raise error


@pytest.mark.parametrize(
    "content", [b"", b"\n", b"..\n", b"../elsewhere\n", b"/etc\n", b".making-7\n", b"a/b\n", b"\xff\xfe"]
)
def test_published_build_id_refuses_what_names_no_build(data_folder: Path, content: bytes) -> None:
    data_folder.mkdir()
    (data_folder / "CURRENT").write_bytes(content)
    with pytest.raises(DamagedBuild, match="tracker build"):
        published_build_id(data_folder)


def test_published_folder_says_that_there_is_none(data_folder: Path) -> None:
    with pytest.raises(NoBuild, match="make one with: tracker build"):
        published_folder(data_folder)


def test_published_folder_says_that_it_is_gone(data_folder: Path) -> None:
    data_folder.mkdir()
    (data_folder / "CURRENT").write_text("one\n", encoding="utf-8")
    with pytest.raises(DamagedBuild, match="names one, which is gone"):
        published_folder(data_folder)
