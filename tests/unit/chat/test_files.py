"""Files that the coach hands over land where the person is, for that person alone."""

import os
import resource
import stat
from contextlib import contextmanager

import pytest

from bot.chat.files import saved


def test_the_file_is_for_its_owner_alone(tmp_path):
    # Whatever the person's own mask would let others do.
    before = os.umask(0)
    try:
        path = saved("coach-export.json", b"{}", tmp_path)
    finally:
        os.umask(before)

    assert path == tmp_path / "coach-export.json"
    assert path.read_bytes() == b"{}"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_it_is_written_into_the_current_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    assert saved("a.json", b"1") == tmp_path / "a.json"


def test_an_earlier_file_is_kept(tmp_path):
    paths = [saved("a.json", str(n).encode(), tmp_path) for n in range(3)]

    assert [path.name for path in paths] == ["a.json", "a-2.json", "a-3.json"]
    assert [path.read_bytes() for path in paths] == [b"0", b"1", b"2"]


def test_a_link_is_not_followed(tmp_path):
    target = tmp_path / "elsewhere"
    (tmp_path / "a.json").symlink_to(target)

    assert saved("a.json", b"mine", tmp_path).name == "a-2.json"
    assert not target.exists()


@pytest.mark.parametrize("name", ["../a.json", "/etc/a.json", "x/../../a.json"])
def test_a_name_leads_nowhere_else(tmp_path, name):
    folder = tmp_path / "here"
    folder.mkdir()

    assert saved(name, b"{}", folder) == folder / "a.json"
    assert [path.name for path in tmp_path.iterdir()] == ["here"]


def test_a_folder_that_cannot_be_written_is_an_error(tmp_path):
    with pytest.raises(OSError, match="directory"):
        saved("a.json", b"{}", tmp_path / "nowhere")


@contextmanager
def no_room():
    """No file can grow beyond three bytes, as on a disk that is full; pytest's own neither."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (3, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_half_a_file_is_not_left_behind(tmp_path):
    with pytest.raises(OSError, match="too large"), no_room():
        saved("a.json", b"private", tmp_path)
    assert list(tmp_path.iterdir()) == []
