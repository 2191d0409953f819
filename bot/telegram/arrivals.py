"""What Telegram's updates mean to the coach, as entries of its inbox."""

from __future__ import annotations

from telegram import Message, Update
from telegram.constants import ChatMemberStatus, ChatType

from bot.store.inbox import Arrival

ALLOWED_UPDATES = ["message", "callback_query", "my_chat_member"]
"""Kinds of update that we ask for; an edited message does not run the dialogue again."""

IN_A_GROUP = "group"
"""Body of an arrival that was written in a group: the coach talks in private only."""
NOT_TEXT = "not text"
"""Body of an arrival without words: a voice message, a picture, a sticker."""
TOO_MANY = "too many"
"""Body of the one arrival that is told that there were too many."""

_PRESENT = (ChatMemberStatus.MEMBER, ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR)


def arrival(update: Update) -> Arrival | None:
    """The update as an entry of the inbox; None for what nobody waits to have answered."""
    key = str(update.update_id)
    if update.callback_query is not None:
        return _press(update, key)
    message = update.message
    if message is None or (message.from_user is not None and message.from_user.is_bot):
        return None
    chat_id = str(message.chat.id)
    if message.chat.type != ChatType.PRIVATE:
        return Arrival(key, chat_id, "other", IN_A_GROUP) if _is_meant(message) else None
    if message.text is None:
        # Telegram's own messages, such as that a message was pinned, carry nothing of a person's.
        return Arrival(key, chat_id, "other", NOT_TEXT) if message.effective_attachment else None
    kind = "command" if message.text.startswith("/") else "text"
    return Arrival(key, chat_id, kind, message.text)


def blocked(update: Update) -> tuple[str, bool] | None:
    """The private chat that blocked the bot (True) or let it in again (False)."""
    changed = update.my_chat_member
    if changed is None or changed.chat.type != ChatType.PRIVATE:
        return None
    return str(changed.chat.id), changed.new_chat_member.status not in _PRESENT


def _press(update: Update, key: str) -> Arrival | None:
    """A pressed button; the same button of the same message counts once."""
    query = update.callback_query
    if query is None or query.message is None or query.data is None:
        return None
    chat = query.message.chat
    if chat.type != ChatType.PRIVATE:
        return None
    press = f"{chat.id}:{query.message.message_id}:{query.data}"
    return Arrival(key, str(chat.id), "button", query.data, press[:64])


def _is_meant(message: Message) -> bool:
    """Whether somebody in a group wrote something, or has just let the bot in."""
    return message.text is not None or bool(message.new_chat_members)
