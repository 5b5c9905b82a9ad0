"""What things are: articles, comments, threads, queries. Standard library only."""
