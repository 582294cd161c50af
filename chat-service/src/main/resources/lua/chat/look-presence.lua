-- Tells whether any node hears a user.
--
-- KEYS  1: the hash of the user's leases: at:NODE -> when it ends; since -> when he came or went
-- Returns three numbers: 1 where he is online, else 0; since when, in ms since 1970, 0 where nobody
-- knows; how long that is sure, in ms. Who went without a word went when his last lease ended.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local last = 0
local since = 0
local fields = redis.call('HGETALL', KEYS[1])
for i = 1, #fields, 2 do
  if fields[i] == 'since' then
    since = tonumber(fields[i + 1])
  else
    last = math.max(last, tonumber(fields[i + 1]))
  end
end
if last > now then
  return {1, since, last - now}
end
return {0, math.max(since, last), 0}
