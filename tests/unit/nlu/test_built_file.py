"""A derived file is built once, and never used half-written."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.nlu.built_file import BuiltFileError, ensure_built

BUILDER = """
import os, sys, time
from pathlib import Path
from bot.nlu.built_file import ensure_built

def build():
    with Path(sys.argv[2]).open("a") as log:
        log.write(f"{os.getpid()}\\n")
    if sys.argv[3] == "die":
        os._exit(9)
    time.sleep(0.5)
    return b"built" * 1000

sys.exit(ensure_built(Path(sys.argv[1]), build).read_bytes() != b"built" * 1000)
"""


class Builder:
    """Counts how often it was asked."""

    def __init__(self, data=b"derived"):
        self.data = data
        self.calls = 0

    def __call__(self):
        self.calls += 1
        return self.data


@pytest.fixture
def path(tmp_path):
    return tmp_path / "cache" / "model.onnx"


def start(path, log, mode="build"):
    return subprocess.Popen([sys.executable, "-c", BUILDER, str(path), str(log), mode])


def test_is_built_once(path):
    builder = Builder()
    assert ensure_built(path, builder).read_bytes() == b"derived"
    assert ensure_built(path, builder) == path
    assert builder.calls == 1
    assert not list(path.parent.glob("*.part"))


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda path: path.write_bytes(b"deriv"), id="cut off"),
        pytest.param(lambda path: path.write_bytes(b"Derived"), id="changed"),
        pytest.param(lambda path: path.unlink(), id="deleted"),
        pytest.param(lambda path: Path(f"{path}.sha256").unlink(), id="without its sum"),
        pytest.param(lambda path: Path(f"{path}.sha256").write_bytes(b"\xff"), id="bad sum"),
    ],
)
def test_a_damaged_file_is_built_again(path, damage):
    builder = Builder()
    damage(ensure_built(path, builder))
    assert ensure_built(path, builder).read_bytes() == b"derived"
    assert builder.calls == 2


def test_a_full_disk_is_explained_and_leaves_nothing_behind(path, monkeypatch):
    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(BuiltFileError, match=r"disk is full.*COACH_DATA_DIR"):
        ensure_built(path, Builder())
    assert not path.exists()
    assert not list(path.parent.glob("*.part"))


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "cache").write_text("a file where the folder should be")
    with pytest.raises(BuiltFileError, match="cannot be written or read"):
        ensure_built(tmp_path / "cache" / "model.onnx", Builder())


def test_what_the_builder_raises_passes_through(path):
    def build():
        raise KeyError("weights")

    with pytest.raises(KeyError):
        ensure_built(path, build)
    assert ensure_built(path, Builder()).exists()


def test_two_processes_build_it_once(path, tmp_path):
    log = tmp_path / "log"
    processes = [start(path, log) for _ in range(2)]
    assert [process.wait(timeout=60) for process in processes] == [0, 0]
    assert len(log.read_text().splitlines()) == 1


def test_a_builder_that_died_does_not_block_the_next(path, tmp_path):
    log = tmp_path / "log"
    assert start(path, log, "die").wait(timeout=60) == 9
    assert start(path, log).wait(timeout=60) == 0
