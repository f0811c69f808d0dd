"""Never ends while it is imported."""
# family: flood
# exercise: 02_losses
# honest: 0
# says: time ran out

import time


while True:
    time.sleep(1)
