"""What English messages of someone in danger say openly."""

from __future__ import annotations

SELF_HARM = (
    r"\bkill(?:ing)? my ?self\b(?! (?:to|for|over|with|at|trying)\b)",
    r"\b(?:end(?:ing)?|take|taking) (?:my|her|his|their) (?:own )?life\b",
    r"\b(?:i'?m|i am|feel|feeling|felt) (?:so |really |kinda )?suicidal\b",
    r"(?<!market is )(?<!account is )(?<!company is )\bcommit(?:ting)? suicide\b",
    r"\b(?:think(?:ing)?|thought|thoughts) (?:of|about) suicide\b",
    r"\b(?:hurt(?:ing)?|harm(?:ing)?) my ?self\b(?! (?:playing|laughing)\b| at (?:the gym|"
    r"basketball|football|cricket|practice)\b)",
    r"\bcut(?:ting)? my ?self\b(?! (?:short|some|off|out|a)\b)",
    r"\bdon'?t want to (?:live|be alive)\b(?! (?:in|near|at|with|by)\b)",
    r"\bdon'?t want to wake up\b(?! (?:at|early|for|to|on|so|this)\b)",
    r"\bwants? to die\b(?! (?:of|from|laughing)\b)",
    r"\b(?:i'?d|i would|i'?m|be) (?:be )?better off dead\b",
    r"\b(?:will|would|wants? to|wanted to|going to|gonna|tried to|tries to|plans? to|"
    r"planning to|threatens? to|threatened to|about|of) kill(?:ing)? (?:him|her|them) "
    r"?sel(?:f|ves)\b(?! (?:to|for|over|with|at|trying|working|by|laughing|making|on|doing|"
    r"just)\b)",
    r"\b(?:keeps?|wants? to|wanted to|started|been|going to|gonna) (?:hurt|harm)(?:ing)? "
    r"(?:him|her) ?self\b(?! (?:to|for|over|with|trying|working|by|playing|laughing)\b| at "
    r"(?:the gym|work|basketball|football|cricket|practice)\b)",
    r"\b(?:slit|slits|slitting|slash|slashed|slashes|slashing) (?:my|his|her|their|both) "
    r"(?:own )?(?:wrists?|veins?|arms?)\b|\bcut(?:s|ting)? (?:my|his|her|their|both) (?:own "
    r")?(?:wrists|veins)\b",
    r"\b(?:been|keeps?|started|starts|is|was|caught (?:him|her)|still|again|stop) cutting "
    r"(?:my|him|her|them) ?sel(?:f|ves)\b(?! (?:short|some|off|out|a|loose|from|down|on)\b)|"
    r"\b(?:been|keeps?|started|starts|caught (?:him|her)|again|stop) burning (?:my|him|her) "
    r"?self\b(?! (?:out|on|up|at the stove|with coffee)\b)|\b(?:cut|cuts|burn|burns|burned) "
    r"(?:my|him|her) ?self (?:again|on purpose|at night|every (?:night|day)|to feel|to cope|"
    r"to calm)\b",
    r"\b(?:feel like|want(?:s|ed)? to|wanna|going to|gonna|tried to|think(?:s|ing)? (?:of|"
    r"about)|talk(?:s|ed|ing)? (?:of|about)|plan(?:s|ning)? to|thought (?:of|about)) "
    r"(?:hang|drown|stab|hanging|drowning|stabbing) (?:my|him|her) ?self\b(?! (?:in|up|out|"
    r"over|on|with)\b)",
    r"\b(?:wanna|gonna|want to|going to|should|might|will|i'?ll|just) (?:kms|unalive (?:my|"
    r"him|her) ?self)\b",
    r"\b(?:(?:he|she)(?:'?s| is| was| feels?| felt| seems?| sounds?)|who(?:'s| is| feels)|"
    r"i(?:'?m| am| was| feel| felt)) (?:feeling |so |really |kinda |very |maybe "
    r")?sui?cidal\b(?! (?:deadline|timeline|schedule|target|pace|mission|plan|idea)s?\b)",
    r"\b(?:attempt(?:ed|s|ing)?|tried|tries) (?:to commit )?suicide\b|\bsuicide (?:note|"
    r"attempt)s?\b|\bsui?cidal (?:thoughts?|ideation|tendenc(?:y|ies))\b",
    r"\b(?:going to|gonna|want(?:s|ed)? to|wanna|plan(?:s|ning)? to|think(?:s|ing)? (?:of|"
    r"about)|about to|feel like|tried to) jump(?:ing)? (?:off|from) (?:the|a|our|this|that) "
    r"(?:\w+ )?(?:roof(?:top)?|bridge|building|balcony|window|helipad|terrace|overpass|"
    r"footbridge)\b",
    r"\b(?:sleep|bed|eyes) and (?:just )?(?:never|not) (?:wake up|open them)\b(?! (?:on|at|"
    r"early|late|for|before|in|until|till|to|so|tired)\b)|\b(?:wish|hope) (?:that )?i "
    r"(?:never|don'?t|didn'?t|hadn'?t|won'?t) (?:wake|woke|woken) up\b(?! (?:on|at|early|"
    r"late|for|before|in|until|till|to|so|sick|with|this|tired|sore|hungover|my|the|him|"
    r"her)\b)",
    r"\b(?:family|kids|children|wife|husband|parents|world|mom|mother|son|daughter)(?:'d| "
    r"would| will|'ll)? (?:all )?be (?:so much |much )?(?:better off|happier) (?:without me|"
    r"if i (?:was|were|am) (?:dead|gone)|when i'?m (?:dead|gone))\b|\b(?:everyone|everybody|"
    r"they|all)(?:'d| would| will|'ll)? (?:all )?be (?:so much |much )?(?:better off|"
    r"happier) (?:if i (?:was|were|am) dead|if i (?:wasn'?t|weren'?t) alive|when i'?m "
    r"dead)\b",
    r"\b(?:no|lost the|lost my|without) (?:more |any )?(?:will|reason) (?:to live|to be "
    r"alive|to stay alive|to go on living)\b(?! (?:in|near|at|with)\b)|\bnothing (?:left "
    r")?to live for\b|\b(?:point|sense) (?:of|in) (?:being alive|staying alive)\b",
    r"\b(?:tired|sick) of (?:living|being alive)\b(?! (?:in|with|on|at|out|near|from|like|"
    r"under|by|pay|for|pay ?check|alone|here|away|my|the)\b)",
    r"\boverdos(?:e|ed|es|ing) (?:on|with|of) (?:my |the |his |her |all )*(?:pills?|"
    r"tablets?|meds|medicines?|medication|sleeping|paracetamol|insulin)\b|\btook (?:a |the "
    r")?(?:whole|entire) (?:strip|bottle|box) of (?:\w+ )?(?:pills?|tablets?)\b",
    r"\b(?:goodbye|farewell) (?:letter|note|message)s? (?:to|for) (?:my|his|her) (?:family|"
    r"kids?|children|mom|mother|dad|parents|wife|husband|son|daughter)\b(?!'s)",
    r"\b(?:do not|doesn'?t|does not|no longer) (?:want|wants|wish)(?: to)? (?:live|exist|be "
    r"alive)\b(?! (?:in|near|at|with|by|on|far|alone|here|there|away|under|like|through|up|"
    r"from)\b)|\bdon'?t (?:want|wish) to exist\b",
    r"\b(?:ways?|how|method) (?:to|of) (?:die|dying|kill my ?self|end it all) "
    r"(?:painless(?:ly)?|without pain|in my sleep|fast and)\b|\bpainless (?:way to die|"
    r"death)\b",
)

