"""How people lead in to a goal, and what they ask after it."""

from __future__ import annotations

import re

from bot.nlu.patterns import any_of, compiled, words_of

_NOUN = (
    "(?:(?:goal|target|objective|aim|milestone|commitment|kpi|resolution|challenge)s?|plan item)"
)
_KIND = any_of(
    "new", "next", "another", "personal", "small", "big", "own", "first", "second", "quick", "main",
    "weekly", "monthly", "daily", "reminder", "work", "career", "stretch", "development",
    "performance", "smart", "following", "bagong", "naya", "ek", "isang", "mera", "meri", "more",
)  # fmt: skip
_VERB = any_of(
    "set", "add", "create", "make", "start", "open", "begin", "register", "log", "record", "enter",
    "save", "put", "give", "have", "build", "get", "write", "note", "track", "do", "define", "keep",
    "want", "need", "like", "pin", "include", "establish", "store", "jot", "love", "help with",
    "adding", "setting", "creating", "making", "starting", "logging", "got", "made", "remember",
)  # fmt: skip
_AFTER_NOUN = (
    "(?: of mine| for me| for myself| pls| please| po| add| set| bana| daal| karo| kar| do| hai| ko"
    "| na| naman| sana| likh| lo| time)*"
)
_WISH = any_of(
    "want(?:ed)?", "wanna", "wana", "need", "hope", "plan", "aim", "intend", "wish", "commit",
    "promise", "vow", "swear", "pledge", "choose", "chose", "decided?", "resolve",
)  # fmt: skip
_DOING = any_of(
    "going", "gonna", "planning", "aiming", "trying", "hoping", "committing", "looking", "working",
    "determined", "committed", "meaning", "ready", "keen", "willing", "supposed",
)  # fmt: skip
_LATELY = "(?:(?:really|just|hereby|also|still|now|have|'ve|ve|do|only|actually|rly|po) )*"

