/** Loaded before the suite's origin, which would listen on every address, at a port told beforehand: here it is loopback and a free port. */

const net = require('node:net');

const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function listenOnLoopback() {
  return listen.call(this, { host: '127.0.0.1', port: 0 });
};
