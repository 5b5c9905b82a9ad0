"""The SQLite file that keeps everything. The only place that imports SQLAlchemy."""
