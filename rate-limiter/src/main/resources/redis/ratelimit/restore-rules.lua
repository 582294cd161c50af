-- Puts rules back that a Redis without a memory has lost, as a node still has them.
--
-- KEYS[1]  the hash of put-rules.lua
-- ARGV     version, text, sha, file
--
-- Does nothing where there are rules. Returns 1 where it did it, else 0.
if redis.call('EXISTS', KEYS[1]) == 1 then
  return 0
end
redis.call('HSET', KEYS[1], 'version', ARGV[1], 'text', ARGV[2], 'sha', ARGV[3], 'file', ARGV[4])
return 1
