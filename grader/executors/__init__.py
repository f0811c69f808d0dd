"""Where the slots are: in processes on this machine, or elsewhere. One file each behind ``protocol``."""
