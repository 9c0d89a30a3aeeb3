"""The lives of councils that generated data copy."""
