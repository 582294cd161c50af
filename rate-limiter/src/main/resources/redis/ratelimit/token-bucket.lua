-- A bucket that fills at the rate and holds the burst; a permit takes a token out.
--
--   value  4 2500 1767225600000000
--          │ │    └ the moment of it, microseconds since 1970
--          │ └ and so many parts of a token, of which there are as many as microseconds in `per`
--          └ whole tokens
--
-- Each microsecond adds `permits` parts. It is gone when the bucket is full. A moment that is yet to
-- come was kept before Redis' clock stepped back: it becomes now, so that the bucket goes on filling.

local token_bucket = {}

local function keep_tokens(key, state, limit)
  local reset = token_bucket.reset(state, limit)
  if reset == 0 then
    redis.call('DEL', key)
  else
    local value = { text(state.tokens), text(state.rest), text(state.now) }
    redis.call('SET', key, table.concat(value, ' '), 'PXAT', last_milli(state.now + reset))
  end
end

-- Pours in, and spills what is too much.
local function pour(state, limit, tokens, rest)
  local parts = state.rest + rest
  local carried = parts >= limit.per and 1 or 0
  state.tokens = state.tokens + tokens + carried
  state.rest = parts - carried * limit.per
  if state.tokens >= limit.burst then
    state.tokens, state.rest = limit.burst, 0
  end
end

local function fill(state, limit, elapsed)
  -- Longer than it takes to fill is as good, and its product might not be exact.
  local enough = times_over(limit.per, limit.burst, limit.permits) + 1
  local tokens, rest = times_over(math.min(elapsed, enough), limit.permits, limit.per)
  pour(state, limit, tokens, rest)
end

function token_bucket.load(key, now, limit)
  local state = { now = now, tokens = limit.burst, rest = 0 }
  local value = redis.call('GET', key)
  if value then
    local tokens, rest, at = string.match(value, '^(%d+) (%d+) (%d+)$')
    state.tokens, state.rest = tonumber(tokens), math.min(tonumber(rest), limit.per - 1)
    local elapsed = now - tonumber(at)
    fill(state, limit, math.max(0, elapsed))
    if elapsed < 0 then
      keep_tokens(key, state, limit)
    end
  end
  return state
end

-- Time until the bucket holds so many.
function token_bucket.wait(state, limit, permits)
  local missing = permits - state.tokens
  if missing <= 0 then
    return 0
  end
  local micros, rest = times_over(limit.per, missing, limit.permits)
  return micros + math.ceil((rest - state.rest) / limit.permits)
end

function token_bucket.remaining(state)
  return state.tokens
end

function token_bucket.reset(state, limit)
  return token_bucket.wait(state, limit, limit.burst)
end

--   returns  the moment at which what was taken is over: the bucket is full again. A microsecond
--            early, as it is rounded up
function token_bucket.take(key, state, limit, permits)
  state.tokens = state.tokens - permits
  keep_tokens(key, state, limit)
  return state.now + token_bucket.reset(state, limit) - 1
end

-- Without what was taken the bucket would have been full that much earlier, and have spilled what
-- came from then on. So no more comes back than would flow in until what was taken is over.
function token_bucket.refund(key, state, limit, permits, over_at)
  local still = over_at - state.now
  if still <= 0 then
    return
  end
  local tokens, rest = times_over(still, limit.permits, limit.per)
  if tokens >= permits then
    tokens, rest = permits, 0
  end
  pour(state, limit, tokens, rest)
  keep_tokens(key, state, limit)
end

algorithms['token-bucket'] = token_bucket
