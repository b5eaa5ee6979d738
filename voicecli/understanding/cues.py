"""What words say about an intent: a table of patterns and weights.

The patterns are matched on a question whose names were replaced by what they are: a person by
"she", a technology by "xtech", a title by "x" and its type ("xprojects"). So they know the shape
of questions and nothing of any content. A weight of 3 alone decides a question; 1 only leans.
"""

# ruff: noqa: E501  # a pattern that is broken over lines is harder to read than a long one

import re
from dataclasses import dataclass

NOUN = 3.0
"""The weight of a noun that names a kind of record, or of something as plain."""

WHO = r"(?:she|he|they|you|i|we)"
_THEM = r"(?:she|he|they|you)"
WHOSE = r"(?:her|his|their|your|my|our)"
_SOME = r"(?:something|anything|everything|stuff|things?)"
_MADE = (
    r"(?:builds?|built|building|make|makes|made|making|creat(?:e|es|ed|ing)|develop(?:s|ed|ing)?"
    r"|design(?:s|ed|ing)?|invent(?:s|ed|ing)?|ship(?:s|ped)?|launch(?:ed|es)?|implement(?:s|ed)?"
    r"|cod(?:e|ed|ing)|program(?:s|med)?|solved?|hack(?:ed)?|prototyp(?:e|ed)|releas(?:e|ed))"
)
_STARTED = r"(?:start(?:ed)?|begin|began|join(?:ed)?|leave|left|quit|stay(?:ed)?|spen[dt])"

_UNITS = (
    r"(?:grams?|kilos?|kilograms?|ounces?|pounds?|miles?|kilomet(?:er|re)s?|met(?:er|re)s?|feet|foot|inch(?:es)?"
    r"|yards?|lit(?:er|re)s?|gallons?|pints?|cups?|teaspoons?|tablespoons?|minutes?|hours?|days?|weeks?|years?)"
)

