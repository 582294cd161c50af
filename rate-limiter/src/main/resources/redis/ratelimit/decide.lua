-- Decides on all charges of a request at one moment: all are looked at first, then all are taken or
-- none.
--
--   now      microseconds since 1970
--   keys     one a charge, no two the same
--   argv     what is to be done: take, peek or refund
--            and for each charge: algorithm, permits, per in microseconds, burst, cost
--            and for a refund, which has one charge: what `taken` was
--   returns  of each charge six whole numbers:
--              after how many microseconds it is admitted, 0 for now
--              how many permits are left
--              after how many microseconds there is one more, 0 where all are there
--              after how many microseconds the key is as new
--              for how many microseconds it waits for its turn
--              what a refund needs to know, -1 where it was not taken

local FIELDS = 5

local function charges_of(now, keys, argv)
  local charges = {}
  for i, key in ipairs(keys) do
    local at = 2 + (i - 1) * FIELDS
    local limit = {
      permits = tonumber(argv[at + 1]),
      per = tonumber(argv[at + 2]),
      burst = tonumber(argv[at + 3]),
    }
    local algorithm = algorithms[argv[at]]
    local state = algorithm.load(key, now, limit)
    local cost = tonumber(argv[at + 4])
    charges[i] = { key = key, algorithm = algorithm, limit = limit, state = state, cost = cost }
  end
  return charges
end

local function all_admitted(charges)
  local all = true
  for _, charge in ipairs(charges) do
    charge.wait = charge.algorithm.wait(charge.state, charge.limit, charge.cost)
    all = all and charge.wait == 0
  end
  return all
end

local function report(answer, charge, delay, taken)
  local algorithm, state, limit = charge.algorithm, charge.state, charge.limit
  local remaining = algorithm.remaining(state, limit)
  local more = remaining < limit.burst and algorithm.wait(state, limit, remaining + 1) or 0
  local at = #answer
  answer[at + 1] = charge.wait
  answer[at + 2] = remaining
  answer[at + 3] = more
  answer[at + 4] = algorithm.reset(state, limit)
  answer[at + 5] = delay
  answer[at + 6] = taken
end

local function decide(now, keys, argv)
  local charges = charges_of(now, keys, argv)
  if argv[1] == 'refund' then
    local charge = charges[1]
    local taken = tonumber(argv[2 + FIELDS])
    charge.algorithm.refund(charge.key, charge.state, charge.limit, charge.cost, taken)
    return {}
  end
  local answer = {}
  local taking = all_admitted(charges) and argv[1] == 'take'
  for _, charge in ipairs(charges) do
    local algorithm, state, limit = charge.algorithm, charge.state, charge.limit
    local delay = charge.wait == 0 and algorithm.delay and algorithm.delay(state) or 0
    local taken = taking and algorithm.take(charge.key, state, limit, charge.cost) or -1
    report(answer, charge, delay, taken)
  end
  return answer
end
