"""Publications: a board and its bundle, made public by two posts together and never changed."""
