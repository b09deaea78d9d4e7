"""Reading: the text of a page in, articles and facts with citations out. Pure: no Django, no network, no clock."""
