"""Thin Rasa components around the classes of bot.nlu, one per file."""

import warnings

# Rasa warns once for every example of a label below an intent (ask/<topic>), since it expects its
# own ResponseSelector there; and for annotations, since ours are for evaluation.
for _start in (
    "Your training data contains an example",
    "You have defined training data",
    "You have defined synonyms",
):
    warnings.filterwarnings("ignore", message=_start)
