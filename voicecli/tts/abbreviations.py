"""English words whose full stop need not end a sentence. All in lower case, without that stop."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


ALWAYS_GO_ON = _set("""
    mr mrs ms mx dr prof st gen col lt sgt capt cmdr rev hon gov sen rep pres messrs mme mlle fr hr
    e.g i.e eg ie cf vs viz al ca approx resp incl excl esp dept est ave blvd rd mt ft
""")
"""A name, a number or an explanation follows, whatever its first letter is."""

BEFORE_A_NUMBER = _set("""
    no nos nr vol p pp fig figs eq eqs sec ch art ver v pt par tab app min max tel
    jan feb mar apr jun jul aug sep sept oct nov dec
""")
"""These go on only before a number: "No. 5", "p. 12", "Jan. 3"; "The answer is no." ends."""

MAY_END = _set("etc inc ltd co corp bros jr sr llc plc univ assn a.m p.m ph.d")
"""These end a sentence when a word follows that begins sentences."""

LETTERED = _set("""
    plan vitamin option grade type class team section appendix figure part group level answer case
    point table room gate block unit hepatitis exhibit version line category and or letter column
    row terminal platform
""")
"""After these a single capital names a thing and is no initial: "We chose plan B. Then …"."""

STARTERS = _set("""
    A After All Also An And Any Are As At Both But By Can Did Do Does Each Every Finally First For
    From Has Have He Her Here His How However I If In Instead Is It Its Later Let Many Maybe Most
    My Next No Not Now Of On Once One Only Or Our Perhaps Please She Since So Some Soon Still That
    The Their Then There These They This Those Though To Today Two Until Was We Were What When
    Where Which While Who Why With Yes Yet You Your
""")
"""Words that begin sentences far more often than names."""
