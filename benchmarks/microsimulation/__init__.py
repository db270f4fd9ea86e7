"""Times people one by one beside the same model in neworder, mesa-frames and plain NumPy. Run it with `make`."""
