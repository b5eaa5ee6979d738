"""Key topics of an interview: what is asked for, gaps, strengths, claims, and why this job."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from voicecli.interview.fit.ranking import Candidate, rank
from voicecli.interview.plan import Job, Match, Place, Question, Resume, Topic, TopicKind
from voicecli.interview.planning.choosing import Chosen, choose
from voicecli.interview.planning.newcomers import is_newcomer
from voicecli.interview.planning.subjects import Subject, of_candidate, of_job, of_role, quoted
from voicecli.interview.planning.templates import OWN, TemplatePool, own_group, slots_for
from voicecli.interview.planning.themes import ASKED_ANYWAY, Theme, theme_of, themes
from voicecli.interview.planning.told_of import of_name
from voicecli.interview.planning.wishes import Wishes
from voicecli.protocols import Embedder

FEWEST = 4
READY = 3
"""Questions of a topic: the third is kept for a second interview about it."""
ASKED_FOR = 1.0
WHY_THIS_JOB = 0.5
ROLE = 0.4
MOST_ROLES = 2
ANYWAY = 0.3
"""Weights of topics that no document gives."""


def choose_topics(
    job: Job,
    resume: Resume,
    matches: Sequence[Match],
    *,
    wishes: Wishes | None = None,
    count: int = 6,
    embedder: Embedder | None = None,
    today: date,
) -> tuple[Topic, ...]:
    """At most `count` topics in the order in which they are asked about, with ready questions.

    What was asked for is among them, then gaps, strengths and claims in turns, and why this job;
    where documents give too little, what every interview asks.
    """
    wishes = wishes or Wishes()
    ranked = rank(job, resume, matches, wishes.text, today=today, embedder=embedder)
    usable = [one for one in ranked if of_candidate(one, job, resume) is not None]
    chosen = choose(usable, job, resume, wishes, count, embedder)
    pool = TemplatePool(wishes, resume=bool(resume.claims), newcomer=is_newcomer(resume))
    writer = _Drafting(job, resume, wishes, pool, embedder)
    topics = list(writer.topics(chosen))
    topics += writer.more(count, topics, chosen.spare)
    return numbered(ordered(topics))


def ordered(topics: Iterable[Topic]) -> list[Topic]:
    """Topics as they are asked about: a strength opens, why this job comes before the end."""
    by_weight = sorted(topics, key=lambda topic: -topic.weight)
    opening = next((topic for topic in by_weight if topic.kind in ("strength", "claim")), None)
    if opening is not None:
        by_weight.remove(opening)
        by_weight.insert(0, opening)
    return by_weight


def numbered(topics: Iterable[Topic]) -> tuple[Topic, ...]:
    """Topics with ids by their place: "t1", "t2"."""
    return tuple(replace(topic, id=f"t{number}") for number, topic in enumerate(topics, 1))


class _Drafting:
    """Turns what was chosen into topics, each with questions that no other one has."""

    def __init__(
        self,
        job: Job,
        resume: Resume,
        wishes: Wishes,
        pool: TemplatePool,
        embedder: Embedder | None,
    ) -> None:
        self._job = job
        self._resume = resume
        self._wishes = wishes
        self._pool = pool
        self._embedder = embedder
        self._told: set[str] = set()

    def topics(self, chosen: Chosen) -> Iterator[Topic]:
        """Each topic that finds two questions."""
        for words, candidate in chosen.asked_for:
            yield from self._asked_for(words, candidate)
        for candidate in chosen.candidates:
            yield from self._of_candidate(candidate)
        if chosen.motivation:
            yield from self._motivation()

    def more(self, count: int, topics: Sequence[Topic], spare: Iterable[Candidate]) -> list[Topic]:
        """What is missing to `count` topics: what is left of the documents, else the usual.

        Documents that give four topics are not padded with what everybody is asked.
        """
        found: list[Topic] = []
        if self._wishes.only_focus:
            return found
        for candidate in spare:
            if len(topics) + len(found) >= count:
                return found
            found += self._of_candidate(candidate)
        if not self._job.requirements:
            found += self._of_roles(count - len(topics) - len(found))
        avoided = {theme.id for words in self._wishes.avoid if (theme := theme_of(words))}
        titles = {topic.title for topic in topics}
        for name in ASKED_ANYWAY:
            theme = themes()[name]
            if len(topics) + len(found) >= min(count, FEWEST):
                break
            if name not in avoided and theme.title not in titles:
                questions = self._pool.accept(theme.questions, READY)
                why = "Every interview asks this."
                found += _topic(theme.title, "motivation", why, ANYWAY, questions)
        return found

    def _of_candidate(self, candidate: Candidate) -> Iterator[Topic]:
        subject = of_candidate(candidate, self._job, self._resume)
        if subject is None:
            return
        kind, why = candidate.kind, subject.why
        if kind == "gap" and not self._resume.claims:
            kind = "strength"
            subject = replace(
                subject, groups=tuple(g.replace("gap.", "strength.") for g in subject.groups)
            )
        deed = subject.slots.get("did", "")
        if candidate.ground == "figure" and deed in self._told:
            return  # another topic asks about it already
        questions = self._questions(subject)
        if deed and any(deed in question.text for question in questions):
            self._told.add(deed)
        yield from _topic(subject.title, kind, why, candidate.weight, questions, candidate.places)

    def _of_roles(self, most: int) -> list[Topic]:
        """What somebody did last, where no job description says what matters of it."""
        found: list[Topic] = []
        roles = [claim for claim in self._resume.claims if claim.kind == "role"]
        for role in sorted(roles, key=lambda one: (one.ongoing, one.end or one.start))[::-1]:
            subject = of_role(role.organisation or role.title, self._resume)
            if len(found) >= min(most, MOST_ROLES) or subject is None:
                break
            why = f"The résumé says: {quoted(role.place.quote)}."
            found += _topic(
                subject.title, "claim", why, ROLE, self._questions(subject), (role.place,)
            )
        return found

    def _asked_for(self, words: str, candidate: Candidate | None) -> Iterator[Topic]:
        why = f"Asked for: “{words}”."
        theme = theme_of(words, self._embedder)
        places = candidate.places if candidate else ()
        if theme is not None:
            yield from self._of_theme(theme, why, candidate)
        elif role := of_role(words, self._resume):
            questions = self._questions(role)
            yield from _topic(role.title, "instruction", why, ASKED_FOR, questions)
        elif candidate is not None:
            subject = of_candidate(candidate, self._job, self._resume)
            questions = self._questions(subject) if subject else ()
            title = subject.title if subject else candidate.title
            yield from _topic(title, "instruction", why, ASKED_FOR, questions, places)
        else:
            title = words[:1].upper() + words[1:]
            questions = self._pool.take((own_group(words),), slots_for(words), READY)
            yield from _topic(title, "instruction", why, ASKED_FOR, questions)

    def _of_theme(self, theme: Theme, why: str, candidate: Candidate | None) -> Iterator[Topic]:
        """A subject, with one question about what the documents say of it."""
        own: tuple[Question, ...] = ()
        subject = of_candidate(candidate, self._job, self._resume) if candidate else None
        if subject is not None:
            own = self._pool.take(subject.groups, subject.slots, 1)
        alone = self._wishes.only_focus
        ready = self._pool.accept(theme.questions, len(theme.questions) if alone else READY)
        if alone:  # then there is time for more of it
            ready += self._pool.take((OWN,), slots_for(theme.title), READY)
        questions = (*ready[:1], *own, *ready[1:])
        places = candidate.places if candidate and own else ()
        yield from _topic(theme.title, "instruction", why, ASKED_FOR, questions, places)

    def _motivation(self) -> Iterator[Topic]:
        slots = of_job(self._job)
        groups = ["motivation.job", "motivation.any", "motivation.company"]
        company = of_name(" ".join(self._job.company.split()))
        title = f"Why {company}" if "company" in slots else "Why this job"
        why = "Whoever hires asks why you want the job."
        if not (slots or self._job.requirements):
            groups, title = ["motivation.open"], "Why a new job"
        questions = self._pool.take(groups, slots, READY)
        yield from _topic(title, "motivation", why, WHY_THIS_JOB, questions)

    def _questions(self, subject: Subject) -> tuple[Question, ...]:
        """Questions from the groups that fit."""
        quoted = all(group.endswith(".words") for group in subject.groups)
        most = READY - 1 if quoted else READY  # a line that is read out three times is enough of it
        return self._pool.take(subject.groups, subject.slots, most)


def _topic(
    title: str,
    kind: TopicKind,
    why: str,
    weight: float,
    questions: Sequence[Question],
    places: tuple[Place, ...] = (),
) -> Iterator[Topic]:
    """The topic, if it has two questions."""
    if len(questions) >= 2:
        yield Topic("", title, kind, why, weight, tuple(questions), places)
