"""One thing under its several names: abbreviations, spellings, word forms, slips of the pen."""

import re
from collections.abc import Iterable
from functools import lru_cache

from voicecli.understanding.words import STOP_WORDS, stem

_SAME = """
javascript, js, ecmascript | typescript, ts | kubernetes, k8s | postgresql, postgres
amazon web services, aws | google cloud platform, google cloud, gcp | microsoft azure, azure
microsoft excel, ms excel, excel | microsoft word, ms word
microsoft office, ms office, office 365 | microsoft 365, office 365
microsoft project, ms project | power bi, powerbi | node.js, nodejs, node
react, react.js, reactjs | vue, vue.js, vuejs | angular, angularjs | golang, go language
c#, c sharp, csharp | c++, cpp | .net, dotnet | machine learning, ml | artificial intelligence, ai
natural language processing, nlp | continuous integration, ci/cd, ci
a/b testing, ab testing, a/b tests, split testing, experimentation
structured query language, sql | search engine optimisation, search engine optimization, seo
pay per click, ppc | business to business, b2b | business to consumer, b2c
software as a service, saas | customer relationship management, crm
enterprise resource planning, erp | user experience, ux | user interface, ui | human resources, hr
quality assurance, qa | quality control, qc | project management professional, pmp
registered nurse, rn | licensed practical nurse, lpn | enrolled nurse, en
certified nursing assistant, cna | nurse practitioner, np | advanced cardiac life support, acls
basic life support, bls | advanced life support, als | immediate life support, ils
cardiopulmonary resuscitation, cpr | intravenous, iv
electronic health record, ehr, electronic medical record, emr
intensive care unit, icu, itu, intensive care, critical care | emergency department, ed, a&e, er
neonatal intensive care unit, nicu | operating theatre, operating room
certified public accountant, cpa | chartered accountant, aca, ca
generally accepted accounting principles, gaap | international financial reporting standards, ifrs
value added tax, vat | accounts payable, ap, purchase ledger
accounts receivable, ar, sales ledger | profit and loss, p&l
key performance indicator, kpi, kpis | bachelor of science, bsc, b.sc, bs
bachelor of arts, ba, b.a | master of science, msc, m.sc, ms | master of arts, ma, m.a
master of business administration, mba | doctor of philosophy, phd, ph.d
bachelor of business administration, bba | bachelor of engineering, beng | juris doctor, jd, j.d
bachelor of laws, llb | master of laws, llm | bachelor of education, bed
postgraduate certificate in education, pgce | qualified teacher status, qts
special educational needs, sen, send, special needs, special education
english as a second language, esl, english as an additional language, eal
early years foundation stage, eyfs | teaching english as a foreign language, tefl
heavy goods vehicle, hgv, lgv, large goods vehicle, lorry, truck, articulated
commercial driver's license, commercial driving licence, cdl
certificate of professional competence, cpc | class 1, c+e, category c+e, category ce, class one
class 2, category c, class two | forklift, fork lift, forklift truck, flt | multi-drop, multidrop
gas tungsten arc welding, gtaw, tig, tig welding
gas metal arc welding, gmaw, mig, mig welding, mig/mag
shielded metal arc welding, smaw, mma, stick welding, arc welding
flux-cored arc welding, fcaw, flux-cored | oxy-fuel, oxyfuel, oxy-acetylene, gas cutting
computer aided design, cad | computer numerical control, cnc | programmable logic controller, plc
building information modelling, building information modeling, bim
occupational safety and health administration, osha | personal protective equipment, ppe
hazard analysis and critical control points, haccp | health and safety, h&s, hse
disclosure and barring service, dbs | continuing professional development, cpd
driving licence, driver's license, driving license, drivers license, driver's licence
mathematics, maths, math | point of sale, pos, epos
customer service, client service, customer care | frontend, front-end, front end
backend, back-end, back end | full-stack, fullstack, full stack | team leadership, team leading
stock control, inventory control, inventory management | curriculum vitae, cv
general data protection regulation, gdpr | standard operating procedure, sop
"""
_MARKS = re.compile(r"[^\w+#./&'’-]+")
_WORD = re.compile(r"[^\W_]+(?:[.+#/&'’-]*[^\W_]+)*[+#]*", re.UNICODE)
_CAPITALS = re.compile(r"\b[A-Z]{3,6}\b")
_UNTOLD = frozenset(("and", "of", "the", "in", "for"))
"""Words without a letter in an abbreviation."""
_MOST_IN_NAME = 8
_LEAST_TYPO = 6
_TYPO = 88.0
"""rapidfuzz's ratio of two words that are one with a letter wrong or missing."""
_KIN = """
lead leadership manag supervis overse head direct line run coordin | mentor coach train teach
tutor develop induct | budget cost spend | target quota exceed beat | sell sale seller revenue
busi | improv rais increas grow grew boost cut reduc save halv | custom client guest shopper |
stakehold client partner board | analys analyt analyz report dashboard | schedul plan rota roster
| write wrote draft document author | present pitch speak | recruit hire interview onboard |
negoti bargain | repair fix mainten maintain servic | audit inspect check complianc comply |
safeti safe accident incid risk | welfar safeguard protect | deliver deploy launch releas
production | child children pupil student learner class classroom | patient resid ward clinic |
kitchen cook chef cover brigad menu dish | drive vehicl lorri truck van hgv | account ledger
invoic bookkeep | legal law litig court attorney case | research investig stud | prospect lead
outreach cold | warehous stock inventori order
"""
"""Stems of words that tell of one kind of work: who "supervised paralegals" led people."""
_OFTEN = frozenset(
    """
    experience experienced knowledge skill skills ability able strong good excellent proven
    solid understanding familiarity familiar proficiency proficient expertise background working
    demonstrated demonstrable record track years year minimum least plus preferred required
    essential desirable ideally relevant related similar equivalent level current valid holder
    hold held field area areas environment role roles position candidate willing willingness
    commitment using including etc e.g advanced fluent fluently professional
    practical hands-on deep sound spoken written work responsible responsibility high highly
    busy fully qualification qualified certified certificate certification licence license card
    ticket training trained degree team
    """.split()
)
"""Words that stand in any requirement and single out none."""


