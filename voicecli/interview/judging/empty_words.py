"""Words and phrases with which an answer can be given that says nothing. English.

Three kinds: what stands for a thing without naming it ("stuff", "various"), what anybody says of
themselves ("team player"), and the words of management that fit any event ("stakeholders",
"optimised the processes").
"""

import re

from voicecli.analysis.english import stem

_WORDS = """
    ability able abilities achieve achieved achieving action actions adapt adaptable adapted add
    added advantage affect aim aspect aspects appropriate appropriately accordingly ambitious
    approach approaches area areas attention attitude atmosphere audience aware awareness
    balance bad basics basis behaviour benefit best big brilliant build busy calm calmly capable
    care careful carefully career case cases challenge challenges challenging change changed
    changes chance closely collaborate collaboration collaborative colleague colleagues
    commitment committed common communicate communicated communicating communication
    communicative companies company competence competent complete complex compromise concept
    confident conscientious consider constantly constructive contribute contributed contribution
    control cooperate cooperation coordinate course creative creativity crucial culture customer
    customers data day deal deals dealt decision decisions dedicated dedication deliver
    delivered delivering depend depended depends detail detailed details develop developed
    developing development difference different difficult difficulties diligent discipline
    diverse drive driven dynamic easy effect effective effectively efficiency efficient
    efficiently effort efforts empathetic empathy encourage energy engaged engagement enhance
    enjoy enjoyed ensure ensured ensuring environment environments essential event everybody
    everyday excellent excited exciting experience experienced experiences expertise extent
    factor familiar fast feedback field fields final fine finish finished fit flexible
    flexibility focus focused focusing follow followed form friendly fulfil full fun function
    future gain gained general generally goal goals good great grow growing growth handle
    handled handling happen happy hard hardworking hardworker hard-working help helped helpful
    helping high highly holistic honest huge human idea ideas identify imagine impact implement
    implemented implementing important importance improve improved improvement improvements
    improving individual influence information initiative innovate innovation innovative insight
    insights inspire interest interested interesting involve involved involving issue issues job
    join journey key knowledge kind large latest lead leader leadership leading learn learned
    learner learning learnt lessons level leverage leveraged life listen listened listening live
    love loved main maintain major manage managed management manager managing manner matter
    matters maximise meaningful measure measures meet member members method methods mindset
    mindful minor mistake mistakes mixed modern monitor monitored motivate motivated motivation
    motto move multiple natural naturally necessary negative normal normally number numbers
    numerous objective obstacle offer open opportunities opportunity optimal optimise optimised
    optimising optimisation optimize optimized optimizing order organise organised organisation
    organize organized organization organizational organisational outcome outcomes overall
    overcome partner part parts passion passionate patience patient people perfect perfectionist
    perform performance person personal personality personally perspective picture place plan
    planned planning play player pleasant pleasure plenty point positive possible potential
    practical practice practices prefer prepared pressure pride principle prioritise prioritize
    priorities priority proactive proactively problem problems procedure procedures proceed
    process processed processes product productive productivity professional professionally
    professionalism progress project projects properly proud provide provided purpose quality
    question quick quickly range react ready reality reason reasons regularly relationship
    relationships relevant reliable rely reputation requirements resilient resilience resolve
    resolved respect respectful respond responsible responsibility responsibilities result
    results rewarding right role roles run safety satisfaction satisfied satisfy scope self
    sense serious seriously service several share shared side simple simply situation situations
    skill skilled skills small smart smoothly social solid solution solutions solve solved
    solving special specific stakeholder stakeholders standard standards start state stay step
    steps strategic strategically strategies strategy strength strengths stress stressful strict
    strictly strive strong structure structured style succeed success successful successfully
    suitable support supported supporting supportive system systematic systematically systems
    tackle talent target task tasks team teams teamwork technical technologies technology term
    terms thorough thoroughly tool tools top topic topics train trained training transparency
    transparent true trust trustworthy try turn type types typical understand understanding
    unique use useful usual usually value valued values valuable variety various view vision
    vital well-organised well-organized win win-win wonderful work worker workers working world
    worth year years challenged detail-oriented goal-oriented result-oriented results-oriented
    solution-oriented hands-on open-minded self-motivated multitask multitasking multi-tasking
    fast-paced cutting-edge best-in-class state-of-the-art value-added synergy synergies
    leveraging alignment align aligned empower empowered empowering impactful seamless
    seamlessly robust scalable comprehensive extensive significant significantly substantially
    considerable tremendous tremendously incredibly extremely particular particularly certain
    basically literally essentially fundamentally ultimately typically mostly mainly majority
    fairly completely absolutely totally awesome amazing fantastic decent okay alright nice
    normal regular ordinary wide broad deep deeply long short bit lot lots stuff thing things
    whatever anything everything something someone somebody anyone person guys folks others
    whole entire bunch couple loads tons kinds sorts ways manner came went got gotten doing done
    being been having made making let decide decided decides trying tried talk talked discuss
    discussed discussion conversation contact speak spoke explain explained present find found
    seek look looking keep kept remain bring brought carry carried take taken sure ensure usual
    everyday daily always never often rarely sometimes nowadays today position career pressure
    deadline deadlines background profile fact subject subjects duty duties essentials
    achievement achievements beautiful
"""
EMPTY_STEMS = frozenset(stem(word) for word in _WORDS.split())
"""Stems of words by which alone nobody knows what was done, with what, or what came of it."""

