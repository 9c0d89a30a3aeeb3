"""The lives of groups that generated data copy: of every size, every age, at every place of the road."""
