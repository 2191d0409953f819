"""The server as python-telegram-bot sees it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import telegram

from tests.helpers.bot_api.client import BotApi
from tests.helpers.phone import Phone


@pytest.fixture
async def bot(api: BotApi) -> AsyncIterator[telegram.Bot]:
    """A bot of the library, talking to the server."""
    async with telegram.Bot(api.token, base_url=api.base_url) as talking:
        yield talking


async def test_a_conversation(api: BotApi, phone: Phone, bot: telegram.Bot, png: bytes) -> None:
    assert bot.username == "test_coach_bot"
    await bot.delete_webhook()
    assert (await bot.get_webhook_info()).pending_update_count == 0
    await bot.set_my_commands([("help", "What I can do")], language_code="en")
    await bot.set_my_description("A coach")
    await bot.set_my_short_description("A coach")
    phone.say("/start")
    [update] = await bot.get_updates(timeout=5, allowed_updates=["message", "callback_query"])
    assert update.message.text == "/start"
    button = telegram.InlineKeyboardButton("More", callback_data="more")
    await bot.send_chat_action(phone.chat_id, "typing")
    sent = await bot.send_message(
        phone.chat_id,
        "<b>Hi</b> 👍",
        parse_mode="HTML",
        reply_markup=telegram.InlineKeyboardMarkup([[button]]),
        link_preview_options=telegram.LinkPreviewOptions(is_disabled=True),
        reply_parameters=telegram.ReplyParameters(update.message.message_id),
    )
    query_id = phone.press("More")
    [update] = await bot.get_updates(offset=update.update_id + 1)
    assert update.callback_query.id == query_id
    assert update.callback_query.message.message_id == sent.message_id
    assert await update.callback_query.answer("Here")
    await update.callback_query.edit_message_reply_markup(None)
    await bot.edit_message_text("Bye", phone.chat_id, sent.message_id)
    await bot.send_photo(phone.chat_id, png, caption="A <i>week</i>", parse_mode="HTML")
    await bot.send_document(phone.chat_id, b"{}", filename="data.json")
    text, photo, document = phone.messages()
    assert (text["text"], text["edits"], text["buttons"]) == ("Bye", 2, [])
    assert (photo["kind"], photo["text"]) == ("photo", "A week")
    assert (document["file"]["name"], document["file"]["size"]) == ("data.json", 2)
    assert api.violations() == []


async def test_every_kind_of_update_is_understood(phone: Phone, bot: telegram.Bot) -> None:
    for kind in ("photo", "voice", "sticker", "document", "location", "contact"):
        phone.sends(kind)
    phone.say("hi")
    phone.edit("ho")
    phone.blocks()
    updates = await bot.get_updates()
    assert len(updates) == 9
    assert updates[2].message.sticker.emoji == "👍"
    assert updates[-2].edited_message.text == "ho"
    assert updates[-1].my_chat_member.new_chat_member.status == "kicked"


async def test_errors_have_their_names(api: BotApi, phone: Phone, bot: telegram.Bot) -> None:
    with pytest.raises(telegram.error.BadRequest, match="(?i)can't parse entities"):
        await bot.send_message(phone.chat_id, "<b>", parse_mode="HTML")
    api.fault("too_many", "sendMessage", retry_after=3)
    with pytest.raises(telegram.error.RetryAfter):
        await bot.send_message(phone.chat_id, "Hello")
    for kind in ("error", "reset"):
        api.fault(kind, "sendMessage")
        with pytest.raises(telegram.error.NetworkError):
            await bot.send_message(phone.chat_id, "Hello")
    phone.blocks()
    with pytest.raises(telegram.error.Forbidden, match="blocked by the user"):
        await bot.send_message(phone.chat_id, "Hello")
    api.do("token", revoked=True)
    with pytest.raises(telegram.error.InvalidToken):
        await bot.get_me()


async def test_two_pollers(api: BotApi, bot: telegram.Bot) -> None:
    polls = api.state()["polls"]
    first = asyncio.create_task(bot.get_updates(timeout=20))
    while api.state()["polls"] == polls:
        await asyncio.sleep(0.01)
    async with telegram.Bot(api.token, base_url=api.base_url) as second:
        await second.get_updates()
    with pytest.raises(telegram.error.Conflict):
        await first
