"""Goals in conversation: plain functions over a turn, an open form and a person's goal book."""
