"""The demo company: simulate what truly happened, then degrade it into landed files."""
