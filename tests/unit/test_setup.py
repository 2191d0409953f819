"""Set-up's decisions: what is missing, what a failure means, what a second run may skip."""

from __future__ import annotations

import errno
import sys
from pathlib import Path

import pytest

from scripts.setup import environment as environment_module
from scripts.setup import tools
from scripts.setup.__main__ import set_up
from scripts.setup.environment import Environment
from scripts.setup.failures import (
    CAUSES,
    DISK_FULL,
    NO_NETWORK,
    SetupError,
    ToolError,
    explain,
    explain_os_error,
)
from scripts.setup.process import Downloads, Progress, Runner

REPOSITORY = Path(__file__).resolve().parents[2]


class FakeTools:
    """Stands in for uv: notes each command, makes what `uv venv` makes, fails where it is told."""

    def __init__(self, fail: dict[str, str] | None = None) -> None:
        self.commands: list[str] = []
        self.fail = fail or {}

    def run(self, runner: Runner, command: list[str], doing: str, read: object = None) -> None:
        name = " ".join(command[1:3]) if command[1] == "pip" else command[1]
        self.commands.append(name)
        if name in self.fail:
            raise ToolError(doing, self.fail[name])
        if name == "venv":
            python = Path(command[-1], "bin", "python")
            python.parent.mkdir(parents=True)
            python.touch()


@pytest.fixture
def project(tmp_path: Path) -> Environment:
    """A project with lock files and nothing made yet."""
    (tmp_path / "requirements").mkdir()
    for name in ("base", "dev", "build", "uv"):
        (tmp_path / "requirements" / f"{name}.lock").write_text(f"{name}==1\n")
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    return Environment(tmp_path)


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> FakeTools:
    """Tools that succeed, on a machine with uv, Python 3.10 and room on its disk."""
    fake = FakeTools()
    monkeypatch.setattr(Runner, "run", lambda *args: fake.run(*args))
    monkeypatch.setattr(environment_module, "find_uv", lambda root: "uv")
    monkeypatch.setattr(environment_module, "find_python", lambda root: "python3.10")
    monkeypatch.setattr(environment_module, "NEEDED_GB", 0)
    return fake


EVERYTHING = ["venv", "pip sync", "pip install"]


def test_makes_the_environment_once(project: Environment, fake: FakeTools) -> None:
    set_up("base", project, Progress())
    set_up("base", project, Progress())
    assert fake.commands == EVERYTHING


def test_tests_need_more_and_the_chat_keeps_it(project: Environment, fake: FakeTools) -> None:
    set_up("base", project, Progress())
    set_up("dev", project, Progress())
    set_up("base", project, Progress())
    assert fake.commands == [*EVERYTHING, "pip sync", "pip install"]
    assert project.finished()["level"] == "dev"


@pytest.mark.parametrize("changed", ["requirements/base.lock", "pyproject.toml"])
def test_a_change_of_what_is_installed_is_taken_over(
    project: Environment, fake: FakeTools, changed: str
) -> None:
    set_up("base", project, Progress())
    (project.root / changed).write_text("other\n")
    set_up("base", project, Progress())
    assert fake.commands == [*EVERYTHING, "pip sync", "pip install"]


def test_the_chat_does_not_care_for_the_locked_test_tools(
    project: Environment, fake: FakeTools
) -> None:
    set_up("base", project, Progress())
    (project.root / "requirements" / "dev.lock").write_text("other\n")
    assert project.is_current("base")


@pytest.mark.parametrize("step", EVERYTHING)
def test_after_a_stop_half_way_it_starts_from_the_ground(
    project: Environment, fake: FakeTools, step: str
) -> None:
    fake.fail = {step: "error: stopped"}
    with pytest.raises(SetupError):
        set_up("base", project, Progress())
    fake.fail, fake.commands = {}, []
    (project.folder / "half_installed").mkdir(parents=True, exist_ok=True)
    set_up("base", project, Progress())
    assert fake.commands == EVERYTHING
    assert not (project.folder / "half_installed").exists()


def test_a_failed_change_is_not_taken_for_finished(project: Environment, fake: FakeTools) -> None:
    set_up("base", project, Progress())
    (project.root / "requirements" / "base.lock").write_text("other\n")
    fake.fail = {"pip sync": "error: stopped"}
    with pytest.raises(SetupError):
        set_up("base", project, Progress())
    assert not project.finished()


@pytest.mark.parametrize("stamp", ["", "{", '{"root": "/elsewhere", "level": "base"}'])
def test_a_stamp_that_does_not_hold_is_none(project: Environment, stamp: str) -> None:
    (project.folder / "bin").mkdir(parents=True)
    (project.folder / "bin" / "python").touch()
    project.stamp.write_text(stamp)
    assert project.finished() == {}
    assert not project.is_current("base")


def test_an_environment_whose_python_was_removed_is_made_again(
    project: Environment, fake: FakeTools
) -> None:
    set_up("base", project, Progress())
    (project.folder / "bin" / "python").unlink()
    assert not project.is_current("base")


@pytest.mark.parametrize(
    ("said", "reason"),
    [("error: Request failed after 3 retries", ": no connection"), ("error: no download", "")],
)
def test_missing_python_is_named(
    project: Environment, fake: FakeTools, monkeypatch: pytest.MonkeyPatch, said: str, reason: str
) -> None:
    monkeypatch.setattr(environment_module, "find_python", lambda root: None)
    fake.fail = {"venv": said}
    with pytest.raises(SetupError) as caught:
        set_up("base", project, Progress())
    assert f"Python 3.10 is not on this machine and could not be fetched{reason}." in str(
        caught.value
    )
    assert "pyenv install 3.10" in str(caught.value)


