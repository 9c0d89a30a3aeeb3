"""How records are said on a page: steps of the road, acts with their addresses, facts, history as sentences."""