HARASSMENT = (
    r"\b(?:grop(?:ed|es)|grop(?:e|ing) (?:me|her|him|girls?|women|agents?|trainees?)|"
    r"molest(?:ed|s|ing)?|fondl(?:ed|es|ing)|(?:was|got|been|he|they) raped)\b",
    r"\bsexual(?:ly)? (?:harass(?:ed|ing|es)|harasses|assault(?:ed|ing)|abus(?:ed|ing)|"
    r"favou?rs?|advances)\b",
    r"\b(?:send|sent|share|sends|sending|ask(?:s|ed|ing)?|want(?:s|ed)?|beg(?:s|ged)|"
    r"demand(?:s|ed)?)\b[^.?!]{0,25}\b(?:my nudes?|her nudes?|for nudes|(?:naked|nude|"
    r"topless) (?:pics?|pix|photos?|fotos?|pictures?|selfies?)|dick pics?)\b",
    r"\b(?:he|she|boss|manager|tl|lead|leader|supervisor|sup|om|vp|director|coach|trainer|"
    r"colleague|co-?worker|teammate|seatmate|senior|"
    r"analyst)\b[^.?!,]{0,30}\b(?:(?:touch(?:ed|es|ing)?|grab(?:bed|s|bing)?|squeez(?:ed|es|"
    r"ing)|rub(?:bed|s|bing)?|strok(?:ed|es|ing)|pinch(?:ed|es|ing)?) my (?:breasts?|boobs?|"
    r"chest|butt|bum|ass|thighs?|waist|legs?|knees?|neck|hips?|hair|shoulders?|back)|"
    r"(?:touch(?:ed|es|ing)?|grab(?:bed|s|bing)?|squeez(?:ed|es|ing)|slap(?:ped|s|ping)?|"
    r"pinch(?:ed|es|ing)?) (?:her|their|his agents|girls?'?) (?:breasts?|boobs?|butt|bum|"
    r"ass|thighs?))\b(?! (?:from|office|end|log|up|pay|base))",
    r"\b(?:sleep|slept|spend (?:a|the|one) night) with (?:him|her|me|my (?:boss|tl|team "
    r"lead(?:er)?|(?:operations )?manager|lead|supervisor|om))\b[^.?!]{0,60}\b(?:promot|"
    r"regular|score|shift|leave|job|post|fire)|\b(?:promot\w*|regulari[sz]\w*|score|shift|"
    r"leave|post)\b[^.?!]{0,50}\bif i (?:sleep|go to bed|spend (?:a|the|one) night|go out) "
    r"with (?:him|her)\b",
)
"""By people at work: where a caller is named, the message is not searched for these."""

