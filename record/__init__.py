"""Build the casebook's histories from the record's tables of evidence."""
