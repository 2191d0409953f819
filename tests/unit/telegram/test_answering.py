"""From a turn to its replies: the gate, consent, the coach; again and again the same."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot import clock
from bot.client.waiting import Away, WaitingClient
from bot.coaching import consent, own_data
from bot.coaching.onboarding import ROLE
from bot.reception import Reception
from bot.settings import Settings
from bot.store import access, chats, deletions, payloads, users
from bot.store.awaited import Kept
from bot.store.inbox import Entry
from bot.telegram import words
from bot.telegram.answering import Answering, Failed
from bot.telegram.arrivals import IN_A_GROUP, NOT_TEXT, TOO_MANY
from bot.telegram.bursts import Turn
from bot.telegram.gate import CHANNEL
from tests.helpers.played_rasa import PlayedRasa, error, said
from tests.helpers.stores import Commit

CHAT = "4711"
NEEDED = said("Once I may.", kind="data", event=consent.ASK)


def turn(body: str = "hello", kind: str = "text", number: int = 1, chat: str = CHAT) -> Turn:
    if body.startswith("/"):
        kind = "command"
    entry = Entry(number, f"u{number}", chat, kind, body, f"u{number}", clock.now(), None)
    return Turn(entry.key, (entry,))


@pytest.fixture
def press(commit: Commit) -> Callable[..., Turn]:
    """A turn in which a button with that payload is pressed."""

    def pressed(payload: str, number: int = 1) -> Turn:
        return turn(commit(payloads.digest_of, payload), "button", number)

    return pressed


@pytest.fixture
def remembered(reception: Reception) -> str:
    """The sender of the chat, who has agreed."""
    guest = reception.visitor(CHAT)
    reception.answer(guest, message=None, payload=consent.YES, asked=False)
    return guest.sender


def events(replies: list[dict[str, Any]]) -> list[str | None]:
    return [reply["custom"].get("event") for reply in replies]


def texts(replies: list[dict[str, Any]]) -> list[str]:
    return [reply["text"] for reply in replies]


# To the coach and back


@pytest.mark.parametrize(
    ("written", "body"),
    [
        ("my tl shouts", {"message": "my tl shouts"}),
        ("/goals", {"command": "goals"}),
        ("/GOALS@coach_bot now", {"command": "goals"}),
        ("/start", {"command": "start"}),
        ("/newgoal", {"command": "newgoal"}),
        ("/newgoal Speak up", {"message": "new goal: Speak up"}),
    ],
)
async def test_words_and_commands_go_to_the_channel(
    answering: Answering,
    rasa: PlayedRasa,
    remembered: str,
    written: str,
    body: dict[str, str],
) -> None:
    rasa.answer = lambda _: [said("One", "More"), said("Two")]

    replies = await answering.replies(turn(written))

    assert rasa.bodies == [{"sender": remembered, "message_id": "u1", "metadata": {}, **body}]
    assert replies == [said("One", "More"), said("Two")]


async def test_a_button_goes_as_what_it_stands_for(
    answering: Answering, rasa: PlayedRasa, remembered: str, press: Any
) -> None:
    await answering.replies(press('/ask{"topic": "listening"}'))

    assert rasa.bodies[0]["payload"] == '/ask{"topic": "listening"}'


async def test_what_the_gateway_can_say_itself_does_not_reach_the_coach(
    answering: Answering, rasa: PlayedRasa
) -> None:
    for asked, told in (
        (turn("0" * 32, "button"), words.OUTDATED),
        (turn("/nonsense"), words.UNKNOWN_COMMAND),
        (turn("/check_in"), words.UNKNOWN_COMMAND),
        (turn(NOT_TEXT, "other"), words.NOT_TEXT),
        (turn(TOO_MANY, "other"), words.TOO_MANY),
        (turn(IN_A_GROUP, "other", chat="-5"), words.IN_PRIVATE),
    ):
        assert texts(await answering.replies(asked)) == [told]
    assert rasa.bodies == []


@pytest.mark.parametrize("answer", [None, (503, "")], ids=str)
async def test_a_coach_that_is_away_is_tried_again_later(
    answering: Answering, rasa: PlayedRasa, answer: Any
) -> None:
    rasa.answer = lambda _: answer

    with pytest.raises(Away) as caught:
        await answering.replies(turn())
    assert not isinstance(caught.value, Failed)


@pytest.mark.parametrize("event", ["failed", "not_saved"])
async def test_a_turn_that_failed_is_worth_another_try(
    answering: Answering, rasa: PlayedRasa, event: str
) -> None:
    rasa.answer = lambda _: [error(event)]

    with pytest.raises(Failed) as caught:
        await answering.replies(turn())
    assert caught.value.replies == [error(event)]
    assert isinstance(caught.value, Away)


@pytest.mark.parametrize("event", ["outdated", "too_long", "no_words"])
async def test_other_errors_are_told_and_nobody_is_asked_below_them(
    answering: Answering, rasa: PlayedRasa, event: str
) -> None:
    rasa.answer = lambda _: [error(event)]

    assert await answering.replies(turn()) == [error(event)]


async def test_a_refusal_of_the_channel_is_told_and_nobody_is_asked_below_it(
    answering: Answering, rasa: PlayedRasa
) -> None:
    rasa.answer = lambda _: (400, "{}")

    [told] = await answering.replies(turn())
    assert "HTTP 400" in told["text"]


# Consent, role and time zone


async def test_first_the_answer_then_the_question(
    answering: Answering, rasa: PlayedRasa, reception: Reception
) -> None:
    rasa.answer = lambda _: [said("Steps"), said("Which role?", kind="role", event="asked")]

    answered, asked = await answering.replies(turn())

    assert answered == said("Steps")
    assert asked["custom"]["event"] == consent.ASKED
    assert not reception.visitor(CHAT).asked, "it counts with the turn"


async def test_the_question_is_not_asked_again_but_where_something_needs_it(
    answering: Answering, rasa: PlayedRasa, commit: Commit, reception: Reception
) -> None:
    commit(users.consent_asked, reception.visitor(CHAT).sender, clock.now())
    assert events(await answering.replies(turn())) == [None]

    rasa.answer = lambda _: [NEEDED]
    assert events(await answering.replies(turn(number=2))) == [consent.ASK, consent.ASKED]


async def test_who_is_remembered_may_be_asked_for_the_role(
    answering: Answering, rasa: PlayedRasa, remembered: str
) -> None:
    rasa.answer = lambda _: [said("Which role?", kind="role", event="asked")]

    assert events(await answering.replies(turn())) == ["asked"]


@pytest.mark.parametrize("asked", [True, False])
async def test_a_yes_in_words_counts_right_after_the_question_only(
    answering: Answering, rasa: PlayedRasa, commit: Commit, reception: Reception, asked: bool
) -> None:
    commit(chats.ask, CHANNEL, CHAT, clock.now() if asked else None)

    replies = await answering.replies(turn("yes"))

    assert reception.visitor(CHAT).lasting == asked
    assert rasa.heard == ([] if asked else ["yes"])
    assert events(replies) == (["consented", "role_asked"] if asked else [None, consent.ASKED])


async def test_a_no_leaves_a_guest(
    answering: Answering, rasa: PlayedRasa, commit: Commit, reception: Reception
) -> None:
    commit(chats.ask, CHANNEL, CHAT, clock.now())

    assert events(await answering.replies(turn("no"))) == ["consent_declined"]
    assert not reception.visitor(CHAT).lasting
    assert rasa.heard == []


@pytest.mark.parametrize("written", ["yes", "remember me", "Sure,\nplease"])
async def test_a_yes_in_words_that_is_run_again_is_answered_again(
    answering: Answering, rasa: PlayedRasa, commit: Commit, written: str
) -> None:
    commit(chats.ask, CHANNEL, CHAT, clock.now())
    agreeing = turn(written)

    replies = [await answering.replies(agreeing) for _ in range(2)]

    assert replies[0] == replies[1]
    assert events(replies[0]) == ["consented", "role_asked"]
    assert rasa.heard == []
    commit(chats.ask, CHANNEL, CHAT, None)
    await answering.replies(turn("yes", number=2))
    assert rasa.heard == ["yes"], "what is written later is for the coach"


async def test_a_no_pressed_right_behind_the_yes_is_not_said_to_have_worked(
    answering: Answering, press: Any, reception: Reception, rasa: PlayedRasa
) -> None:
    yes, no = press(consent.YES), press(consent.NO, 2)
    await answering.replies(yes)

    assert "consent_declined" not in events(await answering.replies(no))
    assert reception.visitor(CHAT).lasting


async def test_a_role_that_came_with_the_invite_is_told_and_kept(
    answering: Answering, rasa: PlayedRasa, commit: Commit, press: Any, reception: Reception
) -> None:
    commit(access.allow, CHANNEL, CHAT, clock.now(), role="manager")
    await answering.replies(turn())
    assert rasa.bodies[0]["metadata"] == {"role": "manager"}

    assert events(await answering.replies(press(consent.YES))) == ["consented", "zone_asked"]
    assert reception.visitor(CHAT).role == "manager"
    await answering.replies(press(f"{ROLE}agent"))
    await answering.replies(turn(number=3))
    assert rasa.bodies[-1]["metadata"] == {"role": "agent"}, "until they tell another"


# Who may go on


@pytest.fixture
def closed(
    settings: Settings, kept: Kept, reception: Reception, client: WaitingClient
) -> Answering:
    shut = dataclasses.replace(settings, access="closed", company="Acme")
    return Answering(shut, kept, reception, client)


async def test_closed_means_that_nothing_reaches_the_coach(
    closed: Answering, rasa: PlayedRasa, press: Any
) -> None:
    for asked in (turn(), turn("/goals"), press(consent.YES)):
        assert texts(await closed.replies(asked)) == [words.invited_only("Acme")]
    assert await closed.replies(turn("", "check_in")) == []
    assert rasa.bodies == []


@pytest.mark.parametrize("written", ["{}", "/start {}"])
async def test_a_code_is_a_hello_and_stays_with_the_gateway(
    closed: Answering, rasa: PlayedRasa, commit: Commit, written: str
) -> None:
    code = commit(access.invite, clock.now(), clock.now() + timedelta(days=1))
    letting_in = turn(written.format(code))

    assert await closed.replies(letting_in) == await closed.replies(letting_in)

    assert rasa.heard == ["start"] * 2
    assert code not in repr(rasa.bodies)
    await closed.replies(turn("hello", number=2))
    assert rasa.heard[-1] == "hello"


async def test_who_is_barred_hears_so_and_is_not_asked_how_it_goes(
    answering: Answering, rasa: PlayedRasa, commit: Commit, remembered: str
) -> None:
    commit(access.bar, CHANNEL, CHAT, clock.now())

    assert texts(await answering.replies(turn())) == [words.BARRED]
    assert await answering.replies(turn("", "check_in")) == []
    assert rasa.bodies == []


# Deleted


def gone(body: dict[str, Any]) -> tuple[int, str]:
    return 410, "{}"


async def test_somebody_whose_data_was_deleted_meanwhile_goes_on_as_new(
    answering: Answering, rasa: PlayedRasa, commit: Commit, remembered: str
) -> None:
    def answer(body: dict[str, Any]) -> Any:
        if body["sender"] != remembered:
            return [said("Steps")]
        commit(deletions.request, remembered, clock.now())
        commit(deletions.finish, remembered, clock.now())
        return gone(body)

    rasa.answer = answer

    replies = await answering.replies(turn())

    assert events(replies) == [None, consent.ASKED]
    assert [body["sender"] for body in rasa.bodies][0] == remembered
    assert rasa.bodies[1]["sender"] not in ("", remembered)


async def test_a_deletion_that_takes_its_time_is_waited_for(
    answering: Answering, rasa: PlayedRasa, remembered: str
) -> None:
    rasa.answer = gone

    with pytest.raises(Away):
        await answering.replies(turn())


@pytest.mark.parametrize("lasting", [True, False])
async def test_the_turn_that_deleted_all_shows_the_receipt_again(
    answering: Answering,
    rasa: PlayedRasa,
    commit: Commit,
    press: Any,
    reception: Reception,
    lasting: bool,
) -> None:
    if lasting:
        await answering.replies(press(consent.YES, 5))
    sender = reception.visitor(CHAT).sender

    def answer(body: dict[str, Any]) -> Any:
        assert body["sender"] == sender
        commit(deletions.request, sender, clock.now(), body["message_id"])
        commit(deletions.finish, sender, clock.now())
        return [said("All gone", kind="data", event=own_data.DELETING, receipt="DEL-1")]

    rasa.answer = answer
    deleting = press("/affirm")

    replies = [await answering.replies(deleting) for _ in range(2)]

    assert (
        replies[0]
        == replies[1]
        == [said("All gone", kind="data", event=own_data.DELETING, receipt="DEL-1")]
    )
    rasa.answer = lambda _: [said("Hi")]
    assert reception.visitor(CHAT).sender != sender
    await answering.replies(turn(number=2))
    assert rasa.bodies[-1]["sender"] == reception.visitor(CHAT).sender


# Check-ins


CHECK_IN = said("How is it going?", "Done", kind="goal", event="check_in")


async def test_a_check_in_asks_the_coach_to_ask(
    answering: Answering, rasa: PlayedRasa, remembered: str
) -> None:
    rasa.answer = lambda _: [CHECK_IN]

    assert await answering.replies(turn("", "check_in")) == [CHECK_IN]
    assert rasa.bodies[0]["command"] == "check_in"


@pytest.mark.parametrize(
    "answer",
    [
        [said("None is open.", kind="goal", event="nothing_due")],
        [error("outdated")],
        (400, "{}"),
        (200, "nonsense"),
    ],
    ids=str,
)
async def test_a_check_in_that_comes_to_nothing_is_not_heard_of(
    answering: Answering, rasa: PlayedRasa, remembered: str, answer: Any
) -> None:
    rasa.answer = lambda _: answer

    assert await answering.replies(turn("", "check_in")) == []


async def test_who_is_forgotten_is_not_asked_how_it_goes(
    answering: Answering, rasa: PlayedRasa, reception: Reception
) -> None:
    rasa.answer = lambda _: [NEEDED]

    assert await answering.replies(turn("", "check_in")) == []
    assert rasa.bodies == []


async def test_a_deletion_while_the_coach_asks_ends_in_silence(
    answering: Answering, rasa: PlayedRasa, commit: Commit, remembered: str
) -> None:
    def answer(body: dict[str, Any]) -> Any:
        commit(deletions.request, remembered, clock.now())
        commit(deletions.finish, remembered, clock.now())
        return gone(body)

    rasa.answer = answer

    assert await answering.replies(turn("", "check_in")) == []


async def test_what_was_said_is_not_in_the_repr_of_a_turn() -> None:
    assert "hello" not in repr(turn("hello"))
