"""Who may see which rows: a scope per transaction, and the policies that hold it up."""
