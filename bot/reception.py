"""First contact, for every face: whose chat it is, consent before anything lasts, exports."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from bot import clock
from bot.coaching import consent, own_data
from bot.coaching.turn import Reply
from bot.settings import Settings
from bot.store import exports, users
from bot.store.records import StoreError
from bot.store.session import sessions_for
from bot.store.users import Visitor

ReplyJson = dict[str, Any]

_log = logging.getLogger(__name__)

_YES = re.compile(
    r"\W*(?:yes|yep|yeah|yup|ya|sure|ok(?:ay)?|oo|opo|sige|haan|fine|of course|i agree|go ahead)\b"
    r"(?:\W+(?:yes|please|pls|po|sure|ok(?:ay)?|fine|of course|go ahead|do(?: it| so| that)?"
    r"|i (?:do|agree)|you (?:may|can)|remember(?: (?:me|it|this|that))?|keep (?:it|this|that)"
    r"|(?:it|that)['’]?s (?:fine|ok(?:ay)?)|(?:with|by) me|no problem|why not|thanks|thank you)\b"
    r")*\W*",
    re.IGNORECASE,
)
# Thanks are for the advice above the question, unless clearer words come with them.
_THANKS = re.compile(r"\bthank", re.IGNORECASE)
_CLEARLY = re.compile(
    r"\b(?:yes|yep|yeah|yup|ya|oo|opo|haan|agree|go ahead|of course|may|remember|keep)\b",
    re.IGNORECASE,
)
_NO = re.compile(
    r"\W*(?:please )?(?:no|nope|nah|never|don['’]?t|do not|(?:i['’]?d )?rather not|not now|hindi"
    r"|wag|nahi)\b"
    r"(?:\W+(?:no|please|pls|po|na|way|thanks|thank you|don['’]?t|do not|(?:i['’]?d )?rather not"
    r"|not now|never|remember|keep|store|save|forget|me|it|this|that|my|chat|anything|sorry"
    r"|it['’]?s|i['’]?m|ok(?:ay)?|fine|good)\b)*\W*",
    re.IGNORECASE,
)
_REMEMBER = re.compile(
    r"\W*(?:yes\W+)?(?:please\W+)?remember me(?: please| pls)?\W*", re.IGNORECASE
)
_UNCOACHED = ("safety", "error")
"""Kinds of reply after which it is no time to ask for consent."""
_DELETION = ("asked", own_data.DELETING)
"""Events about deleting: a yes to that question must not be taken for consent."""


class Reception:
    """The desk of one face: its chats by the channel's own ids, senders for Rasa."""

    def __init__(self, settings: Settings, channel: str) -> None:
        self._settings = settings
        self._channel = channel

    def visitor(self, external_id: str) -> Visitor:
        """Who writes in the chat; StoreError where that cannot be looked up."""
        try:
            with sessions_for(self._settings.database_url).begin() as session:
                return users.visitor(session, self._channel, external_id, clock.now())
        except SQLAlchemyError as error:
            raise StoreError(_AWAY) from error

    def answer(
        self, visitor: Visitor, *, message: str | None, payload: str | None, asked: bool
    ) -> list[ReplyJson] | None:
        """Take an answer about consent, so that Rasa never sees it; None for anything else.

        `asked` says that the question was the last thing that the person saw.
        """
        typed = (message or "").strip()
        if payload == consent.YES:
            return self._agree(visitor)
        if visitor.lasting:
            return None
        if _REMEMBER.fullmatch(typed) or (asked and _agrees(typed)):
            return self._agree(visitor)
        if payload == consent.NO or (asked and _NO.fullmatch(typed)):
            return [_as_json(consent.refused())]
        return None

    def question(self, visitor: Visitor, replies: Sequence[ReplyJson]) -> list[ReplyJson]:
        """The question for consent where it is due: once, and whenever something needs it."""
        customs = [reply["custom"] for reply in replies]
        needed = any(custom.get("event") == consent.ASK for custom in customs)
        if visitor.lasting or (visitor.asked and not needed):
            return []
        if any(_is_no_time(custom) for custom in customs):
            return []
        try:
            with sessions_for(self._settings.database_url).begin() as session:
                users.consent_asked(session, visitor.sender, clock.now())
        except SQLAlchemyError as error:
            # The answer is worth more than the question, which comes with the next one.
            _log.error("consent not asked: %s", type(error).__name__)
            return []
        return [_as_json(consent.question())]

    def export(self, reference: str) -> bytes | None:
        """The file behind a reference; None if it was fetched before or is too old."""
        try:
            with sessions_for(self._settings.database_url).begin() as session:
                everything = exports.redeem(session, reference, clock.now())
        except SQLAlchemyError as error:
            raise StoreError(_AWAY) from error
        if everything is None:
            return None
        return json.dumps(everything, ensure_ascii=False, indent=2).encode()

    def _agree(self, visitor: Visitor) -> list[ReplyJson]:
        try:
            with sessions_for(self._settings.database_url).begin() as session:
                kept = users.consent_given(
                    session,
                    visitor.sender,
                    consent.VERSION,
                    clock.now(),
                    time_zone=self._settings.time_zone,
                )
        except SQLAlchemyError as error:
            raise StoreError(_AWAY) from error
        return [_as_json(consent.accepted() if kept else consent.too_late())]


_AWAY = "Sorry, I can't reach what I keep right now. Please try again in a moment."


def _agrees(typed: str) -> bool:
    """Whether the words say yes to being remembered."""
    if not _YES.fullmatch(typed):
        return False
    return not _THANKS.search(typed) or bool(_CLEARLY.search(typed))


def _is_no_time(custom: Mapping[str, Any]) -> bool:
    """Whether a reply is one below which nobody is asked to be remembered."""
    about_deleting = custom.get("kind") == "data" and custom.get("event") in _DELETION
    return about_deleting or custom.get("kind") in _UNCOACHED


def _as_json(reply: Reply) -> ReplyJson:
    """A reply of the desk in the channel's own shape."""
    buttons = [{"title": b.title, "payload": b.payload} for b in reply.buttons]
    return {"text": reply.text, "buttons": buttons, "custom": {**reply.custom, "model": None}}
