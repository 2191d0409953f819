"""How a day is named in a chat: spellings, words, calendar periods, and the rules of each way."""
