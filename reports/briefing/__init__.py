"""The one-page briefing of a ward."""
