"""Programs as data, and solving them through PuLP; knows no portfolio."""
