"""How long does a demand exercise take, from workbooks to a pool, and do pools agree with an independent oracle?"""
