"""Files in, documents out: one importer a format. No SQL, no Qt."""
