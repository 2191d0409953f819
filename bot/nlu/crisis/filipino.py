"""The same in Tagalog and Cebuano, which the encoder does not know."""

from __future__ import annotations

SELF_HARM = (
    r"\bmagpa(?:pa)?kamatay\b",
    r"\b(?:ayoko|ayaw ko|ayaw (?:na )?(?:daw )?niya(?:ng)?) ?(?:na )?(?:n(?:a|g|ang) "
    r")?(?:talaga(?:ng)? )?(?:pang )?mabuhay\b",
    r"\bpagod na (?:pagod )?(?:na )?(?:po )?(?:ako|akong|siya|siyang)(?: po)?(?:ng| na| "
    r"nang)? mabuhay\b",
    r"\b(?:mag(?:pa)?bi(?:bi)?gti|nag(?:pa)?bi(?:bi)?gti)\b",
    r"\b(?:nag|mag|nagla|magla)laslas\b|\blaslas (?:sa|ang|yung) (?:braso|pulso|kamay)\b",
    r"\b(?:tatapusin|tapusin|wawakasan|wakasan|kitilin|kikitilin) (?:ko |niya |daw )?(?:na |"
    r"nang )?(?:lang )?(?:ko |niya )?(?:ang|yung) (?:(?:sarili (?:ko|niya)ng|sariling|"
    r"aking) buhay|buhay (?:ko|niya))\b(?! (?:sa|bilang)\b)",
    r"\b(?:matulog|pumikit)[^.?!]{0,15} wag n(?:a|g|ang) (?:lang )?(?:ako )?(?:nang "
    r")?(?:ma)?gising\b(?! (?:si|ang|yung|sila)\b)|\bsana (?:hindi|di) na (?:lang )?(?:sana "
    r")?ako (?:ma)?gising\b(?! (?:nang|ng|sa|late)\b)",
    r"\bmagpapaalam na (?:ako|siya|daw siya) sa mundo\b|\blast shift ko na (?:to |ito )?sa "
    r"mundo\b|\b(?:mawala|maglaho) na (?:lang )?(?:ako )?(?:sana )?sa mundo\b",
    r"\b(?:mas (?:mabuti|maganda|ok|okay|gusto ko)|sana) (?:pang? )?(?:mamatay|patay) na "
    r"(?:lang )?ako\b(?! (?:kaysa|kesa|sa (?:tawa|gutom|hiya|kilig|pagod|antok)|kay|ni)\b)",
    r"\bsinasaktan (?:ko|niya|nya|daw niya) (?:na naman )?(?:ang|yung) sarili\b",
    r"\bwala n(?:a|g|ang) (?:silbi|saysay) (?:na )?(?:ang|yung) buhay ko\b",
    r"\bgusto (?:ko|niya|nya) n(?:a|g|ang) mamatay\b(?! sa (?:tawa|gutom|hiya|kahihiyan|"
    r"kilig|inip|init|lamig|antok|inggit|pagod|sarap)\b)",
    r"\b(?:maghi|naghi|mihi|gihi|maghihi|hi)kog(?:on)?\b",
    r"\b(?:dili|di|ayaw) (?:nako|na ko|ko|na siya) ?(?:na )?(?:gusto |ganahan )?(?:nga "
    r")?(?:pa )?mabuhi\b",
    r"\b(?:gusto|ganahan) na ?(?:ko|kaayo ko|jud ko|gyud ko) (?:ng |nga )?mamatay\b(?! sa "
    r"(?:katawa|kaulaw|kagutom|kakapoy)\b)|\bmas maayo pa (?:nga |kung )?mamatay na "
    r"?(?:lang )?ko\b|\bunta (?:dili|di) na ?(?:lang )?ko ?(?:lang )?makamata\b",
)

HARASSMENT = (
    r"\b(?:hini?hipu?an|hinipuan|minolestya|minomolestya|ginahasa|ni-?rape|minanyak|"
    r"minamanyak|hinalikan (?:ako|siya) nang pilit|pilit (?:akong |siyang |na )?hinalikan)\b",
)

THREAT = (
    r"\b(?:sasaksakin|babarilin|bubugbugin|papaslangin|ipapapatay) (?:ko|kita|ka|daw (?:ka|"
    r"ako|siya|nila|niya)|niya|nila)\b|\bpapatayin (?:ko (?:na )?(?:si|yung (?:tl|team "
    r"leader|boss|(?:operations )?manager|sup|om|lead|kateam|ka-team))|(?:na )?kita)\b",
    r"\b(?:patyon|dunggabon|pusilon|bunoon) (?:tika|ta ?ka|daw ko|ko (?:niya|nila)|nako si)\b",
)
