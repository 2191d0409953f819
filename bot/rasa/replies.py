"""Reply objects: from what Rasa utters, from a stored conversation, and the channel's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rasa.core.channels.channel import OutputChannel
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

ReplyJson = dict[str, Any]

TOO_LONG = (
    "That is more than I can read at once. Tell me the heart of it in a few sentences:"
    " what happened, and what would you like to be different?"
)
NO_WORDS = "I read words only. Tell me in a sentence what is on your mind."
OUTDATED = (
    "That button is from an earlier chat, so I don't follow it any more. Just tell me in words."
)
FAILED = (
    "Sorry, something went wrong on my side and I could not answer."
    " Please send that again in a moment."
)
NOT_SAVED = (
    "Sorry, I can't store our conversation right now, so I did not go on. Please send that again"
    " in a moment; if it stays like this, tell whoever runs me."
)
_EVENTS = {
    TOO_LONG: "too_long",
    NO_WORDS: "no_words",
    OUTDATED: "outdated",
    FAILED: "failed",
    NOT_SAVED: "not_saved",
}
"""What an error says of itself."""
_WORTH_SENDING_AGAIN = ("failed", "not_saved")
_MASK_NAMES = {"card": "card number", "email": "e-mail address", "phone": "phone number"}


class CollectedReplies(OutputChannel):
    """Collects one object per reply, where Rasa's own collector splits them."""

    def __init__(self) -> None:
        self.replies: list[ReplyJson] = []

    @classmethod
    def name(cls) -> str:
        """The channel's name, for responses that are written for one channel."""
        return "coach"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Called by Rasa for each utterance."""
        self.replies.append(as_reply(message))


def as_reply(message: Mapping[str, Any]) -> ReplyJson:
    """A reply object from an utterance: {"text", "buttons", "image"?, "document"?, "custom"}."""
    custom = dict(message.get("custom") or {})
    custom.setdefault("kind", "error")
    reply: ReplyJson = {
        "text": message.get("text") or "",
        "buttons": [
            {"title": button["title"], "payload": button["payload"]}
            for button in message.get("buttons") or ()
        ],
        "custom": custom,
    }
    for extra in ("image", "document"):
        if value := message.get(extra) or custom.pop(extra, None):
            reply[extra] = value
    return reply


def error_reply(text: str) -> ReplyJson:
    """A reply of the channel itself; a turn that ends in one is not counted as answered."""
    return {"text": text, "buttons": [], "custom": {"kind": "error", "event": _EVENTS[text]}}


def failed(replies: list[ReplyJson]) -> bool:
    """Whether the turn came to nothing; sent again, it may be answered."""
    return any(
        reply["custom"].get("kind") == "error"
        and reply["custom"].get("event") in _WORTH_SENDING_AGAIN
        for reply in replies
    )


def finished(replies: list[ReplyJson], masked: Iterable[str], model: str | None) -> list[ReplyJson]:
    """Replies as they leave: stamped with the model, the last telling what was masked."""
    done = [{**reply, "custom": {**reply["custom"], "model": model}} for reply in replies]
    kinds = [_MASK_NAMES[kind] for kind in masked]
    if kinds and done:
        done[-1]["text"] += (
            f"\n\n(I left out the {' and the '.join(kinds)} you wrote. I don't keep those.)"
        )
    return done


def earlier(
    tracker: DialogueStateTracker | None, message_id: str
) -> tuple[list[ReplyJson], list[str]] | None:
    """Replies to a message that was answered before and what was masked in it, else None."""
    replies: list[ReplyJson] = []
    for event in reversed(tracker.events if tracker else ()):
        if isinstance(event, BotUttered):
            replies.insert(0, as_reply(event.message()))
        elif isinstance(event, UserUttered):
            if event.message_id == message_id and replies:
                return replies, list((event.metadata or {}).get("masked", ()))
            replies = []
    return None


def was_offered(
    tracker: DialogueStateTracker | None, payload: str, *, event: str | None = None
) -> bool:
    """Whether a reply in the tracker, or one with that event, had a button with that payload."""
    return any(
        payload == button.get("payload")
        for said in (tracker.events if tracker else ())
        if isinstance(said, BotUttered)
        and event in (None, (said.data.get("custom") or {}).get("event"))
        for button in said.data.get("buttons") or ()
    )
