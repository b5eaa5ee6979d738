"""Questions for somebody who had no job yet: nothing of a past at work is presumed."""

import re
from dataclasses import replace

from voicecli.interview.plan import Question, Resume

_AT_WORK = re.compile(r" at work\b(?! here)")
_OF_LIFE = re.compile(r"\b(from|in) your (?:own work|working life|work)\b")
_OF_A_PAST = re.compile(
    r"\byour (?:past |last )?(?:manager|work(?:ing (?:life|time))?|line of work|jobs?)\b"
    r"(?! (?:is|here|around|would|will))"
    r"|\b(?:your last|a former|an earlier) (?:one|job|colleague|manager)\b|\bon the job\b"
    r"|\byou and your colleagues\b|\bpeople who have worked with you\b|\byour line of work\b"
    r"|\bthe last one\b|\bnew position\b|\blast manager\b|\bworking time\b",
    re.IGNORECASE,
)


def is_newcomer(resume: Resume) -> bool:
    """Whether a résumé tells of somebody and of no job that they had."""
    return bool(resume.claims) and not any(claim.kind == "role" for claim in resume.claims)


def for_newcomer(question: Question) -> Question | None:
    """The question without "at work"; None where it has no sense without a job before this one."""
    text = _OF_LIFE.sub(r"\1 your life so far", _AT_WORK.sub("", question.text))
    return None if _OF_A_PAST.search(text) else replace(question, text=text)
