import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from bot.chat.render import WIDEST, neutralised, plain, rendered
from bot.client.messages import Button, Reply


def on_screen(*replies, width=60, no_color=False):
    """What a terminal of that width would get, with its escape sequences."""
    console = Console(
        file=io.StringIO(), width=width, force_terminal=True, no_color=no_color, highlight=False,
        color_system="standard", legacy_windows=False,
    )  # fmt: skip
    console.print(rendered(replies, console), soft_wrap=True)
    return console.file.getvalue()


def lines_of(text, **options):
    """The lines on the screen, without styles."""
    console = Console(file=io.StringIO(), **{"width": 60, **options})
    return rendered([Reply(text)], console).plain.split("\n")


def buttons(*titles):
    return tuple(Button(title, f"/{title}") for title in titles)


def test_bold_is_the_only_markup():
    shown = on_screen(Reply("**Steps** are *not* [red]red[/red] or <b>bold</b> or `code`"))

    assert shown == "  \x1b[1mSteps\x1b[0m are *not* [red]red[/red] or <b>bold</b> or `code`\n"


@pytest.mark.parametrize("text", ["a ** b", "2 ** 3 ** 4", "**", "****", "**open", "**a\nb**"])
def test_stars_that_enclose_nothing_stay(text):
    assert plain([Reply(text)]) == text
    assert "\x1b" not in on_screen(Reply(text))


def test_prose_wraps_at_the_width_of_the_terminal():
    lines = lines_of("word " * 100, width=50)

    assert max(len(line.rstrip()) for line in lines) in range(44, 51)
    assert all(line.startswith("  word") for line in lines)


def test_a_wide_terminal_is_not_filled():
    longest = max(len(line.rstrip()) for line in lines_of("word " * 100, width=300))

    assert WIDEST - 5 <= longest <= WIDEST


@pytest.mark.parametrize(("item", "indent"), [("1. ", 5), ("12. ", 6), ("• ", 4), ("- ", 4)])
def test_an_item_of_a_list_is_indented_to_its_text(item, indent):
    first, *others = lines_of(item + "word " * 30, width=40)

    assert first.startswith(f"  {item}word")
    assert others
    assert all(line.startswith(" " * indent + "word") for line in others)


def test_paragraphs_keep_one_blank_line():
    assert lines_of("a\n\n\n \n\nb\n\n") == ["  a", "", "  b"]


def test_long_words_and_wide_characters_fit_too():
    for text in ("x" * 200, "漢字" * 80, "🎉" * 70):
        assert all(cell_len(line) <= 40 for line in lines_of(text, width=40))


def test_buttons_are_numbered_choices():
    shown = rendered([Reply("Hi", buttons("More", "Related"))], Console(width=60)).plain

    assert shown == "  Hi\n\n  [1] More   [2] Related"


def test_buttons_of_several_replies_count_on():
    replies = [Reply("a", buttons("x", "y")), Reply("b", buttons("z"))]

    assert "[3] z" in rendered(replies, Console(width=60)).plain
    assert plain(replies) == "a\n[1] x  [2] y\nb\n[3] z"


def test_buttons_that_do_not_fit_go_to_the_next_row():
    titles = ["Speaking and writing clearly", "Taking feedback well", "More"]
    shown = rendered([Reply("Hi", buttons(*titles))], Console(width=40)).plain.split("\n")

    assert shown[2:] == [f"  [1] {titles[0]}", f"  [2] {titles[1]}   [3] More"]


def test_an_attachment_is_named():
    reply = Reply("Here.", image="https://e.org/a.png", document={"name": "a.json", "size": 3})

    assert plain([reply]).split("\n")[1:] == [
        "Image: https://e.org/a.png",
        "Document name: a.json",
        "Document size: 3",
    ]


CHART = {
    "media_type": "image/png",
    "data": "iVBORw0KGgo=",
    "alt": "Listen: 50 %, due 6 Oct.",
    "sketch": "Listen\n100 % ┤        ····\n 50 % ┤ ┏━━●\n  0 % ┤━┛\n      └────────────",
}


def test_a_chart_is_its_sketch_and_nothing_of_its_data():
    shown = [plain([Reply("Progress", image=CHART)]), on_screen(Reply("Progress", image=CHART))]

    for text in shown:
        assert "iVBOR" not in text
        assert "image/png" not in text
    assert shown[0].split("\n") == ["Progress", *CHART["sketch"].split("\n")]
    rows = [f"  {row}" for row in CHART["sketch"].split("\n")]
    assert [row.rstrip() for row in shown[1].split("\n")[1:-1]] == rows


def test_plain_text_is_one_block_without_styles_or_wrapping():
    text = "**Steps**\n\n1. " + "word " * 60 + "\n\n\nEnd"

    block = plain([Reply(text, buttons("More")), Reply("Two")])

    assert block.split("\n") == [
        "Steps",
        ("1. " + "word " * 60).rstrip(),
        "End",
        "[1] More",
        "Two",
    ]


def test_a_reply_that_says_nothing_still_makes_a_block():
    assert plain([Reply(" \n")]) == "…"


def test_errors_stand_out_but_not_without_colour():
    failed = Reply("It **failed**.", custom={"kind": "error"})

    assert "\x1b[33m" in on_screen(failed)
    assert "\x1b[33m" not in on_screen(failed, no_color=True)
    assert "\x1b[1mfailed" in on_screen(failed, no_color=True)


@pytest.mark.parametrize(
    "evil",
    ["\x1b[2J", "\x1b]0;title\x07", "\x9b31m", "\x00", "\x7f", "\b\b", "a\rb", "\x85", "\ud83d"],
)
def test_nothing_in_a_text_is_obeyed(evil):
    reply = Reply(f"a{evil}b", buttons(f"c{evil}d"), image=evil, document={evil: evil})

    shown = on_screen(reply, no_color=True).replace("\x1b[1m", "").replace("\x1b[0m", "")
    for text in (shown, plain([reply])):
        assert not [c for c in text if unicodedata.category(c) in ("Cc", "Cs") and c != "\n"]


def test_right_to_left_text_stays_and_overrides_go():
    assert neutralised("שלום \u202eevil\u202c עולם\u200f") == "שלום evil עולם\u200f"


@given(st.text(max_size=300), st.integers(min_value=1, max_value=120))
def test_any_text_fits_any_terminal(text, width):
    shown = rendered([Reply(text, buttons(text[:40]))], Console(width=width)).plain

    assert all(cell_len(line.rstrip()) <= max(width, 12) for line in shown.split("\n"))
    assert not [c for c in shown if unicodedata.category(c) in ("Cc", "Cs") and c != "\n"]


@given(st.lists(st.text(max_size=200), min_size=1, max_size=3))
def test_any_turn_is_one_block(texts):
    block = plain([Reply(text) for text in texts])

    assert block.strip()
    assert "\n\n" not in f"\n{block}\n"
