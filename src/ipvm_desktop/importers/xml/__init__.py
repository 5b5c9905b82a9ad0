"""XML of any size and state, for the exports that are made of it."""
