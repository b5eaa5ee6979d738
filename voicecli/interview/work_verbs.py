"""Verbs that job descriptions and résumés begin their lines with.

A base form after a bullet ("Prepare annual accounts") is what somebody would do, a past form ("led
a team") what somebody did. What stands in no list is quoted instead, so a missing verb costs
elegance only.
"""

_BASE = """
    accompany achieve act adapt adhere adjust administer advise advocate aid align allocate analyse
    analyze answer anticipate apply appraise arrange assemble assess assign assist assure attend
    audit author automate balance be bill book bring budget build calculate calibrate capture care
    carry champion chair clean clear clarify close coach code collaborate collate collect
    communicate compile complete comply compose conduct configure consolidate construct consult
    contact contribute control convert cook coordinate co-ordinate counsel cover craft create cut
    debug decorate define delegate deliver demonstrate deploy design detect determine develop devise
    diagnose direct discharge discuss dispatch dispense dispose distribute document draft drive
    edit educate embed empower enable encourage enforce engage engineer enhance ensure escalate
    establish estimate evaluate examine execute expand explain explore extract fabricate facilitate
    feed file finalise finalize fit follow forecast foster fulfil fulfill gather generate give greet
    grow guide handle head help hire host identify implement improve influence inform inspect
    install instruct integrate interpret interview introduce invent investigate invoice issue join
    keep launch lead learn lecture liaise lift listen load maintain make manage manufacture mark
    measure mediate meet mentor merge migrate mix model moderate monitor motivate move negotiate
    network nurture observe obtain offer onboard open operate optimise optimize order organise
    organize oversee own pack participate perform persuade pick pitch place plan play position
    prepare present preserve price prioritise prioritize process procure produce programme project
    promote protect prove provide publish purchase qualify raise read rebuild receive recognise
    recommend reconcile record recruit redesign reduce refine register regulate remain repair
    replace reply report represent research resolve respond restore retain review revise run
    safeguard sample scale schedule scope screen search secure select sell send serve set shape
    share simplify solve source speak spot staff stock streamline strengthen structure submit supply
    support supervise sustain take target teach test track train translate transport travel
    treat troubleshoot turn uncover understand undertake update uphold use utilise utilize validate
    verify visit visualise weld welcome win work write
"""
BASE = frozenset(_BASE.split())

_PAST = """
    became began bought broadcast brought built came chose cut did drew drove fed forecast
    fought found gave got grew held kept knew laid learnt led left lent lost made met oversaw
    overtook paid put ran read rebuilt rewrote rose sang saw sent set shot shrank sold spent
    spoke spread stood sought spun taught thought told took undertook upheld was were went
    withdrew won wore wove wrote
"""
PAST = frozenset(_PAST.split())
"""Irregular pasts; regular ones are known by their ending."""

_AS_NOUN = """
    aid answer audit author balance bill book budget care chair champion change check clean
    clear coach code contact control cook cover craft cut design detail direct dispatch document
    draft drive estimate exercise feed file fit forecast guide handle head help host influence
    interview invoice issue launch lead lecture lift load mark measure mentor model monitor move
    network offer open order own pack pitch place plan play position present price process
    produce programme project purchase record register repair reply report research review run
    sample scale schedule scope screen search shape share source spot staff stock structure
    supply support target team test track train transport travel treat turn update use visit
    weld welcome win work
"""
AS_NOUN = frozenset(_AS_NOUN.split())
"""Those of the base forms that are nouns as well: "test automation", "project management"."""

_NOT_PAST = frozenset("advanced skilled qualified experienced certified licensed licenced".split())


def is_base(word: str) -> bool:
    """Whether a word is the base form of a verb of work."""
    return word.lower() in BASE


def is_past(word: str) -> bool:
    """Whether a word at the head of a line tells what somebody did ("reduced", "led")."""
    plain = word.lower()
    if plain in _NOT_PAST:
        return False
    return plain in PAST or (len(plain) > 4 and plain.endswith("ed") and plain != "need")


def base_of(gerund: str) -> str:
    """The base form of "managing" or "running"; "" when it is not known."""
    stem = gerund.lower().removesuffix("ing")
    if stem == gerund.lower():
        return ""
    undoubled = stem[:-1] if len(stem) > 2 and stem[-1] == stem[-2] else stem
    return next((form for form in (stem, f"{stem}e", undoubled) if form in BASE), "")