def test_too_little_room_is_said_before_anything_is_fetched(
    project: Environment, fake: FakeTools, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environment_module, "NEEDED_GB", 10**9)
    with pytest.raises(SetupError, match="The disk is full. Free about 5 GB"):
        set_up("base", project, Progress())
    assert fake.commands == []


UV_DISK = """\
 Downloaded networkx
error: Failed to download `tensorflow==2.12.0`
  cause: I/O operation failed during extraction
  cause: failed to write to file `tensorflow/x.so`: No space left on device (os error 28)
"""
UV_OFFLINE = """\
error: Request failed after 3 retries in 4.4s
  cause: Failed to fetch: `simple/absl-py/`
  cause: error sending request
  cause: client error (Connect)
  cause: dns error
"""
PIP_OFFLINE = """\
WARNING: Retrying after connection broken by 'NewConnectionError(Connection refused)': /uv/
ERROR: Could not find a version that satisfies the requirement uv==0.13.9
ERROR: No matching distribution found for uv==0.13.9
"""
UV_HASH = "error: Hash mismatch for `setuptools==70.3.0`\n"
UV_WHEEL = "error: `x` can't be installed because it has no wheels with a matching platform tag\n"
UV_BUILD = "error: Failed to build `thinc==8.3.4`\n  cause: The build backend returned an error\n"


@pytest.mark.parametrize(
    ("output", "line"),
    [
        (UV_DISK, DISK_FULL),
        ("ERROR: Could not install: [Errno 28] No space left on device", DISK_FULL),
        (UV_OFFLINE, NO_NETWORK),
        (PIP_OFFLINE, NO_NETWORK),
        ("error: Failed to fetch\n  cause: invalid peer certificate: UnknownIssuer", "SSL_CERT"),
        ("error: failed to create directory `/home/x/.cache/uv`: Permission denied", "writable"),
        (UV_HASH, "refused: Hash mismatch for `setuptools==70.3.0`."),
        ("error: Because there is no version of absl-py==1.4.0", "lacks a locked package"),
        (UV_WHEEL, "does not exist for this machine"),
        (UV_BUILD, "Install a C compiler"),
        ("all well\nerror: unheard of.\n", "Trying failed: unheard of. All that was said is in"),
        ("", "no reason given"),
    ],
)
def test_a_failure_is_one_line_that_says_what_to_do(output: str, line: str) -> None:
    explained = explain("Trying", output)
    assert line in explained
    assert "\n" not in explained
    assert "{" not in explained


def test_every_cause_is_tried() -> None:
    outputs = [UV_DISK, UV_OFFLINE, UV_HASH, UV_WHEEL, UV_BUILD]
    assert len({explain("Trying", output) for output in outputs}) == len(outputs) <= len(CAUSES)


@pytest.mark.parametrize(
    ("code", "line"),
    [
        (errno.ENOSPC, DISK_FULL),
        (errno.EROFS, "/project/.tools cannot be written to."),
        (errno.EIO, "Set-up failed:"),
    ],
)
def test_what_the_system_refuses_is_said(code: int, line: str) -> None:
    error = OSError(code, "said the system", "/project/.tools")
    assert line in explain_os_error(error, "/project")


def test_without_pip_and_venv_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tools, "ask", lambda command, root: None)
    with pytest.raises(SetupError, match="neither pip nor venv to install with. Install uv, or"):
        tools.python_with_pip(tmp_path, tmp_path)


@pytest.mark.parametrize(
    ("said", "found"),
    [("uv 0.13.9 (x86_64)", True), ("uv 1.0.0", True), ("uv 0.7.22", False), (None, False)],
)
def test_a_uv_on_the_path_must_run_and_be_recent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str | None, found: bool
) -> None:
    monkeypatch.setattr(tools.shutil, "which", lambda name: "/usr/bin/uv")
    monkeypatch.setattr(tools, "ask", lambda command, root: said)
    assert tools.find_uv(tmp_path) == ("/usr/bin/uv" if found else None)


def test_an_incomplete_python_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tools, "python_candidates", lambda: iter(["broken", sys.executable]))
    assert tools.find_python(tmp_path) == sys.executable


def test_downloads_are_counted() -> None:
    downloads = Downloads()
    shown = [
        downloads.read(line)
        for line in (
            "Resolved 3 packages in 8ms\n",
            "Downloading numpy (16.3MiB)\n",
            "Downloading tensorflow (558.8MiB)\n",
            " Downloaded numpy\n",
            " Downloaded tensorflow\n",
            "Prepared 3 packages in 9s\n",
        )
    ]
    assert shown[0] == "Fetching packages"
    assert shown[3] == "Fetching packages: 1 of 2 large ones, next tensorflow (558.8MiB)"
    assert shown[5] == "Installing packages"


def test_a_tools_output_is_kept_in_the_log_and_its_failure_explained(tmp_path: Path) -> None:
    log = tmp_path / "setup.log"
    with (tmp_path / "lock").open("w") as lock:
        runner = Runner(tmp_path, log, lock.fileno(), Progress())
        code = "print('error: Connection refused'); raise SystemExit(3)"
        with pytest.raises(ToolError) as caught:
            runner.run([sys.executable, "-c", code], "Trying")
    assert str(caught.value) == NO_NETWORK
    assert "error: Connection refused\nexit status 3" in log.read_text()


def test_every_locked_package_has_hashes_and_no_lock_names_a_host() -> None:
    for lock in sorted((REPOSITORY / "requirements").glob("*.lock")):
        text = lock.read_text()
        pinned = [entry for entry in text.split("\n") if entry[:1].isalnum()]
        assert pinned
        assert all("==" in entry and entry.endswith("\\") for entry in pinned), lock.name
        assert "://" not in text, lock.name
