"""Lists of places that a user supplies: jobcentres, colleges, libraries, a register of land."""
