"""Verbs that job descriptions and résumés begin their lines with.

A base form after a bullet ("Prepare annual accounts") is what somebody would do, a past form ("led
a team") what somebody did. What stands in no list is quoted instead, so a missing verb costs
elegance only.
"""

import re

_BASE = """
    accompany accrue achieve act adapt adhere adjust administer administrate admit advise
    advocate aid align allocate analyse analyze animate annotate announce answer anticipate
    apply appraise arbitrate archive arrange arrest ask assemble assess assign assist assure
    attend attract audit author automate bake balance bargain bathe be bend bill bolt book breed
    brew brief bring broadcast budget build butcher calculate calibrate calm canvass capture
    care carry cash catalogue cater chair champion chase chat check chop choreograph clarify
    classify clean clear climb clip close co-ordinate coach code collaborate collate collect
    comfort command commission communicate commute compile complete comply compose concrete conduct
    configure console consolidate construct consult contact contribute control convert cook
    coordinate cost counsel count cover craft create curate cut debrief debug decide
    decommission decorate define delegate deliver demonstrate deploy design detect determine
    develop devise diagnose dial dig digitise direct discharge discuss disinfect dismantle
    dispatch dispense dispose distribute dock document download draft dress drill drive dump
    dust edit educate embed empower enable encourage enforce engage engineer enhance enrol
    enroll ensure escalate escort establish estimate evaluate examine excavate execute exhibit
    expand explain explore extract fabricate facilitate feed fence fetch file fillet film
    finalise finalize fit fly fold follow forecast format foster fulfil fulfill garnish gather
    generate give glaze greet grill grind groom grow guard guide handle hang harvest haul head
    hedge help hem hire hoist hold host identify illustrate implement improve influence inform
    inject inspect install instruct insure integrate interpret interview introduce invent
    investigate invigilate invoice iron issue join keep label launch lay lead learn lecture lend
    let liaise lift listen litigate load lubricate maintain make manage manufacture mark massage
    measure mediate meet mentor merchandise merge migrate milk mill mix mobilise model moderate
    monitor mop motivate move mow narrate navigate negotiate network nurture observe obtain
    offer officiate onboard open operate optimise optimize order organise organize oversee own
    pack paint park participate pass patrol pay peel perform persuade phone photograph pick pipe
    pitch place plan plant plaster plate play plead plumb polish portion position post pour
    predict prepare prescribe present preserve press price prioritise prioritize process procure
    produce program programme project promote prospect protect prove provide prune publish pull
    purchase push qualify query quote raise read reassure rebuild receive recognise recommend
    reconcile record recruit redesign reduce refactor refer referee refine refuel register
    regulate rehearse relocate remain render rent repair replace replenish reply report
    reposition represent rescue research resolve respond restock restore retain review revise
    rinse rivet roof rotate run safeguard sail sample sand scale scan schedule scope screen
    script search season secure select sell send serve set sew shape share shave shelve ship
    shoot simplify sing sit sketch slice solder solve sort source speak splint spot spray stack
    staff stand stay steer sterilise sterilize stitch stock streamline strengthen structure
    subcontract submit supervise supply support survey sustain swab sweep take talk target teach
    tend tender test thrive tile tow track trade train transfer translate transport travel treat
    triage trim troubleshoot turn tutor type uncover understand undertake underwrite update
    uphold upload upsell use utilise utilize vaccinate vacuum validate value verify vet visit
    visualise walk wash wax weed welcome weld win wire work wrap write
"""
BASE = frozenset(_BASE.split())

_PAST = """
    ate became began bent blew bought broadcast broke brought built came caught
    chose clung cut dealt did drank drew drove dug fed fell fled flew forecast foresaw forgot
    fought found froze gave got grew held hid hit hung kept knelt knew laid leapt
    learnt led left lent let lost made meant met misread mistook outgrew outsold overcame
    oversaw overtook paid put quit ran rang read rebuilt redid resold reset retook rewrote rode
    rose sang sank saw sent set shone shook shot shrank shut slid sold spent spoke sprang
    spread spun stole stood struck stuck sought swam swept swung taught thought threw told took
    tore undercut undertook undid upheld upsold was were went withdrew withheld withstood woke won
    wore wove wrote
"""
PAST = frozenset(_PAST.split())
"""Irregular pasts; regular ones are known by their ending."""

_AS_NOUN = """
    aid calm answer archive audit author balance bargain bill bolt book brief budget care cash
    catalogue chair champion change chat check clean clear clip coach code comfort commission
    concrete console contact control cook cost cover craft cut design detail dial direct
    dispatch dock document draft dress drill drive dump dust escort estimate exercise exhibit
    feed fence file film fit fold forecast format glaze guard guide handle haul head help hem
    hold host influence interview invoice iron issue label launch lead lecture lift load mark
    measure mentor milk mill model monitor mop move network offer open order own pack paint park
    pass patrol peel phone pipe pitch place plan plant plaster plate play polish portion
    position post present press price process produce programme project prospect pull purchase
    push query quote record referee register rent repair reply report rescue research review
    rivet roof run sample sand scale scan schedule scope screen script search season shape share
    ship shoot sketch slice source splint spot spray staff stand stay stitch stock structure
    supply support survey swab talk target team tender test tile tow track trade train transfer
    transport travel treat trim turn type update use value vet visit walk wash wax weed welcome
    weld win wire work wrap
"""
AS_NOUN = frozenset(_AS_NOUN.split())
"""Those of the base forms that are nouns as well: "test automation", "project management"."""

_NOT_PAST = frozenset("advanced skilled qualified experienced certified licensed licenced".split())


_PREFIX = re.compile(r"(?:un|re|over|under|pre|mis|co-?|out)(?=\w{3})")


def is_base(word: str) -> bool:
    """Whether a word is the base form of a verb of work, also behind a prefix ("rewire")."""
    plain = word.lower()
    return plain in BASE or _PREFIX.sub("", plain, count=1) in BASE


def is_past(word: str) -> bool:
    """Whether a word at the head of a line tells what somebody did ("reduced", "led")."""
    plain = word.lower()
    if plain in _NOT_PAST:
        return False
    return plain in PAST or (len(plain) > 4 and plain.endswith("ed") and plain != "need")


def base_of(form: str) -> str:
    """The base form of "managing", "running" or "manages"; "" when it is not known."""
    plain = form.lower()
    stems: tuple[str, ...] = ()
    if plain.endswith("ing"):
        stem = plain.removesuffix("ing")
        undoubled = stem[:-1] if len(stem) > 2 and stem[-1] == stem[-2] else stem
        stems = (stem, f"{stem}e", undoubled)
    elif plain.endswith("s") and not plain.endswith("ss"):
        y = f"{plain[:-3]}y" if plain.endswith("ies") else plain
        stems = (plain[:-1], plain.removesuffix("es"), y)
    return next((stem for stem in stems if stem != plain and is_base(stem)), "")
