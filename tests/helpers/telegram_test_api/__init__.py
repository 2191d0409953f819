"""The npm package telegram-test-api: a Bot API server that we did not write, as a second opinion.

It lacks sendChatAction, setMyCommands, sendPhoto and sendDocument: it answers 500 without `ok`, as
to any method that it does not know. It takes every token, text, parse mode and keyboard unchecked,
keeps no record of answered callback queries, acknowledges updates as it hands them out, and knows
no edits by people, no second delivery and no membership. What `server.js` corrects is said there.
"""
