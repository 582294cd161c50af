-- A schedule: the moment up to which a key has used up its rate. Each permit moves it on by one
-- interval, per / permits; it may be ahead of now by burst intervals.
--
--   value  1767225600000000 2
--          │                └ and so many parts, of which `permits` are a microsecond
--          └ the moment, microseconds since 1970
--
-- It is gone when the moment has come: then the key is as new. A moment further ahead than can be
-- was kept before Redis' clock stepped back, or under a larger limit: it counts as all used up, so
-- that nobody waits for longer than the step, or than it takes to fill up.

local schedule = {}

local function keep_schedule(key, state)
  local moment = state.now + state.ahead
  local ends = moment + (state.part > 0 and 1 or 0)
  keep(key, moment, state.part, state.now, ends)
end

-- Time that so many permits take.
local function intervals(limit, permits)
  return times_over(limit.per, permits, limit.permits)
end

-- How far a schedule is ahead of now.
function schedule.load(key, now, limit)
  local state = { now = now, ahead = 0, part = 0 }
  local moment, part = kept(key)
  if moment and moment >= now then
    state.ahead, state.part = moment - now, math.min(part, limit.permits - 1)
    local most, most_part = intervals(limit, limit.burst)
    if state.ahead > most or (state.ahead == most and state.part > most_part) then
      state.ahead, state.part = most, most_part
      keep_schedule(key, state)
    end
  end
  return state
end

function schedule.wait(state, limit, permits)
  local most, most_part = intervals(limit, limit.burst)
  local more, more_part = intervals(limit, permits)
  local parts = state.part + more_part - most_part
  return math.max(0, state.ahead + more - most + math.ceil(parts / limit.permits))
end

-- So many intervals as are between the schedule and the furthest it may get.
function schedule.remaining(state, limit)
  local most, most_part = intervals(limit, limit.burst)
  local free, free_part = most - state.ahead, most_part - state.part
  if free_part < 0 then
    free, free_part = free - 1, free_part + limit.permits
  end
  if free < 0 then
    return 0
  end
  local permits, rest = times_over(free, limit.permits, limit.per)
  return permits + math.floor((rest + free_part) / limit.per)
end

function schedule.reset(state)
  return state.ahead + (state.part > 0 and 1 or 0)
end

--   returns  the moment at which what was taken is over; a microsecond early, as it is rounded up
function schedule.take(key, state, limit, permits)
  local more, more_part = intervals(limit, permits)
  local parts = state.part + more_part
  local carried = parts >= limit.permits and 1 or 0
  state.ahead = state.ahead + more + carried
  state.part = parts - carried * limit.permits
  keep_schedule(key, state)
  return state.now + schedule.reset(state) - 1
end

-- Without what was taken the key would have been as new that much earlier, and have gained no more
-- from then on. So what comes back is no more than the time until what was taken is over.
function schedule.refund(key, state, limit, permits, over_at)
  local still = over_at - state.now
  if still <= 0 then
    return
  end
  local less, less_part = intervals(limit, permits)
  if still <= less then
    less, less_part = still, 0
  end
  local parts = state.part - less_part
  local borrowed = parts < 0 and 1 or 0
  state.ahead = state.ahead - less - borrowed
  state.part = parts + borrowed * limit.permits
  if state.ahead < 0 then
    state.ahead, state.part = 0, 0
  end
  keep_schedule(key, state)
end
