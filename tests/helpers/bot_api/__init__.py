"""A strict Telegram Bot API server for tests, written from the public documentation."""
