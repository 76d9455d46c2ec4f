lab brownain
