"""How a résumé meets what a job asks for, and what could be asked about it."""