def plain(text: str) -> str:
    """A text in small letters with single spaces, without marks that are in no name."""
    return " ".join(_MARKS.sub(" ", text.lower().replace("’", "'")).split())


@lru_cache(maxsize=1)
def _groups() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for group in re.split(r"\||\n", _SAME):
        names = tuple(name.strip() for name in group.split(",") if name.strip())
        for name in names:
            found[name] = tuple(dict.fromkeys((*found.get(name, ()), *names)))
    return found


@lru_cache(maxsize=4096)
def variants(name: str) -> tuple[str, ...]:
    """The ways in which a name is written, itself first, in small letters."""
    own = plain(name).strip(".,")
    words = own.split()
    parts = [
        (words[:begin], " ".join(words[begin:end]), words[end:])
        for begin in range(len(words))
        for end in range(begin + 1, len(words) + 1)
    ]
    # "MS Excel skills": a part may have other names.
    others = [
        " ".join([*before, other, *behind])
        for before, part, behind in parts
        for other in _groups().get(part, ())
    ]
    return tuple(dict.fromkeys([own, *others]))


def is_named(name: str, text: str) -> bool:
    """Whether a text has a name in one of its spellings, or as the initials of its words."""
    told = plain(text)
    found = any(
        re.search(rf"(?<![\w+#]){re.escape(one)}(?:'?s)?(?![\w+#])", told)
        for one in variants(name)
        if one
    )
    return found or _by_initials(name, text) or _by_initials(text, name)


