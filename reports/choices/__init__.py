"""What a person may choose of a run: options, profiles and the values that they take. Imports no other room."""
