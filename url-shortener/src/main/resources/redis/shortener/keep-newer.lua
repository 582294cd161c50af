-- Keeps a target, unless Redis has a newer version of it.
--
-- Who read the old version from the database may write it after the new one was written. So a value
-- begins with its link's version, and a lower one never replaces a higher one.
--
--   KEYS[1]  the link's key
--   ARGV[1]  the version of the value
--   ARGV[2]  the value, which begins with the version and a blank
--   ARGV[3]  for how long, in ms: no link is kept for ever, so that what nobody visits goes
--   returns  1 where it is kept, 0 where a newer one was there
local known = redis.call('GET', KEYS[1])
if known then
  local version = tonumber(string.match(known, '^(%d+) '))
  if version and version > tonumber(ARGV[1]) then
    return 0
  end
end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 1
