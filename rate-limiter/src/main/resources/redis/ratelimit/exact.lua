-- Arithmetic without rounding, and the keeping of what a key stands at.
--
-- Lua knows doubles only: whole numbers are exact below 2^53. Moments in microseconds since 1970 are
-- (1.8e15 of 9.0e15), products of them are not. What does not come out even is carried as a rest.

local EXACT_MAX = 2 ^ 53

-- Seven bits at a time: a rest below 2^45 and a digit of seven bits stay below 2^53.
local DIGIT = 128
local HIGHEST_DIGIT = DIGIT ^ 4

-- a * b / c for b < 2^35 and c < 2^45, where the quotient is below 2^53.
--   returns  the quotient, and the rest below c: long multiplication, divided as it goes
local function times_over(a, b, c)
  local product = a * b
  if product < EXACT_MAX then
    local quotient = math.floor(product / c)
    return quotient, product - quotient * c
  end
  local whole = math.floor(a / c)
  local left = a - whole * c
  local quotient, rest, place = 0, 0, HIGHEST_DIGIT
  while place >= 1 do
    local digit = math.floor(b / place) % DIGIT
    rest = rest * DIGIT + left * digit
    local part = math.floor(rest / c)
    quotient = quotient * DIGIT + part
    rest = rest - part * c
    place = place / DIGIT
  end
  return whole * b + quotient, rest
end

-- A whole number as text: tostring() would write 1.7e+15.
local function text(number)
  return string.format('%.0f', number)
end

-- The last millisecond that a key is needed in, as Redis deletes what is older than it. Rounded down
-- it would go while it still counts.
local function last_milli(ends)
  return text(math.ceil(ends / 1000))
end

-- Keeps two numbers under a key until the moment at which the key is as new; not at all where it is.
local function keep(key, first, second, now, ends)
  if ends > now then
    redis.call('SET', key, text(first) .. ' ' .. text(second), 'PXAT', last_milli(ends))
  else
    redis.call('DEL', key)
  end
end

--   returns  the two numbers, or nothing where there are none
local function kept(key)
  local value = redis.call('GET', key)
  if value then
    local first, second = string.match(value, '^(%d+) (%d+)$')
    return tonumber(first), tonumber(second)
  end
end
