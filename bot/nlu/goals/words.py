"""Words in and around the names that people give their goals."""

from __future__ import annotations

from bot.nlu.patterns import words_of

GOAL_WORDS = words_of("goal goals target targets objective objectives")
ONE_GOAL = words_of("goal target objective")
POINTING_WORDS = words_of("one thing")
DETERMINERS = words_of(
    """
    the my that our this yung ang wo woh us mera meri mere nung
    """
)
INDEFINITE = words_of(
    """
    a an another new every each any all which what these whole both many more other next personal
    no some wrong right old current same own main only latest active open existing big entire last
    first second third fourth fifth 1st 2nd 3rd best good important previous earlier closed dropped
    finished completed hardest little real single following duplicate very quiet paused three two
    naya ek unang pehla dusra original
    """
)
"""Words before "goal" that do not say which one."""
NO_NAME = (
    GOAL_WORDS
    | POINTING_WORDS
    | words_of(
        """
    date dates deadline deadlines title name wording step progress status list number metric
    measure end start due day week month quarter year way it me mine myself you reminder reminders
    update rest chat check-in check-ins bit lot history chart graph details figure percent
    percentage no work word everything tracking all part parts half record records file line
    """
    )
)
"""Words that name something about a goal, or none."""
ENCLITICS = words_of("wala wale wali ka ki ke na ng ko")
"""Words between a name and the word goal."""
BREAKS = (
    DETERMINERS
    | ENCLITICS
    | words_of(
        """
    is are am was were be been being i i'm im i'd id i've ive i'll you u we he she they it its it's
    me to as at by because please pls plz kindly and but from now today yesterday anymore again
    back till until before has have had needs should so too since if can cant can't due thanks po
    mein mo sa just already then or not done finished completed complete closed reached achieved
    over off out up down instead after finally how when where will would yet lang ho gaya there
    almost nearly your his her their let's lets on for about with of did do does got regarding
    tapos hey ok okay coach hi tomorrow went still hata looks doing going stands dont don't maine
    mujhe apna ako ba natin lahat kya kitna kitne kaunse ilang anong sab dono ye yeh tha kiya aaj
    update na ni may sorry jo ang mga pakita vs
    """
    )
)
"""Words that a goal's name does not hold."""
VERBS = words_of(
    """
    hit met made nailed smashed failed managed beat want wanna need update drop delete remove
    cancel close reopen re-open show see view mark set put log edit rename change move push bump
    extend stop tracking track forget scrap check open add save restore make get tick quit report
    restart resume finish quick postpone keep reach unfollow pause erase discontinue withdraw
    abandon unsave list bring continue passed said says like give find pull create bin eliminate
    draw plot chart graph reopened strike void undo unset clear shelve visualise display present
    numbers entries values updates notes records progress history all karo pa-add
    """
)
"""Words before a name that belong to it only after a determiner: "the daily report goal"."""
NEW = words_of(
    """
    a an another new any every each which what next more ek naya bagong isang
    """
)
"""Words before "goal" that speak of none that is there already."""
MAKING = words_of("create creating add adding set setting make making start starting put save open")
