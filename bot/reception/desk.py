"""First contact, for every face: whose chat it is, consent before anything lasts, exports."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from bot import clock
from bot.coaching import consent, onboarding, own_data
from bot.coaching.turn import Reply
from bot.reception import words
from bot.settings import Settings
from bot.store import checkins, exports, users
from bot.store.records import StoreError
from bot.store.session import Session, sessions_for
from bot.store.users import Visitor

ReplyJson = dict[str, Any]

_log = logging.getLogger(__name__)

_UNCOACHED = ("safety", "error")
"""Kinds of reply after which it is no time to ask for consent."""
_NOTHING_YET = "smalltalk"
"""Kind of reply that leaves nothing worth remembering: the first answer comes first."""
_DELETION = ("asked", own_data.DELETING)
"""Events about deleting: a yes to that question must not be taken for consent."""


class Reception:
    """The desk of one face: its chats by the channel's own ids, senders for Rasa."""

    def __init__(self, settings: Settings, channel: str, *, onboards: bool = False) -> None:
        """`onboards`: the face asks for role and time zone by buttons, right after a yes."""
        self._settings = settings
        self._channel = channel
        self._onboards = onboards

    def visitor(self, external_id: str) -> Visitor:
        """Who writes in the chat; StoreError where that cannot be looked up."""
        with self._kept() as session:
            return users.visitor(session, self._channel, external_id, clock.now())

    def answer(
        self, visitor: Visitor, *, message: str | None, payload: str | None, asked: bool
    ) -> list[ReplyJson] | None:
        """Take an answer to a question of the desk, which Rasa never sees; None for anything else.

        `asked` says that the question was the last thing that the person saw.
        """
        typed = (message or "").strip()
        if onboarding.is_answer(payload):
            return self._onboard(visitor, str(payload))
        if payload == consent.YES:
            return self._agree(visitor)
        if visitor.lasting:
            return None
        if words.wants_to_be_remembered(typed) or (asked and words.agrees(typed)):
            return self._agree(visitor)
        if payload == consent.NO or (asked and words.refuses(typed)):
            return [_as_json(consent.refused())]
        return None

    def question(self, visitor: Visitor, replies: Sequence[ReplyJson]) -> list[ReplyJson]:
        """The question for consent where it is due; from here on it was asked."""
        asked = question_due(visitor, replies)
        if not asked:
            return []
        try:
            with self._kept() as session:
                users.consent_asked(session, visitor.sender, clock.now())
        except StoreError as error:
            # The answer is worth more than the question, which comes with the next one.
            _log.error("consent not asked: %s", type(error.__cause__).__name__)
            return []
        return asked

    def export(self, reference: str) -> bytes | None:
        """The file behind a reference; None if it was fetched before or is too old."""
        with self._kept() as session:
            everything = exports.redeem(session, reference, clock.now())
        if everything is None:
            return None
        return json.dumps(everything, ensure_ascii=False, indent=2).encode()

    def _agree(self, visitor: Visitor) -> list[ReplyJson]:
        """Keep the person from now on, with the role that is known already."""
        zone = self._settings.time_zone
        with self._kept() as session:
            kept = users.consent_given(
                session, visitor.sender, consent.VERSION, clock.now(), time_zone=zone
            )
            if kept and visitor.role:
                users.change(session, visitor.sender, role=visitor.role)
        if not kept:
            return [_as_json(consent.too_late())]
        if not self._onboards:
            return [_as_json(consent.accepted())]
        first = onboarding.ask_zone(zone) if visitor.role else onboarding.ask_role()
        return [_as_json(consent.accepted()), _as_json(first)]

    def _onboard(self, visitor: Visitor, payload: str) -> list[ReplyJson]:
        """Take the answer to one of the two questions, and ask the other."""
        with self._kept() as session:
            person = users.get(session, visitor.sender, lock=True)
            if person is None:
                return [_as_json(onboarding.unknown())]
            if payload.startswith(onboarding.ROLE):
                if role := onboarding.role_of(payload):
                    users.change(session, person.id, role=role)
                return [_as_json(onboarding.ask_zone(person.time_zone))]
            wanted = payload.removeprefix(onboarding.ZONE) or person.time_zone
            if clock.zone(wanted) is None:
                return [_as_json(onboarding.unknown())]
            users.change(session, person.id, time_zone=wanted)
            if checkins.due_at(session, person.id):
                checkins.plan(session, replace(person, time_zone=wanted), clock.now())
            return [_as_json(onboarding.done(wanted))]

    @contextmanager
    def _kept(self) -> Iterator[Session]:
        """A transaction; StoreError where the store cannot be reached."""
        try:
            with sessions_for(self._settings.database_url).begin() as session:
                yield session
        except SQLAlchemyError as error:
            raise StoreError(_AWAY) from error


_AWAY = "Sorry, I can't reach what I keep right now. Please try again in a moment."


def question_due(visitor: Visitor, replies: Sequence[ReplyJson]) -> list[ReplyJson]:
    """The question for consent where it is due: once, and whenever something needs it."""
    customs = [reply["custom"] for reply in replies]
    needed = any(custom.get("event") == consent.ASK for custom in customs)
    if visitor.lasting or (visitor.asked and not needed):
        return []
    if all(custom["kind"] == _NOTHING_YET for custom in customs):
        return []
    return [] if any(map(_is_no_time, customs)) else [_as_json(consent.question())]


def _is_no_time(custom: Mapping[str, Any]) -> bool:
    """Whether a reply is one below which nobody is asked to be remembered."""
    about_deleting = custom.get("kind") == "data" and custom.get("event") in _DELETION
    return about_deleting or custom.get("kind") in _UNCOACHED


def _as_json(reply: Reply) -> ReplyJson:
    """A reply of the desk in the channel's own shape."""
    buttons = [{"title": b.title, "payload": b.payload} for b in reply.buttons]
    return {"text": reply.text, "buttons": buttons, "custom": {**reply.custom, "model": None}}
