-- How many at the same time. A permit that nobody gives back is free again after `per`.

algorithms['concurrency'] = holders
