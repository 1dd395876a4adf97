"""Lives that nobody lived: drawn from dated, cited assumptions, as many as wanted, the same on every machine."""
