-- Permits per window, aligned to 1970.
--
--   value  1767225600000000 42
--          │                └ permits taken in it
--          └ start of the window, microseconds since 1970
--
-- It is gone at the end of the window. A window that is yet to come was begun before Redis' clock
-- stepped back: it goes on being counted, so that nobody gets its permits twice. One further ahead
-- than the next counts as the next: nobody waits for longer than two windows, or the step.

local fixed_window = {}

local function keep_window(key, state, limit)
  local ends = state.count > 0 and state.start + limit.per or 0
  keep(key, state.start, state.count, state.now, ends)
end

function fixed_window.load(key, now, limit)
  local current = now - now % limit.per
  local state = { now = now, start = current, count = 0 }
  local start, count = kept(key)
  if start and start >= current then
    state.start, state.count = math.min(start, current + limit.per), count
    if state.start < start then
      keep_window(key, state, limit)
    end
  end
  return state
end

function fixed_window.wait(state, limit, permits)
  return state.count + permits <= limit.permits and 0 or state.start + limit.per - state.now
end

function fixed_window.remaining(state, limit)
  return math.max(0, limit.permits - state.count)
end

function fixed_window.reset(state, limit)
  return state.count > 0 and state.start + limit.per - state.now or 0
end

--   returns  the window
function fixed_window.take(key, state, limit, permits)
  state.count = state.count + permits
  keep_window(key, state, limit)
  return state.start
end

function fixed_window.refund(key, state, limit, permits, start)
  if state.start == start then
    state.count = math.max(0, state.count - permits)
    keep_window(key, state, limit)
  end
end

algorithms['fixed-window'] = fixed_window
