"""The schema's history, for Alembic; `bot.store.upgrade` runs it."""
