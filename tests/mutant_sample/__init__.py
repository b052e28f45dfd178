"""Try a random sample of mutants: small changes of the code, each of which a test must detect."""
