"""What we send: strategies for every field, and the partitions that they make up."""
