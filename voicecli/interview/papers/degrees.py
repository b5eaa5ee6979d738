"""Degrees and their levels, as English résumés and job descriptions write them."""

import re
from enum import IntEnum


class Degree(IntEnum):
    """Levels of education, in their order."""

    SCHOOL = 1
    VOCATIONAL = 2
    ASSOCIATE = 3
    BACHELOR = 4
    MASTER = 5
    DOCTOR = 6


_LEVELS: tuple[tuple[Degree, re.Pattern[str]], ...] = tuple(
    (level, re.compile(pattern))
    for level, pattern in (
        (
            Degree.DOCTOR,
            r"\b(?:[Pp][Hh]\.?\s?[Dd]\b\.?|D\.?Phil\b|[Dd]octor(?:ate|al)?\b(?! (?:visits?"
            r"|appoint))"
            r"|M\.?D\.?(?=[\s,;)]|$)|J\.?D\.?(?=[\s,;)]|$)|Ed\.?D\b|DNP\b|Pharm\.?D\b|D\.?D\.?S\b"
            r"|Psy\.?D\b|DVM\b)",
        ),
        (
            Degree.MASTER,
            r"\b(?:[Mm]asters?\b(?:['’]s)?(?! (?:chef|data|plumber|electrician|craftsman"
            r"|of ceremon))"
            r"|M\.?[Ss][Cc]\b\.?|M\.?A\.?(?=[\s,;)]|$)|M\.S\.?|MS(?= in\b| degree)|M\.?B\.?A\b"
            r"|M\.?Eng\b|M\.?Ed\b|M\.?Phil\b|LL\.?M\b|MSN\b|MSW\b|MPH\b|MFA\b|MPA\b|M\.?Res\b"
            r"|[Pp]ostgraduate\b|PG[Cc]ert\b|PGCE\b|PGDip\b|[Gg]raduate degree|Magister|Diplom-"
            r"|M\.E\.?(?=[\s,;(/]|$)|M\.?Tech\b|M\.?Pharm\b|M\.?Com\b|MCA\b"
            r"|Laurea magistrale|Staatsexamen)",
        ),
        (
            Degree.BACHELOR,
            r"\b(?:[Bb]achelors?\b(?:['’]s)?|B\.?[Ss][Cc]\b\.?|B\.?A\.?(?=[\s,;()]|$)|B\.S\.?"
            r"|BS(?= in\b| degree|,|$)|BSN\b|B\.?Eng\b|B\.?Ed\b|B\.?Com(?:m)?\b|BBA\b|BFA\b"
            r"|LL\.?B\b"
            r"|B\.E\.?(?=[\s,;(/]|$)|B\.?Pharm\b|B\.?Des\b"
            r"|BCA\b|BVSc\b|BDS\b|B\.?Tech\b|BSW\b|B\.?Arch\b|MBBS\b|MB ?ChB\b"
            r"|[Uu]ndergraduate degree"
            r"|[Ff]irst degree|HBO\b|Fachhochschule|Licencjat|Laurea\b(?! magistrale))",
        ),
        (
            Degree.ASSOCIATE,
            r"\b(?:[Aa]ssociate(?:['’]?s)?(?: of (?:[Aa]|[Ss])| in |['’]?s? [Dd]egree)"
            r"|A\.?A\.?S\.?(?=[\s,;)]|$)|ADN\b"
            r"|A\.[AS]\.|HND\b|HNC\b|[Ff]oundation [Dd]egree|[Hh]igher [Nn]ational"
            r"|[Aa]dvanced [Dd]iploma)",
        ),
        (
            Degree.VOCATIONAL,
            r"\b(?:NVQ|SVQ|BTEC|[Cc]ity (?:&|and) [Gg]uilds|[Aa]pprenticeship|[Vv]ocational"
            r"|[Tt]rade (?:school|certificate|qualification)|[Jj]ourneyman"
            r"|[Dd]iploma\b(?! of [Hh]igher)|TAFE|[Tt]echnical (?:college|certificate)"
            r"|Cert(?:ificate)? (?:I|II|III|IV|3|4)\b|MBO\b|(?:Berufs)?[Aa]usbildung|ITI\b)",
        ),
        (
            Degree.SCHOOL,
            r"\b(?:[Hh]igh [Ss]chool|GED\b|GCSEs?\b|A[- ][Ll]evels?\b|[Ss]econdary (?:[Ss]chool"
            r"|[Ee]ducation)|IGCSE|Abitur|[Bb]accalaur[eé]ate?\b|[Mm]atric(?:ulation)?\b"
            r"|[Ss]chool leaving|[Hh]ighers\b|[HS]\.?S\.?C\b\.?|VCE\b|Matura\b"
            r"|[Ll]eaving [Cc]ert(?:ificate)?\b|1[02]th (?:[Ss]tandard|[Gg]rade|[Cc]lass|[Pp]ass))",
        ),
    )
)
_HIGH_SCHOOL = re.compile(r"[Hh]igh [Ss]chool [Dd]iploma")
_SOME = re.compile(r"\b(?:[Dd]egree|[Gg]raduated? (?:of|from|in))\b(?! of\b)")


def degrees_in(text: str) -> tuple[Degree, ...]:
    """The levels that a text names, the highest first; a mere "degree" is a bachelor's."""
    plain = _HIGH_SCHOOL.sub("High School", text)
    found = tuple(level for level, pattern in _LEVELS if pattern.search(plain))
    return found or ((Degree.BACHELOR,) if _SOME.search(plain) else ())
