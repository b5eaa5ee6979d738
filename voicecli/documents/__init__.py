"""Files of the content folder become documents."""
