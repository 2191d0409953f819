"""What Telegram is given: HTML that says what the text says, in parts that fit."""

from __future__ import annotations

import time
from itertools import cycle

import pytest
from wcwidth import iter_graphemes

from bot.coaching.cards import Choice
from bot.coaching.compose import (
    bridge_screen,
    numbered_lines,
    point_screen,
    screen,
    screens_of,
    sources_screen,
)
from bot.coaching.contacts import contact_lines
from bot.knowledge import load_knowledge
from bot.settings import Settings
from bot.telegram.formatting import keyboard, split, to_html, utf16_length
from tests.helpers.telegram_html import bold_of, plain_of

FAMILY = "👨‍👩‍👧‍👦"
HINDI = "ग्राहक नाराज़ है तो पहले उसकी बात पूरी सुनिए। फिर जवाब दीजिए। "
TAGALOG = "Pakinggan muna ang customer bago sumagot. Huwag mong putulin ang sinasabi niya! "
ACCENTED = "a" + "\u0301" * 3


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        ("plain", "plain"),
        ("**Steps**", "<b>Steps</b>"),
        ("a **b** c **d**", "a <b>b</b> c <b>d</b>"),
        ("1. **Listen:** first\n• then", "1. <b>Listen:</b> first\n• then"),
        ("**a\nb**", "<b>a\nb</b>"),
        ("**a****b**", "<b>a</b><b>b</b>"),
        ("**🎉**", "<b>🎉</b>"),
        ("**é**\u0301", "<b>é\u0301</b>"),
        (f"**{HINDI.strip()}**", f"<b>{HINDI.strip()}</b>"),
    ],
)
def test_bold_is_the_only_markup(text, html):
    assert to_html(text).replace("</b><b>", "") == html.replace("</b><b>", "")


@pytest.mark.parametrize(
    "text",
    [
        "a ** b", "2 ** 3 ** 4", "*", "**", "***", "****", "*****", "********", "**open", "close**",
        "** a**", "**a **", "**a\n\nb**", "**a\n \t\nb**", "**a\r\n\r\nb**", "*a*", "_a_", "`a`",
        "[a](b)", "~~a~~", "# a", "- a", "rated ***** by all",
    ],
)  # fmt: skip
def test_stars_that_enclose_nothing_stay_and_nothing_else_is_markup(text):
    assert to_html(text) == text


@pytest.mark.parametrize(
    ("text", "plain", "bold"),
    [
        ("***a***", "*a*", "*a"),
        ("**rated 5***", "rated 5*", "rated 5"),
        ("**a **b** c**", "a **b c**", "a **b"),
        ("****x**", "**x", "**x"),
        ("**a** ** **b**", "a ** b", "ab"),
        ("**open\n\n**b**", "**open\n\nb", "b"),
        ("**a*b**", "a*b", "a*b"),
    ],
)
def test_odd_and_nested_stars_lose_no_word(text, plain, bold):
    assert (plain_of(to_html(text)), bold_of(to_html(text))) == (plain, bold)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("AT&T", "AT&amp;T"),
        ("a < b > c", "a &lt; b &gt; c"),
        ("&amp; &lt;b&gt; &#38;", "&amp;amp; &amp;lt;b&amp;gt; &amp;#38;"),
        ("<b>no</b>", "&lt;b&gt;no&lt;/b&gt;"),
        ('<a href="x">y</a>', '&lt;a href="x"&gt;y&lt;/a&gt;'),
        ("<!-- a --> <?b?> <script>", "&lt;!-- a --&gt; &lt;?b?&gt; &lt;script&gt;"),
        ("**R&D <team>**", "<b>R&amp;D &lt;team&gt;</b>"),
        ("</b>**a</b>**", "&lt;/b&gt;<b>a&lt;/b&gt;</b>"),
    ],
)
def test_what_looks_like_html_is_words(text, html):
    assert to_html(text) == html
    assert split(text) == [html]


def test_halves_of_a_surrogate_pair_are_joined_or_replaced():
    assert to_html("\ud83d\ude00 \ud800") == "😀 \N{REPLACEMENT CHARACTER}"


@pytest.mark.parametrize(
    ("text", "length"), [("", 0), ("abc", 3), ("é", 1), ("🎉", 2), (FAMILY, 11), ("\ud800", 1)]
)
def test_lengths_are_telegrams(text, length):
    assert utf16_length(text) == length


@pytest.mark.parametrize("text", ["", " ", "\n\n", " \n\u00a0\t"])
def test_nothing_to_read_is_no_part(text):
    assert split(text) == []


