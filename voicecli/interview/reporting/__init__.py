"""What an interview showed: quotes, judgements, figures, scores, exercises."""
