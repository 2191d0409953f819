"""The chat in a terminal: a prompt with a history, a sign of life, buttons that can be typed."""

from __future__ import annotations

import termios
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from typing import TextIO

from prompt_toolkit import PromptSession
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.input import create_input
from prompt_toolkit.output import ColorDepth, create_output
from prompt_toolkit.styles import Style
from rich.console import Console
from rich.text import Text

from bot.chat.conversation import Conversation
from bot.chat.render import neutralised, rendered
from bot.client.messages import Address, ChannelError, Reply

LEAVING = frozenset({"/quit", "/exit", "quit", "exit"})
_GREETING = (
    "[b]Coach[/b]  Type a message and press Enter. Ctrl-D, Ctrl-C or /quit leaves.\n"
    "Press a button by typing its number or its words."
)
_STYLE = Style.from_dict(
    {"prompt": "bold ansicyan", "bottom-toolbar": "noreverse", "bottom-toolbar.text": "ansigray"}
)


class TerminalSession:
    """The loop for a person at a terminal; both streams must be one."""

    def __init__(self, conversation: Conversation, stdin: TextIO, stdout: TextIO) -> None:
        self._conversation = conversation
        self._stdin = stdin
        self._console = Console(file=stdout, highlight=False)
        # What a person writes stays in memory: nothing of it reaches the disk.
        self._prompt: PromptSession[str] = PromptSession(
            FormattedText([("class:prompt", "you › ")]),
            history=InMemoryHistory(),
            bottom_toolbar=self._hint,
            style=_STYLE,
            color_depth=ColorDepth.DEPTH_1_BIT if self._console.no_color else None,
            enable_suspend=True,
            input=create_input(stdin),
            output=create_output(stdout),
        )

    def run(self) -> None:
        """Chat until the person leaves; raises StartError if the coach cannot be started."""
        self._console.print(_GREETING, style="dim")
        self._console.print()
        self._conversation.address.add_done_callback(self._stop_if_failed)
        with _hushed(self._stdin), suppress(KeyboardInterrupt, EOFError):
            while (typed := self._read()).strip().casefold() not in LEAVING:
                if typed.strip():
                    self._turn(typed)
        self._console.print("Goodbye.", style="dim")

    def _read(self) -> str:
        """What the person types next; several pasted lines are one message."""
        if self._conversation.address.done():
            self._conversation.wake()
        return self._prompt.prompt()

    def _turn(self, typed: str) -> None:
        """Send what was typed and show what comes back."""
        button = self._conversation.choice(typed)
        if button:
            title = " ".join(neutralised(button.title).split())
            self._console.print(Text(f"  → {title}", style="dim"), soft_wrap=True)
        try:
            replies = self._answered(typed)
        except ChannelError as error:
            hint = f"{error}\nArrow-up brings back what you wrote."
            replies = [Reply(hint, custom={"kind": "error"})]
        self._console.print()
        self._console.print(rendered(replies, self._console), soft_wrap=True)
        self._console.print()

    def _answered(self, typed: str) -> list[Reply]:
        """The replies, with a spinner until they are there."""
        spinner = "dots" if self._console.encoding.startswith("utf") else "line"
        with self._console.status(Text("waking up…", style="dim"), spinner=spinner) as status:
            self._conversation.wake()
            status.update(Text("thinking…", style="dim"))
            return self._conversation.enter(typed)

    def _hint(self) -> FormattedText:
        """The line at the bottom: what can be typed now."""
        last = len(self._conversation.buttons)
        buttons = {0: "", 1: "1 presses the button · "}.get(last, f"1–{last} press a button · ")
        return FormattedText([("", f"{buttons}↑ earlier messages · Ctrl-D leaves")])

    def _stop_if_failed(self, address: Future[Address]) -> None:
        """End a prompt that waits for a coach which will not come; called from another thread."""
        app = self._prompt.app
        error = address.exception()

        def stop() -> None:
            if error is not None and app.is_running and not app.is_done:
                app.exit(exception=error)

        # Between two prompts there may be no loop, or a closed one: the next prompt will notice.
        if error is not None and app.loop is not None:
            with suppress(RuntimeError):
                app.loop.call_soon_threadsafe(stop)


@contextmanager
def _hushed(stdin: TextIO) -> Iterator[None]:
    """Keep keys pressed between prompts, Ctrl-D too, for the next prompt; Ctrl-C works at once."""
    before = termios.tcgetattr(stdin)
    hushed = termios.tcgetattr(stdin)
    hushed[0] &= ~termios.ICRNL
    hushed[3] &= ~(termios.ECHO | termios.ICANON)
    termios.tcsetattr(stdin, termios.TCSANOW, hushed)
    try:
        yield
    finally:
        termios.tcsetattr(stdin, termios.TCSANOW, before)
