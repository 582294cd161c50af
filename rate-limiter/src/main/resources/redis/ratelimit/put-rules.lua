-- Puts rules where all nodes find them.
--
-- KEYS[1]  hash: version (grows by one a change), text, sha (SHA-1 of text),
--          file (SHA-1 of the last text that came from a file). It never expires.
-- ARGV[1]  the rules as text
-- ARGV[2]  'file' where they come from a file: then only if they are not what came from a file last,
--          so that the first node that sees a new file puts it, and no node puts an old one again
--          over what was put since
--
-- Returns 1 where the rules changed, else 0. Tells it on the channel named like the key.
local sha = redis.sha1hex(ARGV[1])
if ARGV[2] == 'file' then
  if redis.call('HGET', KEYS[1], 'file') == sha then
    return 0
  end
  redis.call('HSET', KEYS[1], 'file', sha)
end
if redis.call('HGET', KEYS[1], 'sha') == sha then
  return 0
end
redis.call('HSET', KEYS[1], 'text', ARGV[1], 'sha', sha)
local version = redis.call('HINCRBY', KEYS[1], 'version', 1)
redis.call('PUBLISH', KEYS[1], version)
return 1
