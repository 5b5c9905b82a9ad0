"""What the readers of exports share: records put aside by article, and articles made of them."""
