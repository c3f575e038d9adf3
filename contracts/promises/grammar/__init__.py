"""What the fields of the form may say: one module per notation, each grading a text on its own."""
