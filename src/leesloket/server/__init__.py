"""Starting Leesloket: the embedded PostgreSQL, the reader, the web server and the worker."""
