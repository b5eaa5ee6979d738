"""What a question asks for: intent, names, years, follow-ups and guards, without any model."""

from voicecli.understanding.intents import COARSE
from voicecli.understanding.meaning import Meanings
from voicecli.understanding.question import understand
from voicecli.understanding.settling import settle_intent
from voicecli.understanding.social import SOCIAL_INTENTS
from voicecli.understanding.splitting import split_questions
from voicecli.understanding.vocabulary import Title, Vocabulary, vocabulary_of

__all__ = [
    "COARSE",
    "SOCIAL_INTENTS",
    "Meanings",
    "Title",
    "Vocabulary",
    "settle_intent",
    "split_questions",
    "understand",
    "vocabulary_of",
]
