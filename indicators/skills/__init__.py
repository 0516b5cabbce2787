"""Skills: openings, supply, gaps and pressure by occupation and qualification."""
