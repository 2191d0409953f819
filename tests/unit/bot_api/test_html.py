"""Telegram's HTML: what is taken, with which entities, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from tests.helpers.bot_api.errors import Refusal
from tests.helpers.bot_api.html import parse_html


def entity(kind: str, offset: int, length: int, **more: str) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length, **more}


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("plain", "plain", []),
        ("<b>a</b><strong>b</strong>", "ab", [entity("bold", 0, 1), entity("bold", 1, 1)]),
        ("<i>a</i><em>b</em>", "ab", [entity("italic", 0, 1), entity("italic", 1, 1)]),
        ("<u>a</u><ins>b</ins>", "ab", [entity("underline", 0, 1), entity("underline", 1, 1)]),
        ("<s>a</s> <del>b</del>", "a b", [entity("strikethrough", i, 1) for i in (0, 2)]),
        ("<strike>a</strike>", "a", [entity("strikethrough", 0, 1)]),
        ("<code>x</code><pre>y</pre>", "xy", [entity("code", 0, 1), entity("pre", 1, 1)]),
        ("<tg-spoiler>a</tg-spoiler>", "a", [entity("spoiler", 0, 1)]),
        ('<span class="tg-spoiler">a</span>', "a", [entity("spoiler", 0, 1)]),
        ("<blockquote>a</blockquote>", "a", [entity("blockquote", 0, 1)]),
        ("<blockquote expandable>a</blockquote>", "a", [entity("expandable_blockquote", 0, 1)]),
        ('<a href="http://x.y/?a=1&amp;b">z</a>', "z", [entity("text_link", 0, 1, url="…")]),
        ("<b>a<i>b</i></b>", "ab", [entity("bold", 0, 2), entity("italic", 1, 1)]),
        ("👍<b>é</b>", "👍é", [entity("bold", 2, 1)]),
        ("&lt;&gt;&amp;&quot;&#39;&#x1F44D;", "<>&\"'👍", []),
        ("<b></b>empty<i> </i>", "empty ", [entity("italic", 5, 1)]),
        ("<B>loud</B>", "loud", [entity("bold", 0, 4)]),
    ],
)
def test_taken(source: str, text: str, entities: list[dict[str, Any]]) -> None:
    for each in entities:
        if "url" in each:
            each["url"] = "http://x.y/?a=1&b"
    assert parse_html(source) == (text, entities)


def test_language_of_code() -> None:
    source = '<pre><code class="language-python">x = 1</code></pre>'
    assert parse_html(source) == ("x = 1", [entity("pre", 0, 5, language="python")])


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("1 < 2", 'unescaped or unfinished "<" at byte offset 2'),
        ("é > 2", 'unescaped or unfinished ">" at byte offset 3'),
        ("salt & pepper", 'unescaped or unfinished "&"'),
        ("&nbsp;", 'unescaped or unfinished "&"'),
        ("&apos;", 'unescaped or unfinished "&"'),
        ("&#0;", 'unescaped or unfinished "&"'),
        ("&#xD800;", 'unescaped or unfinished "&"'),
        ("&lt", 'unescaped or unfinished "&"'),
        ("<b>x", 'can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "unexpected end tag at byte offset 1"),
        ("<b><i>x</b></i>", 'unmatched end tag, expected "</i>", found "</b>"'),
        ("<p>x</p>", 'unsupported start tag "p"'),
        ("a<br>b", 'unsupported start tag "br"'),
        ("a<br/>b", 'unsupported start tag "br/"'),
        ("<ul><li>x</li></ul>", 'unsupported start tag "ul"'),
        ("<tg-emoji>x</tg-emoji>", 'unsupported start tag "tg-emoji"'),
        ("<!-- x -->", 'unescaped or unfinished "<"'),
        ("<b", 'unescaped or unfinished "<"'),
        ("<span>x</span>", 'tag "span" must have class "tg-spoiler"'),
        ('<span class="red">x</span>', 'tag "span" must have class "tg-spoiler"'),
        ("<a>x</a>", 'tag "a" must have attribute "href"'),
        ('<b class="x">x</b>', 'unsupported attribute "class" of tag "b"'),
        ('<code class="language-c">x</code>', 'tag "code" may have a class'),
        ("<b><code>x</code></b>", 'tag "code" must not be inside tag "b"'),
        ("<pre><b>x</b></pre>", 'tag "b" must not be inside tag "pre"'),
        ("<blockquote><blockquote>x</blockquote></blockquote>", "must not be inside"),
        ('<a href="tg://a"><a href="tg://b">x</a></a>', "must not be inside"),
    ],
)
def test_refused(source: str, reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_html(source)
    assert refused.value.code == 400
    assert refused.value.description.startswith("Bad Request: can't parse entities: ")
    assert reason in refused.value.description
