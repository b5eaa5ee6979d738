"""What a résumé and a job description say, each thing with the words it stands in."""