@pytest.mark.parametrize(
    ("text", "limit", "parts"),
    [
        ("short", 20, ["short"]),
        ("\n a \n", 20, ["a"]),
        ("one.\ntwo\n\nthree. four", 20, ["one.\ntwo", "three. four"]),
        ("one two. a\nb three four", 20, ["one two. a", "b three four"]),
        ("one two. three four five", 20, ["one two.", "three four five"]),
        ("एक दो। तीन चार पाँच छह", 16, ["एक दो।", "तीन चार पाँच छह"]),
        ("one two (three.) four five", 20, ["one two (three.)", "four five"]),
        ("one two 99.5 three four", 20, ["one two 99.5 three", "four"]),
        ("one two\n1. three four five", 20, ["one two", "1. three four five"]),
        ("one\u00a0two three\u00a0fourteen", 20, ["one\u00a0two", "three\u00a0fourteen"]),
        ("x" * 20 + " y", 20, ["x" * 20, "y"]),
        ("x" * 20 + " \n\n ", 20, ["x" * 20]),
        ("x" * 25, 20, ["x" * 20, "x" * 5]),
        ("Hi\n\n" + "x" * 25, 20, ["Hi", "x" * 20, "x" * 5]),
        ("Hi\n\none two three four five", 20, ["Hi\n\none two three", "four five"]),
        ("**one two three four**", 20, ["<b>one two three</b>", "<b>four</b>"]),
        ("**one two** three four", 20, ["<b>one two</b> three", "four"]),
        ("&" * 5, 20, ["&amp;" * 4, "&amp;"]),
        ("a&b &&& c", 20, ["a&amp;b", "&amp;&amp;&amp; c"]),
        ("🎉" * 11, 20, ["🎉" * 10, "🎉"]),
        (FAMILY * 2, 20, [FAMILY, FAMILY]),
        ("🇵🇭" * 6, 20, ["🇵🇭" * 5, "🇵🇭"]),
        ("👍🏽" * 6, 20, ["👍🏽" * 5, "👍🏽"]),
        (ACCENTED * 6, 21, [ACCENTED * 5, ACCENTED]),
    ],
)
def test_a_long_text_is_cut_where_it_hurts_least(text, limit, parts):
    assert split(text, limit) == parts


@pytest.mark.parametrize("limit", [12, 13, 20, 50, 4096])
@pytest.mark.parametrize(
    "text",
    [
        "&" * 5000,
        "**" + "&" * 5000 + "**",
        "x" * 10_000,
        "🎉" * 5000,
        HINDI * 100,
        TAGALOG * 100,
        f"**{TAGALOG}**\n" * 100,
        "**" + (TAGALOG * 2 + "\n") * 100 + "end**",
        "<b>&amp;</b> &lt; " * 500,
        "a" + "\u0301" * 5000,
        "**a " * 2500,
        "*" * 10_000,
        " **" * 3000,
        "**a** " * 2000,
        "word\n\n" * 2000,
        " \n" * 5000 + "end",
    ],
)
def test_whatever_is_long_fits_in_parts_quickly(text, limit):
    started = time.process_time()
    parts = split(text, limit)
    assert time.process_time() - started < 2
    assert parts
    assert all(utf16_length(part) <= limit and plain_of(part).strip() for part in parts)
    shown = "".join(plain_of(part) for part in parts)
    assert "".join(shown.split()) == "".join(plain_of(to_html(text)).split())
    assert len(parts) <= 4 * utf16_length(to_html(text)) // limit + 1


@pytest.mark.parametrize(
    "text", [HINDI * 100, FAMILY * 900, ACCENTED * 1100, "क्षि" * 1100, "🇮🇳" * 1100]
)
@pytest.mark.parametrize("limit", [20, 45, 4096])
def test_no_character_is_cut(text, limit):
    parts = split(f"**{text.strip()}**", limit)
    assert len(parts) > 1
    assert [c for part in parts for c in iter_graphemes(plain_of(part)) if not c.isspace()] == [
        c for c in iter_graphemes(text) if not c.isspace()
    ]


def test_a_limit_without_room_for_a_letter_is_refused():
    assert split("**&&**", 12) == ["<b>&amp;</b>", "<b>&amp;</b>"]
    with pytest.raises(ValueError, match="room for 12 code units, not 11"):
        split("a", 11)


@pytest.mark.parametrize(
    ("titles", "rows"),
    [
        ([], []),
        (["More"], [[0]]),
        (["Yes", "No"], [[0, 1]]),
        (["1", "2", "3", "4"], [[0, 1, 2], [3]]),
        (
            ["More", "Related", "Make it a goal", "Helpful", "Not helpful"],
            [[0, 1, 2], [3, 4]],
        ),
        (["Yes, remember me", "No, forget this chat"], [[0], [1]]),
        (["Agent", "Team leader or manager", "Executive"], [[0], [1], [2]]),
        (["Yes", "No", "x" * 15], [[0, 1], [2]]),
        (["x" * 15, "x" * 15, "x"], [[0, 1], [2]]),
        (["x" * 60, "a", "b"], [[0], [1, 2]]),
    ],
)
def test_short_buttons_share_a_row(titles, rows):
    assert keyboard(titles) == rows


def real_texts():
    """Every screen of every card, every bridge, and whom to turn to."""
    knowledge = load_knowledge(Settings.from_env({}).knowledge_dir)
    choices = [
        Choice(topic, audience, asked_by)
        for topic in knowledge.topics.values()
        for audience in topic.audiences
        for asked_by in (audience, "executive", "agent")
    ]
    for choice in choices:
        yield from (screen(knowledge, choice, part) for part in screens_of(choice))
        yield sources_screen(knowledge, choice)
        yield from (
            point_screen(knowledge, choice, point) or ""
            for point in range(1, len(numbered_lines(choice)) + 1)
        )
    contacts = {
        contact_lines(knowledge, need) for person in knowledge.contacts for need in person.needs
    }
    for bridge, choice in zip(knowledge.bridges.values(), cycle(choices), strict=False):
        for ending in contacts:
            yield bridge_screen(knowledge, choice, bridge.opening, "main", ending)


def test_every_text_of_the_coach_is_one_message_as_it_was_written():
    texts = set(real_texts())
    assert len(texts) > 500
    for text in texts:
        html = to_html(text)
        assert split(text) == [html]
        assert plain_of(html) == text.replace("**", "")
        assert bold_of(html) == "".join(text.split("**")[1::2])
        small = [plain_of(part) for part in split(text, 200)]
        assert " ".join(small).split() == plain_of(html).split()
