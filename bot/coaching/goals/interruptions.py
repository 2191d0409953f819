"""Whether a message in the middle of a form answers it, steers it, or is something else."""

from __future__ import annotations

import re

from bot.coaching.goals.controls import I_WILL, THAT_GOAL, plain, said, whole
from bot.coaching.turn import Turn

_CANCEL = whole(
    r"cancel(?: (?:it|this|that|everything|goal|(?:the|my|this) (?:goal|form)))?",
    r"never ?mind(?: (?:it|that))?",
    r"i (?:don'?t|do not) want (?:it|this|that|to|a goal)(?: any ?more)?",
    r"forget (?:it|that|about it)",
    r"(?:none|neither) of (?:these|those|them)|neither",
    r"stop(?: (?:it|this|that))?",
    "quit|abort|exit|leave it|skip the goal|not now|no goal|i changed my mind",
    "wag na|rehne do",
)
_BACK = whole(
    r"(?:can (?:i|we|you) |let me |i want to )?(?:go |take )?(?:one |a )?(?:step )?back"
    r"(?: (?:one|a) step| one| to the (?:previous|last) (?:one|step|question))?",
    r"(?:go to )?(?:the )?previous(?: (?:one|step|question))?",
    "undo",
)
_SKIP = whole(
    r"skip(?: (?:it|this|that))?",
    r"(?:none|nothing|no idea|not sure|(?:i )?(?:don'?t|do not) know|idk)(?: yet)?",
    "later|pass|no|nope|nah|wala|dunno|no reason",
)
_YES = whole(
    r"(?:yes|yep|yeah|ya|sure|ok|okay|fine|good|great|perfect|nice|oo|sige|haan)"
    r"(?:\W+(?:use|take) (?:it|that|this|yours|that one|that wording))?",
    r"(?:i'?ll |i )?(?:use|take) (?:it|that|this|yours|that one|that wording|the suggestion)",
    "(?:let'?s )?go with (?:it|that|this|yours|that one)",
    "(?:that )?sounds good|that works|yours(?: is better)?|i like (?:it|that|yours)",
)
_KEEP = whole(
    r"(?:(?:no|nope|nah|yes|yeah)\W+)?(?:i'?ll |i want to )?"
    r"(?:keep|use) (?:it|mine|that|my (?:own )?(?:words|wording)|my own)(?: as (?:it is|is))?",
    r"mine(?: is (?:fine|good|ok))?",
    r"(?:don'?t|do not)(?: (?:change|delete)(?: (?:it|anything|mine|my data))?)?",
    "no|nope|nah|leave it as it is|as is|hindi|nahi",
)
_CHANGE = whole(
    r"(?:can (?:i|you|we) |i (?:want|need) to |i'?d like to |let me )?"
    r"(?:change|edit|fix|correct|redo|update|move|set) (?:(?:the|my) )?"
    r"(?P<field>title|goal|wording|name|measure|measurement|metric|date|due date|deadline"
    r"|target date|(?:first )?step)(?: (?:to|into) (?P<value>.+?))?",
)
_DELETE = whole(
    r"(?:(?:yes|yep|yeah|sure|oo|sige|haan)\W+)?"
    r"(?:delete|erase|remove)(?: (?:it|everything|all|of it|my data))*",
    r"(?:(?:yes|yep|yeah)\W+)?i(?:'?m| am) sure",
    "yes|yep|yeah|sure|oo|sige|haan|do it|go ahead|confirm(?:ed)?",
)
_STAYS = whole(
    # Above all a "no", which may be meant for the dropping.
    r"no+|nope|nah|wait|hold on|hang on|hindi|nahi|(?:wag|huwag)(?: muna)?",
    rf"(?:nope\W+|nah\W+)?{I_WILL}(?:keep|continue)"
    rf"(?: (?:going|working|trying))?(?:(?: with| on| at)? {THAT_GOAL})?(?: open| going)?",
    rf"(?:don'?t|do not)(?: (?:drop|delete|remove|close)(?: {THAT_GOAL})?)?",
    rf"i (?:didn'?t|did not) (?:mean|want|say|ask for) {THAT_GOAL}",
    rf"i (?:didn'?t|did not) (?:mean|want) to(?: (?:drop|delete|do)(?: {THAT_GOAL})?)?",
    rf"i(?:'?m| am) not (?:dropping|letting|giving up)(?: on)?(?: {THAT_GOAL})?(?: go)?",
    rf"i still want(?: to do)? {THAT_GOAL}|(?:{THAT_GOAL} )?(?:can |should )?stays?",
    rf"(?:(?:that'?s|that is|that was|it'?s|it was) )?(?:the )?wrong (?:goal|one)|not {THAT_GOAL}",
    r"(?:the|i meant the|i mean the) other (?:goal|one)",
    r"(?:(?:that|it) was )?(?:by |a |my )?(?:mistake|accident)|misclick",
)
_FIELD_NAMES = {
    "title": ("title", "goal", "wording", "name"),
    "measure": ("measure", "measurement", "metric"),
    "target_date": ("date", "due date", "deadline", "target date"),
    "first_step": ("step", "first step"),
}
_AUXILIARY = "(?:do|does|did|is|are|am|was|were|can|could|should|will|would|may|have|has)"
_SUBJECT = "(?:i|we|you|he|she|it|they|this|that|there|a|an|the|my|our|your)"
_QUESTION = re.compile(
    r"\W*(?:(?:and|but|so|ok(?:ay)?|wait|hey|coach|hmm|um|well|btw|quick question|question)\W+)*"
    r"(?:how(?!-| (?:about|many|much|often|long)\b)|why|who|which|whose|whats"
    # "How often I interrupt" measures something, and "when they shout, I wait" is a goal.
    rf"|how (?:many|much|often|long)\b(?= {_AUXILIARY}\b|.* {_AUXILIARY} {_SUBJECT}\b)"
    rf"|(?:when|where)(?= (?:exactly )?(?:to|{_AUXILIARY})\b|'?s\b)"
    r"|what(?! i (?:want|need|aim|would like)\b)"
    r"|should (?:i|we)|can (?:i|we|you)|could (?:i|we|you)|do (?:i|we|you)|does|is|are|am i"
    rf"|was|were|(?:did|will|would) {_SUBJECT}|may i|paano|bakit|ano|kaise|kya|kyun)\b",
    re.IGNORECASE,
)
_OWN_COMMAND = whole(
    "help(?: me)?|topics|menu|start|hi|hello|thanks|thank you|bye|more|why|check[- ]ins|my data",
    r"(?:(?:show|list|see|view)(?: me)? )?(?:all )?(?:my )?goals",
    r"(?:new|(?:set|add|make|create|start)(?: me)?(?: an?| another| one)?(?: new| more)?) goal",
    r"(?:delete|erase|remove|export|download|show)(?: me)?(?: all)?(?: of)? my data",
    r"(?:delete|erase|forget) (?:me|everything(?: about me)?)|what do you know about me",
    r"(?:i (?:want|need) to )?(?:talk|speak) (?:to|with) an? (?:real )?(?:person|human)",
)
_COMMAND = re.compile(
    r"\b(?:re-?open|drop|change|rename|update|done|finished|show|list|history|delete|complete[ds]?"
    r"|edit|chart|graph|picture|progress|half ?way|push|move|add|set|cancel|remove|mark|log)\b|%",
    re.IGNORECASE,
)
_ANSWERS = ("inform",)


