"""The chat in a real terminal: a pseudo-terminal, driven key by key."""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import threading
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SECONDS = 20
PROGRAM = """
import pathlib, sys, time
from bot.chat import Address, StartError, run
from tests.helpers.desk import PlainDesk

url, user, role, gate = sys.argv[1:]

def address():
    while gate and not pathlib.Path(gate).exists():
        time.sleep(0.02)
    if url == "fail":
        raise StartError("Port 5005 is taken.")
    return Address(url, "the-token")

streams = {"stdin": sys.stdin, "stdout": sys.stdout, "stderr": sys.stderr}
sys.exit(run(address, PlainDesk(), user=user, role=role or None, as_json=False, **streams))
"""
UP, CTRL_C, CTRL_D = "\x1b[A", "\x03", "\x04"
_ESCAPE = re.compile(r"\x1b(?:\[[0-9;?]*[A-Za-z]|\][^\x07]*\x07|[=>])")


class Terminal:
    """A process in a terminal of its own, and what it has shown since the last look."""

    def __init__(self, arguments, *, width=80, cwd=None, env=None):
        self.fd, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 30, width, 0, 0))
        inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        self.process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, *arguments],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=cwd or ROOT,
            env={
                **inherited,
                "PYTHONPATH": str(ROOT),
                "TERM": "xterm-256color",
                "LC_ALL": "C.UTF-8",
                **(env or {}),
            },
            # Its own session with the terminal in control, or Ctrl-C would reach nobody.
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(slave)
        self.raw = ""
        self.seen = 0
        self.located = 0

    @property
    def shown(self):
        """Everything shown so far, without escape sequences."""
        return _ESCAPE.sub("", self.raw)

    def read(self, seconds):
        """Read what is there within the time; False at the end."""
        if select.select([self.fd], [], [], seconds)[0]:
            try:
                self.raw += os.read(self.fd, 65536).decode(errors="replace")
            except OSError:
                return False
            # A terminal that is asked where its cursor is says so; here always at the top.
            for _ in range(self.raw.count("\x1b[6n") - self.located):
                self.located += 1
                self.type("\x1b[1;1R")
        return True

    def expect(self, text):
        """Wait until the text appears after what was expected before."""
        deadline = time.monotonic() + SECONDS
        while (place := self.shown.find(text, self.seen)) < 0:
            assert time.monotonic() < deadline, f"no {text!r} in {self.shown[self.seen :]!r}"
            assert self.read(0.1) or text in self.shown[self.seen :], self.shown[self.seen :]
        self.seen = place + len(text)

    def type(self, keys):
        os.write(self.fd, keys.encode())

    def say(self, line):
        """Wait for the prompt, and type a line."""
        self.expect("you › ")
        self.type(line + "\r")

    def end(self):
        """Wait for the end; returns the exit status."""
        deadline = time.monotonic() + SECONDS
        while self.read(0.1):
            assert time.monotonic() < deadline, f"still running: {self.shown[self.seen :]!r}"
        return self.process.wait(SECONDS)

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self.fd)


@pytest.fixture
def terminal(channel):
    """Start the chat in a terminal; several may run at once."""
    opened = []

    def start(url=None, user="ana", role="", gate="", **options):
        url = channel.address.url if url is None else url
        opened.append(Terminal([url, user, role, str(gate)], **options))
        return opened[-1]

    yield start
    for one in opened:
        one.close()


def test_it_says_how_to_leave_and_that_buttons_can_be_typed(terminal):
    chat = terminal()

    chat.expect("Ctrl-D, Ctrl-C or /quit leaves.\r\n")
    chat.expect("Press a button by typing its number or its words.\r\n")
    chat.expect("you › ")
    chat.expect("↑ earlier messages · Ctrl-D leaves")


