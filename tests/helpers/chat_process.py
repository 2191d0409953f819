"""`coach chat --json` as a program uses it: a line out, the replies back."""

from __future__ import annotations

import json
from pathlib import Path
from types import TracebackType

from tests.helpers.processes import said, spawn_coach
from tests.helpers.talk import Reply


class ChatProcess:
    """A process of its own, used in a `with`; remembers the buttons that were offered."""

    def __init__(self, *options: str, data_dir: Path, cwd: Path) -> None:
        self._data_dir = data_dir
        self._process = spawn_coach("chat", "--json", *options, data_dir=data_dir, cwd=cwd)
        self._offered: list[dict[str, str]] = []

    def say(self, message: str) -> list[Reply]:
        """Write a line; the replies."""
        return self._turn(message)

    def press(self, title: str) -> list[Reply]:
        """Press the button whose title begins so, of the latest turn that had such a one."""
        [payload, *_] = [
            button["payload"]
            for button in reversed(self._offered)
            if button["title"].startswith(title)
        ]
        return self._turn(json.dumps({"payload": payload}))

    def _turn(self, line: str) -> list[Reply]:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, said(self._data_dir)
        replies: list[Reply] = json.loads(answer)["replies"]
        self._offered += [button for reply in replies for button in reply["buttons"]]
        return replies

    def __enter__(self) -> ChatProcess:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close its input, which ends it."""
        if error is not None:
            self._process.kill()
        self._process.communicate()
        if error is None:
            assert self._process.returncode == 0, said(self._data_dir)
