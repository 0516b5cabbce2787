"""Skills: achievements in further education, and occupations by industry."""
