"""The commands of `contract`, one module each."""
