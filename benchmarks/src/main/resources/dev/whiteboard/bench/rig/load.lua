-- A load of ready-made requests for wrk.
--
-- takes:   a file as its argument, with what to ask for in its order, one a line: paths; or, where a path
--          is the second argument, bodies of JSON to post there
-- returns: what it saw, as JSON in the file that LOAD_RESULT names
--
-- All strings are made before the clock starts: a request is one look into a table. There is no
-- response(), which would have wrk parse every answer's headers into Lua; answers are checked by sample.

local requests = {}
local count = 0
local at = 0

function init(args)
  for line in io.lines(args[1]) do
    count = count + 1
    if args[2] then
      requests[count] = wrk.format("POST", args[2], {["Content-Type"] = "application/json"}, line)
    else
      requests[count] = wrk.format("GET", line)
    end
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
    '{"answered":%d,"errors":%d,"micros":%d,"p50Micros":%d,"p99Micros":%d,"p999Micros":%d,"maxMicros":%d}',
    summary.requests, e.connect + e.read + e.write + e.status + e.timeout, summary.duration,
    latency:percentile(50), latency:percentile(99), latency:percentile(99.9), latency.max))
  out:close()
end
