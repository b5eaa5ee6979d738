"""The program's log: JSON lines in the state folder, for whoever mends it.

A line holds what `fields` lets through and nothing else: names of closed sets, numbers, codes. What
somebody said, asked, wrote or keeps does not get in, unless the settings ask for words.
"""

from voicecli.log.lines import close_log, failed, log_file, open_log, thread_failed, told

__all__ = [
    "close_log",
    "failed",
    "log_file",
    "open_log",
    "thread_failed",
    "told",
]
