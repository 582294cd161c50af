-- Deletes the keys that match a pattern.
--
--   ARGV[1]  the pattern, as SCAN takes it
--   returns  how many keys were deleted
--
-- One call, atomic: it holds up the server while it goes through all keys, which a test server with
-- its few thousands does in milliseconds. KEYS is empty, so this is not for a cluster.
local SCAN_COUNT = 1000

local cursor, deleted = '0', 0
repeat
  local page = redis.call('SCAN', cursor, 'MATCH', ARGV[1], 'COUNT', SCAN_COUNT)
  cursor = page[1]
  for _, key in ipairs(page[2]) do
    deleted = deleted + redis.call('UNLINK', key)
  end
until cursor == '0'
return deleted
