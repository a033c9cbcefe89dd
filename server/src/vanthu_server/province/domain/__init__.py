"""What the hub knows, without a framework, a database or a clock."""
