"""Words that are copied from a source are found, and only those."""

from __future__ import annotations

import pytest

from bot.checks import knowledge_problems, remember_sources
from tests.helpers.house import change

GUIDE = (
    "Lorem Guide for Floors\n\nPour the green tea slowly, then tell everybody; wait for Monday's"
    " bell.\nGoals are specific, measurable, achievable, relevant, and time-bound (SMART) ones."
)


@pytest.fixture
def guided(settings, tmp_path):
    """Settings of a project that knows the runs of one document more, whose title is in sources."""
    guide = tmp_path / "guide.txt"
    guide.write_text(GUIDE)
    title = GUIDE.partition("\n")[0]
    change(settings, "sources.yml", lambda v: v[0].update(title=f"{title} and Three Words More"))
    remember_sources(settings, [guide])
    return settings


def append(settings, file, text):
    path = settings.root / file
    path.write_text(f"{path.read_text()}\n{text}\n")
    return path.read_text().count("\n")


@pytest.mark.parametrize("file", ["docs/knowledge.md", "knowledge/bridges.yml"])
def test_copied_words_are_named_with_their_line(guided, file):
    line = append(guided, file, "# Then tell EVERYBODY: wait for Monday’s bell, goals or no goals.")
    (problem,) = knowledge_problems(guided)
    words = "Then tell EVERYBODY wait for Monday’s bell goals"
    assert problem == f"{file}: line {line}: copied from a source: “{words}”"


def test_a_run_over_two_lines_is_found_where_it_begins(guided):
    line = append(guided, "docs/knowledge.md", "Pour the green\ntea slowly then tell everybody.")
    (problem,) = knowledge_problems(guided)
    assert f"docs/knowledge.md: line {line - 1}:" in problem
    assert "“Pour the green tea slowly then tell everybody”" in problem


def test_six_words_a_title_and_the_words_behind_smart_are_no_copy(guided):
    append(guided, "docs/knowledge.md", "Pour the green tea slowly, then ask.")
    append(guided, "docs/knowledge.md", "Lorem Guide for Floors and Three Words More")
    append(guided, "docs/knowledge.md", "Specific, measurable, achievable, relevant, time-bound")
    append(guided, "docs/knowledge.md", "are specific, measurable, achievable, relevant and time")
    assert knowledge_problems(guided) == []


def test_only_hashes_are_kept_and_the_known_ones_stay(guided, tmp_path):
    path = guided.knowledge_dir / "source_shingles.txt"
    before = path.read_text()
    assert before.startswith("# A truncated sha256")
    assert "green" not in before
    hashes = [line for line in before.splitlines() if not line.startswith("#")]
    assert hashes == sorted(set(hashes))
    assert {len(line) for line in hashes} == {12}

    assert remember_sources(guided, [tmp_path / "guide.txt"]) == len(hashes)
    assert path.read_text() == before


def test_without_the_hashes_originality_is_not_claimed(settings):
    (settings.knowledge_dir / "source_shingles.txt").unlink()
    assert "source_shingles.txt: file: is missing" in knowledge_problems(settings)[0]
