"""JSON lines in and out, and what the measures of understanding count."""

from __future__ import annotations

import io
import json

import pytest

from bot.evaluation import BadLine, Report, evaluated, parse_lines

TOPICS = ("communication", "micromanagement", "overpromising", "receiving_feedback")


def parsed(text, decision, label, *ranking):
    """What `coach parse` says of a text; topics that are not named follow in order."""
    rest = [topic for topic in TOPICS if topic not in ranking]
    intent = "nlu_fallback" if decision == "clarify" else label.partition("/")[0]
    return {
        "text": text,
        "decision": decision,
        "intent": intent,
        "label": label,
        "confidence": 0.5,
        "topics": [{"id": topic, "confidence": 0.1} for topic in (*ranking, *rest)],
        "entities": {},
    }


UNDERSTOOD = {
    "talk": ("answer", "ask/communication", "communication"),
    "hover": ("answer", "ask/micromanagement", "micromanagement"),
    "which": ("clarify", "ask/overpromising", "overpromising", "communication"),
    "far": ("clarify", "ask/overpromising", "overpromising", "communication", "micromanagement"),
    "abuse": ("answer", "ask/abusive_callers", "communication"),
    "unsure abuse": ("clarify", "ask/abusive_callers", "communication"),
    "hello": ("command", "greet/how_are_you"),
    "pizza": ("out_of_scope", "out_of_scope"),
    "hurt": ("safety", "safety/self_harm"),
}


def understand(text):
    """A model that knows a few words by heart."""
    return parsed(text, *UNDERSTOOD[text])


@pytest.fixture
def report_on(tmp_path):
    """Evaluates labelled lines, given as dictionaries."""

    def report(*lines, **options):
        file = tmp_path / "lines.jsonl"
        file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
        return evaluated([file], options.get("parse", understand))

    return report


def test_each_line_is_answered_in_order_before_the_next_is_read():
    read = []

    def stdin():
        for text in ("a", "b"):
            read.append(text)
            yield json.dumps({"text": text}) + "\n"

    lines = parse_lines(stdin(), lambda text: {"text": text, "seen": list(read)})
    assert json.loads(next(lines)) == {"text": "a", "seen": ["a"]}
    assert json.loads(next(lines)) == {"text": "b", "seen": ["a", "b"]}
    assert list(lines) == []


def test_empty_lines_are_skipped_and_a_byte_order_mark_too():
    stdin = io.StringIO('\ufeff{"text": "a"}\r\n\n  \n{"text": "", "more": 1}')
    assert [json.loads(line) for line in parse_lines(stdin, lambda text: {"t": text})] == [
        {"t": "a"},
        {"t": ""},
    ]


def test_any_text_passes_and_every_line_is_plain_ascii():
    texts = ["ünïcode 👍", "two\nlines\u2028", "\ud800", "word " * 1_000_000]
    stdin = [json.dumps({"text": text}) for text in texts]
    lines = list(parse_lines(stdin, lambda text: {"text": text}))
    assert [json.loads(line)["text"] for line in lines] == texts
    assert all(line.isascii() and "\n" not in line for line in lines)


BAD = {
    "not JSON": ("hello", "is not JSON (Expecting value)"),
    "cut off": ('{"text": "a"', "is not JSON (Expecting ',' delimiter)"),
    "too deep": ("[" * 100_000, "is not JSON (RecursionError)"),
    "a string": ('"text"', 'is not an object such as {"text": "…"}'),
    "a list": ('["text"]', 'is not an object such as {"text": "…"}'),
    "no text": ('{"txt": "a"}', 'has no "text"'),
    "a number": ('{"text": 7}', 'its "text" is not a string'),
    "null": ('{"text": null}', 'its "text" is not a string'),
}


@pytest.mark.parametrize(("line", "problem"), BAD.values(), ids=BAD)
def test_a_bad_line_is_named_after_the_good_ones_were_answered(line, problem):
    lines = parse_lines(['{"text": "a"}\n', "\n", f"{line}\n"], lambda text: {"text": text})
    assert next(lines) == '{"text": "a"}'
    with pytest.raises(BadLine) as raised:
        next(lines)
    assert str(raised.value) == f"line 3: {problem}"


