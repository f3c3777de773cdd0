"""Customer care's rows: conversations and what is said in them, mail as it came, what is ready."""

from customer_care.models.answers import CannedAnswer, CareSetting, KnowledgeNote
from customer_care.models.conversations import Conversation, ConversationMove
from customer_care.models.letters import Letter, LetterMove
from customer_care.models.messages import Attachment, Look, Message

__all__ = [
    "Attachment",
    "CannedAnswer",
    "CareSetting",
    "Conversation",
    "ConversationMove",
    "KnowledgeNote",
    "Letter",
    "LetterMove",
    "Look",
    "Message",
]