THREAT = (
    r"\b(?:going to|gonna|i will|i'?ll|i want to|i wanna|plan(?:s|ning)? to|threaten(?:s|"
    r"ed)? to|said he(?:'d| will| would)|says he(?:'ll| will)) (?:stab|behead|beat up|slit "
    r"the throat of|shoot(?= my\b)) (?:my |the |our |that |this )?(?:boss|(?:operations "
    r")?manager|tl|team ?lead(?:er)?|supervisor|sup|om|director|coach|trainer|co-?worker|"
    r"colleague|teammate|seatmate|me|us all)\b(?! (?:an?|the|some|one|in the back|with "
    r"(?:questions|emails)|on (?:video|camera))\b)",
    r"\b(?:bring(?:s|ing)?|brought|carr(?:y|ies|ying)|has|have|hid(?:es|ing)?|with|pull(?:s|"
    r"ed|ing)?) (?:a|an|my|his|her) (?!(?:glue|heat|nerf|toy|water|top|radar|massage|spray|"
    r"staple|price|barcode|label) )(?:\w+ )?(?:gun|pistol|revolver|machete|itak|dagger|"
    r"grenade|molotov)\b(?! to (?:our|my|their|his|her|the) "
    r"heads?\b)[^.?!]{0,50}\b(?:office|floor|site|building|work|shift|bag|locker|desk|lobby|"
    r"prod|production|call cent(?:er|re))\b",
    r"\b(?:shoot(?:ing)? up|blow(?:ing)? up|bomb|burn(?:ing)? down|set(?:ting)? fire to) "
    r"(?:the|our|this|that|my) (?:whole |entire |damn )?(?:office|building|site|floor|call "
    r"cent(?:er|re)|company|workplace)\b(?!'s| (?:plans?|charts?|maps?|pictures?|photos?|"
    r"backlog|list|layout|quiz|game|party))|\b(?:burn|blow) (?:the|our|this|that) (?:whole |"
    r"entire |damn )?(?:office|building|site|floor|place|company) (?:down|up)\b",
    r"\b(?:throw|thrown|throwing|pour|poured|pouring|threw) acid (?:on|at|in|over)\b|\bacid "
    r"attack\b",
    r"\b(?:got|gets|getting|received?|receiving|sent|sends?|sending|makes?|made) (?:\w+ "
    r"){0,2}death threats?\b",
    r"\bla+sh (?:milegi|bichha? dung[ai]|gira dung[ai])|\bgaadi se (?:uda|kuchal) "
    r"(?:du+n?g[ai]|denge)",
)

_FIGURES = (
    r"(?:aht|handle time|handling time|qa|quality|csat|nps|surveys?|scores?|numbers|stats|figures"
    r"|metrics|kpis?|adherence|attendance|sla|hours|timesheets?|invoices?|records?|reports?"
    r"|results|data|evaluations?|audits?)"
)
FRAUD = (
    rf"\bmake (?:my|our|the) (?:[\w-]+ ){{0,2}}{_FIGURES} look"
    r" (?:lower|higher|shorter|better|good|green)\b",
    r"\b(?:(?:how|help|teach|show|want|need|can|let|should)\b[^.?!,]{0,15}\b(?:i|me|us|we|to)"
    r"|(?:told|asked|forced|ordered|pushed) (?:me|us) to)"
    r" (?:fake|falsify|forge|tamper with|doctor|manipulate|fudge|pad|inflate|back-?date"
    rf"|cheat(?: on)?|rig|cook) (?:[\w']+ ){{0,3}}{_FIGURES}\b",
)
