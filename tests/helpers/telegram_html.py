"""Telegram's HTML read strictly, by a parser that knows nothing of ours."""

from __future__ import annotations

from html.parser import HTMLParser

_ENTITIES = {"amp": "&", "lt": "<", "gt": ">"}


class _Strict(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.open: list[str] = []
        self.runs: list[tuple[str, bool]] = []
        self.source = ""

    def handle_starttag(self, tag, attrs):
        assert (tag, attrs, self.open) == ("b", [], []), f"<{tag}> inside {self.open}"
        self.open.append(tag)
        self.source += f"<{tag}>"

    def handle_endtag(self, tag):
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag
        self.source += f"</{tag}>"

    def handle_data(self, data):
        assert not set("&<>") & set(data), data
        self.runs.append((data, bool(self.open)))
        self.source += data

    def handle_entityref(self, name):
        self.runs.append((_ENTITIES[name], bool(self.open)))
        self.source += f"&{name};"


def runs_of(html: str) -> list[tuple[str, bool]]:
    """Pieces of the text and whether they are bold; AssertionError where it is not well-formed."""
    parser = _Strict()
    parser.feed(html)
    parser.close()
    assert not parser.open, f"{parser.open} stay open"
    # Whatever the parser forgave or passed over would be missing or different here.
    assert parser.source == html
    return parser.runs


def plain_of(html: str) -> str:
    """What a reader sees, without the styles."""
    return "".join(text for text, _ in runs_of(html))


def bold_of(html: str) -> str:
    """What of it is bold."""
    return "".join(text for text, bold in runs_of(html) if bold)
