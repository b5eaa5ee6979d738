"""Times as a clock shows them."""


def clock_time(seconds: float) -> str:
    """Seconds as people read a time: "0:07", "12:30", "1:00:05"; never below zero."""
    minutes, rest = divmod(int(max(0.0, seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
