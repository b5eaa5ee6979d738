"""An analysis as plain JSON values: `analysis.findings.Analysis`, field by field."""

from dataclasses import asdict
from typing import Any

from voicecli.analysis.findings import Analysis

SCHEMA = 1
"""Grows when a field changes its meaning or goes; new fields leave it as it is."""


def as_values(analysis: Analysis) -> dict[str, Any]:
    """The analysis with its schema's number; seconds and figures to three decimals."""
    return {"schema": SCHEMA, **_rounded(asdict(analysis))}


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 3)
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(item) for item in value]
    return value