def test_text_is_rendered_and_a_typed_number_presses_a_button(channel, terminal, make_reply):
    channel.answer = lambda body: [
        make_reply("**Steps**\n1. One\n", "More", "Related")
        if "message" in body
        else make_reply(f"Pressed {body['payload']}.")
    ]
    chat = terminal(role="agent")

    chat.say("how do i speak clearly")
    chat.expect("  Steps\r\n  1. One\r\n\r\n  [1] More   [2] Related")
    assert "\x1b[1mSteps\x1b[0m" in chat.raw
    chat.expect("1–2 press a button")
    chat.type("2\r")
    chat.expect("→ Related")
    chat.expect("Pressed /Related.")

    assert channel.said == ["how do i speak clearly", "/Related"]
    assert channel.bodies[0]["metadata"] == {"role": "agent"}


def test_a_title_presses_and_a_number_out_of_range_is_a_message(channel, terminal, make_reply):
    channel.answer = lambda body: [make_reply("Well.", "More", "Related")]
    chat = terminal()

    for line in ("hello", "  rELATED", "3", "2 calls"):
        chat.say(line)
        chat.expect("Well.")

    assert channel.said == ["hello", "/Related", "3", "2 calls"]


def test_arrow_up_brings_back_what_was_typed(channel, terminal):
    chat = terminal()

    for line in ("first words", "second words"):
        chat.say(line)
        chat.expect(f"You said {line}.")
    chat.say(UP + UP)
    chat.expect("You said first words.")

    assert channel.said == ["first words", "second words", "first words"]