_TABLE: tuple[tuple[str, float, str], ...] = (
    # projects
    ("projects", NOUN, r"\b(?:projects?|portfolio|prototypes?|repositor(?:y|ies)|repos?)\b"),
    ("projects", 2.5, rf"\b{WHO} (?:not )?(?:(?!(?:the|a|an|her|his|on|in|at)\b)\w+ ){{0,2}}?{_MADE}\b"),
    ("projects", 2.0, rf"\b(?:has|have|had|did|does|do|is|was) (?:{WHO}|x\w+) (?:\w+ )?{_MADE}\b"),
    ("projects", 2.0, r"\bxtech (?:stuff|things?|demos?|apps?)\b"),
    ("projects", 2.0, r"\b(?:done|do|did) (?:\w+ ){0,2}(?:with|in|using) (?:both )?xtech\b"),
    ("projects", 2.0, rf"\b(?:worked|working) on\b|\b{WHO} (?:\w+ )?works? on\b"),
    ("projects", 2.0, r"\b(?:stud(?:y|ies)|trials?|experiments?|campaigns?|surveys?)\b"),
    ("publications", 1.2, r"\bstud(?:y|ies)\b"),
    ("projects", 1.5, rf"\bwhat (?:else )?(?:did|has|have|had|was) {WHO} (?:\w+ )?(?:do|done|doing)\b"
                      r"(?! (?:at|for|there)\b)"),
    ("projects", 1.8, rf"\bwhat (?:else )?(?:did|has|have|had|does|do|was|is) {WHO} (?:\w+ )?(?:start(?:ed|ing)?"
                      r"|beg(?:in|an|un|inning)|finish(?:ed|ing)?|complet(?:e|ed|ing)|produc(?:e|ed|ing))\b"),
    ("projects", 1.8, rf"\b(?:is|are|am|was|were) {WHO} (?:\w+ )?(?:busy with|up to)\b|\bkeeps? {WHO} busy\b"),
    ("projects", 1.8, rf"\b(?:things?|stuff|something|anything|everything) (?:that )?{WHO} (?:\w+ )?\w+ed\b"),
    ("projects", 1.8, rf"^(?!how\b).*\b(?:{WHOSE}|xtech|vision|\w+ing) work\b(?! (?:history|experience|for|at))"),
    ("projects", 1.5, rf"\b(?:did|has|have|does) {WHO} (?:ever )?(?:do|done) {_SOME}\b"),
    ("projects", 1.5, rf"^(?:show me |is there |are there |do you have |got |find me )?{_SOME}\b"),
    ("projects", 1.2, rf"\b{_SOME} (?:about|with|in|using|that|for|to do with|of|like)\b"),
    ("projects", 1.5, rf"\b(?:has|have|did|does) {WHO} (?:ever )?use[ds]? xtech"),
    ("projects", 1.0, r"^(?:how (?:does|did) \w+(?: \w+)? work|what (?:is|was) \w+(?: \w+)? (?:about|good for|for))\W*$"),
    ("projects", 1.5, r"^(?:what about |how about |about |any )?xtech\W*$"),
    ("projects", 1.2, r"\b(?:use|uses|used|using|with|in) (?:both )?xtech\b"),
    ("projects", 2.0, rf"\b{WHOSE} (?:\w+ )?(?:apps?|tools?|software|plug-?ins?|librar(?:y|ies)"
                      r"|programs?|websites?|games?|robots?|devices?|bots?|products?)\b"),
    ("projects", 1.8, r"\b(?:apps?|tools?|software|plug-?ins?|programs?|websites?|games?) of "
                      r"(?:hers|his|theirs|yours|mine)\b"),
    ("projects", 2.4, rf"\bof {WHOSE} (?:\w+ )?(?:things|works?|creations|inventions|stuff)\b"),
    ("projects", 2.0, r"^(?:an? |any |some |is there an? |got an? )?(?:\w+ )?(?:software|apps?|tools?|programs?|websites?|games?"
                      r"|devices?|gadgets?|robots?|plug-?ins?|machines?) (?:that|for|which|to|with|against)\b"),
    ("projects", 0.8, r"\b(?:apps?|tools?|software|plug-?ins?|websites?|games?|bots?|open source)\b"),
    # experience
    ("experience", NOUN, r"\b(?:jobs?|employ(?:ed|ers?|ment)|careers?|internships?|work history|curriculum vitae"
                        r"|(?:work|job|professional|industry) experience|resume|occupation"
                        r"|profession|workplaces?)\b"),
    ("experience", 3.2, rf"\bwhere\b.*\b(?:{WHO})\b.*\bwork(?:s|ed|ing)?\b(?! on)"),
    ("experience", 2.5, rf"\b{WHO} (?:\w+ )?work(?:s|ed|ing)? (?:at|for|in|with)\b(?! xtech)"),
    ("experience", 2.5, r"\bwork(?:s|ed|ing)? (?:at|for|as)\b"),
    ("experience", 2.5, r"\bexperience\b"),
    ("experience", 2.5, rf"^(?:\w+ )?(?:positions|roles|posts)\W*$|\b{WHOSE} (?:professional|working) life\b"),
    ("experience", 2.6, rf"\b{WHOSE} (?:notice period|duties|responsibilities|working hours|manager|team|bosses|boss)\b"),
    ("experience", 2.5, rf"\b(?:companies|company|firms?|organi[sz]ations?|employers?)\b.*\b{_THEM}\b"),
    ("experience", 2.5, rf"\b{_THEM}\b.*\b(?:companies|company|firms?|organi[sz]ations?)\b"),
    ("experience", 2.6, rf"\b(?:which|what|{WHOSE}|other|any|these|those) (?:\w+ )?(?:positions|roles|posts)\b"),
    ("experience", 2.0, r"\b(?:positions?|roles?|titles?)\b.*\b(?:held?|had|have|hold|current|has)\b"
                        r"|\b(?:current|last|first|previous) (?:position|role|title)\b"),
    ("experience", 2.2, rf"\b{WHO} (?:\w+ ){{0,3}}(?:in charge of|led|lead|leads|leading|manag\w+"
                        r"|supervis\w+|promoted|hired|fired|mentor\w*|coach\w*|volunteer\w*)\b"),
    ("experience", 1.8, rf"\bhow many years (?:has|have|did) {WHO}\b|\b{WHOSE} (?:time|years|stay|stint) (?:at|with|in|as)\b"),
    ("experience", 1.5, r"\b(?:in charge of|colleagues?|boss|promotion|team lead|leadership"
                        r"|volunteering|years of)\b"),
    ("experience", 2.0, rf"\b{WHO} (?:\w+ )?{_STARTED} (?:\w+ )?(?:at|with|for|working)\b"),
    ("experience", 2.5, r"\b(?:at|for|with|leave|left|join|joined|quit) xexperience\b"),
    ("experience", 1.6, rf"\b(?:was|were) {WHO} (?:ever )?(?:in|at|on|with|part of)\b|\b(?:has|have) {WHO} (?:ever )?been (?:in|to|at|with|part)\b"),
    ("experience", 1.2, rf"\bwhat (?:does|do|is) {WHO} do(?:ing)?(?: (?:there|now|today|for a living|all day))?$"),
    ("experience", 2.0, rf"\bwhat (?:did|was) {WHO} (?:\w+ )?do(?:ing)? (?:at|for|there)\b"),
    # skills
    ("skills", 3.0, r"\b(?:skills?|skill ?set|tech(?:nology)? stack|strengths?|expertise"
                    r"|competenc\w+|proficien\w+|talents?|strong (?:points?|suits?)|know-?how)\b"),
    ("skills", 3.0, rf"^(?:and |so )?what (?:all |else )?can {WHO} (?:\w+ )?do(?: well| best)?\W*$"),
    ("skills", 2.5, rf"\b{WHO} (?:\w+ )?(?:mastered|masters)\b|\bcapable of\W*$|\b(?:forte|toolbox)\b"),
    ("skills", 2.5, r"\b(?:technolog(?:y|ies)|frameworks?|(?:programming|computer|coding|spoken"
                    r"|natural|foreign|human) languages?)\b"),
    ("skills", 2.2, r"\b(?:which|what|how many|any|other|the) languages?\b"),
    ("skills", 2.0, r"\b(?:which|what) (?:\w+ ){0,1}(?:databases|libraries|tools)\b"),
    ("skills", 2.5, rf"\b(?:is|are|am) {WHO} (?:\w+ )?(?:good|best|skilled|fluent|comfortable"
                    r"|familiar|proficient|experienced|expert|strong|confident|versed)\b"),
    ("skills", 2.5, rf"\b{WHO} (?:\w+ )?(?:good|best|skilled|fluent|comfortable|familiar"
                    r"|proficient|confident|strong) (?:at|in|with)\b"),
    ("skills", 2.5, rf"\b(?:does|do|can|could) {WHO} (?:\w+ )?(?:know|knows|speak|talk|program|code"
                    r"|read|write)(?: in)?\b(?! about)"),
    ("skills", 1.6, rf"\b(?:does|do|can) {WHO} (?:\w+ )?(?:understand|use|work with|handle)\b"),
    ("skills", 2.6, rf"\b(?:can|could) {WHO} (?:\w+ )?(?:use|work with|handle|operate|play|drive)\b"),
    ("skills", 2.6, rf"\b(?:can|could) {WHO} (?:\w+ )?do xtech\b|\b(?:does|do|has|have) {WHO} (?:have |got )?(?:any |some )?xtech\W*$"),
    ("skills", 1.5, rf"\b{WHO} (?:\w+ )?(?:knows?|speaks?|can)\b"),
    # education
    ("education", 3.0, r"\b(?:degrees?|universit(?:y|ies)|colleges?"
                       r"|educat\w+|thesis|dissertation|bachelors?|(?<!he )(?<!she )(?<!they )(?<!you )masters?|msc|bsc|phd|doctora\w+"
                       r"|diplomas?|graduat\w+|majored|certifi\w+|alma mater|gpa|academia"
                       r"|qualifications?|scholarships?|drop(?:ped)? out)\b"),
    ("education", 3.0, r"\bacademic(?:ally)?\b(?=\W*$| (?:background|record|career|history|title|training|path|formation"
                       r"|achievements?|credentials|years|life|institutions?))"),
    ("education", 1.5, r"\bacademic\b"),
    ("education", 2.0, rf"\bwhere (?:did|has|have) {WHO} (?:ever )?(?:learn(?:ed|t)?|train(?:ed)?)\b"),
    ("education", 3.0, r"\b(?:studied|studying)(?= (?:at|in|for|there|before|after|from|until|to|with)\b|\W*$)"),
    ("education", 1.8, r"\b(?:studied|studying)\b"),
    ("education", 3.0, rf"\b{WHO} (?:\w+ )?stud(?:y|ies)(?= (?:at|in|for|there|before|after|from|until|to|with)\b|\W*$)"),
    ("education", 1.8, rf"\b{WHO} (?:\w+ )?stud(?:y|ies)\b"),
    ("education", 3.0, rf"\b{WHOSE} studies\b(?! (?:on|about|of|into|with|using))|\bstudies at\b|\bof study\b"),
    ("publications", 3.2, r"\b(?:academic|scholarly|scientific) (?:papers?|articles?|works?|writings?|texts?|publications?|output|books?"
                          r"|contributions?|journals?|essays?|pieces)\b"),
    ("publications", 2.5, r"\b(?:monographs?|treatises?|book chapters?|white ?papers|writings|bibliograph\w+)\b"),
    ("publications", 2.2, rf"\b{WHOSE} (?:\w+ )?(?:books?|texts|chapters?|columns?|manuscripts?)\b"),
    ("publications", 2.2, rf"\b(?:books?|texts|chapters?|columns?|manuscripts?) (?:that |which )?(?:by )?(?:has |did |have )?(?:{WHO}|her|him)\b"),
    ("education", 2.0, rf"\b(?:(?<!for )(?<!for the )schools?|courses?|training|trained|exams?|grades?|major)\b.*\b{WHO}\b"
                       rf"|\b{WHO}\b.*\b(?:(?<!for )(?<!for the )schools?|courses?|training|trained|exams?|grades?|major)\b"),
    ("education", 1.0, r"\b(?:schools?|courses?|exams?)\b"),
    ("education", 2.5, r"\b(?:at|from) xeducation\b"),
    # publications
    ("publications", 3.0, r"\b(?:publish\w*|publications?|papers|(?<!\bon )(?<!\bof )(?<!\bfor )(?<!\bwith )(?<!from )"
                          r"paper(?! (?:bags?|towels?|cups?|plates?|clips?|planes?|mills?))|citations?|cited|preprints?"
                          r"|co-?author\w*|authored|peer[- ]review\w*)\b"),
    ("publications", 2.5, r"\b(?:articles?|essays?|journals?|conferences?|proceedings|research)\b"),
    ("publications", 1.5, r"\b(?:presented|printed|co-?written)\b"),
    ("publications", 2.5, rf"\b{WHO} (?:\w+ ){{0,2}}?(?:write|wrote|written|writes) (?:\w+ )?about\b"),
    # the person
    ("person", 3.5, r"\b(?:(?:her|his|their|your) (?:\w+ )?|she |contact (?:\w+ )?)(?:phone|telephone|mobile|e-?mail"
                    r"|contact|address|linkedin|github|website|homepage|salary|income|age|birthday"
                    r"|nationality|hobb(?:y|ies)|interests?|free time|home ?town|husband|wife"
                    r"|children|family|parents|pets?|dog|cat|height|favou?rite|number|religion)\b"),
    ("person", 3.0, rf"\b(?:contact|reach|call|email|e-mail|hire|meet|get in touch with) {WHO}\b"
                    r"|\b(?:contact|reach|call|email|hire|get in touch with) (?:her|him|them)\b"),
    ("person", 3.0, rf"\b(?:is|are|was|were|where) {WHO} (?:\w+ )?(?:based|located|living|born|from"
                    r"|married|single|divorced|rich|old|tall|vegetarian|available)\b"),
    ("person", 4.5, rf"\bhow (?:much|well) (?:money )?(?:does|do|did|is|are|am|was|were) {WHO} (?:\w+ly )?(?:make|earn|get paid|paid)\b"
                    r"(?! (?:it|of|out|from)\b)"),
    ("person", 3.0, rf"\bhow (?:old|tall|rich) (?:is|are|am) {WHO}\b"),
    ("person", 3.0, rf"\b(?:do|does|did) {WHO} (?:\w+ )?(?:live|earn|like|enjoy|prefer|drink|eat|own)\b"),
    ("person", 2.5, rf"\b(?:what|which) \w+ (?:does|do|did) {WHO} (?:drive|wear|own|drink|eat|like|prefer|support|follow)\b"),
    ("person", 2.5, rf"\b(?:what|which) (?:city|country|town|place) (?:is|does|are|do|was) {WHO}\b"),
    ("person", 3.0, rf"\b{WHO} (?:have|has|got|have got|has got) (?:\w+ )?(?:\w+ )?(?:children|kids|pets?|dogs?|cats?"
                    r"|siblings|brothers?|sisters?|husband|wife|partner|boyfriend|girlfriend|famil(?:y|ies)|car)\b"),
    ("person", 2.5, r"\b(?:hobbies|outside (?:of )?work|free time|spare time)\b"),
    # overview
    ("overview", 3.5, r"^(?!.*\bx[a-z]+).*\b(?:summar(?:y|ise|ize)|introduc\w+|biograph\w+|highlights|in a nutshell)\b"
                      r"(?! (?:article|paper))"),
    ("overview", 3.0, rf"\boverview\b(?! (?:article|paper))|\b(?:{WHOSE}|x) background\b|\bbio\b"),
    ("overview", 4.0, r"\b(?:about|know about|say about) (?:she|her|him|them|yourself|myself|me"
                      r"|(?:this|the) (?:person|candidate|author|owner|developer|engineer))"
                      r"(?: please)?\W*$"),
    ("overview", 4.0, r"^who (?:is|was|are) (?:she|he|they) and\b"),
    ("overview", 4.0, rf"\b(?:walk|run|take|talk) me through {WHOSE} (?:\w+ )?(?:career|life|background|story|cv|profile)\b"
                      r"|\b(?:fill me in on|brief me (?:on|about)) (?:she|her|him|them)\b|\b(?:rundown|sketch|portrait|gist)"
                      r" (?:of|on|about) (?:who )?(?:she|her|him|them|he|they)\b"
                      r"|\bin (?:a few|two|three|one|some) (?:words|sentences?) who (?:is|are) \w+\b"),
    ("overview", 4.0, rf"^what (?:is|are|was) {WHO} (?:all )?about\W*$"),
    ("overview", 4.0, r"\bwho(?: exactly)? (?:is|was|are) (?:she|he|they|this|this \w+"
                      r"|the (?:person|candidate|applicant|owner|woman|man|lady|gentleman|human|one))"
                      r"(?: again| really)?\W*$|\bwho (?:this|the) person is\b"),
    ("overview", 4.0, r"\bwhy should (?:i|we|anyone) (?:hire|choose|pick|take)\b"),
    ("overview", 2.5, rf"\b(?:story|version|account|summary|outline) of {WHOSE} life\b|\b{WHOSE} life(?: story)?\W*$"),
    ("overview", 2.5, r"\b(?:tell me|show me|give me|list) (?:everything|all|more)\b(?: please)?\W*$"),
    ("overview", 2.5, r"\bwhat (?:have|has) you got\b|\bwhat is (?:in )?(?:here|this all about)\b"),
    # documents
    ("document", 3.0, r"\bxdocument\b|\baccording to\b"),
    ("document", 2.0, r"\b(?:documents?|handbooks?|manuals?|polic(?:y|ies)|faq|guidelines?|notes?"
                      r"|minutes|contracts?|instructions?|rules|regulations?|warrant(?:y|ies))\b"),
    ("document", 1.2, r"\b(?:may i|am i allowed|are we allowed|do i (?:need|have) to|must i"
                      r"|is it (?:allowed|forbidden|ok|possible) to)\b"),
    # the rest of the world
    ("off_topic", 3.5, r"\b(?:will|is|does|did|would) it (?:\w+ )?(?:rain|snow|freez|be (?:sunny|cold|warm|hot))"
                       r"|\b(?:weather|forecast) (?:\w+ )?(?:today|tomorrow|tonight|now|like|outside|forecast|in)\b"
                       r"|\b(?:how|what) (?:is|was|about) the weather\b"),
    ("off_topic", 2.0, r"\b(?:weather|horoscope|lottery|bitcoin|crypto\w*|stock market|football|soccer"
                       r"|basketball|cricket|olympics|world cup|super bowl|celebrit\w+)\b"),
    ("off_topic", 3.5, r"\b(?:capital|president|prime minister|population|king|queen|currency"
                       r"|mayor) of\b"),
    ("off_topic", 3.5, r"\b(?:write|compose|sing|tell|give|make up|read)(?: me| us)? (?:a|an|another|some)"
                       r" (?:\w+ )?(?:poem|song|joke|story|essay|haiku|limerick|rap|riddle|letter)s?\b"),
    ("off_topic", 3.0, r"\bwho (?:won|invented|discovered|painted|wrote|sang|directed) (?:the|a)\b"),
    ("off_topic", 3.0, r"\bhow (?:do|would|can) (?:you|i|we|one) say \w+|\b(?:what is|what's) the \w+ word for\b"),
    ("off_topic", 3.0, r"^(?:please )?(?:remind me|wake me|(?:call|order|get|book) me an?)\b"),
    ("off_topic", 3.0, r"\bwhat (?:time|day|date) is it\b|\b(?:the )?meaning of life\b"),
    ("off_topic", 3.0, r"\bshould i (?:buy|sell|invest|marry|vote|date|wear|break up)\b"),
    ("off_topic", 2.5, r"\bwhat is \d+ (?:plus|minus|times|divided|x|\*|\+|-|/)|\bsquare root\b"),
    ("off_topic", 3.0, r"\b(?:translate|order|book|play|turn (?:on|off)|set) (?:me )?(?:a|an|some|the"
                       r"|this|my)\b(?! (?:project|job|paper))"),
    ("off_topic", 2.0, r"^who (?:wrote|painted|invented|discovered|composed|directed|sang) (?!the\b|this\b|that\b|it\b|x|her\b|his\b)\w+"),
    ("off_topic", 3.0, rf"^convert \d+|\bhow many {_UNITS} (?:are |is )?(?:there )?in an? {_UNITS}\b"),
    ("off_topic", 2.0, r"\bhow (?:far|tall|big|deep|high|old) is (?:the|a|mount|lake)\b"),
    ("off_topic", 1.5, r"\b(?:yesterday|tomorrow|tonight|last night)\b"),
    # knowledge of the field that no content holds
    ("general", 2.0, r"^(?:so |and |please )?(?:what (?:is|are)|what does|explain|define|describe)"
                     r" (?:a|an|the difference between|xtech$|xtech mean)"),
    ("general", 2.0, r"^(?:what is|what are|explain|define) xtech\W*$"),
    ("general", 2.0, r"^what (?:is|are) (?!it\b|that\b|this\b|she\b|they\b|there\b|new\b|next\b|xt|x)\w{3,}\W*$"
                     r"|^(?:what does|what do) \w+ (?:stand for|mean)\W*$|^explain \w+(?: to me)?\W*$"),
    ("general", 2.0, r"^(?:(?:can|could) you )?explain (?:to me )?what (?:\w+ ){1,4}(?:is|are|means?)\W*$"),
    ("general", 1.5, r"^how (?:do|does) (?:a|an|xtech) (?:\w+ ){0,2}work\W*$"),
    ("general", 3.0, r"^(?:how|what|why|explain)\b.*\bin general\W*$"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cue:
    """A pattern of a masked question and how much it speaks for an intent."""

    intent: str
    weight: float
    pattern: re.Pattern[str]


CUES = tuple(Cue(intent, weight, re.compile(pattern)) for intent, weight, pattern in _TABLE)

_END = r"(?: (?:for now|for today|please|then|now|so much|very much|a lot|again|there|everyone|all|friend|assistant))*\W*$"
_POLITE = r"^(?:(?:ok|okay|so|well|oh|yes|no|great|alright|right|cool|um|uh|and|please|sorry)\W+)*"

_NO_QUESTION = r"(?!.*\b(?:what|which|where|who|how|when|why|did|does|has|show|list|tell|find)\b)"

_SOCIAL_TABLE: tuple[tuple[str, str], ...] = (
    ("goodbye", r"(?:see (?:ya|you)\b.{0,20}|cheerio|so long|ciao|catch you later|i(?: am|'m)? (?:off|leaving|going)(?: now)?"
                r"|(?:i )?(?:have to|must|got to|gotta) (?:run|go|leave)(?: now)?|(?:that|this) (?:will|would) be all"
                r"|have a (?:good|nice|great|lovely) (?:one|time|evening|weekend)|talk (?:to you )?(?:later|soon)|goodnight)"),
    ("goodbye", r"(?:good ?bye|bye(?: bye)?|see you(?: later| soon| tomorrow)?|farewell|good night"
                r"|have a (?:nice|good|great) \w+|(?:that|this) (?:is|was|will be) (?:all|it)(?: for (?:now|today))?(?:\W+(?:good)?bye)?|i am done"
                r"|talk to you (?:later|soon)|until next time|i have to go|take care)"),
    ("thanks", rf"(?:thanks|thank you|thx|cheers|much appreciated|i appreciate (?:it|that))\b{_NO_QUESTION}.{{0,60}}"),
    ("thanks", r"(?:much obliged|ta|nice one|brilliant|lovely|cool|super|amazing|fantastic|good work|well done|great job"
               r"|(?:you|that) (?:have been|has been|were|was|are) (?:very |so |really |most )?(?:helpful|kind|useful)"
               r"|i appreciate (?:your|the) help|you helped me(?: a lot)?|that helps(?: a lot| me)?|i am grateful)"),
    ("thanks", r"(?:that (?:is|was) )?(?:very |really |so )?(?:helpful|great|perfect|awesome|nice"
               r"|wonderful|excellent|good job|well done|good to know)"),
    ("greeting", r"(?:hi|hello|hey|howdy|hiya|greetings|good (?:morning|afternoon|evening|day)|yo"
                 r"|hi there|hello there|hey there)(?: (?:to (?:you|everyone|everybody|all)"
                 r"|(?:is |are )?(?:anybody|anyone|somebody|someone|you) (?:there|here|home|listening)"
                 r"|\w+|how are you(?: \w+)?))?"),
    ("greeting", r"(?:is |are )?(?:anybody|anyone|somebody|you) (?:there|home|listening)"),
    ("greeting", r"(?:morning|afternoon|evening|how do you do|hi everybody"
                 r"|(?:(?:hi|hello|hey)(?: there)? )?(?:it is |i am )?(?:so |very )?(?:nice|good|great|lovely|glad|pleased|happy|a pleasure)"
                 r" to (?:meet|see|hear|talk to) you(?: too)?)"),
    ("greeting", r"(?:how are you(?: doing| today)?|what is up|how is it going)"),
    ("help", r"(?:(?:tell|show) me what you (?:can|could) (?:do|answer|tell)(?: for me)?|introduce yourself|what is (?:this|your (?:purpose|job|name))"
             r"|what are you (?:for|good for|good at|able to do|capable of)|can you help(?: me)?|what do you do|who (?:built|created|programmed) you"
             r"|do you (?:speak|understand) \w+|what (?:information|documents|data|topics|subjects) do you (?:have|know|cover)(?: about)?"
             r"|how (?:do|should|can) i (?:talk to|ask|use) (?:you|this)|what (?:are|is) your (?:abilities|features|skills|limits?))"),
    ("help", r"(?:help(?: me)?|i need help|what (?:can|could|do) you do|what (?:can|could|should|may)"
             r" i (?:ask|say|do)(?: you| here)?|(?:what|which) (?:(?:kinds?|sorts?|types?) of )?(?:questions?|things?)"
             r" (?:can|could|may|should|do) (?:i|you) (?:ask|answer|know|say)(?: you| me)?(?: about)?|how (?:can|could|do|will) you help(?: me| us)?|how do (?:you|i use (?:this|you)) ?(?:work)?"
             r"|how does this work|(?:what|who) (?:\w+ ){0,4}are you|what are you|who are you|what is your name|who made you"
             r"|are you (?:an? )?(?:\w+ )?(?:human|robot|ai|bot|person|real|machine|assistant)"
             r"|what are (?:your|my) (?:options|commands)|what do you know)"),
    ("repeat", r"(?:(?:can|could|would|will) you )?(?:please )?(?:repeat|say)(?: that| it| this)?"
               r"(?: again| once more| one more time)?(?: more slowly| slower)?"),
    ("repeat", r"(?:pardon(?: me)?|come again|what was (?:that|it)(?: you said)? again|once more|one more time|what did you (?:just )?say"
               r"|i (?:did|could) not (?:catch|hear|understand|get) (?:that|you|it)|say again|what)"),
    ("sources", r"(?:where (?:did|do) you (?:get|have|find|take) (?:that|this|it)(?: from)?"
                r"|how do you know(?: that| this)?|(?:what|which) (?:is|are|was|were) (?:your|the)"
                r" sources?(?: (?:of|for) that)?|says who|who says(?: so| that)?"
                r"|where (?:is|was|does) (?:that|this|it)(?: come)? from"
                r"|which (?:document|file|page) (?:is|was|does) (?:that|this|it)(?: come)?(?: from)?)"),
    ("command", r"(?:stop(?: it| talking| that)?|quiet|be quiet|shut up|silence|cancel(?: that)?"
                r"|never ?mind|forget it|wait|pause|hold on|enough|that is enough)"),
)  # fmt: skip
SOCIAL = tuple(
    (intent, re.compile(rf"{_POLITE}{pattern}{_END}")) for intent, pattern in _SOCIAL_TABLE
)
"""Whole utterances that ask nothing of the content."""

OPENING = re.compile(
    r"^(?:(?:hi|hello|hey|good (?:morning|afternoon|evening))(?: there| again| everyone)?\W+"
    r"|(?:ok|okay|so|well|oh|um|uh|thanks|thank you|please)\W+)+(?=\w+ \w+)"
)
"""Politeness before a question, which is cut before the rest is read."""
