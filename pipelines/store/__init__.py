"""Rows of captures, pages, articles and widgets: their columns, Parquet files and DuckDB views."""