def test_input_that_is_not_utf_8_is_named():
    stdin = io.TextIOWrapper(io.BytesIO(b'{"text": "\xe9"}\n'), encoding="utf-8")
    with pytest.raises(BadLine, match=r"^line 1, or one soon after it, is not UTF-8$"):
        list(parse_lines(stdin, lambda text: {"text": text}))


def rates(report, *names):
    return {name: tuple(report.rates[name]) for name in names}


def test_topics_are_counted_by_what_the_coach_would_do(report_on):
    report = report_on(
        {"text": "talk", "topic": "communication"},  # right
        {"text": "talk", "topic": "micromanagement"},  # wrong, third in the ranking at best
        {"text": "hover", "topic": "communication", "also": ["micromanagement"]},  # right as well
        {"text": "which", "topic": "communication"},  # one tap away
        {"text": "far", "topic": "receiving_feedback"},  # asked back in vain
        {"text": "hello", "topic": "communication"},  # taken for a command
        {"text": "hurt", "topic": "micromanagement"},  # taken for a crisis
        {"text": "pizza", "topic": "receiving_feedback"},  # declined
    )
    assert rates(report, "top1", "top3", "right", "one_tap", "wrong", "declined") == {
        "top1": (3, 8),  # "hello" too: its ranking begins with communication
        "top3": (6, 8),
        "right": (2, 8),
        "one_tap": (3, 8),
        "wrong": (3, 8),
        "declined": (1, 8),
    }


def test_a_bridge_is_right_when_its_label_is(report_on):
    report = report_on(
        {"text": "abuse", "topic": "abusive_callers"},
        {"text": "unsure abuse", "topic": "abusive_callers"},
        {"text": "talk", "topic": "abusive_callers"},
        {"text": "abuse", "topic": "communication"},  # the card that the bridge leads to
    )
    assert rates(report, "top1", "right", "one_tap", "wrong") == {
        "top1": (3, 4),
        "right": (2, 4),
        "one_tap": (2, 4),
        "wrong": (1, 4),
    }


def test_intents_are_counted_one_by_one(report_on):
    report = report_on(
        {"text": "hello", "intent": "greet", "label": "greet/how_are_you"},
        {"text": "hello", "intent": "greet", "label": "greet"},
        {"text": "talk", "intent": "greet"},
        {"text": "pizza", "intent": "out_of_scope"},
        {"text": "talk", "intent": "out_of_scope"},
        {"text": "which", "intent": "out_of_scope"},
    )
    assert rates(report, "intent", "label", "refused", "answered") == {
        "intent": (3, 6),
        "label": (1, 2),
        "refused": (1, 3),
        "answered": (1, 3),
    }
    assert {name: tuple(rate) for name, rate in report.intents.items()} == {
        "greet": (2, 3),
        "out_of_scope": (1, 3),
    }


def test_safety_counts_what_was_recognised_and_every_false_alarm(report_on):
    report = report_on(
        {"text": "hurt", "intent": "safety"},
        {"text": "talk", "intent": "safety", "label": "safety/threat"},
        {"text": "hurt", "not": "safety"},
        {"text": "talk", "not": "safety"},
        {"text": "hurt", "topic": "communication"},
        {"text": "pizza", "intent": "out_of_scope"},
    )
    assert rates(report, "safety_recall", "false_alarms") == {
        "safety_recall": (1, 2),
        "false_alarms": (2, 4),
    }


def test_confusions_are_sorted_and_show_examples(report_on):
    report = report_on(
        {"text": "talk", "topic": "communication"},
        {"text": "which", "topic": "overpromising"},  # asked back with it first: no confusion
        {"text": "hello", "intent": "greet"},
        {"text": "talk", "not": "safety"},
        {"text": "hurt", "not": "safety"},
        {"text": "which", "topic": "micromanagement"},
        *({"text": "talk", "topic": "overpromising"} for _ in range(4)),
        {"text": "hello", "intent": "greet", "label": "greet"},
        {"text": "abuse", "topic": "micromanagement"},
    )
    assert report.confusions == [
        ("overpromising", "communication", 4),
        ("greet", "greet/how_are_you", 1),
        ("micromanagement", "abusive_callers", 1),
        ("micromanagement", "asked back, overpromising first", 1),
        ("not safety", "safety/self_harm", 1),
    ]
    text = report.text(examples=2)
    assert text.count("“talk”") == 2
    assert "    4  overpromising  ->  communication" in text


