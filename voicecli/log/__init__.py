"""The program's log: JSON lines in the state folder, for whoever mends it.

A line holds what `fields` lets through and nothing else: names of closed sets, numbers, codes. What
somebody said, asked, wrote or keeps does not get in, unless the settings ask for words.
"""

from voicecli.log.conversation import ConversationLog, log_conversation
from voicecli.log.lines import close_log, failed, log_file, open_log, thread_failed, told
from voicecli.log.names import components

__all__ = [
    "ConversationLog",
    "close_log",
    "components",
    "failed",
    "log_conversation",
    "log_file",
    "open_log",
    "thread_failed",
    "told",
]
