-- Two fixed windows, the older one weighed by how much of it is still in sight.
--
--   value  1767225600000000 42 17
--          │                │  └ permits taken in the window before it
--          │                └ permits taken in it
--          └ start of the window, microseconds since 1970
--
--   in sight = count + before * (per - elapsed) / per, compared without rounding
--
-- It is gone when the later window that has permits is out of sight. A window that is yet to come
-- was begun before Redis' clock stepped back, and is kept to as in fixed-window.lua.

local sliding_window = {}

local function keep_windows(key, state, limit)
  local reset = sliding_window.reset(state, limit)
  if reset == 0 then
    redis.call('DEL', key)
  else
    local value = { text(state.start), text(state.count), text(state.before) }
    redis.call('SET', key, table.concat(value, ' '), 'PXAT', last_milli(state.now + reset))
  end
end

function sliding_window.load(key, now, limit)
  local current = now - now % limit.per
  local state = { now = now, start = current, count = 0, before = 0 }
  local value = redis.call('GET', key)
  if value then
    local start, count, before = string.match(value, '^(%d+) (%d+) (%d+)$')
    start, count, before = tonumber(start), tonumber(count), tonumber(before)
    if start >= current then
      state.start, state.count, state.before = math.min(start, current + limit.per), count, before
      if state.start < start then
        keep_windows(key, state, limit)
      end
    elseif start == current - limit.per then
      state.before = count
    end
  end
  return state
end

-- How far into a window no more than `room` of what was counted before it is in sight.
local function elapsed_until(limit, before, room)
  return before <= room and 0 or limit.per - (times_over(limit.per, room, before))
end

function sliding_window.wait(state, limit, permits)
  local room = limit.permits - state.count - permits
  local at
  if room >= 0 then
    at = state.start + elapsed_until(limit, state.before, room)
  else
    at = state.start + limit.per + elapsed_until(limit, state.count, limit.permits - permits)
  end
  return math.max(0, at - state.now)
end

function sliding_window.remaining(state, limit)
  local elapsed = math.max(0, state.now - state.start)
  local seen, rest = times_over(limit.per - elapsed, state.before, limit.per)
  return math.max(0, limit.permits - state.count - seen - (rest > 0 and 1 or 0))
end

function sliding_window.reset(state, limit)
  if state.count > 0 then
    return state.start + 2 * limit.per - state.now
  end
  return state.before > 0 and state.start + limit.per - state.now or 0
end

--   returns  the window
function sliding_window.take(key, state, limit, permits)
  state.count = state.count + permits
  keep_windows(key, state, limit)
  return state.start
end

function sliding_window.refund(key, state, limit, permits, start)
  if state.start == start then
    state.count = math.max(0, state.count - permits)
    keep_windows(key, state, limit)
  elseif state.start == start + limit.per then
    state.before = math.max(0, state.before - permits)
    keep_windows(key, state, limit)
  end
end

algorithms['sliding-window'] = sliding_window
