-- Ends the route to a device, unless the device has come to another node meanwhile.
--
-- KEYS  1: the hash of the user's routes
-- ARGV  1: the device; 2: the node that ends it
-- Returns 1 where it was ended, else 0.
local route = redis.call('HGET', KEYS[1], ARGV[1])
if route and string.sub(route, string.find(route, ' ', 1, true) + 1) == ARGV[2] then
  return redis.call('HDEL', KEYS[1], ARGV[1])
end
return 0
