"""Work: what must be done, what is said about it, and how each need is met here."""

from roles.tasks.models.digests import Digest
from roles.tasks.models.requests import Request, RequestMove
from roles.tasks.models.settings import NeedSetting
from roles.tasks.models.talk import Comment, Mention
from roles.tasks.models.tasks import Task, TaskMove

__all__ = [
    "Comment",
    "Digest",
    "Mention",
    "NeedSetting",
    "Request",
    "RequestMove",
    "Task",
    "TaskMove",
]
