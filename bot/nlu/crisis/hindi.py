"""The same in Hindi as it is typed in Latin letters, which the encoder does not know."""

from __future__ import annotations

SELF_HARM = (
    r"\bmar(?:na|ne) (?:chaht[ai]|ka man+)\b",
    r"\bmar jaa?na chaht[ai]\b",
    r"\bkhud-?kh?us?h?i\b|\bkhud kush?i\b|\ba+t+ma? ?hat+ya+\b|\bsuicide (?:kar(?:ne|na| "
    r"l[iue]| lunga| lungi)|karne)\b",
    r"\bjee?ne (?:ka|ki|ko) (?:ab )?(?:koi )?(?:ma+n+|dil|ichh?a|wajah|iccha) (?:hi |ab |"
    r"bilkul )?(?:nahi+n?|nhi|na)\b|\bjee?na (?:hi |ab )?(?:nahi+n?|nhi) cha+h",
    r"\bmarne ke (?:khaya+l|khya+l|vicha+r)|\bmar (?:ja+u+|ja+un) to (?:hi )?(?:accha|"
    r"achh?a|behtar|theek)\b|\bmarn[ae] cha+ht",
    r"\b(?:apni|khud ki) ja+n (?:le(?:ne|na)\b|le (?:lu|lunga|lungi|leta|leti|li)\b)|"
    r"\b(?:apni |khud ki |meri )?(?:zindagi|jindagi) (?:hi )?khatam kar(?:ne (?:ka|ki|ke)|"
    r"na cha| lu| lunga| lungi| dunga| dungi)\b",
    r"\b(?:chhat|building|pul|bridge|terrace|balcony) se (?:neeche |niche )?kood(?:ne|na|ke|"
    r"u| jau| jaunga| jaungi)\b|\b(?:fa+nsi|pha+nsi) laga (?:lu|lunga|lungi|li|le(?:ne|na)|"
    r"ke mar)|\bpankhe se la(?:t|th)ak",
    r"\bneend ki (?:bahut |saari |sari |bohot )?goliya+n?\b[^.?!]{0,30}\b(?:jama|himmat|ek "
    r"saath|ikatthi)\b|\b(?:zeher|zehar|jehar|jahar|phenyl) (?:kha|pee|pi) (?:li|liya)\b",
    r"\b(?:dua|kaa?sh|cha+ht[ai]|socht[ai]|bhagwan)\b[^.?!]{0,30}\baa?nkh (?:hi )?(?:na|"
    r"nahi|nhi) khule\b",
)

HARASSMENT = (
    r"\b(?:mere|uske|ladki ke|agent ke|teammate ke|friend ke) (?:saath|sath) (?:chhe?d "
    r"?(?:kha+ni|chha+d)|balatka+r|rape)|\b(?:mujhe|usko|use) (?:chhedta|chhedte|galat "
    r"(?:tareeke|tarike|jagah|tarah) (?:se |pe |par )?(?:chhu|chu|touch|haath|hath))|"
    r"\bgalat (?:tareeke|tarike|jagah) (?:se |pe |par )?(?:chhu(?:a|ta|te|ti)|touch kar|"
    r"haath laga)",
)

THREAT = (
    r"\bja+n se ma+r (?:da+lu?n?g[ai]|du+n?g[ai])\b|\bgoli ma+r du+n?g[ai] (?:usko|use|"
    r"tujhe|tereko|isko|sabko|manager|boss|tl|team leader)\b|\b(?:usko|use|tujhe|isko|"
    r"manager ko|boss ko|tl ko|leader ko) goli ma+r du+n?g[ai]\b|\b(?:cha+ku|chhuri|churi) "
    r"(?:(?:ma+r|ghusa|ghop|ghonp) (?:du+n?g|denge)|leke aaya hu)|\btez+a+b (?:phen?k|da+l)|"
    r"\bzinda nah?i+n? chh?odu+n?g[ai]|\b(?:haath|hath) (?:pair|per) (?:tod du+ng|tod denge|"
    r"tudwa)",
)
