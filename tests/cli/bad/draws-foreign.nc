chain,draw,a
1,1,0.5