FILLER = compiled(
    r"(?:ok(?:ay)?|so|um+|uh+|well|hey|hi|hello|coach|sir|ma'?am|yes|yeah|sure|pls|please|plz"
    r"|kindly|and|also|then|now|btw|actually|maybe|basically|honestly|tbh|like|just|po|right"
    r"|alright|good (?:morning|evening|afternoon|day)|i (?:think|guess)|i was thinking"
    r"|i(?:'d| would)? (?:want|like|need) (?:you|u) to|i'?ve been thinking|time (?:to|for)"
    r"|i(?:'?m| am)?(?= (?:setting|adding|making|creating|starting|set|have|got|made) )"
    r"|here(?:'?s| is)|this is|(?:can|could|would|will|may) (?:you|u|we|i)|let'?s|let me"
    r"|(?:from|starting|beginning)(?: from| on)? (?:now|today|tomorrow|monday|next week)(?: on)?)\b"
)
_GOAL_LEAD = compiled(
    # Set a goal to, create a goal called, gusto ko mag set ng goal.
    rf"(?:(?:mag|pa|i)[- ]?)?(?:{_VERB}|gawan|gumawa)(?: up| down| mo| ako| natin)*"
    r"(?: me| us| myself| for me| karo)?"
    rf"(?: (?:an?|one|my|this|the(?= follow)|ng|{_KIND}))* {_NOUN}{_AFTER_NOUN}\b",
    # This as my goal: …, to my goals …
    rf"{_VERB} (?:for me |down )?(?:to|on|in|into|under|as) (?:an?|my|the) (?:{_KIND} )?"
    rf"(?:{_NOUN}|list)(?: list)?\b",
    rf"{_VERB} (?:this|that|it|the following)(?: one)?(?: for me| down)?(?: to| on| in| into| as)?"
    rf" (?:an?|my|the) (?:{_KIND} )?(?:{_NOUN}|list)(?: list)?(?= ?[:,-]| to\b)",
    rf"{_VERB} (?:this|the following)(?: one| for me| down| in| up)*(?=:)",
    # My goal this month is, one of my goals would be, our target:
    rf"(?:one of )?(?:my|our|an?|one|another)(?: {_KIND}){{0,2}} (?:{_NOUN}|intention|plan|focus"
    r"|priority|ambition|dream)(?: [\w ]{1,36}?)??"
    r"(?: (?:is|would be|will be|should be)\b| ?[:=])",
    rf"(?:my|our)(?: {_KIND}){{0,2}} {_NOUN} (?:for|this|next|by) [\w ]{{1,36}},",
    rf"(?:mag|pa)[- ]?{_NOUN} ng\b",
    r"challenge myself\b|commit to\b|one thing(?=[:,])",
    rf"{_VERB} (?:an?|another)(?: new| more)? (?:one|thing|item)(?: for me)?(?=[:,]| to\b)",
    rf"(?:(?:an?|one more) )?(?:{_KIND} )*(?<=\w ){_NOUN}{_AFTER_NOUN}\b",
    rf"{_NOUN} ?(?:[:=!–-]+|\bis\b|(?=(?:for|this|by|next) )|(?=\d\d))",
)
_ASK_LEAD = compiled(
    r"(?:put|note|write|jot|take|mark)(?: it| this)? down(?: for me)?\b",
    r"(?:make a |take )?note(?: that|:| of)|note (?:to self|for me)\b",
    r"(?:put|lock|pencil|key)(?: this| me)? in\b|get me to\b|make it official\b",
    r"(?:(?:add|log|note|save) )?(?:new|next|another|one more|one)(?: one| thing)?"
    r"(?: (?:to|i) [\w ]{1,20}?)?(?=:)",
    r"next on my list (?:is|should be)\b|say\b(?= \d)|keep an eye (?:with me )?on\b",
    r"(?:pa-?\w+|isulat mo|i-\w+ mo|likh (?:lo|do))(?: po)?(?=[,:])",
    r"(?:jot|pin|write|promise|commitment)(?=:)",
    r"help me(?: to)?(?: (?:commit|stick|keep)(?= to\b| with\b))?",
    r"(?:(?:remind|ping|nudge) me|remind mo (?:po )?ako)"
    r"(?: (?:every|each) \w+| daily| weekly| monthly| again)?\b",
    r"(?:hold|keep) me(?: accountable| honest| responsible)?(?= (?:to|for|on|about)\b)",
    r"(?:commit me|challenge me|sign me up|keep track|start tracking|begin tracking)\b",
)
WISH_LEAD = compiled(
    r"(?:told|asked|wants|advised|expects) me to\b",
    r"(?:what|all) i(?:'d like| want| need|'d love) is(?: to)?\b",
    rf"(?<!what )(?<!\w)(?:i|we)(?:'?ve| have been)? {_LATELY}(?:{_WISH}|mean(?= to))"
    r"(?: myself)?\b(?! (?:you|u)\b)(?: to\b| on\b| for\b| that(?= i))?(?: i(?: will|'ll)\b)?",
    rf"(?<!\w)(?:id|(?:i|we)(?:'d| would| should)) {_LATELY}(?:want|like|love|prefer)\b"
    r"(?! (?:you|u)\b)(?: to)?\b",
    r"(?<!what )(?<!\w)(?:i'?ll|we'll"
    r"|(?:i|we) (?:will|shall|must|should|gotta|have to|have got to))(?: try to)?\b",
    rf"(?<!\w)(?:i(?:'m|m| am|'?ve been| have been)|we(?:'re| are)) {_LATELY}{_DOING}"
    r"(?: (?:to|on|for))?\b",
)
_WISH_WITHOUT_I = compiled(
    r"(?:wanna|wana|want to|gonna|gotta|(?:planning|trying|hoping|going|plan|hope|need|have) to"
    r"|planning on|working on|(?:aim|shoot|go)(?:ing)? for|aim(?:ing)? to"
    r"|it would be (?:nice|great|good) to|would (?:like|love) to|thinking (?:of|about)|want)\b"
    r"(?! (?:this|that|it|an?) )",
    r"(?:gusto|balak|plano|nais|kailangan|goal|target) ko(?:ng)?"
    r"(?: po(?:ng)?| na| sana(?:ng)?| ay| is)*\b(?! sa\b)",
    r"(?:main |mai )?(?:chahta|chahti) (?:hu|hun|hoon)(?: ki)?\b",
    r"(?:mera|meri) (?:goal|target)(?: hai|:)?|mujhe|magko-?commit(?: po)? ako(?: na)?\b",
)
_BARE_LEAD = compiled(
    r"(?:make|turn)\b(?! (?:it|that|this|the|an?|my) )(?=.{3,99} (?:into )?my (?:new )?goal\W*$)",
    r"(?:add|log|note|save|set|put|enter|track|record|list|include|new)\b"
    r"(?: me\b| us\b)?(?: for me\b)?:?(?! (?:it|that|this|the|an?|my|karo|kar|lo|do|mo) )",
)
GOAL_LEADS = (_GOAL_LEAD, _ASK_LEAD, _BARE_LEAD)
WISH_LEADS = (WISH_LEAD, _WISH_WITHOUT_I)
LEADS_AFTER = {
    None: (*GOAL_LEADS[:2], *WISH_LEADS, _BARE_LEAD),
    _GOAL_LEAD: (_GOAL_LEAD, _ASK_LEAD, *WISH_LEADS),
    _ASK_LEAD: (_GOAL_LEAD, _ASK_LEAD, *WISH_LEADS),
    _BARE_LEAD: (WISH_LEAD,),
    WISH_LEAD: (_GOAL_LEAD, WISH_LEAD),
    _WISH_WITHOUT_I: (_GOAL_LEAD, WISH_LEAD),
}
"""The lead-ins that can follow a lead-in."""
TO_THE_POINT = re.compile(
    r"[\s:,;=>\"'.!?–—-]*(?:(?:to|that|na|of|about|for|on|around|called|named|titled|name it|as"
    r"|where|says?|is(?! (?:mahine|hafte)))\b[\s:,\"-]*){0,2}",
    re.IGNORECASE,
)
"""What joins a lead-in to the goal."""

