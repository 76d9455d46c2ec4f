lab ou --all
