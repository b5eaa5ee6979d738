"""What in a résumé's line is a job title, and what a place where people work or learn.

By the words that end titles in English ("-er", "-ist", "officer") and those that are in names of
organisations ("Hospital", "Ltd"): scores to be compared, since either may be wrong alone.
"""

import re

_TITLES = frozenset(
    """
    nurse chef cook clerk lead head chief president fellow intern apprentice trainee associate
    assistant aide partner counsel representative rep executive officer agent host hostess
    waitress barista midwife paramedic analyst scientist attorney judge pilot captain steward
    stewardess guard foreman tutor professor lecturer dean principal mate operative secretary
    nanny porter consultant accountant attendant student resident superintendent advocate
    architect mechanic ceo cto cfo coo founder co-founder owner director manager supervisor
    volunteer specialist coordinator registrar matron sister sergeant corporal lieutenant major
    private soldier freelancer freelance self-employed internship apprenticeship placement
    sommelier concierge expert guide mason joiner electrician plumber welder bricklayer roofer
    governor magistrate chair chairman chairperson administrator liaison therapist medic doctor
    physician surgeon dentist vet journalist editor correspondent model au-pair coach actuary
    attaché diplomat curator conductor machinist paralegal
    """.split()
)
_OWN_MASTERS = frozenset("self-employed freelance freelancer volunteer".split())
"""What somebody is as whatever else the line names: "Carpenter, self-employed"."""
_TITLE_ENDS = ("er", "or", "ist", "ian", "eer", "man", "woman", "person", "ant", "yst", "ician")
_NO_TITLES = frozenset(
    """
    center centre water tower power paper summer winter number other over under after per for or
    computer order corner river silver world- user customer december september november october
    color colour floor door motor tractor sector honor honour labor labour minor restaurant plant
    van german roman human chester manchester leicester gloucester worcester lancaster doncaster
    vancouver denver hanover dover internet career better never ever super offer cancer master
    newsletter indoor outdoor interior junior senior instant giant grant relevant
    """.split()
)
_PLACES = frozenset(
    """
    ltd limited inc incorporated llc llp plc gmbh ag sa bv nv oy ab pty corp corporation co
    company hospital hospitals clinic infirmary surgery hospice school schools university
    college institute academy kindergarten nursery bank group trust council restaurant bistro
    brasserie hotel inn café cafe bakery services solutions systems technologies technology labs
    laboratories laboratory agency foundation ministry department bureau chambers associates
    partners sons brothers bros enterprises industries international logistics transport haulage
    motors airlines airways foods media studio studios holdings ventures capital insurance
    assurance pharmacy pharma pharmaceuticals healthcare health nhs center centre station works
    shipyard factory mill farm farms church parish charity association society union federation
    authority county city district court store stores supermarket retail consulting consultants
    construction contractors engineering fabrication fabrications steel energy electric software
    networks digital analytics theatre museum library gallery orchestra army navy force police
    bureau firm practice kitchen kitchens grill polytechnic lycée gymnasium sixth-form faculty
    universität hochschule université universidad
    """.split()
)
_PARTS_OF_PLACES = frozenset("department dept unit ward division section team room".split())
_SCHOOLS = frozenset(
    """
    university college institute school academy polytechnic universität hochschule université
    universidad universität lycée gymnasium conservatory conservatoire faculty seminary tafe mit
    centre center
    """.split()
)
_WORD = re.compile(r"[^\W_]+(?:[-'’&][^\W_]+)*")
_LEVEL_BEHIND = re.compile(r"(?:\s+(?:I{1,3}|IV|V|\d|[A-D])|\s*\([^)]*\))+$")
_BEFORE_OF = re.compile(r"\s+(?:of|for|in|to|on|with|at)\s+|\s*[/(,]\s*", re.IGNORECASE)
_LONGEST_TITLE = 9


def title_score(text: str) -> int:
    """How much a text looks like a job title: 0 not at all, 3 by a word that is in titles only."""
    words = _WORD.findall(text)
    if not words or len(words) > _LONGEST_TITLE:
        return 0
    heads = [_last(part) for part in _BEFORE_OF.split(_LEVEL_BEHIND.sub("", text)) if part.strip()]
    if not heads:
        return 0
    if len(words) == 1 and heads[0] in _OWN_MASTERS:
        return 1
    if heads[0] in _TITLES:
        return 3
    if _ends_as_title(heads[0]):
        return 2
    return 1 if any(word.lower() in _TITLES for word in words) else 0


def place_score(text: str) -> int:
    """How much a text looks like an organisation's name: 0 not at all, 3 by its words."""
    words = [word.lower() for word in _WORD.findall(text)]
    if not words:
        return 0
    if words[-1] in _PARTS_OF_PLACES:  # "Butchery Department"
        return 1
    if words[-1] not in _PLACES and title_score(text) > 1:  # "Bank Clerk"
        return 0
    if (
        words[-1] in _PLACES
        or words[0] in _PLACES
        or re.search(
            r"\b(?:University|College|School|Hospital|Institute|Ministry|Bank|City"
            r"|Department) of\b",
            text,
        )
    ):
        return 3
    if any(word in _PLACES for word in words):
        return 2
    return 1 if re.search(r"\s&\s|['’]s\b", text) else 0


def is_school(text: str) -> bool:
    """Whether a text names a school or a university."""
    return any(word.lower() in _SCHOOLS for word in _WORD.findall(text))


def _last(part: str) -> str:
    words = _WORD.findall(part)
    return words[-1].lower() if words else ""


def _ends_as_title(word: str) -> bool:
    return len(word) > 4 and word.endswith(_TITLE_ENDS) and word not in _NO_TITLES
