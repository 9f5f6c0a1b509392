helps completion
