-- Says that a node hears a user, and whether none did before.
--
-- KEYS  1: the hash of the user's leases: at:NODE -> when it ends; since -> when he came or went
-- ARGV  1: the node; 2: for how long, in ms; 3: how long it is kept who was there last, in ms
-- Returns 1 where he came online by this, else 0.
--
-- By this server's clock alone, as the nodes' differ. Leases that have ended are thrown away.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local online = false
local fields = redis.call('HGETALL', KEYS[1])
for i = 1, #fields, 2 do
  if string.sub(fields[i], 1, 3) == 'at:' then
    if tonumber(fields[i + 1]) > now then
      online = true
    else
      redis.call('HDEL', KEYS[1], fields[i])
    end
  end
end
redis.call('HSET', KEYS[1], 'at:' .. ARGV[1], string.format('%.0f', now + ARGV[2]))
if not online then
  redis.call('HSET', KEYS[1], 'since', string.format('%.0f', now))
end
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return online and 0 or 1