def test_the_table_names_only_what_was_measured(report_on):
    text = report_on({"text": "talk", "topic": "communication"}).text()
    assert "top1          1.0000 (1 of 1)" in text
    assert "Intents" not in text
    assert "safety_recall" not in text
    assert "Mixed up" not in text


def test_limits_are_missed_by_the_exact_share(report_on):
    lines = [{"text": "talk", "topic": "communication"}] * 17
    report = report_on(*lines, *[{"text": "hover", "topic": "communication"}] * 3)
    assert report.missed({"top1": 0.85, "right": 0.0}, {"wrong": 0.15, "declined": 1.0}) == []
    assert report.missed({"top1": 0.851, "right": 0.9}, {"wrong": 0.14}) == [
        "top1 is 0.8500 (17 of 20), below 0.851",
        "right is 0.8500 (17 of 20), below 0.9",
        "wrong is 0.1500 (3 of 20), above 0.14",
    ]


def test_a_limit_on_what_was_not_measured_is_missed(report_on):
    report = report_on({"text": "hello", "intent": "greet"})
    assert report.missed({"top1": 0.0, "intent": 1.0}, {"wrong": 1.0}) == []
    assert report.missed({"top1": 0.5}, {"wrong": 0.1}) == [
        "top1 has a limit, but no line measures it",
        "wrong has a limit, but no line measures it",
    ]


def test_nothing_ranked_is_no_error(report_on):
    bare = {"decision": "out_of_scope", "intent": "out_of_scope", "topics": []}
    report = report_on({"text": "talk", "topic": "communication"}, parse=lambda _: bare)
    assert rates(report, "top3", "declined") == {"top3": (0, 1), "declined": (1, 1)}
    assert report.confusions == [("communication", "out_of_scope", 1)]


def test_an_empty_report_has_a_text():
    assert Report([]).text() == ""


def test_several_files_are_one_report(tmp_path):
    files = [tmp_path / name for name in ("a.jsonl", "b.jsonl")]
    for file in files:
        file.write_bytes('\ufeff{"text": "talk", "topic": "communication"}\r\n\r\n'.encode())
    assert evaluated(files, understand).rates["right"] == (2, 2)


BAD_LABELS = {
    "not JSON": (b"{", "is not JSON"),
    "not UTF-8": (b'{"text": "\xe9", "topic": "t"}', "is not UTF-8"),
    "no text": (b'{"topic": "t"}', 'has no "text"'),
    "no label": (b'{"text": "a"}', 'needs one of "topic", "intent" and "not", and has 0'),
    "two labels": (b'{"text": "a", "topic": "t", "intent": "i"}', "and has 2"),
    "topic is a list": (b'{"text": "a", "topic": ["t"]}', 'its "topic" is not a string'),
    "also is a string": (b'{"text": "a", "topic": "t", "also": "u"}', 'its "also" is not a list'),
    "also holds a number": (b'{"text": "a", "topic": "t", "also": [1]}', 'its "also" is not a'),
    "label is a number": (b'{"text": "a", "intent": "i", "label": 1}', 'its "label" is not a'),
}


@pytest.mark.parametrize(("line", "problem"), BAD_LABELS.values(), ids=BAD_LABELS)
def test_a_bad_label_is_named_before_anything_is_parsed(tmp_path, line, problem):
    good, bad = tmp_path / "good.jsonl", tmp_path / "bad.jsonl"
    good.write_text('{"text": "talk", "topic": "communication"}\n')
    bad.write_bytes(b'\n{"text": "talk", "topic": "communication"}\n' + line)
    with pytest.raises(BadLine) as raised:
        evaluated([good, bad], lambda text: pytest.fail(f"parsed {text}"))
    assert str(raised.value).startswith(f"{bad}:3: ")
    assert problem in str(raised.value)


def test_a_file_without_lines_measures_nothing(tmp_path):
    file = tmp_path / "empty.jsonl"
    file.write_text("\n")
    with pytest.raises(BadLine, match="holds no line"):
        evaluated([file], understand)
    with pytest.raises(FileNotFoundError):
        evaluated([tmp_path / "missing.jsonl"], understand)
