-- A load of ready-made requests for wrk.
--
-- takes:   the file of paths as its argument, one a line, in the order in which to ask for them
-- returns: what it saw, as JSON in the file that LOAD_RESULT names
--
-- All strings are made before the clock starts: a request is one look into a table. There is no
-- response(), which would have wrk parse every answer's headers into Lua; answers are checked by sample.

local requests = {}
local count = 0
local at = 0

function init(args)
  for path in io.lines(args[1]) do
    count = count + 1
    requests[count] = wrk.format("GET", path)
  end
end

function request()
  at = at + 1
  if at > count then at = 1 end
  return requests[at]
end

-- Runs in another Lua state than init, and is given no arguments: hence the variable.
function done(summary, latency, requests_of)
  local e = summary.errors
  local out = io.open(os.getenv("LOAD_RESULT"), "w")
  out:write(string.format(
    '{"answered":%d,"errors":%d,"micros":%d,"p50Micros":%d,"p99Micros":%d,"maxMicros":%d}',
    summary.requests, e.connect + e.read + e.write + e.status + e.timeout, summary.duration,
    latency:percentile(50), latency:percentile(99), latency.max))
  out:close()
end
