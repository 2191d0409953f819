"""The Telegram face of the coach."""
