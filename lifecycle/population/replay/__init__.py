"""One person of a run lived again by the machine for one life, and compared with what is stored."""
