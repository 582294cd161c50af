-- What the algorithms below are known by.

local algorithms = {}