def is_cancel(text: str) -> bool:
    """The person wants no form any more; the whole message says so, and nothing else."""
    return said(_CANCEL, text) is not None


def is_back(text: str) -> bool:
    """One step back."""
    return said(_BACK, text) is not None


def is_skip(text: str) -> bool:
    """The person has no answer to this step."""
    return said(_SKIP, text) is not None


def takes_offer(text: str) -> bool:
    """Yes to the wording on offer."""
    return said(_YES, text) is not None


def keeps_own(text: str) -> bool:
    """No to the wording on offer; where none is, a yes or no better idea says the same."""
    return any(said(control, text) for control in (_KEEP, _YES, _SKIP))


def confirms_deletion(text: str) -> bool:
    """A clear yes to deleting everything."""
    return said(_DELETE, text) is not None


def field_to_change(text: str) -> str | None:
    """The earlier answer that the person wants to change."""
    found = said(_CHANGE, text)
    name = " ".join(found["field"].lower().split()) if found else ""
    return next((field for field, names in _FIELD_NAMES.items() if name in names), None)


def changed_to(text: str) -> str:
    """What the earlier answer is to be instead, where the same message says it; else ""."""
    found = said(_CHANGE, text)
    return (found["value"] or "") if found else ""


def is_something_else(turn: Turn) -> bool:
    """A question, a pressed button of elsewhere, danger, or one of the coach's own commands.

    Whatever else is written in answer to a step is the answer, even if it reads like a topic.
    """
    intent = turn.label.partition("/")[0]
    if turn.pressed:
        return intent not in _ANSWERS
    if intent == "safety" or said(_OWN_COMMAND, turn.text):
        return True
    return is_question(turn.text)


def keeps_goal(text: str) -> bool:
    """The goal that was about to be dropped is to stay."""
    return said(_STAYS, text) is not None


def is_command(text: str) -> bool:
    """Whether the words tell what to do with a goal, and do not just name one."""
    return bool(_COMMAND.search(text))


def is_question(text: str) -> bool:
    """Whether the message asks something."""
    words = plain(text)
    return words.endswith("?") or bool(_QUESTION.match(words))
