"""What the page of some kinds shows besides, one file each: the cells of a plan, the sums of an extract."""
