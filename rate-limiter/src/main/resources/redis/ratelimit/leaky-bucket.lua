-- A bucket that leaks at the rate; a permit pours in, and what would spill is refused.
--
--   value  4 2500 1767225600000000
--          │ │    └ the moment of it, microseconds since 1970
--          │ └ and so many drops, of which a permit has as many as `per` has microseconds
--          └ whole permits in the bucket
--
-- Each microsecond `permits` drops leak out. It is gone when the bucket is empty. A moment that is
-- yet to come was kept before Redis' clock stepped back: it becomes now, so that it goes on leaking.

local leaky_bucket = {}

local function keep_level(key, state, limit)
  local reset = leaky_bucket.reset(state, limit)
  if reset == 0 then
    redis.call('DEL', key)
  else
    local value = { text(state.level), text(state.drops), text(state.now) }
    redis.call('SET', key, table.concat(value, ' '), 'PXAT', last_milli(state.now + reset))
  end
end

-- The time in which so much leaks out.
local function leak_time(limit, permits, drops)
  local micros, rest = times_over(limit.per, permits, limit.permits)
  return micros + math.ceil((rest + drops) / limit.permits)
end

local function draw(state, limit, permits, drops)
  local borrowed = drops > state.drops and 1 or 0
  state.level = state.level - permits - borrowed
  state.drops = state.drops - drops + borrowed * limit.per
  if state.level < 0 then
    state.level, state.drops = 0, 0
  end
end

local function leak(state, limit, elapsed)
  -- Longer than it takes to empty is as good, and its product might not be exact.
  local enough = leak_time(limit, state.level, state.drops)
  local permits, drops = times_over(math.min(elapsed, enough), limit.permits, limit.per)
  draw(state, limit, permits, drops)
end

function leaky_bucket.load(key, now, limit)
  local state = { now = now, level = 0, drops = 0 }
  local value = redis.call('GET', key)
  if value then
    local level, drops, at = string.match(value, '^(%d+) (%d+) (%d+)$')
    state.level, state.drops = tonumber(level), math.min(tonumber(drops), limit.per - 1)
    if state.level >= limit.burst then -- of a larger bucket
      state.level, state.drops = limit.burst, 0
    end
    local elapsed = now - tonumber(at)
    leak(state, limit, math.max(0, elapsed))
    if elapsed < 0 then
      keep_level(key, state, limit)
    end
  end
  return state
end

-- Time until so many fit in.
function leaky_bucket.wait(state, limit, permits)
  local over = state.level + permits - limit.burst
  return over < 0 and 0 or leak_time(limit, over, state.drops)
end

function leaky_bucket.remaining(state, limit)
  return limit.burst - state.level - (state.drops > 0 and 1 or 0)
end

function leaky_bucket.reset(state, limit)
  return leak_time(limit, state.level, state.drops)
end

--   returns  the moment at which what was taken is over: all has leaked out. A microsecond early, as
--            it is rounded up
function leaky_bucket.take(key, state, limit, permits)
  state.level = state.level + permits
  keep_level(key, state, limit)
  return state.now + leaky_bucket.reset(state, limit) - 1
end

-- Without what was taken the bucket would have been empty that much earlier, and have leaked no more
-- from then on. So no more comes back than would leak out until what was taken is over.
function leaky_bucket.refund(key, state, limit, permits, over_at)
  local still = over_at - state.now
  if still <= 0 then
    return
  end
  local most, drops = times_over(still, limit.permits, limit.per)
  if most >= permits then
    most, drops = permits, 0
  end
  draw(state, limit, most, drops)
  keep_level(key, state, limit)
end

algorithms['leaky-bucket'] = leaky_bucket
