"""Which characters make up words by themselves."""

SINGLE = "[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]"
"""Kana and Chinese characters, which are written without spaces: each counts by itself."""
