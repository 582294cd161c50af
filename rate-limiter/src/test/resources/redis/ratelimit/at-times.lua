-- Decides on many requests of one key, one after the other, at moments that the test tells: in place
-- of now.lua.
--
--   KEYS[1]  the key
--   ARGV     algorithm, permits, per, burst
--            and for each request: moment, operation, cost; for a refund also the index of the
--            request, from 1, of which it is, in place of the cost
--   returns  the answers, one after the other; nothing for a refund

local answers, taken, costs, request = {}, {}, {}, 0
for at = 5, #ARGV, 3 do
  request = request + 1
  local moment, operation, cost = tonumber(ARGV[at]), ARGV[at + 1], ARGV[at + 2]
  local of = operation == 'refund' and tonumber(cost)
  costs[request] = of and costs[of] or cost
  local args = { operation, ARGV[1], ARGV[2], ARGV[3], ARGV[4], costs[request], of and taken[of] }
  if not of or tonumber(taken[of]) >= 0 then
    local answer = decide(moment, KEYS, args)
    taken[request] = answer[6]
    for _, number in ipairs(answer) do
      answers[#answers + 1] = number
    end
  end
end
return answers