_THINGS = (
    r"(?:thing|stuff|matter|task|topic|project|system|tool|program|method|way|aspect|area"
    r"|situation|problem|issue|case|customer|client|people|person|field|activit"
    r"|responsibilit|technolog|process|procedure|measure|step|solution|approach|area|kind"
    r"|sort|challenge|skill|improvement|change)(?:s|es|y|ies)?"
)
_MANY = (
    r"(?:various|different|several|certain|many|multiple|numerous|diverse"
    r"|all (?:kinds|sorts|types|manner) of"
    r"|a (?:lot|bunch|number|variety|range|couple|load) of|lots of|loads of|tons of"
    r"|some kind of|some sort of|some|the usual|all the usual|the normal|all these|all the"
    r"|other|such|plenty of)"
)
_DEEDS = (
    r"(?:optimi[sz](?:e|ed|ing)|improv(?:e|ed|ing)|streamlin(?:e|ed|ing)|enhanc(?:e|ed|ing)"
    r"|chang(?:e|ed|ing)|manag(?:e|ed|ing)|handl(?:e|ed|ing)|support(?:ed|ing)?"
    r"|coordinat(?:e|ed|ing)|implement(?:ed|ing)?|resolv(?:e|ed|ing)"
    r"|solv(?:e|ed|ing)) (?:the |our |my |their |all |some |many |various |several "
    r"|internal |a |different |certain )*(?:process(?:es)?|communications?|workflows?"
    r"|procedures?|things|stuff|everything|situations?|problems?|issues?|conflicts?|tasks?"
    r"|projects?|efficiency|quality|performance|collaboration|strategy|solutions?"
    r"|improvements?|changes?|measures|activities)"
    r"|(?:took|take|taking|taken) (?:the |all )?(?:appropriate|necessary|right|proper"
    r"|corrective)(?: \w+)? (?:measures|steps|actions?|decisions?)"
    r"|(?:find(?:ing)?|found) (?:a |some |the |some kind of |a good |good )*(?:solutions?"
    r"|compromise|way|common ground)"
    r"|responsible for (?:everything|all(?: of it)?|many things|a lot)"
    r"|(?:do|did|does|doing|gave|give|tried) (?:my|our|your|the|their) (?:very )?best"
    r"|learn(?:ed|t)? (?:a lot|so much|from (?:it|them|that|my mistakes))"
)
_PRAISE = (
    r"(?:a |an )?(?:real |good |great |true |absolute |natural |very "
    r"|quite )*(?:team ?player|people person|hard ?worker|hard[- ]working|perfectionist"
    r"|(?:fast|quick) learner|self[- ]starter|go-getter|problem solver|good listener"
    r"|natural leader|born leader|(?:good|great|strong) communicator|all-rounder|workaholic"
    r"|doer)(?: person)?"
    r"|(?:very |really |quite |pretty |highly |extremely )?(?:motivated|committed|dedicated"
    r"|passionate|reliable|flexible|organi[sz]ed|ambitious|proactive|resilient|adaptable"
    r"|dynamic|enthusiastic|conscientious|detail[- ]oriented|goal[- ]oriented"
    r"|results?[- ]oriented|open[- ]minded|hands[- ]on)(?: person| individual)?(?= |$|[.,])"
    r"|(?:a lot|lots) of experience|(?:much|extensive|plenty of) experience"
    r"|(?:communication|people|social|soft|leadership|organi[sz]ational) skills"
    r"|positive (?:attitude|atmosphere|mindset|environment)"
)
_VAGUE = (
    rf"{_MANY} (?:\w+ )?{_THINGS}|all (?:that|this|the) stuff|stuff like that"
    rf"|things like that|in (?:all sorts of|many|various|different|several) ways"
    rf"|best practices?|win[- ]win(?: situation| solution)?|new challenges?|the extra mile"
    rf"|the bigger picture|basically (?:everything|all)"
)
_FILLING = (
    r"all that|and (?:so on|so forth|all that|stuff|whatever|everything|the like"
    r"|things)(?: and so (?:on|forth))?|etcetera|et cetera"
    r"|or (?:something|whatever|anything)(?: like that)?|you know what i mean"
    r"|the usual (?:\w+)|the normal way"
    r"|(?:one|a) ?hundred(?: and ten)? percent|110 ?(?:%|percent)"
    r"|think outside (?:of )?the box|go(?:ing)? the extra mile|lead(?:ing)? by example"
    r"|at the end of the day|grow and develop|next level|step by step|safety first"
    r"|top priority|key to success"
    r"|good (?:reputation|atmosphere|results?|relationships?|solution|feeling)"
    r"|great (?:company|team|opportunity|success|results?)"
    r"|(?:very|really|quite|pretty|so|extremely|super) (?:important|successful|good at"
    r"|careful|carefully|well|seriously|busy|challenging|interesting|helpful|happy|satisfied"
    r"|professional|efficient|efficiently|smoothly|thoroughly|hard|quickly|precise|useful)"
    r"|more (?:efficient|effective|productive|strategic|successful|professional)|much better"
    r"|a lot better|better and better"
    r"|went (?:very |really |quite |pretty )?(?:well|smoothly|fine|great|good|okay|ok)"
    r"|worked (?:out )?(?:very |really |quite )?(?:well|fine|great)"
    r"|turned out (?:well|fine|great|good|okay)"
    r"|(?:it|that) (?:all )?(?:really )?depend(?:s|ed)(?: on the (?:situation|case|day))?"
    r"|sometimes more,? sometimes less|quite (?:some time|a (?:bit|lot|few|while))"
    r"|a long (?:time|story)|many years|over the years|in general|more or less|sort of"
    r"|kind of|somehow"
    r"|(?:good|pretty good|quick|fast) at (?:learning|these|this|it|that"
    r"|everything)(?: \w+)?|basically forever|as a team|everyone (?:did|does) their part"
    r"|you know how (?:it|that) (?:is|goes)|familiar with|part and parcel|room for improvement"
)


