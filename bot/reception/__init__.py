"""First contact, for every face: whose chat it is, consent before anything lasts, exports."""

from bot.reception.desk import Reception, ReplyJson

__all__ = ["Reception", "ReplyJson"]