def test_the_history_is_not_written_to_disk(channel, terminal, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    chat = terminal(cwd=home, env={"HOME": str(home), "TMPDIR": str(home)})

    chat.say("between us")
    chat.expect("You said")
    chat.say("exit")

    assert chat.end() == 0
    assert list(home.rglob("*")) == []


@pytest.mark.parametrize("keys", [CTRL_C, CTRL_D, "/quit\r", "EXIT\r", "half a line" + CTRL_C])
def test_it_is_left_cleanly(channel, terminal, keys):
    chat = terminal()
    chat.expect("you › ")

    chat.type(keys)

    assert chat.end() == 0
    assert chat.shown.rstrip().endswith("Goodbye.")
    assert "Traceback" not in chat.shown
    assert channel.said == []


def test_ctrl_c_leaves_while_the_coach_thinks(channel, terminal):
    done = threading.Event()
    channel.answer = lambda body: done.wait(SECONDS) and None
    chat = terminal()

    chat.say("hello")
    chat.expect("thinking…")
    chat.type(CTRL_C)

    assert chat.end() == 0
    assert chat.shown.rstrip().endswith("Goodbye.")
    assert "Traceback" not in chat.shown
    # The spinner had hidden it.
    assert chat.raw.rindex("\x1b[?25h") > chat.raw.rindex("\x1b[?25l")
    done.set()


def test_a_blank_line_is_only_a_new_prompt(channel, terminal):
    chat = terminal()

    for line in ("", "   ", "hello"):
        chat.say(line)
    chat.expect("You said hello.")

    assert channel.said == ["hello"]


def test_several_pasted_lines_are_one_message(channel, terminal):
    chat = terminal()

    chat.say("\x1b[200~first\r\nsecond\nthird\x1b[201~")
    chat.expect("You said")

    assert channel.said == ["first\nsecond\nthird"]


def test_ten_thousand_characters_can_be_pasted(channel, terminal, make_reply):
    channel.answer = lambda body: [make_reply("Long.")]
    chat = terminal()
    text = "ab cd " * 1700

    chat.expect("you › ")
    threading.Thread(target=chat.type, args=(f"\x1b[200~{text}\x1b[201~\r",)).start()
    chat.expect("Long.")

    assert channel.said == [text]


def test_keys_pressed_meanwhile_are_kept_for_the_next_prompt(channel, terminal, make_reply):
    typed = threading.Event()
    channel.answer = lambda body: typed.wait(SECONDS) and [make_reply("Well.")]
    chat = terminal()

    chat.say("one")
    chat.expect("thinking…")
    chat.type("two\r")
    time.sleep(0.3)
    chat.read(0.1)
    assert "two" not in chat.shown
    typed.set()
    chat.expect("Well.")
    chat.expect("two")
    chat.expect("Well.")

    assert channel.said == ["one", "two"]


def test_a_coach_that_is_down_is_a_clear_error_and_the_chat_goes_on(channel, terminal, make_reply):
    channel.answer = lambda body: (500, b"")
    chat = terminal()

    chat.say("hello")
    chat.expect("The coach could not answer (HTTP 500). Please try again.")
    chat.expect("Arrow-up brings back what you wrote.")
    channel.answer = lambda body: [make_reply("Here again.")]
    chat.say(UP)
    chat.expect("Here again.")

    assert channel.said == ["hello", "hello"]


def test_control_sequences_of_a_reply_are_not_obeyed(channel, terminal, make_reply):
    channel.answer = lambda body: [make_reply("a\x1b[2J\x1b]0;owned\x07b", "c\x1b[31md")]
    chat = terminal()

    chat.say("hello")
    chat.expect("[1] c\N{REPLACEMENT CHARACTER}[31md")

    assert "\x1b[2J" not in chat.raw
    assert "\x1b]0;" not in chat.raw
    assert "\x1b[31m" not in chat.raw


def test_no_color_is_respected(channel, terminal, make_reply):
    channel.answer = lambda body: [make_reply("**Bold**", "More")]
    chat = terminal(env={"NO_COLOR": "1"})

    chat.say("hello")
    chat.expect("[1] More")
    chat.expect("you › ")

    colours = re.findall(
        r"\x1b\[(?:[0-9;]*;)?(?:3[0-7]|4[0-7]|9[0-7]|10[0-7]|[34]8;[0-9;]+)m", chat.raw
    )
    assert colours == []
    assert "\x1b[1mBold" in chat.raw


def test_a_narrow_terminal_wraps(channel, terminal, make_reply):
    channel.answer = lambda body: [make_reply("1. " + "word " * 12)]
    chat = terminal(width=30)

    chat.say("hello")
    chat.expect("  1. word word word word word\r\n     word")


def test_a_simple_terminal_will_do(channel, terminal):
    chat = terminal(env={"TERM": "dumb"})

    chat.say("hello")
    chat.expect("You said hello.")
    chat.type(CTRL_D)

    assert chat.end() == 0


def test_the_prompt_is_there_before_the_coach_is(channel, terminal, tmp_path):
    gate = tmp_path / "awake"
    chat = terminal(gate=gate)

    chat.say("hello")
    chat.expect("waking up…")
    assert channel.said == []
    gate.touch()
    chat.expect("You said hello.")


def test_ctrl_c_leaves_while_the_coach_is_waking(terminal, tmp_path):
    chat = terminal(gate=tmp_path / "never")

    chat.say("hello")
    chat.expect("waking up…")
    chat.type(CTRL_C)

    assert chat.end() == 0
    assert chat.shown.rstrip().endswith("Goodbye.")


@pytest.mark.parametrize("keys", ["", "half a line", "hello\r"])
def test_a_coach_that_cannot_start_ends_the_chat_with_one_clear_line(terminal, tmp_path, keys):
    gate = tmp_path / "failing"
    chat = terminal("fail", gate=gate)
    chat.expect("you › ")
    chat.type(keys)
    chat.expect("waking up…" if keys.endswith("\r") else keys)

    gate.touch()

    assert chat.end() == 1
    assert chat.shown.split()[-4:] == ["Port", "5005", "is", "taken."]
    assert "Traceback" not in chat.shown


def test_a_coach_that_failed_before_the_prompt_ends_the_chat_too(terminal):
    chat = terminal("fail")

    assert chat.end() == 1
    assert chat.shown.split()[-4:] == ["Port", "5005", "is", "taken."]


def test_two_people_are_kept_apart(channel, terminal):
    for user in ("ana", "José Ñ"):
        chat = terminal(user=user)
        chat.say("hello")
        chat.expect("You said hello.")

    assert len({body["sender"] for body in channel.bodies}) == 2
