-- The leaky bucket as a queue: what is admitted waits for its turn, until the schedule as it was has
-- come. The queue is full where the schedule would get ahead by more than burst intervals.

algorithms['leaky-queue'] = {
  load = schedule.load,
  wait = schedule.wait,
  remaining = schedule.remaining,
  reset = schedule.reset,
  take = schedule.take,
  refund = schedule.refund,
  delay = schedule.reset,
}