_TRACK = any_of(
    "set", "add", "create", "make", "log", "note", "save", "put", "track", "record", "register",
    "write", "enter", "jot", "keep", "pin", "list", "store", "count", "include", "mark", "remember",
)  # fmt: skip
_ASKED = any_of(
    "and", "so", "then", "pls", "please", "plz", "kindly", "ok", "yes", "just", "po", "coach",
    "sir", "now", "also", "i want (?:you )?to", "i'?d like (?:you )?to", "i wanna", "let'?s",
)  # fmt: skip
_ENOUGH = r"(?=\W*$|[,.;!?]| (?:and|so|pls|please|plz|then|coach|sir|po|for|in|on)\b)"
TAIL = re.compile(
    rf"(?:[\s,.;!?–—-]{{1,4}}{_ASKED}\b){{0,4}}[\s,.;!?–—-]{{1,4}}(?:"
    rf"{_TRACK} (?:it|this|that|them|these)\b(?! (?:is|was)\b)"
    r"|(?:hold|keep) me (?:to|accountable|honest|on)\b|remind me\b|i(?:'d like| want) you to\b"
    rf"|(?:{_TRACK} )?as (?:an?|my|the|one of my) (?:new |personal )?(?:{_NOUN}|something|thing)\b"
    rf"|(?:{_TRACK} )?as {_NOUN}{_ENOUGH}|yaad rakh\w+"
    rf"|(?:that'?s|that is|this is|it'?s|is|will be|should be) (?:my|an?|the) (?:new )?{_NOUN}"
    rf"|(?:to|on|in) my (?:{_NOUN} list|goals|targets|list)\b"
    rf"|{_NOUN} (?:bana|mein|me)\b"
    r"|pa-?(?: |-)?(?:ki)?-?(?:save|note|lista|track|log|sulat|lagay|add)\w*"
    r"|i-?(?:save|note|add|lista) mo|(?:add|note|save|track|log|set|likh|daal|isko \w+) "
    r"(?:karo|karna|kar|lo|do|dena|dijiye)"
    r")|[,.;!?–-] ?(?:help me\b|(?:track|log|save|note|add|set)(?=\W*$)"
    rf"|(?:a |my |new )?{_NOUN}{_ENOUGH})",
    re.IGNORECASE,
)
"""A request after the goal: "note it down", "hold me to it"."""
END = re.compile(
    r"[.!?…;]+(?=\s|$)|\n|,?(?: just)? (?:because|bec|coz|cuz|kasi|kyunki|since (?:i|my|the)) "
    r"|[ ,]{1,3}(?:pls|plz|kindly"
    r"|please(?= (?:log|note|track|save|add|set|put|record|keep|hold)|\W*$))\b"
    r"|[ ,]{1,3}(?:and |so )?(?:can|could|will|would) (?:you|u|we)\b"
    r"|,? (?:thanks|thank you|thx|lets go)\b"
    r"| (?:as |into )?my (?:new |next )?(?:goal|target|objective)(?=\W*$)"
    r"|, ?(?:any|is|how|what|where|date|pwede|i|i'm|im|he|she|they|we|it|it's|its|thats?|that's"
    r"|which|so|but|promise|deadline|due|ok|starting)\b"
    r"| and (?:i|i'm|im|i'd|i'll)\b| for (?:me|myself)\b(?! (?:to|and)\b)"
    r"| (?:starting|beginning|effective|from) (?:on |from )?"
    r"(?:now|today|tomorrow|next|this|\w+day)\b",
    re.IGNORECASE,
)
"""Where a goal's words are over."""
LOOSE_ENDS = words_of(
    "by before until till on for in and so with a deadline due the this hai po na ok okay lol haha"
    " coach sir tak"
)
"""Words that a goal does not end with."""
NO_TITLE = compiled(
    r"(?:it|this|that|these|them|those|you|your|mo|nyo|something)\b",
    r".*\b(?:tip|suggestion|advice)\b",
    rf"(?:{_TRACK}|take|hold|likh|daal) (?:it|this|that|them|lo|do)\b",
    r"(?:with (?:it|that|this)\b|\S+ (?:it|this|that|them)$)",
    r"(?:what|one|here|as|pls|please|plz|dont|don't|karo|karna|banana|banani|lo|do|mine|another"
    r"|help|my own(?: in here)?|my (?:tl|boss|om|manager))$",
    r"(?:(?:an?|the|my|another|new|some|more|one) )*"
    r"(?:goals?|targets?|objectives?|progress|reminders?|list|aims?|updates?|notes?)$",
    r"(?:\W|\b(?:\d+|percent|pct|done|there|complete|finished|now|at|about|with|half|way|halfway"
    r"|almost|nearly|going|well)\b)*$",
)
"""Words after a lead-in that name no goal."""

MANAGED = compiled(
    r"(?:update|edit|change|drop|delete|remove|close|re-?open|restore|cancel|mark|tick|see|check|show"
    r"|log|report|list|view|rename|extend|postpone|move|push|stop|quit|abandon|know|review|pause"
    r"|give up|complete|finish|reset|track|discontinue|continue)\b[^,.;]{0,60}\b(?:goals?|targets?"
    r"|objectives?|progress|deadline|one)\b"
)
"""A wish about goals that are there already."""
REACHED = compiled(r"(?:hit|reach|meet|beat|achieve|make|get|exceed)\b")
"""Even a goal that has a name can be new: "i want to hit my csat target"."""
