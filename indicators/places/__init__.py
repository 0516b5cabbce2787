"""Places: groups of councils, statistical neighbours, premises, and the view by ward."""
