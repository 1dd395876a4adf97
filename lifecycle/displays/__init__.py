"""What notebooks show of a life, a scenario, a region or a rule: small HTML, escaped, without script or picture."""
