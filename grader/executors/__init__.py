"""Where the slots are: in this process, in several on this machine, or elsewhere. One file each behind ``protocol``."""
