"""First contact, for every face: whose chat it is, consent before anything lasts, exports."""

from bot.reception.desk import Reception, ReplyJson, question_due

__all__ = ["Reception", "ReplyJson", "question_due"]
