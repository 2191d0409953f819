"""Today's knowledge and training data: in order, whole, and as the documentation says."""

from __future__ import annotations

import re
import shutil

import pytest
from ruamel.yaml import YAML

from bot.checks import carried_by, data_problems, knowledge_problems, tick_list
from bot.checks.data import FEWEST
from bot.checks.knowledge import LONGEST_BUTTON, LONGEST_HURRY_SCREEN
from bot.coaching.compose import LONGEST_FIRST_SCREEN
from bot.knowledge import AdviceCard, FactCard, Topic, load_knowledge, tips_of
from bot.knowledge.schema import Bridge
from bot.settings import Settings

SETTINGS = Settings.from_env({})
DOCS = (SETTINGS.root / "docs/knowledge.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def knowledge():
    return load_knowledge(SETTINGS.knowledge_dir)


def test_the_knowledge_base_is_in_order():
    assert knowledge_problems(SETTINGS) == []


def test_the_training_data_is_in_order():
    assert data_problems(SETTINGS) == []


def test_every_section_and_every_tip_of_the_sources_is_carried(knowledge):
    places = carried_by(knowledge)
    tips = [tip for d in knowledge.documents for s in d.sections for tip in s.tips]
    assert (sum(len(d.sections) for d in knowledge.documents), len(tips)) == (55, 132)
    assert [tip.id for tip in tips if not places[tip.id]] == []
    sections = [section for d in knowledge.documents for section in d.sections]
    ids = {s.id: [s.id, *(tip.id for tip in s.tips)] for s in sections}
    assert [name for name, below in ids.items() if not any(places[i] for i in below)] == []


def test_a_reader_can_tick_every_tip(knowledge):
    lines = list(tick_list(knowledge))
    assert sum("[x]" in line for line in lines) == 132
    assert not any("[ ]" in line for line in lines)
    assert lines[-1] == "132 of 132 tips are carried by some line."


def test_there_are_36_topics_and_at_least_20_bridges(knowledge):
    assert len(knowledge.topics) == 36
    assert len(knowledge.bridges) >= 20


def test_a_card_that_no_source_of_its_audience_speaks_to_says_so(knowledge):
    for topic in knowledge.topics.values():
        for audience, card in topic.cards.items():
            documents = [knowledge.source_of(tip)[0] for tip in tips_of(card)]
            speaks = any(audience in document.audiences for document in documents)
            assert speaks or card.borrowed, f"{topic.id}.{audience}"


def documented(field):
    """The row on a field in the table of fields and limits."""
    (row,) = re.findall(rf"^\| `{field}` \|(.*)\|$", DOCS.partition("## Add a bridge")[0], re.M)
    return row


LENGTHS = {
    "title": Topic.__fields__["title"],
    "about": Topic.__fields__["about"],
    "pitfall": AdviceCard.__fields__["pitfall"].type_.__fields__["text"],
    "steps": AdviceCard.__fields__["steps"].type_.__fields__["text"],
    "today": AdviceCard.__fields__["today"].type_.__fields__["text"],
    "reflect": AdviceCard.__fields__["reflect"],
    "hurry": AdviceCard.__fields__["hurry"].sub_fields[0].type_.__fields__["text"],
}


@pytest.mark.parametrize("field", LENGTHS)
def test_documented_lengths_are_those_of_the_schema(field):
    assert f"{LENGTHS[field].field_info.max_length} characters" in documented(field)


@pytest.mark.parametrize("field", ["steps", "dos", "donts", "related"])
def test_documented_counts_are_those_of_the_schema(field):
    info = AdviceCard.__fields__[field].field_info
    assert re.search(rf"\b{info.min_items} (to|or) {info.max_items}\b", documented(field))


def test_other_documented_limits_are_those_of_the_code():
    facts = (FactCard.__fields__[field].field_info for field in ("facts", "follows"))
    for field, info in zip(("facts", "follows"), facts, strict=True):
        assert f"`{field}` ({info.min_items} to {info.max_items} lines" in DOCS
    assert f"stay below {LONGEST_FIRST_SCREEN} characters" in DOCS
    assert f"the limit is {LONGEST_HURRY_SCREEN}" in DOCS
    assert f"fewer than {FEWEST};" in DOCS
    titles = (Topic.__fields__["title"], Bridge.__fields__["title"])
    assert {title.field_info.max_length for title in titles} == {LONGEST_BUTTON}


def test_every_field_of_a_topic_and_its_cards_is_documented():
    for name in {**Topic.__fields__, **AdviceCard.__fields__, **FactCard.__fields__}:
        assert f"`{name}`" in DOCS or name == "cards", name


def test_the_documented_example_is_a_topic(tmp_path):
    blocks = re.findall(r"^```yaml\n(.*?)^```$", DOCS, re.M | re.S)
    (source,) = [block for block in blocks if block.startswith("- id: S5\n")]
    (topic,) = [block for block in blocks if block.startswith("id: shift_handover\n")]
    (bridge,) = [block for block in blocks if block.startswith("- id: night_shifts\n")]
    (contact,) = [block for block in blocks if block.startswith("- id: hr\n")]
    folder = tmp_path / "knowledge"
    shutil.copytree(SETTINGS.knowledge_dir, folder)
    for file, block in (("sources.yml", source), ("bridges.yml", bridge)):
        with (folder / file).open("a", encoding="utf-8") as stream:
            stream.write(block)
    (folder / "contacts.yml").write_text(contact, encoding="utf-8")
    (folder / "topics/shift_handover.yml").write_text(topic, encoding="utf-8")

    card = load_knowledge(folder).topics["shift_handover"].cards["agent"]
    new = YAML(typ="safe").load(source)[0]
    tips = {tip["id"] for section in new["sections"] for tip in section["tips"]}
    assert tips <= set(tips_of(card))


def test_titles_keep_their_abbreviations_within_a_sentence(knowledge):
    assert knowledge.topics["career_path"].title_within == "moving up in BPO"
