"""研修用の写し: a restored copy of the register in which every person, plate, address and free text is invented (decision 32)."""
