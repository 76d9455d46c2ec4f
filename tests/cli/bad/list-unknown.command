list scheme
