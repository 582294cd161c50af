-- Who holds how many permits, and until when.
--
--   zset   id:permits   the moment at which they are free again, microseconds since 1970
--          held         how many are held in all, as a negative number: it sorts before all moments
--
-- An id is the moment of the taking, or the next microsecond that is free. Nobody holds anything for
-- longer than `per`: who does was admitted before Redis' clock stepped back, or under another
-- limit, and holds for `per` from now. The key is gone when the last holder is.
--
-- A decision costs a few steps for each holder whose time is over, each of which is paid once.

local holders = {}

local HELD = 'held'

local function permits_of(member)
  return tonumber(string.match(member, ':(%d+)$'))
end

local function keep_until(key, state)
  if state.held > 0 then
    redis.call('ZADD', key, text(-state.held), HELD)
    redis.call('PEXPIREAT', key, last_milli(state.last))
  else
    redis.call('DEL', key)
  end
end

local function let_go(key, state)
  local over = redis.call('ZRANGEBYSCORE', key, 0, text(state.now))
  if #over > 0 then
    for _, member in ipairs(over) do
      state.held = state.held - permits_of(member)
    end
    redis.call('ZREMRANGEBYSCORE', key, 0, text(state.now))
    keep_until(key, state)
  end
end

local function shorten(key, state, latest)
  local late = redis.call('ZRANGEBYSCORE', key, '(' .. text(latest), '+inf')
  for _, member in ipairs(late) do
    redis.call('ZADD', key, text(latest), member)
  end
  state.last = latest
  keep_until(key, state)
end

function holders.load(key, now, limit)
  local state = { key = key, now = now, held = 0, last = now }
  local newest = redis.call('ZREVRANGE', key, 0, 0, 'WITHSCORES')
  if #newest > 0 then
    state.last = tonumber(newest[2])
    state.held = -tonumber(redis.call('ZSCORE', key, HELD))
    let_go(key, state)
    if state.last > now + limit.per then
      shorten(key, state, now + limit.per)
    end
  end
  return state
end

-- Time until enough of the oldest are over. Each of them holds one at least.
function holders.wait(state, limit, permits)
  local missing = state.held + permits - limit.permits
  if missing <= 0 then
    return 0
  end
  local oldest =
    redis.call('ZRANGEBYSCORE', state.key, 0, '+inf', 'WITHSCORES', 'LIMIT', 0, text(missing))
  local at = 1
  while at + 2 <= #oldest and permits_of(oldest[at]) < missing do
    missing = missing - permits_of(oldest[at])
    at = at + 2
  end
  return tonumber(oldest[at + 1]) - state.now
end

function holders.remaining(state, limit)
  return math.max(0, limit.permits - state.held)
end

function holders.reset(state)
  return state.held > 0 and state.last - state.now or 0
end

--   returns  the id of the holder
function holders.take(key, state, limit, permits)
  local id = state.now
  state.last = state.now + limit.per
  while redis.call('ZADD', key, 'NX', text(state.last), text(id) .. ':' .. text(permits)) == 0 do
    id = id + 1
  end
  state.held = state.held + permits
  keep_until(key, state)
  return id
end

function holders.refund(key, state, limit, permits, id)
  if redis.call('ZREM', key, text(id) .. ':' .. text(permits)) == 1 then
    state.held = state.held - permits
    local newest = redis.call('ZREVRANGE', key, 0, 0, 'WITHSCORES')
    state.last = tonumber(newest[2] or state.now)
    keep_until(key, state)
  end
end
