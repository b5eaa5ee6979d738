"""Whether English words are a whole question or order to an assistant. Pure.

By the grammar of short questions: a question word or an auxiliary in front, a subject behind the
auxiliary, a verb behind the subject, and an object where the verb needs one. There is no lexicon:
what is no function word may be a noun or a verb, so that the number of words behind the auxiliary
decides. What fits no pattern is not said to be whole.
"""

_GREETINGS = frozenset(
    "also alright and but hello hey hi no now of oh okay ok or please right so sorry sure thanks"
    " um uh well yeah yes great actually course".split()
)
"""What may stand in front of a question or an order."""

_JOINING = frozenset("and but or".split())
_AUXILIARY_BY = {
    **dict.fromkeys(("when", "where", "why"), 1),
    **dict.fromkeys(("who", "whom"), 2),
    "how": 3,
    **dict.fromkeys(("what", "which", "whose"), 5),
}
"""Question words, and the place by which their question has its auxiliary ("which of the three
houses is")."""
_QUESTION_WORDS = frozenset(_AUXILIARY_BY)
_IN_FRONT = frozenset("about at by for from in of on since to until with".split())
"""Prepositions in front of a question word ("In which city")."""

_BE = frozenset("is are was were isn't aren't wasn't weren't".split())
_HAVE = frozenset("has have had hasn't haven't hadn't".split())
_DO = frozenset(
    "do does did can could will would should may might must don't doesn't didn't can't couldn't"
    " won't wouldn't shouldn't".split()
)
"""Auxiliaries with a bare verb behind their subject, modals too."""
_AUXILIARIES = _BE | _HAVE | _DO
_SHORT_BE = tuple(f"{word}'s" for word in ("what", "who", "where", "when", "how"))

_PRONOUNS = frozenset("i you he she it we they there this that these those one".split())
_DETERMINERS = frozenset(
    "a an the my your his her its our their this that these those any some all each every no"
    " another".split()
)

_NO_SUBJECT = frozenset("already always also been ever just never not now only still".split())
"""Words behind the auxiliary of a sentence that has lost its beginning ("has never been there")."""

_NEED_OBJECT = frozenset(
    "use build built find found get got give given have need want make made bring put take took"
    " send show tell told buy bought call called keep join mean own reach receive"
    " write wrote change".split()
)
"""Verbs that ask for an object, unless the question word is it ("What did she build?")."""
_ASK_OBJECT = frozenset("what which who whom whose".split())

_RELATIONAL = frozenset(
    "amount author capital cause colour color cost date difference end example history kind length"
    " list meaning name number part price purpose rest result size status summary title top type"
    " version".split()
)
"""Nouns that are somebody's or something's: "the author" is mostly followed by "of"."""

_ORDERS = frozenset(
    "add call check close compare continue copy count create define delete describe display"
    " download explain export find import keep list look mute name note open pause pick play print"
    " read record remember remind remove repeat replay restart resume save say search send set show"
    " shut sing spell start stop summarise summarize switch take talk tell transcribe translate"
    " turn wait wake write".split()
)
"""Verbs of orders to an assistant."""
_ALONE = frozenset("continue pause resume restart stop wait".split())
"""Those of them that need only one word behind them."""
_ASKED_OF_YOU = (("can", "you"), ("could", "you"), ("would", "you"), ("will", "you"))
_OBJECTS = frozenset("it me us them him her that this".split())
_TWO_OBJECTS = frozenset("tell show give send bring sing remind".split())
"""Verbs that need somebody and something behind them."""
_POLITE = frozenset("please kindly just".split())


def is_whole(said: str, *, is_asked: bool = True) -> bool:
    """Whether these words are a question or an order with all its parts.

    `said` is in small letters, without marks; `is_asked` tells that a question mark was written
    behind it, or that marks are not known.
    """
    words = said.split()
    is_joined = False
    while words and words[0] in _GREETINGS:
        is_joined = words[0] in _JOINING
        words = words[1:]
    if len(words) > 2 and words[-1] == "please":
        return True
    if len(words) > 2 and (words[0], words[1]) in _ASKED_OF_YOU:
        order = [word for word in words[2:] if word not in _POLITE]
        return len(order) > 2 or _is_order(order) or _has_pronoun(order)
    if len(words) > 1 and words[0] in _IN_FRONT and words[1] in _QUESTION_WORDS:
        words = words[1:]
    if len(words) < 2:
        return False
    if len(words) > 2 and words[1] == "about" and words[0] in ("what", "how"):
        return True
    if words[0] in _QUESTION_WORDS or words[0] in _SHORT_BE:
        if not is_asked and words[1] in _PRONOUNS | _DETERMINERS:
            return False  # "what I would like", "how the engine works"
        return _is_open_question(words, is_joined)
    if words[0] in _AUXILIARIES:
        return _has_clause(words[0], words[1:], needs_object=True, needs_verb=True)
    return _is_order(words)


def _is_open_question(words: list[str], is_joined: bool) -> bool:
    """Whether words that begin with a question word are a whole question.

    A question has its auxiliary in front of the subject, where a subordinate clause ("when the
    shop is open", and what is joined to something said before, "and who came late") has not.
    """
    if words[0] in _SHORT_BE:
        return _has_clause("is", words[1:], needs_object=False, needs_verb=False)
    needs_object = words[0] not in _ASK_OBJECT and words[1] not in ("many", "much")
    last = _AUXILIARY_BY[words[0]]
    at = next((at for at in range(1, len(words)) if words[at] in _AUXILIARIES), None)
    if at is not None and at <= last:
        behind, needs_verb = words[at + 1 :], words[0] == "why"
        return _has_clause(words[at], behind, needs_object=needs_object, needs_verb=needs_verb)
    # The question word is the subject, and the verb stands behind it or behind its noun.
    if last == 1 or is_joined:
        return False
    least = 3 if words[0] == "who" else 4
    return len(words) >= least + 2 * ("of" in words[:3])


def _has_clause(auxiliary: str, behind: list[str], *, needs_object: bool, needs_verb: bool) -> bool:
    """Whether a subject and, where the auxiliary needs it, a verb stand behind an auxiliary."""
    if not behind or behind[0] in _NO_SUBJECT:
        return False
    subject = 2 if behind[0] in _DETERMINERS and behind[0] not in _PRONOUNS else 1
    if auxiliary in _BE and not needs_verb:
        return len(behind) >= subject and not _leaves_open(behind)
    if needs_object and behind[-1] in _NEED_OBJECT:
        return False
    return len(behind) > subject


def _is_order(words: list[str]) -> bool:
    """Whether words are an order with what it is about."""
    if not words or words[0] not in _ORDERS or _leaves_open(words):
        return False
    return len(words) > 2 or (words[0] in _ALONE and len(words) == 2) or _has_pronoun(words)


def _has_pronoun(words: list[str]) -> bool:
    """Whether words are a verb and all its objects, a pronoun ("hear me", but not "tell me")."""
    return len(words) == 2 and words[1] in _OBJECTS and words[0] not in _TWO_OBJECTS


def _leaves_open(words: list[str]) -> bool:
    """Whether the last noun mostly has "of" and another one behind it."""
    return len(words) > 1 and words[-1] in _RELATIONAL and words[-2] in _DETERMINERS