def _by_initials(short: str, long: str) -> bool:
    """Whether `short` has in capitals the initials of a run of words of `long`, a name."""
    words = [word for word in plain(long).replace("-", " ").split() if word not in _UNTOLD]
    if len(words) > _MOST_IN_NAME:
        return False
    initials = "".join(word[0] for word in words)
    return any(one.lower() in initials for one in _CAPITALS.findall(short))


@lru_cache(maxsize=8192)
def keys(text: str) -> frozenset[str]:
    """The stems of the words of a text that single something out.

    "Driver" and "driving", "welder" and "welding" share one.
    """
    words = [word.lower().strip("'’.") for word in _WORD.findall(text)]
    parts = [part for word in words for part in (_split(word) or [word])]
    return frozenset(key(word) for word in parts if word not in STOP_WORDS and word not in _OFTEN)


def _split(word: str) -> list[str]:
    return (
        [part for part in re.split(r"[-/]", word) if part] if re.search(r"\w[-/]\w", word) else []
    )


@lru_cache(maxsize=8192)
def key(word: str) -> str:
    """What the forms of a word share: its stem without the ending of who does it."""
    short = stem(word)
    for end in ("er", "or", "ist", "ant", "ation", "e"):
        if short.endswith(end) and len(short) - len(end) >= 4:
            return short[: -len(end)]
    return short


def covered(wanted: Iterable[str], found: frozenset[str]) -> float:
    """The share of keys that are among others, also with a letter wrong."""
    keys_wanted = list(wanted)
    if not keys_wanted:
        return 0.0
    return sum(one in found or _is_typo(one, found) for one in keys_wanted) / len(keys_wanted)


def kindred(wanted: Iterable[str], found: frozenset[str]) -> float:
    """The share of keys that tell of the same kind of work as one of the others."""
    keys_wanted = list(wanted)
    if not keys_wanted:
        return 0.0
    kinds = frozenset(kind for one in found for kind in _kinds().get(one, ()))
    shared = (
        one in found or bool(kinds.intersection(_kinds().get(one, ()))) for one in keys_wanted
    )
    return sum(shared) / len(keys_wanted)


@lru_cache(maxsize=1)
def _kinds() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, group in enumerate(_KIN.split("|")):
        for word in group.split():
            found.setdefault(key(word), set()).add(number)
            found.setdefault(word, set()).add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}


def _is_typo(one: str, found: frozenset[str]) -> bool:
    if len(one) < _LEAST_TYPO:
        return False
    from rapidfuzz.fuzz import ratio

    near = (other for other in found if len(other) >= _LEAST_TYPO and other[0] == one[0])
    return any(ratio(one, other) >= _TYPO for other in near)


@lru_cache(maxsize=4096)
def specific_keys(name: str) -> frozenset[str]:
    """The keys of those words of a name that are of one thing only.

    Abbreviations, products, what has a figure in it: words that are no common ones.
    """
    words = [word for word in _WORD.findall(name) if word.lower() not in _OFTEN | STOP_WORDS]
    return frozenset(
        one for word in words if _is_specific(word) for one in keys(word) | {word.lower()}
    )


@lru_cache(maxsize=4096)
def marked_keys(name: str) -> frozenset[str]:
    """The keys of the words of a name that look like no word: "TIG", "V300", "SaaS"."""
    return frozenset(key(word.lower()) for word in _WORD.findall(name) if _is_marked(word))


def _is_marked(word: str) -> bool:
    return any(map(str.isdigit, word)) or sum(map(str.isupper, word)) > 1


def _is_specific(word: str) -> bool:
    from voicecli.understanding.words import common_words

    plain_word = word.lower().strip("'’.")
    return _is_marked(word) or (
        plain_word not in common_words() and stem(plain_word) not in _common_stems()
    )


@lru_cache(maxsize=1)
def _common_stems() -> frozenset[str]:
    from voicecli.understanding.words import common_words

    return frozenset(map(stem, common_words()))
