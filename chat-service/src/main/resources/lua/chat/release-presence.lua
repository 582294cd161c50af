-- Says that a node has not heard a user for a while, and whether any other does.
--
-- KEYS  1: the hash of the user's leases: at:NODE -> when it ends; since -> when he came or went
-- ARGV  1: the node; 2: how long ago he went, in ms; 3: how long that is kept, in ms
-- Returns 1 where he is offline now, else 0.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('HDEL', KEYS[1], 'at:' .. ARGV[1])
local fields = redis.call('HGETALL', KEYS[1])
for i = 1, #fields, 2 do
  if string.sub(fields[i], 1, 3) == 'at:' then
    if tonumber(fields[i + 1]) > now then
      return 0
    end
    redis.call('HDEL', KEYS[1], fields[i])
  end
end
redis.call('HSET', KEYS[1], 'since', string.format('%.0f', now - ARGV[2]))
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1
