"""What recordings tell beside their words: who spoke, how they sounded, what was talked about."""
