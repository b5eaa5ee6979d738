"""The course of an interview, one step after the other; what the interviewer says."""