def _phrases(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b", re.IGNORECASE)


HOLLOW_DEEDS = _phrases(_DEEDS)
"""Deeds that name nothing: "improved the processes", "found a solution"."""
SELF_PRAISE = _phrases(_PRAISE)
"""What anybody says of themselves."""
VAGUE_THINGS = _phrases(_VAGUE)
"""Things without a name: "various tools", "best practices"."""
EMPTY_PHRASES = _phrases(_DEEDS, _PRAISE, _VAGUE, _FILLING)
"""All phrases that say nothing, those that only fill, too ("at the end of the day")."""

GENERAL = re.compile(
    r"\b(?:always|usually|generally|normally|typically|in general|as a rule"
    r"|every(?:body|one) (?:knows|says)"
    r"|you (?:always |just |really |simply |only )?(?:have to|need to|must|should|can't"
    r"|cannot|want to)|one (?:has to|should|must)"
    r"|it'?s (?:always |very |really |so |all )?(?:important|about|crucial|essential|key"
    r"|normal)|is (?:always |very |really |so |all )?(?:important|about|crucial|essential"
    r"|key|king|everything)"
    r"|i (?:always |usually |just |really )?(?:try|tend|like|love|believe|think) (?:to|in"
    r"|that)|i'?m (?:a|an|very|really|quite|pretty|good|always)\b"
    r"|i am (?:a|an|very|really|quite|pretty|good|always)\b|most important thing)",
    re.IGNORECASE,
)
"""What is said of any time instead of one."""


def is_empty(word: str) -> bool:
    """Whether a word in lower case says nothing by itself."""
    return stem(word) in EMPTY_STEMS
