-- By Redis' own clock: all nodes keep to the same one, however theirs go.

local time = redis.call('TIME')
return decide(time[1] * 1000000 + time[2], KEYS, ARGV)
