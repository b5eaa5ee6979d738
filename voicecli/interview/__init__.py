"""A practice interview: what two documents say, a plan, the course of the talk, an honest report.

Pure but for what it is handed: an embedder, a language model. It stores, plays and prints nothing.
"""
