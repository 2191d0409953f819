import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from bot.chat import StartError, run
from bot.chat.conversation import sender_of
from bot.chat.pipes import LONGEST
from tests.helpers.desk import PlainDesk

ROOT = Path(__file__).parents[3]
PROGRAM = """
import sys
from bot.chat import Address, run
from tests.helpers.desk import PlainDesk
address = Address(sys.argv[1], "the-token")
as_json = "--json" in sys.argv
streams = {"stdin": sys.stdin, "stdout": sys.stdout, "stderr": sys.stderr}
sys.exit(run(address, PlainDesk(), user="ana", role=None, as_json=as_json, **streams))
"""


@pytest.fixture
def piped(channel):
    """Run the chat on an input; returns its status, output and error output."""

    def chat(written, *, as_json=False, address=None, role=None):
        raw = written if isinstance(written, bytes) else written.encode()
        out, err = io.StringIO(), io.StringIO()
        status = run(
            address or channel.address,
            PlainDesk(),
            user="ana",
            role=role,
            as_json=as_json,
            stdin=io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8"),
            stdout=out,
            stderr=err,
        )
        return status, out.getvalue(), err.getvalue()

    return chat


@pytest.fixture
def piped_json(piped):
    """Run the chat on lines of JSON; returns the objects that it wrote."""

    def chat(written, **options):
        status, out, err = piped(written, as_json=True, **options)
        assert (status, err) == (0, "")
        return [json.loads(line) for line in out.split("\n")[:-1]]

    return chat


def process(channel, *arguments, **options):
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, channel.address.url, *arguments],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        **options,
    )


def only_error(line):
    """The text of the one reply of kind error in a line."""
    [reply] = line["replies"]
    assert reply["custom"] == {"kind": "error", "model": None}
    assert reply["buttons"] == []
    return reply["text"]


def test_a_message_a_line_makes_a_block_each(channel, piped, make_reply):
    channel.answer = lambda body: [make_reply(f"**{body['message']}**\n\nyes", "More")]

    status, out, err = piped("one\ntwo\n")

    assert out == "one\nyes\n[1] More\n\ntwo\nyes\n[1] More\n\n"
    assert (status, err) == (0, "")


def test_blank_lines_are_no_messages_in_text(channel, piped):
    piped("\n  \none\n\n\ttwo\r\n\n")

    assert channel.said == ["one", "\ttwo"]


def test_a_button_can_be_typed_into_a_pipe(channel, piped, make_reply):
    channel.answer = lambda body: [make_reply("a", "x", "y")]

    piped("hello\n2\nX\n3\n")

    assert channel.said == ["hello", "/y", "/x", "3"]


def test_words_that_leave_a_terminal_are_messages_in_a_pipe(channel, piped):
    piped("exit\n/quit\nbye\n")

    assert channel.said == ["exit", "/quit", "bye"]


def test_the_role_and_the_person_are_passed_on(channel, piped):
    piped("hello\n", role="manager")

    assert channel.bodies[0]["metadata"] == {"role": "manager"}
    assert channel.bodies[0]["sender"] == PlainDesk().visitor(sender_of("ana")).sender


def test_an_input_that_ends_in_the_middle_of_a_line_is_a_message(channel, piped):
    assert piped("one\ntw")[1] == "You said one.\n\nYou said tw.\n\n"


def test_no_input_is_no_output(piped):
    assert piped("") == (0, "", "")


def test_a_coach_that_is_down_is_a_clear_block_and_the_rest_goes_on(channel, piped, make_reply):
    channel.answer = lambda body: (500, b"") if body["message"] == "one" else [make_reply("Hi")]

    status, out, _ = piped("one\ntwo\n")

    assert out == "The coach could not answer (HTTP 500). Please try again.\n\nHi\n\n"
    assert status == 1


def test_a_long_message_is_sent_and_an_endless_one_is_refused(channel, piped):
    status, out, _ = piped(
        "a" * 10_000 + "\n" + "b" * LONGEST + "\n" + "c" * (3 * LONGEST) + "\nend\n"
    )

    assert [len(said) for said in channel.said] == [10_000, LONGEST, 3]
    assert "longer than 100,000 characters" in out.split("\n\n")[2]
    assert status == 0


def test_an_endless_last_line_is_refused_too(channel, piped):
    assert "longer than" in piped("c" * (2 * LONGEST))[1]
    assert channel.said == []


def test_bytes_that_are_no_text_are_replaced(channel, piped):
    assert piped(b"\xef\xbb\xbfhello\nab\xff\xfec\n")[0] == 0

    assert channel.said == ["hello", "ab\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}c"]


def test_text_that_the_output_cannot_carry_is_replaced(channel, make_reply):
    channel.answer = lambda body: [make_reply("• שלום")]
    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii")

    run(
        channel.address, PlainDesk(), user="ana", role=None, as_json=False,
        stdin=io.StringIO("hello\n"), stdout=out, stderr=io.StringIO(),
    )  # fmt: skip

    assert out.buffer.getvalue() == b"? ????\n\n"


def test_json_is_one_line_a_turn(channel, piped_json, make_reply):
    replies = [make_reply("a\n\nb \x1b[2J\u2028 שלום", "More"), make_reply("c", image="i")]
    channel.answer = lambda body: replies

    assert piped_json("one\ntwo\n") == [{"replies": replies}] * 2
    assert channel.said == ["one", "two"]


def test_json_is_ascii_so_that_nothing_splits_or_obeys_it(channel, piped, make_reply):
    channel.answer = lambda body: [make_reply("\x1b[2J\u2028\x85\ud83d")]

    out = piped("one\n", as_json=True)[1]

    assert out.isascii()
    assert out.splitlines() == [out.rstrip("\n")]


def test_a_json_object_presses_a_button(channel, piped_json):
    piped_json('{"payload": "/ask{\\"topic\\": \\"x\\"}"}\n')

    assert channel.bodies[0]["payload"] == '/ask{"topic": "x"}'


def test_a_json_object_may_carry_a_message_of_several_lines(channel, piped_json):
    piped_json('{"message": "a\\nb"}\n')

    assert channel.bodies[0]["message"] == "a\nb"


def test_numbers_and_titles_are_only_messages_in_json(channel, piped_json, make_reply):
    channel.answer = lambda body: [make_reply("a", "More")]

    piped_json('hello\n1\nMore\n"text"\n[1]\n')

    assert channel.said == ["hello", "1", "More", '"text"', "[1]"]


@pytest.mark.parametrize(
    "line",
    [
        "{",
        '{"payload": "/more"',
        '{"payload": 3}',
        '{"payload": " "}',
        '{"payload": null}',
        '{"payload": "a", "message": "b"}',
        '{"sender": "someone else", "payload": "a"}',
        "{}",
        "  {{7*7}}",
        '{"a":' * 15_000,
    ],
    ids=lambda line: line[:30],
)
def test_a_json_object_that_is_none_is_answered_and_not_sent(channel, piped_json, line):
    failed, fine = piped_json(f"{line}\nhello\n")

    assert '{"payload": "…"}' in only_error(failed)
    assert fine["replies"][0]["text"] == "You said hello."
    assert channel.said == ["hello"]


def test_every_line_gets_a_line(channel, piped_json):
    lines = piped_json("\n \n😭\n" + "x" * (LONGEST + 1) + "\n{")

    assert len(lines) == 5
    assert channel.said == ["", " ", "😭"]
    assert "longer than" in only_error(lines[3])
    assert "JSON" in only_error(lines[4])


def test_a_coach_that_is_down_is_a_reply_of_kind_error(channel, piped):
    channel.answer = lambda body: (503, b"")

    status, out, _ = piped("one\ntwo\n", as_json=True)

    texts = [only_error(json.loads(line)) for line in out.splitlines()]
    assert texts == ["The coach could not answer (HTTP 503). Please try again."] * 2
    assert status == 1


@pytest.mark.parametrize("as_json", [False, True])
def test_a_coach_that_cannot_start_is_one_line_on_standard_error(piped, as_json):
    def address():
        raise StartError("There is no model yet: run `make train`.")

    assert piped("hello\n", as_json=as_json, address=address) == (
        1,
        "",
        "There is no model yet: run `make train`.\n",
    )


@pytest.mark.parametrize("as_json", [False, True])
def test_ctrl_c_ends_a_pipe_quietly(piped, as_json):
    def address():
        raise KeyboardInterrupt

    assert piped("hello\n", as_json=as_json, address=address) == (130, "", "")


@pytest.mark.parametrize("arguments", [[], ["--json"]])
def test_an_answer_comes_before_the_next_line_is_written(channel, arguments):
    with process(channel, *arguments) as chat:
        for message in (b"one", b"two"):
            chat.stdin.write(message + b"\n")
            chat.stdin.flush()
            assert b"You said " + message in chat.stdout.readline()
            if not arguments:
                assert chat.stdout.readline() == b"\n"
        _, err = chat.communicate()
    assert (chat.returncode, err) == (0, b"")


@pytest.mark.parametrize("arguments", [[], ["--json"]])
def test_a_reader_that_goes_away_ends_it_quietly(channel, arguments):
    with process(channel, *arguments) as chat:
        chat.stdout.close()
        chat.stdin.write(b"one\ntwo\nthree\n")
        chat.stdin.close()
        assert chat.stderr.read() == b""
        assert chat.wait(30) == 0
    assert channel.said == ["one"]


def test_bytes_that_are_no_text_do_not_stop_a_process(channel):
    with process(channel, "--json", env={"PYTHONPATH": str(ROOT), "LC_ALL": "C"}) as chat:
        out, err = chat.communicate("naïve ".encode() + b"\xff\n")
    assert (chat.returncode, err) == (0, b"")
    assert len(out.splitlines()) == 1
    assert channel.said == ["naïve \N{REPLACEMENT CHARACTER}"]
